"""Draws that anyone can make again: RFC 3797, and uniform fractions from the same key.

A key is text from public randomness announced before it existed (lottery numbers, a beacon's value). Standard library.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from guihua.errors import GuihuaError

MOST_DRAWN: Final = 65_536
"""RFC 3797 counts draws in two bytes."""


def rfc3797(key: str, pool: int, take: int) -> list[int]:
    """The numbers 1…pool that are drawn, in order: for draw i, MD5(i·key·i) modulo the number of those left. RFC 3797, section 4.

    Raises GuihuaError DRAW-SIZE where more are wanted than there are, or than two bytes count.
    """
    if take > pool or take < 0 or pool < 0:
        raise GuihuaError(
            "DRAW-SIZE", f"{pool} 个里抽不出 {take} 个 {take} cannot be drawn from {pool}", "减少抽取数 draw fewer"
        )
    if take > MOST_DRAWN:
        raise GuihuaError(
            "DRAW-SIZE", f"一次最多抽 {MOST_DRAWN} 个 at most {MOST_DRAWN} are drawn at once", "分层抽取 draw by strata"
        )
    data = key.encode("utf-8")
    gone: list[int] = []
    drawn: list[int] = []
    for i in range(take):
        mark = i.to_bytes(2, "big")
        at = int.from_bytes(hashlib.md5(mark + data + mark, usedforsecurity=False).digest(), "big") % (pool - i)
        low, high = 0, len(gone)
        while low < high:
            middle = (low + high) // 2
            if gone[middle] - middle <= at:
                low = middle + 1
            else:
                high = middle
        found = at + low
        gone.insert(low, found)
        drawn.append(found + 1)
    return drawn


def digests(key: str, take: int) -> list[str]:
    """The MD5 values behind the draws, in hexadecimal digits, as RFC 3797 prints them."""
    data = key.encode("utf-8")
    marks = (i.to_bytes(2, "big") for i in range(take))
    return [hashlib.md5(m + data + m, usedforsecurity=False).hexdigest().upper() for m in marks]


def key_of(sources: Sequence[str]) -> str:
    """The key string of sources, one text each, as RFC 3797, section 4.1 builds it.

    A source that holds numbers alone gives them in ascending order, each with "." behind it; one that is a text gives its
    letters and digits in upper case. A source ends with "/". One that ends with "/" already is taken as it is.
    """
    found = []
    for source in sources:
        text = source.strip()
        if text.endswith("/"):
            found.append(text)
        elif re.fullmatch(r"[\d\s,，、;；.]+", text):
            numbers = sorted(Fraction(n) for n in re.findall(r"\d+(?:\.\d+)?", text))
            found.append("".join(f"{_digits(n)}." for n in numbers) + "/")
        elif text:
            found.append("".join(c for c in text.upper() if c.isalnum()) + "/")
    return "".join(found)


def _digits(number: Fraction) -> str:
    """A number without leading zeros, its fraction without trailing ones."""
    if number.denominator == 1:
        return str(number.numerator)
    return format(Decimal(number.numerator) / Decimal(number.denominator), "f")


def fraction(key: str) -> Fraction:
    """A fraction in [0, 1) from a key: SHA-256 of it over 2^256."""
    return Fraction(int.from_bytes(hashlib.sha256(key.encode("utf-8")).digest(), "big"), 2**256)


def rank(key: str, name: str) -> str:
    """A mark by which names are put into an order that nobody chose: SHA-256 of key and name."""
    return hashlib.sha256(f"{key}\n{name}".encode()).hexdigest()

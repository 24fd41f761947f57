"""One text to match on, character for character as long as the raw one: half-width, one dash, simplified characters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from guihua.reading.scanned import mended

_DASHES = "—–―－~～〜‐‑‒−"
_TRADITIONAL = frozenset("產業發國達電萬億個與從總較長為區實現體環經濟開關據際農業應標計劃規")
"""Frequent characters that only traditional text holds; two of them in a text ask for the conversion."""


_LONG = 2_000
_GOES_ON = re.compile(r"\n(?=[%％‰，。；、）》”])")
"""No line begins with these: what stands before them is broken by a copy (增长4.4⏎%)."""
_ENDLESS = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿]{41,}|[\d,.]{81,}")
"""Runs that are no numeral of any document: read as blanks, or every place in them would be tried."""


def matching_text(text: str) -> str:
    """The text as the scanner sees it. len(matching_text(t)) == len(t), always, so offsets hold for both."""
    return _of_document(text) if len(text) > _LONG else _matching(text)


def _matching(text: str) -> str:
    return _ENDLESS.sub(_blank, mended(_plain(text)))


@lru_cache(maxsize=2)
def _of_document(text: str) -> str:
    """Of a whole document, which sentences, tables, tasks and names are read from one after the other."""
    return _matching(text)


def _blank(run: re.Match[str]) -> str:
    return " " * len(run.group())


def _plain(text: str) -> str:
    if text.isascii():
        return text
    present = set(text)
    plain = _GOES_ON.sub(" ", text) if "\n" in text else text
    for character in present & _table().keys():
        plain = plain.replace(character, _table()[character])
    return simplified(plain) if len(_TRADITIONAL & present) >= 2 else plain


def normal_unit(unit: str) -> str:
    """A unit as stored: NFKC, without spaces; 百分比 written after a number is %."""
    if unit.isascii():
        return unit
    return unicodedata.normalize("NFKC", unit).replace(" ", "")


def simplified(text: str) -> str:
    """Traditional characters as simplified ones (OpenCC t2s), line by line where the length stays; others as they are."""
    converter = _converter()
    if converter is None:
        return text
    whole = converter.convert(text)
    if len(whole) == len(text):
        return str(whole)
    lines = []
    for line in text.split("\n"):
        converted = converter.convert(line)
        lines.append(converted if len(converted) == len(line) else line)
    return "\n".join(lines)


@cache
def _converter() -> Any:
    """OpenCC's t2s, made once; None where it is not installed."""
    try:
        from opencc import OpenCC
    except ImportError:
        return None
    return OpenCC("t2s")


@cache
def _table() -> dict[str, str]:
    """Full-width forms to half-width ones, every dash to one, the ratio sign to a colon; always one for one."""
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
    table.update(dict.fromkeys(_DASHES, "-"))
    table.update({"\u2002": " ", "\u2003": "　", "\u00a0": " "})
    table.update({"％": "%", "﹪": "%", "．": ".", "∶": ":", "／": "/", "＋": "+", "○": "〇"})
    return table

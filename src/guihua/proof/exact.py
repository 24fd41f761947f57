"""Rational numbers as text: `-7`, `3/2`. The only number form inside certificates."""

from __future__ import annotations

import re
from fractions import Fraction

from guihua.errors import GuihuaError

LONGEST = 4000
"""Characters of a number that a certificate may hold; more is refused before any arithmetic."""

_FORM = re.compile(r"-?(?:0|[1-9][0-9]*)(?:/[1-9][0-9]*)?")


def text(value: Fraction | int) -> str:
    """A rational in lowest terms, without spaces: `-7`, `3/2`."""
    return str(Fraction(value))


def parse(written: object) -> Fraction:
    """Read what `text` writes. Raises GuihuaError PROOF-RATIONAL for anything else, lower terms included."""
    if isinstance(written, str) and len(written) <= LONGEST and _FORM.fullmatch(written):
        value = Fraction(written)
        if text(value) == written:
            return value
    raise GuihuaError(
        "PROOF-RATIONAL",
        f"不是精确数 not an exact number: {written!r:.60}",
        "写作整数或最简分数 written as digits or digits/digits in lowest terms",
    )

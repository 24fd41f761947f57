"""Exact numbers as text: rationals `-7`, `3/2`, the only number form inside certificates; and decimals of a bounded size."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from guihua.errors import GuihuaError

LONGEST = 4000
"""Characters of a number that a certificate may hold; more is refused before any arithmetic."""
WIDEST = 100
"""Places before or behind the point that a written magnitude may have; 1e999999999 is refused before any arithmetic."""
YEARS = (1000, 9999)
"""First and last year that a record may speak of."""

_FORM = re.compile(r"-?(?:0|[1-9][0-9]*)(?:/[1-9][0-9]*)?")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,100}(?:\.[0-9]{1,100})?(?:[eE][-+]?[0-9]{1,3})?")


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


def parse_decimal(written: object) -> Decimal:
    """A magnitude as written in a record. Raises GuihuaError PROOF-MAGNITUDE for what is none, or too wide to reckon with."""
    if isinstance(written, str) and _DECIMAL.fullmatch(written):
        value = Decimal(written)
        if not value or -WIDEST <= value.adjusted() <= WIDEST:
            return value
    raise GuihuaError(
        "PROOF-MAGNITUDE",
        f"不是可计算的数 no number to reckon with: {written!r:.60}",
        f"整数和小数各不超过 {WIDEST} 位 at most {WIDEST} places on each side of the point",
    )


def check_year(year: object) -> int:
    """A year of a record. Raises GuihuaError PROOF-YEAR for what is none, or too far off to reckon with."""
    if type(year) is int and YEARS[0] <= year <= YEARS[1]:
        return year
    raise GuihuaError("PROOF-YEAR", f"不是可计算的年份 no year to reckon with: {year!r:.40}", f"{YEARS[0]}-{YEARS[1]}")

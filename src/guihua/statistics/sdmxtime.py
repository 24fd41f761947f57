"""Periods as SDMX writes them (SDMX 3.0 section 6, time formats): 2015, 2017-Q1, 2017-S1, 2020-10, 2020-01-01/P10M."""

from __future__ import annotations

import re

from guihua.errors import GuihuaError
from guihua.plan.periods import Period

_RANGE = re.compile(r"(\d{4})-(\d{2})-01(?:T00:00:00)?/P(\d+)(Y|M)")


def to_sdmx(period: Period) -> str:
    """A period as an SDMX observational time period."""
    if period.is_year:
        return str(period.first_year)
    year, first, months = period.first_year, period.first_month, period.months
    if months == 1:
        return f"{year}-{first:02d}"
    if months == 3 and first % 3 == 1:
        return f"{year}-Q{(first + 2) // 3}"
    if months == 6 and first % 6 == 1:
        return f"{year}-S{(first + 5) // 6}"
    length = f"{months // 12}Y" if period.whole_years else f"{months}M"
    return f"{year}-{first:02d}-01/P{length}"


def from_sdmx(text: str) -> Period:
    """An SDMX time period as a period. GuihuaError PERIOD-INVALID where it is none that statistics use."""
    text = text.strip()
    if found := _RANGE.fullmatch(text):
        first, months = int(found[2]), int(found[3]) * (12 if found[4] == "Y" else 1)
        end = int(found[1]) * 12 + first - 1 + months - 1
        return Period(int(found[1]), first, end // 12, end % 12 + 1)
    if found := re.fullmatch(r"(\d{4})(?:-A1)?", text):
        return Period.years(int(found[1]))
    if found := re.fullmatch(r"(\d{4})-?M?(0[1-9]|1[0-2])", text):
        return Period(int(found[1]), int(found[2]), int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d{4})-S([12])", text):
        return Period.parse(f"{found[1]}H{found[2]}")
    if re.fullmatch(r"\d{4}-Q[1-4]", text):
        return Period.parse(text.replace("-", ""))
    raise GuihuaError(
        "PERIOD-INVALID",
        f"不是 SDMX 时期 {text!r} is no SDMX period",
        "写成 write 2015, 2017-Q1, 2020-10 or 2020-01-01/P10M",
    )

"""Periods of time as statistics and plans use them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from guihua.errors import GuihuaError
from guihua.proof.codec import hook

_FORM = re.compile(
    r"(?P<y>\d{4})(?:(?:-?Q(?P<q>[1-4])(?:-Q?(?P<q2>[1-4]))?)|(?:H(?P<h>[12]))|(?:-?M(?P<m>\d{2})(?:-M?(?P<m2>\d{2}))?)|(?:-(?P<y2>\d{4})))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole months from first to last, both taken in: 2015, 2016-2020, 2017H1, 2020M01-M10."""

    first_year: int
    first_month: int
    last_year: int
    last_month: int

    def __post_init__(self) -> None:
        if not (1 <= self.first_month <= 12 and 1 <= self.last_month <= 12) or self.months < 1:
            raise GuihuaError(
                "PERIOD-INVALID",
                f"没有这样的时期 no period runs {self!r}",
                "写作 write 2015, 2016-2020, 2017H1 or 2020M10",
            )

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read 2015, 2016-2020, 2017Q1, 2017Q1-Q3, 2017H1, 2020M10, 2020M01-M10 (SDMX's 2017-Q1 too)."""
        found = _FORM.fullmatch(text.strip())
        if not found:
            raise GuihuaError(
                "PERIOD-INVALID",
                f"{text!r} 不是时期 is no period",
                "写作 write 2015, 2016-2020, 2017Q1, 2017H1, 2020M10 or 2020M01-M10",
            )
        year = int(found["y"])
        if found["q"]:
            quarter = int(found["q"])
            return cls(year, 3 * quarter - 2, year, 3 * int(found["q2"] or quarter))
        if found["h"]:
            half = int(found["h"])
            return cls(year, 6 * half - 5, year, 6 * half)
        if found["m"]:
            return cls(year, int(found["m"]), year, int(found["m2"] or found["m"]))
        return cls.years(year, int(found["y2"] or year))

    @classmethod
    def years(cls, first: int, last: int | None = None) -> Period:
        """Whole calendar years."""
        return cls(first, 1, first if last is None else last, 12)

    @property
    def months(self) -> int:
        """How many months it spans."""
        return 12 * (self.last_year - self.first_year) + self.last_month - self.first_month + 1

    @property
    def is_year(self) -> bool:
        """One whole calendar year."""
        return self.months == 12 and self.first_month == 1

    @property
    def whole_years(self) -> bool:
        """One or more whole calendar years."""
        return self.first_month == 1 and self.last_month == 12

    @property
    def end(self) -> date:
        """Its last day."""
        year, month = (self.last_year + 1, 1) if self.last_month == 12 else (self.last_year, self.last_month + 1)
        return date(year, month, 1) - timedelta(days=1)

    def __str__(self) -> str:
        if self.whole_years:
            return str(self.first_year) if self.is_year else f"{self.first_year}-{self.last_year}"
        if self.first_year != self.last_year:
            return f"{self.first_year}M{self.first_month:02d}-{self.last_year}M{self.last_month:02d}"
        if self.months == 3 and self.first_month % 3 == 1:
            return f"{self.first_year}Q{(self.first_month + 2) // 3}"
        if self.months == 6 and self.first_month % 6 == 1:
            return f"{self.first_year}H{(self.first_month + 5) // 6}"
        if self.months == 1:
            return f"{self.first_year}M{self.first_month:02d}"
        return f"{self.first_year}M{self.first_month:02d}-M{self.last_month:02d}"


def last_day(text: str) -> date:
    """A partial date counts as its last day: 2021 → 2021-12-31, 2024-01 → 2024-01-31."""
    parts = text.strip().split("-")
    try:
        if len(parts) == 3:
            return date(*map(int, parts))
        if len(parts) == 2:
            year, month = map(int, parts)
            return Period(year, month, year, month).end
        return date(int(text), 12, 31)
    except (ValueError, TypeError):
        raise GuihuaError(
            "DATE-INVALID", f"{text!r} 不是日期 is no date", "写作 write 2021, 2021-03 or 2021-03-31"
        ) from None


hook(Period, str, Period.parse)

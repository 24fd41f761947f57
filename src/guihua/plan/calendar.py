"""Working days (工作日) of China, from the yearly notices on holidays, and deadlines counted in them.

Weekends are off and other days worked, except where a notice says otherwise. A year without a notice is unknown, and
so is every answer that would need one of its days: guessing a calendar would move real deadlines. Data:
`data/holidays`, one file a year, each citing its notice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from guihua.errors import GuihuaError

DATA = Path(__file__).parent / "data" / "holidays"
_DAY = timedelta(days=1)
_SATURDAY = 5
MOST_KEPT = 100_000


@lru_cache(maxsize=8)
def calendar(folder: Path = DATA) -> Calendar:
    """The calendar of a folder of yearly files. Raises GuihuaError PL-CALENDAR where a file is broken."""
    marked: dict[date, bool] = {}
    notices: dict[int, tuple[str, ...]] = {}
    for file in sorted(folder.glob("*.json")):
        try:
            year = json.loads(file.read_text(encoding="utf-8"))
            days = {date.fromisoformat(day["date"]): not day["isOffDay"] for day in year["days"]}
            if year["papers"] and days:
                notices[int(year["year"])] = tuple(year["papers"])
        except (ValueError, KeyError, TypeError) as error:
            raise GuihuaError(
                "PL-CALENDAR",
                "节假日数据读不出来 a year of the calendar is not readable",
                f"恢复该文件 restore it: {error}",
                str(file),
            ) from None
        marked.update(days)
    return Calendar(marked, notices)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days by date.

    marked    days that a notice names: worked or not
    notices   year -> addresses of its notices; the years that are known
    counted   answers given before: a ledger asks the same few of thousands of objects
    """

    marked: Mapping[date, bool]
    notices: Mapping[int, tuple[str, ...]]
    counted: dict[tuple[date, date | int], date | int | None] = field(default_factory=dict, compare=False, repr=False)

    def is_working(self, day: date) -> bool | None:
        """Is this a working day? None: the year's notice is not known."""
        if day in self.marked:
            return self.marked[day]
        if day.year not in self.notices:
            return None
        return day.weekday() < _SATURDAY

    def after(self, start: date, days: int) -> date | None:
        """The `days`-th working day after `start`, which is not counted itself; None where a day on the way is unknown.

        Counting begins on the day after, as in the Civil Code, article 201, and the Administrative Licensing Law.
        """
        if days < 0:
            raise GuihuaError(
                "PL-CALENDAR-DAYS",
                "工作日数不能是负数 a negative number of working days",
                "往后数 count forwards",
                str(days),
            )
        found = self._remembered((start, days), lambda: self._after(start, days))
        return found if isinstance(found, date) else None

    def between(self, start: date, end: date) -> int | None:
        """Working days after `start` up to and with `end`, negative where `end` is earlier; None: one is unknown."""
        if end < start:
            backwards = self.between(end, start)
            return None if backwards is None else -backwards
        found = self._remembered((start, end), lambda: self._between(start, end))
        return found if isinstance(found, int) else None

    def _remembered(self, asked: tuple[date, date | int], count: Callable[[], date | int | None]) -> date | int | None:
        if asked not in self.counted:
            if len(self.counted) >= MOST_KEPT:
                self.counted.clear()
            self.counted[asked] = count()
        return self.counted[asked]

    def _after(self, start: date, days: int) -> date | None:
        day, left = start, days
        while left:
            day += _DAY
            working = self.is_working(day)
            if working is None:
                return None
            left -= working
        return day

    def _between(self, start: date, end: date) -> int | None:
        count, day = 0, start
        while day < end:
            day += _DAY
            working = self.is_working(day)
            if working is None:
                return None
            count += working
        return count

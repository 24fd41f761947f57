"""Working days: what the notices say, weekends worked, and years without a notice."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.plan.calendar import calendar

DAYS = calendar()


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2018, 2, 24), True),  # a Saturday worked for the Spring Festival
        (date(2026, 9, 20), True),  # a Sunday worked for the National Day
        (date(2018, 2, 15), False),
        (date(2018, 2, 25), False),  # an ordinary Sunday
        (date(2018, 5, 2), True),
        (date(2006, 12, 30), True),  # named by the notice of the next year
        (date(2007, 12, 31), False),  # likewise, by that of 2008
        (date(2027, 1, 4), None),
        (date(2031, 1, 6), None),
        (date(2001, 1, 3), None),
    ],
)
def test_a_day_is_what_its_notice_says(day: date, working: bool | None) -> None:
    assert DAYS.is_working(day) is working


def test_an_empty_year_is_unknown_though_its_file_is_there() -> None:
    assert 2027 not in DAYS.notices
    assert DAYS.notices[2018][0].startswith("http")


def test_a_deadline_skips_the_festival_and_counts_the_saturday_worked() -> None:
    assert DAYS.after(date(2018, 2, 13), 5) == date(2018, 2, 26)  # 14, 22, 23, 24 (Saturday), 26
    assert DAYS.after(date(2018, 2, 13), 0) == date(2018, 2, 13)
    assert DAYS.between(date(2018, 2, 13), date(2018, 2, 26)) == 5


def test_a_deadline_that_runs_into_an_unknown_year_is_unknown() -> None:
    assert DAYS.after(date(2026, 12, 28), 3) == date(2026, 12, 31)
    assert DAYS.after(date(2026, 12, 28), 4) is None
    assert DAYS.between(date(2026, 12, 28), date(2027, 1, 5)) is None


@given(st.dates(date(2008, 1, 1), date(2025, 6, 1)), st.integers(1, 120))
def test_a_deadline_is_a_working_day_as_many_working_days_away(start: date, days: int) -> None:
    end = DAYS.after(start, days)
    assert end is not None
    assert DAYS.is_working(end)
    assert DAYS.between(start, end) == days
    assert DAYS.between(end, start) == -days
    assert DAYS.between(start, end - timedelta(days=1)) == days - 1


def test_negative_days_and_broken_files_are_errors(tmp_path: Path) -> None:
    with pytest.raises(GuihuaError, match="negative"):
        DAYS.after(date(2018, 1, 1), -1)
    (tmp_path / "2018.json").write_text('{"year": 2018}')
    with pytest.raises(GuihuaError, match="not readable"):
        calendar(tmp_path)

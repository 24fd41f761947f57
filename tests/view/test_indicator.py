"""One target in full: which vintages stand, what moves it, the breaks that concern it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from guihua.plan.periods import Period
from guihua.statistics.observation import Grade, Observation, Span, Transformation
from guihua.tracking.drivers import Decomposition, drivers, newest
from guihua.view.indicator import driver_rows, regional_rows, split_shown, vintage_rows


def _figure(
    variable: str,
    value: str,
    year: int = 2020,
    published: str = "2021-03-01",
    kind: str = "yoy",
    region: str = "150000",
) -> Observation:
    transformation = Transformation(kind)
    unit = "亿元" if transformation is Transformation.LEVEL else "%"
    return Observation(
        f"{variable}{value}{published}{year}", region, variable, variable, Period.years(year), Span.SINGLE, value, unit,
        transformation, published=date.fromisoformat(published), grade=Grade.OFFICIAL,
    )  # fmt: skip


class _Statement:
    def __init__(self, measure: str, subject: str, whole: str = "") -> None:
        self.measure, self.subject, self.whole = measure, subject, whole
        self.variable = f"{measure}[{subject}]"


ROWS = (
    _figure("value_added[industry]", "5.0"),
    _figure("value_added[coal]", "10.0"),
    _figure("share(value_added[coal], value_added[industry])", "40", 2019, kind="share"),
    _figure("value_added[coal]", "3.0", 2022),
)


def test_pull_and_contribution_are_those_of_published_growth_and_last_years_share() -> None:
    """Pull = share × growth: 40 % × 10 % = 4 points of 5 %, 80 % of the growth."""
    (coal,) = drivers(ROWS, Period.years(2020))
    assert (coal.pull, coal.contribution) == (Fraction(4), Fraction(80))
    (row,) = driver_rows((coal,), _Statement("value_added", "coal"))  # type: ignore[arg-type]
    assert (row.pull, row.contribution, row.own) == ("4.00个百分点", "80.0%", True)


def test_the_newest_period_with_a_pull_comes_before_a_newer_one_without() -> None:
    found = newest(ROWS)
    assert found is not None and found[0] == Period.years(2020)
    alone = newest(ROWS[3:])
    assert alone is not None and alone[0] == Period.years(2022) and alone[1][0].pull is None
    assert newest(()) is None


@pytest.mark.parametrize(
    ("measure", "subject", "rows"),
    [("value_added", "industry", 1), ("value_added", "steel", 0), ("revenue", "coal", 0)],
)
def test_only_targets_about_the_total_or_a_part_show_what_moves_it(measure: str, subject: str, rows: int) -> None:
    statement: Any = _Statement(measure, subject)
    assert len(driver_rows(drivers(ROWS, Period.years(2020)), statement)) == rows


def test_an_earlier_vintage_is_marked_superseded_and_another_coverage_is_not() -> None:
    first = _figure("value_added[industry]", "7939", kind="level", published="2016-03-01")
    revised = _figure("value_added[industry]", "4121.2", kind="level", published="2024-12-18")
    other = replace(first, id="x", coverage="规模以上")

    class Told:
        observations = (first, other, revised)

    told: Any = Told()
    assert {(r.observation.id, r.superseded) for r in vintage_rows(told)} == {
        (first.id, True),
        (revised.id, False),
        ("x", False),
    }


def test_of_each_region_the_newest_figure_of_each_kind_is_shown() -> None:
    older, newer = (_figure("value_added[industry]", "1", y, region="150200") for y in (2019, 2021))
    level = _figure("value_added[industry]", "9", 2018, kind="level", region="150200")
    statement: Any = _Statement("value_added", "industry")
    assert set(regional_rows((older, newer, level), statement)) == {newer, level}


def test_english_remarks_write_magnitudes_and_coverages_in_english() -> None:
    from guihua.tracking.assessment import Note
    from guihua.view.assessments import note_sentence

    revised = Note(
        "revised", (("year", "2015"), ("from", "7939"), ("to", "4121.2"), ("unit", "亿元"), ("known", "2024-12-18"))
    )
    assert note_sentence(revised) == "2015年数由7939亿元修订为4121.2亿元（2024年12月18日）"
    told = note_sentence(revised, "en")
    assert told == "the figure of 2015 was revised from 793.9 billion yuan to 412.12 billion yuan (18 December 2024)"
    covered = Note("coverage_unstated", (("coverage", "规模以上"),))
    assert "above designated size" in note_sentence(covered, "en")


def test_a_target_on_an_intensity_is_told_why_it_moved_and_no_other_target_is() -> None:
    split = Decomposition(
        "energy_intensity",
        2015,
        2020,
        "吨标准煤/万元",
        Fraction("-0.1"),
        Fraction("-0.03"),
        Fraction("-0.07"),
        (("煤炭", Fraction("-0.03"), Fraction("-0.07")),),
        ("水泥",),
    )
    shown = split_shown((split,), _Statement("energy_intensity", "gdp"))  # type: ignore[arg-type]
    assert shown is not None and shown.sentence == (
        "2015—2020年变化−0.1吨标准煤/万元：结构−0.03，效率−0.07，以效率为主。"
    )
    assert shown.rows[-1] == ("合计", "−0.03", "−0.07", "−0.1") and shown.left_out == "水泥"
    assert split_shown((split,), _Statement("value_added", "coal")) is None  # type: ignore[arg-type]

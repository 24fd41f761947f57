"""The edge cases that a progress program gets wrong, and what ours answers (progress_edge_cases.csv, our_answer)."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from guihua.errors import GuihuaError
from guihua.plan.statement import Direction, Form
from guihua.plan.status import ReasonCode, Status
from guihua.tracking import Assessment, Case, Point, assess
from tests.corpus import corpus

WAYS = {"positive": Direction.UP, "negative": Direction.DOWN, "": Direction.UNKNOWN}


def edge_case(name: str, as_of: date = date(2019, 6, 30)) -> Case:
    with (corpus() / "reference/progress_edge_cases.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["case"] == name)
    points = [Point(int(y), float(v)) for y, v in (part.split(":") for part in row["series"].split())]
    base = next((p for p in points if p.year == 2015), None)
    return Case(
        series=tuple(p for p in points if p != base),
        base=base,
        target=float(row["target"]) if row["target"] else None,
        target_year=2020,
        direction=WAYS[row["direction"]],
        as_of=as_of,
        limit=float(row["limit"]) if row["limit"] else None,
        period=(2016, 2020),
    )


def codes(assessment: Assessment) -> set[str]:
    return {note.code for note in assessment.notes}


def label(assessment: Assessment, method: str) -> str:
    return next(result.label for result in assessment.methods if result.method == method)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("base_equals_target_kept", Status.AHEAD),
        ("base_equals_target_fell", Status.LAGGING),
        ("base_beyond_target_falling", Status.AHEAD),
        ("base_beyond_target_below", Status.LAGGING),
        ("base_zero", Status.LAGGING),
        ("target_zero", Status.LAGGING),
        ("sign_change", Status.LAGGING),
        ("target_reached_early", Status.AHEAD),
        ("reverse_up", Status.LAGGING),
    ],
)
def test_edge_cases_have_the_status_we_promise(name: str, status: Status) -> None:
    assert assess(edge_case(name)).status is status


def test_reached_and_lost_says_both_facts() -> None:
    found = assess(edge_case("reached_then_fell"))
    assert found.status in (Status.FASTER, Status.ON_COURSE, Status.LAGGING)
    assert "reached_and_lost" in codes(found)


def test_met_and_worsening_are_two_facts_both_said() -> None:
    found = assess(edge_case("base_beyond_target_falling"))
    assert (found.status, found.coverage_note) == (Status.AHEAD, True)
    assert "met_and_worsening" in codes(found)


@pytest.mark.parametrize("name", ["base_zero", "target_zero", "sign_change"])
def test_the_schedule_judges_where_a_growth_ratio_cannot(name: str) -> None:
    found = assess(edge_case(name))
    assert label(found, "statcan") == "not_available"
    pace = next(r for r in found.methods if r.method == "shixu")
    assert pace.progress == pytest.approx(0.5 / 0.6)
    assert pace.score == pytest.approx(0.5)


def test_a_growth_target_is_judged_by_the_mean_so_far_and_not_as_a_level() -> None:
    case = Case(
        (Point(2018, 1.071**3),), Point(2015, 1.0), 1.08**5, 2020, Direction.UP, date(2019, 6, 30), form=Form.GROWTH
    )
    found = assess(case)
    assert (found.status, found.primary) == (Status.LAGGING, "liancheng")
    assert (found.pace, found.gap) == ("8", "0.9")


@pytest.mark.parametrize("name", ["one_point", "missing_base_year"])
def test_without_the_base_year_nothing_is_said_and_the_base_is_not_moved(name: str) -> None:
    found = assess(edge_case(name))
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.NO_BASE)


def test_an_accepted_later_base_leaves_the_clock_with_the_plan() -> None:
    case = edge_case("missing_base_year")
    accepted = assess(Case(case.series[1:], case.series[0], 150, 2020, Direction.UP, case.as_of, period=(2016, 2020)))
    pace = next(r for r in accepted.methods if r.method == "shixu")
    assert pace.progress == pytest.approx((20 / 50) / (3 / 5))


@pytest.mark.parametrize("name", ["no_target_up", "no_target_flat", "limit_near"])
def test_a_target_without_a_number_has_trends_but_no_place_on_the_scale(name: str) -> None:
    with (corpus() / "reference/progress_edge_cases.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["case"] == name)
    found = assess(edge_case(name))
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.NOT_QUANTIFIABLE)
    assert label(found, "statcan") == row["status"]


def test_past_the_target_year_the_nearest_year_after_it_speaks_and_says_so() -> None:
    found = assess(edge_case("past_target_year", date(2023, 1, 1)))
    assert found.status is Status.MISSED
    assert "after_target_year" in codes(found)


def test_a_value_that_meets_the_target_only_years_later_does_not_prove_that_it_was_met_in_time() -> None:
    case = Case((Point(2022, 160),), Point(2015, 100), 150, 2020, Direction.UP, date(2023, 6, 1))
    found = assess(case)
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.NO_DATA)


def test_a_target_met_in_an_earlier_year_of_the_period_is_met_with_a_note() -> None:
    case = Case((Point(2017, 160),), Point(2015, 100), 150, 2020, Direction.UP, date(2023, 6, 1))
    found = assess(case)
    assert (found.status, found.coverage_note) == (Status.MET, True)
    assert "earlier_year" in codes(found)


def test_an_unknown_direction_is_an_error_and_not_a_default() -> None:
    with pytest.raises(GuihuaError) as caught:
        assess(edge_case("default_direction"))
    assert caught.value.code == "TRACK-DIRECTION"


def test_a_range_is_judged_by_the_end_that_counts() -> None:
    case = edge_case("range_target_5to6")
    lower = assess(Case(case.series, case.base, 5.0, 2020, Direction.UP, case.as_of, period=(2016, 2020)))
    assert lower.status in (Status.ON_COURSE, Status.FASTER)


def test_a_cumulative_fall_shows_the_schedule_gap_and_the_chained_share_side_by_side() -> None:
    case = edge_case("cumulative_reduction")
    found = assess(
        Case(case.series, case.base, 86.5, 2020, Direction.DOWN, case.as_of, form=Form.CHANGE, period=(2016, 2020))
    )
    assert (found.pace, found.gap) == ("-8.1", "0.8")
    chained = next(r for r in found.methods if r.method == "liancheng")
    assert chained.score is not None
    assert round(100 * chained.score) == 52


def test_a_hedged_target_gives_way_on_the_tolerant_side_and_says_so() -> None:
    strict = Case((Point(2018, 114.5),), Point(2015, 100), 125, 2020, Direction.UP, date(2019, 6, 30))
    hedged = Case((Point(2018, 114.5),), Point(2015, 100), 125, 2020, Direction.UP, date(2019, 6, 30), tolerance=1.25)
    assert assess(hedged).status is Status.ON_COURSE
    assert assess(Case((Point(2018, 114),), *strict_rest(strict))).status is Status.LAGGING
    over = Case((Point(2020, 124),), Point(2015, 100), 125, 2020, Direction.UP, date(2021, 6, 30), tolerance=1.25)
    assert assess(over).status is Status.MET


def strict_rest(case: Case) -> tuple[object, ...]:
    return case.base, case.target, case.target_year, case.direction, case.as_of


def test_an_unknown_method_is_an_error() -> None:
    with pytest.raises(GuihuaError) as caught:
        assess(edge_case("behind_up"), "pythia")
    assert caught.value.code == "TRACK-METHOD"

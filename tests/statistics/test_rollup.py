"""Sums of leagues against the region's published total; the difference is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from guihua.plan.regions import children
from guihua.plan.statement import Price
from guihua.statistics.observation import Grade, Observation, Transformation
from guihua.statistics.rollup import rollup
from tests.statistics.test_derived import ADDED, observation

LEAGUES = [part.code for part in children("150000")]


def league(code: str, value: str, **given: object) -> Observation:
    return replace(observation(ADDED, value), region=code, id=f"{code}-{value}-{given}", **given)  # type: ignore[arg-type]


def test_the_sum_of_all_leagues_is_set_against_the_total_and_the_difference_shown() -> None:
    assert len(LEAGUES) == 12
    rows = [observation(ADDED, "0.13", unit="万亿元"), *(league(code, "100") for code in LEAGUES)]
    (found,) = rollup(rows, "150000")
    assert (found.sum, found.difference, found.unit) == (Decimal("0.12"), Decimal("0.01"), "万亿元")
    assert found.complete and len(found.parts) == 12
    assert [part.value for part in found.parts] == ["100"] * 12


def test_a_league_without_a_figure_is_named_and_nothing_is_spread() -> None:
    rows = [observation(ADDED, "1300"), *(league(code, "100") for code in LEAGUES[1:])]
    (found,) = rollup(rows, "150000")
    assert [part.code for part in found.missing] == LEAGUES[:1]
    assert (found.sum, found.difference) == (Decimal(1100), Decimal(200))


def test_parts_of_another_coverage_or_price_are_another_sum() -> None:
    rows = [
        observation(ADDED, "1300"),
        league(LEAGUES[0], "100"),
        league(LEAGUES[1], "90", coverage="规模以上"),
        league(LEAGUES[2], "80", price=Price.COMPARABLE),
    ]
    sums = {(r.coverage, r.price): (r.sum, r.total) for r in rollup(rows, "150000")}
    assert sums["unstated", Price.CURRENT] == (Decimal(100), rows[0])
    assert sums["规模以上", Price.CURRENT] == (Decimal(90), None)
    assert sums["unstated", Price.COMPARABLE] == (Decimal(80), None)


def test_the_standing_vintage_of_a_part_is_summed() -> None:
    first = league(LEAGUES[0], "100", published=date(2021, 1, 1))
    later = league(LEAGUES[0], "70", published=date(2022, 1, 1))
    assert [r.sum for r in rollup([later, first], "150000")] == [Decimal(70)]


def test_rates_and_the_plans_own_figures_are_not_summed() -> None:
    rate = league(LEAGUES[0], "5", unit="%", transformation=Transformation.YOY)
    own = league(LEAGUES[0], "5", grade=Grade.PLAN)
    assert rollup([rate, own, league(LEAGUES[0], "5", unit="立方米/万元")], "150000") == ()


def test_a_league_is_the_sum_of_its_counties() -> None:
    county = children(LEAGUES[0])[0]
    (found,) = rollup([league(LEAGUES[0], "9"), league(county.code, "4")], LEAGUES[0])
    assert (found.region.code, found.sum, found.difference) == (LEAGUES[0], Decimal(4), Decimal(5))

"""The plan's facts against published figures: what differs, which step is unusual, what is worth checking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from guihua.checking import CheckResult, check
from guihua.checking.situation import check_against
from guihua.plan.periods import Period
from guihua.plan.statement import Direction, Form, Price
from guihua.proof.verify import Verdict
from guihua.statistics import holding
from guihua.statistics.observation import DateTrust, Grade, Observation, Span, Transformation
from guihua.storage import Store, open_store
from guihua.verification import verify
from tests.checking.making import level, plan_of, said

AS_OF = date(2026, 1, 1)


def observation(variable: str, year: int, value: str, unit: str, **others: object) -> Observation:
    slots: dict[str, object] = {
        "transformation": Transformation.LEVEL,
        "published": date(year + 1, 6, 1),
        "date_trust": DateTrust.EXACT,
        "grade": Grade.OFFICIAL,
        "price": Price.CURRENT,
    } | others
    return Observation(
        id=f"{variable}.{year}.{value}",
        region="150000",
        variable=variable,
        indicator=variable,
        period=Period(year, 1, year, 12),
        span=Span.SINGLE,
        value=value,
        unit=unit,
        **slots,  # type: ignore[arg-type]
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store") as opened:
        yield opened


def against(store: Store, rows: list[Observation], *statements: object) -> CheckResult:
    holding.add(store, rows, name="test")
    plan = plan_of(*statements, region="150000")  # type: ignore[arg-type]
    return check_against(plan, store, AS_OF, check(plan))


def found(result: CheckResult) -> list[str]:
    return [f.code for f in result.findings if f.code.startswith("GH2")]


VALUE_ADDED = "value_added[industry]"


def test_a_ratio_is_held_against_the_published_base(store: Store) -> None:
    """7939 ÷ 5618.4 = 1.41, not 1.5."""
    ratio = said("工业增加值", Form.RATIO, "1.5", "倍", 2015, base_year=2010)
    result = against(
        store, [observation(VALUE_ADDED, 2010, "5618.4", "亿元")], level("工业增加值", "7939", "亿元", 2015), ratio
    )
    (finding,) = [f for f in result.findings if f.code == "GH201"]
    assert [(s.expression, s.result) for s in finding.steps] == [("7939 ÷ 5618.4", "1.41")]
    assert verify(result.to_bytes()).verdict is Verdict.HOLDS


def test_a_fact_that_agrees_with_the_first_figure_is_only_noted_when_it_is_revised_later(store: Store) -> None:
    rows = [
        observation(VALUE_ADDED, 2015, "7939.18", "亿元", vintage_note="initial"),
        observation(VALUE_ADDED, 2015, "4121.2", "亿元", vintage_note="revised", published=date(2024, 12, 18)),
    ]
    result = against(store, rows, level("工业增加值", "7939", "亿元", 2015))
    (finding,) = [f for f in result.findings if f.code == "GH201"]
    assert finding.severity == "note"
    assert finding.steps[0].result == "-48.1"
    assert [e.code for e in finding.explanations] == ["vintage", "coverage_change"]


def test_a_fact_of_another_coverage_is_not_compared(store: Store) -> None:
    rows = [observation(VALUE_ADDED, 2015, "5000", "亿元", coverage="规模以上")]
    assert found(against(store, rows, level("工业增加值", "7939", "亿元", 2015))) == []


def test_a_target_far_beyond_the_published_step_is_unusual(store: Store) -> None:
    """From 0.55 to 0.76 in five years, then to 2.2: +1.44 points after +0.21."""
    share = "share(rd_expenditure, gdp)"
    rows = [
        observation(share, year, value, "%", transformation=Transformation.SHARE)
        for year, value in ((2010, "0.55"), (2015, "0.76"))
    ]
    target = said("R&D经费占GDP比重", Form.SHARE, "2.2", "%", direction=Direction.UP)
    result = against(store, rows, target)
    (finding,) = [f for f in result.findings if f.code == "GH202"]
    assert [s.result for s in finding.steps] == ["0.21", "1.44"]
    assert finding.severity == "warning"


def test_nominal_change_and_real_growth_that_imply_rare_prices_are_worth_checking(store: Store) -> None:
    rows = [
        observation(VALUE_ADDED, 2015, "7939", "亿元"),
        observation(VALUE_ADDED, 2016, "7758.2", "亿元"),
        observation(VALUE_ADDED, 2016, "7.2", "%", transformation=Transformation.YOY, price=Price.COMPARABLE),
    ]
    result = against(store, rows, level("工业增加值", "7939", "亿元", 2015))
    (finding,) = [f for f in result.findings if f.code == "GH203"]
    assert [s.result for s in finding.steps] == ["-2.3", "-8.8"]
    assert finding.severity == "note"


def test_what_was_published_later_than_the_day_asked_for_is_unknown(store: Store) -> None:
    holding.add(store, [observation(VALUE_ADDED, 2015, "5000", "亿元")], name="test")
    plan = plan_of(level("工业增加值", "7939", "亿元", 2015), region="150000")
    assert found(check_against(plan, store, date(2016, 1, 1))) == []
    assert found(check_against(plan, store, AS_OF)) == ["GH201"]


def test_a_plans_own_figures_are_no_evidence(store: Store) -> None:
    rows = [observation(VALUE_ADDED, 2015, "5000", "亿元", grade=Grade.PLAN)]
    assert found(against(store, rows, level("工业增加值", "7939", "亿元", 2015))) == []

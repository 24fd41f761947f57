"""No verdict mixes coverages, accountings, prices or vintages without 口径注: random figures, every form of target."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guihua.plan.periods import Period
from guihua.plan.statement import Form, Price, Statement
from guihua.plan.status import ReasonCode, Status
from guihua.statistics.observation import UNSTATED, DateTrust, Grade, Observation, Transformation
from guihua.tracking import Assessment, Case, assess
from guihua.tracking.figures import converted
from guihua.tracking.settings import accounting_family, routine_accounting
from guihua.tracking.yearly import YearlyTarget, year_to_date
from tests.tracking.test_settings import REGION, codes, figure, judged, statement

LEVEL, YOY, SHARE, MEAN = Transformation.LEVEL, Transformation.YOY, Transformation.SHARE, Transformation.MEAN_GROWTH
ADDED, PROFIT, PART = "value_added[industry]", "profit[industry]", "share(value_added[coal], value_added[industry])"
COVERAGES = (UNSTATED, "规模以上", "全部", "500万元以上")
ACCOUNTINGS = (UNSTATED, "初步核算", "最终核实", "普查修订", "统一核算")
PRICES = (Price.UNSTATED, Price.CURRENT, Price.COMPARABLE)
DAYS = (date(2017, 6, 30), date(2019, 3, 31), date(2021, 12, 31), date(2025, 1, 31))

TARGETS = (
    statement("工业利润总额", "2000", "亿元"),
    statement("工业利润总额", "2000", "亿元", price=Price.CURRENT),
    statement("工业利润总额", "2000", "亿元", price=Price.COMPARABLE),
    statement("规模以上工业利润总额", "2000", "亿元", population="规模以上"),
    statement("工业利润总额", "8", "%", Form.GROWTH),
    statement("规模以上工业利润总额", "8", "%", Form.GROWTH, population="规模以上"),
    statement("工业利润总额", "20", "%", Form.CHANGE, base_year=2015),
    statement("工业利润总额", "1.5", "倍", Form.RATIO, base_year=2015),
    statement("工业利润总额", "5000", "亿元", Form.CUMULATIVE, period=(2016, 2020)),
    statement("规模以上工业利润总额", "5000", "亿元", Form.CUMULATIVE, period=(2016, 2020), population="规模以上"),
    statement("煤炭产业增加值占工业增加值比重", "18", "%", Form.SHARE),
)  # fmt: skip


@st.composite
def observed(draw: st.DrawFn, target: Statement) -> list[Observation]:
    """Figures of what a target speaks of: most in one way of counting, some in another, in whatever state sources leave them."""
    usual = draw(st.tuples(*map(st.sampled_from, (COVERAGES, ACCOUNTINGS, PRICES))))
    if target.population and draw(st.booleans()):
        usual = (target.population, *usual[1:])
    kinds = (
        [SHARE]
        if target.form is Form.SHARE
        else [YOY, YOY, YOY, MEAN, LEVEL]
        if target.form is Form.GROWTH
        else [LEVEL, LEVEL, YOY]
    )
    years = [2015, 2016, 2017, *draw(st.lists(st.integers(2014, 2021), max_size=9))]
    return [draw(_figure(year, draw(st.sampled_from(kinds)), target, usual)) for year in years]


@st.composite
def _figure(
    draw: st.DrawFn, year: int, kind: Transformation, target: Statement, usual: tuple[str, str, Price]
) -> Observation:
    label = "2016-2020" if kind is MEAN else str(year)
    if target.form is Form.CUMULATIVE and kind is LEVEL and year > 2016 and draw(st.booleans()):
        label = f"2016-{year}"
    if kind is SHARE and draw(st.integers(0, 5)) == 0:
        label = f"{year}M01-M10"
    period, level = Period.parse(label), kind is LEVEL
    low, high = (
        (1000 + 100 * (year - 2015), 1030 + 100 * (year - 2015)) if level else (15, 25) if kind is SHARE else (-5, 20)
    )
    odd = draw(st.integers(0, 3)) == 0
    coverage, accounting, price = (
        draw(st.tuples(*map(st.sampled_from, (COVERAGES, ACCOUNTINGS, PRICES)))) if odd else usual
    )
    trust = draw(st.sampled_from((DateTrust.EXACT,) * 5 + (DateTrust.PARTIAL, DateTrust.COLLECTED, DateTrust.NONE)))
    day = date(period.last_year + draw(st.sampled_from((1, 1, 1, 2, 3))), draw(st.sampled_from((1, 3, 12))), 28)
    variable = PART if kind is SHARE else PROFIT
    made = figure(
        variable, label, str(draw(st.integers(low, high))), "亿元" if level else "%", kind,
        coverage=coverage, accounting=accounting, price=Price.NONE if kind is SHARE else price,
        published=None if trust is DateTrust.NONE else day, date_trust=trust,
        grade=draw(st.sampled_from((Grade.OFFICIAL, Grade.OFFICIAL, Grade.SECONDARY, Grade.PLAN))), source=draw(st.sampled_from(("a", "b"))),
    )  # fmt: skip
    return replace(made, id=f"{made.id}{draw(st.integers(0, 10**9))}")


CASES = st.sampled_from(TARGETS).flatmap(lambda target: st.tuples(st.just(target), observed(target)))


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(CASES, st.sampled_from(DAYS), st.booleans())
def test_no_verdict_mixes_what_does_not_compare_without_a_mark(
    case: tuple[Statement, list[Observation]], day: date, collected: bool
) -> None:
    target, rows = case
    known = [r for r in rows if r.published is None or r.published <= day]
    found = judged(target, known, day, include_collected=collected)
    if found.status is Status.UNKNOWN:
        assert found.reason is not None
        return
    used = _rests_on(found)
    assert used, "a verdict without figures"
    assert all(o.grade is not Grade.PLAN for o in used if o is not found.base), "the plan is evidence for itself"
    assert collected or not any(o.date_trust is DateTrust.NONE for o in used if o.grade is not Grade.PLAN), "undated"
    _never(found, used)
    if _mixed(target, found, used, known):
        assert found.coverage_note, (codes(found), [_said(o) for o in used])


def _rests_on(found: Assessment) -> tuple[Observation, ...]:
    """Base, rates and the level that was judged; of sums every year that was added."""
    growth = [o for o in found.observations if o.transformation.is_rate]
    one = [found.latest] if found.latest is not None else []
    base = [found.base] if found.base is not None else []
    summed = list(found.observations) if found.statement.form is Form.CUMULATIVE else []
    return tuple(dict.fromkeys((*base, *growth, *one, *summed)))


def _never(found: Assessment, used: tuple[Observation, ...]) -> None:
    """What no mark excuses: two stated coverages, nominal and real rates in one chain, current and constant prices."""
    data = [o for o in used if o.grade is not Grade.PLAN]
    stated = {o.coverage for o in data if o.coverage != UNSTATED}
    assert len(stated) < 2, stated
    rates = [o.price for o in data if o.transformation.is_rate]
    assert not (Price.CURRENT in rates and len(set(rates)) > 1), rates
    levels = {o.price for o in used if o.unit == "亿元"} - {Price.UNSTATED, Price.NONE}
    assert len(levels) < 2, levels
    families = {accounting_family(o.accounting) for o in used if o.unit == "亿元" and o.accounting != UNSTATED}
    assert len(families) < 2, families


def _mixed(target: Statement, found: Assessment, used: tuple[Observation, ...], known: list[Observation]) -> bool:
    """Whether a reader has to be told something: stated here independently of the rules of tracking."""
    data = [o for o in used if o.grade is not Grade.PLAN]
    families = {routine_accounting() if o.accounting == UNSTATED else accounting_family(o.accounting) for o in used}
    wanted = target.population or {"工业增加值": "全部", "煤炭产业增加值占工业增加值比重": "全部"}.get(
        target.indicator, ""
    )
    coverage = any(o.coverage not in (wanted, UNSTATED) for o in data) or (
        bool(target.population) and any(o.coverage == UNSTATED for o in data)
    )
    prices = [o.price for o in used if o.unit == "亿元"]
    rates = [o.price for o in used if o.transformation.is_rate]
    unsaid = any(Price.UNSTATED in p and len(set(p)) > 1 for p in (prices, rates))
    undated = any(o.collected for o in used)
    partial = any(not o.period.whole_years for o in used)
    return len(families) > 1 or coverage or unsaid or undated or partial or _revised(found, known)


def _revised(found: Assessment, known: list[Observation]) -> bool:
    """The base in use has a dated vintage of the same kind, published later, with another value."""
    base = found.base
    if base is None or base.published is None or found.latest is None:
        return False
    return any(
        (o.variable, o.period, o.transformation, o.coverage, o.accounting, o.price)
        == (base.variable, base.period, base.transformation, base.coverage, base.accounting, base.price)
        and o.published is not None and not o.collected and o.published > base.published and o.grade is not Grade.PLAN
        and converted(o, base.unit) != converted(base, base.unit)
        for o in known
    )  # fmt: skip


def _said(o: Observation) -> tuple[str, ...]:
    return str(o.period), o.transformation, o.value, o.coverage, o.accounting, o.price, str(o.published), o.grade


INVEST = statement("固定资产投资", "11500", "亿元", price=Price.CURRENT)
LATE = date(2019, 3, 31)


def spent(period: str, value: str, **slots: object) -> Observation:
    return figure("investment[total]", period, value, "亿元", **{"price": Price.CURRENT, **slots})


def test_a_base_revised_a_little_is_told_and_by_much_not_compared() -> None:
    rows = [spent("2014", "7000"), spent("2015", "8000"), spent("2016", "9300")]
    target = replace(INVEST, base_year=2014, year=2020, period=(2015, 2020))
    plain = judged(target, rows, date(2017, 6, 30))
    assert plain.status is not Status.UNKNOWN and not plain.coverage_note
    little = judged(target, [*rows, spent("2014", "7200", published=date(2017, 3, 1))], date(2017, 6, 30))
    assert "revised_since" in codes(little) and little.coverage_note
    much = judged(target, [*rows, spent("2014", "5200", published=date(2017, 3, 1))], date(2017, 6, 30))
    assert much.reason is ReasonCode.COVERAGE_CHANGED


def test_rounding_is_no_revision() -> None:
    rows = [spent("2014", "7000.4"), spent("2014", "7000", published=date(2017, 3, 1)), spent("2016", "9300")]
    target = replace(INVEST, base_year=2014, year=2020, period=(2015, 2020))
    assert not judged(target, rows, date(2017, 6, 30)).coverage_note


def test_a_lone_rate_does_not_speak_for_the_years_before_it() -> None:
    target = statement("工业增加值", "8", "%", Form.GROWTH)
    rows = [figure(ADDED, "2020", "9", "%", YOY, price=Price.COMPARABLE, coverage="全部")]
    found = judged(target, rows, date(2021, 12, 31))
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.NO_DATA) and found.nearest


def test_nominal_and_real_rates_are_never_chained_and_real_ones_answer() -> None:
    target = statement("工业增加值", "8", "%", Form.GROWTH)
    rows = [
        figure(ADDED, str(year), value, "%", YOY, price=price, coverage="全部", published=date(year + 1, month, 1))
        for year, value, price, month in (
            (2016, "7", Price.COMPARABLE, 3), (2016, "12", Price.CURRENT, 6), (2017, "7", Price.COMPARABLE, 3), (2017, "15", Price.CURRENT, 6),
        )
    ]  # fmt: skip
    found = judged(target, rows, date(2018, 12, 31))
    assert found.latest_value == "7"
    only = judged(target, [r for r in rows if r.price is Price.CURRENT], date(2018, 12, 31))
    assert only.status is not Status.UNKNOWN
    asked = judged(replace(target, price=Price.COMPARABLE), [r for r in rows if r.price is Price.CURRENT], LATE)
    assert asked.status is Status.UNKNOWN


def test_a_sum_of_another_coverage_is_shown_and_not_judged() -> None:
    target = statement(
        "规模以上工业利润总额", "50", "亿元", Form.CUMULATIVE, period=(2016, 2020), population="规模以上"
    )
    rows = [figure("profit[industry]", "2016-2020", "60", "亿元", coverage="全部", price=Price.CURRENT)]
    found = judged(target, rows, date(2021, 12, 31))
    assert (found.reason, [o.value for o in found.nearest]) == (ReasonCode.COVERAGE_CHANGED, ["60"])
    same = judged(target, [replace(r, coverage="规模以上") for r in rows], date(2021, 12, 31))
    assert same.status is Status.MET and not same.coverage_note
    silent = judged(target, [replace(r, coverage=UNSTATED) for r in rows], date(2021, 12, 31))
    assert silent.status is Status.MET and "coverage_unsaid" in codes(silent) and silent.coverage_note


def test_a_date_known_by_its_year_counts_from_its_last_day() -> None:
    target = replace(INVEST, base_year=2014, year=2020, period=(2015, 2020))
    rows = [spent("2014", "7000"), spent("2015", "8000", published=date(2016, 12, 31), date_trust=DateTrust.PARTIAL)]
    early = [r for r in rows if r.published is not None and r.published <= date(2016, 12, 30)]
    assert judged(target, early, date(2016, 12, 30)).status is Status.UNKNOWN
    assert judged(target, rows, date(2016, 12, 31)).status is not Status.UNKNOWN


def test_two_sources_with_two_values_of_one_day_are_told() -> None:
    target = replace(INVEST, base_year=2014, year=2020, period=(2015, 2020))
    rows = [spent("2014", "7000"), spent("2016", "9300"), spent("2016", "9200", source="y", grade=Grade.SECONDARY)]
    found = judged(target, rows, date(2017, 6, 30))
    assert found.latest_value == "9300" and "sources_differ" in codes(found) and found.coverage_note


@pytest.mark.parametrize(
    ("slots", "known"), [({}, True), ({"coverage": "500万元以上"}, False), ({"accounting": "普查修订"}, False)]
)
def test_last_years_months_are_weighed_within_one_coverage_and_accounting(
    slots: dict[str, object], known: bool
) -> None:
    target = YearlyTarget(
        2018, REGION, "固定资产投资", "growth", "8", "%", TARGETS[0].comparator, ("计划", "", "2018-01-20")
    )
    rows = [
        spent("2017H1", "3000", accounting="初步核算"), spent("2017", "9000", **{"accounting": "初步核算", **slots}),
        figure("investment[total]", "2018H1", "6", "%", YOY, published=date(2018, 7, 20)),
    ]  # fmt: skip
    found = year_to_date(target, rows, date(2018, 8, 1))
    assert (found.weight is not None) is known


def test_a_yearly_verdict_on_another_coverage_than_the_label_is_marked() -> None:
    target = YearlyTarget(
        2018, REGION, "固定资产投资", "growth", "8", "%", TARGETS[0].comparator, ("计划", "", "2018-01-20")
    )
    rows = [figure("investment[total]", "2018", "6", "%", YOY, coverage="500万元以上")]
    assert year_to_date(target, rows, date(2019, 6, 1)).mark
    assert not year_to_date(target, [replace(r, coverage=UNSTATED) for r in rows], date(2019, 6, 1)).mark


def test_assess_itself_refuses_a_case_without_direction() -> None:
    from guihua.errors import GuihuaError

    with pytest.raises(GuihuaError) as refused:
        assess(Case(series=(), base=None, target=1.0, target_year=2020, direction=TARGETS[0].direction, as_of=LATE))
    assert refused.value.code == "TRACK-DIRECTION"


def test_a_figure_of_a_census_beside_one_that_names_no_accounting_is_told() -> None:
    target = replace(INVEST, base_year=2014, year=2020, period=(2015, 2020))
    rows = [spent("2014", "7000"), spent("2016", "9300", accounting="普查修订")]
    found = judged(target, rows, date(2017, 6, 30))
    assert "accounting_mixed" in codes(found) and found.coverage_note
    routine = [spent("2014", "7000"), spent("2016", "9300", accounting="最终核实")]
    assert not judged(target, routine, date(2017, 6, 30)).coverage_note


def test_rates_of_two_accountings_in_one_chain_are_told() -> None:
    target = statement("工业利润总额", "8", "%", Form.GROWTH)
    rows = [
        figure(PROFIT, "2016", "7", "%", YOY, accounting="初步核算", price=Price.CURRENT),
        figure(PROFIT, "2017", "7", "%", YOY, accounting="普查修订", price=Price.CURRENT),
    ]
    found = judged(target, rows, date(2018, 6, 30))
    assert "accounting_mixed" in codes(found) and found.coverage_note

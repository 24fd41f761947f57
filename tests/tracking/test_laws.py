"""Laws of verdicts over random histories: more truth takes none away, better is never worse, units and order are nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from guihua.plan.statement import Comparator, Direction, Form, Statement
from guihua.plan.status import ReasonCode, Status
from guihua.statistics.observation import UNSTATED, Observation, Transformation
from guihua.tracking import Assessment
from tests.tracking.test_settings import figure, judged, statement

DAYS = st.sampled_from(
    (date(2017, 6, 30), date(2019, 3, 31), date(2020, 12, 31), date(2021, 12, 31), date(2023, 6, 30))
)
LAW = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
RANK = {
    Status.LAGGING: 0, Status.ON_COURSE: 1, Status.FASTER: 2, Status.AHEAD: 3, Status.MISSED: 0, Status.MET: 3,
}  # fmt: skip
OTHER_UNIT = {
    "万千瓦": ("千瓦", 4),
    "万吨标准煤": ("吨标准煤", 4),
    "亿千瓦时": ("万千瓦时", 4),
    "%": ("%", 0),
    "亿元": ("万元", 4),
}

SUBJECTS = (
    ("风电装机容量", "capacity[wind]", "万千瓦", Direction.UP),
    ("能源消费总量", "energy_use[total]", "万吨标准煤", Direction.DOWN),
    ("全社会用电量", "electricity_use[all_society]", "亿千瓦时", Direction.UNKNOWN),
    ("工业产品监督抽查合格率", "pass_rate[工业产品]", "%", Direction.UP),
)


@st.composite
def targets(draw: st.DrawFn) -> tuple[Statement, str, str]:
    """A target, its variable and the unit of its figures."""
    name, variable, unit, direction = draw(st.sampled_from(SUBJECTS))
    forms = (
        [Form.LEVEL] if unit == "%" else [Form.LEVEL, Form.LEVEL, Form.GROWTH, Form.CHANGE, Form.CHANGE_ABS, Form.RATIO]
    )
    form = draw(st.sampled_from(forms))
    comparator = draw(
        st.sampled_from([Comparator.REACH, Comparator.GE, Comparator.LE, Comparator.ABOUT, Comparator.EQ])
    )
    change = form in (Form.GROWTH, Form.CHANGE)
    value = str(
        draw(st.integers(1, 12) if form is Form.GROWTH else st.integers(5, 60) if change else st.integers(60, 95))
    )
    if form is Form.RATIO:
        value = f"1.{value}"
    written = "%" if change else "倍" if form is Form.RATIO else unit
    made = statement(
        name, value, written, form, comparator=comparator, direction=Direction.UP if change else direction, modifier="左右" if comparator is Comparator.ABOUT else "",
        base_year=2015 if change or form in (Form.CHANGE_ABS, Form.RATIO) else None, period=(2016, 2020),
    )  # fmt: skip
    return made, variable, unit


@st.composite
def histories(draw: st.DrawFn, variable: str, unit: str) -> list[Observation]:
    """Yearly figures of one measure, most years from 2015 on, of one coverage or two."""
    years = draw(st.lists(st.integers(2012, 2022), min_size=1, max_size=9, unique=True))
    coverage = draw(st.sampled_from([UNSTATED, "全部", "规模以上"]))
    value, rows = draw(st.integers(500, 900)), []
    for year in sorted(years):
        value += draw(st.integers(-15, 40))
        odd = draw(st.integers(0, 6)) == 0
        rows.append(seen(variable, year, Decimal(value) / 10, unit, coverage=UNSTATED if odd else coverage))
    return rows


CASES = targets().flatmap(lambda t: st.tuples(st.just(t), histories(t[1], t[2])))


def seen(variable: str, year: int, value: Decimal, unit: str, **slots: object) -> Observation:
    return figure(variable, str(year), f"{value}", unit, **slots)


def said(found: Assessment) -> tuple[Status, ReasonCode | None]:
    return found.status, found.reason


@LAW
@given(CASES, DAYS, st.integers(2008, 2016), st.integers(300, 999), st.sampled_from([UNSTATED, "全部", "规模以上"]))
def test_an_earlier_figure_never_turns_a_verdict_into_no_data(
    case: tuple[tuple[Statement, str, str], list[Observation]], day: date, year: int, value: int, coverage: str
) -> None:
    (target, variable, unit), rows = case
    before = judged(target, rows, day)
    assume(before.status is not Status.UNKNOWN and before.latest is not None)
    assert before.latest is not None
    assume(year < before.latest.period.last_year and all(r.period.last_year != year for r in rows))
    after = judged(target, [*rows, seen(variable, year, Decimal(value) / 10, unit, coverage=coverage)], day)
    assert after.reason not in (ReasonCode.NO_DATA, ReasonCode.NOT_YET_PUBLISHED, ReasonCode.NO_BASE)


@LAW
@given(CASES, DAYS)
def test_an_unrelated_figure_changes_nothing(
    case: tuple[tuple[Statement, str, str], list[Observation]], day: date
) -> None:
    (target, _, _), rows = case
    others = [seen("production[cement]", year, Decimal(year), "万吨") for year in range(2012, 2021)]
    assert said(judged(target, rows, day)) == said(judged(target, [*rows, *others], day))


@LAW
@given(CASES, DAYS, st.integers(0, 8), st.booleans())
def test_a_figure_that_confirms_never_changes_the_status(
    case: tuple[tuple[Statement, str, str], list[Observation]], day: date, n: int, rounded: bool
) -> None:
    (target, _, _), rows = case
    one = rows[n % len(rows)]
    value = str(Decimal(one.value).to_integral_value()) if rounded and one.unit != "%" else one.value
    again = replace(
        one, id=one.id + "again", value=value, source="another", published=date(one.period.last_year + 1, 5, 1)
    )
    assert said(judged(target, rows, day)) == said(judged(target, [*rows, again], day)), value


@LAW
@given(CASES, DAYS, st.integers(1, 400))
def test_a_better_value_never_gives_a_worse_status(
    case: tuple[tuple[Statement, str, str], list[Observation]], day: date, more: int
) -> None:
    (target, _, _), rows = case
    before = judged(target, rows, day)
    assume(before.status is not Status.UNKNOWN and before.latest is not None and before.case is not None)
    assert before.latest is not None and before.case is not None
    assume(before.latest is not before.base)
    way = 1 if before.case.direction is Direction.UP else -1
    better = Decimal(before.latest.value) + way * Decimal(more) / 10
    assume(better > 0)
    changed = [replace(r, value=str(better)) if r.id == before.latest.id else r for r in rows]
    after = judged(target, changed, day)
    if after.reason is ReasonCode.SUSPECTED_BREAK:
        (reading,) = after.readings
        assert RANK[reading.status] >= RANK[before.status]
        return
    if after.status is Status.UNKNOWN:  # a part within a cap says nothing of the whole
        assert "规模以上" in {r.coverage for r in rows}, after.reason
        return
    assert RANK[after.status] >= RANK[before.status]


@LAW
@given(CASES, DAYS, st.randoms(use_true_random=False))
def test_units_and_the_order_of_import_are_nothing(
    case: tuple[tuple[Statement, str, str], list[Observation]], day: date, dice: random.Random
) -> None:
    (target, _, _), rows = case
    mixed = [_in_other_unit(r) if dice.random() < 0.5 else r for r in rows]
    dice.shuffle(mixed)
    mine, other = judged(target, rows, day), judged(target, mixed, day)
    assert (said(mine), mine.coverage_note) == (said(other), other.coverage_note)
    assert mine.latest_value == other.latest_value or target.form is Form.RATIO


def _in_other_unit(o: Observation) -> Observation:
    unit, places = OTHER_UNIT[o.unit]
    return replace(o, id=o.id + unit, unit=unit, value=f"{Decimal(o.value).scaleb(places):f}")


@LAW
@given(CASES, DAYS)
def test_what_is_known_on_a_day_does_not_depend_on_what_is_published_after_it(
    case: tuple[tuple[Statement, str, str], list[Observation]], day: date
) -> None:
    (target, _, _), rows = case
    known = [r for r in rows if r.available <= day]
    assert judged(target, rows, day) == judged(target, known, day)


@LAW
@given(CASES, DAYS, st.sampled_from(["2", "3.7", "10", "0.25", "1000"]))
def test_a_series_scaled_with_its_target_keeps_its_status(
    case: tuple[tuple[Statement, str, str], list[Observation]], day: date, factor: str
) -> None:
    (target, _, unit), rows = case
    assume(unit != "%")
    absolute = target.form in (Form.LEVEL, Form.CHANGE_ABS)
    scaled = replace(target, value=_scaled(target.value, factor)) if absolute else target
    bigger = [replace(r, value=_scaled((r.value,), factor)[0]) for r in rows]
    assert said(judged(target, rows, day)) == said(judged(scaled, bigger, day))


def _scaled(values: Sequence[str], factor: str) -> tuple[str, ...]:
    return tuple(f"{Decimal(v) * Decimal(factor):f}" for v in values)


@LAW
@given(st.integers(500, 900), st.lists(st.integers(-20, 40), min_size=8, max_size=8), DAYS)
def test_rates_of_growth_outrank_levels_whatever_these_say(start: int, steps: list[int], day: date) -> None:
    target = statement("全社会用电量", "3", "%", Form.GROWTH, base_year=2015, period=(2016, 2020))
    variable = "electricity_use[all_society]"
    rates = [figure(variable, str(y), "5", "%", Transformation.YOY) for y in range(2016, 2021)]
    levels, value = [], start
    for year, step in zip(range(2014, 2022), steps, strict=True):
        value += step
        levels.append(seen(variable, year, Decimal(value), "亿千瓦时"))
    alone, both = judged(target, rates, day), judged(target, [*rates, *levels], day)
    assert said(alone) == said(both)

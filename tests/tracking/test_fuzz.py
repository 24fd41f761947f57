"""Whatever figures come in, tracking answers or says why not: no exception but ours, no number that is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guihua.plan.periods import Period
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form, Kind, Price, Statement
from guihua.plan.status import Status
from guihua.proof.verify import Verdict
from guihua.statistics.frame import identity_of
from guihua.statistics.observation import UNSTATED, DateTrust, Grade, Observation, Span, Transformation
from guihua.tracking import bundle_of, compare, recompute, track_observations
from guihua.view.assessments import record, remarks, status_word

INDICATORS = (
    "风电装机容量",
    "工业增加值",
    "煤炭产业增加值占工业增加值比重",
    "单位GDP能耗",
    "工业固定资产投资",
    "大宗工业固体废弃物综合利用率",
    "驰名商标数",
    "不知何物",
)
VARIABLES = (
    "capacity[wind]", "value_added[industry]", "share(value_added[coal], value_added[industry])",
    "share(value_added[non_coal], value_added[industry])", "energy_intensity[gdp]", "investment[industry]", "utilisation_rate[solid_waste]",
)  # fmt: skip
UNITS = ("万千瓦", "亿元", "%", "", "户", "倍", "个百分点", "万亿元")
magnitudes = st.one_of(
    st.sampled_from(["0", "1", "100", "-100", "0.0001", "12345678901234567890"]),
    st.decimals(-1000, 1000, places=2).map(str),
)
days = st.dates(date(2014, 1, 1), date(2026, 12, 31))


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    form = draw(st.sampled_from(list(Form)))
    start, last = draw(st.integers(2010, 2019)), draw(st.integers(2016, 2025))
    return Statement(
        id=f"1-{draw(st.integers(0, 10**8)):08d}", kind=draw(st.sampled_from([Kind.TARGET, Kind.FACT])), form=form,
        comparator=draw(st.sampled_from(list(Comparator))), value=tuple(draw(st.lists(magnitudes, max_size=2))),
        unit=draw(st.sampled_from(UNITS)), indicator=draw(st.sampled_from(INDICATORS)), quote="目标", start=0, end=2, value_start=0,
        value_end=2, year=draw(st.none() | st.just(last)), base_year=draw(st.none() | st.just(min(start, last - 1))),
        period=draw(st.none() | st.just((min(start, last), last))), direction=draw(st.sampled_from(list(Direction))),
        modifier=draw(st.sampled_from(["", "左右", "近"])), price=draw(st.sampled_from(list(Price))),
        population=draw(st.sampled_from(["", "规模以上"])),
    )  # fmt: skip


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    year = draw(st.integers(2009, 2024))
    kind = draw(st.sampled_from(list(Transformation)))
    period = draw(st.sampled_from([str(year), f"{year}H1", f"{year}M01-M10", f"{year - 4}-{year}"]))
    made = Observation(
        id="", region="150000", variable=draw(st.sampled_from(VARIABLES)), indicator="某指标",
        period=Period.parse(period), span=draw(st.sampled_from(list(Span))), value=draw(magnitudes), unit=draw(st.sampled_from(UNITS)),
        transformation=kind, price=draw(st.sampled_from(list(Price))),
        coverage=draw(st.sampled_from([UNSTATED, "规模以上", "全部", "6000千瓦及以上电厂"])),
        accounting=draw(st.sampled_from([UNSTATED, "初步核算", "普查修订"])), published=draw(st.none() | days),
        date_trust=draw(st.sampled_from(list(DateTrust))), vintage_note=draw(st.sampled_from(["initial", "revised"])),
        grade=draw(st.sampled_from(list(Grade))), source=draw(st.sampled_from(["a", "b"])),
        base_period=Period.years(draw(st.integers(2009, 2020))) if kind is Transformation.CHANGE else None,
    )  # fmt: skip
    return replace(made, id=identity_of(made))


plans = st.builds(
    Plan,
    text=st.just("目标"),
    statements=st.lists(statements(), max_size=4, unique_by=lambda s: s.id).map(tuple),
    period=st.sampled_from([None, (2016, 2020)]),
    region=st.just("150000"),
    issued=st.sampled_from(["", "2017-04-14"]),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(plans, st.lists(observations(), max_size=12, unique_by=lambda o: o.id), days, days, st.booleans())
def test_any_figures_have_an_answer(
    plan: Plan, rows: list[Observation], day: date, later: date, collected: bool
) -> None:
    first = track_observations(plan, rows, day, "150000", include_collected=collected)
    assert len(first) == len(plan.targets)
    for a in first:
        assert (a.status is Status.UNKNOWN) == (a.reason is not None)
        assert a.case is None or not a.case.over or a.status in (Status.MET, Status.MISSED, Status.UNKNOWN)
        for text in (a.pace, a.gap, a.required, a.latest_value, a.base_value, a.target_value):
            assert "nan" not in text and "inf" not in text
        for m in a.methods:
            assert m.progress is None or abs(m.progress) < float("inf")
        assert status_word(a) and "{" not in "".join(remarks(a, "en"))
        record(a)
    frozen = bundle_of(plan, rows, first)
    assert all(part.verdict is Verdict.HOLDS for part in recompute(frozen.payload))
    second = track_observations(plan, rows, later, "150000", include_collected=collected)
    assert len(compare(first, second)) == len(first)

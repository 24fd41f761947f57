"""The rules that make a verdict true, one at a time, on figures made for the purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.plan import concepts
from guihua.plan.periods import Period
from guihua.plan.plan import Plan
from guihua.plan.planfile import Decision, append_decision, write_planfile
from guihua.plan.statement import Comparator, Direction, Form, Kind, Price, Statement
from guihua.plan.status import ReasonCode, Status
from guihua.statistics.observation import UNSTATED, DateTrust, Grade, Observation, Span, Transformation
from guihua.tracking import Assessment, settings, track_observations
from guihua.tracking.asof import plan_as_of

REGION = "150000"
LEVEL, YOY, SHARE = Transformation.LEVEL, Transformation.YOY, Transformation.SHARE


def statement(
    indicator: str, value: str | tuple[str, ...], unit: str, form: Form = Form.LEVEL, **slots: object
) -> Statement:
    values = (value,) if isinstance(value, str) else value
    made = Statement(
        id=f"1-{abs(hash((indicator, values, form))) % 10**8:08d}", kind=Kind.TARGET, form=form, comparator=Comparator.REACH, value=values,
        unit=unit, indicator=indicator, quote="目标", start=0, end=2, value_start=0, value_end=2, year=2020,
    )  # fmt: skip
    return replace(made, **slots)  # type: ignore[arg-type]


def figure(
    variable: str, period: str, value: str, unit: str, kind: Transformation = LEVEL, **slots: object
) -> Observation:
    whole = Period.parse(period)
    made = Observation(
        id=f"{variable}{period}{value}{slots}", region=REGION, variable=variable, indicator=variable, period=whole, span=Span.SINGLE,
        value=value, unit=unit, transformation=kind, published=date(whole.last_year + 1, 3, 1), date_trust=DateTrust.EXACT,
        source="x", grade=Grade.OFFICIAL, price=Price.NONE,
    )  # fmt: skip
    return replace(made, **slots)  # type: ignore[arg-type]


def judged(target: Statement, rows: list[Observation], day: date = date(2018, 6, 30), **options: object) -> Assessment:
    plan = Plan(text="目标", statements=(target,), period=(2016, 2020), region=REGION, issued="2016-12-31")
    (found,) = track_observations(plan, rows, day, REGION, **options)  # type: ignore[arg-type]
    return found


def codes(a: Assessment) -> set[str]:
    return {n.code for n in a.notes}


WIND = statement("风电装机容量", "4500", "万千瓦")


def wind(**years: str) -> list[Observation]:
    return [figure("capacity[wind]", year[1:], value, "万千瓦") for year, value in years.items()]


def test_a_level_is_judged_by_the_schedule_from_its_base() -> None:
    found = judged(WIND, wind(y2015="2500", y2016="2900", y2017="3300"))
    assert (found.status, found.pace, found.gap, found.required) == (Status.ON_COURSE, "3300", "0", "400")
    assert (found.base_value, found.latest_value, found.latest_period) == ("2500", "3300", "2017")


def test_units_of_one_dimension_are_converted_exactly() -> None:
    rows = [figure("capacity[wind]", "2015", "0.25", "亿千瓦"), figure("capacity[wind]", "2017", "33000", "兆瓦")]
    found = judged(WIND, rows)
    assert (found.base_value, found.latest_value) == ("2500", "3300")


def test_the_yearly_plan_bends_the_schedule() -> None:
    rows = wind(y2015="2500", y2017="2800")
    assert judged(WIND, rows).status is Status.LAGGING
    bent = judged(WIND, rows, yearly={WIND.id: ((2016, 2600.0), (2017, 2800.0), (2018, 3300.0))})
    assert (bent.status, bent.pace) == (Status.ON_COURSE, "2800")


def test_a_running_target_with_a_history_has_a_likelihood_with_its_n() -> None:
    rows = wind(
        y2010="1500", y2011="1690", y2012="1910", y2013="2100", y2014="2310", y2015="2500", y2016="2700", y2017="2890"
    )
    found = judged(WIND, rows)
    assert (found.likelihood, found.likelihood_n) == ("hard", 180)
    assert found.likelihood_number.endswith("%")
    assert [f.year for f in found.fan] == [2018, 2019, 2020]
    last = found.fan[-1]
    assert (
        float(last.outer[0]) < float(last.inner[0]) < float(last.middle) < float(last.inner[1]) < float(last.outer[1])
    )
    easy = judged(statement("风电装机容量", "3200", "万千瓦"), rows)
    assert easy.likelihood == "likely"


def test_current_and_comparable_prices_are_not_compared() -> None:
    target = statement("工业增加值", "11500", "亿元")
    base = figure("value_added[industry]", "2015", "7939", "亿元", price=Price.COMPARABLE)
    latest = figure("value_added[industry]", "2016", "8650", "亿元", price=Price.CURRENT)
    found = judged(target, [base, latest], date(2017, 6, 30))
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.COVERAGE_CHANGED)
    assert "not_comparable" in codes(found)
    assert judged(target, [replace(base, price=Price.CURRENT), latest], date(2017, 6, 30)).status is Status.ON_COURSE


@pytest.mark.parametrize(
    ("base", "latest", "judgeable"),
    [
        ("最终核实", "初步核算", True),
        ("初步核算", "普查修订", False),
        (UNSTATED, "普查修订", True),
        ("统一核算", "统一核算", True),
    ],
)
def test_stages_of_one_accounting_compare_and_different_accountings_do_not(
    base: str, latest: str, judgeable: bool
) -> None:
    rows = [
        figure("production[raw_coal]", "2015", "90000", "万吨", accounting=base),
        figure("production[raw_coal]", "2017", "94000", "万吨", accounting=latest),
    ]
    target = statement("原煤产量", "100000", "万吨", direction=Direction.UP)
    assert (judged(target, rows).status is not Status.UNKNOWN) == judgeable


def test_the_base_of_another_coverage_is_no_base() -> None:
    rows = [
        figure("capacity[wind]", "2015", "2500", "万千瓦", coverage="全口径"),
        figure("capacity[wind]", "2017", "3300", "万千瓦", coverage="6000千瓦及以上电厂"),
    ]
    found = judged(WIND, rows)
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.NO_BASE)


def test_a_revision_beyond_a_correction_is_a_change_of_accounting_and_a_smaller_one_is_not() -> None:
    first, latest = wind(y2015="2500", y2017="3300")
    large = replace(first, value="1900", published=date(2018, 1, 1), vintage_note="revised", id="r")
    found = judged(WIND, [first, latest, large])
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.COVERAGE_CHANGED)
    assert "revised" in codes(found)
    small = replace(large, value="2550")
    assert judged(WIND, [first, latest, small]).status is Status.ON_COURSE
    wide = judged(WIND, [first, latest, large], rules=None)
    assert wide.settings == found.settings


def test_a_target_is_scaled_by_a_revision_of_one_publication_only() -> None:
    target = statement("原煤产量", "10000", "万吨", direction=Direction.UP)
    base = figure("production[raw_coal]", "2015", "8000", "万吨")
    revised = [
        figure(
            "production[raw_coal]", y, v, "万吨", published=date(2021, 9, 1), vintage_note="revised", source="yearbook"
        )
        for y, v in (("2015", "6000"), ("2020", "8000"))
    ]
    found = judged(target, [base, *revised], date(2021, 12, 31))
    assert found.reason is ReasonCode.COVERAGE_CHANGED
    assert [(r.code, r.target, r.actual, r.status) for r in found.readings] == [
        ("scaled_target", "7500", "8000", Status.MET)
    ]
    apart = [revised[0], replace(revised[1], source="elsewhere")]
    assert judged(target, [base, *apart], date(2021, 12, 31)).readings == ()


def test_a_coverage_that_could_reverse_the_verdict_says_nothing() -> None:
    target = statement("煤炭产业增加值占工业增加值比重", "20", "%", Form.SHARE, direction=Direction.DOWN)
    share = "share(value_added[coal], value_added[industry])"
    close = figure(share, "2020", "22", "%", SHARE, coverage="规模以上")
    far = replace(close, value="36.3")
    day = date(2021, 6, 30)
    assert judged(target, [close], day).reason is ReasonCode.COVERAGE_CHANGED
    found = judged(target, [far], day)
    assert (found.status, found.coverage_note) == (Status.MISSED, True)


def test_growth_takes_the_published_mean_before_a_chain_and_a_chain_only_without_a_gap() -> None:
    target = statement("工业增加值", "8", "%", Form.GROWTH, direction=Direction.UP, base_year=2015)
    rates = [figure("value_added[industry]", str(y), g, "%", YOY) for y, g in ((2016, "7.2"), (2017, "6"), (2019, "9"))]
    found = judged(target, rates, date(2020, 6, 30))
    assert (found.latest_value, dict(found.notes[0].parameters)["last"]) == (
        f"{100 * ((1.072 * 1.06) ** 0.5 - 1):.4f}",
        "2017",
    )
    mean = figure("value_added[industry]", "2016-2019", "7.9", "%", Transformation.MEAN_GROWTH)
    assert judged(target, [*rates, mean], date(2020, 6, 30)).latest_value == "7.9"


def test_growth_of_another_coverage_is_shown_and_not_judged() -> None:
    target = statement("工业增加值", "8", "%", Form.GROWTH, direction=Direction.UP, base_year=2015)
    rate = figure("value_added[industry]", "2016", "7.2", "%", YOY, coverage="规模以上")
    found = judged(target, [rate], date(2017, 6, 30))
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.COVERAGE_CHANGED)
    assert found.nearest == (rate,)


def test_an_intensity_is_judged_by_chained_changes_with_the_schedule_beside_it() -> None:
    target = statement("单位GDP能耗", "17", "%", Form.CHANGE, direction=Direction.DOWN, base_year=2015)
    rates = [
        figure("energy_intensity[gdp]", str(y), g, "%", YOY)
        for y, g in ((2016, "1.51"), (2017, "-2.20"), (2018, "-4.18"))
    ]
    found = judged(target, rates, date(2019, 6, 30))
    chained = next(m for m in found.methods if m.method == "liancheng")
    assert chained.score is not None
    assert round(100 * chained.score, 1) == 26.8
    assert (found.status, found.target_value, round(float(found.latest_value), 2)) == (Status.LAGGING, "-17", -4.87)
    assert round(float(found.required), 2) == -6.59


COD = statement("化学需氧量排放总量", "10", "%", Form.CHANGE, year=2010, base_year=2005, direction=Direction.DOWN)


def cod(**years: str) -> list[Observation]:
    return [figure(concepts.resolve(COD.indicator).variable, y[1:], v, "万吨") for y, v in years.items()]


def test_a_fall_against_the_base_year_is_judged_by_levels_where_no_rate_is_published() -> None:
    # 国家环境保护“十一五”规划: 1414 in 2005, to fall by 10 %; the yearly reports of the ministry printed 1428.2 … 1238.1
    own = replace(cod(y2005="1414")[0], grade=Grade.PLAN)
    rows = [own, *cod(y2006="1428.2", y2009="1277.5", y2010="1238.1")]
    found = judged(COD, rows, date(2011, 12, 31))
    assert (found.status, found.latest_value, found.target_value) == (Status.MET, "-12.4399", "-10")
    assert {"base_from_plan", "growth_source"} <= codes(found) and found.base is own
    running = judged(COD, rows[:3], date(2010, 6, 30))
    assert (running.status, running.pace) == (Status.FASTER, "-8")


def test_a_change_without_a_base_or_without_the_years_figure_says_so_truly() -> None:
    found = judged(COD, cod(y2006="1428.2", y2010="1238.1"), date(2011, 6, 30))
    assert found.reason is ReasonCode.NO_BASE and found.nearest[0].value == "1238.1"
    rows = [replace(cod(y2005="1414")[0], grade=Grade.PLAN), *cod(y2006="1428.2")]
    assert judged(COD, rows, date(2011, 3, 1)).reason is ReasonCode.NOT_YET_PUBLISHED
    assert judged(COD, rows, date(2015, 3, 1)).reason is ReasonCode.NO_DATA


def test_nominal_money_never_stands_for_growth_and_the_reason_is_not_that_it_is_due() -> None:
    growth = statement("社会消费品零售总额", "8", "%", Form.GROWTH, base_year=2015)
    rows = [
        figure(concepts.resolve(growth.indicator).variable, y, v, "亿元", price=Price.CURRENT)
        for y, v in (("2015", "100"), ("2020", "160"))
    ]
    found = judged(growth, rows, date(2021, 6, 30))
    assert found.reason is ReasonCode.NO_DATA and "nominal_only" in codes(found)
    real = [replace(row, price=Price.COMPARABLE) for row in rows]
    assert judged(growth, real, date(2021, 6, 30)).status is Status.MET


def test_a_published_change_outranks_the_ratio_of_levels() -> None:
    rows = [*cod(y2005="1414", y2010="1238.1")]
    change = figure(rows[0].variable, "2010", "-9", "%", Transformation.CHANGE, base_period=Period.parse("2005"))
    assert judged(COD, [*rows, change], date(2011, 6, 30)).status is Status.MISSED


@pytest.mark.parametrize(
    ("form", "value", "unit", "target"),
    [(Form.CHANGE_ABS, "2000", "万千瓦", "4500"), (Form.RATIO, "1.8", "倍", "4500")],
)
def test_targets_written_against_the_base_become_levels(form: Form, value: str, unit: str, target: str) -> None:
    made = statement("风电装机容量", value, unit, form, direction=Direction.UP, base_year=2015)
    rows = wind(y2015="2500", y2017="3300")
    found = judged(made, rows)
    assert (found.target_value, found.unit, found.status) == (target, "万千瓦", Status.ON_COURSE)


def test_a_sum_counts_the_years_so_far_without_a_gap() -> None:
    target = statement("当年新增风电装机", "2000", "万千瓦", Form.CUMULATIVE, period=(2016, 2020))
    rows = [figure("new_capacity[wind]", str(y), "430", "万千瓦") for y in (2016, 2017)]
    found = judged(target, rows)
    assert (found.latest_value, found.pace, found.status) == ("860", "800", Status.FASTER)
    assert judged(target, rows[1:]).status is Status.UNKNOWN


def test_a_range_counts_by_its_near_end_and_keeps_both() -> None:
    target = statement("风电装机容量", ("4500", "5000"), "万千瓦", comparator=Comparator.BETWEEN)
    found = judged(target, wind(y2015="2500", y2020="4600"), date(2021, 6, 30))
    assert (found.status, found.target_value) == (Status.MET, "4500")
    assert dict(found.note("range").parameters) == {"low": "4500", "high": "5000", "counts": "4500"}  # type: ignore[union-attr]


def test_a_partial_date_counts_as_its_last_day() -> None:
    late = replace(wind(y2017="3300")[0], published=date(2018, 12, 31), date_trust=DateTrust.PARTIAL)
    rows = [*wind(y2015="2500"), late]
    known = [r for r in rows if r.published is not None and r.published <= date(2018, 6, 30)]
    assert judged(WIND, known).status is Status.UNKNOWN
    assert judged(WIND, rows, date(2018, 12, 31)).status is Status.ON_COURSE


def test_a_figure_without_a_date_answers_only_when_asked() -> None:
    rows = [replace(r, date_trust=DateTrust.NONE, published=None) for r in wind(y2015="2500", y2017="3300")]
    without, with_ = judged(WIND, rows), judged(WIND, rows, include_collected=True)
    assert (without.status, "collected_withheld" in codes(without)) == (Status.UNKNOWN, True)
    assert (with_.status, "collected_date" in codes(with_)) == (Status.ON_COURSE, True)


def test_a_figure_dated_by_collection_is_known_from_that_day_and_marked() -> None:
    rows = [replace(r, date_trust=DateTrust.COLLECTED) for r in wind(y2015="2500", y2017="3300")]
    after, before = judged(WIND, rows), judged(WIND, rows, date(2018, 2, 28))
    assert (after.status, "collected_date" in codes(after)) == (Status.ON_COURSE, True)
    assert (before.status, before.latest_value) == (Status.UNKNOWN, "2500")


def test_a_withdrawn_figure_is_no_evidence() -> None:
    rows = wind(y2015="2500", y2017="3300")
    assert judged(WIND, [rows[0], replace(rows[1], withdrawn="printed in error")]).status is Status.UNKNOWN


def test_not_yet_published_is_told_from_no_data() -> None:
    base = wind(y2015="2500")
    assert judged(WIND, base, date(2017, 6, 30)).reason is ReasonCode.NOT_YET_PUBLISHED
    assert judged(WIND, base, date(2019, 6, 30)).reason is ReasonCode.NO_DATA
    assert judged(WIND, [], date(2017, 6, 30)).reason is ReasonCode.NO_DATA


def test_each_region_is_judged_by_its_own_figures() -> None:
    own = replace(WIND, id="1-99999999", region="150600", value=("500",))
    plan = Plan(text="目标", statements=(WIND, own), period=(2016, 2020), region=REGION)
    rows = [*wind(y2015="2500", y2017="3300"), *(replace(r, region="150600") for r in wind(y2015="100", y2017="500"))]
    whole, part = track_observations(plan, rows, date(2018, 6, 30), REGION)
    assert (whole.latest_value, part.latest_value, part.status) == ("3300", "500", Status.AHEAD)


def test_an_adjusted_target_counts_from_the_day_of_its_decision(tmp_path: Path) -> None:
    plan = Plan(text="目标", statements=(WIND,), period=(2016, 2020), region=REGION)
    path = tmp_path / "plan.yaml"
    write_planfile(plan, path)
    decision = Decision(
        "adjust",
        WIND.id,
        "规划处",
        "2018-11-01",
        plan.text_sha256,
        "目标",
        ("4500",),
        (("value", "4000"),),
        "内政发〔2018〕1号",
        "中期调整",
    )
    append_decision(tmp_path / "decisions.yaml", decision)
    before, after = plan_as_of(path, date(2018, 6, 30)), plan_as_of(path, date(2018, 12, 31))
    assert [p.targets[0].value for p in (before, after)] == [("4500",), ("4000",)]


def test_a_target_without_a_number_is_not_quantifiable() -> None:
    other = statement("规模以上工业企业利润总额", (), "", Form.OTHER)
    assert judged(other, []).reason is ReasonCode.NOT_QUANTIFIABLE


def test_the_chart_of_a_running_target_shows_the_forecast_fan() -> None:
    from guihua.view.tracked import target_chart

    rows = wind(
        y2010="1500", y2011="1690", y2012="1910", y2013="2100", y2014="2310", y2015="2500", y2016="2700", y2017="2890"
    )
    with_, without = target_chart(judged(WIND, rows)), target_chart(judged(WIND, rows[5:]))
    assert with_ is not None and without is not None
    assert len(str(with_.spec)) > len(str(without.spec))
    assert "2020" in str(with_.spec)


def test_a_project_names_the_reason_for_a_target_without_data() -> None:
    target = statement("两化融合发展水平指数", "85", "%")
    found = judged(target, [], rules=settings.settings({"track.reason.两化融合发展水平指数": "待部门提供"}))
    assert found.reason is ReasonCode.AWAITING_DEPARTMENT
    assert ("track.reason.两化融合发展水平指数", "awaiting_department") in found.settings


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("track.revison", "0.1"),
        ("track.revision", "a tenth"),
        ("track.break_factor", "0.5"),
        ("track.reason.x", "because"),
    ],
)
def test_a_wrong_setting_is_an_error_and_not_ignored(key: str, value: str) -> None:
    with pytest.raises(GuihuaError) as caught:
        settings.settings({key: value})
    assert caught.value.code == "TRACK-SETTING"


def test_settings_of_other_rooms_are_left_to_them() -> None:
    assert settings.settings({"check.fact_gap": "0.1"}) == settings.settings()


def test_a_part_above_its_whole_stops_the_verdict_until_a_person_says_why() -> None:
    rows = wind(y2015="2000", y2020="4600")
    total = figure("capacity[total]", "2020", "4000", "万千瓦")
    assert judged(WIND, rows, date(2021, 12, 31)).status is Status.MET
    found = judged(WIND, [*rows, total], date(2021, 12, 31))
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.SUSPECTED_BREAK)
    assert {"part_above_whole", "changes_by_reason"} <= codes(found)
    larger = replace(total, value="12000")
    assert judged(WIND, [*rows, larger], date(2021, 12, 31)).status is Status.MET
    assert judged(WIND, [*rows, total, replace(larger, id="other")], date(2021, 12, 31)).status is Status.MET


def test_where_no_likelihood_is_given_the_reason_stands() -> None:
    from guihua.view.assessments import likelihood_why, likelihood_words

    long = wind(y2012="1500", y2013="1700", y2014="1800", y2015="2000", y2016="2300", y2017="2600")
    seen = judged(WIND, long)
    assert likelihood_words(seen) and likelihood_why(seen) == ""
    assert "不足4个" in likelihood_why(judged(WIND, wind(y2015="2000", y2017="2600")))
    assert "已过" in likelihood_why(judged(WIND, wind(y2015="2000", y2020="4600"), date(2021, 12, 31)))
    assert "未能测算" in likelihood_why(judged(WIND, []))

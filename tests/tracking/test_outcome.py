"""What must come out of the first plan on the corpus's real figures, at the dates at which it was known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from guihua.plan.statement import Price
from guihua.plan.status import ReasonCode, Status
from guihua.tracking import Assessment, Tracking, track
from tests.tracking.example import example_plan, example_store, target

MID_2017, MID_2018, END_2021, JANUARY_2025 = date(2017, 6, 30), date(2018, 6, 30), date(2021, 12, 31), date(2025, 1, 31)


@cache
def tracking(day: date, collected: bool = False) -> Tracking:
    return track(example_plan(), example_store(), day, include_collected=collected)


def of(day: date, indicator: str, value: str = "", collected: bool = False) -> Assessment:
    return tracking(day, collected).of(target(indicator, value).id)


def codes(assessment: Assessment) -> set[str]:
    return {note.code for note in assessment.notes}


def test_a_level_is_judged_by_published_growth_while_no_correction_is_known() -> None:
    found = of(MID_2017, "工业增加值", "1.15")
    assert (found.status, found.coverage_note, found.unit) == (Status.LAGGING, True, "%")
    assert (found.target_value, found.latest_value, found.primary) == ("7.69", "7.2", "liancheng")
    assert found.base is not None and found.base.value == "7939"
    assert dict(found.note("level_by_growth").parameters) == {"start": "2015", "implied": "7.69"}  # type: ignore[union-attr]
    assert "wrong_direction" not in codes(found)


def test_the_nominal_level_stands_beside_growth_and_decides_nothing() -> None:
    (nominal,) = of(MID_2017, "工业增加值", "1.15").readings
    assert (nominal.code, nominal.status) == ("nominal_level", Status.UNKNOWN)
    assert (nominal.actual, nominal.target, nominal.unit) == ("7758.2", "8651.2", "亿元")


def test_a_level_at_current_prices_is_judged_by_levels() -> None:
    plan = example_plan()
    mine = target("工业增加值", "1.15")
    current = replace(mine, price=Price.CURRENT)
    plan = replace(plan, statements=tuple(current if s.id == mine.id else s for s in plan.statements))
    found = track(plan, example_store(), MID_2017).of(mine.id)
    assert (found.status, found.latest_value, found.unit) == (Status.LAGGING, "0.77582", "万亿元")
    assert (found.base_value, found.readings) == ("0.7939", ())


@pytest.mark.parametrize("day", [MID_2018, END_2021])
def test_value_added_cannot_be_judged_once_its_accounting_changed(day: date) -> None:
    found = of(day, "工业增加值", "1.15")
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.COVERAGE_CHANGED)
    assert found.note("break") is not None


def test_value_added_is_judged_once_two_readings_agree() -> None:
    found = of(JANUARY_2025, "工业增加值", "1.15")
    assert (found.status, found.coverage_note) == (Status.MISSED, True)
    assert {"by_readings", "break"} <= codes(found)


def test_readings_of_value_added_stand_beside_it_as_they_became_known() -> None:
    (growth,) = of(END_2021, "工业增加值", "1.15").readings
    assert (growth.code, growth.known_since, growth.status) == ("published_growth", date(2021, 6, 9), Status.MISSED)
    assert (growth.target, growth.actual, growth.unit) == ("8", "4.5", "%")
    before = of(date(2024, 12, 17), "工业增加值", "1.15").readings
    assert [r.code for r in before] == ["published_growth"]
    _, scaled = of(date(2024, 12, 18), "工业增加值", "1.15").readings
    assert (scaled.code, scaled.known_since, scaled.status) == ("scaled_target", date(2024, 12, 18), Status.MISSED)
    assert (scaled.target, scaled.actual, scaled.unit) == ("5970", "5597.6", "亿元")


def test_growth_is_judged_by_the_published_mean_and_never_by_the_ratio_of_levels() -> None:
    found = of(END_2021, "工业增加值", "8")
    assert (found.status, found.latest_value, found.target_value) == (Status.MISSED, "4.5", "8")
    assert dict(found.note("growth_source").parameters)["how"] == "published_mean"  # type: ignore[union-attr]


def test_growth_is_judged_alike_whether_it_is_asked_for_or_follows_from_a_level() -> None:
    found = of(MID_2017, "工业增加值", "8")
    assert (found.status, found.latest_value) == (Status.LAGGING, "7.2")
    assert of(MID_2017, "工业增加值", "1.15").status is found.status


@pytest.mark.parametrize(
    ("indicator", "value", "latest", "reached"),
    [
        ("风电装机容量", "4500", "3786", "2022"),
        ("光伏装机容量", "1500", "1237", "2022"),
        ("火电装机容量", "1", "0.9385", "2022"),
    ],
)
def test_capacities_were_missed_in_2020_and_reached_later(
    indicator: str, value: str, latest: str, reached: str
) -> None:
    found = of(JANUARY_2025, indicator, value, collected=True)
    assert (found.status, found.latest_value, found.coverage_note) == (Status.MISSED, latest, True)
    later = dict(found.note("reached_later").parameters)  # type: ignore[union-attr]
    assert (later["year"], later["unit"]) == (reached, "万千瓦")
    assert found.note("collected_date") is not None


@pytest.mark.parametrize("indicator", ["风电装机容量", "光伏装机容量", "火电装机容量"])
def test_a_collection_date_is_the_latest_day_of_publication(indicator: str) -> None:
    found = of(JANUARY_2025, indicator)
    assert (found.status, found.coverage_note) == (Status.MISSED, True)
    assert found.note("collected_date") is not None
    assert of(date(2025, 1, 1), indicator).status is Status.UNKNOWN


def test_research_spending_is_known_short_from_its_publication() -> None:
    rd = "研究与试验发展经费支出（R&D）占GDP比重"
    found = of(END_2021, rd)
    assert (found.status, found.latest_value, found.target_value) == (Status.MISSED, "0.93", "2.2")
    assert of(MID_2017, rd).reason is ReasonCode.NOT_YET_PUBLISHED
    assert of(date(2021, 6, 30), rd).status is Status.UNKNOWN


def test_coal_share_is_judged_across_coverages_because_none_could_reverse_it() -> None:
    found = of(JANUARY_2025, "煤炭产业增加值占工业增加值比重")
    assert (found.status, found.latest_value, found.coverage_note) == (Status.MISSED, "36.3", True)
    assert {"coverage_bound", "derived", "partial_period", "wrong_direction"} <= codes(found)


def test_water_that_fell_enough_by_2017_is_no_achievement_of_2020() -> None:
    found = of(JANUARY_2025, "单位工业增加值用水量", "20")
    assert (found.status, found.reason, found.latest_value) == (Status.UNKNOWN, ReasonCode.NO_DATA, "-24.4")
    assert {"reached_within", "needed"} <= codes(found)
    running = of(date(2019, 6, 30), "单位工业增加值用水量", "20")
    assert running.status is Status.AHEAD


def test_water_per_value_added_is_another_statement_and_need_not_agree() -> None:
    found = of(JANUARY_2025, "单位工业增加值用水量", "19")
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.NO_DATA)
    assert [o.value for o in found.nearest] == ["13.65"]


def test_solid_waste_of_all_kinds_is_shown_beside_the_bulk_target_and_decides_nothing() -> None:
    found = of(JANUARY_2025, "大宗工业固体废弃物综合利用率")
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.COVERAGE_CHANGED)
    assert [o.value for o in found.nearest] == ["40"]


def test_investment_as_printed_is_a_reading_across_a_change_of_method() -> None:
    found = of(JANUARY_2025, "工业固定资产投资", "3.8")
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.COVERAGE_CHANGED)
    assert [(r.code, r.actual, r.unit) for r in found.readings] == [("as_printed", "0.9", "万亿元")]


@pytest.mark.parametrize(
    ("indicator", "since"), [("中国驰名商标数", MID_2017), ("内蒙古著名商标数", MID_2018), ("内蒙古名牌数", END_2021)]
)
def test_abolished_recognitions_are_coded_with_their_document(indicator: str, since: date) -> None:
    found = of(since, indicator)
    assert (found.status, found.reason) == (Status.UNKNOWN, ReasonCode.RECOGNITION_ABOLISHED)
    assert dict(found.note("statistical_fact").parameters)["zh"]  # type: ignore[union-attr]
    assert of(MID_2017, "内蒙古著名商标数").reason is ReasonCode.NO_DATA


def test_facts_of_the_plan_are_a_base_and_never_evidence_for_themselves() -> None:
    for found in tracking(JANUARY_2025, True):
        assert found.latest is None or found.latest.grade.value != "plan"


def test_whatever_cannot_be_judged_has_a_coded_reason_and_what_can_be_rests_on_observations() -> None:
    for day, collected in ((MID_2017, False), (END_2021, False), (JANUARY_2025, True)):
        for found in tracking(day, collected):
            assert (found.status is Status.UNKNOWN) == (found.reason is not None)
            if found.status is not Status.UNKNOWN:
                assert found.observations and found.latest is not None
                assert all(o.published is None or o.published <= day for o in found.observations)


def test_the_page_differs_between_the_dates() -> None:
    days = [tracking(MID_2017), tracking(END_2021), tracking(JANUARY_2025, True)]
    statuses = [[(a.status, a.reason, a.latest_value, len(a.readings)) for a in found] for found in days]
    assert statuses[0] != statuses[1] != statuses[2]


def test_the_same_question_has_the_same_answer() -> None:
    again = track(example_plan(), example_store(), END_2021)
    assert tuple(tracking(END_2021)) == tuple(again)


def test_a_store_of_many_variables_is_asked_one_by_one_with_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guihua.tracking.tracking.MANY", 10)
    assert tuple(track(example_plan(), example_store(), END_2021)) == tuple(tracking(END_2021))

"""What changed between two dates, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from guihua.plan.plan import Plan
from guihua.plan.status import Status
from guihua.tracking import Change, compare, track
from tests.tracking.example import example_plan, example_store, target

MID_2017, MID_2018, END_2024 = date(2017, 6, 30), date(2018, 6, 30), date(2024, 12, 31)


def changes(before: date, after: date, plan: Plan | None = None) -> dict[str, Change]:
    first = track(example_plan(), example_store(), before)
    second = track(plan or example_plan(), example_store(), after)
    return {c.either.statement.id: c for c in compare(first, second)}


def causes(change: Change) -> list[str]:
    return [note.code for note in change.causes]


def test_the_midterm_replay_names_the_correction_that_turned_value_added() -> None:
    change = changes(MID_2017, MID_2018)[target("工业增加值", "1.15").id]
    assert change.changed
    assert change.before is not None and change.before.status is Status.LAGGING
    assert "new_break" in causes(change)
    known = next(dict(n.parameters) for n in change.causes if n.code == "new_break")
    assert known["code"] == "inner-mongolia-2016-corrected"


def test_a_published_mean_is_a_new_period_and_the_period_is_over() -> None:
    change = changes(MID_2018, END_2024)[target("工业增加值", "8").id]
    assert change.changed
    assert {"period_over", "new_period"} <= set(causes(change))


def test_a_revised_base_is_named_with_both_values() -> None:
    change = changes(MID_2018, END_2024)[target("工业增加值", "1.15").id]
    revised = [dict(n.parameters) for n in change.causes if n.code == "revised_figure"]
    assert {"from": "7939", "to": "4121.2"}.items() <= next(r for r in revised if r["year"] == "2015").items()


def test_growth_of_2016_was_revised_from_7_2_to_7() -> None:
    change = changes(MID_2017, MID_2018)[target("工业增加值", "8").id]
    assert not change.changed
    assert ("revised_figure") in causes(change)


def test_a_changed_target_is_found_again_by_its_link_and_named() -> None:
    old = target("风电装机容量")
    new = replace(old, id="3.2-00000000", value=("5000",), supersedes=old.id)
    plan = example_plan()
    later = replace(plan, statements=tuple(new if s.id == old.id else s for s in plan.statements))
    change = changes(MID_2017, MID_2018, later)[new.id]
    assert change.before is not None and change.before.statement.id == old.id
    (cause,) = [n for n in change.causes if n.code == "changed_target"]
    assert "4500" in dict(cause.parameters)["from"] and "5000" in dict(cause.parameters)["to"]


def test_a_target_that_is_gone_comes_last_and_a_new_one_has_no_before() -> None:
    plan = example_plan()
    old = target("风电装机容量")
    without = replace(plan, statements=tuple(s for s in plan.statements if s.id != old.id))
    found = compare(track(plan, example_store(), MID_2017), track(without, example_store(), MID_2018))
    assert found[-1].before is not None and found[-1].before.statement.id == old.id
    assert found[-1].after is None
    back = compare(track(without, example_store(), MID_2017), track(plan, example_store(), MID_2018))
    assert any(c.before is None and c.after is not None for c in back)


def test_another_setting_or_method_is_a_cause() -> None:
    first = track(example_plan(), example_store(), MID_2017)
    second = track(
        example_plan(), example_store(), MID_2017, method="statcan", project_settings={"track.revision": "0.1"}
    )
    found = compare(first, second)
    assert all(causes(change).count("changed_method") == 2 for change in found)


def test_time_alone_is_said_where_nothing_else_changed() -> None:
    indicator = "研究与试验发展经费支出（R&D）占GDP比重"
    change = changes(MID_2017, MID_2018)[target(indicator).id]
    assert change.changed
    assert causes(change) == ["due"]

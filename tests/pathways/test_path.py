"""Paths: all targets at once, nearest to the trends; what gives way, what forces it; scenarios; false bundles refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.pathways.path import path
from guihua.pathways.pathway import Pathway
from guihua.pathways.result import path_bytes
from guihua.pathways.whatif import read_scenario, scenario_of
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Form, Nature, Statement
from guihua.proof.verify import Verdict
from guihua.tracking import track_observations
from guihua.verification import verify
from tests.checking.making import growth, level, plan_of, said

DAY = date(2017, 6, 30)
BASE = level("工业增加值", "8000", "亿元", 2015)


def solved(*statements: Statement, scenario: object = None) -> Pathway:
    plan = plan_of(*statements, region="150000", title="甲")
    return of_plan(plan, scenario)


def of_plan(plan: Plan, scenario: object = None) -> Pathway:
    made = scenario_of(scenario, "if") if isinstance(scenario, dict) else None
    return path(plan, track_observations(plan, (), DAY, "150000"), scenario=made)


def holds(found: Pathway) -> bool:
    return verify(path_bytes(found)).verdict is Verdict.HOLDS


def test_the_path_to_a_level_keeps_its_base_and_reaches_its_end() -> None:
    target = level("工业增加值", "11500", "亿元")
    found = solved(BASE, target)
    line = found.line(target.id)
    values = dict(line.values)
    assert set(values) == set(range(2015, 2021)) and found.feasible
    assert abs(values[2020] - 11500) < 1 and abs(values[2015] - 8000) < 1
    assert line.needed is not None and abs(line.needed - Fraction(753, 100)) < Fraction(1, 50)
    assert holds(found)


def test_parts_of_a_whole_and_shares_hold_together() -> None:
    whole, share = level("工业增加值", "10000", "亿元"), said("煤炭产业增加值占工业增加值比重", Form.SHARE, "20", "%")
    part = level("煤炭产业增加值", "2000", "亿元")
    found = solved(BASE, whole, share, part)
    assert found.feasible and holds(found)
    point = dict(found.point)
    assert abs(point["value_added[coal]|2020"] / point["value_added[industry]|2020"] - Fraction(1, 5)) < Fraction(
        1, 100
    )


def test_targets_that_contradict_each_other_are_proved_to_and_the_softer_gives_way() -> None:
    firm = level("工业增加值", "11500", "亿元", nature=Nature.BINDING)
    soft = growth("工业增加值", "12", nature=Nature.EXPECTED, comparator=Comparator.GE)
    found = solved(BASE, firm, soft)
    assert not found.feasible
    assert {firm.id, soft.id} <= {name for c in found.conflicts for name in c.members}
    assert found.line(soft.id).state == "moved" and found.line(firm.id).state != "moved"
    assert holds(found)


def test_a_hedged_target_gives_way_before_a_plain_one() -> None:
    plain = level("工业增加值", "11500", "亿元")
    hedged = growth("工业增加值", "12", comparator=Comparator.ABOUT, modifier="左右")
    found = solved(BASE, plain, hedged)
    assert (found.line(hedged.id).state, found.line(plain.id).state) == ("moved", "slack") or found.line(
        plain.id
    ).state == "active"
    assert found.line(hedged.id).state == "moved" and holds(found)


def test_what_one_step_of_room_would_change_is_proved_too() -> None:
    share = said("煤炭产业增加值占工业增加值比重", Form.SHARE, "20", "%", comparator=Comparator.GE)
    coal = level("煤炭产业增加值", "1000", "亿元", 2015)
    found = solved(BASE, level("工业增加值", "11500", "亿元"), coal, share)
    assert found.line(share.id).state == "active"
    assert [e.statement for e in found.effects if e.statement == share.id]
    assert holds(found)


def test_a_point_that_is_not_the_nearest_is_refused() -> None:
    found = solved(BASE, level("工业增加值", "11500", "亿元"))
    year = "value_added[industry]|2018"
    moved = tuple((v, x * Fraction(101, 100) if v == year else x) for v, x in found.point)
    assert not holds(replace(found, point=moved))


def test_a_smaller_relaxation_than_the_least_is_refused() -> None:
    found = solved(BASE, level("工业增加值", "11500", "亿元"), growth("工业增加值", "12"))
    less = tuple(replace(s, least=s.least / 2) for s in found.stages)
    assert holds(found) and not holds(replace(found, stages=less))
    eased = tuple((v, x / 2 if v.startswith("move:") else x) for v, x in found.point)
    assert not holds(replace(found, point=eased))


def test_a_line_that_says_another_pace_is_refused() -> None:
    found = solved(BASE, level("工业增加值", "11500", "亿元"))
    line = replace(found.lines[0], needed=Fraction(1))
    assert not holds(replace(found, lines=(line, *found.lines[1:])))


@settings(max_examples=15, deadline=None)
@given(st.integers(60, 140), st.integers(1, 30), st.integers(1, 40))
def test_tightening_a_target_never_makes_an_infeasible_plan_feasible(aim: int, rate: int, more: int) -> None:
    target = level("工业增加值", str(aim * 100), "亿元", comparator=Comparator.GE)
    cap = growth("工业增加值", str(rate), comparator=Comparator.LE)
    loose = solved(BASE, target, cap)
    tight = solved(BASE, replace(target, value=(str((aim + more) * 100),)), cap)
    assert loose.feasible or not tight.feasible
    assert holds(loose) and holds(tight)


@pytest.mark.parametrize(("value", "unit"), [("1.15", "万亿元"), ("11500", "亿元"), ("115000000", "万元")])
def test_the_unit_changes_no_verdict(value: str, unit: str) -> None:
    found = solved(BASE, level("工业增加值", value, unit), growth("工业增加值", "20"))
    assert not found.feasible and holds(found)


def test_a_quantity_of_its_own_added_changes_no_other_line() -> None:
    target = level("工业增加值", "11500", "亿元")
    alone, joint = solved(BASE, target), solved(BASE, target, level("风电装机容量", "4500", "万千瓦"))
    near = zip(alone.line(target.id).values, joint.line(target.id).values, strict=True)
    assert all(abs(a / b - 1) < Fraction(1, 10**6) for (_, a), (_, b) in near)


def test_only_growth_is_shown_as_an_index() -> None:
    target = growth("中小微企业数量", "10")
    line = solved(target).line(target.id)
    assert line.index and dict(line.values)[2015] == 100 and abs(dict(line.values)[2020] - Fraction(16105, 100)) < 1


def test_a_scenario_changes_targets_fixes_values_and_sets_floors() -> None:
    target = level("工业增加值", "11500", "亿元")
    changed = {
        "targets": {target.id: {"value": 12000}},
        "fixed": [{"indicator": "工业增加值", "year": 2018, "value": 9500, "unit": "亿元"}],
        "floors": [{"indicator": "工业增加值", "year": 2019, "value": "1.1", "unit": "万亿元"}],
    }
    found = solved(BASE, target, scenario=changed)
    values = dict(found.line(target.id).values)
    assert abs(values[2018] - 9500) < 1 and values[2019] > 10990 and values[2020] > 11990
    assert holds(found)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"targets": {"nobody": {"value": 1}}}, "STATEMENT-UNKNOWN"),
        ({"drop": ["nobody"]}, "STATEMENT-UNKNOWN"),
        ({"fixed": [{"indicator": "火星人口", "year": 2018, "value": 1, "unit": "人"}]}, "WHATIF-INDICATOR"),
        ({"floors": [{"indicator": "工业增加值", "year": 2019, "value": 1, "unit": "吨"}]}, "WHATIF-UNIT"),
    ],
)
def test_a_scenario_on_what_is_not_there_is_named(changed: dict[str, object], code: str) -> None:
    with pytest.raises(GuihuaError) as raised:
        solved(BASE, level("工业增加值", "11500", "亿元"), scenario=changed)
    assert raised.value.code == code


def test_a_file_of_a_scenario_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "if.yaml"
    file.write_text("target: {a: 1}\n", encoding="utf-8")
    with pytest.raises(GuihuaError) as raised:
        read_scenario(file)
    assert raised.value.code == "WHATIF-FILE"


PROSE = (
    "某市“十三五”工业规划\n\n一、基础\n\n2015年，全市工业增加值达到800亿元。\n\n二、目标\n\n到2020年，全市工业增加值达到1200亿元，"
    "煤炭产业增加值达到300亿元。\n"
)


def test_a_target_that_was_taken_out_of_the_path_is_found_by_the_text(tmp_path: Path) -> None:
    from guihua.project import read_plan
    from guihua.verification import Exhibit

    text = tmp_path / "plan.txt"
    text.write_text(PROSE, encoding="utf-8")
    plan = replace(read_plan(text), region="150000")
    found = of_plan(plan)
    assert {
        p.name for p in verify(path_bytes(found), [Exhibit(text, "text")]).parts if p.verdict is Verdict.REFUSED
    } <= {"statements"}
    gone = next(s for s in plan.targets if "煤炭" in s.indicator)
    fewer = of_plan(replace(plan, statements=tuple(s for s in plan.statements if s.id != gone.id)))
    forged = replace(fewer, left_out=(*fewer.left_out, (gone.id, "unclear")))
    assert holds(forged)
    assert verify(path_bytes(forged), [Exhibit(text, "text")]).verdict is Verdict.REFUSED


def test_identities_taken_out_of_the_path_are_found_by_the_text(tmp_path: Path) -> None:
    from guihua.project import read_plan
    from guihua.verification import Exhibit

    text = tmp_path / "plan.txt"
    text.write_text(PROSE, encoding="utf-8")
    plan = read_plan(text)
    found = path(plan, track_observations(plan, (), DAY, "150000"))
    assert found.identities
    assert verify(path_bytes(found), [Exhibit(text, "text")]).verdict is Verdict.HOLDS
    assert verify(path_bytes(replace(found, identities=())), [Exhibit(text, "text")]).verdict is Verdict.REFUSED


def test_a_part_is_never_more_than_its_whole() -> None:
    parks = level("工业园区产值", "17500", "亿元", 2015)
    share = said("工业园区产值占工业总产值比重", Form.SHARE, "70", "%", comparator=Comparator.GE)
    found = solved(parks, share)
    line = next(x for x in found.lines if x.statement == share.id)
    assert line.values and all(70 <= round(value, 6) <= 100 for _, value in line.values)
    assert holds(found)


@pytest.mark.parametrize("comparator", [Comparator.EQ, Comparator.ABOUT, Comparator.REACH])
def test_a_level_between_two_bounds_that_has_to_give_way_verifies(comparator: Comparator) -> None:
    """Its two sides are rows of their own, each with a move of its own name."""
    firm = level("工业增加值", "11500", "亿元", nature=Nature.BINDING, comparator=Comparator.EQ)
    soft = level("工业增加值", "9000", "亿元", nature=Nature.EXPECTED, comparator=comparator, quote="另一处")
    found = solved(BASE, firm, soft)
    assert not found.feasible and any(name.startswith("move:") for name, _ in found.point)
    assert holds(found)


def test_a_share_that_no_straightening_satisfies_is_left_out_and_the_text_still_holds() -> None:
    from guihua.pathways.verify_path import _posed_fault

    whole = level("地区生产总值", "10000", "亿元")
    share = said("旅游业增加值占地区生产总值比重", Form.SHARE, "8", "%")
    plan = plan_of(whole, share, level("旅游业增加值", "400", "亿元", 2015), region="150000", title="甲")
    found = of_plan(plan)
    names = [name for name in found.identities if ";share;" in name.replace("；", ";")]
    if names:
        given_up = replace(
            found,
            identities=tuple(n for n in found.identities if n not in names),
            left_out=(*found.left_out, *((n, "product") for n in names)),
        )
        assert _posed_fault(given_up, plan) == ""
    assert _posed_fault(replace(found, left_out=(*found.left_out, ("identity；sum", "product"))), plan)

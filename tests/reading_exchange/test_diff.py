"""Versions are compared by meaning: a quantity in another multiplier is the same, another year is a change."""

from __future__ import annotations

from dataclasses import replace

from guihua.plan.plan import Plan
from guihua.plan.statement import Commitment, Statement
from guihua.reading import read_text
from guihua.reading.diff import ChangeKind, diff_plans, diff_tasks, divided, link_versions, same_quantity
from tests.reading_exchange.plans import plan, statement


def with_first(**slots: object) -> Plan:
    """The plan with its first statement changed in these slots."""
    first, *rest = plan().statements
    return replace(plan(), statements=(replace(first, id="1-new", **slots), *rest))  # type: ignore[arg-type]


def only_change(new: Plan) -> tuple[ChangeKind, tuple[str, ...]]:
    """Kind and slots of the one change against the plan."""
    (change,) = diff_plans(plan(), new)
    return change.kind, change.slots


def test_one_plan_does_not_differ_from_itself() -> None:
    assert diff_plans(plan(), plan()) == ()


def test_another_value_or_year_is_a_change() -> None:
    assert only_change(with_first(value=("1600",))) == (ChangeKind.CHANGED, ("value",))
    assert only_change(with_first(year=2025)) == (ChangeKind.CHANGED, ("year",))


def test_one_quantity_in_another_multiplier_is_only_reworded() -> None:
    new = with_first(value=("0.15",), unit="亿吨", quote="到2020年，产钢0.15亿吨", indicator="钢产量")
    assert only_change(new) == (ChangeKind.REWORDED, ())
    assert same_quantity(new.statements[0], plan().statements[0])


def test_what_is_gone_and_what_is_new_are_told_apart() -> None:
    first, second, third = plan().statements
    other = replace(
        third, id="1-other", indicator="森林覆盖率", measure="coverage", threshold=None, value=("30",), unit="%"
    )
    changes = diff_plans(plan(), replace(plan(), statements=(first, second, other)))
    assert [(c.kind, (c.new or c.old or first).indicator) for c in changes] == [
        (ChangeKind.ADDED, "森林覆盖率"),
        (ChangeKind.REMOVED, "超百亿元企业数"),
    ]


def test_the_best_pair_wins_where_two_statements_are_on_one_indicator() -> None:
    def at(year: int, value: str, id_: str) -> Statement:
        made = statement("到2020年，钢产量达到1500万吨", "1500万吨", (value,), "万吨", year=year)
        return replace(made, id=id_)

    old = Plan(text="", statements=(at(2015, "900", "a"), at(2020, "1500", "b")))
    new = Plan(text="", statements=(at(2020, "1600", "c"), at(2015, "950", "d")))
    assert {(c.old.id, c.new.id) for c in diff_plans(old, new) if c.old and c.new} == {("b", "c"), ("a", "d")}


def test_a_changed_statement_says_which_one_it_supersedes() -> None:
    linked = link_versions(plan(), with_first(value=("1600",)))
    assert [s.supersedes for s in linked.statements] == [plan().statements[0].id, "", ""]


def test_tasks_are_known_by_action_and_object() -> None:
    def task(action: str, what: str) -> Commitment:
        return Commitment("t", action, what, action + what, 0, 4)

    old = Plan(text="", commitments=(task("建立", "甲平台"), task("完善", "乙机制")))
    new = Plan(text="", commitments=(task("建立", "“甲”平台"), task("推行", "丙制度")))
    assert [(c.kind, c.task.object) for c in diff_tasks(old, new)] == [
        (ChangeKind.ADDED, "丙制度"),
        (ChangeKind.REMOVED, "乙机制"),
    ]


def test_a_target_divided_in_two_is_told_as_such_and_so_is_one_put_together() -> None:
    def jobs(label: str, value: str, unit: str = "万个") -> Statement:
        made = statement("到2020年，钢产量达到1500万吨", "1500万吨", (value,), unit, indicator=label)
        return replace(made, id=f"1-{label}", measure="", subject="")

    whole, other = jobs("新增就业岗位", "15"), jobs("培训人次", "15")
    parts = (jobs("城镇新增就业", "10"), jobs("农村新增就业", "50000", "个"))
    changes = diff_plans(Plan(text="", statements=(whole, other)), Plan(text="", statements=parts))
    (found,) = divided(changes)
    assert (found.whole.indicator, [p.indicator for p in found.parts], found.merged) == (
        "新增就业岗位",
        ["城镇新增就业", "农村新增就业"],
        False,
    )
    (back,) = divided(diff_plans(Plan(text="", statements=parts), Plan(text="", statements=(whole,))))
    assert (back.whole.indicator, back.merged) == ("新增就业岗位", True)


def test_a_short_name_of_the_population_is_no_change() -> None:
    old = read_text("某市“十三五”规划\n到2020年，规模以上工业增加值达到1200亿元。\n")
    new = read_text("某市“十三五”规划\n到2020年，规上工业增加值达到1200亿元。\n")
    assert [c.kind for c in diff_plans(old, new)] == [ChangeKind.REWORDED]

"""The register of bodies: names, regions, leagues and their departments; words for several bodies resolved and confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.groups import Group, confirm, groups, unresolved
from guihua.ledgers.importing import import_file
from guihua.ledgers.journal import Journal
from guihua.ledgers.register import Register, register, starting_rows
from guihua.storage import Store
from tests.ledgers.conftest import PLANNER, ROWS
from tests.ledgers.test_due_and_figures import act

DAY = date(2018, 1, 5)
HEAD = ("机构名称", "简称", "类别", "层级", "地区代码", "上级单位", "电子邮箱")
BODIES = (
    HEAD,
    ("甲厅", "甲", "自治区部门", "自治区", "150000", "", "jia@example.org"),
    ("包头市", "包头、包头市人民政府", "盟市", "盟市", "150200", "", ""),
    ("鄂尔多斯市", "鄂尔多斯", "盟市", "盟市", "150600", "", ""),
    ("包头市工业和信息化局", "包头市工信局", "盟市部门", "盟市", "", "包头市", ""),
)


@pytest.fixture
def known(store: Store, table: Callable[..., Path]) -> Journal:
    journal = Journal(store, load_ledgers()["bodies"])
    import_file(journal, table(BODIES, "名录.xlsx"), DAY, PLANNER)
    return journal


def test_a_body_of_several_names_is_one(known: Journal) -> None:
    found = register(known)
    assert found.find("包头市工信局") == found.find("包头市工业和信息化局")
    assert found.find("包头市人民政府") is found.find("包头市")
    assert list(found.faults()) == []


def test_a_department_of_a_league_files_under_the_leagues_region(known: Journal) -> None:
    found = register(known)
    assert found.region_of("包头市工信局") == "150200"
    assert found.region_of("甲厅") == "150000"
    assert found.region_of("没有的单位") == ""
    assert found.league_of("包头市工信局") == "包头市"
    assert found.league_of("包头市") == "" and found.league_of("甲厅") == ""
    assert [e.name for e in found.below("包头")] == ["包头市工业和信息化局"]


def test_one_name_of_two_bodies_and_an_unknown_superior_are_told(store: Store, table: Callable[..., Path]) -> None:
    journal = Journal(store, load_ledgers()["bodies"])
    rows = (
        HEAD,
        ("甲厅", "厅", "自治区部门", "", "", "", ""),
        ("乙厅", "厅", "自治区部门", "", "", "丁厅", ""),
        ("丙盟", "", "盟市", "", "", "", ""),
    )
    import_file(journal, table(rows, "名录.xlsx"), DAY, PLANNER)
    assert [name for name, _ in register(journal).faults()] == ["乙厅", "乙厅", "丙盟"]


def test_a_body_that_followed_another_names_it_as_its_predecessor(known: Journal) -> None:
    act(known, "甲厅", "merge", "2018-10-01", "merged", successor="新厅", document="某发〔2018〕1号")
    import_row = {"name": "新厅", "kind": "自治区部门"}
    act(known, "新厅", "list", "2018-10-01", "listed", **import_row)
    found = register(known)
    assert found.predecessors("新厅") == ("甲厅",)
    assert found.find("甲厅") is not None and found.find("甲厅").until == date(2018, 10, 1)  # type: ignore[union-attr]
    assert [e.name for e in found.of_kind("自治区部门")] == ["新厅"]


@pytest.mark.parametrize("group", groups(), ids=lambda g: g.yes[0])
def test_words_for_several_bodies_are_known_and_names_are_left_alone(group: Group) -> None:
    assert all(group.pattern.fullmatch(words) for words in group.yes)
    assert not any(group.pattern.fullmatch(words) for words in group.no)


def _division(store: Store, table: Callable[..., Path]) -> Journal:
    tasks = Journal(store, load_ledgers()["tasks"])
    rows = (*ROWS, ("5", "园区建设", "支持包头建设稀土基地", "甲厅", "有关盟市、乙局", "2018年底", ""))
    import_file(tasks, table(rows), date(2018, 1, 10), PLANNER)
    return tasks


def test_all_leagues_are_offered_at_once_and_some_leagues_by_what_the_row_names(
    store: Store, table: Callable[..., Path], known: Journal
) -> None:
    tasks = _division(store, table)
    open_ = {r.words: r for r in unresolved(tasks, register(known))}
    assert open_["各盟市"].sure and open_["各盟市"].offered == ("包头市", "鄂尔多斯市")
    assert not open_["有关盟市"].sure and open_["有关盟市"].offered == ("包头市",)
    assert open_["有关盟市"].among == ("包头市", "鄂尔多斯市")


def test_only_a_person_says_who_is_meant_and_the_act_says_so(
    store: Store, table: Callable[..., Path], known: Journal
) -> None:
    tasks, bodies = _division(store, table), register(known)
    some = next(r for r in unresolved(tasks, bodies) if r.words == "有关盟市")
    with pytest.raises(GuihuaError, match="BODIES-STRANGER"):
        confirm(tasks, bodies, {(some.subject, "others"): ("乌有市",)}, DAY, PLANNER)
    with pytest.raises(GuihuaError, match="BODIES-NONE"):
        confirm(tasks, bodies, {(some.subject, "others"): ()}, DAY, PLANNER)
    day = date(2018, 2, 1)
    confirm(tasks, bodies, {(some.subject, "others"): ("包头", "鄂尔多斯市")}, day, PLANNER)
    state = tasks.state(some.subject)
    assert state is not None and state.many("others") == ("乙局", "包头市", "鄂尔多斯市")
    assert "“有关盟市”经经办人甲确认为包头市、鄂尔多斯市" in tasks.history(some.subject)[-1].event.basis
    assert [r.words for r in unresolved(tasks, bodies)] == ["各盟市"]


def test_a_first_table_holds_every_league_of_any_region_and_the_bodies_that_the_plan_names() -> None:
    rows = starting_rows("150000", ("自治区发展改革委", "包头市", "包头"))
    assert sum(r["kind"] == "盟市" for r in rows) == 12
    assert [r["name"] for r in rows if r["kind"] != "盟市"] == ["自治区发展改革委"]
    assert {r["region"] for r in starting_rows("620000") if r["kind"] == "盟市"} >= {"620100"}


def test_an_empty_register_knows_nobody_and_finds_no_fault() -> None:
    assert Register().find("甲厅") is None and list(Register().faults()) == []

"""Chapters of safeguards are known by their headings; their measures, money and regions stand in the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from guihua.ledgers.declaration import load_ledgers
from guihua.plan.plan import Plan, Section
from guihua.plan.regions import children
from guihua.reporting.chapters.leagues import led_by
from guihua.reporting.document import Document, Heading, Table, plain
from guihua.reporting.gather import Sources, material
from guihua.reporting.material import MoneyLine, PolicyLine, TaskLine
from guihua.reporting.report import make_report
from guihua.reporting.safeguards import aspects, chapter_examples, is_safeguard, safeguard_sections


@pytest.mark.parametrize("title", chapter_examples()[0])
def test_a_heading_of_safeguards_is_known(title: str) -> None:
    assert is_safeguard(title)


@pytest.mark.parametrize("title", chapter_examples()[1])
def test_another_heading_is_not(title: str) -> None:
    assert not is_safeguard(title)


def test_every_figure_that_the_chapter_asks_for_is_one_that_a_ledger_declares() -> None:
    ledgers = load_ledgers()
    wanted = [(ledger, feed) for aspect in aspects() for ledger, feed in aspect.figures]
    assert [w for w in wanted if w[1] not in {f.name for f in ledgers[w[0]].feeds}] == []


def test_the_sections_are_those_under_the_chapter() -> None:
    titles = {
        "1": "总体要求",
        "2": "重点任务",
        "2.1": "能源保障基地建设",
        "3": "保障措施",
        "3.1": "加强领导",
        "3.2": "财政",
    }
    plan = Plan("", sections=tuple(Section(n, t, n.count(".") + 1, 0, 0) for n, t in titles.items()))
    assert [s.number for s in safeguard_sections(plan)] == ["3", "3.1", "3.2"]


@pytest.fixture
def made(sources: Callable[..., Sources]) -> Document:
    given = sources("2018-12-31")
    measure = next(x for x in given.plan.commitments if x.section == "4.5")
    tasks = (
        TaskLine("t1", measure.quote, "甲厅", "2018年9月底前", "已完成", "办法已印发。", means="done", section="4.5", sentence=measure.id),
        TaskLine("t2", "发展目标：培育企业", "包头市人民政府", "2017年底", "未启动", means="waiting", section="2.3", late=True),
    )  # fmt: skip
    money = (MoneyLine("money", "special_funds", "allotted", "专项资金下达合计", "400", "万元"),)
    policies = (PolicyLine("甲", "某〔2017〕1号", "甲厅", "在册"),)
    return make_report(material(replace(given, tasks=tasks, money=money, policies=policies), charts=False))


def test_each_measure_stands_with_who_carries_it_out_and_how_it_stands(made: Document) -> None:
    table = next(b for b in made.blocks if isinstance(b, Table) and b.id == "measures")
    rows = [[plain(cell) for cell in row] for row in table.rows]
    assert [row[2:] for row in rows if "工业园区管理办法" in row[1]] == [["甲厅", "已完成"]]
    assert any(row[3] == "未列入台账" for row in rows)


def test_money_and_documents_are_told_as_the_ledgers_hold_them(made: Document) -> None:
    table = next(b for b in made.blocks if isinstance(b, Table) and b.id == "money")
    assert [[plain(cell) for cell in row] for row in table.rows] == [["资金安排", "专项资金下达合计", "400万元"]]
    assert any("某〔2017〕1号" in plain(b.runs) for b in made.blocks if hasattr(b, "runs"))


def test_regions_below_stand_with_what_they_lead_and_late_tasks_are_pressed(made: Document) -> None:
    table = next(b for b in made.blocks if isinstance(b, Table) and b.id == "leagues")
    baotou = next(row for row in table.rows if plain(row[0]) == "包头市")
    assert plain(baotou[-1]) == "1项，超过时限1项"
    said = "".join(plain(b.runs) for b in made.blocks if hasattr(b, "runs"))
    assert "建议由包头市人民政府说明原因" in said


def test_a_region_leads_what_its_bodies_lead_and_nothing_else() -> None:
    places = {p.name: p for p in children("150000")}
    tasks = (TaskLine("a", "甲", "包头市工业和信息化局", "", ""), TaskLine("b", "乙", "内蒙古自治区财政厅", "", ""))
    assert [t.id for t in led_by(tasks, places["包头市"])] == ["a"]
    assert led_by(tasks, places["乌海市"]) == []


def test_chapters_of_which_nothing_is_known_are_left_out(sources: Callable[..., Sources]) -> None:
    given = sources("2018-12-31")
    bare = replace(given, regional=(), plan=replace(given.plan, commitments=(), sections=()))
    headings = "".join(b.text for b in make_report(material(bare, charts=False)).blocks if isinstance(b, Heading))
    assert "各地推进" not in headings and "保障措施" not in headings and "重大项目" not in headings

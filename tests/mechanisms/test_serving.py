"""Targets and projects: who serves whom, what new capacity adds beside what is asked, which target has no project; dispatch."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from guihua.cli.main import main
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Actor, Event, State
from guihua.mechanisms.portfolio.serving import idle, products, served
from guihua.plan.planfile import write_planfile
from guihua.storage import Store, open_store
from tests.checking.making import level, plan_of

LEDGER = load_ledgers()["projects"]
WHO = Actor("张三", "某厅", "planner")
WIND, BASE = level("风电装机容量", "4500", "万千瓦"), level("风电装机容量", "2425", "万千瓦", 2015)
PARK = level("营业收入超500亿元工业园区数", "10", "个")
PLAN = plan_of(BASE, WIND, PARK, region="150000", title="甲")


def enter(store: Store, name: str, state: str, **more: str) -> None:
    told = {"task": name, "owner_firm": f"{name}公司", "total": "10", "lead": "某厅", "start_on": "2017-01-01", **more}
    values = {k: v for k, v in told.items() if k != "targets"} | (
        {"targets": (more["targets"],)} if "targets" in more else {}
    )
    journal = Journal(store, LEDGER)
    when = "2017-01-02T00:00:00+08:00"
    act = "reserve" if state == "reserve" else "enter"
    values["project_code"] = "2017-150000-44-01-000001"
    journal.record([Event("projects", name, act, date(2017, 1, 2), when, WHO, state, values)])


def states(store: Store) -> tuple[State, ...]:
    return tuple(Journal(store, LEDGER).states().values())


def test_new_capacity_stands_beside_what_is_asked_and_a_target_without_a_project_is_a_gap(store: Store) -> None:
    enter(store, "甲风场", "building", product="风电", capacity="300", capacity_unit="万千瓦")
    enter(store, "乙风场", "reserve", product="风电", capacity="200", capacity_unit="万千瓦")
    enter(store, "丙风场", "building", product="风电", capacity="3", capacity_unit="万台")
    enter(store, "丁厂", "building", product="多晶硅", capacity="3", capacity_unit="万吨")
    wind, park = served(PLAN, states(store))
    assert (wind.built, wind.coming, wind.asked, wind.lacking) == (None, 500, 2075, 1575)
    assert {p.name for p in wind.projects} == {"甲风场", "乙风场", "丙风场"} and wind.unknown == 1
    assert park.gap and park.lacking is None
    assert [s.text("task") for s in idle(PLAN, states(store))] == ["丁厂"]


def test_what_a_person_said_goes_before_the_product(store: Store) -> None:
    enter(store, "甲风场", "building", product="风电", capacity="300", capacity_unit="万千瓦", targets=PARK.id)
    wind, park = served(PLAN, states(store))
    assert wind.gap and [p.how for p in park.projects] == ["person"]


def test_projects_add_enough_where_they_add_more(store: Store) -> None:
    enter(store, "甲风场", "building", product="风电", capacity="0.3", capacity_unit="万千瓦")
    assert served(PLAN, states(store))[0].lacking == Fraction("2074.7")
    enter(store, "乙风场", "building", product="风电", capacity="9000", capacity_unit="万千瓦")
    assert served(PLAN, states(store))[0].lacking == 0


def test_every_product_is_one_that_the_ledger_knows() -> None:
    field = LEDGER.field("product")
    assert field is not None and set(products()) <= {o.zh for o in field.options}


def test_the_command_prints_the_gaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_planfile(PLAN, tmp_path / "plan.yaml")
    monkeypatch.chdir(tmp_path)
    with open_store(str(tmp_path / "store")) as store:
        enter(
            store,
            "甲风场",
            "building",
            product="风电",
            capacity="300",
            capacity_unit="万千瓦",
            year_target="10",
            year_done="2",
        )
    where = ["--store", str(tmp_path / "store"), "--as-of", "2018-12-31"]
    assert main(["projects", "targets", "plan.yaml", *where, "-o", "目标.json"]) == 0
    rows = json.loads((tmp_path / "目标.json").read_text(encoding="utf-8"))
    assert [(r["目标"], r["项目数"], r["还差"]) for r in rows] == [
        ("风电装机容量", "1", "1775"),
        (PARK.indicator, "无", ""),
    ]
    assert "没有项目的 without a project 1" in capsys.readouterr().err
    args = ["run", "project-dispatch", "--store", str(tmp_path / "store"), "--period", "2018-06", "--on", "2018-06-30"]
    assert main([*args, "-o", "调度.docx"]) == 0
    assert (tmp_path / "调度.docx").read_bytes()[:2] == b"PK"

"""A union shows the objects of several ledgers by region, each once; what has no known place is said."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from guihua.cli.main import main
from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Actor, Event
from guihua.ledgers.unions import Placed, gather, load_unions
from guihua.storage import Store, open_store

LEDGERS = load_ledgers()
DAY = date(2018, 12, 31)
PLANNER = Actor("张三", "某厅", "planner")


def enter(store: Store, ledger: str, name: str, place: str, listed: str = "2017-01-01", **more: str) -> None:
    values = {"name": name, "league": place, **more}
    day = date.fromisoformat(listed)
    Journal(store, LEDGERS[ledger]).record(
        [
            Event(
                ledger,
                name,
                "list",
                day,
                f"{listed}T00:00:00+08:00",
                PLANNER,
                "listed",
                {k: v for k, v in values.items() if v},
            )
        ]
    )


def carriers(store: Store, day: date = DAY) -> tuple[Placed, ...]:
    return gather(load_unions(LEDGERS)["carriers"], store, LEDGERS, day)


def test_an_object_that_two_ledgers_hold_counts_once(store: Store) -> None:
    enter(store, "parks", "甲园区", "包头市")
    enter(store, "joint_parks", "甲园区", "包头", host="包头市", partner="某市")
    enter(store, "incubators", "甲园区", "乌海市", kind="孵化器")
    found = carriers(store)
    assert [(p.region, p.ledgers) for p in found] == [("150200", ("parks", "joint_parks")), ("150300", ("incubators",))]


def test_a_place_that_is_not_known_is_listed_and_a_day_before_counts_nothing(store: Store) -> None:
    enter(store, "parks", "甲园区", "某某盟")
    enter(store, "incubators", "乙基地", "", kind="孵化器")
    assert [(p.region, p.name) for p in carriers(store)] == [("", "乙基地"), ("", "甲园区")]
    assert carriers(store, date(2016, 12, 31)) == ()


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("{ledger: airports}", "airports"),
        ("{ledger: parks, name: colour}", "colour"),
        ("{ledger: parks, where: [{field: state, is: [opened]}]}", "opened"),
        ("{ledger: parks, where: [{field: state}]}", "condition"),
        ("{park: parks}", "park"),
    ],
)
def test_a_union_of_what_is_not_there_is_refused_at_load(tmp_path: Path, member: str, said: str) -> None:
    path = tmp_path / "unions.yaml"
    path.write_text(f"- {{union: a, zh: 甲, en: A, per: 个, members: [{member}]}}\n", encoding="utf-8")
    with pytest.raises(GuihuaError, match=said):
        load_unions(LEDGERS, path)


def test_every_union_that_is_declared_goes_with_the_ledgers() -> None:
    for union in load_unions(LEDGERS).values():
        assert len(union.members) >= 1 and union.words.zh and union.words.en


def test_the_command_prints_a_table_for_people_and_json_for_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store(str(tmp_path / "store")) as store:
        enter(store, "parks", "甲园区", "包头市")
    where = ["--store", str(tmp_path / "store"), "--as-of", "2018-12-31"]
    assert main(["ledger", "union", "carriers", "--format", "json", *where]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"代码": "150200", "地区": "包头市", "对象": "甲园区", "台账": "parks"}
    ]
    assert main(["ledger", "union", *where]) == 0
    assert "carriers" in capsys.readouterr().out
    assert main(["ledger", "union", "nothing", *where]) == 2

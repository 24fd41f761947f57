"""What a plan sets up has its home: found by reading, named by data, resolved, and true of the store."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from guihua.cli.main import main
from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Actor, Event, Evidence
from guihua.mechanisms.systems import MADE, Standing, System, decision, homes, standing, systems
from guihua.mechanisms.systems.homes import links, load_homes, unresolved
from guihua.mechanisms.systems.listing import entry_of
from guihua.reading import read_text
from guihua.storage import Store

LEDGERS = load_ledgers()
TEXT = (
    "某市“十三五”工业发展规划\n（2016年9月）\n一、重点任务\n完善融资担保机构信用担保体系，建立产品质量追溯体系。开展“找矿行动”。\n"
    "设立产业发展基金。市财政局要设立科技创新基金。\n"
)
PEOPLE = Actor("张三", "某厅", "planner")


@pytest.mark.parametrize("number", range(len(homes())))
def test_an_entry_takes_its_sentences_and_leaves_the_others(number: int) -> None:
    entry = homes()[number]
    assert [words for words in entry.yes if entry_of(words) is not entry] == []
    assert [words for words in entry.no if entry_of(words) is entry] == []
    assert entry.yes and entry.no and entry.body


def test_every_entry_has_a_home_that_resolves() -> None:
    known = standing(LEDGERS, None, None, date(2018, 12, 31)).known
    assert unresolved(homes(), known) == []
    assert [home for entry in homes() for home in entry.homes if home not in known] == []
    assert {link.into for link in links()} - {""} <= set(LEDGERS)


def test_a_home_that_is_written_wrongly_or_is_nowhere_is_named_at_load(tmp_path: Path) -> None:
    path = tmp_path / "homes.yaml"
    path.write_text("- {pattern: 甲, home: ['cupboard:x']}\n", encoding="utf-8")
    with pytest.raises(GuihuaError, match="cupboard:x"):
        load_homes(path)
    with pytest.raises(GuihuaError, match="ledger"):
        systems(read_text(TEXT), Standing(frozenset({"ledger:parks"})))


def listed(store: Store | None = None) -> dict[str, System]:
    found = systems(read_text(TEXT), standing(LEDGERS, store, None, date(2018, 12, 31)))
    return {s.name: s for s in found}


def test_systems_tell_home_state_and_body() -> None:
    found = listed()
    fund = found["产业发展基金"]
    assert (fund.home, fund.state, fund.body) == ("ledger:funds", "partly", "财政部门")
    assert found["科技创新基金"].body == "市财政局"
    assert found["产品质量追溯体系"].home == "link:traceability"
    assert found["找矿行动"].home.startswith("task:") and found["找矿行动"].state == "none"
    text = read_text(TEXT).text
    assert all(text[s.start : s.end] == s.quote for s in found.values())


def entered(store: Store, who: Actor) -> None:
    journal = Journal(store, LEDGERS["funds"])
    values = {"name": "甲基金", "paid_in": "30", "public": "5", "invested": "3"}
    journal.record(
        [Event("funds", "甲基金", "list", date(2017, 1, 1), "2017-01-01T00:00:00+08:00", who, "listed", values)]
    )


def test_a_home_works_when_its_ledger_holds_something_and_says_its_figures(store: Store) -> None:
    entered(store, PEOPLE)
    fund = listed(store)["产业发展基金"]
    assert (fund.state, fund.made) == ("works", False)
    assert "财政资金放大倍数 6倍" in fund.figures


def test_what_a_generator_made_is_marked(store: Store) -> None:
    entered(store, Actor(MADE, "某厅", "planner"))
    assert listed(store)["产业发展基金"].made


def decide(store: Store, subject: str, act: str, **more: str) -> None:
    journal = Journal(store, LEDGERS["systems"])
    journal.record(decision(journal, subject, date(2018, 1, 1), PEOPLE, act=act, **more))


def test_people_confirm_name_a_home_merge_and_drop(store: Store) -> None:
    before = listed(store)
    one, other, third = (before[n] for n in ("产业发展基金", "科技创新基金", "产品质量追溯体系"))
    decide(store, one.id, "list", home="ledger:special_funds", body="甲局")
    decide(store, other.id, "merge", into=one.id, basis="会议纪要")
    decide(store, third.id, "revoke", basis="不是机制")
    after = listed(store)
    assert set(before) - set(after) == {"科技创新基金", "产品质量追溯体系"}
    kept = after["产业发展基金"]
    assert (kept.home, kept.body, kept.decided, kept.merged) == (
        "ledger:special_funds",
        "甲局",
        "confirmed",
        (other.id,),
    )


def test_the_command_prints_every_field_and_records_decisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "guihua.toml").write_text('plan = "a.txt"\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["systems", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    wanted = {"quote", "start", "end", "section", "home", "state", "figures", "missing", "body"}
    assert rows and all(wanted <= set(row) for row in rows)
    assert main(["systems", "--confirm", rows[0]["id"], "--home-is", "ledger:nowhere", "--by", "甲"]) == 2
    assert main(["systems", "--confirm", rows[0]["id"], "--home-is", "ledger:funds", "--by", "甲"]) == 0
    assert main(["systems", "--confirm", "9.9-absent", "--by", "甲"]) == 2
    capsys.readouterr()
    assert main(["systems", "--format", "json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["home"], first["decided"]) == ("ledger:funds", "confirmed")


def test_the_generator_fills_every_ledger_the_same_way_each_time(tmp_path: Path) -> None:
    script = Path(__file__).parents[2] / "scripts" / "seed_ledgers.py"
    example = Path(__file__).parents[2] / "examples" / "neimenggu"
    states = []
    for name in ("one", "two"):
        run = subprocess.run(
            [sys.executable, str(script), "--store", str(tmp_path / name), "--objects", "2", "--runs", str(tmp_path / name / "runs")],
            cwd=example, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert "示例记录" in run.stdout
        from guihua.storage import open_store

        with open_store(tmp_path / name) as store:
            journal = Journal(store, LEDGERS["funds"])
            assert not journal.verify().faults
            states.append({s: (x.state, x.values) for s, x in journal.states().items()})
            of = standing(LEDGERS, store, tmp_path / name, date(2018, 12, 31))
    assert states[0] == states[1]
    assert {h for h in of.used if h.startswith(("ledger:", "run:"))} <= of.made
    assert any(h.startswith("run:") for h in of.used)


def test_a_form_is_a_home_that_works_once_a_report_on_it_was_accepted(store: Store, tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    form = "number: 工1表\nzh: 担保情况\nen: Guarantees\nfigures:\n  - {key: a, indicator: 担保余额, unit: 亿元}\n"
    (tmp_path / "forms" / "a.yaml").write_text(form, encoding="utf-8")
    fund = listed(store)["产业发展基金"]
    decide(store, fund.id, "list", home="form:工1表")

    def stands() -> tuple[str, str, str]:
        found = systems(read_text(TEXT), standing(LEDGERS, store, tmp_path, date(2018, 12, 31)))
        one = next(s for s in found if s.id == fund.id)
        return one.home, one.state, one.missing

    assert stands()[:2] == ("form:工1表", "partly")
    journal = Journal(store, LEDGERS["submission"])
    told = {"task": "担保情况", "form_number": "工1表", "lead": "某厅", "month": "2018-05", "due": "2018-06-10"}
    when = "2018-06-01T00:00:00+08:00"
    subject, paper = "一", (Evidence("表.xlsx", "sha256:" + "0" * 64),)
    journal.record([Event("submission", subject, "ask", date(2018, 6, 1), when, PEOPLE, "due", told)])
    who = Actor("李四", "某厅", "owner")
    journal.record([Event("submission", subject, "submit", date(2018, 6, 5), when, who, "submitted", {}, paper)])
    assert stands()[1] == "partly"
    level = {"level": "内部"}
    journal.record([Event("submission", subject, "accept", date(2018, 6, 8), when, PEOPLE, "accepted", level)])
    assert stands() == ("form:工1表", "works", "")

"""Twelve leagues, three departments each, a year of months: asked, handed up, signed by the league, returned, accepted; who was late."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.ledgers.asking import ask
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, Evidence, Value
from guihua.ledgers.register import Register, register, starting_rows
from guihua.ledgers.timeliness import by_body, late, reports
from guihua.proof.hashes import digest
from guihua.reporting.ledger_documents import Order
from guihua.reporting.urging import timeliness_table, urging_papers
from guihua.statistics.report_forms import Asked, ReportForm
from guihua.storage import Store, open_store
from tests.ledgers.test_documents import words

LEDGERS = load_ledgers()
PLANNER = Actor("规划人", "甲厅", "planner")
REVIEWER = Actor("审核人", "甲厅", "reviewer")
FORM = ReportForm("监测1", "规划指标月报", "monthly", (Asked("k", "工业增加值", "亿元"),))
PROOF = (Evidence("表.csv", str(digest(b"x"))),)
KINDS = ("工业和信息化局", "发展和改革委员会", "能源局")


def _known(store: Store) -> Register:
    journal = Journal(store, LEDGERS["bodies"])
    events = []
    for row in starting_rows("150000"):
        values: dict[str, Value | None] = {"name": row["name"], "kind": "盟市", "region": row["region"]}
        events.append(Event("bodies", row["name"], "list", date(2017, 1, 1), now(), PLANNER, "listed", values))
        for kind in KINDS:
            name = row["name"] + kind
            below: dict[str, Value | None] = {"name": name, "kind": "盟市部门", "parent": row["name"]}
            events.append(Event("bodies", name, "list", date(2017, 1, 1), now(), PLANNER, "listed", below))
    journal.record(events)
    return register(journal)


def _act(journal: Journal, subject: str, action: str, at: date, to: str, actor: Actor, **values: Value | None) -> Event:
    proof = PROOF if action in ("submit", "hand_up") else ()
    return Event(journal.ledger.name, subject, action, at, now(), actor, to, values, proof)


def test_a_year_of_months_through_departments_leagues_and_the_region(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store", create=True)
    known = _known(store)
    journal = Journal(store, LEDGERS["submission"], known.bodies.same)
    departments = [e.name for e in known.of_kind("盟市部门")]
    assert len(departments) == 36
    for month in range(1, 13):
        due = date(2018 + month // 12, month % 12 + 1, 10)
        made = ask(journal, known, FORM, departments, f"2018-{month:02}", due, date(2018, month, 25), PLANNER)
        handed, signed, accepted = [], [], []
        for number, state in enumerate(made):
            body, league = state.text("lead"), state.text("league")
            if number == month:  # one department a month reports nothing
                continue
            day = due.replace(day=12) if number % 12 == month % 12 else due.replace(day=5)
            handed.append(
                _act(journal, state.subject, "hand_up", day, "at_league", Actor(f"{body}甲", body, "reporter"))
            )
            signed.append(
                _act(journal, state.subject, "endorse", day, "submitted", Actor(f"{league}乙", league, "reporter"))
            )
            accepted.append(
                _act(journal, state.subject, "accept", due.replace(day=15), "accepted", REVIEWER, level="内部")
            )
        journal.record([*handed, *signed, *accepted])
    found = reports(journal, date(2019, 2, 1))
    assert len(found) == 36 * 12 and sum(r.standing == "missing" for r in found) == 12
    rows = by_body(found)
    assert len(rows) == 36 and all(len(r.months) == 12 for r in rows)
    assert rows[0].completeness == 92 and rows[-1].completeness == 100
    papers = urging_papers(found, Order(date(2019, 2, 1), known=known))
    assert len(papers) == 12 and all("通知" in d.document.title for d in papers)
    assert all(not re.search(r"submission|sha256|league", words(d)) for d in papers)
    document = timeliness_table(found, Order(date(2019, 2, 1)))
    assert "应报432份，已报420份，完整率97%" in "".join(str(b) for b in document.blocks)
    assert journal.verify().faults == ()


@pytest.fixture
def one(tmp_path: Path) -> tuple[Journal, str, str, str]:
    store = open_store(tmp_path / "store", create=True)
    known = _known(store)
    journal = Journal(store, LEDGERS["submission"], known.bodies.same)
    body = "包头市能源局"
    (state,) = ask(journal, known, FORM, [body], "2018-05", date(2018, 6, 10), date(2018, 5, 25), PLANNER)
    return journal, state.subject, body, "包头市"


def test_a_leagues_department_cannot_pass_its_league_by(one: tuple[Journal, str, str, str]) -> None:
    journal, subject, body, _league = one
    reporter = Actor("甲", body, "reporter")
    with pytest.raises(GuihuaError, match="LG-NOT-WITH"):
        journal.record([_act(journal, subject, "submit", date(2018, 6, 1), "submitted", reporter)])
    journal.record([_act(journal, subject, "hand_up", date(2018, 6, 1), "at_league", reporter)])
    with pytest.raises(GuihuaError, match="LG-SOURCE"):
        journal.record([_act(journal, subject, "accept", date(2018, 6, 2), "accepted", REVIEWER, level="内部")])


@pytest.mark.parametrize("actor", [Actor("乙", "呼伦贝尔市", "reporter"), Actor("丙", "包头市能源局", "reporter")])
def test_only_the_own_league_signs(one: tuple[Journal, str, str, str], actor: Actor) -> None:
    journal, subject, body, _league = one
    journal.record([_act(journal, subject, "hand_up", date(2018, 6, 1), "at_league", Actor("甲", body, "reporter"))])
    with pytest.raises(GuihuaError, match="LG-OWNER"):
        journal.record([_act(journal, subject, "endorse", date(2018, 6, 2), "submitted", actor)])


def test_what_the_league_sends_back_is_late_until_it_is_handed_up_again(one: tuple[Journal, str, str, str]) -> None:
    journal, subject, body, league = one
    reporter, signer = Actor("甲", body, "reporter"), Actor("乙", league, "reporter")
    journal.record([_act(journal, subject, "hand_up", date(2018, 6, 1), "at_league", reporter)])
    journal.record([_act(journal, subject, "send_back", date(2018, 6, 2), "returned", signer, reason="单位有误")])
    (found,) = late(reports(journal, date(2018, 6, 20)))
    assert found.back and found.days == 10
    journal.record([_act(journal, subject, "hand_up", date(2018, 6, 21), "at_league", reporter)])
    assert late(reports(journal, date(2018, 6, 22))) == ()


def test_some_leagues_is_no_list_and_all_leagues_is(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store", create=True)
    known = _known(store)
    journal = Journal(store, LEDGERS["submission"], known.bodies.same)
    with pytest.raises(GuihuaError, match="BODIES-NONE"):
        ask(journal, known, FORM, ["有关盟市"], "2018-05", date(2018, 6, 10), date(2018, 5, 25), PLANNER)
    made = ask(journal, known, FORM, ["各盟市"], "2018-05", date(2018, 6, 10), date(2018, 5, 25), PLANNER)
    assert len(made) == 12 and not any(s.text("league") for s in made)

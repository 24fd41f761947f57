"""部门自评: the second tier, reviewed by another, beside the statistical verdict and counted apart from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, Evidence, Value
from guihua.ledgers.self_assessment import apart, asking, opposite, self_verdicts
from guihua.plan.indicators import IndicatorRecord
from guihua.plan.plan import Plan
from guihua.plan.status import Status
from guihua.proof.hashes import digest
from guihua.reading import read_text
from guihua.reporting.document import Heading, Table, plain
from guihua.reporting.gather import gather, material
from guihua.reporting.report import make_report
from guihua.storage import Store, open_store
from guihua.tracking import track

DAY = date(2018, 8, 1)
PLANNER, REVIEWER = Actor("甲", "甲厅", "planner"), Actor("丁", "甲厅", "reviewer")
OWNER = Actor("丙", "包头市", "reporter")
PROOF = (Evidence("证明.pdf", str(digest(b"x"))),)


@pytest.fixture
def office(tmp_path: Path) -> tuple[Plan, Store, Journal]:
    plan = read_text("一、目标\n到2020年，建成公共服务平台100个，装机容量达到5000万千瓦。\n")
    plan = replace(plan, region="150000", indicators=tuple(IndicatorRecord(s.id, body="包头市") for s in plan.targets))
    store = open_store(tmp_path / "store", create=True)
    journal = Journal(store, load_ledgers()["self_assessments"])
    journal.record(asking(journal, plan, "2018", date(2018, 8, 31), DAY, PLANNER))
    return plan, store, journal


def act(journal: Journal, subject: str, action: str, to: str, actor: Actor, **values: Value | None) -> None:
    proof = PROOF if action == "assess" else ()
    journal.record([Event(journal.ledger.name, subject, action, DAY, now(), actor, to, values, proof)])


def assessed(journal: Journal, agreed: str = "认可", claimed: str = "按序时推进") -> str:
    subject = sorted(journal.states())[0]
    act(journal, subject, "assess", "assessed", OWNER, claimed=claimed, grounds="已建成60个")
    act(journal, subject, "review", "reviewed", REVIEWER, agreed=agreed, finding="抽查属实")
    return str(journal.states()[subject].values["statement"])


def test_each_target_of_a_body_is_asked_once(office: tuple[Plan, Store, Journal]) -> None:
    plan, _store, journal = office
    assert len(journal.states()) == len(plan.targets) == 2
    assert asking(journal, plan, "2018", date(2018, 8, 31), DAY, PLANNER) == []
    assert len(asking(journal, plan, "2019", date(2019, 8, 31), DAY, PLANNER, only=[plan.targets[0].id])) == 1


def test_a_body_neither_claims_without_evidence_nor_reviews_itself(office: tuple[Plan, Store, Journal]) -> None:
    journal = office[2]
    subject = sorted(journal.states())[0]
    with pytest.raises(GuihuaError, match="LG-EVIDENCE"):
        event = Event(
            "self_assessments", subject, "assess", DAY, now(), OWNER, "assessed", {"claimed": "完成", "grounds": "x"}
        )
        journal.record([event])
    act(journal, subject, "assess", "assessed", OWNER, claimed="完成", grounds="x")
    with pytest.raises(GuihuaError, match="LG-SAME-PERSON"):
        act(journal, subject, "review", "reviewed", Actor("丙", "甲厅", "reviewer"), agreed="认可", finding="好")


def test_what_was_reviewed_answers_and_the_statistical_verdict_stays(office: tuple[Plan, Store, Journal]) -> None:
    plan, store, journal = office
    before = track(plan, store, DAY, region="150000").assessments
    statement = assessed(journal)
    found = track(plan, store, DAY, region="150000").assessments
    assert [a.status for a in found] == [a.status for a in before] == [Status.UNKNOWN] * 2
    counted = apart(found, self_verdicts(store, DAY))
    assert (counted.judged, counted.unjudged, counted.answered, counted.silent) == (0, 2, (("按序时推进", 1),), 1)
    assert self_verdicts(store, date(2018, 7, 1)) == ()
    (own,) = (v for v in self_verdicts(store, DAY) if v.answers)
    assert own.statement == statement and own.proofs == ("证明.pdf",)


@pytest.mark.parametrize("agreed", ["不认可"])
def test_what_was_refused_answers_nothing(office: tuple[Plan, Store, Journal], agreed: str) -> None:
    plan, store, journal = office
    assessed(journal, agreed)
    counted = apart(track(plan, store, DAY, region="150000").assessments, self_verdicts(store, DAY))
    assert counted.answered == () and counted.silent == 2


def test_a_claim_against_the_figures_is_shown_and_decides_nothing(office: tuple[Plan, Store, Journal]) -> None:
    plan, store, journal = office
    statement = assessed(journal, claimed="完成")
    (own,) = (v for v in self_verdicts(store, DAY) if v.answers)
    found = track(plan, store, DAY, region="150000").assessments
    missed = [replace(a, status=Status.MISSED) if a.statement.id == statement else a for a in found]
    assert apart(missed, [own]).against == (statement,)
    assert opposite(next(a for a in missed if a.statement.id == statement), own)
    assert not opposite(next(a for a in found if a.statement.id == statement), own)


def test_the_report_has_the_tier_in_a_chapter_of_its_own(office: tuple[Plan, Store, Journal]) -> None:
    plan, store, journal = office
    assert not any("部门自评" in b.text for b in _report(plan, store).blocks if isinstance(b, Heading))
    assessed(journal)
    document = _report(plan, store)
    assert any("部门自评" in b.text for b in document.blocks if isinstance(b, Heading))
    table = next(b for b in document.blocks if isinstance(b, Table) and "部门自评" in b.caption)
    assert "按序时推进；已建成60个；证明.pdf" in [plain(cell) for cell in table.rows[0]]


def _report(plan: Plan, store: Store):  # type: ignore[no-untyped-def]
    return make_report(material(gather(plan, store, DAY, region="150000", check=False), charts=False))

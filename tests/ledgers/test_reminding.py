"""Reminders: one a stage, by working days, settled when the matter is, and never said twice."""

from __future__ import annotations

from datetime import date

import pytest

from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal, verify_log
from guihua.ledgers.ledger import Actor, Event, Evidence, Value
from guihua.ledgers.reminding import NAME, OPENS, OVERDUE, SOON, TODAY, remind, reminders
from guihua.proof.hashes import digest
from guihua.storage import Store

LEDGERS = load_ledgers()
PLANNER = Actor("甲", "甲厅", "planner")


def _act(
    journal: Journal, subject: str, action: str, at: str, to: str, actor: Actor = PLANNER, **values: Value
) -> None:
    proof = (Evidence("a", str(digest(b"a"))),)
    given: dict[str, Value | None] = dict(values)
    on, recorded = date.fromisoformat(at), f"{at}T09:00:00.000000+08:00"
    journal.record([Event(journal.ledger.name, subject, action, on, recorded, actor, to, given, proof, "依据")])


def _task(store: Store, due: str) -> Journal:
    journal = Journal(store, LEDGERS["tasks"])
    _act(journal, "t", "assign", "2018-01-02", "not_started", task="建平台", measure="设计", lead=("乙局",), due=due)
    return journal


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2018-06-25", None),
        ("2018-06-26", SOON),  # Wednesday, Thursday, Friday are left; 30 June 2018 is a Saturday
        ("2018-06-29", SOON),
        ("2018-06-30", TODAY),
        ("2018-07-01", OVERDUE),
        ("2019-07-01", OVERDUE),
    ],
)
def test_a_deadline_is_told_of_when_three_working_days_are_left(store: Store, day: str, stage: str | None) -> None:
    journal = _task(store, "2018-06-30")
    found = reminders(journal.ledger, journal.states(), date.fromisoformat(day))
    assert [r.stage for r in found] == ([stage] if stage else [])
    for r in found:
        assert (r.title, r.matter, r.bodies, r.day) == ("建平台：设计", "完成时限", ("乙局",), date(2018, 6, 30))


def test_where_the_holidays_are_not_announced_calendar_days_count(store: Store) -> None:
    journal = _task(store, "2031-06-30")
    assert not reminders(journal.ledger, journal.states(), date(2031, 6, 26))
    assert reminders(journal.ledger, journal.states(), date(2031, 6, 27))[0].stage == SOON


def test_an_embargo_that_ends_is_told_of_on_its_day(store: Store) -> None:
    journal = Journal(store, LEDGERS["submission"])
    reporter = Actor("丁", "乙局", "reporter")
    asked = {"task": "月报", "form_number": "示例1", "lead": "乙局", "month": "2018-05", "due": "2018-06-10"}
    _act(journal, "s", "ask", "2018-06-01", "due", **asked)
    _act(journal, "s", "submit", "2018-06-05", "submitted", reporter)
    _act(journal, "s", "accept", "2018-06-06", "accepted", level="定期解密", embargo="2018-06-20")
    assert not reminders(journal.ledger, journal.states(), date(2018, 6, 19))
    (found,) = reminders(journal.ledger, journal.states(), date(2018, 6, 20))
    assert (found.stage, found.matter, found.day) == (OPENS, "发布", date(2018, 6, 20))


def test_nothing_is_said_twice_and_what_is_done_is_settled(store: Store) -> None:
    journal, book = _task(store, "2018-06-30"), Journal(store, LEDGERS[NAME])

    def morning(day: str) -> tuple[int, int]:
        on = date.fromisoformat(day)
        return remind(book, reminders(journal.ledger, journal.states(), on), on)

    assert morning("2018-06-28") == (1, 0)
    assert morning("2018-06-28") == morning("2018-06-29") == (0, 0)
    assert morning("2018-07-02") == (1, 1)
    assert morning("2018-07-03") == (0, 0)
    _act(journal, "t", "finish", "2018-07-04", "done")
    assert morning("2018-07-05") == (0, 1)
    assert {s.state for s in book.states().values()} == {"settled"}
    assert not verify_log(store, NAME).faults

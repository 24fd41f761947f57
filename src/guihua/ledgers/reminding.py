"""提醒催办 reminders: who is to be reminded of what, once a stage; recorded in the ledger `reminders`, so that nothing is said twice.

Deadlines are those that the ledgers declare, counted in working days where they say so (`due`); an act that had to wait for a day
(`not_before`: a release under embargo) is told of on that day. The days ahead are a setting of ours (reminding.yaml).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from guihua.ledgers.due import Due, due
from guihua.ledgers.importing import object_id
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import CLOSED, Actor, Event, FieldType, Ledger, State, Value
from guihua.plan.calendar import Calendar, calendar
from guihua.plan.data import load

NAME = "reminders"
SOON, TODAY, OVERDUE, OPENS = "即将到期", "今日到期", "逾期", "期满可办"
ACTOR = Actor("guihua", "", "system")


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to remind of. matter: the deadline's or act's Chinese name in its ledger; stage: SOON, TODAY, OVERDUE or OPENS; day: by
    when, or from when; bodies: who holds the object."""

    ledger: str
    subject: str
    title: str
    matter: str
    stage: str
    day: date
    bodies: tuple[str, ...]

    @property
    def values(self) -> dict[str, Value | None]:
        """As the ledger of reminders keeps it."""
        return {
            "task": self.title, "book": self.ledger, "object": self.subject, "matter": self.matter, "stage": self.stage,
            "lead": self.bodies or None, "due": self.day.isoformat(),
        }  # fmt: skip


def reminders(
    ledger: Ledger, states: Mapping[str, State], as_of: date, days: Calendar | None = None
) -> tuple[Reminder, ...]:
    """What a ledger's objects are to be reminded of on a day, the most pressing first."""
    found = [*_deadlines(ledger, states, as_of, days or calendar()), *_openings(ledger, states, as_of)]
    order = (OVERDUE, TODAY, SOON, OPENS)
    return tuple(sorted(found, key=lambda r: (order.index(r.stage), r.day, r.subject)))


def remind(book: Journal, found: tuple[Reminder, ...], as_of: date) -> tuple[int, int]:
    """Record what is new and settle what is no longer owed: (made, settled). Doing it again on the same day changes nothing."""
    known = book.states()
    wanted = {object_id(book.ledger, r.values): r for r in found}
    made = [
        _event(book.ledger, key, "remind", "open", as_of, r.values) for key, r in wanted.items() if key not in known
    ]
    over = [
        _event(book.ledger, key, "settle", "settled", as_of, {})
        for key, state in known.items()
        if key not in wanted and book.ledger.meaning(state.state) not in CLOSED
    ]
    if made or over:
        book.record([*made, *over])
    return len(made), len(over)


def title_of(ledger: Ledger, state: State) -> str:
    """What an object is called: its first filled field; where two words make its key (a task and its measure), both."""
    first = next((f for f in ledger.fields if state.text(f.name)), None)
    if first is None:
        return state.subject
    second = ledger.field(ledger.key[1]) if len(ledger.key) > 1 and ledger.key[0] == first.name else None
    more = state.text(second.name) if second is not None and second.type is FieldType.TEXT else ""
    return f"{state.text(first.name)}：{more}" if more else state.text(first.name)


def _deadlines(ledger: Ledger, states: Mapping[str, State], as_of: date, days: Calendar) -> Iterator[Reminder]:
    for owed in due(ledger, states, as_of, days):
        stage = _stage(owed, as_of, days)
        if stage and owed.day is not None:
            title = title_of(ledger, states[owed.subject])
            yield Reminder(ledger.name, owed.subject, title, owed.deadline.zh, stage, owed.day, owed.bodies)


def _stage(owed: Due, as_of: date, days: Calendar) -> str:
    if owed.day is None:
        return ""
    if owed.day <= as_of:
        return TODAY if owed.day == as_of else OVERDUE
    left = days.between(as_of, owed.day)
    soon: int = load("reminding.yaml", "guihua.ledgers")["soon"]["days"]
    return SOON if (left if left is not None else (owed.day - as_of).days) <= soon else ""


def _openings(ledger: Ledger, states: Mapping[str, State], as_of: date) -> Iterator[Reminder]:
    for transition in ledger.transitions:
        for state in states.values() if transition.not_before else ():
            text = state.text(transition.not_before)
            if state.state in transition.sources and text and date.fromisoformat(text) <= as_of:
                bodies = tuple(dict.fromkeys(b for name in ledger.holders for b in state.many(name)))
                title, day = title_of(ledger, state), date.fromisoformat(text)
                yield Reminder(ledger.name, state.subject, title, transition.words.zh, OPENS, day, bodies)


def _event(ledger: Ledger, subject: str, action: str, to: str, at: date, values: Mapping[str, Value | None]) -> Event:
    return Event(ledger.name, subject, action, at, now(), ACTOR, to, values, (), "")

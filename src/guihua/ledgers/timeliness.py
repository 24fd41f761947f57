"""Completeness and timeliness of reporting, by body and month: who was asked for what, who handed it in, and when (完整性、及时性)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import State

HANDED_IN: Final = ("submit", "hand_up")
"""The acts by which a body hands a form in: to the region, or to its league first."""
ON_TIME, LATE, MISSING, WAITING, WAIVED = "on_time", "late", "missing", "waiting", "waived"


@dataclass(frozen=True, slots=True)
class Report:
    """One form of one body and month. standing: on_time, late, missing (due and not there), waiting (not due yet), waived.

    on     the day it was first handed in; days: how long after its time limit it came, or is missing by now
    back   whether it was sent back and is with the body again
    """

    subject: str
    body: str
    month: str
    form: str
    due: date | None
    on: date | None
    standing: str
    days: int
    back: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One body: its reports, month by month, and its shares. Shares are of what was due by the day; None where nothing was."""

    body: str
    months: tuple[tuple[str, str], ...]
    due: int
    there: int
    on_time: int

    @property
    def completeness(self) -> int | None:
        """Per cent of what was due that is there."""
        return round(100 * self.there / self.due) if self.due else None

    @property
    def timeliness(self) -> int | None:
        """Per cent of what was due that came in time."""
        return round(100 * self.on_time / self.due) if self.due else None


def reports(journal: Journal, as_of: date) -> tuple[Report, ...]:
    """Every form that was asked for, as it stands on a day; in the order of bodies, months and forms."""
    first: dict[str, date] = {}
    for item in journal.events():
        event = item.event
        if event.action in HANDED_IN and event.at <= as_of:
            first[event.subject] = min(event.at, first.get(event.subject, event.at))
    made = [_report(state, first.get(state.subject), as_of) for state in journal.states(as_of=as_of).values()]
    return tuple(sorted(made, key=lambda r: (r.body, r.month, r.form)))


def by_body(found: Iterable[Report]) -> tuple[Row, ...]:
    """A row a body, the least complete first. A month's word is the worst of its forms."""
    bodies: dict[str, list[Report]] = {}
    for one in found:
        bodies.setdefault(one.body, []).append(one)
    return tuple(
        sorted(
            (_row(b, rows) for b, rows in bodies.items()),
            key=lambda r: (r.completeness or 0, r.timeliness or 0, r.body),
        )
    )


def late(found: Iterable[Report]) -> tuple[Report, ...]:
    """What is missing past its time limit or was sent back, the longest overdue first."""
    return tuple(
        sorted((r for r in found if r.standing == MISSING or r.back), key=lambda r: (-r.days, r.body, r.month))
    )


def _report(state: State, on: date | None, as_of: date) -> Report:
    text = state.text("due")
    due = date.fromisoformat(text) if text else None
    back = state.state == "returned"
    if state.state == "waived":
        standing, days = WAIVED, 0
    elif on is not None:
        days = max(0, (on - due).days) if due else 0
        standing = LATE if days else ON_TIME
    else:
        days = max(0, (as_of - due).days) if due else 0
        standing = MISSING if days else WAITING
    if back and due is not None:
        days = max(days, (as_of - due).days)
    return Report(
        state.subject,
        state.text("lead"),
        state.text("month"),
        state.text("task"),
        due,
        on,
        standing,
        max(days, 0),
        back,
    )


def _row(body: str, rows: Sequence[Report]) -> Row:
    order = (MISSING, LATE, WAITING, ON_TIME, WAIVED)
    months = sorted({r.month for r in rows})
    words = tuple((m, min((r.standing for r in rows if r.month == m), key=order.index)) for m in months)
    asked = [r for r in rows if r.standing in (ON_TIME, LATE, MISSING)]
    there = [r for r in asked if r.on is not None]
    return Row(body, words, len(asked), len(there), sum(r.standing == ON_TIME for r in asked))

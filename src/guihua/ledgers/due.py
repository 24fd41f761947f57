"""What is owed, and what is overdue. Deadlines run in working days or calendar days, as the ledger says.

Where a deadline would need a day of a year whose holidays are not known, the answer is that it is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from guihua.ledgers.ledger import Deadline, Ledger, State, Words
from guihua.plan.calendar import Calendar, calendar


@dataclass(frozen=True, slots=True)
class Due:
    """One thing owed.

    day      by when; None where that is not known (`why`: "no-date" the field is empty, "calendar" the year is unknown)
    left     days left, negative when overdue: working days where the deadline counts them, else calendar days
    working  whether `left` counts working days
    overdue  None where it is not known
    bodies   who owes it, by the fields that hold the object
    """

    ledger: str
    subject: str
    deadline: Words
    state: Words
    bodies: tuple[str, ...]
    day: date | None
    left: int | None
    working: bool
    overdue: bool | None
    why: str = ""


def due(ledger: Ledger, states: Mapping[str, State], as_of: date, days: Calendar | None = None) -> list[Due]:
    """Everything owed in a ledger on a day, soonest first; what has no date stands last.

    In a registry an entry without an end of validity holds until it is taken off: nothing is owed.
    """
    found = [
        _due(ledger, state, deadline, as_of, days or calendar())
        for state in states.values()
        for deadline in ledger.deadlines
        if state.state in deadline.states and (ledger.shape != "registry" or _dated(deadline, state))
    ]
    return sorted(found, key=lambda d: (d.day is None, d.day or date.max, d.subject))


def overdue(found: Iterable[Due]) -> list[Due]:
    """Those that are overdue."""
    return [d for d in found if d.overdue]


def deadline_day(deadline: Deadline, state: State, days: Calendar) -> tuple[date | None, str]:
    """By when, and why that is not known where it is not."""
    if deadline.field:
        text = state.text(deadline.field)
        return (date.fromisoformat(text), "") if text else (None, "no-date")
    count = deadline.days
    if deadline.days_field:
        text = state.text(deadline.days_field)
        if not text:
            return None, "no-date"
        count = int(text)
    count += int(state.text(deadline.plus) or 0) if deadline.plus else 0
    start = state.since
    if deadline.start:
        text = state.text(deadline.start)
        if not text:
            return None, "no-date"
        start = date.fromisoformat(text)
    if not deadline.working:
        return start + timedelta(days=count), ""
    found = days.after(start, count)
    return found, "" if found else "calendar"


def _dated(deadline: Deadline, state: State) -> bool:
    return not deadline.field or bool(state.text(deadline.field))


def _due(ledger: Ledger, state: State, deadline: Deadline, as_of: date, days: Calendar) -> Due:
    day, why = deadline_day(deadline, state, days)
    status = ledger.status(state.state)
    counted = deadline.working and not deadline.field
    left = None if day is None else days.between(as_of, day) if counted else (day - as_of).days
    bodies = tuple(dict.fromkeys(b for name in ledger.holders for b in state.many(name)))
    return Due(
        ledger=ledger.name,
        subject=state.subject,
        deadline=deadline.words,
        state=status.words if status else Words(state.state, state.state),
        bodies=bodies,
        day=day,
        left=left,
        working=counted and left is not None,
        overdue=None if day is None else as_of > day,
        why=why,
    )

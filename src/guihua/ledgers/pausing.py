"""Pauses of cases: working days that do not count against a limit (补正、专家评审), out of the ledger of pauses into the cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, State
from guihua.plan.calendar import Calendar, calendar

FIELD = "paused_days"
"""The field of a case that holds them."""


def paused(pauses: Iterable[State], as_of: date, days: Calendar | None = None) -> dict[str, int]:
    """Working days paused of each case, by its number; pauses that overlap count once, an open one until the day.

    A case with a pause in a year of unknown holidays is left out: its days cannot be told.
    """
    stretches: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for pause in pauses:
        begin, end = pause.text("paused_on"), pause.text("resumed_on")
        if pause.state == "listed" and begin and begin <= as_of.isoformat():
            last = min(date.fromisoformat(end), as_of) if end else as_of
            stretches[pause.text("name")].append((date.fromisoformat(begin), last))
    known = days or calendar()
    found = {case: [known.between(a, b) for a, b in joined(spans)] for case, spans in stretches.items()}
    return {case: sum(n for n in counts if n) for case, counts in found.items() if None not in counts}


def joined(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Stretches of days without overlap, in order."""
    whole: list[tuple[date, date]] = []
    for begin, end in sorted(spans):
        if whole and begin <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((begin, end))
    return whole


def suspensions(cases: Journal, pauses: Journal, at: date, actor: Actor) -> list[Event]:
    """The updates that bring the days paused by a day into the cases; recording them is the caller's."""
    counted, recorded = paused(pauses.states(as_of=at).values(), at), now()
    return [
        Event(
            cases.ledger.name, subject, "report", max(at, state.last), recorded, actor, "", {FIELD: str(counted[case])}
        )
        for subject, state in cases.states().items()
        if (case := state.text("case_number")) in counted and state.text(FIELD) != str(counted[case])
    ]

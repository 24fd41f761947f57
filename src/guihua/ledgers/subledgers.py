"""一级抓一级: ledgers that a league keeps for itself, of which the region sees the version that the league released.

Released is what the events of an object come to up to its last release; later reports stay inside the league until it
releases again. The log is one and can be verified as a whole; only the view is bounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from guihua.ledgers.events import fold
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import LEAGUE, Ledger, Means, Stamped, State

TASKS: Final = "league_tasks"
RELEASE: Final = "release"


@dataclass(frozen=True, slots=True)
class Share:
    """What one league released of a task: how many of its parts stand in each meaning, when it last released, lines of progress."""

    league: str
    parts: int
    done: int
    behind: int
    released: date
    said: tuple[str, ...]


def is_inner(ledger: Ledger) -> bool:
    """Whether a ledger is a league's own, of which others see what was released."""
    act = ledger.transition(RELEASE)
    return act is not None and act.who == (LEAGUE,) and bool(ledger.seats(LEAGUE))


def released(journal: Journal, as_of: date | None = None) -> dict[str, State]:
    """The objects as their leagues last released them, by id; what was never released is not there."""
    events: dict[str, list[Stamped]] = {}
    for item in journal.events():
        if as_of is None or item.event.at <= as_of:
            events.setdefault(item.event.subject, []).append(item)
    found = {subject: fold(let_out(items)) for subject, items in events.items()}
    return {subject: state for subject, state in sorted(found.items()) if state is not None}


def let_out(items: Sequence[Stamped]) -> list[Stamped]:
    """Of an object's events in the order of the log those up to its last release."""
    last = max((i.position for i in items if i.event.action == RELEASE), default=-1)
    return [i for i in items if i.position <= last]


def by_task(journal: Journal, as_of: date | None = None) -> dict[str, tuple[Share, ...]]:
    """What leagues released, by the id of the task above: a line a league, in the order of their names."""
    rows: dict[tuple[str, str], list[State]] = {}
    for state in released(journal, as_of).values():
        rows.setdefault((state.text("parent"), state.text("league")), []).append(state)
    found: dict[str, list[Share]] = {}
    for (parent, league), states in sorted(rows.items()):
        found.setdefault(parent, []).append(_share(journal.ledger, league, states))
    return {parent: tuple(shares) for parent, shares in found.items()}


def undivided(tasks: Journal, inner: Journal, league: str) -> tuple[State, ...]:
    """The open tasks that a league leads or shares and has not divided yet."""
    divided = {s.text("parent") for s in inner.states().values() if inner.same_body(league, s.text("league"))}
    mine = (s for s in tasks.states().values() if _with(tasks, league, s))
    ended = (Means.DONE, Means.DROPPED, Means.PROPOSED)
    return tuple(s for s in mine if s.subject not in divided and tasks.ledger.meaning(s.state) not in ended)


def summary(shares: Mapping[str, Sequence[Share]]) -> Counter[str]:
    """How many parts of all leagues are done, behind, and neither."""
    told: Counter[str] = Counter()
    for rows in shares.values():
        for one in rows:
            told.update(done=one.done, behind=one.behind, open=one.parts - one.done - one.behind)
    return told


def _with(tasks: Journal, league: str, state: State) -> bool:
    return any(tasks.same_body(league, body) for name in ("lead", "others") for body in state.many(name))


def _share(ledger: Ledger, league: str, states: Sequence[State]) -> Share:
    means = Counter(ledger.meaning(s.state) for s in states)
    said = tuple(f"{s.text('lead')}：{s.text('progress')}" for s in states if s.text("progress"))
    return Share(league, len(states), means[Means.DONE], means[Means.BEHIND], max(s.last for s in states), said)

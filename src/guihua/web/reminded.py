"""The reminders that concern somebody: of the own body's matters, and of those that are now theirs to act on. Made by the worker, once a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guihua.ledgers.ledger import Ledger, State
from guihua.ledgers.reminding import NAME, OPENS, OVERDUE, SOON, TODAY
from guihua.web import desk, results
from guihua.web.principal import Principal

ORDER = (OVERDUE, TODAY, SOON, OPENS)
BOUND = ("reporter",)


@dataclass(frozen=True, slots=True)
class Told:
    """One reminder as a page shows it: the reminder, the ledger and object it is of, since when."""

    reminder: State
    of: Ledger
    state: State

    @property
    def day(self) -> date:
        """By when, or from when."""
        return date.fromisoformat(self.reminder.text("due"))


def reminded(principal: Principal, ledger: str = "", most: int | None = None) -> tuple[Told, ...]:
    """Open reminders that concern a person, the most pressing first; of one ledger alone, where it is named."""
    of_project = results.project()
    declared = desk.ledgers()
    book = declared.get(NAME)
    if book is None or not principal.known or not results.store_version(of_project):
        return ()
    rows = [s for s in desk.journal(book).states().values() if s.state == "open" and ledger in ("", s.text("book"))]
    rows.sort(key=lambda s: (ORDER.index(s.text("stage")), s.text("due"), s.subject))
    found: list[Told] = []
    for row in rows:
        told = _told(row, declared, principal)
        if told is not None:
            found.append(told)
        if most is not None and len(found) >= most:
            break
    return tuple(found)


def reminded_on(ledger: str) -> dict[tuple[str, str], date]:
    """The day of the reminder that is open for an object's deadline, by object and deadline (its Chinese name), whoever it concerns."""
    book = desk.ledgers().get(NAME)
    if book is None or not results.store_version(results.project()):
        return {}
    rows = (s for s in desk.journal(book).states().values() if s.text("book") == ledger and s.state != "settled")
    return {(s.text("object"), s.text("matter")): s.since for s in rows}


def _told(row: State, declared: dict[str, Ledger], principal: Principal) -> Told | None:
    """The reminder with its object, if it is still owed and concerns this person."""
    of = declared.get(row.text("book"))
    state = desk.journal(of).state(row.text("object")) if of else None
    if of is None or state is None or not _owed(row, of, state):
        return None
    own = any(desk.same_body(principal.body, held) for held in row.many("lead")) if principal.body else False
    if not own and (principal.role in BOUND or not desk.open_actions(of, state, principal)):
        return None
    return Told(row, of, state)


def _owed(row: State, of: Ledger, state: State) -> bool:
    """Whether the matter is still there: what was settled since this morning is not told of any more."""
    matter = row.text("matter")
    if row.text("stage") == OPENS:
        return any(t.words.zh == matter and state.state in t.sources for t in of.transitions)
    return any(d.words.zh == matter and state.state in d.states for d in of.deadlines)

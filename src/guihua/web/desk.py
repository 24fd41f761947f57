"""The site at the ledgers' desk: its own store and day, and its people as the desk knows them. What they may do is `ledgers.desk`'s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.desk import Acting, Desk, event, holders
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Actor, Evidence, Ledger, Stamped, State, Transition, Value
from guihua.ledgers.register import Register
from guihua.ledgers.register import register as made_register
from guihua.web import results
from guihua.web.principal import Principal

__all__ = ["event", "holders"]
BY_FORM = {"submission": frozenset({"report", "submit", "hand_up", "endorse", "send_back", "accept", "return"})}
"""Acts that carry figures with them: done on the page of data submission alone, never as a bare entry in the ledger."""


def desk() -> Desk:
    """The project's desk on this thread's store, today."""
    return Desk(results.store(results.project()), ledgers(), date.today())


def ledgers() -> dict[str, Ledger]:
    """All declared ledgers by name, the project's own included: a new file appears by itself."""
    return load_ledgers(results.project().ledgers)


def ledger(name: str) -> Ledger:
    """One ledger; GuihuaError where there is none."""
    return desk().ledger(name)


def journal(of: Ledger) -> Journal:
    """The ledger on this thread's store. A body acts for those that it succeeded."""
    return desk().journal(of)


def acting(principal: Principal) -> Acting:
    """A person of the site as the desk knows them."""
    return Acting(principal.role, principal.name, principal.body, principal.duty)


def actors(principal: Principal) -> Iterator[Actor]:
    """In which capacities somebody may act."""
    return acting(principal).capacities()


def open_actions(of: Ledger, state: State | None, principal: Principal) -> tuple[Transition, ...]:
    """What this person may do with the object now."""
    return desk().open_actions(of, state, acting(principal))


def act(
    of: Ledger,
    subject: str,
    action: Transition,
    principal: Principal,
    values: Mapping[str, Value | None],
    evidence: tuple[Evidence, ...],
    basis: str,
) -> State:
    """Write it down in the first capacity that the ledger accepts; GuihuaError of the last refusal otherwise."""
    return desk().act(of, subject, action, acting(principal), values, evidence, basis)


def visible(of: Ledger, principal: Principal) -> dict[str, State]:
    """All objects; for a reporter those that the own body holds."""
    return desk().visible(of, acting(principal))


def seen(of: Ledger, subject: str, principal: Principal) -> tuple[State | None, list[Stamped]]:
    """An object with its history as this person may see it."""
    return desk().seen(of, subject, acting(principal))


def register() -> Register:
    """The register of bodies, today."""
    found = ledgers().get("bodies")
    store = results.store(results.project())
    return made_register(Journal(store, found), date.today()) if found else Register()


def current(body: str) -> tuple[str, ...]:
    """Who holds the duties of a body now, by the register of bodies."""
    return desk().bodies().current(body)


def same_body(acting: str, holding: str) -> bool:
    """Whether a body is, by any of its names, or came after, the one that holds something."""
    return desk().same_body(acting, holding)

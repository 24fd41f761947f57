"""The ledgers at the site's desk: which there are, who acts, what they may do now. Rules are the ledgers' own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from guihua.errors import GuihuaError
from guihua.ledgers.bodies import bar_of, bodies
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.events import fold
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import NEW, PARTS, Actor, Event, Evidence, Ledger, Stamped, State, Transition, Value
from guihua.ledgers.oversight import LINES, MATTERS, record
from guihua.ledgers.permission import not_barred
from guihua.ledgers.register import Register
from guihua.ledgers.register import register as made_register
from guihua.ledgers.subledgers import is_inner, let_out, released
from guihua.web import results
from guihua.web.principal import Principal


def ledgers() -> dict[str, Ledger]:
    """All declared ledgers by name, the project's own included: a new file appears by itself."""
    return load_ledgers(results.project().ledgers)


BY_FORM = {"submission": frozenset({"report", "submit", "hand_up", "endorse", "send_back", "accept", "return"})}
"""Acts that carry figures with them: done on the page of data submission alone, never as a bare entry in the ledger."""


def ledger(name: str) -> Ledger:
    """One ledger; GuihuaError where there is none."""
    found = ledgers().get(name)
    if found is None:
        raise GuihuaError(
            "LEDGER-UNKNOWN", f"没有这个台账 no such ledger: {name[:40]}", "台账页列出全部 the ledgers page lists all"
        )
    return found


def journal(of: Ledger) -> Journal:
    """The ledger on this thread's store. A body acts for those that it succeeded."""
    store = results.store(results.project())
    register = ledgers().get("vetoes")
    barred = bar_of(Journal(store, register)) if register is not None and of.name != "vetoes" else not_barred
    return Journal(store, of, same_body, barred)


def actors(principal: Principal) -> Iterator[Actor]:
    """In which capacities somebody may act: by role, and by duty where they sign."""
    role = "administrator" if principal.role == "local" else principal.role
    yield Actor(principal.name, principal.body, role)
    if principal.duty:
        yield Actor(principal.name, principal.body, principal.duty)


def event(
    of: Ledger,
    subject: str,
    action: Transition,
    actor: Actor,
    values: Mapping[str, Value | None],
    evidence: tuple[Evidence, ...] = (),
    basis: str = "",
) -> Event:
    """An act of today."""
    return Event(
        of.name,
        subject,
        action.name,
        date.today(),
        now(),
        actor,
        action.targets[0] if action.targets else "",
        values,
        evidence,
        basis,
    )


def open_actions(of: Ledger, state: State | None, principal: Principal) -> tuple[Transition, ...]:
    """What this person may do with the object now. Values and evidence are asked for by the form, so only who and when are tried here."""
    here = state.state if state else NEW
    return tuple(
        t
        for t in of.transitions
        if here in t.sources and any(_lets(of, t, actor, state) for actor in actors(principal))
    )


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
    book = journal(of)
    refused: GuihuaError | None = None
    for actor in actors(principal):
        made = event(of, subject, action, actor, values, evidence, basis)
        try:
            return _recorded(book, subject, made)
        except GuihuaError as error:
            refused = error
            if error.code not in ("LG-ROLE", "LG-OWNER"):
                raise
    assert refused is not None
    raise refused


def _recorded(book: Journal, subject: str, made: Event) -> State:
    """Write an act down; an act on a matter overseen is written with what it means for its lines."""
    if book.ledger.name == MATTERS:
        return record(book, journal(ledger(LINES)), made)
    return book.record([made])[subject]


def visible(of: Ledger, principal: Principal) -> dict[str, State]:
    """All objects; for a reporter those that the own body holds; of a league's own ledger, to others, what it released."""
    book = journal(of)
    if principal.role == "reporter" and of.holders:
        return {
            k: s for k, s in book.states().items() if any(same_body(principal.body, held) for held in holders(of, s))
        }
    return released(book) if is_inner(of) else book.states()


def seen(of: Ledger, subject: str, principal: Principal) -> tuple[State | None, list[Stamped]]:
    """An object with its history as somebody may see it: of a league's own ledger, outside the league, up to its last release."""
    book = journal(of)
    state = book.state(subject)
    history = book.history(subject) if state is not None else []
    own = state is not None and any(same_body(principal.body, held) for held in holders(of, state))
    if state is None or own or not is_inner(of):
        return state, history
    out = let_out(history)
    return fold(out), out


def holders(of: Ledger, state: State) -> frozenset[str]:
    """The bodies that hold an object, in whatever part: its owner, the league above it."""
    return frozenset(body for name in of.seats() for body in state.many(name))


_PERSONAL = ("role", "owner", "same-person", "too-early", "not-with")


def _lets(of: Ledger, transition: Transition, actor: Actor, state: State | None) -> bool:
    from guihua.ledgers.permission import refusals

    if state is None:
        return actor.role in (*transition.who, "administrator") or (
            actor.role == "reporter" and not set(PARTS).isdisjoint(transition.who)
        )
    tried = event(of, state.subject, transition, actor, {})
    return not any(r.code in _PERSONAL for r in refusals(of, state, tried, same_body))


def register() -> Register:
    """The register of bodies, today."""
    found = ledgers().get("bodies")
    store = results.store(results.project())
    return made_register(Journal(store, found), date.today()) if found else Register()


def current(body: str) -> tuple[str, ...]:
    """Who holds the duties of a body now, by the register of bodies."""
    found = ledgers().get("bodies")
    return bodies(Journal(results.store(results.project()), found), date.today()).current(body) if found else (body,)


def same_body(acting: str, holding: str) -> bool:
    """Whether a body is, by any of its names, or came after, the one that holds something."""
    if acting == holding:
        return True
    found = ledgers().get("bodies")
    if found is None:
        return False
    return bodies(Journal(results.store(results.project()), found), date.today()).same(acting, holding)

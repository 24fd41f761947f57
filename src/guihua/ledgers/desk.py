"""Who may do what at a project's ledgers: the one place that the site, the API and the command ask.

What an act needs is each ledger's own rule (`permission`); here is who acts in which capacities, for which bodies, what is
open to them on an object, and which objects they see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from guihua.errors import GuihuaError
from guihua.ledgers.bodies import Bodies, bar_of, bodies
from guihua.ledgers.events import fold
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import NEW, PARTS, Actor, Event, Evidence, Ledger, Stamped, State, Transition, Value
from guihua.ledgers.oversight import LINES, MATTERS
from guihua.ledgers.oversight import record as overseen
from guihua.ledgers.permission import not_barred, refusals
from guihua.ledgers.subledgers import is_inner, let_out, released
from guihua.storage.store import Store

LOCAL = "local"
"""The one person of a start on this machine alone: everything is theirs to do."""
_PERSONAL = ("role", "owner", "same-person", "too-early", "not-with")


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who acts: role, name, body acted for ("" for none), and the duty that they sign in, if any."""

    role: str
    name: str = ""
    body: str = ""
    duty: str = ""

    def capacities(self) -> Iterator[Actor]:
        """In which capacities they may act: by role, and by duty where they sign."""
        yield Actor(self.name, self.body, "administrator" if self.role == LOCAL else self.role)
        if self.duty:
            yield Actor(self.name, self.body, self.duty)


@dataclass(frozen=True, slots=True)
class Desk:
    """A project's ledgers on one store.

    declared  the ledgers by name; on: the day whose successions of bodies count
    """

    store: Store
    declared: Mapping[str, Ledger]
    on: date

    def ledger(self, name: str) -> Ledger:
        """One ledger. Raises GuihuaError LEDGER-UNKNOWN."""
        found = self.declared.get(name)
        if found is None:
            raise GuihuaError(
                "LEDGER-UNKNOWN",
                f"没有这个台账 no such ledger: {name[:40]}",
                "台账页列出全部 the ledgers page lists all",
            )
        return found

    def bodies(self) -> Bodies:
        """The register of bodies, with who follows whom; an empty one where none is declared."""
        found = self.declared.get("bodies")
        return bodies(Journal(self.store, found), self.on) if found else Bodies()

    def same_body(self, acting: str, holding: str) -> bool:
        """Whether a body is, by any of its names, or came after, the one that holds something."""
        return acting == holding or self.bodies().same(acting, holding)

    def journal(self, of: Ledger, known: Bodies | None = None) -> Journal:
        """The ledger at work: a body acts for those that it succeeded, and a one-vote veto bars what it bars.

        known  the bodies, where a caller has read them for many acts at once
        """
        register = self.declared.get("vetoes")
        vetoed = register is not None and of.name != register.name
        barred = bar_of(Journal(self.store, register)) if register is not None and vetoed else not_barred
        return Journal(self.store, of, self.same_body if known is None else known.same, barred)

    def open_actions(self, of: Ledger, state: State | None, acting: Acting) -> tuple[Transition, ...]:
        """What somebody may do with an object now (None: with a new one). Values and evidence are asked for by the form, so
        only who and when are tried here."""
        here = state.state if state else NEW
        return tuple(
            t
            for t in of.transitions
            if here in t.sources and any(self._lets(of, t, actor, state) for actor in acting.capacities())
        )

    def act(
        self,
        of: Ledger,
        subject: str,
        action: Transition,
        acting: Acting,
        values: Mapping[str, Value | None],
        evidence: tuple[Evidence, ...] = (),
        basis: str = "",
    ) -> State:
        """Write it down in the first capacity that the ledger accepts; GuihuaError of the last refusal otherwise."""
        book = self.journal(of)
        refused: GuihuaError | None = None
        for actor in acting.capacities():
            try:
                return self.record(book, event(of, subject, action, actor, values, evidence, basis))
            except GuihuaError as error:
                refused = error
                if error.code not in ("LG-ROLE", "LG-OWNER"):
                    raise
        assert refused is not None
        raise refused

    def visible(self, of: Ledger, acting: Acting) -> dict[str, State]:
        """All objects; for a reporter those that the own body holds; of a league's own ledger, to others, what it released."""
        book = self.journal(of)
        if acting.role != "reporter" or not of.holders:
            return released(book) if is_inner(of) else book.states()
        known = self.bodies()
        return {k: s for k, s in book.states().items() if any(known.same(acting.body, held) for held in holders(of, s))}

    def seen(self, of: Ledger, subject: str, acting: Acting) -> tuple[State | None, list[Stamped]]:
        """An object with its history as somebody may see it: of a league's own ledger, outside the league, up to its last release."""
        book = self.journal(of)
        state = book.state(subject)
        history = book.history(subject) if state is not None else []
        own = state is not None and any(self.same_body(acting.body, held) for held in holders(of, state))
        if state is None or own or not is_inner(of):
            return state, history
        out = let_out(history)
        return fold(out), out

    def record(self, book: Journal, made: Event) -> State:
        """Write an act down; an act on a matter overseen is written with what it means for its lines."""
        if book.ledger.name == MATTERS:
            return overseen(book, self.journal(self.ledger(LINES)), made)
        return book.record([made])[made.subject]

    def _lets(self, of: Ledger, transition: Transition, actor: Actor, state: State | None) -> bool:
        if state is None:
            return actor.role in (*transition.who, "administrator") or (
                actor.role == "reporter" and not set(PARTS).isdisjoint(transition.who)
            )
        tried = event(of, state.subject, transition, actor, {})
        return not any(r.code in _PERSONAL for r in refusals(of, state, tried, self.same_body))


def holders(of: Ledger, state: State) -> frozenset[str]:
    """The bodies that hold an object, in whatever part: its owner, the league above it."""
    return frozenset(body for name in of.seats() for body in state.many(name))


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
    to = action.targets[0] if action.targets else ""
    return Event(of.name, subject, action.name, date.today(), now(), actor, to, values, evidence, basis)

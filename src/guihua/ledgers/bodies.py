"""Bodies and who came after them, from the ledger of bodies: tasks move to a successor with a record.

A body that was renamed or merged has one successor, and what it held can be moved by rule; one whose duties were
divided has several, and a person must say where each thing goes. Nothing is moved without an event that names the
document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import CLOSED, Actor, Event, FieldType, State, Value
from guihua.ledgers.permission import Barred


@dataclass(frozen=True, slots=True)
class Move:
    """What should move: the object, the field, from which body to which; `to` is empty where a person must decide."""

    subject: str
    field: str
    source: str
    to: tuple[str, ...]
    basis: str

    @property
    def decided(self) -> bool:
        """Exactly one body follows."""
        return len(self.to) == 1


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies as of a day.

    successors  name of a body that is no more -> those that follow it, with the document
    names       short name -> name
    registered  names of all bodies of the register
    """

    successors: Mapping[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    registered: frozenset[str] = frozenset()

    def full(self, name: str) -> str:
        """The full name for a short one; a name that is not known stays as it is."""
        return self.names.get(name, name)

    def current(self, name: str) -> tuple[str, ...]:
        """Who holds the duties of this body now: itself, or those that follow it, through every change."""
        seen, found, todo = set(), [], [self.full(name)]
        while todo:
            body = todo.pop(0)
            if body in seen:
                continue
            seen.add(body)
            following = self.successors.get(body)
            if following is None:
                found.append(body)
            else:
                todo += following[0]
        return tuple(found)

    def same(self, acting: str, holding: str) -> bool:
        """May the first body act for the second? The same by any of its names, or its successor."""
        return self.full(acting) == self.full(holding) or self.full(acting) in self.current(holding)

    def strangers(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of these bodies that the register does not know, in their order; none where there is no register."""
        return tuple(n for n in dict.fromkeys(names) if self.registered and self.full(n) not in self.registered)

    def basis(self, name: str) -> str:
        """The document by which a body was succeeded."""
        found = self.successors.get(self.full(name))
        return found[1] if found else ""


def bodies(journal: Journal, as_of: date) -> Bodies:
    """The bodies as the ledger of bodies has them on a day."""
    successors: dict[str, tuple[tuple[str, ...], str]] = {}
    names: dict[str, str] = {}
    registered: set[str] = set()
    for state in journal.states(as_of=as_of).values():
        name = state.text("name")
        registered.add(name)
        names.update(dict.fromkeys(state.many("short"), name))
        following = state.many("successors") or state.many("successor")
        if state.state in ("merged", "revoked") and following:
            successors[name] = (following, state.text("document"))
    return Bodies(successors, names, frozenset(registered))


def moves(journal: Journal, known: Bodies) -> list[Move]:
    """What of a ledger is still with bodies that are no more."""
    found = []
    for state in journal.states().values():
        if journal.ledger.meaning(state.state) in CLOSED:
            continue
        for name in journal.ledger.holders:
            for body in state.many(name):
                following = known.current(body)
                if following != (known.full(body),):
                    found.append(Move(state.subject, name, body, following, known.basis(body)))
    return found


def move(journal: Journal, decided: Sequence[Move], at: date, actor: Actor) -> dict[str, State]:
    """Record moves, one event an object. Raises GuihuaError LG-… where one is refused; then none is recorded.

    Undecided ones must not be among them.
    """
    recorded = now()
    states = journal.states()
    events: dict[str, Event] = {}
    for item in decided:
        before = events[item.subject].values if item.subject in events else {}
        field_ = journal.ledger.field(item.field)
        held = states[item.subject].many(item.field)
        value: Value = item.to[0]
        if field_ is not None and field_.type is FieldType.BODIES:
            value = tuple(dict.fromkeys(item.to[0] if b == item.source else b for b in held))
        events[item.subject] = Event(
            journal.ledger.name, item.subject, "move", at, recorded, actor,
            values={**before, item.field: value}, basis=item.basis or "机构改革",
        )  # fmt: skip
    return journal.record(list(events.values()))


def vetoes(journal: Journal, name: str, day: date) -> list[State]:
    """One-vote vetoes (一票否决) in force on a body or firm on a day: other parts ask before they award or rate."""
    return [veto for veto in in_force(journal, day) if veto.text("name") == name]


def in_force(journal: Journal, day: date) -> list[State]:
    """All one-vote vetoes in force on a day; journal is that of the ledger of vetoes."""
    from guihua.ledgers.figures import stands

    return [s for s in journal.states(as_of=day).values() if s.state == "listed" and stands(journal.ledger, s, day)]


SCOPE = ("评优", "等次")
"""What a veto forbids where its document does not say: awards and grades; never approvals or payments."""


def bar_of(register: Journal) -> Barred:
    """What the ledger of vetoes forbids, for the journals of other ledgers: by the names in an object's values."""

    def barred(values: Mapping[str, Value | None], kind: str, day: date) -> str:
        names = {one for value in values.values() if value for one in ((value,) if isinstance(value, str) else value)}
        for veto in in_force(register, day):
            if veto.text("name") in names and kind in (veto.many("scope") or SCOPE):
                return "，".join(filter(None, (veto.text("name"), veto.text("matter"), veto.text("document"))))
        return ""

    return barred


def named_in(vetoes: Sequence[State], state: State) -> list[State]:
    """Those of these vetoes whose body or firm an object of another ledger names in any of its fields."""
    names = {one for value in state.values.values() for one in ((value,) if isinstance(value, str) else value)}
    return [veto for veto in vetoes if veto.text("name") in names]

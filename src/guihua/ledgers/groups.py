"""Words for several bodies (各盟市, 有关盟市) in the fields of a ledger, resolved to a list that a person confirms.

The words are data (`groups.yaml`). 各 means all of a kind; 有关 means some: those that the row's own words name are
offered, and nothing is decided. Confirming is an act of its own whose basis says what the words were and who resolved them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from guihua.errors import GuihuaError
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import CLOSED, Actor, Event, FieldType, State
from guihua.ledgers.register import Entry, Register
from guihua.plan.data import load
from guihua.plan.regions import find_region


@dataclass(frozen=True, slots=True)
class Group:
    """Words for bodies of one kind; sure: all of them are meant."""

    pattern: re.Pattern[str]
    kind: str
    sure: bool
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What words of one field may mean. offered: all of the kind where `sure`, else those that the row names; among: all of the kind."""

    subject: str
    field: str
    words: str
    offered: tuple[str, ...]
    among: tuple[str, ...]
    sure: bool


@cache
def groups() -> tuple[Group, ...]:
    """The words, in the order in which they are tried."""
    return tuple(
        Group(re.compile(row["pattern"]), row["kind"], row["sure"], tuple(row["yes"]), tuple(row["no"]))
        for row in load("groups.yaml", "guihua.ledgers")["groups"]
    )


def group_of(words: str) -> Group | None:
    """The group that these words stand for; None where they name one body."""
    return next((g for g in groups() if g.pattern.fullmatch(words.strip())), None)


def unresolved(journal: Journal, known: Register) -> list[Resolution]:
    """Every field of an open object that holds words for several bodies, with what they may mean."""
    ledger, found = journal.ledger, []
    fields = [f.name for f in ledger.fields if f.type in (FieldType.BODY, FieldType.BODIES)]
    for state in journal.states().values():
        if ledger.meaning(state.state) not in CLOSED:
            for name in fields:
                for words in state.many(name):
                    group = group_of(words)
                    if group is not None:
                        found.append(_resolution(state, name, words, group, known))
    return found


def confirm(
    journal: Journal, known: Register, chosen: Mapping[tuple[str, str], Sequence[str]], at: date, actor: Actor
) -> dict[str, State]:
    """Write what a person confirmed: for (object, field) the bodies that its words for several mean, the others of the field kept.

    Errors: BODIES-NONE (nobody chosen, or nothing to resolve there), BODIES-STRANGER (a body that the register does not know), LG-….
    """
    open_ = unresolved(journal, known)
    events: dict[str, Event] = {}
    recorded = now()
    for (subject, name), bodies in chosen.items():
        mine = [r for r in open_ if (r.subject, r.field) == (subject, name)]
        if not mine or not bodies:
            raise GuihuaError(
                "BODIES-NONE",
                "没有可确认的单位 nothing to confirm there, or nobody was chosen",
                "guihua bodies resolve 列出待确认的 lists what is to be confirmed",
                f"{subject} {name}",
            )
        values = dict(events[subject].values) if subject in events else {}
        held = journal.states()[subject].many(name)
        words = {r.words for r in mine}
        full = tuple(_known(known, body).name for body in bodies)
        kept = tuple(b for b in held if b not in words)
        values[name] = tuple(dict.fromkeys((*kept, *full)))
        basis = f"“{'、'.join(sorted(words))}”经{actor.by}确认为{'、'.join(full)}"
        before = f"{events[subject].basis}；" if subject in events else ""
        events[subject] = Event(
            journal.ledger.name, subject, "amend", at, recorded, actor, values=values, basis=before + basis
        )
    return journal.record(list(events.values()))


def _resolution(state: State, field: str, words: str, group: Group, known: Register) -> Resolution:
    every = known.of_kind(group.kind)
    among = tuple(e.name for e in every)
    told = "".join(v if isinstance(v, str) else "、".join(v) for n, v in state.values.items() if n != field)
    offered = among if group.sure else tuple(e.name for e in every if _named_in(e, told))
    return Resolution(state.subject, field, words, offered, among, group.sure)


def _named_in(entry: Entry, text: str) -> bool:
    names = {entry.name, *entry.others}
    place = find_region(entry.name)
    if place is not None:
        names |= {place.name, place.short}
    return any(len(name) > 1 and name in text for name in names)


def _known(known: Register, name: str) -> Entry:
    found = known.find(name)
    if found is None or not found.live:
        raise GuihuaError(
            "BODIES-STRANGER",
            f"机构名录里没有这个单位 the register knows no such body: {name}",
            "guihua bodies list；先登记 register it first",
        )
    return found

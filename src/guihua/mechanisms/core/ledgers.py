"""Mechanisms and ledgers: objects of a ledger as an input, proposed acts as events that people take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from guihua.errors import GuihuaError
from guihua.ledgers.importing import object_id
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, Evidence, Ledger, State
from guihua.mechanisms.core.freezing import freeze_rows
from guihua.mechanisms.core.records import Effect, Frozen, Input


def freeze_ledger(wanted: Input, journal: Journal) -> Frozen:
    """The objects of a ledger that meet the input's conditions, at its head."""
    head = journal.head()
    states = [s for s in journal.states().values() if _meets(s, wanted)]
    rows = [{c.name: _field(state, c.name) for c in wanted.columns} for state in states]
    source = f"{journal.ledger.name}@{head.size}:{head.root}" if head is not None else f"{journal.ledger.name}@0"
    return freeze_rows(wanted, rows, source)


def events_of(
    effects: Sequence[Effect], ledger: Ledger, actor: Actor, at: date, basis: str, digest: str
) -> list[Event]:
    """Proposed acts as events on one ledger, with the run's bundle as evidence. Raises GuihuaError RUN-EFFECT."""
    found = []
    for effect in effects:
        transition = ledger.transition(effect.act)
        if transition is None:
            there = "、".join(t.name for t in ledger.transitions)
            raise GuihuaError(
                "RUN-EFFECT", f"台账没有这种办理 the ledger has no act {effect.act!r}", f"有 there are: {there}"
            )
        values = dict(effect.values)
        to = transition.targets[0] if transition.targets else ""
        found.append(
            Event(
                ledger=ledger.name,
                subject=object_id(ledger, values),
                action=effect.act,
                at=at,
                recorded=now(),
                actor=actor,
                to=to,
                values=values,
                evidence=(Evidence("机制办理核验文件", digest),),
                basis=basis,
                digest=ledger.digest,
            )
        )
    return found


def _meets(state: State, wanted: Input) -> bool:
    return all(_field(state, field) in values for field, values in wanted.where)


def _field(state: State, name: str) -> str:
    if name == "state":
        return state.state
    if name in ("code", "id", "subject") and name not in state.values:
        return state.subject
    return state.text(name)

"""The rounds of an allotment (建议数, 申报数, 控制数, 下达数): as acts of the ledger `allotments`, and read back from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from guihua.errors import GuihuaError
from guihua.ledgers.journal import now
from guihua.ledgers.ledger import Actor, Event, Ledger, State, Value
from guihua.pathways.allotment import Allotment

LEDGER: Final = "allotments"
ROUNDS: Final = ("proposed", "control", "offered", "issued")
ACTS: Final[Mapping[str, str]] = {"propose": "proposed", "control": "control", "offer": "offered", "issue": "issued"}
"""What each act sets."""


def round_events(
    found: Allotment, act: str, ledger: Ledger, states: Mapping[str, State], *, actor: Actor, at: date, document: str
) -> list[Event]:
    """One round for every member, as events; recording them is the caller's.

    states: of the ledger's objects now. Raises GuihuaError ALLOT-ROUND for an act that is none, or one that needs a document.
    """
    if act not in ACTS:
        raise GuihuaError("ALLOT-ROUND", f"没有这一步 no round {act!r}", f"可用 one of: {', '.join(ACTS)}")
    if act in ("control", "issue") and not document:
        raise GuihuaError("ALLOT-ROUND", "这一步要有文件 this round needs a document", "--document 文号")
    return [
        _event(act, ledger, subject, states.get(subject), values, actor, at, document)
        for subject, values in _values(found, ACTS[act], document).items()
    ]


def rounds_of(states: Iterable[State], found: Allotment) -> dict[str, dict[str, Fraction]]:
    """What the ledger holds of this target: region → round → number."""
    rounds: dict[str, dict[str, Fraction]] = {}
    for state in states:
        if state.text("target") == found.statement.id and state.text("year") == str(found.statement.year):
            held = {name: Fraction(state.text(name)) for name in ROUNDS if state.text(name)}
            rounds[state.text("region")] = held
    return rounds


def _event(
    act: str,
    ledger: Ledger,
    subject: str,
    before: State | None,
    whole: Mapping[str, Value],
    actor: Actor,
    at: date,
    document: str,
) -> Event:
    name = "revise" if act == "issue" and before is not None and before.state == "issued" else act
    name = "enter" if act == "issue" and before is None else name
    transition = ledger.transition(name)
    to = before.state if name == "revise" and before else transition.targets[0] if transition else ""
    kept = (ACTS[act], "document", "method")
    values: dict[str, Value | None] = {k: v for k, v in whole.items() if before is None or k in kept}
    return Event(ledger.name, subject, name, at, now(), actor, to, values, (), document)


def _values(found: Allotment, name: str, document: str) -> dict[str, dict[str, Value]]:
    """What one round sets, by the ledger's subject; those that are listed apart are never counted twice."""
    by_code = {m.code: m for m in found.members}
    s = found.statement
    values: dict[str, dict[str, Value]] = {}
    for node in found.proposed.nodes:
        for share in node.shares:
            m = by_code[share.code]
            offered = m.declared if name == "offered" else share.share
            if m.apart or offered is None:
                continue
            row = {
                "target": s.id, "indicator": s.indicator, "region": m.code, "place": m.name, "year": str(s.year), "unit": s.unit,
                name: _text(offered), "document": document, "method": f"{found.proposed.rule}；{found.key}",
            }  # fmt: skip
            values[f"{s.id}-{s.year}-{m.code}"] = {k: v for k, v in row.items() if v != ""}
    return values


def _text(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"

"""Tasks and the plan: tasks proposed from its commitments, rows linked to its sentences and to the targets they serve.

A link is found by rule and says so: the sentence whose pairs of characters a row shares most (Dice's coefficient, at
least `LEAST`), and the targets that stand in the same paragraph. Owners are never derived: a proposal has none until a
person takes it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from guihua.ledgers.importing import object_id
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, Ledger, Value

if TYPE_CHECKING:
    from guihua.plan.plan import Plan
    from guihua.plan.statement import Commitment

LEAST: Final = Fraction(1, 3)
"""Below this similarity no link is proposed."""
RULE: Final = Actor("规则", "", "system")
"""Who proposes by rule."""


@dataclass(frozen=True, slots=True)
class Link:
    """A row's place in the plan: the commitment's id and section, how alike they are, and the targets beside it."""

    sentence: str
    section: str
    likeness: Fraction
    targets: tuple[str, ...]


def proposals(journal: Journal, plan: Plan, at: date) -> list[Event]:
    """One draft task for each commitment of the plan that the ledger does not hold yet. Recording them is the caller's.

    The task is the section's heading, the measure the plan's own words; `others` the bodies that the sentence names; the
    time limit the year that it names (its last day). The lead is left open.
    """
    known = {s.text("sentence") for s in journal.states().values()}
    recorded = now()
    found: dict[str, Event] = {}
    for item in plan.commitments:
        if item.id in known:
            continue
        values = _values(plan, item)
        subject = object_id(journal.ledger, values)
        found.setdefault(
            subject,
            Event(journal.ledger.name, subject, "propose", at, recorded, RULE, to="proposed", values=values),
        )
    return list(found.values())


def link(plan: Plan, text: str) -> Link | None:
    """The plan's sentence that a task carries out, if one is like it enough."""
    wanted = _pairs(text)
    best: tuple[Fraction, Commitment] | None = None
    for item in plan.commitments:
        likeness = _dice(wanted, _pairs(item.quote))
        if best is None or likeness > best[0]:
            best = (likeness, item)
    if best is None or best[0] < LEAST:
        return None
    return Link(best[1].id, best[1].section, best[0], beside(plan, best[1].start))


def links(journal: Journal, plan: Plan, at: date, actor: Actor) -> list[Event]:
    """Links for the tasks that have none yet, as amendments whose basis names the rule and the likeness."""
    recorded = now()
    found = []
    for state in journal.states().values():
        amend = journal.ledger.transition("amend")
        if state.text("sentence") or amend is None or state.state not in amend.sources:
            continue
        place = link(plan, state.text("measure") or state.text("task"))
        if place is None:
            continue
        values: dict[str, Value | None] = {"sentence": place.sentence, "section": place.section}
        if place.targets:
            values["targets"] = place.targets
        basis = f"按字面相近程度提出（{float(place.likeness):.2f}），待确认"
        day = max(at, state.last)
        found.append(
            Event(journal.ledger.name, state.subject, "amend", day, recorded, actor, values=values, basis=basis)
        )
    return found


def likeness(one: str, other: str) -> Fraction:
    """How alike two texts are: Dice's coefficient of their pairs of characters, 0 to 1."""
    return _dice(_pairs(one), _pairs(other))


def beside(plan: Plan, position: int) -> tuple[str, ...]:
    """Indicators of the targets in the paragraph that holds a position of the text."""
    start = plan.text.rfind("\n", 0, position) + 1
    end = plan.text.find("\n", position)
    end = len(plan.text) if end < 0 else end
    return tuple(dict.fromkeys(s.indicator for s in plan.targets if start <= s.start < end))


def linkable(ledger: Ledger) -> bool:
    """Can tasks of this ledger be linked to the plan?"""
    return all(ledger.field(name) for name in ("sentence", "section", "targets")) and bool(ledger.transition("propose"))


def _values(plan: Plan, item: Commitment) -> dict[str, Value | None]:
    title = next((s.title for s in reversed(plan.sections) if s.start <= item.start < s.end), "") or item.object
    values: dict[str, Value | None] = {
        "task": title,
        "measure": item.quote.strip("*#> "),
        "section": item.section or None,
        "sentence": item.id,
        "targets": beside(plan, item.start) or None,
        "others": item.bodies or None,
        "due": date(item.year, 12, 31).isoformat() if item.year else None,
    }
    return {name: value for name, value in values.items() if value}


def _pairs(text: str) -> Counter[str]:
    clean = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
    return Counter(clean[i : i + 2] for i in range(len(clean) - 1))


def _dice(one: Counter[str], other: Counter[str]) -> Fraction:
    total = one.total() + other.total()
    return Fraction(2 * _common(one, other), total) if total else Fraction(0)


def _common(one: Counter[str], other: Counter[str]) -> int:
    return sum(min(n, other[pair]) for pair, n in one.items() if pair in other)

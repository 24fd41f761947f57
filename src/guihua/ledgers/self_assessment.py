"""部门自评, the second tier of verdict: what a body says of its own target, reviewed; beside the statistical verdict, never mixed with it.

A target that no statistics can judge gets its answer here, marked as the body's own. Only what another person has reviewed
and not refused answers; everything is counted apart from what statistics say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.importing import object_id
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, Value
from guihua.plan.status import Status

if TYPE_CHECKING:
    from guihua.plan.plan import Plan
    from guihua.storage import Store
    from guihua.tracking.assessment import Assessment

LEDGER: Final = "self_assessments"
REFUSED: Final = "不认可"
SHOWN: Final = ("statement", "body", "period", "claimed", "latest", "grounds", "agreed", "finding")
GOOD: Final = frozenset({"完成", "提前实现", "按序时推进"})
BAD: Final = frozenset({"滞后", "未完成"})
_FIRST_GOOD: Final = frozenset({Status.MET, Status.AHEAD, Status.FASTER, Status.ON_COURSE})
_FIRST_BAD: Final = frozenset({Status.MISSED, Status.LAGGING})


@dataclass(frozen=True, slots=True)
class SelfVerdict:
    """One self-assessment as it stands on a day. claimed, agreed, finding: "" while not there; proofs: names of the evidence."""

    statement: str
    target: str
    body: str
    period: str
    claimed: str
    latest: str
    grounds: str
    agreed: str
    finding: str
    state: str
    proofs: tuple[str, ...]

    @property
    def answers(self) -> bool:
        """Whether it was reviewed by another person and not refused."""
        return self.state == "reviewed" and self.agreed != REFUSED and bool(self.claimed)


@dataclass(frozen=True, slots=True)
class Apart:
    """The two tiers, each counted for itself.

    judged      targets that statistics judge; unjudged: those that they do not
    answered    of the unjudged, by the claim of a reviewed self-assessment
    silent      of the unjudged, those without one
    against     targets of which the two tiers say opposite things (statement ids): shown, decided by nobody here
    """

    judged: int
    unjudged: int
    answered: tuple[tuple[str, int], ...]
    silent: int
    against: tuple[str, ...]


def self_verdicts(store: Store, as_of: date, folder: Path | None = None) -> tuple[SelfVerdict, ...]:
    """All self-assessments as they stood on a day, the newest period of each target and body; () where there are none."""
    ledgers = load_ledgers(folder if folder is not None and folder.exists() else None)
    if LEDGER not in ledgers:
        return ()
    journal = Journal(store, ledgers[LEDGER])
    states = journal.states(as_of=as_of) if journal.head() is not None else {}
    newest: dict[tuple[str, str], SelfVerdict] = {}
    for subject, state in states.items():
        if state.state == "waived":
            continue
        acts = [i.event for i in journal.history(subject) if i.event.action == "assess" and i.event.at <= as_of]
        said = {"target": "task", **{n: n for n in SHOWN}}
        words = {name: state.text(field) for name, field in said.items()}
        proofs = tuple(e.name for e in acts[-1].evidence) if acts else ()
        made = SelfVerdict(**words, state=state.state, proofs=proofs)
        key = (made.statement, made.body)
        if key not in newest or newest[key].period < made.period:
            newest[key] = made
    return tuple(sorted(newest.values(), key=lambda v: (v.statement, v.body)))


def by_statement(found: Iterable[SelfVerdict]) -> dict[str, tuple[SelfVerdict, ...]]:
    """The self-assessments of each target."""
    every = tuple(found)
    return {one: tuple(v for v in every if v.statement == one) for one in dict.fromkeys(v.statement for v in every)}


def apart(assessments: Sequence[Assessment], found: Iterable[SelfVerdict]) -> Apart:
    """Both tiers counted, each for itself; what a body says changes no statistical verdict."""
    own = by_statement(v for v in found if v.answers)
    unjudged = [a.statement.id for a in assessments if a.status is Status.UNKNOWN]
    claims = Counter(own[i][0].claimed for i in unjudged if i in own)
    against = [a.statement.id for a in assessments if any(opposite(a, v) for v in own.get(a.statement.id, ()))]
    silent = sum(i not in own for i in unjudged)
    return Apart(len(assessments) - len(unjudged), len(unjudged), tuple(sorted(claims.items())), silent, tuple(against))


def opposite(assessment: Assessment, said: SelfVerdict) -> bool:
    """Whether a body claims the opposite of what statistics say."""
    first = assessment.status
    return (first in _FIRST_GOOD and said.claimed in BAD) or (first in _FIRST_BAD and said.claimed in GOOD)


def asking(
    journal: Journal, plan: Plan, period: str, due: date, at: date, actor: Actor, *, only: Iterable[str] | None = None
) -> list[Event]:
    """One object for each target that the indicator sheet gives a body, of those in `only` where it is given; not those asked already."""
    known, wanted, recorded = set(journal.states()), None if only is None else set(only), now()
    names: Mapping[str, str] = {s.id: s.indicator for s in plan.statements}
    events = []
    for record in plan.indicators:
        if (
            not record.body
            or not record.tracked
            or record.same_as
            or (wanted is not None and record.statement not in wanted)
        ):
            continue
        values: dict[str, Value | None] = {
            "task": record.name or names.get(record.statement, ""), "statement": record.statement, "body": record.body,
            "period": period, "due": due.isoformat(),
        }  # fmt: skip
        subject = object_id(journal.ledger, values)
        if values["task"] and subject not in known:
            events.append(Event(journal.ledger.name, subject, "ask", at, recorded, actor, "asked", values))
    return events

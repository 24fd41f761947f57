"""Review: which sentence to look at next, what was decided, and what old decisions ask for on a changed text.

Pure: a Review is made from a plan as the machine read it and the decisions so far; the command writes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from guihua.plan.plan import Plan
from guihua.plan.planfile import Decision, nearest, standing, with_added
from guihua.plan.statement import ADDED, Origin, Statement


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to look at a statement: a code for the interface to word, and how much it weighs (thousandths)."""

    code: str
    weight: int


@dataclass(frozen=True, slots=True)
class Screen:
    """One sentence with its statements: start and end are its span in the text."""

    start: int
    end: int
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An old decision whose sentence has changed: the statement that it may belong to now, None where nothing is like it."""

    decision: Decision
    candidate: Statement | None


@dataclass(frozen=True, slots=True)
class Review:
    """The state of a review.

    screens    sentences, those with the least sure statement first
    decided    statement id → its last standing decision
    proposals  decisions made on another text that no longer find their sentence
    """

    plan: Plan
    screens: tuple[Screen, ...]
    decided: dict[str, Decision]
    proposals: tuple[Proposal, ...]

    @property
    def done(self) -> int:
        """How many statements have been decided."""
        return sum(s.id in self.decided for s in self.plan.statements)


def review(plan: Plan, decisions: Sequence[Decision]) -> Review:
    """Where the review stands. plan: as the machine read it (`read_machine`), without decisions applied.

    Statements that people added are among those to be seen.
    """
    plan = with_added(plan, tuple(decisions))
    known = {s.id for s in plan.statements}
    decided: dict[str, Decision] = {}
    proposals = []
    for decision in standing(tuple(decisions)):
        target = decision.statement if decision.statement in known else _same_sentence(plan, decision)
        if target:
            decided[target] = decision
        elif not _settled(decision, decisions):
            proposals.append(Proposal(decision, nearest(plan, decision)))
    return Review(plan, _screens(plan), decided, tuple(proposals))


def doubts(statement: Statement) -> tuple[Doubt, ...]:
    """Why a statement may be wrong, the weightiest first; an empty tuple where nothing speaks against it."""
    found = []
    if statement.rule == ADDED:
        pass  # a person made it: no rule speaks for or against it
    elif not statement.evidence.tested:
        found.append(Doubt("untested", 300))
    elif statement.evidence.right < statement.evidence.n:
        wrong = statement.evidence.n - statement.evidence.right
        found.append(Doubt("rule-errs", 1000 * wrong // statement.evidence.n))
    if statement.unsure:
        found.append(Doubt(statement.unsure, 500))
    if not statement.indicator:
        found.append(Doubt("no-indicator", 800))
    if statement.doubtful:
        found.append(Doubt("doubtful", 1000 + 200 * len(statement.doubtful)))
    carried = [slot for slot, origin in statement.stated if origin is Origin.CARRIED]
    defaulted = [slot for slot, origin in statement.stated if origin is Origin.DEFAULTED]
    if carried:
        found.append(Doubt("carried", 60 * len(carried)))
    if defaulted:
        found.append(Doubt("defaulted", 40 * len(defaulted)))
    if statement.supersedes:
        found.append(Doubt("superseding", 200))
    return tuple(sorted(found, key=lambda doubt: -doubt.weight))


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or table row that holds a span, without the blanks at its ends."""
    first = max(text.rfind(mark, 0, start) for mark in "。；！？\n\f") + 1
    ends = [i for i in (text.find(mark, end) for mark in "。；！？\n\f") if i >= 0]
    last = min(ends) + 1 if ends else len(text)
    while first < start and text[first] in "　 \n":
        first += 1
    while last > end and text[last - 1] in "　 \n\f":
        last -= 1
    return first, last


def _screens(plan: Plan) -> tuple[Screen, ...]:
    spans = [(*sentence_span(plan.text, s.start, s.end), s) for s in plan.statements]
    screens = [
        Screen(start, end, tuple(s for _, _, s in group))
        for (start, end), group in groupby(sorted(spans, key=lambda x: (x[0], x[1])), key=lambda x: (x[0], x[1]))
    ]
    return tuple(sorted(screens, key=lambda screen: (-max(_weight(s) for s in screen.statements), screen.start)))


def _weight(statement: Statement) -> int:
    return sum(doubt.weight for doubt in doubts(statement))


def _same_sentence(plan: Plan, decision: Decision) -> str:
    """The id of the one statement with the decision's quote and value, "" where there is none or more."""
    alike = [s.id for s in plan.statements if s.quote == decision.quote and s.value == decision.value]
    return alike[0] if len(alike) == 1 and decision.quote else ""


def _settled(decision: Decision, decisions: Sequence[Decision]) -> bool:
    """Whether a later confirmation or withdrawal has dealt with this old decision."""
    return any(d.action == "confirm" and d.reason == f"was {decision.statement}" for d in decisions)

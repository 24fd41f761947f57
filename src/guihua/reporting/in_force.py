"""What was in force on the report's day beside the plan's own text: adjustments of targets, and yearly plans."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from guihua.plan.periods import last_day
from guihua.plan.plan import Plan
from guihua.plan.planfile import Decision, apply_decisions, read_decisions, read_machine, standing
from guihua.reporting.material import Adjustment, YearlyLine
from guihua.tracking.asof import ADJUST
from guihua.tracking.yearly import paths, read_yearly
from guihua.view.numbers import figure
from guihua.view.statements import value_words


def adjustments(plan: Plan, path: Path | None, day: date, lang: str) -> tuple[Adjustment, ...]:
    """Every adjustment of a target that was decided on by the day, oldest first; `path`: what the plan was read from.

    Errors: those of reading the plan file and its decisions.
    """
    decisions = None if path is None else path.with_name("decisions.yaml")
    if path is None or path.suffix.lower() not in (".yaml", ".yml") or decisions is None or not decisions.exists():
        return ()
    made = standing(read_decisions(decisions))
    mine = sorted((d for d in made if d.action == ADJUST and last_day(str(d.on)) <= day), key=lambda d: str(d.on))
    known = {s.id for s in plan.targets}
    machine = read_machine(path)
    found = []
    for number, decision in enumerate(mine):
        earlier = tuple(d for d in made if d.action != ADJUST or d in mine[:number])
        before = {s.id: s for s in apply_decisions(machine, earlier, decisions).statements}.get(decision.statement)
        after = {s.id: s for s in apply_decisions(machine, (*earlier, decision), decisions).statements}
        if before is not None and decision.statement in known:
            words = value_words(before, lang), value_words(after[decision.statement], lang)
            found.append(_adjustment(decision, *words))
    return tuple(found)


def yearly_lines(plan: Plan, yearly: Path | None, day: date, lang: str) -> tuple[YearlyLine, ...]:
    """Each year's target of a yearly plan that a target's schedule follows, with its document."""
    if yearly is None or not yearly.exists():
        return ()
    found = []
    for target in read_yearly(yearly):
        title, number, issued = target.document
        for identity in paths(plan, [target], day):
            words = figure(target.written, target.unit, lang=lang)
            found.append(YearlyLine(identity, str(target.year), words, title, number, issued))
    return tuple(found)


def _adjustment(decision: Decision, before: str, after: str) -> Adjustment:
    return Adjustment(decision.statement, before, after, decision.document, str(decision.on), decision.reason)

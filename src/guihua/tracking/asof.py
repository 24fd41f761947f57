"""What was in force on a date: the plan with the adjustments made by then, and the yearly plans issued by then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from guihua.plan.periods import last_day
from guihua.plan.plan import Plan
from guihua.plan.planfile import Decision, apply_decisions, read_decisions, read_machine, read_planfile
from guihua.tracking.desk import YearlyPlans
from guihua.tracking.yearly import paths, read_yearly

ADJUST = "adjust"


def plan_in_force(plan: Plan, path: Path | None, day: date) -> Plan:
    """The plan (as read from `path`, all decisions applied) without the adjustments decided on after the day."""
    if path is None or path.suffix.lower() not in (".yaml", ".yml"):
        return plan
    decisions = path.with_name("decisions.yaml")
    later = decisions.exists() and any(_after(d, day) for d in read_decisions(decisions))
    return plan_as_of(path, day) if later else plan


def yearly_in_force(plan: Plan, yearly: Path | None, day: date) -> YearlyPlans:
    """What a file of yearly plans (None or absent: nothing) sets for the plan's targets, by documents of the day or earlier."""
    return paths(plan, read_yearly(yearly), day) if yearly is not None and yearly.exists() else {}


def plan_as_of(path: Path, day: date) -> Plan:
    """The plan of a plan file with its decisions applied, adjustments of targets only if made by `day`.

    Errors: those of reading the plan file and its decisions.
    """
    decisions = path.parent / "decisions.yaml"
    if not decisions.exists():
        return read_planfile(path)
    made = read_decisions(decisions)
    kept = tuple(d for d in made if not _after(d, day))
    if len(kept) == len(made):
        return read_planfile(path)
    return apply_decisions(read_machine(path), kept, decisions)


def _after(decision: Decision, day: date) -> bool:
    return decision.action == ADJUST and last_day(str(decision.on)) > day

"""The plan as it stood on a date: a mid-term adjustment counts from the day it was decided on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from guihua.plan.periods import last_day
from guihua.plan.plan import Plan
from guihua.plan.planfile import apply_decisions, read_decisions, read_machine, read_planfile

ADJUST = "adjust"


def plan_as_of(path: Path, day: date) -> Plan:
    """The plan of a plan file with its decisions applied, adjustments of targets only if made by `day`.

    Errors: those of reading the plan file and its decisions.
    """
    decisions = path.parent / "decisions.yaml"
    if not decisions.exists():
        return read_planfile(path)
    made = read_decisions(decisions)
    kept = tuple(d for d in made if d.action != ADJUST or last_day(str(d.on)) <= day)
    if len(kept) == len(made):
        return read_planfile(path)
    return apply_decisions(read_machine(path), kept, decisions)

"""Evidence turned into the case that methods judge."""

from __future__ import annotations

from datetime import date

from guihua.plan.statement import Direction, Form
from guihua.tracking.assessment import Case
from guihua.tracking.evidence import Evidence
from guihua.tracking.target import Target


def case_of(target: Target, evidence: Evidence, as_of: date, path: tuple[tuple[int, float], ...]) -> Case:
    """The case that methods judge; direction from target against base where neither words nor polarity say it."""
    assert evidence.target is not None
    direction = target.direction
    if evidence.form in (Form.GROWTH, Form.CHANGE):
        falls = target.statement.direction is Direction.DOWN
        direction = Direction.DOWN if falls else Direction.UP
    elif direction is Direction.UNKNOWN and evidence.base is not None and evidence.base.value != evidence.target:
        direction = Direction.UP if evidence.target > evidence.base.value else Direction.DOWN
    return Case(
        series=evidence.points,
        base=evidence.base_point,
        target=float(evidence.target),
        target_year=target.year,
        direction=direction,
        as_of=as_of,
        limit=100.0 if target.scale_unit == "%" else None,
        period=target.period,
        tolerance=float(evidence.tolerance),
        form=Form.LEVEL if evidence.form not in (Form.GROWTH, Form.CHANGE, Form.CUMULATIVE) else evidence.form,
        plan_path=path,
        statement=target.statement,
    )

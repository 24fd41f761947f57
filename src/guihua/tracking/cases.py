"""Evidence turned into the case that methods judge."""

from __future__ import annotations

from datetime import date

from guihua.plan.indicators import MeasureKind
from guihua.plan.statement import Form
from guihua.tracking.assessment import Case
from guihua.tracking.evidence import Evidence
from guihua.tracking.target import Target

_KINDS = {Form.GROWTH: MeasureKind.FLOW, Form.CHANGE: MeasureKind.FLOW, Form.CUMULATIVE: MeasureKind.STOCK}
"""What was added up stays; a growth or a change reached within the period may be lost again."""


def case_of(target: Target, evidence: Evidence, as_of: date, path: tuple[tuple[int, float], ...]) -> Case:
    """The case that methods judge; the clock starts with the target's base, else with the earlier figure that stands in."""
    assert evidence.target is not None
    form = Form.LEVEL if evidence.form not in (Form.GROWTH, Form.CHANGE, Form.CUMULATIVE) else evidence.form
    period = target.period
    if evidence.from_earlier and evidence.base is not None:
        period = (evidence.base.year + 1, target.year)
    return Case(
        series=evidence.points,
        base=evidence.base_point,
        target=float(evidence.target),
        target_year=target.year,
        direction=evidence.direction,
        as_of=as_of,
        limit=100.0 if target.scale_unit == "%" else None,
        period=period,
        tolerance=float(evidence.tolerance),
        form=form,
        plan_path=path,
        statement=target.statement,
        far=None if evidence.far is None else float(evidence.far),
        kind=_KINDS.get(form, target.kind),
    )

"""What is shown of a verdict: the figure that was judged, unit and texts of the target, and what would be needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from guihua.plan.statement import Direction, Form
from guihua.plan.status import ReasonCode
from guihua.statistics.observation import Observation
from guihua.tracking.assessment import Assessment, Case, Note, Point
from guihua.tracking.evidence import Evidence
from guihua.tracking.figures import text_of
from guihua.tracking.target import Target


def latest_of(evidence: Evidence, found: Assessment) -> Observation | None:
    """The observation whose value was judged, or that the verdict waits on."""
    point = found.judged or (judged_point(found.case) if found.case is not None else None)
    if point is None:
        return None
    return next((o for o in evidence.used if o.id == point.observation), None)


def as_published(found: Assessment, evidence: Evidence) -> Assessment:
    """With the figure that reached the target after its period as it was published, with its unit."""
    note = found.note("reached_later")
    if note is None:
        return found
    given = dict(note.parameters)
    reached = given.pop("observation", "")
    o = next((o for o in evidence.used if o.id == reached), None)
    printed = given if o is None or evidence.growth else given | {"value": o.value, "unit": o.unit}
    later = Note(note.code, tuple(printed.items()))
    return replace(found, notes=tuple(later if n is note else n for n in found.notes))


def range_note(target: Target, evidence: Evidence) -> tuple[Note, ...]:
    """A range keeps both ends; the one that is reached first is said."""
    if len(set(target.ends)) < 2 or target.aimed is None:
        return ()
    low, high = min(target.ends), max(target.ends)
    falls = evidence.direction is Direction.DOWN and target.statement.form not in (Form.GROWTH, Form.CHANGE)
    counts = text_of(high if falls else low)
    note = Note("range", (("low", text_of(low)), ("high", text_of(high)), ("counts", counts)))
    grew = evidence.far is None and not falls and evidence.points and evidence.points[-1].value > float(high)
    return (note, Note("beyond_range", (("far", text_of(high)),))) if grew and evidence.growth is None else (note,)


def latest_text(target: Target, evidence: Evidence, latest: Observation | None, found: Assessment) -> str:
    """The value judged, in the target's own terms: per cent a year for growth, per cent against the base for a change."""
    if evidence.growth is not None:
        factor, last = evidence.growth.factor, evidence.growth.last
        if evidence.form is Form.GROWTH:
            return text_of(round(evidence.growth.mean(target.start), 4))
        del last
        return text_of(round(100 * (float(factor) - 1), 4))
    if latest is None:
        return ""
    point = next((p for p in evidence.points if p.observation == latest.id), None)
    return "" if point is None else text_of(point.value)


def unit_of(target: Target, evidence: Evidence) -> str:
    """The unit of the values shown."""
    if evidence.form in (Form.GROWTH, Form.CHANGE):
        return "%"
    return target.scale_unit or (evidence.used[-1].unit if evidence.used else target.unit)


def target_text(target: Target, evidence: Evidence) -> str:
    """The end that counts, as written; falls carry a sign where the unit is per cent of change."""
    if target.aimed is None:
        return ""
    if evidence.nominal is not None and evidence.target is not None:
        years = target.year - target.start
        return text_of(round(100 * (float(evidence.target) ** (1 / years) - 1), 2))
    if evidence.form in (Form.GROWTH, Form.CHANGE) and target.statement.direction is Direction.DOWN:
        return text_of(-target.aimed)
    if target.statement.form in (Form.CHANGE_ABS, Form.CHANGE_PP, Form.RATIO) and evidence.target is not None:
        return text_of(evidence.target)
    if (
        len(set(target.ends)) > 1
        and evidence.direction is not Direction.UNKNOWN
        and evidence.form not in (Form.GROWTH, Form.CHANGE)
    ):
        return text_of(max(target.ends) if evidence.direction is Direction.DOWN else min(target.ends))
    return text_of(target.aimed)


def needed(target: Target, reason: ReasonCode, as_of: date) -> Note:
    """What would let the target be judged."""
    year = (
        target.start
        if reason is ReasonCode.NO_BASE
        else target.year
        if as_of.year > target.year
        else max(as_of.year - 1, target.start + 1)
    )
    return Note(
        "needed",
        (
            ("indicator", target.statement.indicator),
            ("year", str(year)),
            ("coverage", target.coverage),
            ("unit", target.unit),
        ),
    )


def judged_point(case: Case) -> Point | None:
    """The point that the verdict speaks of."""
    points = sorted(case.series, key=lambda p: p.year)
    within = [p for p in points if p.year <= case.target_year] if case.over else points
    return (within or points)[-1] if points else None

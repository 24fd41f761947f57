"""Growth a year, or a change against the base year: an index with the base at 1; and levels judged by growth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from guihua.plan.statement import Direction, Form, Price
from guihua.plan.status import ReasonCode
from guihua.plan.units import find_unit
from guihua.statistics.observation import Grade, Observation
from guihua.tracking.aims import aim_of
from guihua.tracking.assessment import Note, Point
from guihua.tracking.evidence.bases import coverage_notes, unnamed_coverage
from guihua.tracking.evidence.record import Evidence, Frame, latest_part, rows_of
from guihua.tracking.figures import ORDER, Known, relation
from guihua.tracking.growth import growth_since
from guihua.tracking.target import Target


def by_growth(target: Target, known: Known, frame: Frame) -> tuple[Evidence, ...]:
    """One evidence a coverage, the target's own first: growth a year, or a change against the base year, base at 1."""
    rows = rows_of(target, known)
    groups: dict[str, list[Observation]] = {}
    for row in _of_price(target, rows):
        groups.setdefault(row.coverage, []).append(row)
    order = sorted((ORDER.index(relation(target.coverage, c, target.variables[0])[0]), c) for c in groups)
    found = (_of_coverage(target, ORDER[rank], c, tuple(groups[c]), frame) for rank, c in order)
    usable = tuple(e for e in found if e is not None)
    if usable:
        return usable
    other = growth_since(rows, target.start, target.year)
    reason = ReasonCode.COVERAGE_CHANGED if other else ReasonCode.NO_DATA
    nearest = other.observations if other else latest_part(rows, target)
    return (replace(index_aim(target), reason=reason, nearest=nearest),)


def index_aim(target: Target) -> Evidence:
    """What a growth or a change asks for, as an index with the base at 1; no evidence yet."""
    years = target.year - target.start
    aim = aim_of(target, lambda value: _index(target, value, years), Fraction(1))
    assert aim is not None
    return Evidence(
        form=target.statement.form,
        target=aim.near,
        far=aim.far,
        tolerance=aim.tolerance,
        direction=aim.direction,
        base_point=Point(target.start, 1.0),
    )


def _of_coverage(
    target: Target, how: str, coverage: str, rows: tuple[Observation, ...], frame: Frame
) -> Evidence | None:
    """Growth of one coverage; None where no rate of it answers."""
    last = max(frame.as_of.year, target.year)
    found = growth_since(rows, target.start, target.year) or growth_since(rows, target.start, last)
    if found is None:
        return None
    evidence = replace(index_aim(target), coverage=coverage, how=how)
    if how in ("bound", "whole", "differs"):
        return replace(evidence, reason=ReasonCode.COVERAGE_CHANGED, nearest=found.observations)
    source = Note("growth_source", (("how", found.how), ("last", str(found.last))))
    notes = (source, *unnamed_coverage(target, found.observations[-1]))
    if _unstated_price(target, found.observations):
        notes = (*notes, Note("price_unstated", (("price", "comparable"),)))
    return replace(
        evidence,
        points=(Point(found.last, float(found.factor), found.observations[-1].id),),
        used=found.observations,
        notes=notes,
        growth=found,
    )


def _of_price(target: Target, rows: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """Rates at the price that the words name; where they name none, real rates, and nominal ones where no real one is known."""
    nominal = tuple(r for r in rows if r.price is Price.CURRENT)
    real = tuple(r for r in rows if r.price is not Price.CURRENT)
    if target.statement.price is Price.CURRENT:
        return tuple(r for r in rows if r.price is not Price.COMPARABLE)
    known = any(r.transformation.is_rate and r.grade is not Grade.PLAN for r in real)
    return real if target.statement.price is Price.COMPARABLE or known else nominal or real


def level_by_growth(target: Target, known: Known, evidence: Evidence, frame: Frame) -> Evidence | None:
    """A level in money against its base, by published growth: a ratio of nominal levels decides nothing where a rate exists.

    The level asks for a mean growth (11,500 from 7,939 in five years: 7.69 %), and the published rates answer it. None
    where the words say current prices, where the target asks for no rise, or where rates do not reach as far as levels.
    """
    base, aimed, unit = evidence.base, evidence.target, find_unit(target.unit)
    money = unit is not None and unit.dimension == "money"
    if target.statement.form is not Form.LEVEL or not money or target.statement.price is Price.CURRENT:
        return None
    if base is None or aimed is None or not 0 < base.value < aimed or evidence.direction is Direction.DOWN:
        return None
    if evidence.from_earlier or base.year != target.start:
        return None
    latest = next((f for f in reversed(evidence.series) if f.year <= target.year), evidence.series[-1])
    coverage = latest.observation.coverage
    rates = [row for row in rows_of(target, known) if row.coverage == coverage and row.price is not Price.CURRENT]
    last = max(frame.as_of.year, target.year)
    found = growth_since(rates, target.start, target.year) or growth_since(rates, target.start, last)
    if found is None or found.last < latest.year:
        return None
    implied = 100 * (float(aimed / base.value) ** (1 / (target.year - target.start)) - 1)
    judged = Note("level_by_growth", (("start", str(target.start)), ("implied", f"{implied:.2f}")))
    source = Note("growth_source", (("how", found.how), ("last", str(found.last))))
    return replace(
        evidence,
        form=Form.GROWTH,
        target=aimed / base.value,
        far=None if evidence.far is None else evidence.far / base.value,
        direction=Direction.UP,
        tolerance=evidence.tolerance / base.value,
        base_point=Point(target.start, 1.0),
        points=(Point(found.last, float(found.factor), found.observations[-1].id),),
        used=(*evidence.used, *found.observations),
        notes=(judged, source, *coverage_notes(target, evidence.how, None, (latest,))),
        growth=found,
        nominal=latest,
    )


def _index(target: Target, value: Fraction, years: int) -> Fraction:
    """Where the index should stand in the target year; falls are written as positive numbers."""
    down = target.statement.direction.value == "down"
    step = -value / 100 if down else value / 100
    if target.statement.unit in ("倍",):
        step = -value if down else value
    return (1 + step) ** years if target.statement.form is Form.GROWTH else 1 + step


def _unstated_price(target: Target, used: Iterable[Observation]) -> bool:
    """A change of a ratio to value added reads differently by price, and the plan names none."""
    return (
        target.statement.form is Form.CHANGE
        and target.statement.price is Price.UNSTATED
        and any(row.price is Price.COMPARABLE for row in used)
    )

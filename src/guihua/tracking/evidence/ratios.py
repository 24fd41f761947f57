"""Growth and changes for which no rates are published, by the levels themselves: index series with the base at 1.

A published rate outranks a ratio of levels (bureaus compare matched enterprises), so levels answer only where no rate
reaches as far as they do. In money they answer at comparable prices alone, unless the words say current prices.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from guihua.plan.statement import Direction, Form, Price
from guihua.plan.status import ReasonCode
from guihua.plan.units import find_unit
from guihua.statistics.observation import Grade, Observation
from guihua.tracking.assessment import Note, Point
from guihua.tracking.evidence.growth import by_growth, index_aim
from guihua.tracking.evidence.levels import by_levels
from guihua.tracking.evidence.record import Evidence, Frame, rows_of
from guihua.tracking.figures import LEVELS, ORDER, Known
from guihua.tracking.growth import Growth
from guihua.tracking.kinds import nominal
from guihua.tracking.target import Target


def by_ratio(target: Target, known: Known, frame: Frame) -> tuple[Evidence, ...]:
    """Evidence by rates, and by levels where these reach further; one coverage each, the target's own first.

    The levels are put together as for a target level of the same indicator (one coverage, accounting and price, no break
    between them), then divided by the base. Errors: none; a refusal carries its reason.
    """
    rates, rows = by_growth(target, known, frame), _level_rows(target, known)
    reach = max((e.growth.last for e in rates if e.growth is not None), default=target.start)
    if not rows or reach >= target.year:
        return rates
    lines = by_levels(_as_level(target, rows[-1].unit), known, frame)
    levels = [_indexed(target, found) for found in lines if _refusal(target, found) is None]
    further = [e for e in levels if any(reach < p.year for p in e.points)]
    usable = [e for e in (*rates, *further) if e.growth is not None]
    if usable:
        return tuple(sorted(usable, key=lambda e: ORDER.index(e.how)))
    found = lines[0]
    refusal = _refusal(target, found)
    if refusal is None or not found.series or rates[0].reason is ReasonCode.COVERAGE_CHANGED:
        return rates
    reason, notes = refusal
    latest = found.nearest or tuple(f.observation for f in found.series[-1:])
    return (replace(rates[0], reason=reason, notes=notes, base=found.base, nearest=rates[0].nearest or latest),)


def _refusal(target: Target, found: Evidence) -> tuple[ReasonCode, tuple[Note, ...]] | None:
    """Why the levels may not be divided, with remarks; None where they may."""
    if found.reason not in (None, ReasonCode.SUSPECTED_BREAK):
        return found.reason, found.notes
    if not _real(target, found):
        last = found.series[-1].observation
        shown = (("period", str(last.period)), ("value", last.value), ("unit", last.unit))
        return ReasonCode.NO_DATA, (Note("nominal_only", shown),)
    if found.base is None or found.base.value <= 0 or found.base.year != target.start:
        return ReasonCode.NO_BASE, ()
    return None


def _indexed(target: Target, found: Evidence) -> Evidence:
    """The levels divided by the base, as points of the index that the target is written on."""
    assert found.base is not None
    base, aim = found.base.value, index_aim(target)
    last = next((f for f in reversed(found.series) if f.year <= target.year), found.series[-1])
    used = (found.base.observation, last.observation)
    source = Note("growth_source", (("how", "levels"), ("last", str(last.year))))
    money = (
        _in_money(last.observation.unit)
        and nominal(target.variables[0])
        and target.statement.price is not Price.CURRENT
    )
    prices = (Note("price_current"),) if money else ()
    return replace(
        found,
        form=aim.form,
        target=aim.target,
        far=aim.far,
        tolerance=aim.tolerance,
        direction=aim.direction,
        base_point=Point(found.base.year, 1.0, found.base.observation.id),
        points=tuple(Point(f.year, float(f.value / base), f.observation.id) for f in found.series),
        notes=(source, *prices, *found.notes),
        growth=Growth(last.value / base, last.year, "levels", used),
        history=(),
        bounds=(),
    )


def _level_rows(target: Target, known: Known) -> tuple[Observation, ...]:
    """The levels that statistics know of the target's indicator after its base, in order of time."""
    rows = (r for r in rows_of(target, known) if r.transformation in LEVELS and r.grade is not Grade.PLAN)
    return tuple(sorted((r for r in rows if r.period.last_year > target.start), key=lambda r: (r.period.end, r.id)))


def _as_level(target: Target, unit: str) -> Target:
    """The same target as if a level of its indicator were asked for; its value plays no part."""
    known = target.statement.direction is not Direction.UNKNOWN
    statement = replace(target.statement, form=Form.LEVEL, unit=unit)
    direction = target.statement.direction if known else Direction.UP
    return replace(target, statement=statement, unit=unit, tolerance=Fraction(0), direction=direction)


def _real(target: Target, found: Evidence) -> bool:
    """Whether levels measure the change that the words mean: in money, at comparable prices unless current are named."""
    wanted = {Price.CURRENT} if target.statement.price is Price.CURRENT else {Price.COMPARABLE}
    if nominal(target.variables[0]) and target.statement.price is not Price.COMPARABLE:
        wanted = {Price.CURRENT, Price.UNSTATED, Price.NONE}
    judged = [f.observation for f in (*((found.base,) if found.base else ()), *found.series)]
    return all(o.price in wanted for o in judged if _in_money(o.unit))


def _in_money(name: str) -> bool:
    unit = find_unit(name)
    return unit is not None and "money" in unit.dimension

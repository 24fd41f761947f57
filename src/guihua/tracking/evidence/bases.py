"""The base that a target was set on, and the remarks that a verdict on another coverage or a part of a year needs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from guihua.plan.statement import Price
from guihua.plan.units import find_unit
from guihua.statistics.observation import UNSTATED, Grade, Observation
from guihua.tracking.assessment import Note
from guihua.tracking.figures import Figure, best
from guihua.tracking.target import Target


def own_base(target: Target, found: tuple[Figure, ...], issued: date | None) -> Figure | None:
    """The base that the target was set on: known when the plan was issued, else the plan's own, else the first printed."""
    there = [f for f in found if f.year == target.start and not f.partial]
    if issued is not None:
        early = [f for f in there if f.observation.published is not None and f.observation.published <= issued]
        published = [f for f in early if f.observation.grade is not Grade.PLAN and not f.observation.collected]
        if published:
            return best(published, target.start)
    own = [f for f in there if f.observation.grade is Grade.PLAN]
    if own:
        return own[0]
    return min(there, key=lambda f: (f.observation.published or date.max, f.observation.id), default=None)


def earlier_base(target: Target, found: tuple[Figure, ...], *, over: bool) -> Figure | None:
    """Where the target's own base is not known, the nearest year before it; while the period runs else the first after it.

    Pace counts from there. The year judged is never its own base.
    """
    whole = [f for f in found if not f.partial and f.observation.grade is not Grade.PLAN]
    years = sorted({f.year for f in whole})
    before = [year for year in years if year < target.start]
    if before:
        return best(whole, before[-1])
    after = [year for year in years if year > target.start]
    return best(whole, after[0]) if len(after) > 1 and not over else None


def coverage_notes(
    target: Target, how: str, least: Fraction | None, series: tuple[Figure, ...], of: str = ""
) -> tuple[Note, ...]:
    """口径注 that a verdict on these figures needs; `of` names what they are of, where it is a part or the whole of the target's."""
    coverage = of or series[-1].observation.coverage
    wanted = target.statement.indicator if of else target.coverage or "全部"
    notes = unnamed_coverage(target, series[-1].observation)
    if how == "bound" and least is not None:
        notes = (
            *notes,
            Note(
                "coverage_bound",
                (("coverage", coverage), ("whole", wanted), ("least", f"{float(least):g}")),
            ),
        )
    last = next((f for f in reversed(series) if f.year <= target.year), series[-1])
    if how == "whole" and least is not None:
        notes = (Note("coverage_whole", (("coverage", coverage), ("part", wanted), ("least", f"{float(least):g}"))),)
    if _nominal_intensity(target, last):
        notes = (*notes, Note("price_current"))
    if last.partial:
        notes = (*notes, Note("partial_period", (("period", str(last.observation.period)),)))
    if last.how == "complement":
        notes = (
            *notes,
            Note(
                "derived",
                (("how", last.how), ("indicator", last.observation.indicator), ("value", last.observation.value)),
            ),
        )
    return notes


def unnamed_coverage(target: Target, observation: Observation) -> tuple[Note, ...]:
    """The figure is of a stated coverage, and the plan names none."""
    silent = target.coverage in ("", UNSTATED) and observation.coverage != UNSTATED
    return (Note("coverage_unstated", (("coverage", observation.coverage),)),) if silent else ()


def _nominal_intensity(target: Target, last: Figure) -> bool:
    """Whether the figure is a quantity per unit of money at current prices, and the plan names no price."""
    unit = find_unit(last.observation.unit)
    per_money = unit is not None and unit.dimension.endswith("/money")
    nominal = last.observation.price is Price.CURRENT and target.statement.price is Price.UNSTATED
    return per_money and nominal

"""What a target asks for on the scale on which it is judged: its near end, the far end of a range, and which way is good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from guihua.plan import concepts
from guihua.plan.statement import Comparator, Direction
from guihua.plan.units import find_unit
from guihua.tracking.senses import OF_CHANGE, Bound
from guihua.tracking.target import Target

Place = Callable[[Fraction], Fraction]
"""From a written magnitude to the scale of the series."""


@dataclass(frozen=True, slots=True)
class Aim:
    """near is the end that is reached first; far the other end of a range, None where that side is open.

    tolerance  how far a hedge gives way at the near end, on the scale
    source     words, polarity, base, range or reach (a level to reach, of which nothing says that less is better)
    """

    near: Fraction
    far: Fraction | None
    tolerance: Fraction
    direction: Direction
    source: str


def aim_of(target: Target, place: Place, base: Fraction | None) -> Aim | None:
    """The aim of a target, `base` on the scale where it is known; None for a target without a number."""
    if not target.ends:
        return None
    low, high = sorted((place(min(target.ends)), place(max(target.ends))))
    direction, source = _direction(target, low, high, base)
    near, far = (low, high) if direction is Direction.UP else (high, low)
    written = target.ends[0]
    hedge = target.tolerance
    tolerance = max((abs(place(written + step) - place(written)) for step in (hedge, -hedge)), default=Fraction(0))
    return Aim(near, far if far != near and _closed(target, direction) else None, tolerance, direction, source)


def _direction(target: Target, low: Fraction, high: Fraction, base: Fraction | None) -> tuple[Direction, str]:
    """Words; else the base against the target; else the concept; else a level to reach is reached from below."""
    if target.direction is not Direction.UNKNOWN and (
        target.bound is not Bound.RANGE or target.statement.form in OF_CHANGE
    ):
        return target.direction, target.direction_from
    if base is not None and base != low:
        return (Direction.UP if base < low else Direction.DOWN if base > high else Direction.UP), "base"
    better = concepts.resolve(target.statement.indicator).better
    if better is not Direction.UNKNOWN:
        return better, "polarity"
    return Direction.UP, "reach"


def _closed(target: Target, direction: Direction) -> bool:
    """Whether the far end of a range counts: not of things that are counted and meant to grow (培育4—5家)."""
    unit = find_unit(target.unit)
    counted = unit is not None and unit.discrete and unit.multiplier == 1
    between = target.statement.comparator in (Comparator.BETWEEN, Comparator.ABOUT, Comparator.EQ, Comparator.REACH)
    return between and not (counted and direction is Direction.UP)

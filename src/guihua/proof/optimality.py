"""Is a stated point optimal? Checked in fractions, without a solver: limits, multipliers, and what they must satisfy.

    minimise  cost·x + ½ Σ curvature·x²   where   lo ≤ Σ a·x ≤ hi for every row (a limit of one unknown is a row too)

The point must lie within every limit, the multipliers must make the slope vanish (cost + curvature·x = Σ multiplier·a),
and a multiplier may differ from zero only where its limit is reached: positive at a lower one, negative at an upper one.
For a convex objective these conditions (Karush, Kuhn and Tucker) are sufficient. Doubles meet them only nearly, so each
is held within a tolerance that the result states, relative to the sizes of the terms summed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

ZERO = Fraction(0)
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Limit:
    """lo ≤ Σ coefficient·variable ≤ hi; None leaves a side open; `name` says where it comes from."""

    name: str
    terms: tuple[tuple[str, Fraction], ...]
    lo: Fraction | None = None
    hi: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """cost·x + ½ Σ curvature·x², by variable; what is not named counts as zero. Curvatures are at least zero."""

    cost: Mapping[str, Fraction]
    curvature: Mapping[str, Fraction]

    def at(self, point: Mapping[str, Fraction]) -> Fraction:
        """Its value."""
        linear = sum((c * point.get(v, ZERO) for v, c in self.cost.items()), ZERO)
        return linear + sum((q * point.get(v, ZERO) ** 2 for v, q in self.curvature.items()), ZERO) / 2


def outside(limits: Sequence[Limit], point: Mapping[str, Fraction], tolerance: Fraction) -> str:
    """Which limit the point breaks by more than the tolerance; empty where it keeps them all."""
    for limit in limits:
        value, size = _value(limit, point)
        room = tolerance * max(ONE, size)
        if limit.lo is not None and value < limit.lo - room:
            return f"{limit.name}: {float(value):.9g} is below {float(limit.lo):.9g}"
        if limit.hi is not None and value > limit.hi + room:
            return f"{limit.name}: {float(value):.9g} is above {float(limit.hi):.9g}"
    return ""


def not_optimal(
    objective: Objective,
    limits: Sequence[Limit],
    point: Mapping[str, Fraction],
    multipliers: Mapping[str, Fraction],
    tolerance: Fraction,
) -> str:
    """Why the multipliers do not prove that the point is the least; empty where they do.

    The measure of a slope is the largest term in it; of a limit, the largest of one and its terms.
    """
    if any(q < 0 for q in objective.curvature.values()):
        return "the objective is not convex"
    names = [limit.name for limit in limits]
    if len(set(names)) < len(names):
        return "two limits of one name"
    unknown = set(multipliers) - set(names)
    if unknown:
        return f"no limit is named {min(unknown)}"
    return (
        outside(limits, point, tolerance)
        or _slope(objective, limits, point, multipliers, tolerance)
        or _slack(limits, point, multipliers, tolerance)
    )


def gap(
    objective: Objective, limits: Sequence[Limit], point: Mapping[str, Fraction], multipliers: Mapping[str, Fraction]
) -> Fraction:
    """Objective less the bound that the multipliers prove: zero at an optimum, for exact multipliers never negative."""
    bound = ZERO
    for limit in limits:
        factor = multipliers.get(limit.name, ZERO)
        side = limit.lo if factor > 0 else limit.hi
        if factor and side is not None:
            bound += factor * side
    return (
        objective.at(point)
        + sum((q * point.get(v, ZERO) ** 2 for v, q in objective.curvature.items()), ZERO) / 2
        - bound
    )


def _value(limit: Limit, point: Mapping[str, Fraction]) -> tuple[Fraction, Fraction]:
    """The sum at the point, and the size of its largest term or limit."""
    parts = [a * point.get(v, ZERO) for v, a in limit.terms]
    ends = [abs(end) for end in (limit.lo, limit.hi) if end is not None]
    return sum(parts, ZERO), max((*map(abs, parts), *ends), default=ZERO)


def _slope(
    objective: Objective,
    limits: Sequence[Limit],
    point: Mapping[str, Fraction],
    multipliers: Mapping[str, Fraction],
    tolerance: Fraction,
) -> str:
    left: dict[str, Fraction] = dict(objective.cost)
    size: dict[str, Fraction] = {v: abs(c) for v, c in left.items()}

    def add(variable: str, amount: Fraction) -> None:
        left[variable] = left.get(variable, ZERO) + amount
        size[variable] = max(size.get(variable, ZERO), abs(amount))

    for variable, q in objective.curvature.items():
        add(variable, q * point.get(variable, ZERO))
    for limit in limits:
        factor = multipliers.get(limit.name, ZERO)
        if factor:
            for variable, a in limit.terms:
                add(variable, -factor * a)
    for variable, value in left.items():
        if abs(value) > tolerance * max(ONE, size[variable]):
            return f"the slope of {variable} does not vanish: {float(value):.3g} is left"
    return ""


def _slack(
    limits: Sequence[Limit], point: Mapping[str, Fraction], multipliers: Mapping[str, Fraction], tolerance: Fraction
) -> str:
    for limit in limits:
        factor = multipliers.get(limit.name, ZERO)
        if not factor or (limit.lo is not None and limit.lo == limit.hi):
            continue
        side = limit.lo if factor > 0 else limit.hi
        value, size = _value(limit, point)
        away = side is None or abs(value - side) * min(ONE, abs(factor)) > tolerance * max(ONE, size)
        if away and abs(factor) > tolerance:
            return f"a multiplier on {limit.name}, which is not reached"
    return ""

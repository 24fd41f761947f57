"""A linear program with its solution, as it stands in a bundle, and the check of it: no solver, no numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from guihua.proof.codec import decode
from guihua.proof.optimality import Limit, Objective, gap, not_optimal
from guihua.proof.verify import Part, given, part

KIND = "program"
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Stated:
    """A program with its optimum: minimise (or maximise) cost·x within limits.

    limits       rows and bounds of single unknowns alike, by name
    point        every unknown that is not zero; multipliers likewise
    tolerance    how nearly everything holds, relative to the terms summed
    """

    name: str
    maximise: bool
    cost: tuple[tuple[str, Fraction], ...]
    curvature: tuple[tuple[str, Fraction], ...]
    limits: tuple[Limit, ...]
    point: tuple[tuple[str, Fraction], ...]
    multipliers: tuple[tuple[str, Fraction], ...]
    objective: Fraction
    tolerance: Fraction


def verify_program(payload: Mapping[str, Any]) -> list[Part]:
    """Is the stated point the optimum of the stated program?"""
    found = decode(Stated, payload)
    sign = -1 if found.maximise else 1
    objective = Objective({v: sign * c for v, c in found.cost}, dict(found.curvature))
    point, multipliers = dict(found.point), dict(found.multipliers)
    parts = [
        part("optimal", not_optimal(objective, found.limits, point, multipliers, found.tolerance)),
        part("value", _value_fault(found, objective, point, multipliers)),
    ]
    return [*parts, given("model", f"{found.name}: {len(found.limits)} limits, {len(found.cost)} costs")]


def _value_fault(
    found: Stated, objective: Objective, point: Mapping[str, Fraction], multipliers: Mapping[str, Fraction]
) -> str:
    value = objective.at(point) * (-1 if found.maximise else 1)
    size = max(Fraction(1), abs(value))
    if not 0 < found.tolerance <= Fraction(1, 1000):
        return "the tolerance is none"
    if abs(value - found.objective) > found.tolerance * size:
        return f"the point is worth {float(value):.9g}"
    left = abs(gap(objective, found.limits, point, multipliers))
    return f"the multipliers leave a gap of {float(left):.3g}" if left > 100 * found.tolerance * size else ""

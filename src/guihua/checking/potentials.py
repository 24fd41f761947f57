"""A quick yes for components whose bounds are all on one quantity or on the ratio of two: no solver, no rows.

In logarithms such bounds are differences, x − y ≤ w, and a point that satisfies them all is found by relaxing them until
nothing moves (Bellman 1958, Ford 1956). Doubles, so only a yes is taken from here, and what is no yes is asked of the solver.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from guihua.checking.system import Bound, Group, Power

NEAR = 1e-10
"""How far, in logarithms, a bound may be off: a tenth of what the solver lets pass."""

PASSES = 40
"""After so many passes over the bounds without rest the solver is asked."""

_ORIGIN = ""
"""The quantity 1, whose logarithm is zero: a bound on one quantity is its difference from this."""

_Difference = tuple[str, str, Fraction | None, Fraction | None]


def agree(groups: Sequence[Group]) -> bool:
    """Is there a point that satisfies every bound of these groups? False says only that none was found here."""
    numbers: dict[str, int] = {_ORIGIN: 0}
    edges: list[tuple[int, int, float]] = []
    for group in groups:
        for bound in group.bounds:
            found = _difference(bound)
            if found is None:
                return False
            above, below, lo, hi = found
            i, j = numbers.setdefault(above, len(numbers)), numbers.setdefault(below, len(numbers))
            if hi is not None:
                edges.append((i, j, _log(hi)))
            if lo is not None:
                edges.append((j, i, -_log(lo)))
    return _rests(len(numbers), edges)


def _difference(bound: Bound | Power) -> _Difference | None:
    """(above, below, lo, hi) with lo ≤ above ÷ below ≤ hi; None for what is no such bound."""
    if isinstance(bound, Power):
        ends = {e: v for v, e in bound.terms}
        if len(bound.terms) > 2 or len(ends) < len(bound.terms) or not ends.keys() <= {1, -1}:
            return None
        return ends.get(1, _ORIGIN), ends.get(-1, _ORIGIN), bound.lo, bound.hi
    if len(bound.top) != 1 or len(bound.bottom) > 1 or bound.top[0][1] != 1:
        return None
    lo, hi = bound.lo, bound.hi
    if hi is not None and hi.numerator <= 0:
        return None
    if lo is not None and lo.numerator <= 0:
        lo = None
    if not bound.bottom:
        return bound.top[0][0], _ORIGIN, lo, hi
    below, coefficient = bound.bottom[0]
    return (bound.top[0][0], below, lo, hi) if coefficient == 1 else None


def _rests(count: int, edges: Iterable[tuple[int, int, float]]) -> bool:
    """Do the differences x_i − x_j ≤ w come to rest?"""
    edges = list(edges)
    place = [0.0] * count
    for _ in range(PASSES):
        moved = False
        for i, j, w in edges:
            most = place[j] + w
            if place[i] > most + NEAR:
                place[i], moved = most, True
        if not moved:
            return True
    return False


def _log(value: Fraction) -> float:
    return math.log(value.numerator) - math.log(value.denominator)

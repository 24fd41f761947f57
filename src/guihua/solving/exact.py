"""From the solver's doubles to rationals that hold exactly: multipliers from the support of a ray, points from a basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from guihua.proof.farkas import Row

Vector = dict[str, Fraction]


def null_combination(rows: Sequence[Mapping[str, Fraction]]) -> list[Fraction] | None:
    """λ with Σ λᵢ·rowᵢ = 0, scaled so that its first non-zero entry is positive; None where none or many exist.

    Gauss on the transposed system, exact. A minimal contradiction has exactly one such λ up to scale.
    """
    pivots: list[tuple[str, Vector, list[Fraction]]] = []
    found: list[Fraction] | None = None
    for place, row in enumerate(rows):
        rest: Vector = {v: a for v, a in row.items() if a}
        how = [Fraction(int(i == place)) for i in range(len(rows))]
        for variable, pivot, combination in pivots:
            factor = rest.get(variable)
            if factor:
                _subtract(rest, pivot, factor)
                how = [h - factor * c for h, c in zip(how, combination, strict=True)]
        if rest:
            variable = min(rest)
            scale = rest[variable]
            pivots.append((variable, {v: a / scale for v, a in rest.items()}, [h / scale for h in how]))
        elif found is not None:
            return None
        else:
            found = how
    if found is None:
        return None
    sign = next((1 if value > 0 else -1 for value in found if value), 1)
    return [sign * value for value in found]


def combination_for(rows: Sequence[Mapping[str, Fraction]], goal: Mapping[str, Fraction]) -> list[Fraction] | None:
    """λ with Σ λᵢ·rowᵢ = goal; None where there is none. Where there are many, one of them."""
    pivots: list[tuple[str, Vector, list[Fraction]]] = []
    for place, row in enumerate(rows):
        rest: Vector = {v: a for v, a in row.items() if a}
        how = [Fraction(int(i == place)) for i in range(len(rows))]
        for variable, pivot, combination in pivots:
            if factor := rest.get(variable):
                _subtract(rest, pivot, factor)
                how = [h - factor * c for h, c in zip(how, combination, strict=True)]
        if rest:
            variable = min(rest)
            scale = rest[variable]
            pivots.append((variable, {v: a / scale for v, a in rest.items()}, [h / scale for h in how]))
    rest = {v: a for v, a in goal.items() if a}
    answer = [Fraction(0)] * len(rows)
    for variable, pivot, combination in pivots:
        if factor := rest.get(variable):
            _subtract(rest, pivot, factor)
            answer = [a + factor * c for a, c in zip(answer, combination, strict=True)]
    return None if rest else answer


def solve_tight(rows: Sequence[Row], guess: Mapping[str, Fraction]) -> Vector:
    """A point on which the given rows hold with equality; quantities that they leave open take the guess's value."""
    reduced: list[tuple[str, Vector, Fraction]] = []
    for row in rows:
        rest: Vector = dict(row.terms)
        bound = row.bound
        for variable, pivot, value in reduced:
            if factor := rest.get(variable):
                _subtract(rest, pivot, factor)
                bound -= factor * value
        if rest:
            variable = min(rest)
            scale = rest[variable]
            reduced.append((variable, {v: a / scale for v, a in rest.items()}, bound / scale))
    point = dict(guess)
    for variable, pivot, value in reversed(reduced):
        point[variable] = value - sum(
            (a * point.get(v, Fraction(0)) for v, a in pivot.items() if v != variable), Fraction(0)
        )
    return point


def _subtract(rest: Vector, pivot: Mapping[str, Fraction], factor: Fraction) -> None:
    for variable, value in pivot.items():
        left = rest.get(variable, Fraction(0)) - factor * value
        if left:
            rest[variable] = left
        else:
            rest.pop(variable, None)

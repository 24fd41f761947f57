"""The normal form of checking: lo·D ≤ N ≤ hi·D with D ≥ ε > 0, in groups that stand or fall together.

N and D are linear in the quantities of a plan (`value_added[industry]|2020`). A bound whose N and D are one quantity
each is also a product of powers, N¹·D⁻¹; a `Power` is a product only (an intensity times an output, a share times its
whole). So every group has linear rows, product rows, or both. The rows are exact: they are what certificates are
checked against, and the solver only ever sees their doubles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from guihua.proof.farkas import Product, Row

EPSILON = Fraction(1, 1000)
"""The ε of D ≥ ε, in the base unit of the quantity. Without it contradictory ratios collapse to zero."""

Terms = tuple[tuple[str, Fraction], ...]


class Rank(IntEnum):
    """How firmly a group stands: what is to give way first has the higher rank. Identities never do."""

    IDENTITY = 0
    FACT = 1
    TARGET = 2
    ASSUMPTION = 3


@dataclass(frozen=True, slots=True)
class Bound:
    """lo·bottom ≤ top ≤ hi·bottom; an empty bottom is 1. None leaves a side open."""

    top: Terms
    bottom: Terms = ()
    lo: Fraction | None = None
    hi: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Power:
    """lo ≤ Π variable^exponent ≤ hi over positive variables; lo and hi are positive."""

    terms: tuple[tuple[str, int], ...]
    lo: Fraction | None = None
    hi: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Bounds that stand or fall together: a statement (its id), an identity, a named assumption."""

    name: str
    rank: Rank
    bounds: tuple[Bound | Power, ...]

    @property
    def variables(self) -> frozenset[str]:
        """Every quantity that its bounds speak of."""
        return frozenset(v for bound in self.bounds for v in variables_of(bound))


def variables_of(bound: Bound | Power) -> tuple[str, ...]:
    """The quantities of one bound."""
    if isinstance(bound, Power):
        return tuple(v for v, _ in bound.terms)
    return tuple(v for v, _ in (*bound.top, *bound.bottom))


def linear_rows(group: Group) -> list[Row]:
    """The rows Σ a·x ≤ b of a group, and D ≥ ε for each of its denominators; products have none."""
    rows = []
    for place, bound in enumerate(group.bounds):
        if isinstance(bound, Power):
            continue
        for side, sign, limit in (("<", 1, bound.hi), (">", -1, bound.lo)):
            if limit is not None:
                above, below = [(v, sign * a) for v, a in bound.top], [(v, -sign * limit * a) for v, a in bound.bottom]
                free = Fraction(0) if bound.bottom else sign * limit
                rows.append(Row(f"{group.name}#{place}{side}", _collect(above, below), free))
        if bound.bottom:
            rows.append(Row(f"{group.name}#{place}+", tuple((v, -a) for v, a in bound.bottom), -EPSILON))
    return rows


def product_rows(group: Group) -> list[Product]:
    """The rows Π x^e ≤ b of a group; sums have none."""
    rows = []
    for place, bound in enumerate(group.bounds):
        power = as_power(bound)
        if power is None:
            continue
        if power.hi is not None:
            rows.append(Product(f"{group.name}#{place}<", power.terms, power.hi))
        if power.lo is not None:
            rows.append(Product(f"{group.name}#{place}>", tuple((v, -e) for v, e in power.terms), 1 / power.lo))
    return rows


def positivity_rows(groups: Iterable[Group]) -> list[Row]:
    """x ≥ 0 for every quantity of the linear rows: plans count things, money and shares."""
    unknowns = {v for g in groups for b in g.bounds if isinstance(b, Bound) for v in variables_of(b)}
    return [Row(f"positive:{v}", ((v, Fraction(-1)),), Fraction(0)) for v in sorted(unknowns)]


def as_power(bound: Bound | Power) -> Power | None:
    """A bound as a product of powers, or None where it is a sum or has a limit that is not positive."""
    if isinstance(bound, Power):
        return bound
    if len(bound.top) != 1 or len(bound.bottom) > 1 or any(a != 1 for _, a in (*bound.top, *bound.bottom)):
        return None
    lo = bound.lo if bound.lo is None or bound.lo > 0 else None
    if (bound.hi is not None and bound.hi <= 0) or (lo is None and bound.hi is None):
        return None
    top = bound.top[0][0]
    if not bound.bottom:
        return Power(((top, 1),), lo, bound.hi)
    bottom = bound.bottom[0][0]
    if top == bottom:
        return Power((), lo, bound.hi)
    return Power(((top, 1), (bottom, -1)) if top < bottom else ((bottom, -1), (top, 1)), lo, bound.hi)


def components(groups: Sequence[Group]) -> list[list[Group]]:
    """Groups that share quantities, directly or through others, in the order of their first member."""
    parent = list(range(len(groups)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    owner: dict[str, int] = {}
    for i, group in enumerate(groups):
        for variable in group.variables:
            if variable in owner:
                parent[root(i)] = root(owner[variable])
            else:
                owner[variable] = i
    found: dict[int, list[Group]] = defaultdict(list)
    for i, group in enumerate(groups):
        found[root(i)].append(group)
    return list(found.values())


def _collect(*parts: list[tuple[str, Fraction]]) -> Terms:
    total: dict[str, Fraction] = defaultdict(Fraction)
    for part in parts:
        for variable, coefficient in part:
            total[variable] += coefficient
    return tuple((v, a) for v, a in sorted(total.items()) if a)

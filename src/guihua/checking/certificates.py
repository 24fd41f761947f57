"""Certificates: what a search hands out, and the exact checks that need no search and no solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guihua.checking.system import Group, Power, linear_rows, positivity_rows, product_rows
from guihua.proof.farkas import Row, satisfies, satisfies_products


@dataclass(frozen=True, slots=True)
class Lemma:
    """A bound on one quantity that one system proves and the other uses: variable ≤ limit, or ≥ where `lower`.

    system  "product" or "linear": where the multipliers count
    """

    name: str
    variable: str
    limit: Fraction
    lower: bool
    system: str
    multipliers: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate: multipliers by row in one system; lemmas are rows that the other system proved."""

    system: str
    multipliers: tuple[tuple[str, Fraction], ...]
    lemmas: tuple[Lemma, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Groups that cannot all be true, while any of them left out lets the rest be true.

    proof   certificate that the groups (with the identities) contradict each other
    points  for each member: quantities that satisfy all the others exactly, which proves that it is needed
    """

    members: tuple[str, ...]
    identities: tuple[str, ...]
    proof: Proof
    points: tuple[tuple[str, tuple[tuple[str, Fraction], ...]], ...]

    @property
    def minimal(self) -> bool:
        """Is it proved that every member is needed?"""
        return len(self.points) == len(self.members)


def holds(groups: Sequence[Group], point: Mapping[str, Fraction]) -> bool:
    """Does the point satisfy every bound of these groups exactly, with D ≥ ε and nothing negative?"""
    rows = [row for group in groups for row in linear_rows(group)] + positivity_rows(groups)
    powers = [Group(g.name, g.rank, tuple(b for b in g.bounds if isinstance(b, Power))) for g in groups]
    return satisfies(rows, point) and satisfies_products([r for g in powers for r in product_rows(g)], point)


def lemma_row(lemma: Lemma) -> Row:
    """The linear row that a lemma stands for."""
    sign = -1 if lemma.lower else 1
    return Row(lemma.name, ((lemma.variable, Fraction(sign)),), sign * lemma.limit)

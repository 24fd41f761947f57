"""Certificates: what a search hands out, and the exact checks that need no search and no solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guihua.checking.system import Group, Power, linear_rows, positivity_rows, product_rows
from guihua.proof.farkas import Product, Row, satisfies, satisfies_products


@dataclass(frozen=True, slots=True)
class Lemma:
    """A bound that one system proves and the other may use: variable ≤ limit, or ≥ where `lower`.

    variable  "*" where the bound is of a sum or product of several, which whoever checks it must know
    system    "product" or "linear": where the multipliers count
    lemmas    those that its multipliers name, in the order of their proof; within a proof they stand beside it instead
    """

    name: str
    variable: str
    limit: Fraction
    lower: bool
    system: str
    multipliers: tuple[tuple[str, Fraction], ...]
    lemmas: tuple[Lemma, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate: multipliers by row in one system; lemmas are further rows, each proved from rows and earlier lemmas."""

    system: str
    multipliers: tuple[tuple[str, Fraction], ...]
    lemmas: tuple[Lemma, ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        """Every row that it and its lemmas rest on."""
        every = (self.multipliers, *(lemma.multipliers for lemma in self.lemmas))
        return tuple(name for multipliers in every for name, _ in multipliers)


@dataclass(frozen=True, slots=True)
class Move:
    """How far one number alone would have to move: what the other members imply of its bound, beyond its own limit.

    bound   which of the member's bounds; the lemma limits that bound's top / bottom
    """

    member: str
    bound: int
    lemma: Lemma


@dataclass(frozen=True, slots=True)
class PriceReading:
    """Would the members agree if these forms were in comparable prices and prices moved as usual?

    point   quantities that satisfy all under that reading, which proves that they would; else
    proof   a certificate that they would not; where there is neither, it is not known
    """

    forms: tuple[str, ...]
    point: tuple[tuple[str, Fraction], ...] | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Groups that cannot all be true, while any of them left out lets the rest be true.

    proof   certificate that the groups (with the identities) contradict each other
    points  for each member: quantities that satisfy all the others exactly, which proves that it is needed
    moves   for each member that one other value would save: how far it would have to move
    prices  what readings of prices say of it, where money is concerned
    """

    members: tuple[str, ...]
    identities: tuple[str, ...]
    proof: Proof
    points: tuple[tuple[str, tuple[tuple[str, Fraction], ...]], ...]
    moves: tuple[Move, ...] = ()
    prices: tuple[PriceReading, ...] = ()

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


def lemma_product(lemma: Lemma) -> Product | None:
    """The product row that a lemma stands for; None for a limit that is not positive, which says nothing there."""
    if lemma.limit <= 0:
        return None
    if lemma.lower:
        return Product(lemma.name, ((lemma.variable, -1),), 1 / lemma.limit)
    return Product(lemma.name, ((lemma.variable, 1),), lemma.limit)


def used_lemmas(multipliers: Iterable[tuple[str, Fraction]], lemmas: Sequence[Lemma]) -> tuple[Lemma, ...]:
    """Those lemmas that the multipliers name, directly or through others, in their order."""
    names = {name for name, _ in multipliers}
    kept = []
    for lemma in reversed(lemmas):
        if lemma.name in names:
            kept.append(lemma)
            names.update(name for name, _ in lemma.multipliers)
    return tuple(reversed(kept))

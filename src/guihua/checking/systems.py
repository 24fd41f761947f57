"""The two systems of a component's rows, each with a solver model of its doubles and exact answers taken from it.

The product system works in logarithms and holds levels, ratios, growth and intensities; the linear one holds sums. What
the solver says is turned into multipliers and points that hold exactly; nothing else leaves this module.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from guihua.checking.certificates import Lemma, Proof, lemma_product, lemma_row
from guihua.checking.roots import root_above, root_below
from guihua.checking.system import Group, linear_rows, positivity_rows, product_rows
from guihua.proof.farkas import (
    Certificate,
    Product,
    Row,
    contradiction,
    implied_bound,
    product_bound,
    product_contradiction,
)
from guihua.solving import exact
from guihua.solving.solver import Model

SUPPORT = 1e-9
"""Multipliers below this share of the largest count as zero when the support of a ray is read."""

INWARD = 1e-7
"""How far, in logarithms, a point keeps from the limits of products, so that its rational neighbour satisfies them."""


class RowSystem:
    """One of the two systems: its exact rows, and a solver model of their doubles."""

    def __init__(self, kind: str, rows: Sequence[Row | Product], owners: Sequence[int], hard: frozenset[int]) -> None:
        self.kind, self.rows, self.owners, self.hard = kind, tuple(rows), tuple(owners), hard
        self.columns = {v: j for j, v in enumerate(sorted({v for row in rows for v, _ in row.terms}))}
        self.scale = _scales(self.rows) if kind == "linear" else {}
        self.model = self._model(0.0)
        self._inner: Model | None = None

    @classmethod
    def of_products(cls, groups: Sequence[Group], hard: frozenset[int]) -> RowSystem:
        """The products of these groups; `hard` are the places of identities."""
        pairs = [(row, i) for i, g in enumerate(groups) for row in product_rows(g)]
        return cls("product", [r for r, _ in pairs], [i for _, i in pairs], hard)

    @classmethod
    def of_sums(cls, groups: Sequence[Group], hard: frozenset[int]) -> RowSystem:
        """The sums of these groups, every quantity being at least zero."""
        pairs = [(row, i) for i, g in enumerate(groups) for row in linear_rows(g)]
        pairs += [(row, -1) for row in positivity_rows(groups)]
        return cls("linear", [r for r, _ in pairs], [i for _, i in pairs], hard)

    def feasible(self, active: Collection[int]) -> bool:
        """Have the rows of these groups a common solution, as far as doubles tell?"""
        return self.model.feasible(active)

    def support_groups(self) -> frozenset[int]:
        """The groups of the last ray."""
        return frozenset(
            self.owners[i] for i in self._support() if self.owners[i] not in self.hard and self.owners[i] >= 0
        )

    def prove(self, active: frozenset[int]) -> Proof | None:
        """After an infeasible answer for these groups."""
        support = self._support() or self._on(active)
        return _certified(self.kind, [self.rows[i] for i in self._minimal(support)])

    def extended(self, active: Collection[int], lemmas: Sequence[Lemma]) -> RowSystem:
        """The rows of these groups alone, always on, with rows that the other system proved."""
        rows = [self.rows[i] for i in self._on(active)]
        if self.kind == "linear":
            rows += [lemma_row(lemma) for lemma in lemmas]
        else:
            rows += [row for lemma in lemmas if (row := lemma_product(lemma)) is not None]
        return RowSystem(self.kind, rows, [-1] * len(rows), frozenset())

    def point(self, active: frozenset[int]) -> dict[str, Fraction] | None:
        """An exact point of these groups' rows (to be checked by the caller)."""
        if self.kind == "linear":
            if not self.model.feasible(active):
                return None
            vertex = self.model.vertex()
            guess = {v: Fraction(float(vertex.point[j])) * self.scale[v] for v, j in self.columns.items()}
            names = list(self.columns)
            fixed = [Row(names[j], ((names[j], Fraction(1)),), Fraction(0)) for j in vertex.zero]
            tight = [row for i in vertex.tight if isinstance(row := self.rows[i], Row)]
            return exact.solve_tight([*fixed, *tight], guess)
        if self._inner is None:
            self._inner = self._model(INWARD)
        if not self._inner.feasible(active):
            return None
        values, on = self._inner.values(), self._on(active)
        spoken_of = sorted({v for i in on for v, _ in self.rows[i].terms})
        return self._settle({v: _decimal(math.exp(values[self.columns[v]])) for v in spoken_of}, on)

    def extreme(
        self, terms: Mapping[str, Fraction], active: Collection[int], *, largest: bool, tag: str = ""
    ) -> Lemma | None:
        """The largest (smallest) value of Σ terms, or of Π variable^term in the product system, with its certificate.

        None where it has none or the doubles deceived. `tag` goes into the lemma's name.
        """
        if any(v not in self.columns for v in terms):
            return None
        sign = 1 if largest else -1
        weights = [(self.columns[v], sign * float(a * self.scale.get(v, 1))) for v, a in terms.items()]
        vertex = self.model.maximum(weights, active)
        if vertex is None:
            return None
        most = max((abs(d) for d in vertex.duals), default=0.0) if self.kind == "linear" else 1.0
        rows = [self.rows[i] for i, d in enumerate(vertex.duals) if abs(d) > SUPPORT * most]
        goal = {v: sign * a for v, a in terms.items()}
        found = exact.combination_for([_fractions(row) for row in rows], goal)
        if found is None or any(value < 0 for value in found):
            return None
        certified = self._root if self.kind == "product" else self._sum
        limit, multipliers = certified(rows, found, goal, largest=largest)
        variable = next(iter(terms)) if len(terms) == 1 else "*"
        return Lemma(
            f"lemma{tag}:{variable}{'<' if largest else '>'}", variable, limit, not largest, self.kind, multipliers
        )

    @staticmethod
    def _root(
        rows: Sequence[Row | Product], found: Sequence[Fraction], _: Mapping[str, Fraction], *, largest: bool
    ) -> tuple[Fraction, tuple[tuple[str, Fraction], ...]]:
        """The limit of a monomial, its root rounded outward, with integer multipliers."""
        degree = math.lcm(1, *(value.denominator for value in found))
        multipliers = tuple((row.name, value * degree) for row, value in zip(rows, found, strict=True) if value)
        products = [row for row in rows if isinstance(row, Product)]
        _terms, limit = product_bound(products, Certificate(tuple((n, int(m)) for n, m in multipliers)))
        return root_above(limit, degree) if largest else root_below(1 / limit, degree), multipliers

    @staticmethod
    def _sum(
        rows: Sequence[Row | Product], found: Sequence[Fraction], goal: Mapping[str, Fraction], *, largest: bool
    ) -> tuple[Fraction, tuple[tuple[str, Fraction], ...]]:
        """The limit of a sum."""
        multipliers = tuple((row.name, value) for row, value in zip(rows, found, strict=True) if value)
        limit = implied_bound([row for row in rows if isinstance(row, Row)], Certificate(multipliers), goal)
        return limit if largest else -limit, multipliers

    def _on(self, active: Collection[int]) -> list[int]:
        wanted = {*active, *self.hard, -1}
        return [i for i, owner in enumerate(self.owners) if owner in wanted]

    def _support(self) -> list[int]:
        ray = self.model.ray()
        if ray is None or not len(ray) or ray.max() == 0:
            return []
        return [int(i) for i in (ray > SUPPORT * ray.max()).nonzero()[0]]

    def _minimal(self, support: Sequence[int]) -> list[int]:
        """Rows of a contradiction of which none can be left out."""
        if len(support) <= 1:
            return list(support)
        model = self._model(0.0, support)
        kept = set(range(len(support)))
        for k in range(len(support)):
            if not model.feasible(kept - {k}):
                kept.discard(k)
        return [support[k] for k in sorted(kept)]

    def _model(self, inward: float, only: Sequence[int] | None = None) -> Model:
        """The doubles of the rows: scaled, each row divided by its largest coefficient."""
        places = range(len(self.rows)) if only is None else only
        doubles, limits = [], []
        for i in places:
            row = self.rows[i]
            if isinstance(row, Product):
                values = [float(e) for _, e in row.terms]
                limit = _log(row.bound) - (inward if inward and self._open(i) else 0.0)
            else:
                values = [float(a * self.scale[v]) for v, a in row.terms]
                limit = float(row.bound)
            size = max((abs(v) for v in values), default=1.0)
            doubles.append(([self.columns[v] for v, _ in row.terms], [v / size for v in values]))
            limits.append(limit / size)
        owners = [(-1 if o in self.hard else o) for o in self.owners] if only is None else list(range(len(only)))
        return Model(len(self.columns), doubles, limits, owners)

    def _open(self, place: int) -> bool:
        """Does the row leave room, that is, has it no opposite row with the same limit?"""
        row = self.rows[place]
        other = row.name[:-1] + (">" if row.name.endswith("<") else "<")
        return not any(r.name == other and r.bound * row.bound == 1 for r in self._by_base.get(row.name[:-1], ()))

    @cached_property
    def _by_base(self) -> dict[str, list[Row | Product]]:
        found: dict[str, list[Row | Product]] = {}
        for row in self.rows:
            found.setdefault(row.name[:-1], []).append(row)
        return found

    def _settle(self, point: dict[str, Fraction], places: Sequence[int]) -> dict[str, Fraction]:
        """Make equations hold exactly: single quantities first, then one quantity of each longer equation."""
        equations = [
            r for i in places if isinstance(r := self.rows[i], Product) and r.name.endswith("<") and not self._open(i)
        ]
        fixed: set[str] = set()
        for row in sorted(equations, key=lambda r: len(r.terms)):
            free = [(v, e) for v, e in row.terms if v not in fixed and abs(e) == 1]
            if not free:
                continue
            variable, exponent = free[-1]
            rest = Fraction(1)
            for v, e in row.terms:
                if v != variable:
                    rest *= point[v] ** e
            point[variable] = (row.bound / rest) ** exponent
            fixed.update(v for v, _ in row.terms)
        return point


def _certified(kind: str, rows: Sequence[Row | Product]) -> Proof | None:
    """Exact multipliers of a minimal contradiction, checked; None where the doubles deceived."""
    found = exact.null_combination([_fractions(row) for row in rows])
    if found is None:
        return None
    if any(value < 0 for value in found):
        found = [-value for value in found]
    if kind == "product":
        scale = math.lcm(*(value.denominator for value in found))
        found = [value * scale for value in found]
        divisor = math.gcd(*(int(value) for value in found)) or 1
        found = [value / divisor for value in found]
        products = [row for row in rows if isinstance(row, Product)]
        whole = tuple((row.name, int(value)) for row, value in zip(rows, found, strict=True) if value)
        fault = product_contradiction(products, Certificate(whole))
    else:
        linear = [row for row in rows if isinstance(row, Row)]
        fault = contradiction(linear, Certificate(tuple((r.name, v) for r, v in zip(rows, found, strict=True) if v)))
    if fault:
        return None
    return Proof(kind, tuple((row.name, value) for row, value in zip(rows, found, strict=True) if value))


def _scales(rows: Sequence[Row | Product]) -> dict[str, Fraction]:
    """A power of ten for each quantity, so that doubles of the scaled system lie near one.

    Quantities with a level take it from there; others from their neighbours in a row; where nothing has a level, 1.
    """
    scale: dict[str, Fraction] = {}
    for row in rows:
        if len(row.terms) == 1 and row.bound and not row.name.endswith("+"):
            variable, coefficient = row.terms[0]
            scale[variable] = _power_of_ten(abs(row.bound / Fraction(coefficient)))
    waiting = [row for row in rows if len(row.terms) > 1]
    while True:
        known = [row for row in waiting if any(v in scale for v, _ in row.terms)]
        if not known:
            break
        for row in known:
            size = max(abs(Fraction(a)) * scale[v] for v, a in row.terms if v in scale)
            for v, a in row.terms:
                scale.setdefault(v, _power_of_ten(size / abs(Fraction(a))))
        done = {id(row) for row in known}
        waiting = [row for row in waiting if id(row) not in done]
    for row in rows:
        for v, _ in row.terms:
            scale.setdefault(v, Fraction(1))
    return scale


def _fractions(row: Row | Product) -> dict[str, Fraction]:
    return {v: Fraction(a) for v, a in row.terms}


def _power_of_ten(value: Fraction) -> Fraction:
    return Fraction(10) ** round(_log(value) / math.log(10)) if value else Fraction(1)


def _log(value: Fraction) -> float:
    return math.log(value.numerator) - math.log(value.denominator)


def _decimal(value: float) -> Fraction:
    return Fraction(f"{value:.12g}")

"""One component of a plan's statements: consistent or not, why not, and points that show that it is.

Two systems stand for the same bounds. The product system works in logarithms and holds ratios, growth and intensities;
the linear one holds sums. Either may find the contradiction alone. Where neither does and the component has both, they
exchange bounds on single quantities, each with its own certificate (a lemma).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from guihua.checking import exact
from guihua.checking.certificates import Lemma, Proof, holds, lemma_row
from guihua.checking.solver import Model
from guihua.checking.system import (
    Bound,
    Group,
    Power,
    Rank,
    as_power,
    linear_rows,
    positivity_rows,
    product_rows,
    variables_of,
)
from guihua.proof.farkas import (
    Certificate,
    Product,
    Row,
    contradiction,
    implied_bound,
    product_bound,
    product_contradiction,
)

SUPPORT = 1e-9
"""Multipliers below this share of the largest count as zero when the support of a ray is read."""

INWARD = 1e-7
"""How far, in logarithms, a point keeps from the limits of products, so that its rational neighbour satisfies them."""


class Engine:
    """The groups of one component behind two solver models. Groups are spoken of by their place."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = tuple(groups)
        self.hard = frozenset(i for i, g in enumerate(groups) if g.rank is Rank.IDENTITY)
        self.soft = frozenset(range(len(groups))) - self.hard
        self.all = self.soft
        self._sums = any(not _is_power(b) for g in groups for b in g.bounds)
        self._powers = any(isinstance(b, Power) for g in groups for b in g.bounds)

    @cached_property
    def products(self) -> _System:
        """The product system, in logarithms."""
        return _System.of_products(self.groups, self.hard)

    @cached_property
    def sums(self) -> _System:
        """The linear system."""
        return _System.of_sums(self.groups, self.hard)

    def consistent(self, active: frozenset[int]) -> bool:
        """Can these groups (with the identities) all be true, as far as the two systems see?"""
        if not self.products.feasible(active):
            return False
        if self._sums and not self.sums.feasible(active):
            return False
        return not (self._sums and self._powers) or self._exchanged(active) is None

    def support(self, active: frozenset[int]) -> frozenset[int]:
        """Of inconsistent groups, those that one contradiction uses."""
        for system in self._systems():
            if not system.feasible(active):
                return system.support_groups() & active or active
        return active

    def prove(self, active: frozenset[int]) -> Proof | None:
        """An exact, checked proof that these groups contradict each other; None where none can be given."""
        for system in self._systems():
            if not system.feasible(active):
                proof = system.prove(active)
                if proof is not None:
                    return proof
        return self._exchanged(active) if self._sums and self._powers else None

    def point(self, active: frozenset[int]) -> dict[str, Fraction] | None:
        """Quantities that satisfy these groups exactly; None where no such point is found.

        The last basis of the search may lie on rows that are switched off, so a fresh model is tried after it.
        """
        used = [self.groups[i] for i in sorted(active | self.hard)]
        point = self._point(active, used)
        if point is None and len(used) < len(self.groups):
            alone = Engine(used)
            point = alone._point(alone.soft, used)
        return point

    def _point(self, active: frozenset[int], used: Sequence[Group]) -> dict[str, Fraction] | None:
        for system in reversed(self._systems()):
            point = system.point(active)
            if point is None:
                continue
            for candidate in (point, _tied(point, used)):
                if holds(used, candidate):
                    return candidate
        return None

    def extreme(self, bound: Bound, active: frozenset[int], *, largest: bool) -> Lemma | None:
        """The largest (smallest) value of top / bottom of one monomial that the groups imply, with its certificate."""
        power = as_power(Bound(bound.top, bound.bottom, lo=Fraction(1)))
        found: list[Lemma] = []
        if power is not None:
            found += [lemma for lemma in [self.products.bound(dict(power.terms), active, largest=largest)] if lemma]
        if self._sums and not bound.bottom:
            terms = dict(bound.top)
            found += [lemma for lemma in [self.sums.bound_sum(terms, active, largest=largest)] if lemma]
        if not found:
            return None
        return min(found, key=lambda x: x.limit) if largest else max(found, key=lambda x: x.limit)

    def _systems(self) -> list[_System]:
        return [self.products, self.sums] if self._sums else [self.products]

    def _exchanged(self, active: frozenset[int]) -> Proof | None:
        """A linear contradiction that needs bounds from the product system."""
        shared = sorted(set(self.products.columns) & set(self.sums.columns))
        lemmas = []
        for variable in shared:
            for largest in (True, False):
                lemma = self.products.bound({variable: 1}, active, largest=largest)
                if lemma is not None:
                    lemmas.append(lemma)
        return self.sums.prove_with(lemmas, active) if lemmas else None


def _tied(point: Mapping[str, Fraction], groups: Sequence[Group]) -> dict[str, Fraction]:
    """The point with products that are equations made to hold: the quantity that the fewest bounds speak of gives way."""
    found = dict(point)
    uses = Counter(v for g in groups for b in g.bounds for v in variables_of(b))
    for power in (b for g in groups for b in g.bounds if isinstance(b, Power) and b.lo is not None and b.lo == b.hi):
        assert power.lo is not None
        free = [(uses[v], v, e) for v, e in power.terms if abs(e) == 1]
        if not free:
            continue
        _, variable, exponent = min(free)
        rest = power.lo
        for v, e in power.terms:
            if v != variable:
                value = found.get(v, Fraction(0))
                if value <= 0:
                    value = found[v] = Fraction(1)
                rest /= value**e
        found[variable] = rest**exponent
    return found


def _is_power(bound: Bound | Power) -> bool:
    return as_power(bound) is not None


class _System:
    """One of the two systems: its exact rows, and a solver model of their doubles."""

    def __init__(self, kind: str, rows: Sequence[Row | Product], owners: Sequence[int], hard: frozenset[int]) -> None:
        self.kind, self.rows, self.owners, self.hard = kind, tuple(rows), tuple(owners), hard
        self.columns = {v: j for j, v in enumerate(sorted({v for row in rows for v, _ in row.terms}))}
        self.scale = _scales(self.rows) if kind == "linear" else {}
        self.model = self._model(0.0)
        self._inner: Model | None = None

    @classmethod
    def of_products(cls, groups: Sequence[Group], hard: frozenset[int]) -> _System:
        pairs = [(row, i) for i, g in enumerate(groups) for row in product_rows(g)]
        return cls("product", [r for r, _ in pairs], [i for _, i in pairs], hard)

    @classmethod
    def of_sums(cls, groups: Sequence[Group], hard: frozenset[int]) -> _System:
        pairs = [(row, i) for i, g in enumerate(groups) for row in linear_rows(g)]
        pairs += [(row, -1) for row in positivity_rows(groups)]
        return cls("linear", [r for r, _ in pairs], [i for _, i in pairs], hard)

    def feasible(self, active: Collection[int]) -> bool:
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

    def prove_with(self, lemmas: Sequence[Lemma], active: frozenset[int]) -> Proof | None:
        """A contradiction of the linear rows with rows that the other system proved."""
        rows = [self.rows[i] for i in self._on(active)] + [lemma_row(lemma) for lemma in lemmas]
        extended = _System("linear", rows, [-1] * len(rows), frozenset())
        if extended.feasible(()):
            return None
        proof = _certified("linear", [extended.rows[i] for i in extended._minimal(extended._support())])
        if proof is None:
            return None
        used = {name for name, _ in proof.multipliers}
        return Proof("linear", proof.multipliers, tuple(lemma for lemma in lemmas if lemma.name in used))

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
        values = self._inner.vertex().point
        point = {v: _decimal(math.exp(values[j])) for v, j in self.columns.items()}
        return self._settle(point, self._on(active))

    def bound(self, terms: Mapping[str, int], active: frozenset[int], *, largest: bool) -> Lemma | None:
        """The exact extreme of a monomial in the product system: the root is rounded outward."""
        if any(v not in self.columns for v in terms):
            return None
        sign = 1 if largest else -1
        vertex = self.model.maximum([(self.columns[v], float(sign * e)) for v, e in terms.items()], active)
        if vertex is None:
            return None
        support = [i for i, d in enumerate(vertex.duals) if abs(d) > SUPPORT]
        goal = {v: Fraction(sign * e) for v, e in terms.items()}
        found = exact.combination_for([{v: Fraction(e) for v, e in self.rows[i].terms} for i in support], goal)
        if found is None or any(value < 0 for value in found):
            return None
        degree = math.lcm(1, *(value.denominator for value in found))
        multipliers = tuple(
            (self.rows[i].name, value * degree) for i, value in zip(support, found, strict=True) if value
        )
        rows = [row for i in support if isinstance(row := self.rows[i], Product)]
        _, limit = product_bound(rows, Certificate(tuple((n, int(m)) for n, m in multipliers)))
        value = exact.root_above(limit, degree) if largest else exact.root_below(1 / limit, degree)
        variable = next(iter(terms)) if len(terms) == 1 else "*"
        side = "<" if largest else ">"
        return Lemma(f"lemma:{variable}{side}", variable, value, not largest, "product", multipliers)

    def bound_sum(self, terms: Mapping[str, Fraction], active: frozenset[int], *, largest: bool) -> Lemma | None:
        """The exact extreme of a sum in the linear system."""
        if any(v not in self.columns for v in terms):
            return None
        sign = 1 if largest else -1
        weights = [(self.columns[v], sign * float(a * self.scale[v])) for v, a in terms.items()]
        vertex = self.model.maximum(weights, active)
        if vertex is None:
            return None
        largest_dual = max((abs(d) for d in vertex.duals), default=0.0)
        support = [i for i, d in enumerate(vertex.duals) if abs(d) > SUPPORT * largest_dual]
        goal = {v: sign * a for v, a in terms.items()}
        found = exact.combination_for([dict(self.rows[i].terms) for i in support], goal)  # type: ignore[arg-type]
        if found is None or any(value < 0 for value in found):
            return None
        rows = [row for i in support if isinstance(row := self.rows[i], Row)]
        multipliers = tuple((row.name, value) for row, value in zip(rows, found, strict=True) if value)
        limit = implied_bound(rows, Certificate(multipliers), goal)
        variable = next(iter(terms)) if len(terms) == 1 else "+"
        side = "<" if largest else ">"
        return Lemma(f"lemma:{variable}{side}", variable, sign * limit, not largest, "linear", multipliers)

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
                limit = _log(row.bound) - (inward if self._open(i) else 0.0)
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
    found = exact.null_combination([{v: Fraction(a) for v, a in row.terms} for row in rows])
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


def _power_of_ten(value: Fraction) -> Fraction:
    return Fraction(10) ** round(_log(value) / math.log(10)) if value else Fraction(1)


def _log(value: Fraction) -> float:
    return math.log(value.numerator) - math.log(value.denominator)


def _decimal(value: float) -> Fraction:
    return Fraction(f"{value:.12g}")

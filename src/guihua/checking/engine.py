"""One component of a plan's statements: consistent or not, why not, and points that show that it is.

Two systems stand for the same bounds: products in logarithms, and sums. Either may find the contradiction alone. Where
neither does and the component has both, they exchange bounds on single quantities (`exchange`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from guihua.checking.certificates import Lemma, Proof, holds, used_lemmas
from guihua.checking.exchange import Exchange, exchange
from guihua.checking.system import Bound, Group, Power, Rank, as_power, variables_of
from guihua.checking.systems import RowSystem


class Engine:
    """The groups of one component behind two solver models. Groups are spoken of by their place."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = tuple(groups)
        self.hard = frozenset(i for i, g in enumerate(groups) if g.rank is Rank.IDENTITY)
        self.soft = frozenset(range(len(groups))) - self.hard
        self.all = self.soft
        self._sums = any(not _is_power(b) for g in groups for b in g.bounds)
        self._powers = any(isinstance(b, Power) for g in groups for b in g.bounds)
        self._places = {g.name: i for i, g in enumerate(groups)}
        self._last: tuple[frozenset[int], Exchange] | None = None

    @cached_property
    def products(self) -> RowSystem:
        """The product system, in logarithms."""
        return RowSystem.of_products(self.groups, self.hard)

    @cached_property
    def sums(self) -> RowSystem:
        """The linear system."""
        return RowSystem.of_sums(self.groups, self.hard)

    def consistent(self, active: frozenset[int]) -> bool:
        """Can these groups (with the identities) all be true, as far as the two systems see?"""
        return all(system.feasible(active) for system in self._systems()) and self._known(active).proof is None

    def support(self, active: frozenset[int]) -> frozenset[int]:
        """Of inconsistent groups, those that one contradiction uses."""
        for system in self._systems():
            if not system.feasible(active):
                return system.support_groups() & active or active
        proof = self._known(active).proof
        names = {name.rsplit("#", 1)[0] for name in proof.rows} if proof is not None else set()
        return frozenset(self._places[n] for n in names if n in self._places) & active or active

    def prove(self, active: frozenset[int]) -> Proof | None:
        """An exact, checked proof that these groups contradict each other; None where none can be given."""
        for system in self._systems():
            if not system.feasible(active):
                proof = system.prove(active)
                if proof is not None:
                    return proof
        return self._known(active).proof

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
        """The largest (smallest) value of top / bottom that the groups imply, with its certificate.

        Both systems are asked, each knowing what the other proved; the tighter answer counts. A quotient of sums has none.
        """
        power = as_power(Bound(bound.top, bound.bottom, lo=Fraction(1)))
        asked = []
        if power is not None:
            asked.append(("product", {v: Fraction(e) for v, e in power.terms}))
        if self._sums and not bound.bottom:
            asked.append(("linear", dict(bound.top)))
        known = self._known(active)
        found = []
        for kind, terms in asked:
            system, on = known.system(kind)
            lemma = system.extreme(terms, on, largest=largest)
            if lemma is not None:
                found.append(replace(lemma, lemmas=used_lemmas(lemma.multipliers, known.lemmas)))
        if not found:
            return None
        return min(found, key=lambda x: x.limit) if largest else max(found, key=lambda x: x.limit)

    def _known(self, active: frozenset[int]) -> Exchange:
        """What the two systems tell each other of these groups; the last answer is kept."""
        if self._last is None or self._last[0] != active:
            both = self._sums and self._powers
            systems = {system.kind: system for system in self._systems()}
            self._last = active, exchange(systems, active) if both else Exchange(systems, active)
        return self._last[1]

    def _systems(self) -> list[RowSystem]:
        return [self.products, self.sums] if self._sums else [self.products]


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

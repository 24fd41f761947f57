"""Bounds that the two systems hand each other: what products imply of one quantity is a row for sums, and the reverse.

Turn by turn each system proves the interval of every quantity that both know and takes over the other's, until a turn
tightens nothing or ROUNDS are over. Every handed bound is a lemma with its own certificate, which may rest on earlier
lemmas; so what is found at the end is proved all the way down.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction

from guihua.checking.certificates import Lemma, Proof, used_lemmas
from guihua.checking.systems import RowSystem

ROUNDS = 6
"""A round is one turn of each system. Two systems may tighten each other without end; plans settle in one or two rounds."""

STEP = Fraction(1, 10**9)
"""A bound that moves by less than this share of itself is not handed on."""


class Exchange:
    """What two systems told each other: lemmas in the order of their proof, and a contradiction where they met one."""

    def __init__(self, systems: Mapping[str, RowSystem], active: Collection[int]) -> None:
        self.systems, self.active = systems, active
        self.lemmas: tuple[Lemma, ...] = ()
        self.proof: Proof | None = None
        self._extended: dict[str, tuple[int, RowSystem]] = {}

    def system(self, kind: str) -> tuple[RowSystem, Collection[int]]:
        """One system with all that the other proved, and the groups to switch on in it."""
        others = [lemma for lemma in self.lemmas if lemma.system != kind]
        if not others:
            return self.systems[kind], self.active
        known = self._extended.get(kind)
        if known is None or known[0] != len(others):
            latest = {(lemma.variable, lemma.lower): lemma for lemma in others}
            known = self._extended[kind] = len(others), self.systems[kind].extended(self.active, list(latest.values()))
        return known[1], ()


def exchange(systems: Mapping[str, RowSystem], active: Collection[int]) -> Exchange:
    """Let the product and the linear system exchange bounds over these groups, to a fixed point or the last round."""
    known = Exchange(systems, active)
    shared = sorted(set(systems["product"].columns) & set(systems["linear"].columns))
    best: dict[tuple[str, bool], Fraction] = {}
    for turn in range(2 * ROUNDS if shared else 0):
        system, on = known.system(("product", "linear")[turn % 2])
        if not system.feasible(on):
            proof = system.prove(frozenset(on))
            known.proof = proof and replace(proof, lemmas=used_lemmas(proof.multipliers, known.lemmas))
            return known
        told = _tighter(system, on, shared, best, str(turn))
        known.lemmas += tuple(told)
        if turn and not told:
            return known
    return known


def _tighter(
    system: RowSystem, on: Collection[int], shared: list[str], best: dict[tuple[str, bool], Fraction], tag: str
) -> list[Lemma]:
    """The bounds of this system that are tighter than the best ones known, which they replace."""
    found = []
    for variable in shared:
        for largest in (True, False):
            lemma = system.extreme({variable: Fraction(1)}, on, largest=largest, tag=tag)
            if lemma is None or (lemma.lower and lemma.limit <= 0):
                continue
            old = best.get((variable, lemma.lower))
            gain = Fraction(1) if old is None else (old - lemma.limit if largest else lemma.limit - old)
            if old is None or gain > abs(old) * STEP:
                best[variable, lemma.lower] = lemma.limit
                found.append(lemma)
    return found

"""Which statements cannot all be true: minimal conflicts, all of them, with corrections and exact proofs.

The search asks the solver; what it answers is believed only once `farkas` has checked the exact certificate. Minimal
conflicts are found by deletion, all of them by MARCO (Liffiton, Previti, Malik, Marques-Silva: Fast, flexible MUS
enumeration, Constraints 21, 2016): a seed that no known answer covers is grown to a largest consistent set or shrunk to
a minimal conflict. The map of what is covered is a handful of clauses over at most a few dozen groups, so a small
backtracking search stands in for a SAT solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guihua.checking.certificates import Conflict
from guihua.checking.engine import Engine
from guihua.checking.potentials import agree
from guihua.checking.system import Group, Rank

LARGE = 40
"""Components with more groups than this are searched for the first few conflicts only."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a component's search found. corrections: smallest sets whose removal lets the rest be true."""

    conflicts: tuple[Conflict, ...]
    corrections: tuple[tuple[str, ...], ...]
    complete: bool


def search(groups: Sequence[Group], *, limit: int = 200, limit_large: int = 10) -> Search:
    """All minimal conflicts and corrections of one component; the first `limit_large` where it is large.

    Groups of rank IDENTITY always hold. `complete` says whether every conflict was found.
    """
    if agree(groups):
        return Search((), (), True)
    engine = Engine(groups)
    if engine.consistent(engine.all):
        return Search((), (), True)
    bound = limit if len(engine.soft) <= LARGE else limit_large
    cores, largest, complete = _marco(engine, bound)
    conflicts = [found for core in cores if (found := _conflict(engine, core)) is not None]
    corrections = sorted((sorted(engine.all - kept) for kept in largest), key=lambda c: (len(c), _weight(engine, c), c))
    named = tuple(tuple(engine.groups[i].name for i in c) for c in corrections)
    return Search(tuple(conflicts), named, complete)


def _conflict(engine: Engine, core: frozenset[int]) -> Conflict | None:
    proof = engine.prove(core)
    if proof is None:
        return None
    points = []
    for i in sorted(core):
        point = engine.point(core - {i})
        if point is not None:
            points.append((engine.groups[i].name, tuple(sorted(point.items()))))
    members = tuple(engine.groups[i].name for i in sorted(core))
    used = {name.rsplit("#", 1)[0] for name in proof.rows}
    identities = tuple(engine.groups[i].name for i in sorted(engine.hard) if engine.groups[i].name in used)
    return Conflict(members, identities, proof, tuple(points))


def _weight(engine: Engine, members: Sequence[int]) -> int:
    """Corrections that give up assumptions come before targets, targets before facts."""
    return sum(Rank.ASSUMPTION - engine.groups[i].rank for i in members)


def _marco(engine: Engine, limit: int) -> tuple[list[frozenset[int]], list[frozenset[int]], bool]:
    cores: list[frozenset[int]] = []
    largest: list[frozenset[int]] = []
    todo = engine.all
    while len(cores) < limit:
        seed = _seed(todo, cores, largest)
        if seed is None:
            return cores, largest, True
        if engine.consistent(seed):
            largest.append(_grow(engine, seed))
        else:
            cores.append(_shrink(engine, seed))
    return cores, largest, False


def _shrink(engine: Engine, seed: frozenset[int]) -> frozenset[int]:
    """A minimal conflict within the seed: what is least firm is tried for removal first."""
    core = engine.support(seed)
    for i in sorted(core, key=lambda j: (-engine.groups[j].rank, -j)):
        if i in core and not engine.consistent(core - {i}):
            core = engine.support(core - {i})
    return core


def _grow(engine: Engine, seed: frozenset[int]) -> frozenset[int]:
    kept = seed
    for i in sorted(engine.all - seed, key=lambda j: (engine.groups[j].rank, j)):
        if engine.consistent(kept | {i}):
            kept |= {i}
    return kept


def _seed(
    groups: frozenset[int], cores: Sequence[frozenset[int]], largest: Sequence[frozenset[int]]
) -> frozenset[int] | None:
    """A set that holds no known conflict and lies within no known consistent set; None where every set is covered.

    Clauses: of each conflict something is out; of each consistent set's complement something is in.
    """
    clauses = [(core, False) for core in cores] + [(groups - kept, True) for kept in largest]
    chosen = _satisfy(clauses, {})
    return None if chosen is None else frozenset(i for i in groups if chosen.get(i, True))


def _satisfy(clauses: list[tuple[frozenset[int], bool]], chosen: dict[int, bool]) -> dict[int, bool] | None:
    chosen = dict(chosen)
    open_clauses = clauses
    while True:
        remaining, unit = [], None
        for literals, sign in open_clauses:
            if any(chosen.get(i) is sign for i in literals):
                continue
            free = [i for i in literals if i not in chosen]
            if not free:
                return None
            if len(free) == 1:
                unit = (free[0], sign)
            remaining.append((literals, sign))
        open_clauses = remaining
        if unit is None:
            break
        chosen[unit[0]] = unit[1]
    if not open_clauses:
        return chosen
    literals, _ = min(open_clauses, key=lambda clause: sum(i not in chosen for i in clause[0]))
    branch = min(i for i in literals if i not in chosen)
    for value in (True, False):
        found = _satisfy(open_clauses, {**chosen, branch: value})
        if found is not None:
            return found
    return None

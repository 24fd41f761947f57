"""How the path answers when one active target is given a step of room: solved here, checked in `effects`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from guihua.checking.settings import Settings
from guihua.pathways.effects import effect_fault, held_limits, shifts_of, step_of
from guihua.pathways.pathway import Effect, Pathway
from guihua.pathways.problem import ONE, ZERO, Problem
from guihua.pathways.trend import rounded
from guihua.proof.optimality import Limit


def effects_of(
    path: Pathway, problem: Problem, point: Mapping[str, Fraction], settings: Settings
) -> tuple[Effect, ...]:
    """The effect of every active target; none where products between quantities make the path curved."""
    if problem.powers:
        return ()
    by_id = {s.id: s for s in path.statements}
    active = [line.statement for line in path.lines if line.state == "active"]
    shifts = {name: shifts_of(path, problem, point, by_id[name], settings) for name in active}
    wanted = [name for name in active if shifts[name]]
    solved = _responses(problem, held_limits(path, problem), [shifts[name] for name in wanted])
    found = []
    for name, (changes, multipliers) in zip(wanted, solved, strict=True):
        based = tuple((v, x * problem.scale.get(v, ONE)) for v, x in changes)
        effect = Effect(name, step_of(by_id[name]), based, multipliers)
        if not effect_fault(path, problem, point, effect, settings):
            found.append(effect)
    return tuple(found)


def _responses(
    problem: Problem, held: Sequence[Limit], shifts: Sequence[Mapping[str, Fraction]]
) -> list[tuple[tuple[tuple[str, Fraction], ...], tuple[tuple[str, Fraction], ...]]]:
    """Changes of unknowns and of multipliers for each set of shifts, from one factored system."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.linalg import lsmr

    if not shifts:
        return []
    names = sorted({v for limit in held for v, _ in limit.terms})
    place = {v: j for j, v in enumerate(names)}
    curved = [(place[v], float(q)) for v, q in problem.objective().curvature.items() if v in place]
    n, m = len(names), len(held)
    rows = [n + i for i, limit in enumerate(held) for _ in limit.terms]
    columns = [place[v] for limit in held for v, _ in limit.terms]
    values = [float(a) for limit in held for _, a in limit.terms]
    entries = np.array([q for _, q in curved] + values + [-a for a in values])
    where = (np.array([j for j, _ in curved] + rows + columns), np.array([j for j, _ in curved] + columns + rows))
    matrix = coo_array((entries, where), shape=(n + m, n + m)).tocsr()
    found = []
    for shift in shifts:
        right = np.zeros(n + m)
        for i, limit in enumerate(held):
            right[n + i] = float(shift.get(limit.name, ZERO))
        solved = lsmr(matrix, right, atol=1e-14, btol=1e-14, maxiter=50 * (n + m))[0]
        changes = tuple(
            (v, rounded(Fraction(float(x)), 12)) for v, x in zip(names, solved[:n], strict=True) if abs(x) > 1e-9
        )
        weights = tuple(
            (limit.name, rounded(Fraction(float(y)), 12))
            for limit, y in zip(held, solved[n:], strict=True)
            if abs(y) > 1e-9
        )
        found.append((changes, weights))
    return found

"""Solving a path's problem: is there a path at all, what must give way least, and which path lies nearest to the trends.

The solver's doubles are polished on the limits that hold with equality, rounded, and handed to the exact check.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.pathways.pathway import TIERS, TOLERANCE, Stage
from guihua.pathways.problem import ONE, ZERO, Problem, product_of
from guihua.pathways.trend import rounded
from guihua.proof.optimality import Limit, Objective, not_optimal
from guihua.solving.program import OPTIMAL, Program, Solution, solve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Point = dict[str, Fraction]
ROOM = Fraction(1, 10**7)
"""What a row that gives way is given beyond the least, so that the path has room to be sought in; within the tolerance."""

ROOMS = (ROOM, ROOM / 10, ROOM * 5)
"""Further rooms that are tried where the first leaves no path that can be proved."""

ROUNDS = 40
"""How often products between quantities are made straight anew before they are given up."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """The nearest path (scaled unknowns), what proves it, and what had to give way.

    given_up   products that no rounds of straightening satisfied; they are left out and said to be
    """

    point: Point
    multipliers: Point
    stages: tuple[Stage, ...]
    moves: Point
    given_up: tuple[str, ...] = ()


def nearest(problem: Problem) -> Optimum:
    """The path nearest to the trends, after the least relaxation where there is none without.

    Products that do not settle are given up, all of them: then the rest is convex.
    """
    if problem.powers:
        try:
            return _with_products(problem)
        except GuihuaError:
            pass
    bare = Problem(problem.rows, problem.nearness, (), problem.scale)
    guess, given_up = _begun(bare), tuple(name for name, _ in problem.powers)
    if feasible(bare):
        point, multipliers = _settled(bare, guess)
        return Optimum(point, multipliers, (), {}, given_up)
    stages, least = relaxation(bare)
    fault = _unsolved("the relaxation did not settle")
    for room in ROOMS:
        moves = {v: x + room - ROOM for v, x in least.items()}
        try:
            point, multipliers = _settled(bare.moved(moves), guess)
        except GuihuaError as error:
            fault = error
            continue
        if not _unproved(bare, stages, point, moves):
            return Optimum(point, multipliers, stages, moves, given_up)
    raise fault


def _with_products(problem: Problem) -> Optimum:
    """Relaxation and path in turn, each with products straight where the other left the point, until nothing moves."""
    guess, given_up = _start(problem)
    if given_up:
        raise _unsolved("a product did not settle")
    before: tuple[Stage, ...] | None = None
    for _ in range(6):
        stages, moves = ((), {}) if feasible(problem, guess) else relaxation(problem, guess)
        point, multipliers = _settled(problem.moved(moves), guess)
        if not stages or (before is not None and _same(before, stages)):
            if stages and _unproved(problem, stages, point, moves):
                raise _unsolved("the relaxation did not settle")
            return Optimum(point, multipliers, stages, moves)
        before, guess = stages, {v: max(point[v], Fraction(1, 10**6)) for v in problem.unknowns}
    raise _unsolved("relaxation and path did not settle")


def _same(one: Sequence[Stage], other: Sequence[Stage]) -> bool:
    return all(abs(a.least - b.least) < TOLERANCE / 10 for a, b in zip(one, other, strict=True))


def _unproved(problem: Problem, stages: Sequence[Stage], point: Point, moves: Point) -> bool:
    """Would the stages fail at this point, where products are straight now?"""
    base = problem.elastic(point if problem.powers else None)
    whole = {**point, **{m: ZERO for t in range(len(TIERS)) for m in problem.moves(t)}, **moves}
    caps: list[Limit] = []
    for stage in stages:
        own = problem.moves(TIERS.index(stage.tier))
        if abs(sum((whole[m] for m in own), ZERO) - stage.least) > TOLERANCE * (1 + stage.least):
            return True
        if not_optimal(
            Objective(dict.fromkeys(own, ONE), {}), [*base, *caps], whole, dict(stage.multipliers), TOLERANCE
        ):
            return True
        caps.append(Limit(f"cap:{stage.tier}", tuple((m, ONE) for m in own), None, stage.least))
    return False


def feasible(problem: Problem, guess: Mapping[str, Fraction] | None = None) -> bool:
    """Have the rows a common point, as far as doubles tell?"""
    found = _solved(problem.limits(guess if problem.powers else None), Objective({}, {}))
    return found.solution.status == OPTIMAL


def relaxation(problem: Problem, guess: Mapping[str, Fraction] | None = None) -> tuple[tuple[Stage, ...], Point]:
    """Tier by tier the least sum of relative moves; the moves that the last tier leaves."""
    base = problem.elastic(guess if problem.powers else None)
    caps: list[Limit] = []
    stages = []
    moves: Point = {}
    for number, tier in enumerate(TIERS):
        own = problem.moves(number)
        if not own:
            continue
        found = _solved([*base, *caps], Objective(dict.fromkeys(own, ONE), {}))
        if found.solution.status != OPTIMAL:
            raise _unsolved(found.solution.status)
        moves = {v: x + ROOM for v, x in found.point.items() if v.startswith("move:") and x > TOLERANCE / 10}
        least = rounded(sum((found.point[m] for m in own), ZERO)) if found.solution.objective > 1e-9 else ZERO
        stages.append(Stage(tier, least, tuple(sorted(found.multipliers.items()))))
        room = (1 + least) / 10**9  # what rounding and the solver's own tolerance may take
        caps.append(Limit(f"cap:{tier}", tuple((m, ONE) for m in own), None, least + room))
    return tuple(stages), moves


def _settled(problem: Problem, guess: Point) -> tuple[Point, Point]:
    """The optimum; with products, straightened again and again until the point stays."""
    objective = problem.objective()
    point: Point = dict(guess)
    for _ in range(ROUNDS if problem.powers else 1):
        limits = _corrected(problem, point)
        found = _solved(limits, objective)
        if found.solution.status != OPTIMAL:
            raise _unsolved(found.solution.status)
        new, multipliers = _polished(found, limits, objective)
        moved = max((abs(float(new[v] - point.get(v, ZERO))) for v in problem.unknowns), default=0.0)
        point = new
        if moved < 1e-11:
            break
    fault = not_optimal(objective, problem.limits(point), point, multipliers, TOLERANCE)
    if fault:
        raise _unsolved(fault)
    return point, multipliers


def _begun(problem: Problem) -> Point:
    """A first point: where the nearness leaves it."""
    point: Point = dict.fromkeys(problem.unknowns, ONE)
    for n in problem.nearness:
        if len(n.terms) == 1 and n.lo:
            point[n.terms[0][0]] = n.lo / n.terms[0][1]
    return point


def _start(problem: Problem) -> tuple[Point, tuple[str, ...]]:
    """A first point for products, and those that cannot be met there."""
    point = _begun(problem)
    if not problem.powers:
        return point, ()
    for _ in range(ROUNDS):
        fresh = Problem(problem.rows, problem.nearness, problem.powers, problem.scale)
        found = _solved(
            _corrected(fresh, point, elastic=True),
            Objective({m: ONE for t in range(len(TIERS)) for m in fresh.moves(t)}, {}),
        )
        if found.solution.status != OPTIMAL:
            break
        new = {v: max(found.point[v], Fraction(1, 10**6)) for v in problem.unknowns}
        moved = max(abs(float(new[v] / point[v])) for v in problem.unknowns)
        point = new
        if moved < 1 + 1e-9:
            return point, ()
    ends = ((name, power, power.lo or power.hi or ONE) for name, power in problem.powers)
    off = tuple(n for n, p, end in ends if abs(product_of(p, point, problem.scale) / end - 1) > TOLERANCE)
    return point, off


def _corrected(problem: Problem, point: Point, *, elastic: bool = False) -> list[Limit]:
    """The limits at a point, products with the correction that brings their logarithm to its value."""
    import math

    limits = problem.elastic(None) if elastic else problem.limits(None)
    if elastic:
        limits += [Limit(n.name, (*n.terms, (f"step:{n.name}", -ONE)), n.lo, n.hi) for n in problem.nearness]
    for name, power in problem.powers:
        at = {v: max(point[v], Fraction(1, 10**6)) for v, _ in power.terms}
        here = product_of(power, at, problem.scale)
        terms = tuple((v, Fraction(e) / at[v]) for v, e in power.terms)
        total = Fraction(sum(e for _, e in power.terms))
        ends = [None if end is None else total + Fraction(math.log(float(end / here))) for end in (power.lo, power.hi)]
        limits.append(Limit(name, terms, ends[0], ends[1]))
    return limits


@dataclass(frozen=True, slots=True)
class _Found:
    """A solver's answer with the names of its columns and rows."""

    solution: Solution
    names: tuple[str, ...]
    point: Point
    multipliers: Point


def _solved(limits: Sequence[Limit], objective: Objective) -> _Found:
    """The doubles of the limits to the solver and back. Limits of one unknown alone are limits of its column."""
    import numpy as np

    names = tuple(sorted({v for limit in limits for v, _ in limit.terms}))
    place = {v: j for j, v in enumerate(names)}
    counts = np.array([len(limit.terms) for limit in limits], dtype=np.int64)
    start = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    index = np.array([place[v] for limit in limits for v, _ in limit.terms], dtype=np.int32)
    value = np.array([float(a) for limit in limits for _, a in limit.terms], dtype=np.float64)
    low = np.array([-np.inf if limit.lo is None else float(limit.lo) for limit in limits])
    high = np.array([np.inf if limit.hi is None else float(limit.hi) for limit in limits])
    cost = np.array([float(objective.cost.get(v, ZERO)) for v in names])
    curvature = np.array([float(objective.curvature.get(v, ZERO)) for v in names])
    free = np.full(len(names), np.inf)
    program = Program(
        cost, start, index, value, low, high, -free, free, curvature if curvature.any() else None
    )  # fmt: skip
    solution = solve(program)
    if solution.status != OPTIMAL:
        return _Found(solution, names, {}, {})
    point = {v: _least(v, rounded(Fraction(float(x)), 15)) for v, x in zip(names, solution.point, strict=True)}
    multipliers = {
        limit.name: rounded(Fraction(float(y)), 12)
        for limit, y in zip(limits, solution.rows, strict=True)
        if abs(y) > 1e-9
    }
    return _Found(solution, names, point, multipliers)


def _polished(found: _Found, limits: Sequence[Limit], objective: Objective) -> tuple[Point, Point]:
    """The point and multipliers solved again on the limits that hold with equality; the rawer ones where that fails."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.linalg import lsmr

    names = found.names
    place = {v: j for j, v in enumerate(names)}
    held = [
        (limit, limit.lo if limit.lo is not None and (limit.lo == limit.hi or y > 0) else limit.hi)
        for limit, y in zip(limits, found.solution.rows, strict=True)
        if (limit.lo is not None and limit.lo == limit.hi) or abs(y) > 1e-7
    ]
    n, m = len(names), len(held)
    rows = [n + i for i, (limit, _) in enumerate(held) for _ in limit.terms]
    columns = [place[v] for limit, _ in held for v, _ in limit.terms]
    values = [float(a) for limit, _ in held for _, a in limit.terms]
    curved = [(place[v], float(q)) for v, q in objective.curvature.items() if v in place]
    matrix = coo_array(
        (
            np.array([q for _, q in curved] + values + [-a for a in values]),
            (
                np.array([j for j, _ in curved] + rows + columns),
                np.array([j for j, _ in curved] + columns + rows),
            ),
        ),
        shape=(n + m, n + m),
    ).tocsr()
    right = np.concatenate(
        [
            -np.array([float(objective.cost.get(v, ZERO)) for v in names]),
            np.array([float(side or 0) for _, side in held]),
        ]
    )
    first: NDArray[np.float64] = np.concatenate([found.solution.point, _multipliers_of(found, limits, held)])
    step = lsmr(matrix, right - matrix @ first, atol=1e-15, btol=1e-15, maxiter=20 * (n + m))[0]
    solved = first + step
    point = {v: _least(v, rounded(Fraction(float(x)), 15)) for v, x in zip(names, solved[:n], strict=True)}
    multipliers = {
        limit.name: rounded(Fraction(float(y)), 12)
        for (limit, _), y in zip(held, solved[n:], strict=True)
        if abs(y) > 1e-12
    }
    better = not not_optimal(objective, limits, point, multipliers, TOLERANCE / 10)
    return (point, multipliers) if better else (found.point, found.multipliers)


def _least(name: str, value: Fraction) -> Fraction:
    """A quantity or move that is below zero by rounding alone is zero."""
    return ZERO if value < 0 and value > -TOLERANCE / 100 and not name.startswith("step:") else value


def _multipliers_of(
    found: _Found, limits: Sequence[Limit], held: Sequence[tuple[Limit, Fraction | None]]
) -> NDArray[np.float64]:
    import numpy as np

    by_name = {limit.name: float(y) for limit, y in zip(limits, found.solution.rows, strict=True)}
    return np.array([by_name[limit.name] for limit, _ in held])


def _unsolved(status: str) -> GuihuaError:
    return GuihuaError(
        "PATH-SOLVER",
        f"求解没有完成 the solver did not finish: {status}",
        "请附规划文件报告 please report it with the plan",
    )

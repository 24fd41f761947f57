"""What one active target costs: how the path would change if it were given a little more room (每放宽1个百分点，…可少…).

On the limits that hold with equality the nearest path moves along a line: the change of point and multipliers solves the
linear system of the optimum with the moved limit on its right side. So an effect is checked like the path itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from guihua.checking.normal import group_of, years_of
from guihua.checking.quantities import localised
from guihua.checking.settings import Settings
from guihua.checking.system import Bound
from guihua.pathways.lines import ACTIVE
from guihua.pathways.pathway import TOLERANCE, Effect, Pathway
from guihua.pathways.problem import ONE, ZERO, Problem
from guihua.pathways.trend import power, rounded
from guihua.plan.statement import Form, Statement
from guihua.proof.optimality import Limit

POINT = Fraction(1, 100)


def effect_fault(
    path: Pathway, problem: Problem, point: Mapping[str, Fraction], effect: Effect, settings: Settings
) -> str:
    """Why an effect does not follow; empty where it does."""
    statement = next((s for s in path.statements if s.id == effect.statement), None)
    if statement is None or effect.step != step_of(statement):
        return "another step"
    shifts = shifts_of(path, problem, point, statement, settings)
    held = held_limits(path, problem)
    changes = {v: x / problem.scale.get(v, ONE) for v, x in effect.changes}
    multipliers = dict(effect.multipliers)
    if set(multipliers) - {limit.name for limit in held} or not shifts:
        return "a multiplier on a limit that is not reached"
    size = max((abs(v) for v in (*changes.values(), *shifts.values())), default=ZERO)
    for limit in held:
        value = sum((a * changes.get(v, ZERO) for v, a in limit.terms), ZERO)
        if abs(value - shifts.get(limit.name, ZERO)) > TOLERANCE * max(size, Fraction(1, 1000)):
            return f"{limit.name} would move by {float(value):.6g}"
    slope: dict[str, Fraction] = {v: q * changes.get(v, ZERO) for v, q in problem.objective().curvature.items()}
    for limit in held:
        factor = multipliers.get(limit.name, ZERO)
        for v, a in limit.terms if factor else ():
            slope[v] = slope.get(v, ZERO) - factor * a
    worst = max((abs(v) for v in slope.values()), default=ZERO)
    return "the path would not stay the nearest" if worst > TOLERANCE * max(size, Fraction(1, 1000)) else ""


def step_of(statement: Statement) -> Fraction:
    """One percentage point for growth, shares and changes; 1 % of the value else."""
    return POINT


def held_limits(path: Pathway, problem: Problem) -> list[Limit]:
    """The limits that the path holds with equality and that shape it."""
    weights = {name: value for name, value in path.multipliers if abs(value) > ACTIVE}
    return [
        limit
        for limit in problem.limits(None)
        if limit.name in weights or (limit.lo is not None and limit.lo == limit.hi)
    ]


def shifts_of(
    path: Pathway, problem: Problem, point: Mapping[str, Fraction], statement: Statement, settings: Settings
) -> dict[str, Fraction]:
    """By how much the limits of a target's active rows move when its number is given one step more room."""
    here = localised(statement, path.region)
    group = group_of(here, settings, frozenset(path.clashing))
    weights = {name: value for name, value in path.multipliers if abs(value) > ACTIVE}
    found: dict[str, Fraction] = {}
    for row in problem.rows:
        if group is None or row.group != statement.id or row.limit.name not in weights or row.limit.name.endswith("+"):
            continue
        bound = group.bounds[int(row.limit.name.rpartition("#")[2][:-1])]
        if isinstance(bound, Bound):
            lower = weights[row.limit.name] > 0
            end = bound.lo if lower else bound.hi
            if end is not None:
                found[row.limit.name] = row.shift(_loosened(here, bound, end, lower) - end, point)
    return found


def _loosened(s: Statement, bound: Bound, end: Fraction, lower: bool) -> Fraction:
    """An end of a bound with one step more room."""
    sign = -1 if lower else 1
    if s.form is Form.GROWTH:
        years = years_of(s)
        count = years[1] - years[0] if years else 1
        return rounded((power(end, Fraction(1, count)) + sign * POINT) ** count)
    if s.form is Form.SHARE:
        return end + sign * (POINT if bound.bottom else ONE)
    if s.form in (Form.CHANGE, Form.CHANGE_PP):
        return end + sign * (POINT if s.form is Form.CHANGE else ONE)
    return end * (1 + sign * POINT)

"""How far each number of a conflict alone would have to move for the rest to hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from guihua.checking import exact
from guihua.checking.arithmetic import printed
from guihua.checking.engine import Engine
from guihua.checking.normal import years_of
from guihua.checking.system import Bound, Group
from guihua.plan.statement import Direction, Form, Statement
from guihua.plan.units import find_unit


def needed(groups: Sequence[Group], statements: Mapping[str, Statement]) -> dict[str, str]:
    """For each statement of a minimal conflict: the nearest magnitude, in its own unit, with which the others can hold.

    groups are the conflict's members and identities. "" where no value of this number alone would do, or none is found.
    """
    engine = Engine(groups)
    found = {}
    for place, group in enumerate(groups):
        statement = statements.get(group.name)
        if statement is not None and place in engine.soft:
            found[group.name] = _nearest(engine, place, statement)
    return found


def _nearest(engine: Engine, place: int, statement: Statement) -> str:
    others = engine.soft - {place}
    for bound in reversed(engine.groups[place].bounds):
        if not isinstance(bound, Bound) or (len(bound.top) > 1 and bound.bottom):
            continue
        high = engine.extreme(bound, others, largest=True)
        low = engine.extreme(bound, others, largest=False)
        if high is not None and bound.lo is not None and high.limit < bound.lo:
            return _written(statement, high.limit, shorten=True)
        if low is not None and bound.hi is not None and low.limit > bound.hi:
            return _written(statement, low.limit, shorten=False)
    return ""


def _written(statement: Statement, value: Fraction, *, shorten: bool) -> str:
    """A limit of the normal form as a magnitude in the statement's unit, with two more digits than the text prints."""
    unit = find_unit(statement.unit)
    if unit is None:
        return ""
    places = len(statement.value[0].partition(".")[2]) + 2
    if statement.form in (Form.GROWTH, Form.CHANGE):
        years = years_of(statement)
        count = years[1] - years[0] if statement.form is Form.GROWTH and years else 1
        factor = exact.root_below(value, count) if shorten else exact.root_above(value, count)
        change = (1 - factor) if statement.direction is Direction.DOWN else (factor - 1)
        return printed(change if unit.dimension == "times" else change * 100 / unit.factor, places)
    if statement.form is Form.RATIO:
        return printed(value, places)
    return printed(value / unit.factor, places)

"""How far each number of a conflict alone would have to move for the rest to hold, written as the text would print it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from guihua.checking.arithmetic import printed
from guihua.checking.certificates import Conflict, Move
from guihua.checking.normal import years_of
from guihua.checking.roots import root_above, root_below
from guihua.checking.system import Bound, Group, as_power
from guihua.plan.statement import Direction, Form, Statement
from guihua.plan.units import find_unit


def needed(conflict: Conflict, statements: Mapping[str, Statement]) -> dict[str, str]:
    """Statement id → the nearest magnitude, in its own unit, that the conflict's other members leave it."""
    moves = {move.member: move for move in conflict.moves}
    return {name: _written(statements[name], move) for name, move in moves.items() if name in statements}


def terms_of(bound: Bound, system: str) -> dict[str, Fraction] | None:
    """What a move's lemma must limit: top / bottom as a product, or top as a sum. None where that system cannot."""
    if system == "linear":
        return None if bound.bottom else dict(bound.top)
    power = as_power(Bound(bound.top, bound.bottom, lo=Fraction(1)))
    return None if power is None else {v: Fraction(e) for v, e in power.terms}


def beyond(group: Group, move: Move) -> bool:
    """Does the move's lemma really leave the member's own bound no room?"""
    bound = group.bounds[move.bound] if 0 <= move.bound < len(group.bounds) else None
    if not isinstance(bound, Bound):
        return False
    if move.lemma.lower:
        return bound.hi is not None and move.lemma.limit > bound.hi
    return bound.lo is not None and move.lemma.limit < bound.lo


def _written(statement: Statement, move: Move) -> str:
    """A limit of the normal form as a magnitude in the statement's unit, with two more digits than the text prints."""
    unit = find_unit(statement.unit)
    if unit is None:
        return ""
    value, shorten = move.lemma.limit, not move.lemma.lower
    places = len(statement.value[0].partition(".")[2]) + 2
    if statement.form is Form.RATIO:
        return printed(value, places)
    if statement.form is Form.SHARE and move.bound > 0:
        return printed(value * 100, places)
    if statement.form not in (Form.GROWTH, Form.CHANGE):
        return printed(value / unit.factor, places)
    years = years_of(statement)
    count = years[1] - years[0] if statement.form is Form.GROWTH and years else 1
    factor = root_below(value, count) if shorten else root_above(value, count)
    change = (1 - factor) if statement.direction is Direction.DOWN else (factor - 1)
    return printed(change if unit.dimension == "times" else change * 100 / unit.factor, places)

"""Which side of a number is good: the words beside it first, then what is known of the quantity, never a silent default."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from guihua.plan import concepts
from guihua.plan.data import load
from guihua.plan.statement import Comparator, Direction, Form, Statement

OF_CHANGE = (Form.GROWTH, Form.CHANGE, Form.CHANGE_ABS, Form.CHANGE_PP)
"""Forms whose number is the size of a rise or a fall."""
REACH = 12
"""Characters before a number in which a word may stand that bounds it."""


class Bound(StrEnum):
    """What the words beside a number make of it: the most that may be, the least that must be, both ends, or nothing."""

    CAP = "cap"
    FLOOR = "floor"
    RANGE = "range"
    NONE = ""


def sense_of(statement: Statement) -> tuple[Direction, str]:
    """Which way the quantity itself should go, and where that is known from: words, polarity, reach; UNKNOWN waits for the base.

    Of a rise or fall the bound speaks of its size: 下降15%以上 asks the quantity to go down, 增长控制在3%以内 not to go far up.
    """
    bound = bound_of(statement)
    if statement.form in OF_CHANGE:
        return _of_change(statement, bound)
    if bound in (Bound.CAP, Bound.FLOOR):
        return (Direction.DOWN if bound is Bound.CAP else Direction.UP), "words"
    if bound is Bound.RANGE:
        return Direction.UNKNOWN, "range"
    if statement.direction is not Direction.UNKNOWN:
        return statement.direction, "words"
    better = concepts.resolve(statement.indicator).better
    return better, "" if better is Direction.UNKNOWN else "polarity"


def bound_of(statement: Statement) -> Bound:
    """What the comparator says, else the words right beside the number in its sentence."""
    if len({*statement.value}) > 1:
        return Bound.RANGE
    if statement.comparator in (Comparator.LE, Comparator.LT):
        return Bound.CAP
    if statement.comparator in (Comparator.GE, Comparator.GT):
        return Bound.FLOOR
    kinds = ("bounds",) if statement.form in OF_CHANGE else ("bounds", "moves")
    before, after = _beside(statement)
    for side, text in (("after", after), ("before", before)):
        found = max((hit for kind in kinds for hit in _hits(kind, side, text)), default=None)
        if found is not None:
            return found[1]
    return Bound.NONE


def _of_change(statement: Statement, bound: Bound) -> tuple[Direction, str]:
    """A rise: up, unless it is capped by words or is one of a quantity of which less is better. A fall: the other way round."""
    falls = statement.direction is Direction.DOWN
    if bound is Bound.RANGE:
        return (Direction.DOWN if falls else Direction.UP), "range"
    if bound is Bound.NONE and not falls and concepts.resolve(statement.indicator).better is Direction.DOWN:
        return Direction.DOWN, "polarity"
    return (Direction.DOWN if falls is not (bound is Bound.CAP) else Direction.UP), "words"


def _beside(statement: Statement) -> tuple[str, str]:
    """The words right before the number and right behind it, without blanks."""
    first, last = statement.value_start - statement.start, statement.value_end - statement.start
    if not 0 <= first <= last <= len(statement.quote):
        return "", ""
    before, after = (part.replace(" ", "") for part in (statement.quote[:first], statement.quote[last:]))
    return before[-REACH:], after


def _hits(kind: str, side: str, text: str) -> list[tuple[int, Bound]]:
    """The words of one list that stand right beside the number, as (length, what they say)."""
    fits = text.startswith if side == "after" else text.endswith
    lists = _data()[kind]
    return [(len(word), Bound(bound)) for bound in ("cap", "floor") for word in lists[bound][side] if fits(word)]


@cache
def _data() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load("senses.yaml", "guihua.tracking.data")
    return found

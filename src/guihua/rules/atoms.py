"""The finitely many kinds of value that a set of tests can tell apart: one representative of each, exactly.

Every constant that a test compares with is a point; between two points, below the first and above the last lies one
open interval each; strings fall into the named ones and one other; booleans into two. A test that is no comparison with
a constant leaves its column inexact, and is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from guihua.rules.feel import tree
from guihua.rules.feel.evaluator import Run, ready
from guihua.rules.feel.values import DateTime, Months, Range, Seconds, Value

OTHER = "其他值"
"""Stands for every string that no test names."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Representatives of what tests tell apart; `inexact`: the test that is no comparison with constants, "" for none."""

    values: tuple[Value, ...]
    inexact: str = ""


def kinds(
    tests: Iterable[tree.Tests], scope: Mapping[str, Value], *, type_name: str = "", allowed: Run | None = None
) -> Kinds:
    """Representatives for a value under these tests, in a scope in which the operands can be worked out.

    type_name  the FEEL type of the value where it is known; allowed: the test of its possible values
    """
    points: list[Value] = []
    for test in tests:
        for one in test.tests:
            found = _points(one, scope)
            if found is None:
                return Kinds((), str(one)[:120])
            points += found
    values = _around(points, type_name)
    if allowed is not None:
        values = [v for v in values if allowed({**scope, "?": v}) is True]
    return Kinds(tuple(values))


def _points(node: tree.Node, scope: Mapping[str, Value]) -> list[Value] | None:
    """The constants that a test compares with; None where it does something else with its value."""
    if isinstance(node, tree.Compare):
        return _values(node.operand, scope)
    if isinstance(node, tree.Call) and isinstance(node.function, tree.Name) and node.function.name == "not":
        inner = [_points(a, scope) for a in node.arguments]
        return None if any(i is None for i in inner) else [v for i in inner if i is not None for v in i]
    if "?" in tree.names_in(node):
        return _asked(node, scope)
    return _values(node, scope)


def _asked(node: tree.Node, scope: Mapping[str, Value]) -> list[Value] | None:
    """Tests that use ? itself, as far as they are comparisons of it with constants."""
    if isinstance(node, tree.Binary) and node.operator in ("and", "or"):
        left, right = _points(node.left, scope), _points(node.right, scope)
        return None if left is None or right is None else left + right
    if isinstance(node, tree.Binary) and node.operator in ("<", "<=", ">", ">=", "=", "!="):
        sides = (node.left, node.right)
        if tree.Name("?") in sides:
            other = sides[1] if sides[0] == tree.Name("?") else sides[0]
            return _values(other, scope) if "?" not in tree.names_in(other) else None
    if isinstance(node, tree.Between) and node.operand == tree.Name("?"):
        low, high = _values(node.low, scope), _values(node.high, scope)
        return None if low is None or high is None else low + high
    return None


def _values(node: tree.Node, scope: Mapping[str, Value]) -> list[Value] | None:
    value = ready(node)(scope)
    if isinstance(value, Range):
        return [v for v in (value.start, value.end) if v is not None]
    if isinstance(value, list):
        return value
    return [value] if value is not None else ([None] if node == tree.Constant(None) else None)


def _around(points: Sequence[Value], type_name: str) -> list[Value]:
    """One value of each class that points make."""
    numbers = sorted({p for p in points if isinstance(p, Decimal)})
    days = sorted({p for p in points if isinstance(p, date)})
    strings = list(dict.fromkeys(p for p in points if isinstance(p, str)))
    null = [None] if any(p is None for p in points) else []
    if any(isinstance(p, bool) for p in points) or type_name == "boolean":
        return [True, False, *null]
    if numbers or type_name == "number":
        return _between_numbers(numbers) + null
    if days or type_name == "date":
        return _between_days(days) + null
    if strings or type_name == "string":
        return [*strings, _other(strings), *null]
    rest = [p for p in points if isinstance(p, Months | Seconds | DateTime)]
    if rest:
        return _durations(rest) + null
    return [_other([]), *null]


def _other(strings: Sequence[str]) -> str:
    found = OTHER
    while found in strings:
        found += "之外"
    return found


def _between_numbers(points: Sequence[Decimal]) -> list[Value]:
    if not points:
        return [Decimal(0)]
    found: list[Value] = [points[0] - 1]
    for low, high in zip(points, [*points[1:], None], strict=True):
        found += [low, low + 1 if high is None else (low + high) / 2]
    return found


def _between_days(points: Sequence[date]) -> list[Value]:
    if not points:
        return [date(2020, 1, 1)]
    day = timedelta(days=1)
    found: set[date] = set()
    for point in points:
        found |= {point, point - day, point + day}
    return sorted(found)


def _durations(points: Sequence[Value]) -> list[Value]:
    months = sorted({p.months for p in points if isinstance(p, Months)})
    if months:
        around = sorted({m + d for m in months for d in (-1, 0, 1)})
        return [Months(m) for m in around]
    seconds = sorted({p.seconds for p in points if isinstance(p, Seconds)})
    if seconds:
        return [Seconds(v) for v in _between_numbers(seconds)]
    return list(points)


def answers_same(values: Iterable[Value]) -> bool:
    """Are all these answers one?"""
    from guihua.rules.feel.comparing import equal

    found = list(values)
    return all(equal(v, found[0]) is True for v in found[1:])

"""An expression as a function of its scope. What goes wrong in an expression is null, as DMN wants it, never an exception.

A scope is a mapping from names to values; functions of FEEL stand behind it. Logic has three values (DMN 1.5, table 50).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, DecimalException
from functools import lru_cache
from itertools import product
from typing import Any, TypeAlias

from guihua.rules.feel import tree
from guihua.rules.feel.arithmetic import calculate, negate
from guihua.rules.feel.comparing import compare, equal, in_range
from guihua.rules.feel.values import DateTime, Function, Months, Range, Seconds, Time, Value, kind, offset_of

Scope: TypeAlias = Mapping[str, Value]
Run: TypeAlias = Callable[[Any], Value]
"""An expression made ready: scope -> value."""


@lru_cache(maxsize=65536)
def ready(node: tree.Node) -> Run:
    """The function of an expression."""
    return _MAKERS[type(node)](node)


def holds(tests: tree.Tests) -> Run:
    """The function of a cell's tests: scope with the tested value under "?" -> True, False or null."""
    return ready(tests)


def call(function: Value, arguments: Sequence[Value], names: Sequence[str] = ()) -> Value:
    """Call a function by place or by name; null where it is none or the arguments do not fit."""
    if isinstance(function, Range) or not isinstance(function, Function):
        return None
    try:
        if not names:
            return function.call(*arguments)
        if function.parameters is None or set(names) - set(function.parameters):
            return None
        given = dict(zip(names, arguments, strict=True))
        if len(given) != len(names):
            return None
        last = max(function.parameters.index(n) for n in names)
        return function.call(*(given.get(p) for p in function.parameters[: last + 1]))
    except (
        TypeError,
        ValueError,
        ArithmeticError,
        DecimalException,
        IndexError,
        OverflowError,
        KeyError,
        RecursionError,
    ):
        return None


def _constant(node: tree.Constant) -> Run:
    value = node.value
    return lambda scope: value


def _name(node: tree.Name) -> Run:
    from guihua.rules.feel.functions import FUNCTIONS

    name = node.name
    fallback = FUNCTIONS.get(name)

    def run(scope: Scope) -> Value:
        try:
            return scope[name]
        except KeyError:
            return fallback

    return run


def _binary(node: tree.Binary) -> Run:
    left, right, sign = ready(node.left), ready(node.right), node.operator
    if sign == "and":
        return lambda scope: conjunction(left(scope), right(scope))
    if sign == "or":
        return lambda scope: disjunction(left(scope), right(scope))
    if sign == "=":
        return lambda scope: equal(left(scope), right(scope))
    if sign == "!=":
        return lambda scope: _not(equal(left(scope), right(scope)))
    if sign in _ORDER:
        return lambda scope: compare(sign, left(scope), right(scope))
    return lambda scope: calculate(sign, left(scope), right(scope))


_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def conjunction(left: Value, right: Value) -> Value:
    """and, with null as the third value."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def disjunction(left: Value, right: Value) -> Value:
    """or, with null as the third value."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


def _not(value: Value) -> Value:
    return None if not isinstance(value, bool) else not value


def _negation(node: tree.Negation) -> Run:
    operand = ready(node.operand)
    return lambda scope: negate(operand(scope))


def _between(node: tree.Between) -> Run:
    operand, low, high = ready(node.operand), ready(node.low), ready(node.high)

    def run(scope: Scope) -> Value:
        value = operand(scope)
        return conjunction(compare(">=", value, low(scope)), compare("<=", value, high(scope)))

    return run


def _in(node: tree.In) -> Run:
    operand, tests = ready(node.operand), [_member_test(t) for t in node.tests]

    def run(scope: Scope) -> Value:
        value = operand(scope)
        inner = {**scope, "?": value}
        return _any(test(inner) for test in tests)

    return run


def _member_test(node: tree.Node) -> Run:
    """A test after `in`: as a unary test, but a constant true is a value."""
    return _unary_test(node)


def _instance(node: tree.InstanceOf) -> Run:
    from guihua.rules.feel.types import belongs

    operand, name = ready(node.operand), node.type

    def run(scope: Scope) -> Value:
        return belongs(operand(scope), name, scope.get("\0types") or {})

    return run


def _path(node: tree.Path) -> Run:
    operand, name = ready(node.operand), node.name

    def run(scope: Scope) -> Value:
        return member(operand(scope), name)

    return run


def member(value: Value, name: str) -> Value:
    """A member of a context, of each context of a list, or a property of a date, time, duration or range."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list):
        return [member(item, name) for item in value]
    found = _PROPERTIES.get(name)
    return found(value) if found is not None else None


def _of(types: tuple[type, ...], get: Callable[[Any], Value]) -> Callable[[Value], Value]:
    return lambda value: get(value) if isinstance(value, types) else None


def _day(value: Any) -> date:
    found: date = value.day if isinstance(value, DateTime) else value
    return found


def _clock(value: Any) -> Time:
    found: Time = value.time if isinstance(value, DateTime) else value
    return found


def _zone_name(value: Any) -> Value:
    zone = _clock(value).zone
    return zone.name or None if zone is not None else None


def _zone_offset(value: Any) -> Value:
    found = offset_of(_clock(value).zone, value.day if isinstance(value, DateTime) else None)
    return None if found is None else Seconds(Decimal(found))


def _part(value: Any, size: int, modulus: int) -> Decimal:
    total = int(abs(value.seconds))
    found = total // size % modulus if modulus else total // size
    return Decimal(-found if value.seconds < 0 else found)


def _months_part(value: Any, *, years: bool) -> Decimal:
    size = abs(value.months)
    found = size // 12 if years else size % 12
    return Decimal(-found if value.months < 0 else found)


_DAYS, _TIMES = (date, DateTime), (Time, DateTime)


def _either(*choices: tuple[tuple[type, ...], Callable[[Any], Value]]) -> Callable[[Value], Value]:
    def get(value: Value) -> Value:
        for types, found in choices:
            if isinstance(value, types):
                return found(value)
        return None

    return get


_PROPERTIES: dict[str, Callable[[Value], Value]] = {
    "year": _of(_DAYS, lambda v: Decimal(_day(v).year)),
    "month": _of(_DAYS, lambda v: Decimal(_day(v).month)),
    "day": _of(_DAYS, lambda v: Decimal(_day(v).day)),
    "weekday": _of(_DAYS, lambda v: Decimal(_day(v).isoweekday())),
    "hour": _of(_TIMES, lambda v: Decimal(int(_clock(v).seconds) // 3600)),
    "minute": _of(_TIMES, lambda v: Decimal(int(_clock(v).seconds) // 60 % 60)),
    "second": _of(_TIMES, lambda v: _clock(v).seconds % 60),
    "time offset": _of(_TIMES, _zone_offset),
    "timezone": _of(_TIMES, _zone_name),
    "years": _of((Months,), lambda v: _months_part(v, years=True)),
    "months": _of((Months,), lambda v: _months_part(v, years=False)),
    "days": _of((Seconds,), lambda v: _part(v, 86400, 0)),
    "hours": _of((Seconds,), lambda v: _part(v, 3600, 24)),
    "minutes": _of((Seconds,), lambda v: _part(v, 60, 60)),
    "seconds": _of((Seconds,), lambda v: _part(v, 1, 60)),
    "start": _of((Range,), lambda v: v.start),
    "end": _of((Range,), lambda v: v.end),
    "start included": _of((Range,), lambda v: v.start_included),
    "end included": _of((Range,), lambda v: v.end_included),
}


def _filter(node: tree.Filter) -> Run:
    operand, condition = ready(node.operand), ready(node.condition)

    def run(scope: Scope) -> Value:
        value = operand(scope)
        items = value if isinstance(value, list) else [] if value is None else [value]
        if not items:
            return None if isinstance(condition(scope), Decimal) else []
        kept = []
        for item in items:
            inner = {**scope, **item, "item": item} if isinstance(item, dict) else {**scope, "item": item}
            if isinstance(item, dict) and "item" in item:
                inner["item"] = item["item"]
            found = condition(inner)
            if isinstance(found, Decimal):
                return _at(items, found)
            if found is True:
                kept.append(item)
        return kept

    return run


def _at(items: Sequence[Value], place: Decimal) -> Value:
    at = int(place)
    if at != place or at == 0 or abs(at) > len(items):
        return None
    return items[at - 1] if at > 0 else items[at]


def _call(node: tree.Call) -> Run:
    function, arguments, names = ready(node.function), [ready(a) for a in node.arguments], node.names
    return lambda scope: call(function(scope), [a(scope) for a in arguments], names)


def _range(node: tree.RangeOf) -> Run:
    if isinstance(node.start, tree.Constant) and isinstance(node.end, tree.Constant):
        made = _made_range(node, node.start.value, node.end.value)
        return lambda scope: made
    start = ready(node.start) if node.start is not None else None
    end = ready(node.end) if node.end is not None else None

    def run(scope: Scope) -> Value:
        low, high = (start(scope) if start else None), (end(scope) if end else None)
        if (start and low is None) or (end and high is None):
            return None
        if start and end and (kind(low) != kind(high) or compare("<=", low, high) is None):
            return None
        return Range(low, high, node.start_included, node.end_included)

    return run


def _made_range(node: tree.RangeOf, low: Value, high: Value) -> Value:
    if low is None or high is None or kind(low) != kind(high) or compare("<=", low, high) is None:
        return None
    return Range(low, high, node.start_included, node.end_included)


def _compare(node: tree.Compare) -> Run:
    operand, sign = ready(node.operand), node.operator
    if isinstance(node.operand, tree.Constant) and isinstance(node.operand.value, Decimal) and sign in _ORDER:
        return _with_number(sign, node.operand.value)
    if sign == "=":
        return lambda scope: equal(scope.get("?"), operand(scope))
    if sign == "!=":
        return lambda scope: _not(equal(scope.get("?"), operand(scope)))
    return lambda scope: compare(sign, scope.get("?"), operand(scope))


def _with_number(sign: str, limit: Decimal) -> Run:
    """A comparison of ? with a number that stands there: what most cells are."""
    order = _ORDER[sign]

    def run(scope: Scope) -> Value:
        value = scope.get("?")
        return order(value, limit) if type(value) is Decimal else compare(sign, value, limit)

    return run


def _list(node: tree.ListOf) -> Run:
    items = [ready(i) for i in node.items]
    return lambda scope: [i(scope) for i in items]


def _context(node: tree.ContextOf) -> Run:
    entries = [(name, ready(value)) for name, value in node.entries]

    def run(scope: Scope) -> Value:
        inner, made = dict(scope), {}
        for name, value in entries:
            made[name] = inner[name] = value(inner)
        return made

    return run


def _if(node: tree.If) -> Run:
    condition, then, otherwise = ready(node.condition), ready(node.then), ready(node.otherwise)
    return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)


MOST_STEPS = 1_000_000
"""So long may an iteration over a range of numbers be."""


def _values(start: Value, until: Value, *, ranged: bool) -> list[Value] | None:
    if isinstance(start, Range) and not ranged:
        if isinstance(start.start, Decimal | date) and isinstance(start.end, Decimal | date):
            made = _steps(start.start, start.end)
            if made is None:
                return None
            low = 0 if start.start_included else 1
            return made[low : len(made) if start.end_included else -1]
        return None
    if not ranged:
        return start if isinstance(start, list) else None if start is None else [start]
    return _steps(start, until)


def _steps(start: Value, until: Value) -> list[Value] | None:
    from datetime import timedelta

    if isinstance(start, Decimal) and isinstance(until, Decimal):
        count = int(abs(until - start)) + 1
        sign = 1 if until >= start else -1
        return [start + sign * i for i in range(count)] if count <= MOST_STEPS else None
    if isinstance(start, date) and isinstance(until, date):
        days = (until - start).days
        return [start + timedelta(days=i if days >= 0 else -i) for i in range(abs(days) + 1)]
    return None


def _loops(
    iterations: Sequence[tuple[str, tree.Node, tree.Node | None]],
) -> Callable[[Scope], Iterator[dict[str, Value]] | None]:
    parts = [(name, ready(start), ready(until) if until is not None else None) for name, start, until in iterations]
    dependent = any(
        name in tree.names_in(start) or (until is not None and name in tree.names_in(until))
        for i, (name, _, _) in enumerate(iterations)
        for _, start, until in iterations[i + 1 :]
    )

    def run(scope: Scope) -> Iterator[dict[str, Value]] | None:
        if not dependent:
            lists = [_values(s(scope), u(scope) if u else None, ranged=u is not None) for _, s, u in parts]
            if any(found is None for found in lists):
                return None
            names = [name for name, _, _ in parts]
            return (dict(zip(names, row, strict=True)) for row in product(*(x for x in lists if x is not None)))
        return _nested(scope, parts, {})

    return run


def _nested(
    scope: Scope, parts: Sequence[tuple[str, Run, Run | None]], bound: dict[str, Value]
) -> Iterator[dict[str, Value]]:
    if not parts:
        yield dict(bound)
        return
    name, start, until = parts[0]
    inner = {**scope, **bound}
    for value in _values(start(inner), until(inner) if until else None, ranged=until is not None) or []:
        yield from _nested(scope, parts[1:], {**bound, name: value})


def _for(node: tree.For) -> Run:
    loops, result = _loops(node.iterations), ready(node.result)

    def run(scope: Scope) -> Value:
        found = loops(scope)
        if found is None:
            return None
        made: list[Value] = []
        for bound in found:
            made.append(result({**scope, **bound, "partial": list(made)} if partial else {**scope, **bound}))
        return made

    partial = "partial" in tree.names_in(node.result)
    return run


def _quantified(node: tree.Quantified) -> Run:
    loops, condition = _loops(node.iterations), ready(node.condition)

    def run(scope: Scope) -> Value:
        found = loops(scope)
        if found is None:
            return None
        answers = (condition({**scope, **bound}) for bound in found)
        return _all(answers) if node.every else _any(answers)

    return run


def _all(answers: Iterator[Value]) -> Value:
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is not True
    return None if unknown else True


def _any(answers: Iterator[Value]) -> Value:
    unknown = False
    for answer in answers:
        if answer is True:
            return True
        unknown = unknown or answer is not False
    return None if unknown else False


def _function(node: tree.FunctionOf) -> Run:
    from guihua.rules.feel.types import fitted

    body = ready(node.body)

    def run(scope: Scope) -> Value:
        types = scope.get("\0types") or {}

        def inner(*arguments: Value) -> Value:
            if len(arguments) != len(node.parameters):
                return None
            given = [
                fitted(value, name, types) if name else value
                for value, name in zip(arguments, node.types or ("",) * len(arguments), strict=True)
            ]
            if any(g is None and a is not None for g, a in zip(given, arguments, strict=True)):
                return None
            return body({**scope, **dict(zip(node.parameters, given, strict=True))})

        return Function(node.parameters, inner, "")

    return run


def _tests(node: tree.Tests) -> Run:
    if not node.tests:
        return lambda scope: True
    tests = [_unary_test(t) for t in node.tests]
    if len(tests) == 1:
        one = tests[0]
        return (lambda scope: _not(one(scope))) if node.negated else one
    if node.negated:
        return lambda scope: _not(_any(test(scope) for test in tests))
    return lambda scope: _any(test(scope) for test in tests)


def _unary_test(node: tree.Node) -> Run:
    """A test on "?": a comparison, a range, a value, a list of values, or an expression that uses ? itself."""
    run = ready(node)
    if isinstance(node, tree.Compare):
        return run
    if isinstance(node, tree.Constant):
        constant = node.value
        return lambda scope: equal(scope.get("?"), constant)
    if isinstance(node, tree.RangeOf):
        found_range = run({}) if not tree.names_in(node) else None
        if isinstance(found_range, Range):
            return _within(found_range)
    asks = "?" in tree.names_in(node)

    def test(scope: Scope) -> Value:
        found, value = run(scope), scope.get("?")
        if asks and isinstance(found, bool):
            return found
        return matches(value, found)

    return test


def _within(found: Range) -> Run:
    """Whether ? lies in a range that stands there."""
    low, high = found.start, found.end
    above = operator.ge if found.start_included else operator.gt
    below = operator.le if found.end_included else operator.lt
    numbers = type(low) is Decimal and type(high) is Decimal

    def test(scope: Scope) -> Value:
        value = scope.get("?")
        if numbers and type(value) is Decimal:
            return above(value, low) and below(value, high)
        return matches(value, found)

    return test


def matches(value: Value, found: Value) -> Value:
    """Does a value answer to what a test came to: equal, in the range, in the list?"""
    if isinstance(found, Range) and not isinstance(value, Range):
        return in_range(value, found)
    if isinstance(found, list):
        if isinstance(value, list):
            return equal(value, found) is True or any(equal(value, item) is True for item in found)
        return _any(matches(value, item) for item in found)
    if isinstance(found, bool) and not isinstance(value, bool) and value is not None:
        return found
    return equal(value, found)


_MAKERS: dict[type, Callable[[Any], Run]] = {
    tree.Constant: _constant,
    tree.Name: _name,
    tree.Binary: _binary,
    tree.Negation: _negation,
    tree.Between: _between,
    tree.In: _in,
    tree.InstanceOf: _instance,
    tree.Path: _path,
    tree.Filter: _filter,
    tree.Call: _call,
    tree.RangeOf: _range,
    tree.Compare: _compare,
    tree.ListOf: _list,
    tree.ContextOf: _context,
    tree.If: _if,
    tree.For: _for,
    tree.Quantified: _quantified,
    tree.FunctionOf: _function,
    tree.Tests: _tests,
}

"""Equality and order of FEEL's values; null where two values have none (DMN 1.5, 10.3.2.13 and table 53)."""

from __future__ import annotations

import operator
from datetime import date
from decimal import Decimal

from guihua.rules.feel.values import DateTime, Function, Months, Range, Seconds, Time, Value, instant, offset_of

_SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def equal(left: Value, right: Value) -> bool | None:  # noqa: PLR0911  (one line a kind)
    """Are two values the same? Values of two kinds have no answer; null equals null alone."""
    if left is None or right is None:
        return left is None and right is None
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right if isinstance(left, bool) and isinstance(right, bool) else None
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(equal(a, b) is True for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return set(left) == set(right) and all(equal(v, right[k]) is True for k, v in left.items())
    if isinstance(left, Function) and isinstance(right, Function):
        return left is right
    if isinstance(left, Range) and isinstance(right, Range):
        return _same_range(left, right)
    if type(left) is not type(right):
        return None
    if isinstance(left, DateTime | Time):
        return bool(_moment(left) == _moment(right))
    return bool(left == right)


def compare(sign: str, left: Value, right: Value) -> bool | None:
    """Does left stand to right as the sign says? None where the two have no order."""
    if type(left) is not type(right) or not isinstance(left, Decimal | str | date | Time | DateTime | Months | Seconds):
        return None
    return bool(_SIGNS[sign](_ordered(left), _ordered(right)))


def in_range(value: Value, found: Range) -> bool | None:
    """Does a value lie in a range?"""
    low = True if found.start is None else compare(">=" if found.start_included else ">", value, found.start)
    high = True if found.end is None else compare("<=" if found.end_included else "<", value, found.end)
    if low is False or high is False:
        return False
    return None if low is None or high is None else True


def _ordered(value: Value) -> Value:
    if isinstance(value, Months):
        return value.months
    if isinstance(value, Seconds):
        return value.seconds
    if isinstance(value, DateTime):
        return instant(value)
    if isinstance(value, Time):
        return value.seconds - Decimal(offset_of(value.zone) or 0)
    return value


def _moment(value: Value) -> Value:
    zone = value.time.zone if isinstance(value, DateTime) else value.zone
    return _ordered(value), zone is None


def _same_range(left: Range, right: Range) -> bool:
    ends = (left.start_included, left.end_included) == (right.start_included, right.end_included)
    return ends and equal(left.start, right.start) is True and equal(left.end, right.end) is True

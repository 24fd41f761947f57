"""Each method's formula, once: over floats, fractions or whole columns alike, free of numpy. A formula registers itself.

Only operators and `abs` are used, so that whatever number (or array of numbers) comes in goes out; the one logarithm is
handed in. What cannot be formed (a base of zero, no time gone) is the caller's to keep away or to mask.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Number = Any
"""A float, a Fraction, or an array of numbers."""

FORMULAS: dict[str, Callable[..., Number]] = {}
"""Code of a method → its formula."""


def _of(*codes: str) -> Callable[[Callable[..., Number]], Callable[..., Number]]:
    """Register a formula under the methods that it is the formula of."""

    def put(formula: Callable[..., Number]) -> Callable[..., Number]:
        FORMULAS.update(dict.fromkeys(codes, formula))
        return formula

    return put


def compound(now: Number, then: Number, years: Number) -> Number:
    """Compound growth a year, (now/then)^(1/years) − 1."""
    return (now / then) ** (1 / years) - 1


@_of("statcan", "eurostat")
def growth_measure(
    base_year: Number, base: Number, year: Number, value: Number, target_year: Number, target: Number, way: Number
) -> Number:
    """Actual compound growth in the sense of the target over the growth that the target asks for."""
    return asked_of(growth_alone(base_year, base, year, value, way), base_year, base, target_year, target)


def asked_of(alone: Number, base_year: Number, base: Number, target_year: Number, target: Number) -> Number:
    """Growth over the compound growth that leads from the base to the target."""
    return alone / abs(compound(target, base, target_year - base_year))


def growth_alone(base_year: Number, base: Number, year: Number, value: Number, way: Number) -> Number:
    """Compound growth in the sense of the target: of a negative base a fall is a rise."""
    return way * (base / abs(base)) * compound(value, base, year - base_year)


@_of("unsd")
def projected(
    base_year: Number, base: Number, year: Number, value: Number, left: Number, target: Number, way: Number
) -> Number:
    """Where the growth so far leads after the `left` years, as a share of the way from base to target."""
    expected = value * (1 + compound(value, base, year - base_year)) ** left
    return way * (expected - base) / abs(target - base)


@_of("escap")
def index(base: Number, value: Number, target: Number, way: Number) -> Number:
    """10 is the target, 0 the base: of the latest value the current status, of the line's end the anticipated progress."""
    return 10 * way * (value - base) / abs(target - base)


@_of("shixu")
def done(base: Number, value: Number, target: Number) -> Number:
    """Share of the way from base to target that is done."""
    return (value - base) / (target - base)


def pace(share: Number, due: Number) -> Number:
    """What is done over what is due by now; both are shares of the way."""
    return share / due


@_of("liancheng")
def chained(product: Number, aim: Number, log: Callable[[Number], Number]) -> Number:
    """ln∏(1+r) / ln(1−T): the share of a chained change that is done; product and aim are factors (0.927, 0.865)."""
    return log(product) / log(aim)

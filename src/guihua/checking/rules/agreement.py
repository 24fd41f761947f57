"""Growth between two stated levels: the sum is shown, and whether it holds within the printed digits and hedges."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from guihua.checking.arithmetic import evaluate, printed, step
from guihua.checking.finding import Finding, Severity
from guihua.checking.making import factor_text, finding, magnitude_in, member, require
from guihua.checking.normal import factor_of, magnitude, years_of
from guihua.checking.quantities import quantity_of
from guihua.checking.rules.base import TWO_SIDED, Facts
from guihua.checking.settings import Settings
from guihua.plan.statement import Form, Statement
from guihua.plan.units import find_unit

_RATES = (Form.GROWTH, Form.CHANGE, Form.RATIO)


def growth_and_levels(facts: Facts) -> Iterable[Finding]:
    """7939 × 1.08^5 = 11,665 beside a stated 11,500 (GH110), where no conflict says otherwise."""
    for growth in facts.statements:
        years = years_of(growth)
        if growth.form not in _RATES or growth.comparator not in TWO_SIDED or years is None:
            continue
        base, end = facts.level(facts.key(growth), years[0]), facts.level(facts.key(growth), years[1])
        if base is None or end is None or growth.base_period is not None:
            continue
        if not {base.id, end.id, growth.id} & facts.conflicting and _agree(base, growth, end, facts.settings):
            yield agreed(base, growth, end, facts.settings)


def agreed(base: Statement, growth: Statement, end: Statement, settings: Settings) -> Finding:
    """GH110 of two levels and the growth between them. ValueError where they are not that or do not agree."""
    require(base.form is end.form is Form.LEVEL and growth.form in _RATES, "not a growth between two levels")
    require(len({quantity_of(s).key for s in (base, growth, end)}) == 1, "not of one quantity")
    require(years_of(growth) == (base.year, end.year), "not between these years")
    require(_agree(base, growth, end, settings), "growth and levels do not agree")
    count = _years(growth)
    first, last = magnitude_in(base, base.unit), magnitude_in(end, base.unit)
    reached = f"{first} × {factor_text(growth)}{f'^{count}' if count > 1 else ''}"
    root = f"({last} ÷ {first})^(1 ÷ {count}) − 1" if count > 1 else f"{last} ÷ {first} − 1"
    apart = evaluate(f"{last} ÷ ({reached}) − 1")
    return finding(
        "GH110",
        Severity.NOTE,
        [member(base), member(growth), member(end)],
        [
            step(reached, 0 if evaluate(reached) > 100 else 2, base.unit, "reached"),
            step(f"{last} ÷ ({reached}) − 1", 1, "%", "apart"),
            step(root, 2, "%", "implied" if growth.form is Form.GROWTH else "whole_change"),
        ],
        holds=True,
        weight=20,
        parameters=(
            ("indicator", growth.indicator),
            ("stated", last),
            ("unit", base.unit),
            ("apart", printed(abs(apart) * Fraction(100), 1)),
            ("side", "below" if apart < 0 else "above"),
        ),
    )


def _agree(base: Statement, growth: Statement, end: Statement, settings: Settings) -> bool:
    """Is there a base, a growth and an end, each within its digits and hedge, that fit together?"""
    factor, units = factor_of(growth, settings), (find_unit(base.unit), find_unit(end.unit))
    if factor is None or units[0] is None or units[1] is None:
        return False
    first, last = magnitude(base, settings).times(units[0].factor), magnitude(end, settings).times(units[1].factor)
    count = _years(growth)
    return _at_most(_reached(first.lo, factor.lo, count), last.hi) and _at_most(
        last.lo, _reached(first.hi, factor.hi, count)
    )


def _reached(level: Fraction | None, factor: Fraction | None, count: int) -> Fraction | None:
    return None if level is None or factor is None else level * max(factor, Fraction(0)) ** count


def _at_most(low: Fraction | None, high: Fraction | None) -> bool:
    return low is None or high is None or low <= high


def _years(growth: Statement) -> int:
    years = years_of(growth)
    return years[1] - years[0] if years is not None and growth.form is Form.GROWTH else 1

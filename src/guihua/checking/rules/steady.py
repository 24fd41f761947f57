"""Sums over years beside growth rates: the yearly figures that a steady growth would give, and whether they meet.

A mean growth and a sum do not fix the years between, so two paths that miss each other are no contradiction; but a gap
beyond the setting `steady_gap` asks for a word: another coverage, another price, or a very uneven path.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from guihua.checking.arithmetic import evaluate, printed, step
from guihua.checking.finding import Explanation, Finding, Severity
from guihua.checking.making import factor_text, finding, magnitude_in, member, require
from guihua.checking.normal import period_of, years_of
from guihua.checking.quantities import quantity_of
from guihua.checking.rules.base import TWO_SIDED, Facts
from guihua.checking.settings import Settings
from guihua.plan.statement import Form, Statement
from guihua.plan.units import find_unit

DISPLAY = "亿元"


def paths_that_meet(facts: Facts) -> Iterable[Finding]:
    """The sum of one period needs another base than the sum before it ends on (GH130)."""
    sums = [
        s for s in facts.statements if s.form is Form.CUMULATIVE and s.period is not None and s.comparator in TWO_SIDED
    ]
    for later in sums:
        for earlier in sums:
            if not _follow(earlier, later):
                continue
            first, second = _growth_over(facts, earlier), _growth_over(facts, later)
            if first is not None and second is not None:
                yield compared(earlier, first, later, second, facts.settings)


def sums_against_growth(facts: Facts) -> Iterable[Finding]:
    """A sum, its ratio to the sum before and a growth: steady growth ends the earlier period below its own mean (GH131)."""
    for ratio in facts.statements:
        period = period_of(ratio)
        if ratio.form is not Form.RATIO or ratio.base_period is None or period is None:
            continue
        total = next(
            (s for s in facts.by_key[facts.key(ratio)] if s.form is Form.CUMULATIVE and s.period == period), None
        )
        growth = None if total is None else _growth_over(facts, total)
        if total is None or growth is None:
            continue
        if _sits_badly(total, ratio, growth):
            yield crowded(total, ratio, growth)


def crowded(total: Statement, ratio: Statement, growth: Statement) -> Finding:
    """GH131 of a sum, its ratio to the sum before, and the growth over its years. ValueError where they are not that."""
    require(_grows(total, growth) and ratio.form is Form.RATIO and period_of(ratio) == total.period, "no sum with both")
    require(_sits_badly(total, ratio, growth), "they sit well together")
    unit = _unit(total)
    before, last, base = _before(total, ratio), _end(total, growth, unit), _first(total, growth)
    return finding(
        "GH131",
        Severity.WARNING,
        [member(total), member(ratio), member(growth)],
        [
            step(before, 0, unit, "mean_before"),
            step(last, 0, unit, "end"),
            step(base, 0, unit, "base"),
        ],
        explanations=[Explanation("coverage_change"), Explanation("price_basis"), Explanation("uneven_path")],
        weight=30,
        parameters=(
            ("indicator", total.indicator),
            ("base_year", str((ratio.base_period or (0, 0))[1])),
            ("base", printed(evaluate(base), 0)),
            ("mean_before", printed(evaluate(before), 0)),
            ("unit", unit),
        ),
    )


def compared(earlier: Statement, first: Statement, later: Statement, second: Statement, settings: Settings) -> Finding:
    """GH130 of two sums that follow each other, each with its growth. ValueError where they are not that."""
    require(
        _follow(earlier, later) and _grows(earlier, first) and _grows(later, second), "no two sums with their growth"
    )
    unit = _unit(later)
    reached = _end(earlier, first, unit)
    needed = f"{magnitude_in(later, unit)} ÷ ({_series(second, 1, _count(later))})"
    gap = evaluate(f"({needed}) ÷ ({reached}) − 1")
    holds = abs(gap) <= settings.value("steady_gap")
    members = (earlier, first, later, second)
    explanations = [Explanation("uneven_path"), Explanation("price_basis")]
    if len({s.indicator for s in members}) > 1:
        explanations.insert(0, Explanation("coverage_scope"))
    return finding(
        "GH130",
        Severity.NOTE if holds else Severity.WARNING,
        [member(s) for s in members],
        [
            step(needed, 0, unit, "needed"),
            step(reached, 0, unit, "reached"),
            step(f"({needed}) ÷ ({reached}) − 1", 1, "%", "apart"),
        ],
        explanations=[] if holds else explanations,
        holds=holds,
        weight=min(99, int(abs(gap) * 300)),
        parameters=(
            ("indicator", later.indicator),
            ("year", str((later.period or (0, 0))[0] - 1)),
            ("needed", printed(evaluate(needed), 0)),
            ("reached", printed(evaluate(reached), 0)),
            ("unit", unit),
            ("apart", printed(abs(gap) * Fraction(100), 1)),
            ("side", "below" if gap < 0 else "above"),
        ),
    )


def _grows(total: Statement, growth: Statement) -> bool:
    """Is it the mean growth of the summed quantity, of whatever coverage, over the years of the sum?"""
    same = quantity_of(total).key.partition("@")[0] == quantity_of(growth).key.partition("@")[0]
    years = None if total.period is None else (total.period[0] - 1, total.period[1])
    return same and total.form is Form.CUMULATIVE and growth.form is Form.GROWTH and years_of(growth) == years


def _follow(earlier: Statement, later: Statement) -> bool:
    if not earlier.form is later.form is Form.CUMULATIVE or earlier.period is None or later.period is None:
        return False
    return earlier.period[1] + 1 == later.period[0] and quantity_of(earlier).key == quantity_of(later).key


def _sits_badly(total: Statement, ratio: Statement, growth: Statement) -> bool:
    """Would steady growth start from a base below the mean of the years before?"""
    rises = evaluate(factor_text(growth)) > 1
    return rises and evaluate(f"({_first(total, growth)}) ÷ ({_before(total, ratio)})") < 1


def _before(total: Statement, ratio: Statement) -> str:
    """The mean of the years before, as the ratio gives it."""
    first, last = ratio.base_period or (0, 0)
    return f"{magnitude_in(total, _unit(total))} ÷ {ratio.value[0]} ÷ {last - first + 1}"


def _first(total: Statement, growth: Statement) -> str:
    """The base year's figure when the sum is spread along a steady growth."""
    return f"{_end(total, growth, _unit(total))} ÷ {factor_text(growth)}^{_count(total)}"


def _growth_over(facts: Facts, total: Statement) -> Statement | None:
    """The mean growth of the summed quantity over the same years: of the same coverage, else of another one."""
    assert total.period is not None
    years = (total.period[0] - 1, total.period[1])
    key = facts.key(total)
    same = facts.growth(key, years)
    if same is not None:
        return same
    core = key.partition("@")[0]
    return next((g for k in facts.by_key if k.partition("@")[0] == core and (g := facts.growth(k, years))), None)


def _end(total: Statement, growth: Statement, unit: str) -> str:
    """The last year's figure when the sum is spread along a steady growth."""
    count = _count(total)
    return f"{magnitude_in(total, unit)} × {factor_text(growth)}^{count} ÷ ({_series(growth, 1, count)})"


def _series(growth: Statement, first: int, last: int) -> str:
    """1.08^1 + 1.08^2 + …"""
    return " + ".join(f"{factor_text(growth)}^{k}" for k in range(first, last + 1))


def _count(total: Statement) -> int:
    assert total.period is not None
    return total.period[1] - total.period[0] + 1


def _unit(total: Statement) -> str:
    """亿元 for large sums of money, else the text's own unit."""
    unit = find_unit(total.unit)
    return DISPLAY if unit is not None and unit.dimension == "money" and unit.multiplier >= 10**8 else total.unit

"""Sums over years beside growth rates: the yearly figures that a steady growth would give, and whether they meet.

A mean growth and a sum do not fix the years between, so two paths that miss each other are no contradiction; but a gap
beyond the setting `steady_gap` asks for a word: another coverage, another price, or a very uneven path.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from guihua.checking.arithmetic import evaluate, printed, step
from guihua.checking.finding import Explanation, Finding, Severity
from guihua.checking.making import factor_text, finding, magnitude_in, member
from guihua.checking.normal import period_of
from guihua.checking.rules.base import TWO_SIDED, Facts
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
            if facts.key(earlier) != facts.key(later) or earlier.period is None or later.period is None:
                continue
            if earlier.period[1] + 1 != later.period[0]:
                continue
            first, second = _growth_over(facts, earlier), _growth_over(facts, later)
            if first is not None and second is not None:
                yield from _compared(facts, (earlier, first), (later, second))


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
        unit = _unit(total)
        last = _end(total, growth, unit)
        count = period[1] - period[0] + 1
        before = f"{magnitude_in(total, unit)} ÷ {ratio.value[0]} ÷ {ratio.base_period[1] - ratio.base_period[0] + 1}"
        base = f"{last} ÷ {factor_text(growth)}^{count}"
        gap = evaluate(f"({base}) ÷ ({before})")
        if not (gap < 1 and evaluate(factor_text(growth)) > 1):
            continue
        yield finding(
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
                ("base_year", str(ratio.base_period[1])),
                ("base", printed(evaluate(base), 0)),
                ("mean_before", printed(evaluate(before), 0)),
                ("unit", unit),
            ),
        )


def _compared(
    facts: Facts, earlier: tuple[Statement, Statement], later: tuple[Statement, Statement]
) -> Iterable[Finding]:
    total, growth = later
    assert total.period is not None
    unit = _unit(total)
    reached = _end(earlier[0], earlier[1], unit)
    needed = f"{magnitude_in(total, unit)} ÷ ({_series(growth, 1, _count(total))})"
    gap = evaluate(f"({needed}) ÷ ({reached}) − 1")
    holds = abs(gap) <= facts.settings.value("steady_gap")
    explanations = [Explanation("uneven_path"), Explanation("price_basis")]
    if len({s.indicator for s in (*earlier, *later)}) > 1:
        explanations.insert(0, Explanation("coverage_scope"))
    yield finding(
        "GH130",
        Severity.NOTE if holds else Severity.WARNING,
        [member(s) for s in (*earlier, *later)],
        [
            step(needed, 0, unit, "needed"),
            step(reached, 0, unit, "reached"),
            step(f"({needed}) ÷ ({reached}) − 1", 1, "%", "apart"),
        ],
        explanations=[] if holds else explanations,
        holds=holds,
        weight=min(99, int(abs(gap) * 300)),
        parameters=(
            ("indicator", total.indicator),
            ("year", str(total.period[0] - 1)),
            ("needed", printed(evaluate(needed), 0)),
            ("reached", printed(evaluate(reached), 0)),
            ("unit", unit),
            ("apart", printed(abs(gap) * Fraction(100), 1)),
            ("side", "below" if gap < 0 else "above"),
        ),
    )


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

"""Per unit and in total: what grew by taking more of everything, and what falls per unit while the total rises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from guihua.checking.arithmetic import evaluate, plain, printed, step
from guihua.checking.finding import Finding, Severity
from guihua.checking.making import factor_text, finding, magnitude_in, member, require
from guihua.checking.normal import years_of
from guihua.checking.quantities import quantity_of
from guihua.checking.rules.base import TWO_SIDED, Facts
from guihua.plan import concepts
from guihua.plan.data import load
from guihua.plan.statement import Direction, Form, Statement
from guihua.plan.units import find_unit

FLOWS = ("output", "value_added", "revenue", "profit", "tax")
STOCKS = ("area", "employment", "enterprises")


def per_unit_under_its_heading(facts: Facts) -> Iterable[Finding]:
    """Output per km², per worker or per firm fell in a paragraph whose heading claims intensive growth (GH150)."""
    for flow in facts.statements:
        measure, _ = _concept(flow)
        if flow.form is not Form.LEVEL or measure not in FLOWS:
            continue
        then = _base(facts, flow)
        claim = next((w for w in _claims() if w in facts.paragraph(flow).partition("。")[0]), "")
        if then is None or not claim:
            continue
        for stock in facts.statements:
            before = _base(facts, stock) if _stock_of(stock, flow) else None
            if before is None or years_of(before) != years_of(then):
                continue
            if facts.paragraph(stock) == facts.paragraph(flow) and _per_unit(flow, then, stock, before)[2] < 0:
                yield fell_per_unit(flow, then, stock, before, claim)


def fell_per_unit(flow: Statement, then: Statement, stock: Statement, before: Statement, claim: str) -> Finding:
    """GH150 of an output and a stock, each with the statement that gives its base, and what their heading claims.

    ValueError where they are not that, or output per unit did not fall.
    """
    require(_concept(flow)[0] in FLOWS and _stock_of(stock, flow) and claim in _claims(), "no output and its stock")
    require(years_of(before) == years_of(then) is not None, "not over the same years")
    first, last, change = _per_unit(flow, then, stock, before)
    require(change < 0, "output per unit did not fall")
    unit, scale = _per_unit_name(flow, stock)
    return finding(
        "GH150",
        Severity.WARNING,
        [member(s) for s in (flow, then, stock, before)],
        [
            step(f"{first}{scale}", 2, unit, "before"),
            step(f"{last}{scale}", 2, unit, "now"),
            step(f"({last}) ÷ ({first}) − 1", 1, "%", "change"),
        ],
        weight=min(99, int(abs(change) * 100)),
        parameters=(
            ("indicator", flow.indicator),
            ("per", stock.indicator),
            ("claim", claim),
            ("base_year", str((years_of(then) or (0, 0))[0])),
            ("year", str(flow.year)),
            ("change", printed(abs(change) * 100, 1)),
        ),
    )


def _per_unit(flow: Statement, then: Statement, stock: Statement, before: Statement) -> tuple[str, str, Fraction]:
    """Output per unit then and now, as sums, and its change."""
    last = f"{magnitude_in(flow, flow.unit)} ÷ {stock.value[0]}"
    first = f"({_base_sum(flow, then)}) ÷ ({_base_sum(stock, before)})"
    return first, last, evaluate(f"({last}) ÷ ({first}) − 1")


def _stock_of(stock: Statement, flow: Statement) -> bool:
    """Is it a level of area, workers or firms of the same year and subject as the output?"""
    measure, subject = _concept(stock)
    return (
        stock.form is Form.LEVEL
        and stock.year == flow.year
        and measure in STOCKS
        and subject in ("", _concept(flow)[1])
    )


def totals_under_per_unit(facts: Facts) -> Iterable[Finding]:
    """−20 % per unit with +45 % of output is still a rise in total (GH151)."""
    for change in facts.statements:
        years = years_of(change)
        if change.form is not Form.CHANGE or change.direction is not Direction.DOWN or years is None:
            continue
        entry = _product_of(change)
        if entry is None:
            continue
        denominator = entry["factors"][1]
        levels = facts.level(denominator, years[0]), facts.level(denominator, years[1])
        growth = facts.growth(denominator, years)
        found = [s for s in (*(levels if None not in levels else ()), growth) if s is not None]
        if found and min(_rises(change, found)) > 0:
            yield rises_in_total(change, found)


def rises_in_total(change: Statement, output: Sequence[Statement]) -> Finding:
    """GH151 of a fall per unit, and the levels or the growth (or both) of what it is counted by.

    ValueError where they are not that, or the total does not rise.
    """
    entry, years = _product_of(change), years_of(change)
    require(entry and years and change.form is Form.CHANGE and change.direction is Direction.DOWN, "no fall per unit")
    assert entry is not None and years is not None
    require(output and all(quantity_of(s).key == entry["factors"][1] for s in output), "not what it is counted by")
    require(all(years_of(s) == years for s in output if s.form is Form.GROWTH), "not over the same years")
    require([s.year for s in output if s.form is Form.LEVEL] in ([], list(years)), "not over the same years")
    rises = _rises(change, output)
    require(min(rises) > 0, "the total does not rise")
    return finding(
        "GH151",
        Severity.NOTE,
        [member(change), *(member(s) for s in output)],
        [step(f"({sum_}) × {factor_text(change)} − 1", 1, "%", label) for sum_, label in _growths(output)],
        weight=30,
        parameters=(
            ("indicator", change.indicator),
            ("total", entry["zh"]),
            ("total_en", entry["en"]),
            ("fall", change.value[0]),
            ("rise", printed(rises[0] * 100, 0)),
            ("year", str(years[1])),
            ("base_year", str(years[0])),
        ),
    )


def _product_of(change: Statement) -> Mapping[str, Any] | None:
    """The product of the identities' table that a consumption per unit is a factor of."""
    core = quantity_of(change).key.partition("@")[0]
    products = load("identities.yaml", "guihua.checking.data")["products"]
    return next((entry for entry in products if entry["factors"][0] == core), None)


def _growths(output: Sequence[Statement]) -> list[tuple[str, str]]:
    """By how much output multiplies, as sums: from its levels, from its growth."""
    levels = [s for s in output if s.form is Form.LEVEL]
    sums = []
    if len(levels) == 2:
        unit = levels[0].unit
        sums.append((f"{magnitude_in(levels[1], unit)} ÷ {magnitude_in(levels[0], unit)}", "from_levels"))
    for growth in (s for s in output if s.form is Form.GROWTH):
        years = years_of(growth) or (0, 1)
        sums.append((f"{factor_text(growth)}^{years[1] - years[0]}", "from_growth"))
    return sums


def _rises(change: Statement, output: Sequence[Statement]) -> list[Fraction]:
    return [evaluate(f"({sum_}) × {factor_text(change)} − 1") for sum_, _ in _growths(output)]


def _base(facts: Facts, level: Statement) -> Statement | None:
    """The statement that gives a level's base: so much more than then, so many times as much."""
    return next((s for s in facts.by_key[facts.key(level)] if _base_sum(level, s)), None)


def _base_sum(level: Statement, other: Statement) -> str:
    """A level's base as a sum in its unit, from the change, ratio or increase to it; "" where the other is none of these."""
    years = years_of(other)
    same = quantity_of(level).key == quantity_of(other).key and years is not None and years[1] == level.year
    if not same or other.comparator not in TWO_SIDED:
        return ""
    if other.form is Form.CHANGE_ABS:
        own = plain(Fraction(other.value[0]) * _ratio_of_units(other, level))
        return f"{level.value[0]} {'+' if other.direction is Direction.DOWN else '−'} {own}"
    if other.form in (Form.CHANGE, Form.RATIO) and other.base_period is None:
        return f"{level.value[0]} ÷ {factor_text(other)}"
    return ""


def _ratio_of_units(one: Statement, other: Statement) -> Fraction:
    a, b = find_unit(one.unit), find_unit(other.unit)
    return a.factor / b.factor if a is not None and b is not None else Fraction(1)


def _per_unit_name(flow: Statement, stock: Statement) -> tuple[str, str]:
    """A readable unit and the factor to it: 亿元/平方公里, 万元/人."""
    above, below = find_unit(flow.unit), find_unit(stock.unit)
    if above is None or below is None or above.dimension not in ("money", "unstated"):
        return f"{flow.unit}/{stock.unit}", ""
    name = stock.unit
    while name[:1] in "十百千万亿" and len(name) > 1:
        name = name[1:]
    per_base = 1 if below.multiplier == 1 else below.multiplier
    wanted = 10**8 if _concept(stock)[0] != "employment" else 10**4
    scale = above.factor / (wanted * per_base)
    shown = "亿元" if wanted == 10**8 else "万元"
    return f"{shown}/{name}", "" if scale == 1 else f" × {plain(scale)}"


def _concept(statement: Statement) -> tuple[str, str]:
    found = concepts.resolve(statement.indicator)
    return statement.measure or found.measure, statement.subject or found.subject


def _claims() -> tuple[str, ...]:
    return tuple(load("words.yaml", "guihua.checking.data")["intensive"])

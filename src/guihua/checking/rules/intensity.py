"""Per unit and in total: what grew by taking more of everything, and what falls per unit while the total rises."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from guihua.checking.arithmetic import evaluate, plain, printed, step
from guihua.checking.finding import Finding, Severity
from guihua.checking.making import factor_text, finding, magnitude_in, member
from guihua.checking.normal import years_of
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
            if stock.form is not Form.LEVEL or stock.year != flow.year or _concept(stock)[0] not in STOCKS:
                continue
            if _concept(stock)[1] in ("", _concept(flow)[1]) and facts.paragraph(stock) == facts.paragraph(flow):
                yield from _per_unit(facts, (flow, *then), stock, claim)


def _per_unit(facts: Facts, flow: tuple[Statement, Statement, str], stock: Statement, claim: str) -> Iterable[Finding]:
    then = _base(facts, stock)
    if then is None or years_of(then[0]) != years_of(flow[1]):
        return
    now = f"{magnitude_in(flow[0], flow[0].unit)} ÷ {stock.value[0]}"
    before = f"({flow[2]}) ÷ ({then[1]})"
    change = evaluate(f"({now}) ÷ ({before}) − 1")
    if change >= 0:
        return
    unit, scale = _per_unit_name(flow[0], stock)
    yield finding(
        "GH150",
        Severity.WARNING,
        [member(s) for s in (flow[0], flow[1], stock, then[0])],
        [
            step(f"{before}{scale}", 2, unit, "before"),
            step(f"{now}{scale}", 2, unit, "now"),
            step(f"({now}) ÷ ({before}) − 1", 1, "%", "change"),
        ],
        weight=min(99, int(abs(change) * 100)),
        parameters=(
            ("indicator", flow[0].indicator),
            ("per", stock.indicator),
            ("claim", claim),
            ("base_year", str((years_of(flow[1]) or (0, 0))[0])),
            ("year", str(flow[0].year)),
            ("change", printed(abs(change) * 100, 1)),
        ),
    )


def totals_under_per_unit(facts: Facts) -> Iterable[Finding]:
    """−20 % per unit with +45 % of output is still a rise in total (GH151)."""
    for change in facts.statements:
        years = years_of(change)
        if change.form is not Form.CHANGE or change.direction is not Direction.DOWN or years is None:
            continue
        for entry in load("identities.yaml", "guihua.checking.data")["products"]:
            if facts.key(change).partition("@")[0] == entry["factors"][0]:
                yield from _total(facts, change, years, entry["factors"][1], (entry["zh"], entry["en"]))


def _total(
    facts: Facts, change: Statement, years: tuple[int, int], denominator: str, names: tuple[str, str]
) -> Iterable[Finding]:
    first, last = facts.level(denominator, years[0]), facts.level(denominator, years[1])
    growth = facts.growth(denominator, years)
    sums, members = [], [member(change)]
    if first is not None and last is not None:
        sums.append((f"{magnitude_in(last, first.unit)} ÷ {magnitude_in(first, first.unit)}", "from_levels"))
        members += [member(first), member(last)]
    if growth is not None:
        sums.append((f"{factor_text(growth)}^{years[1] - years[0]}", "from_growth"))
        members.append(member(growth))
    if not sums:
        return
    rises = [evaluate(f"({sum_}) × {factor_text(change)} − 1") for sum_, _ in sums]
    if min(rises) <= 0:
        return
    yield finding(
        "GH151",
        Severity.NOTE,
        members,
        [step(f"({sum_}) × {factor_text(change)} − 1", 1, "%", label) for sum_, label in sums],
        weight=30,
        parameters=(
            ("indicator", change.indicator),
            ("total", names[0]),
            ("total_en", names[1]),
            ("fall", change.value[0]),
            ("rise", printed(rises[0] * 100, 0)),
            ("year", str(years[1])),
            ("base_year", str(years[0])),
        ),
    )


def _base(facts: Facts, level: Statement) -> tuple[Statement, str] | None:
    """The statement that gives a level's base, and the base as a sum in the level's unit."""
    for s in facts.by_key[facts.key(level)]:
        years = years_of(s)
        if years is None or years[1] != level.year or s.comparator not in TWO_SIDED:
            continue
        if s.form is Form.CHANGE_ABS:
            own = plain(Fraction(s.value[0]) * _ratio_of_units(s, level))
            return s, f"{level.value[0]} {'+' if s.direction is Direction.DOWN else '−'} {own}"
        if s.form in (Form.CHANGE, Form.RATIO) and s.base_period is None:
            return s, f"{level.value[0]} ÷ {factor_text(s)}"
    return None


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

"""The trends of a plan's quantities, from its facts about the base year and from known figures."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from guihua.checking.identities import Identity
from guihua.checking.quantities import quantity_of, split
from guihua.checking.system import Bound, Group, variables_of
from guihua.pathways.allotment import factor
from guihua.pathways.pathway import Known, Trend
from guihua.pathways.trend import even, scheduled, share_trend, trend_of
from guihua.plan.statement import Form, Kind, Statement
from guihua.plan.units import find_unit

_RELATIVE = (Form.GROWTH, Form.CHANGE, Form.RATIO)


def trends_of(
    statements: Sequence[Statement], groups: Sequence[Group], knowns: Sequence[Known], period: tuple[int, int]
) -> tuple[tuple[Trend, ...], tuple[Known, ...]]:
    """A trend for every quantity of which a level is known, and the indices of those of which only growth is spoken."""
    levels, shares = _told(statements)
    for k in knowns:
        if k.kind == "level":
            levels.setdefault(k.top, {})[k.year] = k.value
        elif k.kind == "share":
            shares.setdefault((k.top, k.bottom), {})[k.year] = k.value
    indexed = _indices(statements, groups, levels, period)
    for k in indexed:
        levels.setdefault(k.top, {})[k.year] = k.value
    for k in knowns:
        base = levels.get(k.top, {}).get(k.base_year) if k.kind == "factor" else None
        if base is not None:
            levels[k.top].setdefault(k.year, base * k.value)
    rates = _rates(statements)
    trends = {
        key: trend_of(key, _early(known, period), period[1], rate=key in rates)
        for key, known in levels.items()
        if _early(known, period)
    }
    for key, trend in trends.items():
        asked = _asked(key, trend, statements) if trend.model == "flat" else None
        if asked is not None:
            trends[key] = scheduled(trend, asked[0], asked[1], rate=key in rates)
    for (part, whole), known in shares.items():
        if part not in trends and whole in trends and _early(known, period):
            trends[part] = share_trend(part, trend_of(part, _early(known, period), period[1], rate=True), trends[whole])
    for key, total, first, last in _sums(statements, groups):
        trends.setdefault(key, even(key, total, first, last))
    return tuple(trends[key] for key in sorted(trends) if trends[key].values), indexed


def units_of(groups: Sequence[Group], identities: Sequence[Identity]) -> tuple[Known, ...]:
    """Quantities that are nothing but what others are divided by (GDP under R&D): only quotients are spoken of, so each
    counts as 100 in its year."""
    over: dict[str, set[str]] = {}
    below: dict[str, set[str]] = {}
    other = {v for i in identities for v in (i.whole, *i.parts)}
    for group in groups:
        for bound in group.bounds:
            if isinstance(bound, Bound) and len(bound.bottom) == len(bound.top) == 1:
                top, bottom = bound.top[0][0], bound.bottom[0][0]
                below.setdefault(bottom, set()).add(top)
                over.setdefault(top, set()).add(bottom)
            else:
                other |= set(variables_of(bound))
    free = [
        b for b, tops in below.items()
        if b not in other and b not in over and all(over[t] == {b} and t not in other and t not in below for t in tops)
    ]  # fmt: skip
    return tuple(Known("unit", *_placed(v), Fraction(100)) for v in sorted(free))


def _placed(unknown: str) -> tuple[str, int]:
    key, year = split(unknown)
    return key, int(year)


def _told(
    statements: Sequence[Statement],
) -> tuple[dict[str, dict[int, Fraction]], dict[tuple[str, str], dict[int, Fraction]]]:
    """Levels and shares that the plan gives as facts, at their printed value, in base units (shares as numbers)."""
    levels: dict[str, dict[int, Fraction]] = {}
    shares: dict[tuple[str, str], dict[int, Fraction]] = {}
    for s in statements:
        unit = find_unit(s.unit)
        if s.kind is not Kind.FACT or unit is None or s.year is None or len(s.value) != 1:
            continue
        quantity, value = quantity_of(s), Fraction(s.value[0]) * unit.factor
        if s.form is Form.LEVEL and s.period is None:
            levels.setdefault(quantity.key, {}).setdefault(s.year, value)
        elif s.form is Form.SHARE and quantity.part:
            shares.setdefault((quantity.part, quantity.whole), {}).setdefault(s.year, value / 100)
        elif s.form is Form.SHARE:
            levels.setdefault(quantity.key, {}).setdefault(s.year, value)
    return levels, shares


def _indices(
    statements: Sequence[Statement],
    groups: Sequence[Group],
    levels: dict[str, dict[int, Fraction]],
    period: tuple[int, int],
) -> tuple[Known, ...]:
    """Quantities of which nothing but growth and changes are spoken: their base year counts as 100."""
    relative: dict[str, int] = {}
    other = set(levels)
    by_id = {s.id: s for s in statements}
    for group in groups:
        s = by_id.get(group.name)
        keys = {split(v)[0] for v in group.variables}
        if s is not None and s.form in _RELATIVE and len(keys) == 1 and s.base_period is None:
            years = sorted(int(split(v)[1]) for v in group.variables if split(v)[1].isdigit())
            relative.setdefault(next(iter(keys)), years[0])
        else:
            other |= keys
    return tuple(Known("index", key, year, Fraction(100)) for key, year in sorted(relative.items()) if key not in other)


def _asked(key: str, trend: Trend, statements: Sequence[Statement]) -> tuple[int, Fraction] | None:
    """(year, value in base units) that a target of the quantity asks for, levels first; None where none does."""
    year, base = trend.known[0]
    found = []
    for s in statements:
        unit = find_unit(s.unit)
        if s.kind is not Kind.TARGET or s.year is None or s.year <= year or not s.value or unit is None:
            continue
        quantity = quantity_of(s)
        if key not in (quantity.key, quantity.part):
            continue
        if s.form is Form.LEVEL or (s.form is Form.SHARE and not quantity.part):
            found.append((0, s.id, s.year, Fraction(s.value[0]) * unit.factor))
        elif s.form in (Form.GROWTH, Form.CHANGE, Form.RATIO) and (s.base_year is None or s.base_year == year):
            try:
                found.append((1, s.id, s.year, base * factor(s, Fraction(s.value[0]))))
            except ValueError:
                continue
    best = min(found, default=None)
    return None if best is None or best[3] <= 0 else (best[2], best[3])


def _rates(statements: Sequence[Statement]) -> set[str]:
    """Quantities that are rates: their trend is a line."""
    found = set()
    for s in statements:
        unit = find_unit(s.unit)
        if s.form in (Form.SHARE, Form.CHANGE_PP) or (
            s.form is Form.LEVEL and unit is not None and unit.dimension == "rate"
        ):
            found.add(quantity_of(s).key)
    return found


def _sums(statements: Sequence[Statement], groups: Sequence[Group]) -> list[tuple[str, Fraction, int, int]]:
    """(quantity, total, first year, last year) of sums over years that are promised."""
    by_id = {s.id: s for s in statements}
    found = []
    for group in groups:
        s = by_id.get(group.name)
        if s is None or s.kind is not Kind.TARGET or s.form is not Form.CUMULATIVE:
            continue
        for bound in group.bounds:
            if isinstance(bound, Bound) and not bound.bottom:
                ends = [e for e in (bound.lo, bound.hi) if e is not None]
                years = sorted(int(split(v)[1]) for v, _ in bound.top)
                found.append((split(bound.top[0][0])[0], sum(ends, Fraction(0)) / len(ends), years[0], years[-1]))
    return found


def _early(known: dict[int, Fraction], period: tuple[int, int]) -> dict[int, Fraction]:
    """From the base year on; where nothing is, the five years before it."""
    inside = {y: v for y, v in known.items() if period[0] <= y <= period[1]}
    return inside or {y: v for y, v in known.items() if period[0] - 5 <= y < period[0]}

"""Statements in the normal form: what each form of a number bounds, with the interval that its digits and hedge stand for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from guihua.checking.assumptions import takes_growth_as_real
from guihua.checking.quantities import REAL, Quantity, adds_up, at, quantity_of
from guihua.checking.settings import Settings
from guihua.checking.system import Bound, Group, Power, Rank
from guihua.plan.quantity import last_place
from guihua.plan.statement import Comparator, Direction, Form, Kind, Price, Statement
from guihua.plan.units import Unit, find_unit

ONE = Fraction(1)
_DOUBLES = re.compile(r"翻[^，。；]{0,3}番")
_LOOSE = ("unstated", "rate", "points", "times")
_RANKS = {Kind.FACT: Rank.FACT, Kind.TARGET: Rank.TARGET}


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of exact numbers; None leaves a side open. In the written unit or in a factor, as said."""

    lo: Fraction | None
    hi: Fraction | None

    def times(self, factor: Fraction) -> Span:
        """Both ends times a positive factor."""
        if factor == 1:
            return self
        return Span(None if self.lo is None else self.lo * factor, None if self.hi is None else self.hi * factor)


def groups_of(statements: Sequence[Statement], settings: Settings) -> list[Group]:
    """The groups of all statements that bound a quantity; statements without a year, policies and others bound none."""
    clashing = clashing_units(statements)
    found = []
    for statement in statements:
        group = group_of(statement, settings, clashing)
        if group is not None:
            found.append(group)
    return found


def group_of(
    statement: Statement,
    settings: Settings,
    clashing: frozenset[str] = frozenset(),
    *,
    comparable: bool = False,
) -> Group | None:
    """The bounds of one statement, named by its id; None where it bounds nothing.

    clashing  quantities whose levels come in units of different dimensions
    comparable  it is taken to be in comparable prices, though it states none
    """
    rank = _RANKS.get(statement.kind)
    unit = find_unit(statement.unit)
    if rank is None or unit is None or not statement.value or statement.year is None:
        return None
    quantity = quantity_of(statement)
    if quantity.key in clashing and (kind := _kind_of(unit)):
        quantity = Quantity(f"{quantity.key}({kind})", known=quantity.known, money=quantity.money)
    elif comparable or (quantity.money and _taken_as_real(statement, settings)):
        quantity = replace(quantity, key=quantity.key + REAL)
    bounds = _BOUNDS[statement.form](statement, quantity, unit, settings) if statement.form in _BOUNDS else ()
    return Group(statement.id, rank, bounds) if bounds else None


def magnitude(statement: Statement, settings: Settings) -> Span:
    """The interval that the printed number stands for, in its written unit.

    Two-sided for eq, reach, about and between: half a unit of the last printed place, or the hedge's width. One-sided
    for the others, and for a target to double (翻一番), which is a floor.
    """
    if statement.comparator is Comparator.ABOUT:
        values = [_exact(v) for v in statement.value]
        low, high, hedge = min(values), max(values), settings.hedge(statement.modifier)
        place = max(last_place(v) for v in statement.value)
        return Span(low - hedge.below.of(low, place), high + hedge.above.of(high, place))
    two_sided = statement.comparator not in _ONE_SIDED
    doubles = two_sided and statement.kind is Kind.TARGET and _DOUBLES.search(statement.quote) is not None
    return _printed(
        statement.value,
        statement.unit,
        Comparator.GE if doubles else statement.comparator,
        doubles,
        settings.round_from_digits,
        settings.round_significant,
    )


_ONE_SIDED = (Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT)


@lru_cache(maxsize=65536)
def _printed(
    values: tuple[str, ...], unit: str, comparator: Comparator, rounded: bool, from_digits: int, significant: int
) -> Span:
    """The interval of printed digits; plans say the same figures again and again, so it is kept.

    rounded   a floor stands for its digits' interval too (翻一番)
    """
    exact = [Fraction(v) for v in values]
    low, high = min(exact), max(exact)
    first, last = (_half_place(v, unit, from_digits, significant) for v in (values[0], values[-1]))
    if comparator in (Comparator.GE, Comparator.GT):
        return Span(low - first if rounded else low, None)
    if comparator in (Comparator.LE, Comparator.LT):
        return Span(None, high)
    return Span(low - first, high + last)


def half_place(digits: str, unit_text: str, settings: Settings) -> Fraction:
    """Half a unit of the place to which a number counts as printed; zero for whole counts that are not large and round."""
    return _half_place(digits, unit_text, settings.round_from_digits, settings.round_significant)


@lru_cache(maxsize=65536)
def _exact(digits: str) -> Fraction:
    return Fraction(digits)


@lru_cache(maxsize=65536)
def _half_place(digits: str, unit_text: str, from_digits: int, significant: int) -> Fraction:
    unit = find_unit(unit_text)
    if unit is None or not unit.discrete or unit.multiplier != 1 or "." in digits:
        return last_place(digits) / 2
    whole = digits.lstrip("0")
    zeros = len(whole) - len(whole.rstrip("0"))
    if len(whole) < from_digits or not zeros:
        return Fraction(0)
    return Fraction(10) ** min(zeros, len(whole) - significant) / 2


def factor_of(statement: Statement, settings: Settings) -> Span | None:
    """For growth, change and ratio: by how much the quantity is multiplied (over one year for growth)."""
    span = magnitude(statement, settings)
    if statement.form is Form.RATIO:
        return span
    unit = find_unit(statement.unit)
    if unit is None:
        return None
    part = {"rate": unit.factor / 100, "times": ONE}.get(unit.dimension)
    if part is None:
        return None
    if statement.direction is Direction.DOWN:
        return Span(
            None if span.hi is None else ONE - span.hi * part, None if span.lo is None else ONE - span.lo * part
        )
    return Span(None if span.lo is None else ONE + span.lo * part, None if span.hi is None else ONE + span.hi * part)


def years_of(statement: Statement) -> tuple[int, int] | None:
    """(base year, year) of a growth, change or ratio; None where either is unknown or they are in the wrong order."""
    base = statement.base_year
    if base is None and statement.period is not None:
        base = statement.period[0] - 1
    if base is None or statement.year is None or base >= statement.year:
        return None
    return base, statement.year


def period_of(statement: Statement) -> tuple[int, int] | None:
    """The years of a sum; where a ratio of sums gives only its base's years, as many up to its own year."""
    if statement.period is not None or statement.base_period is None or statement.year is None:
        return statement.period
    first = statement.year - (statement.base_period[1] - statement.base_period[0])
    return (first, statement.year) if first > statement.base_period[1] else None


def _taken_as_real(statement: Statement, settings: Settings) -> bool:
    """Does an assumption that is switched on put it in comparable prices?"""
    unstated = statement.form is Form.GROWTH and statement.price is Price.UNSTATED
    return unstated and takes_growth_as_real(settings)


def _level(s: Statement, q: Quantity, unit: Unit, settings: Settings) -> tuple[Bound, ...]:
    if s.period is not None and s.period[0] != s.period[1]:
        return ()
    assert s.year is not None
    span = magnitude(s, settings).times(unit.factor)
    return (Bound(((at(q.key, s.year), ONE),), (), span.lo, span.hi),)


def _share(s: Statement, q: Quantity, unit: Unit, settings: Settings) -> tuple[Bound, ...]:
    if unit.dimension != "rate" or (s.period is not None and s.period[0] != s.period[1]):
        return ()
    assert s.year is not None
    span = magnitude(s, settings).times(unit.factor)
    own = Bound(((at(q.key, s.year), ONE),), (), span.lo, span.hi)
    if not q.part:
        return (own,)
    percent = span.times(Fraction(1, 100))
    return (own, Bound(((at(q.part, s.year), ONE),), ((at(q.whole, s.year), ONE),), percent.lo, percent.hi))


def _growth(s: Statement, q: Quantity, _: Unit, settings: Settings) -> tuple[Bound, ...]:
    years, factor = years_of(s), factor_of(s, settings)
    if years is None or factor is None:
        return ()
    count = years[1] - years[0]
    return _multiplied(q.key, years, Span(_power(factor.lo, count), _power(factor.hi, count)))


def _change(s: Statement, q: Quantity, _: Unit, settings: Settings) -> tuple[Bound, ...]:
    years, factor = years_of(s), factor_of(s, settings)
    if years is None or factor is None:
        return ()
    return _multiplied(q.key, years, factor)


def _ratio(s: Statement, q: Quantity, unit: Unit, settings: Settings) -> tuple[Bound, ...]:
    if unit.dimension != "times":
        return ()
    if s.base_period is None or s.base_period[0] == s.base_period[1]:
        return _change(s, q, unit, settings)
    period = period_of(s)
    if period is None:
        return ()
    span = magnitude(s, settings)
    return (Bound(_years(q.key, period), _years(q.key, s.base_period), span.lo, span.hi),)


def _cumulative(s: Statement, q: Quantity, unit: Unit, settings: Settings) -> tuple[Bound, ...]:
    if s.period is None or not adds_up(s):
        return ()
    span = magnitude(s, settings).times(unit.factor)
    return (Bound(_years(q.key, s.period), (), span.lo, span.hi),)


def _difference(s: Statement, q: Quantity, unit: Unit, settings: Settings) -> tuple[Bound, ...]:
    years = years_of(s)
    if years is None:
        return ()
    span = magnitude(s, settings).times(unit.factor)
    ends = (at(q.key, years[1]), at(q.key, years[0]))
    if s.direction is Direction.DOWN:
        ends = (ends[1], ends[0])
    return (Bound(((ends[0], ONE), (ends[1], -ONE)), (), span.lo, span.hi),)


_BOUNDS = {
    Form.LEVEL: _level,
    Form.SHARE: _share,
    Form.GROWTH: _growth,
    Form.CHANGE: _change,
    Form.RATIO: _ratio,
    Form.CUMULATIVE: _cumulative,
    Form.CHANGE_ABS: _difference,
    Form.CHANGE_PP: _difference,
}


def _multiplied(key: str, years: tuple[int, int], factor: Span) -> tuple[Bound, ...]:
    lo = factor.lo if factor.lo is None or factor.lo > 0 else None
    if factor.hi is not None and factor.hi <= 0:
        return ()
    if lo is None and factor.hi is None:
        return ()
    return (Bound(((at(key, years[1]), ONE),), ((at(key, years[0]), ONE),), lo, factor.hi),)


def _years(key: str, period: tuple[int, int]) -> tuple[tuple[str, Fraction], ...]:
    return tuple((at(key, year), ONE) for year in range(period[0], period[1] + 1))


def _power(value: Fraction | None, count: int) -> Fraction | None:
    return None if value is None else max(value, Fraction(0)) ** count


def clashing_units(statements: Sequence[Statement]) -> frozenset[str]:
    """Quantities that are given amounts of different kinds (money and tonnes, people and households): they are not one."""
    seen: dict[str, set[str]] = defaultdict(set)
    for s in statements:
        unit = find_unit(s.unit)
        if s.form in (Form.LEVEL, Form.CUMULATIVE, Form.CHANGE_ABS) and unit is not None:
            seen[quantity_of(s).key].add(_kind_of(unit))
    return frozenset(key for key, kinds in seen.items() if len(kinds - {""}) > 1)


def _kind_of(unit: Unit) -> str:
    """What a unit counts, as far as it tells two quantities apart; "" for rates and the like, and where none is stated."""
    if unit.dimension == "count":
        return "people" if unit.base == "人" else "things"
    return "" if unit.dimension in _LOOSE else unit.dimension


__all__ = ["Power", "Span", "factor_of", "group_of", "groups_of", "half_place", "magnitude", "years_of"]

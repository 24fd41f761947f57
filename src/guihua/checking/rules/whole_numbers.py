"""Counts of whole things: from a count and its printed change, which whole number must the base have been?"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from guihua.checking.arithmetic import step
from guihua.checking.finding import Finding, Severity, Step
from guihua.checking.making import factor_text, finding, member, require
from guihua.checking.normal import years_of
from guihua.checking.quantities import quantity_of
from guihua.checking.rules.base import Facts
from guihua.plan.statement import Comparator, Direction, Form, Statement
from guihua.plan.units import find_unit

_CHANGES = (Form.CHANGE, Form.RATIO)

MOST = 3
"""More whole numbers than this fit: then they say nothing."""


def back_cast(facts: Facts) -> Iterable[Finding]:
    """74件 after 增长155.2% were 29 (GH120); where no whole number gives the printed digits, GH121."""
    for change in facts.statements:
        years = years_of(change)
        if change.form not in _CHANGES or change.comparator is not Comparator.EQ or years is None:
            continue
        level = facts.level(facts.key(change), years[1])
        if level is None or level.comparator is Comparator.ABOUT or not _whole(level) or change.base_period is not None:
            continue
        if len(whole_bases(int(Fraction(level.value[0])), change)) <= MOST:
            yield cast_back(level, change)


def cast_back(level: Statement, change: Statement) -> Finding:
    """GH120 or GH121 of a count and its printed change. ValueError where they are not that."""
    years = years_of(change)
    require(
        level.form is Form.LEVEL and change.form in _CHANGES and _whole(level) and years, "no count with its change"
    )
    require(
        quantity_of(level).key == quantity_of(change).key and years and years[1] == level.year, "not of one quantity"
    )
    count = int(Fraction(level.value[0]))
    bases = whole_bases(count, change)
    steps = [step(f"{count} ÷ {factor_text(change)}", 2, level.unit, "base")]
    steps += [_check(count, base, change) for base in bases]
    return finding(
        "GH120" if bases else "GH121",
        Severity.NOTE if bases else Severity.WARNING,
        [member(level), member(change)],
        steps,
        holds=bool(bases),
        weight=10 if bases else 40,
        parameters=(
            ("indicator", level.indicator),
            ("base_year", str(years[0] if years else "")),
            ("bases", "或".join(map(str, bases))),
            ("unit", level.unit),
        ),
    )


def whole_bases(count: int, change: Statement) -> list[int]:
    """Whole numbers n for which count ÷ n prints as the stated change or ratio. At most MOST + 1 are returned."""
    places = len(change.value[0].partition(".")[2])
    half = Fraction(1, 2 * 10**places)
    stated = Fraction(change.value[0])
    unit = find_unit(change.unit)
    per = Fraction(1) if change.form is Form.RATIO or (unit and unit.dimension == "times") else Fraction(1, 100)
    offset = 0 if change.form is Form.RATIO else 1
    sign = -1 if change.direction is Direction.DOWN else 1
    ends = sorted((offset + sign * (stated - half) * per, offset + sign * (stated + half) * per))
    if ends[0] <= 0:
        return []
    first, last = -(-count // ends[1]), count // ends[0]
    return list(range(int(first), int(min(last, first + MOST)) + 1))


def _check(count: int, base: int, change: Statement) -> Step:
    places = len(change.value[0].partition(".")[2])
    if change.form is Form.RATIO:
        return step(f"{count} ÷ {base}", places, change.unit, "again")
    sum_ = f"1 − {count} ÷ {base}" if change.direction is Direction.DOWN else f"{count} ÷ {base} − 1"
    return step(sum_, places, change.unit, "again")


def _whole(level: Statement) -> bool:
    unit = find_unit(level.unit)
    return unit is not None and unit.discrete and unit.multiplier == 1 and Fraction(level.value[0]).denominator == 1

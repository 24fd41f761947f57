"""A quantity of several named subjects (风电、太阳能) made from its parts: the same period, coverage and kind, none missing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from guihua.plan.indicators import MeasureKind
from guihua.statistics.derived import SOURCE_SUM
from guihua.statistics.observation import Grade, Observation
from guihua.tracking.figures import Figure, Known, best, by_coverage, figures, text_of
from guihua.tracking.target import Target


def parts_of(variable: str) -> tuple[str, ...]:
    """The variables whose sum this is: of several named subjects of one measure; () for one subject."""
    measure, bracket, rest = variable.partition("[")
    subjects = rest.removesuffix("]")
    if not bracket or "+" not in subjects or "(" in variable:
        return ()
    return tuple(f"{measure}[{subject}]" for subject in subjects.split("+"))


def added_up(target: Target, known: Known, unit: str, have: Iterable[Figure]) -> tuple[Figure, ...]:
    """The sums of the years and days of which nothing was published in their place."""
    if target.kind is MeasureKind.RATE:
        return ()
    names = next((parts for name in target.variables if (parts := parts_of(name))), ())
    if not names:
        return ()
    stock = target.kind is MeasureKind.STOCK
    there = {(f.observation.coverage, f.observation.period) for f in have}
    lines = [by_coverage(figures(known.of_variable(name), unit, stock=stock)) for name in names]
    found: list[Figure] = []
    for coverage in set.intersection(*(set(line) for line in lines)):
        each = [line[coverage] for line in lines]
        periods = set.intersection(*({f.observation.period for f in part} for part in each))
        for period in sorted(periods):
            if (coverage, period) not in there:
                chosen = [best([f for f in part if f.observation.period == period], period.last_year) for part in each]
                found.append(_sum([f for f in chosen if f is not None], target, unit))
    return tuple(found)


def _sum(parts: list[Figure], target: Target, unit: str) -> Figure:
    """The sum as a figure: dated by the latest part, trusted as the weakest."""
    total = sum((f.value for f in parts), Fraction(0))
    weakest = min(parts, key=lambda f: (not f.observation.collected, f.observation.grade is not Grade.PLAN))
    newest = max(parts, key=lambda f: f.observation.available)
    observation: Observation = replace(
        weakest.observation,
        id="d-" + hashlib.sha256("\x1f".join(f.observation.id for f in parts).encode()).hexdigest()[:16],
        variable=target.variables[0],
        indicator=target.statement.indicator,
        value=text_of(total),
        unit=unit,
        published=newest.observation.published,
        source=SOURCE_SUM,
        note=" + ".join(f"{f.observation.value}{f.observation.unit}" for f in parts),
    )
    return Figure(observation, parts[0].year, total, parts[0].partial, "sum")

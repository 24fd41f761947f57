"""A quantity made from its parts, by its subjects' names (风电、太阳能) or its definition: same period, coverage, kind, none missing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache

from guihua.plan.data import load
from guihua.plan.indicators import MeasureKind
from guihua.statistics.derived import SOURCE_SUM
from guihua.statistics.observation import Grade, Observation
from guihua.tracking.figures import Figure, Known, best, by_coverage, figures, text_of
from guihua.tracking.target import Target


def parts_of(variable: str) -> tuple[tuple[str, int], ...]:
    """(variable, 1 or -1): what a quantity is made of, by its subjects' names or its definition; () where it is of one piece."""
    measure, bracket, rest = variable.partition("[")
    subject = rest.removesuffix("]")
    if not bracket or "(" in variable or "[" in subject:
        return ()
    defined = _defined().get((measure, subject), ())
    names = defined or (subject.split("+") if "+" in subject else ())
    return tuple((f"{measure}[{name.removeprefix('-')}]", -1 if name.startswith("-") else 1) for name in names)


def added_up(target: Target, known: Known, unit: str, have: Iterable[Figure]) -> tuple[Figure, ...]:
    """The sums of the years and days of which nothing was published in their place."""
    if target.kind is MeasureKind.RATE:
        return ()
    made_of = next((parts for name in target.variables if (parts := parts_of(name))), ())
    if not made_of:
        return ()
    stock = target.kind is MeasureKind.STOCK
    there = {(f.observation.coverage, f.observation.period) for f in have}
    lines = [by_coverage(figures(known.of_variable(name), unit, stock=stock)) for name, _ in made_of]
    found: list[Figure] = []
    for coverage in set.intersection(*(set(line) for line in lines)):
        each = [line[coverage] for line in lines]
        periods = set.intersection(*({f.observation.period for f in part} for part in each))
        for period in sorted(periods):
            if (coverage, period) not in there:
                chosen = [best([f for f in part if f.observation.period == period], period.last_year) for part in each]
                signed = [(f, sign) for f, (_, sign) in zip(chosen, made_of, strict=True) if f is not None]
                found.append(_sum(signed, target, unit))
    return tuple(found)


def _sum(signed: list[tuple[Figure, int]], target: Target, unit: str) -> Figure:
    """The sum as a figure: dated by the latest part, trusted as the weakest."""
    parts = [f for f, _ in signed]
    total = sum((sign * f.value for f, sign in signed), Fraction(0))
    weakest = min(parts, key=lambda f: (not f.observation.collected, f.observation.grade is not Grade.PLAN))
    newest = max(parts, key=lambda f: f.observation.available)
    written = "".join(f" {'+' if sign > 0 else '−'} {f.observation.value}{f.observation.unit}" for f, sign in signed)
    observation: Observation = replace(
        weakest.observation,
        id="d-" + hashlib.sha256("\x1f".join(f.observation.id for f in parts).encode()).hexdigest()[:16],
        variable=target.variables[0],
        indicator=target.statement.indicator,
        value=text_of(total),
        unit=unit,
        published=newest.observation.published,
        source=SOURCE_SUM,
        note=written.removeprefix(" + "),
    )
    return Figure(observation, parts[0].year, total, parts[0].partial, "sum")


@cache
def _defined() -> Mapping[tuple[str, str], tuple[str, ...]]:
    rows = load("together.yaml", "guihua.tracking.data")
    return {(measure, row["subject"]): tuple(row["parts"]) for row in rows for measure in row["measures"]}

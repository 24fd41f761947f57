"""Sums over a target's period: as published, else added up where no year is missing and all are of one kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from guihua.plan.statement import Form, Price
from guihua.plan.status import ReasonCode
from guihua.statistics.derived import is_derived
from guihua.statistics.observation import Grade, Observation
from guihua.tracking.assessment import Note, Point
from guihua.tracking.evidence.bases import unnamed_coverage
from guihua.tracking.evidence.parting import recorded
from guihua.tracking.evidence.record import Evidence, latest_part, rows_of
from guihua.tracking.figures import LEVELS, Figure, Known, best, converted, figures, rank, relation, text_of
from guihua.tracking.target import Target

Sum = tuple[Point, tuple[Observation, ...]]
"""The sum up to a year, and the figures that it is made of: one as printed or derived, else one a year."""


def by_sums(target: Target, known: Known, as_of: date, region: str) -> Evidence:
    """A sum over the target's period: as published, else the years so far where none is missing."""
    every = [row for row in rows_of(target, known) if row.grade is not Grade.PLAN and row.transformation in LEVELS]
    rows = [r for r in every if relation(target.coverage, r.coverage, r.variable)[0] in ("same", "unstated")]
    first, last = target.statement.period or target.period
    evidence = Evidence(
        form=Form.CUMULATIVE, target=target.aimed, tolerance=target.tolerance, base_point=Point(first - 1, 0.0)
    )
    sums = _sums(rows, target, first, last)
    if not sums:
        other = _sums(every, target, first, last)
        reason = ReasonCode.COVERAGE_CHANGED if other else ReasonCode.NO_DATA
        return replace(evidence, reason=reason, nearest=other[-1][1] if other else latest_part(rows, target))
    points, used = tuple(point for point, _ in sums), sums[-1][1]
    coverage = used[-1].coverage
    parted = recorded(used[-1].variable, first - 1, used[-1].period.last_year, as_of, region, coverage)
    if parted:
        return replace(evidence, points=points, reason=ReasonCode.COVERAGE_CHANGED, notes=parted, nearest=used)
    notes = (*_added(used, sums[-1][0], target), *unnamed_coverage(target, used[-1]))
    return replace(evidence, points=points, used=used, notes=notes)


def _sums(rows: Iterable[Observation], target: Target, first: int, last: int) -> tuple[Sum, ...]:
    """One sum a year, from those that are printed or derived as sums; the years added up where these reach further."""
    there = [r for r in rows if r.period.whole_years and r.period.first_year == first and r.period.last_year <= last]
    by_year: dict[int, list[Observation]] = {}
    for row in there:
        if converted(row, target.unit) is not None:
            by_year.setdefault(row.period.last_year, []).append(row)
    added = _added_up(figures(rows, target.unit), first, last)
    if added and added[-1][0].year > max(by_year, default=0):
        return added
    found: list[Sum] = []
    for year, sums in sorted(by_year.items()):
        row = max(sums, key=lambda r: (not is_derived(r), rank(r)))
        value = converted(row, target.unit)
        assert value is not None
        found.append((Point(year, float(value), row.id), (row,)))
    return tuple(found)


def _added_up(found: Iterable[Figure], first: int, last: int) -> tuple[Sum, ...]:
    """The years from the first on without a gap, of one coverage, accounting and price; the longest such run."""
    lines: dict[tuple[str, str, Price], list[Figure]] = {}
    for figure in found:
        if not figure.partial:
            o = figure.observation
            lines.setdefault((o.coverage, o.accounting, o.price), []).append(figure)
    runs = [_run(line, first, last) for line in lines.values()]
    return max(runs, key=lambda run: (len(run), rank(run[-1][1][-1]) if run else ()), default=())


def _run(line: list[Figure], first: int, last: int) -> tuple[Sum, ...]:
    sums: list[Sum] = []
    used: tuple[Observation, ...] = ()
    total = Fraction(0)
    for year in range(first, last + 1):
        figure = best(line, year)
        if figure is None:
            break
        total += figure.value
        used = (*used, figure.observation)
        sums.append((Point(year, float(total), figure.observation.id), used))
    return tuple(sums)


def _added(used: tuple[Observation, ...], total: Point, target: Target) -> tuple[Note, ...]:
    """The years that were added up here, as the formula of a derived figure."""
    if len(used) < 2:
        return ()
    figures_ = " + ".join(f"{o.value}{o.unit}" for o in used)
    value = f"{text_of(total.value)}{target.unit}"
    words = (("zh", "各年公布数之和"), ("en", "the published years added up"))
    return (Note("computed", (*words, ("figures", figures_), ("value", value))),)

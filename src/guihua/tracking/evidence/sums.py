"""Sums over a target's period: as published, else added up where no year is missing and all are of one kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from guihua.plan.indicators import MeasureKind
from guihua.plan.statement import Direction, Form, Price
from guihua.plan.status import ReasonCode
from guihua.statistics.derived import is_derived
from guihua.statistics.observation import Grade, Observation
from guihua.tracking.aims import aim_of
from guihua.tracking.assessment import Note, Point
from guihua.tracking.evidence.bases import unnamed_coverage
from guihua.tracking.evidence.levels import by_levels
from guihua.tracking.evidence.parting import recorded
from guihua.tracking.evidence.record import Evidence, Frame, latest_part, rows_of
from guihua.tracking.figures import LEVELS, ORDER, Figure, Known, best, converted, figures, rank, relation, text_of
from guihua.tracking.kinds import stands
from guihua.tracking.senses import Bound
from guihua.tracking.target import Target

Sum = tuple[Point, tuple[Observation, ...]]
"""The sum up to a year, and the figures that it is made of: one as printed or derived, else one a year."""


def by_sums(target: Target, known: Known, frame: Frame) -> tuple[Evidence, ...]:
    """A sum over the target's period, one evidence a coverage: as published, else the years so far where none is missing.

    Of a stock there is no sum: 累计装机 is what stands at the end. What is added to a stock (新增装机) is its difference
    where the years are not published.
    """
    if target.kind is MeasureKind.RATE or (target.kind is MeasureKind.STOCK and stands(target.variables[0])):
        return by_levels(target, known, frame)
    every = [row for row in rows_of(target, known) if row.grade is not Grade.PLAN and row.transformation in LEVELS]
    groups: dict[str, list[Observation]] = {}
    for row in every:
        groups.setdefault(row.coverage, []).append(row)
    order = sorted((ORDER.index(relation(target.coverage, c, target.variables[0])[0]), c) for c in groups)
    found = (_of_coverage(target, ORDER[rank], c, groups[c], frame) for rank, c in order)
    usable = (*(e for e in found if e is not None), *_differences(target, known, frame))
    if usable:
        return usable
    return (replace(_aim(target), reason=ReasonCode.NO_DATA, nearest=latest_part(every, target)),)


def _aim(target: Target) -> Evidence:
    """What a sum asks for: from nothing at the base to the target."""
    first, _ = target.statement.period or target.period
    aim = aim_of(target, lambda value: value, None)
    assert aim is not None
    direction = Direction.DOWN if target.bound is Bound.CAP else Direction.UP
    near, far = (aim.near, aim.far) if aim.far is None or aim.direction is direction else (aim.far, aim.near)
    return Evidence(
        form=Form.CUMULATIVE, target=near, far=far, tolerance=aim.tolerance, direction=direction,
        base_point=Point(first - 1, 0.0),
    )  # fmt: skip


def _of_coverage(target: Target, how: str, coverage: str, rows: list[Observation], frame: Frame) -> Evidence | None:
    """The sums of one coverage; None where the first year is missing."""
    first, last = target.statement.period or target.period
    sums = _sums(rows, target, first, last)
    if not sums:
        return None
    points, used = tuple(point for point, _ in sums), sums[-1][1]
    evidence = replace(_aim(target), coverage=coverage, how=how, points=points)
    if how in ("bound", "whole", "differs"):
        return replace(evidence, points=(), reason=ReasonCode.COVERAGE_CHANGED, nearest=used)
    parted = recorded(used[-1].variable, first - 1, used[-1].period.last_year, frame.as_of, frame.region, coverage)
    if parted:
        return replace(evidence, reason=ReasonCode.COVERAGE_CHANGED, notes=parted, nearest=used)
    notes = (*_added(used, sums[-1][0], target), *unnamed_coverage(target, used[-1]))
    return replace(evidence, used=used, notes=notes)


def _differences(target: Target, known: Known, frame: Frame) -> tuple[Evidence, ...]:
    """The stock of each year less that of the base, where the quantity is what is added to a stock."""
    if not target.stock:
        return ()
    first, _ = target.statement.period or target.period
    of_stock = replace(
        target, variables=(target.stock,), kind=MeasureKind.STOCK, stock="", start=first - 1,
        statement=replace(target.statement, form=Form.LEVEL, indicator=target.stock),
    )  # fmt: skip
    found = []
    for line in by_levels(of_stock, known, frame):
        base = line.base
        if base is None or line.from_earlier or line.reason not in (None, ReasonCode.NO_DATA) or not line.series:
            continue
        points = tuple(Point(f.at, float(f.value - base.value), f.observation.id) for f in line.series)
        last = line.series[-1].observation
        shown = f"{last.value}{last.unit} − {base.observation.value}{base.observation.unit}"
        value = f"{text_of(points[-1].value)}{target.unit}"
        words = (("zh", "期末存量减基期存量"), ("en", "the stock less that of the base year"))
        note = Note("computed", (*words, ("figures", shown), ("value", value)))
        found.append(
            replace(_aim(target), coverage=line.coverage, how=line.how, points=points, used=line.used, notes=(note,))
        )
    return tuple(found)


def _sums(rows: Iterable[Observation], target: Target, first: int, last: int) -> tuple[Sum, ...]:
    """One sum a year, from those that are printed or derived as sums; the years added up where these reach further."""
    there = [r for r in rows if r.period.whole_years and r.period.first_year == first and r.period.last_year <= last]
    by_year: dict[int, list[Observation]] = {}
    for row in there:
        if converted(row, target.unit) is not None:
            by_year.setdefault(row.period.last_year, []).append(row)
    stock = target.kind is MeasureKind.STOCK  # five yearly stocks are no sum
    added = () if stock else _added_up(figures(rows, target.unit), first, last)
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

"""Alarms: where a series looks as if its measure had changed (疑似口径变动) though no break is on record.

jumps(points, percent)   years whose step the series' own history makes unlikely
falls(rows)              sums of the year so far that fall within a year
above(rows, whole)       a place that has more than the one it lies in

Thresholds and their reasons are `statistics/data/alarms.yaml`. Robust deviations: Rousseeuw & Croux, Alternatives to the
median absolute deviation, JASA 88 (1993). An alarm is a question, not an answer: a person says what it was.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from guihua.plan.data import load
from guihua.plan.units import find_unit
from guihua.statistics.observation import Observation, Span, Transformation

CONSISTENT = 1.4826
"""From the median distance to the standard deviation of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Jump:
    """An unlikely step: into `year`, from one value to another, `score` robust deviations from the usual step."""

    year: int
    since: int
    before: float
    after: float
    score: float


@dataclass(frozen=True, slots=True)
class Fall:
    """A sum of the year so far that is less than an earlier one of the same year and source."""

    earlier: Observation
    later: Observation


def jumps(points: Sequence[tuple[int, float]], *, percent: bool) -> tuple[Jump, ...]:
    """The unlikely steps of yearly values in order; () where they are too few to tell, or not all of one sign.

    Amounts are compared by ratio, per year of a gap; percentages by difference in points.
    """
    amount = not percent
    if amount and any(value <= 0 for _, value in points):
        return ()
    place = math.log if amount else float
    steps = [(place(b) - place(a)) / (y1 - y0) for (y0, a), (y1, b) in pairwise(points) if y1 > y0]
    others_known = len(steps) - 1
    if len(steps) != len(points) - 1 or others_known < int(_data()["few"]):
        return ()
    few = others_known < int(_data()["least"])
    widths = _data()["amount" if amount else "percent"]
    floor, limit = float(widths["floor"]), float(_data()["limit"])
    move = float(_data()["few_move"]) if few and amount else float(widths["move"])
    found = []
    for n, step in enumerate(steps):
        others = steps[:n] + steps[n + 1 :]
        usual = _median(others)
        spread = max(CONSISTENT * _median([abs(s - usual) for s in others]), floor)
        score = abs(step - usual) / spread
        if score >= limit and abs(step - usual) >= move and not (few and n == 0):
            (since, before), (year, after) = points[n], points[n + 1]
            found.append(Jump(year, since, before, after, score))
    return tuple(found)


def falls(rows: Iterable[Observation]) -> tuple[Fall, ...]:
    """Sums of the year so far that fall from one month to a later one, of one place, variable, coverage and source."""
    lines: dict[tuple[str, ...], list[Observation]] = {}
    for row in rows:
        so_far = row.span is Span.YTD or row.period.is_year
        if row.transformation is Transformation.LEVEL and so_far and row.period.first_month == 1 and row.number >= 0:
            key = (
                row.region,
                row.variable,
                row.unit,
                row.coverage,
                row.accounting,
                row.source,
                str(row.period.first_year),
            )
            lines.setdefault(key, []).append(row)
    slack = 1 - float(_data()["ytd"])
    found = []
    for line in lines.values():
        line.sort(key=lambda r: (r.period.end, r.available, r.id))
        for a, b in pairwise(line):
            if a.period.end < b.period.end and float(b.number) < slack * float(a.number):
                found.append(Fall(a, b))
    return tuple(found)


def above(rows: Iterable[Observation], whole: str, below: Iterable[str]) -> tuple[tuple[Observation, Observation], ...]:
    """(part, whole) where a place below has more of an amount than the place it lies in, the same period and coverage."""
    wanted = {whole, *below}
    cells: dict[tuple[str, ...], dict[str, Observation]] = {}
    for row in rows:
        if row.region in wanted and row.transformation is Transformation.LEVEL and row.unit not in ("%", "％"):
            key = (row.variable, str(row.period), row.span.value, row.coverage, row.price.value)
            cells.setdefault(key, {})[row.region] = row
    found = []
    for cell in cells.values():
        top = cell.get(whole)
        if top is None:
            continue
        found += [(part, top) for place, part in sorted(cell.items()) if place != whole and _exceeds(part, top)]
    return tuple(found)


def _exceeds(part: Observation, top: Observation) -> bool:
    one, other = find_unit(part.unit), find_unit(top.unit)
    if one is None or other is None or one.dimension != other.dimension or "/" in one.dimension:
        return False
    return float(part.number) * float(one.factor) > float(top.number) * float(other.factor) > 0


def _median(values: Sequence[float]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = load("alarms.yaml", "guihua.statistics.data")
    return found

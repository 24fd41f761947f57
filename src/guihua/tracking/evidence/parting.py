"""What parts base and latest: a recorded break of coverage or accounting, or vintages too far apart to be one measure."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import prod

from guihua.statistics.alarms import Fall, Jump, falls, jumps
from guihua.statistics.breaks import between, breaks
from guihua.statistics.observation import UNSTATED, Grade, Observation, Transformation
from guihua.tracking.assessment import Note
from guihua.tracking.evidence.record import Frame
from guihua.tracking.figures import Figure, Known, figures, text_of, yearly
from guihua.tracking.joint import whole_variables
from guihua.tracking.settings import wholes
from guihua.tracking.target import Target

BREAKING = frozenset({"accounting", "coverage", "correction"})
"""Kinds of break across which levels are not compared."""


def breaks_of(
    target: Target, base: Figure | None, series: tuple[Figure, ...], group: tuple[Figure, ...], frame: Frame
) -> tuple[Note, ...]:
    """Why base and latest are not of one accounting: a recorded break between them, or a revision too large for one."""
    within = [f.year for f in series if f.year <= target.year]
    last = max(within) if within else series[0].year
    o = series[-1].observation
    start = target.start if base is None else base.year
    notes = recorded(o.variable, start, last, frame.as_of, frame.region, o.coverage)
    for year in dict.fromkeys((start, last)):
        values = sorted(
            (f for f in group if f.year == year and not f.partial and not f.how),
            key=lambda f: (f.observation.available, f.observation.id),
        )
        moved = _moved(values, frame.rules.revision)
        if moved:
            notes = (*notes, moved)
    return notes


def suspected(
    target: Target, group: tuple[Figure, ...], rows: tuple[Observation, ...], frame: Frame
) -> tuple[Note, ...]:
    """Unlikely steps of the figures that the verdict would rest on, and sums of the year so far that fall (疑似口径变动).

    What a break on record explains, or a person on the indicator sheet, is no alarm.
    """
    line = yearly([f for f in group if f.observation.grade is not Grade.PLAN], parts_too=False)
    points = [(f.year, float(f.value)) for f in line if f.year <= target.year]
    explained = {year for year, _ in target.record.explained}

    def open_(since: int, year: int) -> bool:
        o = line[0].observation
        known = between(o.variable, since, year, region=frame.region, coverage=o.coverage, as_of=frame.as_of)
        return target.start < year <= target.year and year not in explained and not known

    steps = [j for j in jumps(points, percent=target.scale_unit == "%") if open_(j.since, j.year)]
    mine = [r for r in rows if line and r.coverage == line[0].observation.coverage and r.grade is not Grade.PLAN]
    fallen = [f for f in falls(mine) if open_(f.later.period.last_year - 1, f.later.period.last_year)]
    return (*(_alarm(jump, target) for jump in steps), *(_fallen(fall) for fall in fallen[:1]))


def above_whole(target: Target, figure: Figure, known: Known) -> tuple[Note, ...]:
    """The figure that a verdict would rest on is above every figure of what it is a part of (风电 above 新能源).

    Same place, same period; the whole's figures of the whole coverage or none stated. What a person has explained on the
    indicator sheet is none.
    """
    o = figure.observation
    explained = {year for year, _ in target.record.explained}
    if o.transformation is not Transformation.LEVEL or figure.how or figure.year in explained:
        return ()
    for name in sorted(whole_variables([o.variable])):
        there = [
            f
            for f in figures(known.of_variable(name), target.scale_unit or o.unit)
            if f.observation.grade is not Grade.PLAN
            and f.observation.period == o.period
            and f.observation.transformation is Transformation.LEVEL
            and (f.observation.coverage in (UNSTATED, o.coverage) or f.observation.coverage in wholes())
        ]
        top = max(there, key=lambda f: (f.value, f.observation.id), default=None)
        if top is not None and 0 < top.value * (1 + ABOVE) < figure.value:
            said = (
                ("value", text_of(figure.value)),
                ("top", text_of(top.value)),
                ("unit", target.scale_unit or o.unit),
            )
            shown = (("whole", top.observation.indicator), ("period", str(o.period)), ("year", str(figure.year)), *said)
            return (Note("part_above_whole", shown),)
    return ()


ABOVE = Fraction(1, 100)
"""By how much a part must be above its whole to stop a verdict: printed digits and sources round by less."""


def _fallen(fall: Fall) -> Note:
    a, b = fall.earlier, fall.later
    values = (("before", str(a.period)), ("from", a.value), ("period", str(b.period)), ("to", b.value))
    return Note("year_to_date_falls", (*values, ("unit", b.unit), ("year", str(b.period.last_year))))


def _alarm(jump: Jump, target: Target) -> Note:
    values = (("from", text_of(jump.before)), ("to", text_of(jump.after)), ("unit", target.scale_unit))
    return Note(
        "suspected_break",
        (("since", str(jump.since)), ("year", str(jump.year)), *values, ("score", f"{jump.score:.0f}")),
    )


def drift_of(notes: tuple[Note, ...]) -> tuple[tuple[float, float], ...] | None:
    """What a figure of the new way may be of in the old, as (factor, 0), across breaks of known size; None where one is not known."""
    ratios = {b.code: b.ratio for b in breaks()}
    sizes = [ratios.get(dict(n.parameters).get("code", "")) if n.code == "break" else None for n in notes]
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes):
        return None
    return tuple((prod(size[end] for size in known), 0.0) for end in (0, 1)) if known else ()


def recorded(variable: str, first: int, last: int, as_of: date, region: str, coverage: str) -> tuple[Note, ...]:
    """The recorded changes of coverage or accounting between two years, as far as announced; classes are only noted."""
    return tuple(
        Note(
            "break",
            (
                ("code", b.code),
                ("zh", b.what[0]),
                ("en", b.what[1]),
                ("first", str(b.first_year)),
                ("known", b.known.isoformat()),
                ("document", b.document[0]),
            ),
        )
        for b in between(variable, first, last, region=region, coverage=coverage, as_of=as_of)
        if b.kind in BREAKING
    )


def _moved(values: list[Figure], revision: Fraction) -> Note | None:
    """A note where vintages of one year lie further apart than a correction goes."""
    dated = [f for f in values if not f.observation.collected]
    if len(dated) < 2 or not min(abs(f.value) for f in dated):
        return None
    first, last = dated[0], dated[-1]
    if abs(last.value / first.value - 1) <= revision:
        return None
    return Note(
        "revised",
        (
            ("year", str(first.year)),
            ("from", first.observation.value),
            ("to", last.observation.value),
            ("unit", last.observation.unit),
            ("known", last.observation.available.isoformat()),
        ),
    )

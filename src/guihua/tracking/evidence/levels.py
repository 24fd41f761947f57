"""Levels, shares and ratios of levels: one coverage, one kind of figure, judged as a line of its own; or none is judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from guihua.plan import concepts
from guihua.plan.indicators import MeasureKind
from guihua.plan.statement import Direction, Form
from guihua.plan.status import ReasonCode
from guihua.statistics.observation import UNSTATED, Grade, Observation
from guihua.tracking.aims import aim_of
from guihua.tracking.assessment import Note, Point
from guihua.tracking.evidence.bases import coverage_notes, earlier_base, own_base
from guihua.tracking.evidence.growth import level_by_growth
from guihua.tracking.evidence.mixing import moved
from guihua.tracking.evidence.nearest import nothing_after
from guihua.tracking.evidence.parting import above_whole, breaks_of, drift_of, suspected
from guihua.tracking.evidence.record import Evidence, Frame, rows_of
from guihua.tracking.evidence.together import added_up
from guihua.tracking.figures import (
    LEVELS,
    MONTHS,
    ORDER,
    Figure,
    Known,
    best,
    by_coverage,
    comparable,
    figures,
    relation,
    stand_in_figures,
    yearly,
)
from guihua.tracking.settings import stand_ins
from guihua.tracking.target import Target

ADDING = (MeasureKind.STOCK, MeasureKind.FLOW, MeasureKind.EVENT)
"""Kinds of which a part cannot be more than its whole."""
UNBOUNDED = 1e9
"""A factor that no rest of a year reaches."""


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one coverage, and how it stands to the target's; of: what they are of where it is a part or the whole of it.

    besides: the least share of what `of` means that their coverage has, where that is a part too.
    """

    coverage: str
    how: str
    least: Fraction | None
    figures: tuple[Figure, ...]
    of: str = ""
    besides: Fraction | None = None


def by_levels(target: Target, known: Known, frame: Frame) -> tuple[Evidence, ...]:
    """One evidence a coverage, the target's own first; one that says so where nothing is known after the base."""
    found = _figures(target, known)
    lines = (*lines_of(target, found), *_stand_ins(target, known))
    after = [line for line in lines if _after(target, line.figures)]
    if not after:
        return (nothing_after(target, known, lines[0].figures if lines else None, frame.issued),)
    return tuple(_judged_line(target, known, line, found, frame) for line in after)


def lines_of(target: Target, found: Iterable[Figure]) -> tuple[Line, ...]:
    """The figures by coverage, the target's own first; facts of the plan make no line of their own beside statistics."""
    lines = []
    adds = target.kind in ADDING and target.statement.form is not Form.SHARE
    for coverage, group in by_coverage(found).items():
        how, least = relation(target.coverage, coverage, group[0].observation.variable, adds=adds)
        lines.append(Line(coverage, how, least, group))
    return tuple(sorted(lines, key=lambda line: (ORDER.index(line.how), line.coverage)))


def _stand_ins(target: Target, known: Known) -> tuple[Line, ...]:
    """The figures of a part, or of the whole, of what the target is of (光伏 of 太阳能): asked last."""
    lines = []
    unit = target.scale_unit or target.unit
    for choice in (c for name in target.variables for c in stand_ins().get(name, ()) if c.how in ("part", "whole")):
        there = figures(known.of_variable(choice.source), unit, stock=target.kind is MeasureKind.STOCK)
        for line in lines_of(target, there):
            if line.how in ("same", "unsaid", "bound"):
                how, name = "bound" if choice.how == "part" else "whole", line.figures[0].observation.indicator
                lines.append(replace(line, how=how, least=choice.least, of=name, besides=line.least))
    return tuple(lines)


def _figures(target: Target, known: Known) -> tuple[Figure, ...]:
    """Every figure of the target's indicator in its unit: published, made from named parts, or the rest to a hundred."""
    rows = rows_of(target, known)
    unit = target.scale_unit or _unit_of(rows) or target.unit
    stock = target.kind is MeasureKind.STOCK
    found = _asked(target, figures(rows, unit, stock=stock))
    found = (*found, *added_up(target, known, unit, found))
    for choice in (c for name in target.variables for c in stand_ins().get(name, ()) if c.how == "complement"):
        have = {f.year for f in found if f.year > target.start and f.observation.grade is not Grade.PLAN}
        found = (*found, *(f for f in stand_in_figures(known, choice, unit) if f.year not in have))
    return found


def _unit_of(rows: Iterable[Observation]) -> str:
    """The unit of the newest figure, for a target that is written in none (是2010年的1.5倍); "" where there is no figure."""
    mine = [r for r in rows if r.grade is not Grade.PLAN and r.transformation in LEVELS]
    return max(((r.period.end, r.unit) for r in mine), default=(date.min, ""))[1]


def _asked(target: Target, found: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Those of the price that the indicator sheet names; what names none is of any price."""
    price = target.record.price
    if not price:
        return found
    return tuple(f for f in found if f.observation.price.value in (price, "unstated", "none"))


def _judged_line(target: Target, known: Known, line: Line, every: tuple[Figure, ...], frame: Frame) -> Evidence:
    """Base, series and aim of one coverage, or why its figures are not judged."""
    over = frame.as_of.year > target.year
    speaks = _speaks(target, line.figures)
    chosen, of_plan = (
        tuple(f for f in found if comparable(f.observation, speaks.observation))
        for found in (line.figures, _facts_of_plan(line, every))
    )
    own = own_base(target, (*chosen, *of_plan), frame.issued)
    base = own or earlier_base(target, chosen, over=over)
    series = _series(target, chosen, base)
    part = _part_of_year(target, line.figures) if over and not any(f.year == target.year for f in series) else None
    latest = max(_after(target, line.figures), key=lambda f: (f.observation.period.end, f.year))
    series = series if part is None else (*(f for f in series if f.year < part.year), part)
    if not series:
        blank = Evidence(reason=ReasonCode.NO_DATA, base=base, nearest=(latest.observation,))
        return replace(blank, coverage=line.coverage, how=line.how, latest=latest)
    found = replace(
        _on_scale(target, base, series),
        coverage=line.coverage, how=line.how, latest=latest, from_earlier=base is not None and own is None,
    )  # fmt: skip
    refusal = _refusal(target, line, found, chosen, known, frame)
    return _ready(target, known, line, found, chosen, part, frame) if refusal is None else refusal


def _refusal(
    target: Target, line: Line, found: Evidence, chosen: tuple[Figure, ...], known: Known, frame: Frame
) -> Evidence | None:
    """Why the figures may not be judged: another coverage, no base for a change, two kinds of figure, a break or what looks so."""
    if line.how == "differs":
        return replace(found, reason=ReasonCode.COVERAGE_CHANGED, nearest=(found.series[-1].observation,))
    if found.reason is not None:
        return found
    of_another_kind = own_base(target, line.figures, frame.issued) if found.base is None or found.from_earlier else None
    if of_another_kind is not None and frame.as_of.year <= target.year:
        note = _not_one_kind(of_another_kind, found.series[-1])
        return replace(found, reason=ReasonCode.COVERAGE_CHANGED, notes=(note,))
    broken = _breaks(target, found, chosen, frame)
    if broken and drift_of(broken) is None and target.statement.form is not Form.SHARE:
        return replace(found, reason=ReasonCode.COVERAGE_CHANGED, notes=broken)
    rows = rows_of(target, known) if target.kind is MeasureKind.FLOW else ()
    alarm = suspected(target, chosen, rows, frame) or above_whole(target, found.series[-1], known)
    if alarm:
        last = (found.series[-1].observation,)
        return replace(found, reason=ReasonCode.SUSPECTED_BREAK, notes=alarm, nearest=last)
    return None


def _ready(
    target: Target,
    known: Known,
    line: Line,
    found: Evidence,
    chosen: tuple[Figure, ...],
    part: Figure | None,
    frame: Frame,
) -> Evidence:
    """Evidence that may be judged, with its remarks and what its value might be instead."""
    broken = _breaks(target, found, chosen, frame)
    drift = drift_of(broken)
    wide = float(frame.rules.break_factor) if drift is None and _of_two_measures(target) else None
    bounds = _bounds(target, line, part, wide)
    judges = next((f for f in reversed(found.series) if f.year <= target.year), found.series[0])
    base = (found.base,) if found.base is not None else ()
    found = replace(found, drift=drift or (), moved=(*found.moved, *moved((*base, judges), chosen)))
    judged = level_by_growth(target, known, found, frame)
    if judged is not None:
        return replace(judged, bounds=bounds)
    notes = (*coverage_notes(target, line.how, line.least, found.series, line.of), *_made_of(judges), *broken)
    return replace(found, notes=notes, bounds=bounds, history=() if broken else _history(chosen))


def _breaks(target: Target, found: Evidence, chosen: tuple[Figure, ...], frame: Frame) -> tuple[Note, ...]:
    return breaks_of(target, None if found.from_earlier else found.base, found.series, chosen, frame)


def _facts_of_plan(line: Line, every: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Bases from elsewhere that a line may take: the plan's own facts, which are of the target's coverage."""
    if line.how not in ("same", "unsaid") or line.of:
        return ()
    return tuple(f for f in every if f.observation.grade is Grade.PLAN and f.observation.coverage != line.coverage)


def _series(target: Target, chosen: tuple[Figure, ...], base: Figure | None) -> tuple[Figure, ...]:
    """Whole years after the base, and of a stock what stood on a later day of an unfinished year."""
    after = [f for f in _after(target, chosen) if base is None or f.year > base.year]
    whole = yearly(after, parts_too=False)
    if target.kind is not MeasureKind.STOCK:
        return whole
    end = max((f.observation.period.end for f in whole), default=date.min)
    later = [f for f in after if f.partial and f.observation.period.end > end]
    newest = max((f.observation.period.end for f in later), default=end)
    unfinished = best([f for f in later if f.observation.period.end == newest], newest.year)
    return whole if unfinished is None else (*whole, unfinished)


def _part_of_year(target: Target, own: tuple[Figure, ...]) -> Figure | None:
    """The longest part of the target year that is known, where the whole year is not; a stock has none."""
    there = [f for f in _after(target, own) if f.partial and f.year == target.year]
    return None if target.kind is MeasureKind.STOCK else best(there, target.year)


def _bounds(target: Target, line: Line, part: Figure | None, wide: float | None) -> tuple[tuple[float, float], ...]:
    """What the value judged might be instead: of the whole, of the named part, of the whole year, of another accounting."""
    found: list[tuple[float, float]] = []
    percent = target.scale_unit == "%"
    if line.least is not None:
        least = float(line.least)
        if percent:
            found += [(least, 0.0), (least, (1 - least) * 100)]
        else:
            found.append((1 / least if line.how == "bound" else least, 0.0))
    if line.besides is not None:
        found.append((1 / float(line.besides), 0.0))
    if part is not None:
        share = part.observation.period.months / MONTHS
        if target.kind is MeasureKind.FLOW and not percent:
            found.append((UNBOUNDED, 0.0))
        else:
            found += [(share, 0.0), (share, (1 - share) * 100) if percent else (UNBOUNDED, 0.0)]
    if wide is not None:
        found += [(wide, 0.0), (1 / wide, 0.0)]
    return tuple(found)


def _history(chosen: tuple[Figure, ...]) -> tuple[tuple[int, float], ...]:
    """Whole years of one coverage as published; the plan's own facts are left out."""
    own = [f for f in chosen if f.observation.grade is not Grade.PLAN and not f.how]
    return tuple((f.year, float(f.value)) for f in yearly(own, parts_too=False))


def _of_two_measures(target: Target) -> bool:
    """A share of one measure in another (R&D in GDP) moves with a change of accounting; part and whole of one measure
    (coal in industry) are changed alike."""
    indicator = concepts.resolve(target.statement.indicator)
    return indicator.whole.partition("[")[0] != indicator.measure


def _after(target: Target, found: Iterable[Figure]) -> tuple[Figure, ...]:
    """Figures after the base that may speak for the target."""
    return tuple(f for f in found if f.year > target.start and f.observation.grade is not Grade.PLAN)


def _speaks(target: Target, found: tuple[Figure, ...]) -> Figure:
    """Of figures of one coverage the one that speaks for the target: all that are judged with it must compare with it."""
    after = yearly(_after(target, found), parts_too=True)
    whole = [f for f in after if not f.partial] or list(after)
    within = [f for f in whole if f.year <= target.year]
    return (within or whole)[-1]


def _not_one_kind(base: Figure, latest: Figure) -> Note:
    """Base and latest differ in price or accounting and are not compared."""

    def words(o: Observation) -> str:
        return "、".join(w for w in (o.accounting, o.price.value) if w not in (UNSTATED, "none"))

    return Note("not_comparable", (("base", words(base.observation)), ("latest", words(latest.observation))))


def _made_of(judges: Figure) -> tuple[Note, ...]:
    """The figures that were added up for the year judged."""
    if judges.how != "sum":
        return ()
    o = judges.observation
    words = (("zh", "各部分公布数之和"), ("en", "the published parts added up"))
    return (Note("computed", (*words, ("figures", o.note), ("value", f"{o.value}{o.unit}"))),)


def _on_scale(target: Target, base: Figure | None, series: tuple[Figure, ...]) -> Evidence:
    """Points in the target's unit; targets written as a change of the level need the base to become levels."""
    form = target.statement.form
    down = target.statement.direction is Direction.DOWN
    if form in (Form.CHANGE_ABS, Form.CHANGE_PP, Form.RATIO) and base is None:
        return Evidence(reason=ReasonCode.NO_BASE, series=series, nearest=tuple(f.observation for f in series[-1:]))

    def place(value: Fraction) -> Fraction:
        if form is Form.RATIO and base is not None:
            return base.value * value
        if form in (Form.CHANGE_ABS, Form.CHANGE_PP) and base is not None:
            return base.value + (-value if down else value)
        return value

    aim = aim_of(target, place, None if base is None else base.value)
    assert aim is not None
    notes = (Note("direction_reach"),) if aim.source == "reach" and target.statement.comparator.value != "reach" else ()
    return Evidence(
        direction=aim.direction,
        target=aim.near,
        far=aim.far,
        tolerance=aim.tolerance,
        base=base,
        series=series,
        base_point=None if base is None else Point(base.at, float(base.value), base.observation.id),
        points=tuple(
            Point(f.at if target.kind is MeasureKind.STOCK else f.year, float(f.value), f.observation.id)
            for f in series
        ),
        used=tuple(f.observation for f in ((base,) if base else ()) + series),
        moved=notes,
    )

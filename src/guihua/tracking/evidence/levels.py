"""Levels, shares and ratios of levels: one coverage, one base, one kind of figure, or none is judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from guihua.plan import concepts
from guihua.plan.statement import Form
from guihua.plan.status import ReasonCode
from guihua.statistics.observation import UNSTATED, Grade, Observation
from guihua.tracking.assessment import Note, Point
from guihua.tracking.evidence.bases import coverage_notes, own_base
from guihua.tracking.evidence.growth import level_by_growth
from guihua.tracking.evidence.mixing import moved
from guihua.tracking.evidence.nearest import nothing_after
from guihua.tracking.evidence.parting import breaks_of
from guihua.tracking.evidence.record import Evidence, Frame, rows_of
from guihua.tracking.figures import Figure, Known, by_coverage, comparable, figures, relation, stand_in_figures, yearly
from guihua.tracking.settings import stand_ins
from guihua.tracking.target import Target

_ORDER = {"same": 0, "unstated": 1, "bound": 2, "differs": 3}


def by_levels(target: Target, known: Known, frame: Frame) -> Evidence:
    """Figures of one coverage, comparable with one another and with the base; a level in money by published growth."""
    found = figures(rows_of(target, known), target.scale_unit)
    for choice in (c for name in target.variables for c in stand_ins().get(name, ()) if c.how == "complement"):
        have = {f.year for f in found if f.year > target.start and f.observation.grade is not Grade.PLAN}
        found = (*found, *(f for f in stand_in_figures(known, choice, target.scale_unit) if f.year not in have))
    chosen = _coverage_group(target, found)
    if chosen is None or not _after(target, chosen):
        return nothing_after(target, known, chosen, frame.issued)
    how, least = relation(target.coverage, chosen[0].observation.coverage, chosen[0].observation.variable)
    other = own_base(target, chosen, frame.issued)
    chosen = _of_one_kind(target, chosen)
    base = own_base(target, chosen, frame.issued)
    series = yearly(_after(target, chosen), parts_too=_parts_allowed(target))
    evidence = _on_scale(target, base, series)
    if how == "differs":
        return replace(evidence, reason=ReasonCode.COVERAGE_CHANGED, nearest=tuple(f.observation for f in series[-1:]))
    if base is None and other is not None and frame.as_of.year <= target.year:
        return replace(evidence, reason=ReasonCode.COVERAGE_CHANGED, notes=(_not_one_kind(other, series[-1]),))
    broken = breaks_of(target, base, series, chosen, frame)
    if broken and target.statement.form is not Form.SHARE:
        return replace(evidence, reason=ReasonCode.COVERAGE_CHANGED, notes=broken)
    judges = next((f for f in reversed(series) if f.year <= target.year), series[0])
    evidence = replace(evidence, moved=moved((*((base,) if base else ()), judges), chosen))
    judged = level_by_growth(target, known, evidence, frame)
    if judged is not None:
        return judged
    notes = (*coverage_notes(target, how, least, series), *broken)
    return replace(
        evidence,
        notes=notes,
        least=least if how == "bound" else None,
        parted=bool(broken) and _of_two_measures(target),
        history=() if broken else _history(chosen),
    )


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


def _parts_allowed(target: Target) -> bool:
    """A share or a ratio of part of a year stands for the year where nothing better is known; a sum does not."""
    return target.statement.form in (Form.SHARE, Form.CHANGE_PP) or "/" in target.unit


def _coverage_group(target: Target, found: tuple[Figure, ...]) -> tuple[Figure, ...] | None:
    """The figures of one coverage: with something after the base, the closest to the target's own, the most years."""
    usable = {
        name: tuple(f for f in group if _parts_allowed(target) or not f.partial)
        for name, group in by_coverage(found).items()
    }

    def key(item: tuple[str, tuple[Figure, ...]]) -> tuple[bool, int, bool, int, str]:
        name, group = item
        after = {f.year for f in _after(target, group)}
        how, _ = relation(target.coverage, name, group[0].observation.variable)
        return not after, _ORDER[how], name == UNSTATED, -len(after), name

    groups = [item for item in usable.items() if item[1]]
    return min(groups, key=key)[1] if groups else None


def _of_one_kind(target: Target, found: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Of figures of one coverage those that may be compared with the one that speaks for the target."""
    after = yearly(_after(target, found), parts_too=_parts_allowed(target))
    within = [f for f in after if f.year <= target.year]
    speaks = (within or list(after))[-1].observation
    return tuple(f for f in found if comparable(f.observation, speaks))


def _not_one_kind(base: Figure, latest: Figure) -> Note:
    """Base and latest differ in price or accounting and are not compared."""

    def words(o: Observation) -> str:
        return "、".join(w for w in (o.accounting, o.price.value) if w not in (UNSTATED, "none"))

    return Note("not_comparable", (("base", words(base.observation)), ("latest", words(latest.observation))))


def _on_scale(target: Target, base: Figure | None, series: tuple[Figure, ...]) -> Evidence:
    """Points in the target's unit; targets written as a change of the level need the base to become levels."""
    form, aimed = target.statement.form, target.aimed
    assert aimed is not None
    down = target.statement.direction.value == "down"
    if form in (Form.CHANGE_ABS, Form.CHANGE_PP, Form.RATIO):
        if base is None:
            return Evidence(
                target=None, reason=ReasonCode.NO_BASE, series=series, nearest=tuple(f.observation for f in series[-1:])
            )
        step = -aimed if down else aimed
        aimed = base.value * aimed if form is Form.RATIO else base.value + step
    used = tuple(f.observation for f in ((base,) if base else ()) + series)
    return Evidence(
        target=aimed,
        tolerance=target.tolerance,
        base=base,
        series=series,
        base_point=None if base is None else Point(base.year, float(base.value), base.observation.id),
        points=tuple(Point(f.year, float(f.value), f.observation.id) for f in series),
        used=used,
    )

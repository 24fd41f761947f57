"""What was known of one target on a date, put together so that it may be judged, or the reason why it may not.

The rules are those of the design: base and latest share coverage, accounting and price or are not compared; a verdict
across two coverages only where no coverage between the known bounds could reverse it; facts of the plan are its base at
most, never evidence for themselves; what stands for another thing is shown as the nearest figure and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from guihua.plan import concepts
from guihua.plan.statement import Direction, Form, Price
from guihua.plan.status import ReasonCode
from guihua.plan.units import find_unit
from guihua.statistics.breaks import between
from guihua.statistics.observation import UNSTATED, Grade, Observation
from guihua.tracking.assessment import Note, Point
from guihua.tracking.figures import (
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
from guihua.tracking.growth import Growth, growth_since
from guihua.tracking.rules import StatisticalFact, stand_ins, statistical_facts
from guihua.tracking.target import Target

BREAKING = frozenset({"accounting", "coverage", "correction"})
"""Kinds of break across which levels are not compared."""
_ORDER = {"same": 0, "unstated": 1, "bound": 2, "differs": 3}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Base, series and target on one scale.

    form     LEVEL, GROWTH, CHANGE or CUMULATIVE: which scale `points`, `base_point` and `target` are on
    base, series   the figures behind the points (none for growth, whose observations are in `used`)
    reason   why the target may not be judged, None where it may
    nearest  figures to show where it may not
    nominal  the latest level where published growth judges a level in its place: shown, decides nothing
    history  (year, value) of the same coverage, the years before the base too: what a forecast may use
    least    the least share that the observed coverage has of the target's; parted: a break that may move it
    """

    form: Form = Form.LEVEL
    target: Fraction | None = None
    tolerance: Fraction = Fraction(0)
    base: Figure | None = None
    series: tuple[Figure, ...] = ()
    base_point: Point | None = None
    points: tuple[Point, ...] = ()
    used: tuple[Observation, ...] = ()
    notes: tuple[Note, ...] = ()
    reason: ReasonCode | None = None
    nearest: tuple[Observation, ...] = ()
    least: Fraction | None = None
    parted: bool = False
    history: tuple[tuple[int, float], ...] = ()
    growth: Growth | None = None
    nominal: Figure | None = None


def gather(target: Target, known: Known, as_of: date, region: str, revision: Fraction, issued: date | None) -> Evidence:
    """Put the evidence for one target together."""
    if target.aimed is None or target.statement.form is Form.OTHER:
        return Evidence(reason=ReasonCode.NOT_QUANTIFIABLE)
    for fact in statistical_facts():
        if _applies(fact, target, as_of, region):
            return Evidence(reason=fact.reason, notes=(_fact_note(fact), *_nearest_note(fact, as_of)))
    form = target.statement.form
    if form is Form.GROWTH or (form is Form.CHANGE and not target.statement.base_period):
        return _by_growth(target, known, as_of)
    if form is Form.CUMULATIVE:
        return _sums(target, known, as_of, region)
    return _levels(target, known, _Frame(as_of, region, revision, issued))


@dataclass(frozen=True, slots=True)
class _Frame:
    """The day, the place and the widths that levels are put together by."""

    as_of: date
    region: str
    revision: Fraction
    issued: date | None


def rows_of(target: Target, known: Known) -> tuple[Observation, ...]:
    """The observations under the first of the target's names that statistics know."""
    return next((rows for name in target.variables if (rows := known.of_variable(name))), ())


def _applies(fact: StatisticalFact, target: Target, as_of: date, region: str) -> bool:
    return (
        fact.variable in target.variables
        and fact.region in ("", region)
        and fact.known <= as_of
        and fact.since.year <= target.year
    )


def _fact_note(fact: StatisticalFact) -> Note:
    return Note(
        "statistical_fact",
        (("since", fact.since.isoformat()), ("document", fact.document), ("source", fact.source)),
    )


def _nearest_note(fact: StatisticalFact, as_of: date) -> tuple[Note, ...]:
    given = dict(fact.nearest)
    if not given or date.fromisoformat(given["known"]) > as_of:
        return ()
    return (Note("nearest_figure", fact.nearest),)


# Growth and change


def _by_growth(target: Target, known: Known, as_of: date) -> Evidence:
    """Growth a year, or a change against the base year: an index with the base at 1."""
    rows = rows_of(target, known)
    fitting = [row for row in rows if relation(target.coverage, row.coverage, row.variable)[0] in ("same", "unstated")]
    last = max(as_of.year, target.year)
    found = growth_since(fitting, target.start, target.year) or growth_since(fitting, target.start, last)
    assert target.aimed is not None
    years = target.year - target.start
    aimed, eased = _index(target, target.aimed, years), _index(target, _eased(target), years)
    evidence = Evidence(
        form=target.statement.form, target=aimed, tolerance=abs(aimed - eased), base_point=Point(target.start, 1.0)
    )
    if found is None:
        other = growth_since(rows, target.start, target.year)
        reason = ReasonCode.COVERAGE_CHANGED if other else ReasonCode.NO_DATA
        return replace(evidence, reason=reason, nearest=other.observations if other else _latest_part(rows, target))
    notes: tuple[Note, ...] = (Note("growth_source", (("how", found.how), ("last", str(found.last)))),)
    if _unstated_price(target, found.observations):
        notes = (*notes, Note("price_unstated", (("price", "comparable"),)))
    return replace(
        evidence,
        points=(Point(found.last, float(found.factor), found.observations[-1].id),),
        used=found.observations,
        notes=notes,
        growth=found,
    )


def _index(target: Target, value: Fraction, years: int) -> Fraction:
    """Where the index should stand in the target year; falls are written as positive numbers."""
    down = target.statement.direction.value == "down"
    step = -value / 100 if down else value / 100
    if target.statement.unit in ("倍",):
        step = -value if down else value
    return (1 + step) ** years if target.statement.form is Form.GROWTH else 1 + step


def _eased(target: Target) -> Fraction:
    assert target.aimed is not None
    return target.aimed - target.tolerance


def _unstated_price(target: Target, used: Iterable[Observation]) -> bool:
    """A change of a ratio to value added reads differently by price, and the plan names none."""
    return (
        target.statement.form is Form.CHANGE
        and target.statement.price is Price.UNSTATED
        and any(row.price is Price.COMPARABLE for row in used)
    )


def _latest_part(rows: Iterable[Observation], target: Target) -> tuple[Observation, ...]:
    """The latest figure after the base that cannot be used (a part of a year, a gap before it)."""
    later = [r for r in rows if r.period.last_year > target.start and r.grade is not Grade.PLAN]
    return (max(later, key=lambda r: (r.period.end, r.id)),) if later else ()


# Sums over a period


def _sums(target: Target, known: Known, as_of: date, region: str) -> Evidence:
    """A sum over the target's period: as published, else the years so far where none is missing."""
    rows = [row for row in rows_of(target, known) if row.grade is not Grade.PLAN]
    first, last = target.statement.period or target.period
    evidence = Evidence(
        form=Form.CUMULATIVE, target=target.aimed, tolerance=target.tolerance, base_point=Point(first - 1, 0.0)
    )
    whole = [r for r in rows if (r.period.first_year, r.period.last_year) == (first, last) and r.period.whole_years]
    points, used = _published_sum(whole, target), tuple(whole[-1:])
    if not points:
        points, used = _years_so_far(figures(rows, target.unit), first, last)
    if not points:
        return replace(evidence, reason=ReasonCode.NO_DATA, nearest=_latest_part(rows, target))
    parted = _recorded(used[-1].variable, first - 1, used[-1].period.last_year, as_of, region, used[-1].coverage)
    if parted:
        return replace(evidence, points=points, reason=ReasonCode.COVERAGE_CHANGED, notes=parted, nearest=used)
    return replace(evidence, points=points, used=used)


def _published_sum(whole: list[Observation], target: Target) -> tuple[Point, ...]:
    from guihua.tracking.figures import converted, rank

    if not whole:
        return ()
    row = max(whole, key=rank)
    value = converted(row, target.unit)
    return () if value is None else (Point(row.period.last_year, float(value), row.id),)


def _years_so_far(
    found: tuple[Figure, ...], first: int, last: int
) -> tuple[tuple[Point, ...], tuple[Observation, ...]]:
    points, used, total = [], [], Fraction(0)
    for year in range(first, last + 1):
        figure = best([f for f in found if not f.partial], year)
        if figure is None:
            break
        total += figure.value
        used.append(figure.observation)
        points.append(Point(year, float(total), figure.observation.id))
    return tuple(points), tuple(used)


# Levels and shares


def _levels(target: Target, known: Known, frame: _Frame) -> Evidence:
    found = figures(rows_of(target, known), target.scale_unit)
    for choice in (c for name in target.variables for c in stand_ins().get(name, ()) if c.how == "complement"):
        have = {f.year for f in found if f.year > target.start and f.observation.grade is not Grade.PLAN}
        found = (*found, *(f for f in stand_in_figures(known, choice, target.scale_unit) if f.year not in have))
    chosen = _coverage_group(target, found)
    if chosen is None or not _after(target, chosen):
        return _nothing(target, known, chosen, frame.issued)
    how, least = relation(target.coverage, chosen[0].observation.coverage, chosen[0].observation.variable)
    other = _own_base(target, chosen, frame.issued)
    chosen = _of_one_kind(target, chosen)
    base = _own_base(target, chosen, frame.issued)
    series = yearly(_after(target, chosen), parts_too=_parts_allowed(target))
    evidence = _on_scale(target, base, series)
    if how == "differs":
        return replace(evidence, reason=ReasonCode.COVERAGE_CHANGED, nearest=tuple(f.observation for f in series[-1:]))
    if base is None and other is not None and frame.as_of.year <= target.year:
        return replace(evidence, reason=ReasonCode.COVERAGE_CHANGED, notes=(_not_one_kind(other, series[-1]),))
    broken = _breaks(target, base, series, chosen, frame)
    if broken and target.statement.form is not Form.SHARE:
        return replace(evidence, reason=ReasonCode.COVERAGE_CHANGED, notes=broken)
    judged = _level_by_growth(target, known, evidence, frame)
    if judged is not None:
        return judged
    notes = (*_coverage_notes(target, how, least, series), *broken)
    return replace(
        evidence,
        notes=notes,
        least=least if how == "bound" else None,
        parted=bool(broken) and _of_two_measures(target),
        history=() if broken else _history(chosen),
    )


def _level_by_growth(target: Target, known: Known, evidence: Evidence, frame: _Frame) -> Evidence | None:
    """A level in money against its base, by published growth: a ratio of nominal levels decides nothing where a rate exists.

    The level asks for a mean growth (11,500 from 7,939 in five years: 7.69 %), and the published rates answer it. None
    where the words say current prices, where the target asks for no rise, or where rates do not reach as far as levels.
    """
    base, aimed, unit = evidence.base, evidence.target, find_unit(target.unit)
    money = unit is not None and unit.dimension == "money"
    if target.statement.form is not Form.LEVEL or not money or target.statement.price is Price.CURRENT:
        return None
    if base is None or aimed is None or not 0 < base.value < aimed or target.direction is Direction.DOWN:
        return None
    latest = next((f for f in reversed(evidence.series) if f.year <= target.year), evidence.series[-1])
    coverage = latest.observation.coverage
    rates = [row for row in rows_of(target, known) if row.coverage == coverage and row.price is not Price.CURRENT]
    last = max(frame.as_of.year, target.year)
    found = growth_since(rates, target.start, target.year) or growth_since(rates, target.start, last)
    if found is None or found.how == "one_rate" or found.last < latest.year:
        return None
    how, least = relation(target.coverage, coverage, latest.observation.variable)
    implied = 100 * (float(aimed / base.value) ** (1 / (target.year - target.start)) - 1)
    judged = Note("level_by_growth", (("start", str(target.start)), ("implied", f"{implied:.2f}")))
    source = Note("growth_source", (("how", found.how), ("last", str(found.last))))
    return replace(
        evidence,
        form=Form.GROWTH,
        target=aimed / base.value,
        tolerance=evidence.tolerance / base.value,
        base_point=Point(target.start, 1.0),
        points=(Point(found.last, float(found.factor), found.observations[-1].id),),
        used=(*evidence.used, *found.observations),
        notes=(judged, source, *_coverage_notes(target, how, least, (latest,))),
        growth=found,
        nominal=latest,
        least=least if how == "bound" else None,
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


def _own_base(target: Target, found: tuple[Figure, ...], issued: date | None) -> Figure | None:
    """The base that the target was set on: known when the plan was issued, else the plan's own, else the first printed."""
    there = [f for f in found if f.year == target.start and not f.partial]
    if issued is not None:
        early = [f for f in there if f.observation.published is not None and f.observation.published <= issued]
        published = [f for f in early if f.observation.grade is not Grade.PLAN and not f.observation.collected]
        if published:
            return best(published, target.start)
    own = [f for f in there if f.observation.grade is Grade.PLAN]
    if own:
        return own[0]
    return min(there, key=lambda f: (f.observation.published or date.max, f.observation.id), default=None)


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


def _coverage_notes(target: Target, how: str, least: Fraction | None, series: tuple[Figure, ...]) -> tuple[Note, ...]:
    """口径注 that a verdict on these figures needs."""
    coverage = series[-1].observation.coverage
    notes: tuple[Note, ...] = ()
    if how == "unstated":
        notes = (Note("coverage_unstated", (("coverage", coverage),)),)
    if how == "bound" and least is not None:
        notes = (
            Note(
                "coverage_bound", (("coverage", coverage), ("whole", target.coverage), ("least", f"{float(least):g}"))
            ),
        )
    last = next((f for f in reversed(series) if f.year <= target.year), series[-1])
    if last.partial:
        notes = (*notes, Note("partial_period", (("period", str(last.observation.period)),)))
    if last.how:
        notes = (
            *notes,
            Note(
                "derived",
                (("how", last.how), ("indicator", last.observation.indicator), ("value", last.observation.value)),
            ),
        )
    return notes


def _breaks(
    target: Target, base: Figure | None, series: tuple[Figure, ...], group: tuple[Figure, ...], frame: _Frame
) -> tuple[Note, ...]:
    """Why base and latest are not of one accounting: a recorded break between them, or a revision too large for one."""
    within = [f.year for f in series if f.year <= target.year]
    last = max(within) if within else series[0].year
    o = series[-1].observation
    start = target.start if base is None else base.year
    notes = _recorded(o.variable, start, last, frame.as_of, frame.region, o.coverage)
    for year in dict.fromkeys((start, last)):
        values = sorted(
            (f for f in group if f.year == year and not f.partial and not f.how),
            key=lambda f: (f.observation.published or f.observation.period.end, f.observation.id),
        )
        moved = _moved(values, frame.revision)
        if moved:
            notes = (*notes, moved)
    return notes


def _recorded(variable: str, first: int, last: int, as_of: date, region: str, coverage: str) -> tuple[Note, ...]:
    """The recorded changes of coverage or accounting between two years, as far as announced; classes are only noted."""
    return tuple(
        Note(
            "break",
            (
                ("code", b.code),
                ("zh", b.what[0]),
                ("en", b.what[1]),
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
            ("known", (last.observation.published or last.observation.period.end).isoformat()),
        ),
    )


# Nothing usable


def _nothing(target: Target, known: Known, chosen: tuple[Figure, ...] | None, issued: date | None) -> Evidence:
    """No figure after the base: the base is kept to show, and the nearest figures of another coverage."""
    base = None if chosen is None else _own_base(target, chosen, issued)
    shown: list[Observation] = []
    notes: tuple[Note, ...] = ()
    for choice in (c for name in target.variables for c in stand_ins().get(name, ()) if c.how != "complement"):
        near = yearly(stand_in_figures(known, choice, target.scale_unit), parts_too=True)
        near = tuple(f for f in near if f.year > target.start)
        if near:
            shown.append(min(near, key=lambda f: abs(f.year - target.year)).observation)
            notes = (*notes, Note("other_coverage", (("note", choice.note), ("indicator", shown[-1].indicator))))
    reason = ReasonCode.COVERAGE_CHANGED if shown else ReasonCode.NO_DATA
    evidence = Evidence(
        target=target.aimed, tolerance=target.tolerance, reason=reason, nearest=tuple(shown), notes=notes
    )
    if base is None:
        return evidence
    return replace(
        evidence,
        base=base,
        base_point=Point(base.year, float(base.value), base.observation.id),
        used=(base.observation,),
    )

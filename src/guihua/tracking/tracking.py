"""All targets of a plan as known on a date: `track` puts evidence and methods together and says what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, overload

from guihua.errors import GuihuaError
from guihua.plan.periods import last_day
from guihua.plan.plan import Plan
from guihua.plan.statement import Direction, Form, Kind, Statement
from guihua.plan.status import ReasonCode, Status
from guihua.statistics.derived import derive, inputs_of, is_derived
from guihua.statistics.observation import Grade, Observation, Transformation
from guihua.tracking.assess import assess, primary_method, with_notes
from guihua.tracking.assessment import Assessment, Case, Foreseen, Note, Point
from guihua.tracking.cases import case_of, text_of
from guihua.tracking.evidence import Evidence, gather, rows_of
from guihua.tracking.figures import Known
from guihua.tracking.forecast import Forecast
from guihua.tracking.likelihood import likelihood
from guihua.tracking.planfacts import plan_facts
from guihua.tracking.readings import readings
from guihua.tracking.rules import Settings, settings, stand_ins
from guihua.tracking.target import Target, target_of

if TYPE_CHECKING:
    import pyarrow as pa

    from guihua.storage import Store

YearlyPlans = Mapping[str, tuple[tuple[int, float], ...]]


@dataclass(frozen=True)
class Tracking(Sequence[Assessment]):
    """The assessments of a plan's targets on one date, in the plan's order; behaves like a tuple of them."""

    assessments: tuple[Assessment, ...]
    as_of: date
    region: str
    include_collected: bool
    method: str
    settings: tuple[tuple[str, str], ...]

    @overload
    def __getitem__(self, index: int) -> Assessment: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Assessment, ...]: ...
    def __getitem__(self, index: int | slice) -> Assessment | tuple[Assessment, ...]:
        return self.assessments[index]

    def __len__(self) -> int:
        return len(self.assessments)

    def __iter__(self) -> Iterator[Assessment]:
        return iter(self.assessments)

    def of(self, statement_id: str) -> Assessment:
        """The assessment of one statement; GuihuaError TRACK-STATEMENT where there is none."""
        for assessment in self.assessments:
            if assessment.statement.id == statement_id:
                return assessment
        raise GuihuaError("TRACK-STATEMENT", f"no target {statement_id!r} was assessed", "`guihua show` lists the ids")

    def to_arrow(self) -> pa.Table:
        """One row a target: figures as text, status and reason as codes."""
        import pyarrow as pa

        return pa.Table.from_pylist([_row(assessment) for assessment in self.assessments])

    def _repr_html_(self) -> str:
        from guihua.plan.display import html

        return html(self)


def track(
    plan: Plan,
    store: Store,
    as_of: date,
    *,
    method: str = "all",
    include_collected: bool = False,
    region: str = "",
    project_settings: Mapping[str, str] | None = None,
    yearly: YearlyPlans | None = None,
) -> Tracking:
    """Assess every target of the plan as known on `as_of`.

    include_collected  lets figures count that are dated only by when they were collected; they are marked
    region             a region code, where neither the plan nor the statement names one
    yearly             statement id → the yearly plan's (year, value) in the target's own unit

    Raises GuihuaError TRACK-REGION where no region is known, TRACK-METHOD for an unknown method.
    """
    where = plan.region or region
    if not where:
        raise GuihuaError(
            "TRACK-REGION", "the plan names no region", 'give a region code: guihua.toml, region = "150000"'
        )
    rules = settings(project_settings)
    rows = observations_of(plan, store, where, as_of)
    return track_observations(
        plan, rows, as_of, where, method=method, include_collected=include_collected, rules=rules, yearly=yearly
    )


def observations_of(plan: Plan, store: Store, region: str, as_of: date) -> tuple[Observation, ...]:
    """What the store knew of the plan's variables on a date, rows by collected date included, and the plan's own facts."""
    from guihua.statistics.facts import query, variables

    wanted = _wanted(plan)
    kept = variables(store)
    rows: list[Observation] = []
    for where in dict.fromkeys((region, *(s.region for s in plan.targets if s.region))):
        here = {name for name, place in kept if place == where}
        if len(here) > MANY:
            for name in sorted(wanted & here):
                rows += query(store, variable=name, region=where, as_of=as_of, include_collected=True)
            continue
        found = query(store, region=where, as_of=as_of, include_collected=True)
        names = found.to_arrow().column("variable").to_pylist() if len(found) else []
        rows += [found[i] for i, name in enumerate(names) if name in wanted]
    return tuple(rows)


MANY = 2_000
"""Variables of one region beyond which the wanted ones are asked for one by one instead of all at once."""


def track_observations(
    plan: Plan,
    rows: Iterable[Observation],
    as_of: date,
    region: str,
    *,
    method: str = "all",
    include_collected: bool = False,
    rules: Settings | None = None,
    yearly: YearlyPlans | None = None,
) -> Tracking:
    """`track` on observations in hand: pure, the same input gives the same result."""
    rules = rules or settings()
    stored = tuple(rows)
    desks: dict[str, _Desk] = {}
    for where in dict.fromkeys((region, *(s.region for s in plan.targets if s.region))):
        mine = tuple(row for row in stored if row.region == where)
        own = plan_facts(plan, where, mine, as_of) if where == region else ()
        known = Known.of((*mine, *own, *_derived(plan, mine, include_collected)), include_collected=include_collected)
        desks[where] = _Desk(plan, known, as_of, where, rules, method, include_collected, yearly or {})
    return Tracking(
        tuple(desks[statement.region or region].assessment(statement) for statement in plan.targets),
        as_of,
        region,
        include_collected,
        method,
        rules.written(),
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every target of one run shares."""

    plan: Plan
    known: Known
    as_of: date
    region: str
    rules: Settings
    method: str
    include_collected: bool
    yearly: YearlyPlans

    def assessment(self, statement: Statement) -> Assessment:
        """One target, with all that the verdict rests on."""
        blank = Assessment(
            statement, self.as_of, Status.UNKNOWN, ReasonCode.NOT_QUANTIFIABLE,
            include_collected=self.include_collected, settings=self.rules.written(),
        )  # fmt: skip
        target = target_of(statement, self.plan)
        if target is None:
            return blank
        evidence = self.evidence(target)
        found = self.judged(target, evidence) if evidence.reason is None else self.refused(target, evidence)
        return replace(
            found,
            include_collected=self.include_collected,
            settings=self.rules.written(),
            readings=readings(target, evidence, self.plan, self.known, self.as_of, self.region, self.rules),
        )

    def evidence(self, target: Target) -> Evidence:
        """Evidence, by the plan's date of issue."""
        issued = last_day(self.plan.issued) if self.plan.issued else None
        return gather(target, self.known, self.as_of, self.region, self.rules.revision, issued)

    def judged(self, target: Target, evidence: Evidence) -> Assessment:
        """A target whose evidence may be judged."""
        case = case_of(target, evidence, self.as_of, self.yearly.get(target.statement.id, ()))
        if case.direction is Direction.UNKNOWN:
            return self.shown(target, evidence, Assessment(
                target.statement, self.as_of, Status.UNKNOWN, ReasonCode.NOT_QUANTIFIABLE, notes=(Note("direction_unknown"),), case=case
            ))  # fmt: skip
        if _reversible(case, evidence, self.rules):
            refused = replace(evidence, reason=ReasonCode.COVERAGE_CHANGED, nearest=evidence.used[-1:])
            return self.refused(target, refused)
        found = assess(case, self.method)
        if found.reason in (ReasonCode.NO_DATA, ReasonCode.NO_BASE):
            return self.refused(
                target, replace(evidence, reason=found.reason, nearest=evidence.nearest or evidence.used[-1:])
            )
        notes = (*evidence.notes, *_range(target))
        return self.shown(target, evidence, _foreseen(with_notes(found, *notes), case, evidence))

    def refused(self, target: Target, evidence: Evidence) -> Assessment:
        """未能测算, with the coded reason and what would be needed."""
        reason = evidence.reason or ReasonCode.NO_DATA
        notes = evidence.notes
        if reason is ReasonCode.NO_DATA:
            reason = dict(self.rules.reasons).get(target.statement.indicator, self.timing(target))
            withheld = sum(self.known.withheld.get(name, 0) for name in target.variables)
            if withheld:
                notes = (*notes, Note("collected_withheld", (("count", str(withheld)),)))
        if reason in (
            ReasonCode.NO_DATA,
            ReasonCode.NOT_YET_PUBLISHED,
            ReasonCode.NO_BASE,
            ReasonCode.COVERAGE_CHANGED,
        ):
            notes = (*notes, _needed(target, reason, self.as_of))
        case = case_of(target, evidence, self.as_of, ()) if evidence.target is not None else None
        return self.shown(
            target,
            evidence,
            Assessment(
                target.statement,
                self.as_of,
                Status.UNKNOWN,
                reason,
                notes=notes,
                nearest=evidence.nearest,
                primary=primary_method(evidence.form),
                case=case,
            ),
        )

    def shown(self, target: Target, evidence: Evidence, found: Assessment) -> Assessment:
        """With base, latest and values in the target's own unit."""
        latest = _latest(evidence, found)
        observations = tuple(dict.fromkeys((*evidence.used, *evidence.nearest)))
        collected = [o for o in (*evidence.used,) if o.collected]
        notes = (Note("collected_date", (("count", str(len(collected))),)),) if collected else ()
        base = evidence.base.observation if evidence.base else None
        notes = (*notes, *_computed(latest))
        if base is not None and base.grade is Grade.PLAN and found.status is not Status.UNKNOWN:
            notes = (*notes, Note("base_from_plan"))
        found = with_notes(_as_published(found, evidence), *notes)
        return replace(
            found,
            base=base,
            latest=latest,
            observations=observations,
            unit=_unit(target, evidence),
            target_value=_target_text(target, evidence),
            base_value="" if evidence.base is None or evidence.growth else text_of(evidence.base.value),
            latest_value=_latest_text(target, evidence, latest, found),
            latest_period=str(latest.period) if latest else "",
        )

    def timing(self, target: Target) -> ReasonCode:
        """无数据, or 未到发布期 where the series is printed as a rule and its next figure is not due yet."""
        rows = [row for row in rows_of(target, self.known) if row.grade is not Grade.PLAN]
        if not rows:
            return ReasonCode.NO_DATA
        due = target.year if self.as_of.year > target.year else target.start + 1
        months = 12 * (self.as_of.year - due) + self.as_of.month
        return ReasonCode.NOT_YET_PUBLISHED if months <= 12 + self.rules.lag_months else ReasonCode.NO_DATA


def _as_published(found: Assessment, evidence: Evidence) -> Assessment:
    """With the figure that reached the target after its period as it was published, with its unit."""
    note = found.note("reached_later")
    if note is None:
        return found
    given = dict(note.parameters)
    reached = given.pop("observation", "")
    o = next((o for o in evidence.used if o.id == reached), None)
    printed = given if o is None or evidence.growth else given | {"value": o.value, "unit": o.unit}
    later = Note(note.code, tuple(printed.items()))
    return replace(found, notes=tuple(later if n is note else n for n in found.notes))


def _computed(latest: Observation | None) -> tuple[Note, ...]:
    """How a value that nobody published was derived."""
    if latest is None or not is_derived(latest):
        return ()
    value = f"{latest.value}{latest.unit}"
    return (Note("computed", (("formula", latest.indicator), ("figures", latest.note), ("value", value))),)


def _range(target: Target) -> tuple[Note, ...]:
    """A range keeps both ends; the one that counts is said."""
    if len(target.ends) < 2 or target.aimed is None:
        return ()
    ends = (text_of(min(target.ends)), text_of(max(target.ends)))
    return (Note("range", (("low", ends[0]), ("high", ends[1]), ("counts", text_of(target.aimed)))),)


def _foreseen(found: Assessment, case: Case, evidence: Evidence) -> Assessment:
    """With the likelihood that a running target is met, where a forecast can be made."""
    chance = likelihood(case, evidence.history)
    if chance is None or found.status is Status.AHEAD:
        return found
    return replace(
        found,
        likelihood=chance.word,
        likelihood_number=f"{100 * chance.probability:.0f}%",
        likelihood_n=chance.n,
        fan=tuple(_fan_year(one) for one in chance.fan),
    )


def _fan_year(one: Forecast) -> Foreseen:
    low, inner_low, middle, inner_high, high = (text_of(one.quantile(p)) for p in (0.1, 0.25, 0.5, 0.75, 0.9))
    return Foreseen(one.year, middle, (inner_low, inner_high), (low, high))


def _reversible(case: Case, evidence: Evidence, rules: Settings) -> bool:
    """Whether a coverage or accounting within the known bounds could turn the verdict on the value judged."""
    latest = _judged_point(case)
    if latest is None:
        return False
    ends: list[float] = []
    if evidence.least is not None:
        part = float(evidence.least)
        share = case.limit is not None
        ends += [latest.value * part, latest.value * part + (1 - part) * 100] if share else [latest.value / part]
    if evidence.parted:
        ends += [latest.value * float(rules.break_factor), latest.value / float(rules.break_factor)]
    rest = tuple(p for p in case.series if p.year != latest.year)
    found = assess(case).status
    return any(assess(replace(case, series=(*rest, replace(latest, value=end)))).status is not found for end in ends)


def _judged_point(case: Case) -> Point | None:
    """The point that the verdict speaks of."""
    points = sorted(case.series, key=lambda p: p.year)
    within = [p for p in points if p.year <= case.target_year] if case.over else points
    return (within or points)[-1] if points else None


def _latest(evidence: Evidence, found: Assessment) -> Observation | None:
    """The observation whose value was judged."""
    case = found.case
    if case is None or not evidence.points:
        return None
    note = found.note("after_target_year") or found.note("earlier_year")
    point = _judged_point(case)
    if note is not None:
        year = float(dict(note.parameters)["year"])
        point = next(p for p in case.series if p.year == year)
    return next((o for o in evidence.used if point is not None and o.id == point.observation), None)


def _latest_text(target: Target, evidence: Evidence, latest: Observation | None, found: Assessment) -> str:
    """The value judged, in the target's own terms: per cent a year for growth, per cent against the base for a change."""
    if evidence.growth is not None:
        factor, last = evidence.growth.factor, evidence.growth.last
        if evidence.form is Form.GROWTH:
            return text_of(round(evidence.growth.mean(target.start), 4))
        del last
        return text_of(round(100 * (float(factor) - 1), 4))
    if latest is None:
        return ""
    point = next((p for p in evidence.points if p.observation == latest.id), None)
    return "" if point is None else text_of(point.value)


def _unit(target: Target, evidence: Evidence) -> str:
    """The unit of the values shown."""
    if evidence.form in (Form.GROWTH, Form.CHANGE):
        return "%"
    return target.scale_unit or (evidence.used[-1].unit if evidence.used else target.unit)


def _target_text(target: Target, evidence: Evidence) -> str:
    """The end that counts, as written; falls carry a sign where the unit is per cent of change."""
    if target.aimed is None:
        return ""
    if evidence.nominal is not None and evidence.target is not None:
        years = target.year - target.start
        return text_of(round(100 * (float(evidence.target) ** (1 / years) - 1), 2))
    if evidence.form in (Form.GROWTH, Form.CHANGE) and target.statement.direction is Direction.DOWN:
        return text_of(-target.aimed)
    if target.statement.form in (Form.CHANGE_ABS, Form.CHANGE_PP, Form.RATIO) and evidence.target is not None:
        return text_of(evidence.target)
    return text_of(target.aimed)


def _needed(target: Target, reason: ReasonCode, as_of: date) -> Note:
    """What would let the target be judged."""
    year = (
        target.start
        if reason is ReasonCode.NO_BASE
        else target.year
        if as_of.year > target.year
        else max(as_of.year - 1, target.start + 1)
    )
    return Note(
        "needed",
        (
            ("indicator", target.statement.indicator),
            ("year", str(year)),
            ("coverage", target.coverage),
            ("unit", target.unit),
        ),
    )


def _wanted(plan: Plan) -> frozenset[str]:
    """The variables that targets and their stand-ins speak of."""
    targets = [target_of(s, plan) for s in plan.statements if s.kind in (Kind.TARGET, Kind.FACT)]
    names = {name for target in targets if target is not None for name in target.variables}
    return frozenset(
        names | inputs_of(names) | {choice.source for name in names for choice in stand_ins().get(name, ())}
    )


def _derived(plan: Plan, rows: Sequence[Observation], include_collected: bool) -> tuple[Observation, ...]:
    """What can be derived of the plan's variables, for periods of which nothing of them was published.

    Growth is left to published rates: a rate from levels is one of them, and a sum to the rule for sums.
    """
    wanted = _wanted(plan)
    usable = [row for row in rows if include_collected or not row.collected]
    printed = {(row.variable, row.period) for row in usable if row.grade is not Grade.PLAN}
    found = (value.observation for value in derive(usable).values.values() if value.rule.variable in wanted)
    kinds = (Transformation.SHARE, Transformation.LEVEL)
    return tuple(o for o in found if o.transformation in kinds and (o.variable, o.period) not in printed)


def _row(a: Assessment) -> dict[str, str | bool | None]:
    return {
        "id": a.statement.id,
        "indicator": a.statement.indicator,
        "target": a.target_value,
        "unit": a.unit,
        "target_year": str(a.statement.year or ""),
        "base": a.base_value,
        "latest": a.latest_value,
        "latest_period": a.latest_period,
        "status": a.status.value,
        "reason": a.reason.value if a.reason else None,
        "coverage_note": a.coverage_note,
        "agree": a.agree,
        "as_of": a.as_of.isoformat(),
    }

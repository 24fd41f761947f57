"""One region's desk: what every target of a run shares, and how one target is judged from its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from guihua.plan.periods import last_day
from guihua.plan.plan import Plan
from guihua.plan.statement import Statement
from guihua.plan.status import ReasonCode, Status
from guihua.statistics.observation import Grade
from guihua.tracking.assess import assess, primary_method, reversible, with_notes
from guihua.tracking.assessment import Assessment, Case, Note
from guihua.tracking.beside import age_note, beside_notes, changes_by, newest_of
from guihua.tracking.cases import case_of
from guihua.tracking.derivations import Derivable, computed_notes
from guihua.tracking.evidence import Evidence, gather, mixing_notes, rows_of
from guihua.tracking.figures import Known, text_of
from guihua.tracking.likelihood import likelihood, told
from guihua.tracking.readings import readings
from guihua.tracking.settings import Settings
from guihua.tracking.shown import as_published, latest_of, latest_text, needed, range_note, target_text, unit_of
from guihua.tracking.target import Target, target_of

YearlyPlans = Mapping[str, tuple[tuple[int, float], ...]]
"""Statement id → the yearly plan's (year, value) in the target's own unit."""
STOPS = frozenset({"break", "revised", "not_comparable", "suspected_break", "year_to_date_falls", "part_above_whole"})
"""Remarks on the target's own figures after which no figure of another coverage may speak in their place."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every target of one run shares."""

    plan: Plan
    known: Known
    derived: Derivable
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
        asked = self.evidence(target)
        answers = tuple(self.judged(target, e) if e.reason is None else self.refused(target, e) for e in asked)
        chosen = _chosen(asked, answers)
        found, evidence = answers[chosen], asked[chosen]
        others = [(e, a) for n, (e, a) in enumerate(zip(asked, answers, strict=True)) if n != chosen]
        newest = newest_of(target, self.known, asked)
        if found.latest is None and newest is not None:
            found = replace(
                found, latest=newest.observation, latest_value=text_of(newest.value), latest_period=str(newest.observation.period)
            )  # fmt: skip
        notes = (*beside_notes(evidence, found, others), *age_note(target, evidence, found, newest, self.as_of))
        found = with_notes(found, *notes)
        told = readings(target, evidence, self.plan, self.known, self.as_of, self.region, self.rules)
        found = _concluded(replace(found, readings=told), over=self.as_of.year > target.year)
        return replace(
            with_notes(found, *changes_by(target, evidence, found, self.as_of)),
            include_collected=self.include_collected,
            settings=self.rules.written(),
        )

    def evidence(self, target: Target) -> tuple[Evidence, ...]:
        """Evidence, by the plan's date of issue."""
        issued = last_day(self.plan.issued) if self.plan.issued else None
        return gather(target, self.known, self.as_of, self.region, self.rules, issued)

    def judged(self, target: Target, evidence: Evidence) -> Assessment:
        """A target whose evidence may be judged."""
        case = case_of(target, evidence, self.as_of, self.yearly.get(target.statement.id, ()))
        if (ends := (*evidence.bounds, *(evidence.drift if case.over else ()))) and reversible(case, ends):
            refused = replace(
                evidence, reason=ReasonCode.COVERAGE_CHANGED if evidence.how in ("bound", "whole") or evidence.drift else ReasonCode.NO_DATA,
                nearest=evidence.used[-1:],
            )  # fmt: skip
            if evidence.how not in ("bound", "whole") and any(n.code == "break" for n in evidence.notes):
                refused = replace(refused, reason=ReasonCode.COVERAGE_CHANGED)
            return self.refused(target, replace(refused, notes=_turned(refused.notes, assess(case, self.method))))
        found = assess(case, self.method)
        if found.reason in (ReasonCode.NO_DATA, ReasonCode.NO_BASE):
            kept = replace(evidence, reason=found.reason, nearest=evidence.nearest or evidence.used[-1:])
            return self.refused(target, kept, found)
        mixed = mixing_notes(target, evidence, latest_of(evidence, found))
        earlier: tuple[Note, ...] = ()
        if evidence.from_earlier and evidence.base is not None and not case.over and found.status is not Status.AHEAD:
            earlier = (Note("base_earlier", (("year", str(evidence.base.year)), ("start", str(target.start)))),)
        notes = (*evidence.notes, *range_note(target, evidence), *earlier, *mixed)
        return self.shown(target, evidence, _foreseen(with_notes(found, *notes), case, evidence))

    def refused(self, target: Target, evidence: Evidence, found: Assessment | None = None) -> Assessment:
        """未能测算, with the coded reason and what would be needed; `found` has what can be said all the same."""
        reason = evidence.reason or ReasonCode.NO_DATA
        notes = (*(found.notes if found is not None else ()), *evidence.notes)
        if reason is ReasonCode.NO_DATA:
            notes = (*notes, *self.derived.refusal(target.variables, target.start))
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
            notes = (*notes, needed(target, reason, self.as_of))
        case = case_of(target, evidence, self.as_of, ()) if evidence.target is not None else None
        blank = Assessment(target.statement, self.as_of, Status.UNKNOWN, primary=primary_method(evidence.form))
        return self.shown(
            target,
            evidence,
            replace(found or blank, reason=reason, notes=notes, nearest=evidence.nearest, case=case),
        )

    def shown(self, target: Target, evidence: Evidence, found: Assessment) -> Assessment:
        """With base, latest and values in the target's own unit."""
        latest = latest_of(evidence, found)
        observations = tuple(dict.fromkeys((*evidence.used, *evidence.nearest)))
        collected = [o for o in (*evidence.used,) if o.collected]
        notes = (Note("collected_date", (("count", str(len(collected))),)),) if collected else ()
        base = evidence.base.observation if evidence.base else None
        rates = evidence.growth.observations if evidence.growth else ()
        judged = (*rates, *((latest,) if latest else ()))
        notes = (*notes, *computed_notes(judged))
        if base is not None and base.grade is Grade.PLAN and found.status is not Status.UNKNOWN:
            notes = (*notes, Note("base_from_plan"))
        found = with_notes(as_published(found, evidence), *notes)
        return replace(
            found,
            base=base,
            latest=latest,
            observations=observations,
            unit=unit_of(target, evidence),
            target_value=target_text(target, evidence),
            base_value="" if evidence.base is None or evidence.growth else text_of(evidence.base.value),
            latest_value=latest_text(target, evidence, latest, found),
            latest_period=str(latest.period) if latest else "",
        )

    def timing(self, target: Target) -> ReasonCode:
        """无数据, or 未到发布期 where the series is printed as a rule and its next figure is not due yet."""
        rows = [row for row in rows_of(target, self.known) if row.grade is not Grade.PLAN]
        if not rows:
            return ReasonCode.NO_DATA
        due = target.year if self.as_of.year > target.year else target.start + 1
        if any(row.period.is_year and row.period.last_year >= due for row in rows):
            return ReasonCode.NO_DATA
        months = 12 * (self.as_of.year - due) + self.as_of.month
        return ReasonCode.NOT_YET_PUBLISHED if months < 12 + self.rules.lag_months else ReasonCode.NO_DATA


def _turned(notes: tuple[Note, ...], judged: Assessment) -> tuple[Note, ...]:
    """Remarks where another coverage, or the rest of the year, could turn what the figure says: it is said what it would say."""
    said = {"coverage_bound": "coverage_open", "coverage_whole": "coverage_open", "partial_period": "rest_open"}
    status = (("says", judged.status.value),)
    return tuple(Note(said[n.code], (*n.parameters, *status)) if n.code in said else n for n in notes)


def _concluded(found: Assessment, *, over: bool) -> Assessment:
    """Across a change of accounting the period's end is judged where two readings or more all say the same (口径注)."""
    said = [r.status for r in found.readings if r.status in (Status.MET, Status.MISSED)]
    if not over or found.reason is not ReasonCode.COVERAGE_CHANGED or len(said) < 2 or len(set(said)) > 1:
        return found
    kept = tuple(n for n in found.notes if n.code != "needed")
    return with_notes(
        replace(found, status=said[0], reason=None, notes=kept), Note("by_readings", (("count", str(len(said))),))
    )


def _chosen(asked: Sequence[Evidence], answers: Sequence[Assessment]) -> int:
    """The first that gives a verdict, by the target year itself before any other; before it none may stand whose own figures were changed or look so.

    Without a verdict, the one that can say most: how far it is to go, else the first.
    """
    for n, (evidence, answer) in enumerate(zip(asked, answers, strict=True)):
        if answer.status is not Status.UNKNOWN and not _indirect(answer):
            return n
        if evidence.how in ("same", "unsaid") and any(note.code in STOPS for note in answer.notes):
            return n
    told = (n for n, a in enumerate(answers) if a.status is not Status.UNKNOWN)
    return next(told, next((n for n, a in enumerate(answers) if a.reason is ReasonCode.NO_BASE), 0))


def _indirect(answer: Assessment) -> bool:
    """Whether another year, or a part of the target year, stands for it: the year itself outranks it, of whatever coverage."""
    return any(answer.note(code) is not None for code in ("earlier_year", "after_target_year", "partial_period"))


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
        fan=tuple(told(one) for one in chance.fan),
    )

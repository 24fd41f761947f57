"""Where nothing may be judged: the base to show, the nearest figures, and what is known of the statistic itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from guihua.plan.status import ReasonCode
from guihua.statistics.observation import Observation
from guihua.tracking.assessment import Note, Point
from guihua.tracking.evidence.bases import own_base
from guihua.tracking.evidence.record import Evidence
from guihua.tracking.figures import Figure, Known, stand_in_figures, yearly
from guihua.tracking.settings import StatisticalFact, stand_ins, statistical_facts
from guihua.tracking.target import Target


def fact_about(target: Target, as_of: date, region: str) -> Evidence | None:
    """A record that the statistic itself ended, as evidence of that; None where there is none."""
    for fact in statistical_facts():
        if _applies(fact, target, as_of, region):
            return Evidence(reason=fact.reason, notes=(_fact_note(fact), *_nearest_note(fact, as_of)))
    return None


def nothing_after(target: Target, known: Known, chosen: tuple[Figure, ...] | None, issued: date | None) -> Evidence:
    """No figure after the base: the base is kept to show, and the nearest figures of another coverage."""
    base = None if chosen is None else own_base(target, chosen, issued)
    shown: list[Observation] = []
    notes: tuple[Note, ...] = ()
    for choice in (c for name in target.variables for c in stand_ins().get(name, ()) if c.how in ("wider", "narrower")):
        near = yearly(stand_in_figures(known, choice, target.scale_unit), parts_too=True)
        near = tuple(f for f in near if f.year > target.start)
        if near:
            shown.append(min(near, key=lambda f: abs(f.year - target.year)).observation)
            notes = (*notes, _other_coverage(shown[-1], choice.note))
    reason = ReasonCode.COVERAGE_CHANGED if shown else ReasonCode.NO_DATA
    evidence = Evidence(
        target=target.aimed, tolerance=target.tolerance, direction=target.direction, reason=reason,
        nearest=tuple(shown), notes=notes,
    )  # fmt: skip
    if base is None:
        return evidence
    return replace(
        evidence,
        base=base,
        base_point=Point(base.year, float(base.value), base.observation.id),
        used=(base.observation,),
    )


def _other_coverage(o: Observation, note: str) -> Note:
    """The figure that was published, and why it is not the target's."""
    given = (("period", str(o.period)), ("indicator", o.indicator), ("value", o.value), ("unit", o.unit))
    return Note("other_coverage", (("note", note), *given))


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
        (("since", fact.since.isoformat()), ("zh", fact.document), ("en", fact.english), ("source", fact.source)),
    )


def _nearest_note(fact: StatisticalFact, as_of: date) -> tuple[Note, ...]:
    given = dict(fact.nearest)
    if not given or date.fromisoformat(given["known"]) > as_of:
        return ()
    return (Note("nearest_figure", fact.nearest),)

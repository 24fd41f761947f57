"""What stands beside a verdict: what other coverages would say, how old the figure is, and what would change the status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from guihua.plan.status import ReasonCode, Status
from guihua.statistics.observation import UNSTATED, Grade
from guihua.tracking.assessment import Assessment, Note
from guihua.tracking.evidence import Evidence, rows_of
from guihua.tracking.figures import LEVELS, Figure, Known, figures, text_of
from guihua.tracking.target import Target

SHOWN = 3
"""Other coverages named beside a verdict."""


def newest_of(target: Target, known: Known, asked: Iterable[Evidence]) -> Figure | None:
    """The newest figure of the target's quantity in its unit, whatever its coverage and whether or not it may be judged."""
    seen = [e.latest for e in asked if e.latest is not None]
    rows = [r for r in rows_of(target, known) if r.grade is not Grade.PLAN]
    seen += figures(rows, target.scale_unit, LEVELS) if target.scale_unit else ()
    return max(seen, key=lambda f: (f.observation.period.end, f.observation.available, f.observation.id), default=None)


def beside_notes(
    evidence: Evidence, found: Assessment, others: Sequence[tuple[Evidence, Assessment]]
) -> tuple[Note, ...]:
    """What the figures of other coverages would say: 口径注 where one of them says otherwise."""
    notes = []
    for other, answer in others:
        if other.coverage == evidence.coverage or answer.latest is None:
            continue
        said = answer.status
        against = Status.UNKNOWN not in (said, found.status) and said is not found.status
        value = (("value", answer.latest_value), ("unit", answer.unit), ("period", answer.latest_period))
        coverage = "未写明" if other.coverage == UNSTATED else other.coverage
        notes.append(
            Note(
                "coverage_against" if against else "coverage_beside",
                (("coverage", coverage), *value, ("says", said.value)),
            )
        )
    return tuple(notes[:SHOWN])


def age_note(
    target: Target, evidence: Evidence, found: Assessment, newest: Figure | None, as_of: date
) -> tuple[Note, ...]:
    """How old the figure is that a running target is judged by, where newer ones stand beside it or two years went by."""
    if (
        found.latest is None
        or found.status is Status.UNKNOWN
        or as_of.year > target.year
        or evidence.growth is not None
    ):
        return ()
    year = found.latest.period.last_year
    if newest is not None and newest.observation.period.end > found.latest.period.end:
        o = newest.observation
        shown = (("period", str(o.period)), ("value", text_of(newest.value)), ("unit", target.scale_unit or o.unit))
        return (Note("not_fresh", (("year", str(year)), *shown)),)
    return (Note("aged", (("year", str(year)), ("years", str(as_of.year - year)))),) if as_of.year - year > 2 else ()


def changes_by(target: Target, evidence: Evidence, found: Assessment, as_of: date) -> tuple[Note, ...]:
    """What would change the status: a figure that is missing, another coverage, a value by which it turns, a revision."""
    if found.note("needed") is not None:
        return ()
    if found.reason is ReasonCode.SUSPECTED_BREAK:
        alarms = ("suspected_break", "year_to_date_falls", "part_above_whole")
        year = next((y for code in alarms if (y := _given(found, code, "year"))), "")
        return (Note("changes_by_reason", (("year", year),)),)
    if found.status is Status.UNKNOWN or found.case is None or found.case.target is None:
        return ()
    return (_turn(target, evidence, found, over=as_of.year > target.year),)


def _turn(target: Target, evidence: Evidence, found: Assessment, *, over: bool) -> Note:
    """What would turn a verdict: the figure of the target year, one of the target's coverage, a revision, the next figure."""
    year = str(target.year)
    if any(found.note(code) is not None for code in ("earlier_year", "after_target_year", "partial_period")):
        return Note("changes_by_figure", (("year", year),))
    unsaid = evidence.how == "unsaid" and not target.coverage
    if evidence.bounds or (evidence.how != "same" and not unsaid):
        wanted = target.coverage or "全部"
        return Note("changes_by_coverage", (("coverage", wanted), ("period", found.latest_period or year)))
    if over:
        return Note("changes_by_revision", (("year", year), ("value", found.target_value), ("unit", found.unit)))
    value = found.target_value if found.status is not Status.LAGGING or not found.pace else found.pace
    return Note("changes_by_value", (("value", value), ("unit", found.unit)))


def _given(found: Assessment, code: str, name: str) -> str:
    note = found.note(code)
    return "" if note is None else dict(note.parameters).get(name, "")

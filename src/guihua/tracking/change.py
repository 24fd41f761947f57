"""What changed between two dates, and why: new period, revised figure, changed target, method, coverage, or time alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guihua.plan.status import ReasonCode
from guihua.statistics.observation import UNSTATED, Observation
from guihua.tracking.assessment import Assessment, Note
from guihua.tracking.tracking import Tracking


@dataclass(frozen=True, slots=True)
class Change:
    """One target at two dates. `before` is None where it was not a target then, `after` where it is none now.

    causes are coded remarks, the decisive ones first; changed says whether status, reason, 口径注 or a
    reading differs.
    """

    before: Assessment | None
    after: Assessment | None
    changed: bool
    causes: tuple[Note, ...] = ()

    @property
    def either(self) -> Assessment:
        """The later assessment, else the earlier."""
        found = self.after or self.before
        assert found is not None
        return found


def compare(before: Tracking, after: Tracking) -> tuple[Change, ...]:
    """Every target at both dates, in the order of the later plan; targets that are gone come last.

    A target whose sentence was changed is found again by its `supersedes` link, else by its indicator and form.
    """
    earlier = {a.statement.id: a for a in before}
    found = []
    for now in after:
        then = (
            earlier.pop(now.statement.id, None)
            or earlier.pop(now.statement.supersedes, None)
            or _same(now, earlier, after)
        )
        if then is not None:
            earlier.pop(then.statement.id, None)
        found.append(_change(then, now, before, after))
    return (*found, *(_change(gone, None, before, after) for gone in earlier.values()))


def _same(now: Assessment, earlier: dict[str, Assessment], after: Tracking) -> Assessment | None:
    """A target of the earlier plan on the same indicator and form that no target of the later one is."""
    kept = {a.statement.id for a in after}
    key = (now.statement.indicator, now.statement.form)
    return next(
        (
            a
            for a in earlier.values()
            if (a.statement.indicator, a.statement.form) == key and a.statement.id not in kept
        ),
        None,
    )


def _change(then: Assessment | None, now: Assessment | None, before: Tracking, after: Tracking) -> Change:
    if then is None or now is None:
        side = now or then
        assert side is not None
        words = ("", side.target_value) if then is None else (side.target_value, "")
        return Change(then, now, True, (Note("changed_target", (("from", words[0]), ("to", words[1]))),))
    changed = _verdict(then) != _verdict(now)
    causes = (
        *_target(then, now),
        *_method(before, after),
        *_over(then, now),
        *_facts(then, now),
        *_revisions(then, now),
        *_news(then, now),
        *_coverage(then, now),
    )
    if changed and not causes:
        causes = (Note("due" if now.reason is ReasonCode.NO_DATA else "time_passed"),)
    return Change(then, now, changed, causes)


def _verdict(a: Assessment) -> tuple[object, ...]:
    """What a reader takes away: status, reason, 口径注, and the readings where the status cannot be said."""
    return a.status, a.reason, a.coverage_note, tuple((r.code, r.status) for r in a.readings)


def _target(then: Assessment, now: Assessment) -> tuple[Note, ...]:
    """The target itself: value, unit, year or comparator."""
    slots = ("value", "unit", "year", "comparator", "direction", "base_year")
    if all(getattr(then.statement, slot) == getattr(now.statement, slot) for slot in slots):
        return ()
    words = [f"{'―'.join(a.statement.value)}{a.statement.unit}（{a.statement.year}）" for a in (then, now)]
    return (Note("changed_target", (("from", words[0]), ("to", words[1]))),)


def _method(before: Tracking, after: Tracking) -> tuple[Note, ...]:
    """The method asked for, or a setting."""
    found = []
    if before.method != after.method:
        found.append(Note("changed_method", (("from", before.method), ("to", after.method))))
    old, new = dict(before.settings), dict(after.settings)
    found += [
        Note("changed_method", (("from", f"{key}={old.get(key, '')}"), ("to", f"{key}={new.get(key, '')}")))
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    ]
    return tuple(found)


def _over(then: Assessment, now: Assessment) -> tuple[Note, ...]:
    year = now.statement.year
    if year is None or then.as_of.year > year or now.as_of.year <= year:
        return ()
    return (Note("period_over"),)


def _facts(then: Assessment, now: Assessment) -> tuple[Note, ...]:
    """Breaks and statistical facts that were not known before."""
    known = {n.parameters for n in then.notes}
    names = {"break": "new_break", "statistical_fact": "new_fact"}
    return tuple(Note(names[n.code], n.parameters) for n in now.notes if n.code in names and n.parameters not in known)


def _revisions(then: Assessment, now: Assessment) -> tuple[Note, ...]:
    """Figures that both verdicts rest on and that stand differently now."""
    old = {_place(o): o for o in _behind(then)}
    found = []
    for o in _behind(now):
        was = old.get(_place(o))
        if was is not None and was.number != o.number:
            found.append(
                Note(
                    "revised_figure",
                    (("year", str(o.period)), ("from", was.value), ("to", o.value), ("unit", o.unit)),
                )
            )
    found += [
        Note("revised_figure", tuple(p for p in n.parameters if p[0] != "known"))
        for n in now.notes
        if n.code == "revised" and then.note("revised") is None
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda n: dict(n.parameters)["year"]))


def _news(then: Assessment, now: Assessment) -> tuple[Note, ...]:
    """Periods that had no figure before: the one judged first, then the latest of the target's own period.

    Where no target period or no such figure is known, the latest of all.
    """
    places = {_place(o) for o in _behind(then)}
    fresh = [o for o in _behind(now) if _place(o) not in places]
    judged, year = now.latest.id if now.latest else "", now.statement.year
    within = [o for o in fresh if o.id == judged or year is None or o.period.last_year <= year]
    shown = sorted(within or fresh, key=lambda o: (o.id == judged, o.period.end), reverse=True)
    return tuple(Note("new_period", (("what", f"{o.indicator} {o.period} {o.value}{o.unit}"),)) for o in shown[:2])


def _coverage(then: Assessment, now: Assessment) -> tuple[Note, ...]:
    if then.latest is None or now.latest is None or then.latest.coverage == now.latest.coverage:
        return ()
    if UNSTATED in (then.latest.coverage, now.latest.coverage):
        return ()
    return (Note("changed_coverage", (("from", then.latest.coverage), ("to", now.latest.coverage))),)


def _behind(a: Assessment) -> Iterable[Observation]:
    """The observations that a verdict, or what is shown in its place, rests on."""
    return (*a.observations, *(o for o in a.nearest if o not in a.observations))


def _place(o: Observation) -> tuple[str, str, str, str, str]:
    return o.variable, str(o.period), o.span.value, o.transformation.value, o.coverage

"""One case judged by every method, on the one scale, with the reasons where it cannot be.

The verdict while a target's period runs is that of the schedule pace (时序进度; for growth targets the chained formula);
when the period is over it is whether the target was met in the target year. The other methods stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import log

from guihua.errors import GuihuaError
from guihua.plan.indicators import MeasureKind
from guihua.plan.statement import Direction, Form
from guihua.plan.status import ReasonCode, Status
from guihua.tracking.assessment import Assessment, Case, MethodResult, Note, Point
from guihua.tracking.methods import escap, eurostat, liancheng, shixu, statcan, unsd
from guihua.tracking.methods.progress import Progress, holds, no_direction
from guihua.tracking.methods.spec import codes, spec

GROWTH_RATIOS = {"statcan": statcan.progress, "eurostat": eurostat.progress, "unsd": unsd.progress}
WITHIN_HEDGE = "within_hedge"
_CLOSE = 1e-9


def assess(case: Case, method: str = "all") -> Assessment:
    """Judge a case as known on its date.

    method is one code of `methods.yaml`, or "all". Raises GuihuaError TRACK-DIRECTION where the direction is unknown and
    TRACK-METHOD for a code that no record carries.
    """
    if case.direction is Direction.UNKNOWN:
        raise no_direction()
    wanted = wanted_methods(method)
    standing = _standing(case)
    if standing.reason is not None or standing.latest is None:
        return _unknown(case, standing, wanted)
    results = tuple(_result(case, standing, code) for code in wanted if _fits(code, case))
    primary = "liancheng" if _capped_rise(case) else primary_method(case.form)
    if primary not in wanted:
        primary = wanted[0]
    status, notes = _verdict(case, standing, _result(case, standing, primary))
    others = {result.status for result in results if result.status is not Status.UNKNOWN}
    pace, gap, required = _pace(case, standing)
    if status is Status.UNKNOWN:  # no way leads from a base at the target, or from nothing; what does not hold it lags
        status = Status.LAGGING
    return Assessment(
        statement=case.statement,
        as_of=case.as_of,
        status=status,
        coverage_note=any(note.code in COVERAGE_NOTES for note in notes),
        notes=notes,
        methods=results,
        agree=others <= {status},
        pace=pace,
        gap=gap,
        required=required,
        primary=primary,
        case=case,
        judged=standing.latest,
    )


def reversible(case: Case, ends: Iterable[tuple[float, float]]) -> bool:
    """Whether the verdict would be another if the value judged were one of `ends`: (factor, summand) of it."""
    standing = _standing(case)
    latest = standing.latest
    if latest is None or standing.reason is not None:
        return False
    rest = tuple(p for p in case.series if p is not latest)
    values = [factor * latest.value + summand for factor, summand in ends]
    if case.over:
        return any(_holds(case, value) is not standing.met for value in values)
    found = assess(case).status
    return any(assess(replace(case, series=(*rest, replace(latest, value=v)))).status is not found for v in values)


#: Notes that put 口径注 on a verdict.
COVERAGE_NOTES = frozenset(
    {
        "met_and_worsening",
        "earlier_year",
        "after_target_year",
        "coverage_unstated",
        "coverage_bound",
        "partial_period",
        "price_unstated",
        "price_current",
        "break",
        "revised",
        "level_by_growth",
        "coverage_unsaid",
        "accounting_mixed",
        "price_unsaid",
        "revised_since",
        "sources_differ",
        "collected_date",
        "coverage_whole",
        "beyond_range",
        "by_readings",
        "coverage_against",
        "not_fresh",
        "base_earlier",
    }
)


def wanted_methods(method: str) -> tuple[str, ...]:
    """The codes of the methods that are asked for by one code or "all". Raises TRACK-METHOD for a code that no record carries."""
    wanted = codes() if method == "all" else (method,)
    if not set(wanted) <= set(codes()):
        raise GuihuaError(
            "TRACK-METHOD", f"没有这种方法 no method {method!r}", f"可用 known: {', '.join(codes())}, all"
        )
    return wanted


def primary_method(form: Form) -> str:
    """The method whose class is the verdict while the period runs."""
    return "liancheng" if form is Form.GROWTH else "shixu"


@dataclass(frozen=True, slots=True)
class _Standing:
    """The value to judge, or why there is none.

    met   it holds the target; at the end of the period a hedge (左右) gives way, before it does not
    near  before the end it holds the target where the hedge gives way
    """

    latest: Point | None = None
    met: bool = False
    near: bool = False
    reason: ReasonCode | None = None
    notes: tuple[Note, ...] = ()
    reached_in: float | None = None


def _standing(case: Case) -> _Standing:
    """Which value of the series speaks for the case, by the rules on base, time and target year."""
    points = sorted((p for p in case.series if case.base is None or p.year > case.base.year), key=lambda p: p.year)
    if case.target is None:
        return _Standing(points[-1] if points else None, reason=ReasonCode.NOT_QUANTIFIABLE)
    held = [p for p in points if _holds(case, p.value)]
    reached = held[0].year if held else None
    if case.over:
        return _over(case, points, reached)
    if not points:
        return _Standing(reason=ReasonCode.NO_BASE if case.base is None else ReasonCode.NO_DATA)
    latest = points[-1]
    met = _holds(replace(case, tolerance=0.0), latest.value) and not _capped_rise(case)
    near = not met and _holds(case, latest.value) and not _capped_rise(case)
    if case.base is None and not met and not near:
        return _Standing(latest, reason=ReasonCode.NO_BASE, reached_in=reached)
    return _Standing(latest, met, near=near, reached_in=reached)


def _over(case: Case, points: list[Point], reached: float | None) -> _Standing:
    """The period is over: the target year's value; of a stock else what is short later, else what was reached before."""
    exact = next((p for p in points if p.year == case.target_year), None)
    lasts = case.kind in (MeasureKind.STOCK, MeasureKind.EVENT)
    if exact is not None:
        met = _holds(case, exact.value)
        later = next((p for p in points if p.year > case.target_year and _holds(case, p.value)), None)
        notes = (_reached_later(later),) if later and not met else ()
        return _Standing(exact, met, notes=notes, reached_in=reached)
    after = next((p for p in points if p.year > case.target_year), None)
    if lasts and after is not None and not _holds(case, after.value):
        return _Standing(after, False, notes=(Note("after_target_year", (("year", f"{after.year:g}"),)),))
    before = next((p for p in reversed(points) if p.year < case.target_year), None)
    stays = case.kind is MeasureKind.EVENT or (lasts and case.direction is Direction.UP and case.far is None)
    if before is not None and stays and _holds(case, before.value):
        note = Note("earlier_year", (("year", f"{before.year:g}"),))
        return _Standing(before, True, notes=(note,), reached_in=reached)
    once = next((p for p in reversed(points) if p.year < case.target_year and _holds(case, p.value)), None)
    notes = (Note("reached_within", (("year", f"{once.year:g}"), ("value", f"{once.value:.6g}"))),) if once else ()
    return _Standing(before or after, reason=ReasonCode.NO_DATA, notes=notes, reached_in=reached)


def _capped_rise(case: Case) -> bool:
    """A growth or a change that may not be more than so much: under it so far is no achievement, its pace is."""
    rising = case.base is not None and case.target is not None and case.target > case.base.value
    return case.form in (Form.GROWTH, Form.CHANGE) and case.direction is Direction.DOWN and rising


def _reached_later(later: Point) -> Note:
    return Note(
        "reached_later",
        (("year", f"{later.year:g}"), ("value", f"{later.value:.6g}"), ("observation", later.observation)),
    )


def _holds(case: Case, value: float) -> bool:
    """Whether a value meets the target, on the tolerant side by the case's tolerance, and does not pass a range's far end."""
    return _reaches(case, value) and not _beyond(case, value)


def _reaches(case: Case, value: float) -> bool:
    assert case.target is not None
    way = 1 if case.direction is Direction.UP else -1
    return holds(value, case.target - way * (case.tolerance + abs(case.target) * _CLOSE), way)


def _beyond(case: Case, value: float) -> bool:
    """Whether a value lies past the far end of a range."""
    if case.far is None:
        return False
    way = 1 if case.direction is Direction.UP else -1
    return not holds(value, case.far + way * (case.tolerance + abs(case.far) * _CLOSE), -way)


def _verdict(case: Case, standing: _Standing, primary: MethodResult) -> tuple[Status, tuple[Note, ...]]:
    """The status on the one scale, with the remarks that belong to it."""
    assert standing.latest is not None and case.target is not None
    notes = standing.notes
    way = 1 if case.direction is Direction.UP else -1
    passed = _beyond(case, standing.latest.value)
    if passed:
        notes = (*notes, Note("beyond_range", (("far", f"{case.far:g}"),)))
    if case.over:
        away = case.base is not None and (standing.latest.value - case.base.value) * way < 0
        if away and not standing.met and not passed and not _capped_rise(case):
            notes = (*notes, Note("wrong_direction"))
        return (Status.MET if standing.met else Status.MISSED), notes
    base = case.base
    if standing.met:
        if base is not None and _holds(case, base.value) and (standing.latest.value - base.value) * way < 0:
            notes = (*notes, Note("met_and_worsening"))
        return Status.AHEAD, notes
    status = primary.status
    if primary.why == WITHIN_HEDGE:
        notes = (*notes, Note(WITHIN_HEDGE))
    if standing.near and status in (Status.LAGGING, Status.UNKNOWN):
        status, notes = Status.ON_COURSE, (*notes, Note(WITHIN_HEDGE))
    if base is None:
        return status, notes
    if (standing.latest.value - base.value) * way < 0 and not _capped_rise(case) and not passed:
        notes = (*notes, Note("wrong_direction"))
    if standing.reached_in is not None and not passed and not _capped_rise(case):
        notes = (*notes, Note("reached_and_lost", (("year", f"{standing.reached_in:g}"),)))
    return status, notes


def _within_hedge(case: Case, standing: _Standing, code: str) -> bool:
    """Whether a method finds the tolerant end of a hedged target kept: 7.2 % a year keeps 8 %左右."""
    assert case.target is not None
    way = 1 if case.direction is Direction.UP else -1
    found = _run(replace(case, target=case.target - way * case.tolerance), standing, code)
    if _capped_rise(case):
        return _by_cap(replace(case, target=case.target - way * case.tolerance), standing) is Status.ON_COURSE
    return spec(code).open.get(found.status) in ("ahead", "faster", "on_course")


def _fits(code: str, case: Case) -> bool:
    """The chained formula is for growth and for changes against a base; the linear schedule is not for growth."""
    if _capped_rise(case) and not case.over:
        return code == "liancheng"
    if code == "liancheng":
        return case.form in (Form.GROWTH, Form.CHANGE)
    return not (code == "shixu" and case.form is Form.GROWTH)


def _result(case: Case, standing: _Standing, code: str) -> MethodResult:
    """One method's answer on the common scale."""
    found = _run(case, standing, code)
    record = spec(code)
    if case.over:
        status = Status.MET if standing.met else Status.MISSED
    elif found.status == "not_available":
        return MethodResult(code, Status.UNKNOWN, found.status, reason=_reason(found.reason), why=found.reason)
    elif standing.met:
        status = Status.AHEAD
    elif _capped_rise(case):
        status = _by_cap(case, standing)
    else:
        status = Status(record.open[found.status])
        assert standing.latest is not None
        status = Status.LAGGING if status is Status.AHEAD and _beyond(case, standing.latest.value) else status
    why = found.reason
    if status is Status.LAGGING and case.tolerance and _within_hedge(case, standing, code):
        status, why = Status.ON_COURSE, WITHIN_HEDGE
    return MethodResult(code, status, found.status, found.progress_value, found.score, why=why)


def _by_cap(case: Case, standing: _Standing) -> Status:
    """A rise that may not be more than so much: at most its share so far, within the bound that methods call on track."""
    used = _run(case, standing, "liancheng").progress_value
    if used is None:
        return Status.LAGGING
    return Status.ON_COURSE if used * spec("liancheng").thresholds["on_track"] <= 1 else Status.LAGGING


def _run(case: Case, standing: _Standing, code: str) -> Progress:
    """The thin function of a method on the case; the plan's own year 0 starts the clock."""
    latest, base = standing.latest, case.base
    way = 1 if case.direction is Direction.UP else -1
    start = None if base is None else (case.period[0] - 1 if case.period else base.year)
    value = None if base is None else base.value
    year, now = (None, None) if latest is None else (latest.year, latest.value)
    if code == "liancheng":
        return _chained(case, start, value, year, now)
    if code == "shixu":
        return shixu.progress(start, value, year, now, case.target_year, case.target, way, plan=dict(case.plan_path))
    if code == "escap":
        return _line(case, start, way, latest)
    return GROWTH_RATIOS[code](start, value, year, now, case.target_year, case.target, way, case.limit)


def _line(case: Case, start: float | None, way: int, latest: Point | None) -> Progress:
    """ESCAP's straight line; through logarithms for growth, where a steady path is straight in them."""
    base, target = case.base, case.target
    points = [p for p in case.series if latest is not None and p.year <= latest.year]
    points = [base, *points] if base is not None and base not in points else points
    if case.form is Form.GROWTH and target is not None and latest is not None and base is not None:
        points = [replace(p, value=log(p.value)) for p in points]
        base, latest, target = (
            replace(base, value=log(base.value)),
            replace(latest, value=log(latest.value)),
            log(target),
        )
    return escap.progress(
        start,
        None if base is None else base.value,
        None if latest is None else latest.year,
        None if latest is None else latest.value,
        case.target_year,
        target,
        way,
        years=[p.year for p in points],
        values=[p.value for p in points],
    )


def _chained(case: Case, start: float | None, base: float | None, year: float | None, now: float | None) -> Progress:
    labels = spec("liancheng").labels
    if start is None or base is None or year is None or now is None or case.target is None or base == 0:
        return Progress(
            None, labels[-1], None, "no_base" if base is None else "no_latest" if now is None else "zero_base"
        )
    return liancheng.progress_total(now / base - 1, year - start, case.target / base - 1, case.target_year - start)


def _pace(case: Case, standing: _Standing) -> tuple[str, str, str]:
    """(value due now, what is missing against it, what is left a year): unit of the case; per cent for growth and change."""
    latest, base = standing.latest, case.base
    if latest is None or case.target is None:
        return "", "", ""
    way = 1 if case.direction is Direction.UP else -1
    if base is None or latest.year <= base.year or case.target == base.value:
        return _text(case.target), _text(way * (case.target - latest.value)), ""
    start = case.period[0] - 1 if case.period else base.year
    if case.form is Form.GROWTH:
        return _growth_pace(case.target, base.value, latest, start, case.target_year)
    found = shixu.pace(
        start, base.value, latest.year, latest.value, case.target_year, case.target, dict(case.plan_path)
    )
    due = case.target if case.over else found.expected
    gap = way * (due - latest.value)
    if case.form is Form.CHANGE:
        return _text(100 * (due / base.value - 1)), _text(100 * gap / base.value), _change_left(case, latest)
    return _text(due), _text(gap), "" if case.over or found.needed is None else _text(found.needed)


def _change_left(case: Case, latest: Point) -> str:
    """Per cent a year that is left of a change, compounded."""
    left = case.target_year - latest.year
    if case.over or left <= 0 or case.target is None or latest.value <= 0:
        return ""
    return _text(100 * ((case.target / latest.value) ** (1 / left) - 1))


def _growth_pace(target: float, base: float, latest: Point, start: float, target_year: int) -> tuple[str, str, str]:
    """Mean growth so far is judged against the mean asked for; what is left asks for another mean (per cent a year)."""
    asked = 100 * ((target / base) ** (1 / (target_year - start)) - 1)
    mean = 100 * ((latest.value / base) ** (1 / (latest.year - start)) - 1)
    left = target_year - latest.year
    needed = _text(100 * ((target / latest.value) ** (1 / left) - 1)) if left > 0 else ""
    return _text(asked), _text(asked - mean), needed


def _unknown(case: Case, standing: _Standing, wanted: tuple[str, ...]) -> Assessment:
    """未能测算; methods that need no target still say what they measure."""
    reason = standing.reason or ReasonCode.NO_DATA
    results: tuple[MethodResult, ...] = ()
    pace, gap, required = (
        ("", "", "") if case.target is None or reason is not ReasonCode.NO_BASE else _to_go(case, standing)
    )
    if case.target is None and standing.latest is not None:
        results = tuple(_trend(case, standing, code) for code in wanted if code in GROWTH_RATIOS)
    return Assessment(
        statement=case.statement,
        as_of=case.as_of,
        status=Status.UNKNOWN,
        reason=reason,
        notes=standing.notes,
        methods=results,
        pace=pace,
        gap=gap,
        required=required,
        primary=primary_method(case.form),
        case=case,
        judged=standing.latest,
    )


def _to_go(case: Case, standing: _Standing) -> tuple[str, str, str]:
    """Without a base: the target, how far the latest figure is from it, and how much a year is left for each year."""
    if standing.latest is None or case.target is None:
        return "", "", ""
    way = 1 if case.direction is Direction.UP else -1
    gap, left = way * (case.target - standing.latest.value), case.target_year - standing.latest.year
    return _text(case.target), _text(gap), _text((case.target - standing.latest.value) / left) if left > 0 else ""


def _trend(case: Case, standing: _Standing, code: str) -> MethodResult:
    """A method's answer on a target without a number: its label and value, no place on the scale."""
    found = _run(case, standing, code)
    return MethodResult(
        code, Status.UNKNOWN, found.status, found.progress_value, found.score, ReasonCode.NOT_QUANTIFIABLE, found.reason
    )


def _reason(why: str) -> ReasonCode:
    return {"no_base": ReasonCode.NO_BASE, "no_latest": ReasonCode.NO_DATA}.get(why, ReasonCode.NOT_QUANTIFIABLE)


def _text(value: float) -> str:
    """A computed figure as decimal text, six significant digits, no exponent."""
    digits = f"{value:.6g}"
    return f"{float(digits):f}".rstrip("0").rstrip(".") if "e" in digits else digits


def with_notes(assessment: Assessment, *notes: Note) -> Assessment:
    """The same assessment with further remarks; 口径注 where one of them asks for it."""
    every = (*assessment.notes, *notes)
    return replace(
        assessment, notes=every, coverage_note=assessment.coverage_note or any(n.code in COVERAGE_NOTES for n in every)
    )

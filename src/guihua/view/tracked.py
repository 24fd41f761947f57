"""From an assessment to the chart of its target."""

from __future__ import annotations

from decimal import Decimal

from guihua.plan.statement import Comparator, Direction, Form, Statement
from guihua.plan.units import find_unit
from guihua.statistics.observation import Grade, Observation, Transformation
from guihua.tracking import Tracking
from guihua.tracking.assessment import Assessment
from guihua.view.assessments import note_sentence
from guihua.view.charts import Break, Chart, FanYear, PathPoint, StatusCount, TargetPath, status_overview, target_path
from guihua.view.told import name

PLAN = "plan"
"""The line of the plan's own figures: not joined to the bureau's."""

_LIKE = {
    Form.LEVEL: {Transformation.LEVEL},
    Form.SHARE: {Transformation.SHARE, Transformation.LEVEL},
    Form.GROWTH: {Transformation.YOY},
}


def target_chart(
    a: Assessment,
    *,
    lang: str = "zh",
    width: int = 600,
    height: int = 260,
    titled: bool = True,
    fan: tuple[FanYear, ...] | None = None,
) -> Chart | None:
    """The path of an assessed target; None where fewer than two published figures can stand on one scale with it.

    fan: a forecast in the target's unit in place of the assessment's own.
    """
    statement = a.statement
    kinds = _LIKE.get(statement.form)
    if kinds is None or not statement.value:
        return None
    unit = "亿元" if statement.unit in ("万亿元", "万亿") else statement.unit
    if a.note("derived") is not None and a.case is not None:
        points = [PathPoint(p.year, Decimal(f"{p.value:g}")) for p in (a.case.base, *a.case.series) if p is not None]
    else:
        points = _points([o for o in a.observations if o.transformation in kinds], unit)
        points = sorted((*points, *_revised(a, unit)), key=lambda p: p.year)
    if len({p.year for p in points if not p.superseded}) < 2:
        return None
    factor = 10_000 if unit != statement.unit else 1
    target = Decimal(f"{Decimal(statement.value[0]) * factor:f}").normalize()
    year = statement.year
    data = TargetPath(
        name=statement.id,
        title=name(statement, lang),
        unit=unit,
        points=tuple(points),
        schedule=_schedule(a, target, unit),
        target_year=year,
        target=target,
        bound=_bound(statement),
        breaks=_breaks(a, lang),
        fan=fan
        or tuple(
            FanYear(f.year, Decimal(f.middle) * factor, _pair(f.inner, factor), _pair(f.outer, factor)) for f in a.fan
        ),
    )
    return target_path(data, lang=lang, width=width, height=height, titled=titled)


def status_chart(tracking: Tracking, *, lang: str = "zh") -> Chart:
    """How many targets have which status on the day."""
    from collections import Counter

    from guihua.view.messages import translator
    from guihua.view.phrases import day

    numbers = Counter(a.status.value for a in tracking)
    title = translator(lang)("各状态目标数（截至{day}）").format(day=day(tracking.as_of, lang))
    return status_overview(tuple(StatusCount(s, n) for s, n in numbers.items()), title=title, lang=lang)


def _points(observations: list[Observation], unit: str) -> list[PathPoint]:
    """Observations in one unit, by year; of several vintages of a year the last is current."""
    rows = []
    for o in sorted(observations, key=lambda o: (o.period.end, str(o.published or ""))):
        value = _converted(o, unit)
        if value is not None:
            rows.append((o, value))
    last = {(o.period.end, o.coverage): o.id for o, _ in rows}
    return [
        PathPoint(
            o.period.last_year - 1 + o.period.last_month / 12,
            value,
            PLAN if o.grade is Grade.PLAN else f"{o.coverage}/{o.accounting}",
            superseded=last[o.period.end, o.coverage] != o.id,
            grade=o.grade.value,
        )
        for o, value in rows
    ]


def _revised(a: Assessment, unit: str) -> list[PathPoint]:
    """The base as it was revised later: it belongs to the line of the figures after it, the plan's own base does not."""
    after = next((o for o in reversed(a.observations) if o.grade is not Grade.PLAN), None)
    if after is None:
        return []
    line = f"{after.coverage}/{after.accounting}"
    found = []
    for note in a.notes:
        given = dict(note.parameters)
        if note.code == "revised" and given.get("unit") == unit:
            found.append(PathPoint(float(given["year"]), Decimal(given["to"]), line, grade=after.grade.value))
    return found


def _converted(o: Observation, unit: str) -> Decimal | None:
    """The value in this unit, exactly; None where the units are of different kinds."""
    from_unit, to_unit = find_unit(o.unit), find_unit(unit)
    if from_unit is None or to_unit is None or from_unit.dimension != to_unit.dimension:
        return None
    ratio = from_unit.factor / to_unit.factor
    return o.number * ratio.numerator / ratio.denominator


def _pair(ends: tuple[str, str], factor: int) -> tuple[Decimal, Decimal]:
    return Decimal(ends[0]) * factor, Decimal(ends[1]) * factor


def _schedule(a: Assessment, target: Decimal, unit: str) -> tuple[tuple[float, Decimal], ...]:
    """The straight path from the base to the target, where a base in the same unit is known."""
    s = a.statement
    if s.form is Form.GROWTH and s.year and s.base_year:
        return ((float(s.base_year + 1), target), (float(s.year), target))
    if a.base is None or s.year is None:
        return ()
    base = _converted(a.base, unit)
    return () if base is None else ((float(a.base.period.last_year), base), (float(s.year), target))


def _breaks(a: Assessment, lang: str) -> tuple[Break, ...]:
    """Known changes of coverage or accounting between base and now, each at the first year measured in the new way."""
    found = []
    for note in a.notes:
        given = dict(note.parameters)
        if note.code == "break":
            found.append(Break(float(given["first"]), note_sentence(note, lang)))
    return tuple(found)


def _bound(s: Statement) -> str:
    if s.comparator in (Comparator.GE, Comparator.GT):
        return "ge"
    if s.comparator in (Comparator.LE, Comparator.LT):
        return "le"
    return {Direction.UP: "ge", Direction.DOWN: "le"}.get(s.direction, "")

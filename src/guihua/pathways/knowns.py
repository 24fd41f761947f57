"""From assessments to known figures: what tracking judged a target by is what the path starts from, break by break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from guihua.checking.quantities import localised, quantity_of
from guihua.pathways.pathway import Break, Known
from guihua.pathways.trend import mean_growth, rounded
from guihua.plan.statement import Form, Statement
from guihua.plan.status import ReasonCode
from guihua.plan.units import find_unit
from guihua.statistics.observation import Grade, Observation, Transformation
from guihua.tracking.assessment import Assessment, Point

_LEVELS = (Form.LEVEL, Form.SHARE)


def knowns_of(assessments: Iterable[Assessment], region: str) -> tuple[Known, ...]:
    """The figures that targets were judged by, each quantity and year once; none across a break of coverage."""
    found: dict[str, Known] = {}
    for a in assessments:
        if a.case is None or a.reason is ReasonCode.COVERAGE_CHANGED:
            continue
        for known in (*_base(a, region), *_points(a, region)):
            found.setdefault(known.name, known)
    return tuple(found[name] for name in sorted(found))


def breaks_of(assessments: Iterable[Assessment], last_year: int) -> tuple[Break, ...]:
    """Targets whose figures before and after are not comparable, and where each goes on from the first figure after."""
    found = []
    for a in assessments:
        if a.reason is not ReasonCode.COVERAGE_CHANGED:
            continue
        growth = _asked(a)
        base = int(a.case.base.year) if a.case is not None and a.case.base is not None else 0
        after = [o for o in (*a.observations, *a.nearest) if o.period.is_year and o.grade is not Grade.PLAN]
        levels = [o for o in after if o.transformation is Transformation.LEVEL and o.period.last_year > base]
        latest = max(levels, key=lambda o: (o.period.last_year, o.available), default=None)
        values: list[tuple[int, Fraction]] = []
        unit = find_unit(a.statement.unit)
        own = None if latest is None else find_unit(latest.unit)
        if latest is not None and growth is not None and unit and own and own.dimension == unit.dimension:
            value = Fraction(latest.number) * own.factor / unit.factor
            for year in range(latest.period.last_year, max(a.statement.year or last_year, latest.period.last_year) + 1):
                values.append((year, value))
                value = rounded(value * (1 + growth))
        told = "" if latest is None else f"{latest.period}：{latest.value}{latest.unit}"
        found.append(
            Break(a.statement.id, f"{a.base_value}{a.unit}" if a.base_value else "", told, growth, tuple(values))
        )
    return tuple(found)


def number(value: float) -> Fraction:
    """A double as the number that it prints as."""
    return Fraction(Decimal(repr(float(value))))


def _base(a: Assessment, region: str) -> tuple[Known, ...]:
    """The base, where an office published it (the plan's own stands in its statements)."""
    o = a.base
    if o is None or o.grade is Grade.PLAN or not o.period.is_year or a.statement.form is Form.CUMULATIVE:
        return ()
    unit = find_unit(o.unit)
    if unit is None:
        return ()
    return _level(a.statement, region, o.period.last_year, Fraction(o.number), o.unit, o)


def _points(a: Assessment, region: str) -> tuple[Known, ...]:
    assert a.case is not None
    case = a.case
    found: list[Known] = []
    by_id = {o.id: o for o in a.observations}
    for point in case.series:
        if point.year != int(point.year) or (case.base is not None and point.year < case.base.year):
            continue
        if case.form in (Form.GROWTH, Form.CHANGE) and case.base is not None:
            found += _factor(a, region, case.base.year, point)
        elif case.form is Form.LEVEL and a.statement.form in _LEVELS:
            o = by_id.get(point.observation)
            found += _level(a.statement, region, int(point.year), number(point.value), a.unit or a.statement.unit, o)
    return tuple(found)


def _level(
    s: Statement, region: str, year: int, value: Fraction, unit_text: str, o: Observation | None
) -> tuple[Known, ...]:
    here = localised(s, region)
    quantity, unit = quantity_of(here), find_unit(unit_text)
    if unit is None:
        return ()
    sources = (o.id,) if o is not None else ()
    printed = f"{o.value}{o.unit}" if o is not None else ""
    if s.form is Form.SHARE and quantity.part:
        return (Known("share", quantity.part, year, value * unit.factor / 100, quantity.whole, 0, sources, printed),)
    own = find_unit(s.unit)
    if s.form in _LEVELS and own is not None and own.dimension not in (unit.dimension, "unstated"):
        return ()
    return (Known("level", quantity.key, year, value * unit.factor, "", 0, sources, printed),)


def _factor(a: Assessment, region: str, base: float, point: Point) -> tuple[Known, ...]:
    quantity = quantity_of(localised(a.statement, region))
    if point.year <= base or base != int(base) or point.value <= 0:
        return ()
    sources = tuple(o.id for o in a.observations if o.transformation.is_rate) or (
        (point.observation,) if point.observation else ()
    )
    return (
        Known("factor", quantity.key, int(point.year), number(point.value), "", int(base), sources, a.latest_value),
    )


def _asked(a: Assessment) -> Fraction | None:
    """The mean growth a year that the plan asked of a target."""
    s = a.statement
    if s.form is Form.GROWTH and s.value:
        sign = -1 if s.direction.value == "down" else 1
        return sign * Fraction(s.value[0]) / 100
    case = a.case
    if s.form is Form.LEVEL and case is not None and case.base is not None and case.target and case.base.value > 0:
        years = case.target_year - int(case.base.year)
        if years > 0 and case.target > 0:
            return mean_growth(number(case.base.value), number(case.target), years)
    return None


def by_key(knowns: Iterable[Known]) -> Mapping[str, list[Known]]:
    """Known figures by their quantity."""
    found: dict[str, list[Known]] = {}
    for known in knowns:
        found.setdefault(known.top, []).append(known)
    return found

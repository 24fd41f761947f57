"""Yearly plans (年度计划): each year's target from a document, the year to date, and what the months left need.

    needed = (G - W·g)/(1 - W)

with G the year's target growth, g the growth to date and W the share that the same months had of last year's total.
Growth of the months left so computed makes last year's total times (1+G), exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import yaml

from guihua.checking.settings import default_settings
from guihua.errors import GuihuaError, Place
from guihua.plan import concepts
from guihua.plan.data import parse
from guihua.plan.files import read_utf8
from guihua.plan.periods import Period, last_day
from guihua.plan.plan import Plan
from guihua.plan.quantity import last_place
from guihua.plan.statement import Comparator, Form, Price, Statement
from guihua.plan.status import Status
from guihua.plan.units import find_unit
from guihua.statistics.observation import UNSTATED, Grade, Observation, Span, Transformation
from guihua.tracking.figures import comparable, converted, rank

KEYS = {"year", "region", "document", "targets"}
JUDGED_BY: Final[Mapping[str, tuple[Transformation, ...]]] = {
    "growth": (Transformation.YOY,),
    "level": (Transformation.LEVEL,),
    "share": (Transformation.SHARE, Transformation.LEVEL),
}
"""By which figures a yearly target of a form is judged."""
TARGET_KEYS = {"indicator", "value", "unit", "comparator", "statement", "form"}


@dataclass(frozen=True, slots=True)
class YearlyTarget:
    """One target of one year for one region, from a document.

    written is the magnitude as printed; form is growth (per cent against the year before), level, share, or change (over
    several years: no year's figure judges it); statement is the
    five-year target that it serves ("" for none);
    document is (title, number, date): the number is "" where the document prints none.
    """

    year: int
    region: str
    indicator: str
    form: str
    written: str
    unit: str
    comparator: Comparator
    document: tuple[str, str, str]
    source: str = ""
    statement: str = ""

    @property
    def value(self) -> Fraction:
        """The magnitude."""
        return Fraction(self.written)

    @property
    def variable(self) -> str:
        """Its name in statistics."""
        return concepts.resolve(self.indicator).variable

    @property
    def population(self) -> str:
        """规模以上 and the like, "" where the label names none."""
        return concepts.resolve(self.indicator).population


@dataclass(frozen=True, slots=True)
class YearToDate:
    """A yearly target on a date.

    actual   growth to date in per cent (or the level to date); period is what it covers
    weight   share of last year's total that the same months had; None where last year's course is not known
    needed   growth that the months left need, per cent; None without a weight or at the year's end
    mark     口径注: the label names no coverage, the figure does
    status   MET or MISSED for a whole year, AHEAD … LAGGING before, UNKNOWN without a figure
    """

    target: YearlyTarget
    as_of: date
    status: Status
    actual: Fraction | None = None
    period: Period | None = None
    weight: Fraction | None = None
    needed: Fraction | None = None
    observations: tuple[Observation, ...] = ()
    mark: bool = False


def rest_needed(target: Fraction, to_date: Fraction, weight: Fraction) -> Fraction | None:
    """Growth in per cent that the rest of the year needs; None once nothing of the year is left."""
    return None if weight >= 1 else (target - weight * to_date) / (1 - weight)


def year_to_date(target: YearlyTarget, rows: Iterable[Observation], as_of: date) -> YearToDate:
    """A yearly target against what was known on a date; `rows` may hold anything, the fitting ones are taken."""
    known = [
        r for r in rows if r.variable == target.variable and r.region == target.region and r.grade is not Grade.PLAN
    ]
    known = [r for r in known if r.published is None or r.published <= as_of]
    kinds = JUDGED_BY.get(target.form, ())
    fitting = [r for r in known if r.transformation in kinds and _covers(r, target)]
    if target.form == "growth":
        fitting = [r for r in fitting if r.price is not Price.CURRENT] or fitting
    found = _longest(fitting, target.year)
    if found is None:
        return YearToDate(target, as_of, Status.UNKNOWN)
    in_per_cent = found.transformation is not Transformation.LEVEL
    actual = Fraction(found.number) if in_per_cent else converted(found, target.unit)
    if actual is None:
        return YearToDate(target, as_of, Status.UNKNOWN)
    weight, used = (Fraction(1), ()) if found.period.is_year else _weight(known, found.period, target)
    needed = rest_needed(target.value, actual, weight) if weight is not None and target.form == "growth" else None
    return YearToDate(
        target,
        as_of,
        _status(target, actual, found.period),
        actual,
        found.period,
        weight,
        needed,
        (found, *used),
        mark=not target.population and found.coverage not in (UNSTATED, "全部"),
    )


def read_yearly(path: Path | str) -> tuple[YearlyTarget, ...]:
    """Read a file of yearly plans (docs: tracking). GuihuaError YEARLY-FILE or YEARLY-ENTRY with the place."""
    try:
        table = parse(read_utf8(path)) or {}
        plans = table["plans"]
        assert isinstance(plans, list)
    except (yaml.YAMLError, KeyError, TypeError, AssertionError) as error:
        raise GuihuaError(
            "YEARLY-FILE",
            f"不是年度计划文件 not a file of yearly plans: {error}",
            "开头写 begin it with plans:",
            str(path),
        ) from None
    return tuple(
        target for number, plan in enumerate(plans, 1) for target in _plan(plan, Place(f"{path}, plan {number}"))
    )


def paths(plan: Plan, targets: Iterable[YearlyTarget], as_of: date) -> dict[str, tuple[tuple[int, float], ...]]:
    """Statement id → (year, value) of the yearly plan, in the statement's unit, for five-year targets of a level.

    A yearly target serves the statement it names, else the plan's level target on the same variable and region. One
    whose document is younger than `as_of` was not known and does not count.
    """
    found: dict[str, dict[int, float]] = {}
    for yearly in (t for t in targets if last_day(t.document[2]) <= as_of):
        for statement in plan.targets:
            if not _serves(yearly, statement, plan.region):
                continue
            from_, to = find_unit(yearly.unit), find_unit(statement.unit)
            if from_ is not None and to is not None and from_.dimension == to.dimension:
                value = float(yearly.value * from_.factor / to.factor)
                found.setdefault(statement.id, {})[yearly.year] = value
    return {key: tuple(sorted(path.items())) for key, path in found.items()}


def _serves(yearly: YearlyTarget, statement: Statement, region: str) -> bool:
    if yearly.form != "level" or statement.form not in (Form.LEVEL, Form.SHARE):
        return False
    if yearly.statement:
        return statement.id.startswith(yearly.statement)
    same = concepts.resolve(statement.indicator).variable == yearly.variable
    return same and yearly.region == (statement.region or region)


def _plan(plan: Any, place: Place) -> list[YearlyTarget]:
    try:
        unknown = sorted(set(plan) - KEYS) + sorted({k for t in plan["targets"] for k in t} - TARGET_KEYS)
        document = plan["document"]
        last_day(str(document["date"]))
        if unknown:
            raise GuihuaError(
                "YEARLY-ENTRY",
                f"不认识的键 unknown key {unknown[0]!r}",
                f"可用 known: {', '.join(sorted(KEYS | TARGET_KEYS))}",
                place,
            )
        return [
            YearlyTarget(
                year=int(plan["year"]),
                region=str(plan["region"]),
                indicator=str(entry["indicator"]),
                form=str(entry.get("form", "growth")),
                written=str(Decimal(str(entry["value"]))),
                unit=str(entry.get("unit", "%")),
                comparator=Comparator(str(entry.get("comparator", "reach"))),
                document=(str(document["title"]), str(document.get("number", "")), str(document["date"])),
                source=str(document.get("source", "")),
                statement=str(entry.get("statement", "")),
            )
            for entry in plan["targets"]
        ]
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise GuihuaError(
            "YEARLY-ENTRY",
            f"年度计划要有年份、地区、文件（名称、日期）和目标 a yearly plan needs year, region, document (title, date) and targets: {error}",
            "写法见 see docs/guide/tracking.md",
            place,
        ) from None


def _covers(row: Observation, target: YearlyTarget) -> bool:
    """The coverage of the label, or none stated."""
    if target.population:
        return row.coverage == target.population
    return row.coverage not in ("规模以上", "规上")


def _longest(rows: list[Observation], year: int) -> Observation | None:
    """The figure that reaches furthest from January of the year; among equals the standing vintage."""
    there = [r for r in rows if r.period.last_year == year == r.period.first_year and r.period.first_month == 1]
    there = [r for r in there if r.span is Span.YTD or r.period.is_year or r.period.first_month == 1]
    return max(there, key=lambda r: (r.period.months, r.coverage == UNSTATED, rank(r)), default=None)


def _weight(
    rows: list[Observation], period: Period, target: YearlyTarget
) -> tuple[Fraction | None, tuple[Observation, ...]]:
    """Last year's level to the same month over last year's whole, both of one source where there is one."""
    same = Period(period.first_year - 1, 1, period.last_year - 1, period.last_month)
    whole = Period.years(period.first_year - 1)
    levels = [r for r in rows if r.transformation is Transformation.LEVEL and not r.collected and _covers(r, target)]
    tops = [r for r in levels if r.period == whole]
    found = [(a, b) for a in levels if a.period == same for b in tops if a.unit == b.unit and b.number and _alike(a, b)]
    if not found:
        return None, ()
    part, top = max(found, key=lambda ab: (ab[0].source == ab[1].source, rank(ab[0]), rank(ab[1])))
    weight = Fraction(part.number) / Fraction(top.number)
    return (weight, (part, top)) if 0 < weight < 1 else (None, ())


def _alike(part: Observation, whole: Observation) -> bool:
    """Part and whole of a year are of one coverage, price and accounting, as far as they say."""
    return part.coverage == whole.coverage and comparable(part, whole)


def _status(target: YearlyTarget, actual: Fraction, period: Period) -> Status:
    """Whole year: met or missed. Before: growth to date against the year's growth."""
    down = target.comparator in (Comparator.LE, Comparator.LT)
    slack = Fraction(0)
    if target.comparator is Comparator.ABOUT:
        hedge = default_settings().hedge("左右")
        slack = (hedge.above if down else hedge.below).of(target.value, last_place(target.written))
    met = actual <= target.value + slack if down else actual >= target.value - slack
    if period.is_year:
        return Status.MET if met else Status.MISSED
    if target.form != "growth":
        return Status.AHEAD if met else Status.UNKNOWN
    return Status.ON_COURSE if met else Status.LAGGING

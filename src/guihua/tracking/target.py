"""A target statement made ready for judging: variable, unit, the end that counts, tolerance, direction, years, coverage."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from guihua.checking.settings import Settings as CheckSettings
from guihua.checking.settings import default_settings
from guihua.plan import concepts
from guihua.plan.plan import Plan
from guihua.plan.quantity import last_place
from guihua.plan.statement import Comparator, Direction, Form, Statement
from guihua.plan.units import find_unit
from guihua.tracking.settings import unstated_coverage


@dataclass(frozen=True, slots=True)
class Target:
    """What a target asks for.

    variables  names under which statistics may know it, the most exact first
    aimed      the end of the value that counts (the lower one where more is better), in the written unit; None without one
    tolerance  how far a hedge (左右) gives way on the tolerant side, in the same unit
    coverage   统计范围 that the words mean; "" where they name none
    start      the year that the clock starts from (the base year, else the year before the plan)
    """

    statement: Statement
    variables: tuple[str, ...]
    unit: str
    ends: tuple[Fraction, ...]
    aimed: Fraction | None
    tolerance: Fraction
    direction: Direction
    direction_from: str
    year: int
    start: int
    coverage: str

    @property
    def scale_unit(self) -> str:
        """The unit that statistics are converted to: of a level, per cent for points, their own ("") for a ratio."""
        return {Form.RATIO: "", Form.CHANGE_PP: "%"}.get(self.statement.form, self.unit)

    @property
    def period(self) -> tuple[int, int]:
        """First and last year of the target's own period."""
        return self.start + 1, self.year


def target_of(statement: Statement, plan: Plan, hedges: CheckSettings | None = None) -> Target | None:
    """The target in a statement; None where neither the statement nor the plan has a year for it."""
    year = statement.year or (plan.period[1] if plan.period else None)
    if year is None:
        return None
    start = statement.base_year
    if start is None:
        start = (statement.period or plan.period or (year, year))[0] - 1
    direction, source = _direction(statement)
    quantity = statement.quantity
    ends = tuple(Fraction(v) for v in quantity.values) if quantity else ()
    aimed = (
        None
        if not ends
        else max(ends)
        if direction is Direction.DOWN and statement.form is not Form.CHANGE
        else min(ends)
    )
    return Target(
        statement=statement,
        variables=_variables(statement),
        unit=_unit(statement),
        ends=ends,
        aimed=aimed,
        tolerance=_tolerance(statement, direction, hedges or default_settings()),
        direction=direction,
        direction_from=source,
        year=year,
        start=start,
        coverage=_coverage(statement),
    )


def _direction(statement: Statement) -> tuple[Direction, str]:
    """Which way is meant, and where that is known from: words, comparator, polarity; target against base comes later."""
    if statement.direction is not Direction.UNKNOWN:
        return statement.direction, "words"
    if statement.comparator in (Comparator.LE, Comparator.LT):
        return Direction.DOWN, "words"
    if statement.comparator in (Comparator.GE, Comparator.GT):
        return Direction.UP, "words"
    found = concepts.resolve(statement.indicator).better
    return found, "" if found is Direction.UNKNOWN else "polarity"


def _variables(statement: Statement) -> tuple[str, ...]:
    """By the whole label first (500万元以上工业固定资产投资 is a label of its own), then by the slots of the statement."""
    names = [concepts.resolve(statement.indicator).variable]
    if statement.measure:
        names.append(concepts.variable(statement.measure, statement.subject, statement.whole, statement.threshold))
    return tuple(dict.fromkeys(names))


def _unit(statement: Statement) -> str:
    """The written unit; a bare multiplier (1.75万亿) takes the unit of money that Chinese plans leave out."""
    found = find_unit(statement.unit)
    return f"{statement.unit}元" if found is not None and found.base == "" and statement.unit else statement.unit


def _tolerance(statement: Statement, direction: Direction, hedges: CheckSettings) -> Fraction:
    if statement.comparator is not Comparator.ABOUT or not statement.value:
        return Fraction(0)
    hedge = hedges.hedge(statement.modifier)
    value = statement.value[0]
    tolerant = hedge.below if direction is not Direction.DOWN or statement.form is Form.CHANGE else hedge.above
    return tolerant.of(Fraction(Decimal(value)), last_place(value))


def _coverage(statement: Statement) -> str:
    if statement.population:
        return statement.population
    meant = unstated_coverage()
    for variable in _variables(statement):
        if variable in meant:
            return meant[variable]
    return meant.get(concepts.resolve(statement.indicator).whole or statement.whole, "")

"""A target statement made ready for judging: variable, unit, the end that counts, tolerance, direction, years, coverage."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from guihua.checking.settings import Settings as CheckSettings
from guihua.checking.settings import default_settings
from guihua.plan import concepts
from guihua.plan.indicators import IndicatorRecord, MeasureKind
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form, Statement
from guihua.plan.units import find_unit
from guihua.tracking.kinds import kind_of, stock_behind
from guihua.tracking.senses import Bound, bound_of, sense_of
from guihua.tracking.settings import unstated_coverage

NO_RECORD = IndicatorRecord("")
"""What the indicator sheet says of a target that it does not name."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a target asks for.

    variables  names under which statistics may know it, the most exact first
    ends       the written magnitudes; two of a range
    aimed      the end of the value that counts first (the lower one where more is better), in the written unit; None without one
    tolerance  how far a hedge (左右) gives way on the tolerant side, in the same unit
    direction  which way the quantity should go, and where that is known from; UNKNOWN waits for the base
    bound      what the words make of the number: cap, floor, range
    coverage   统计范围 that the indicator sheet or the words mean; "" where they name none
    start      the year that the clock starts from (the base year, else the year before the plan)
    kind       stock, flow, rate or event; stock: the stock whose change is asked for (新增装机), "" for none
    record     what the indicator sheet says
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
    bound: Bound = Bound.NONE
    kind: MeasureKind = MeasureKind.FLOW
    stock: str = ""
    record: IndicatorRecord = NO_RECORD

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
    record = plan.indicator(statement.id)
    direction, source = sense_of(statement)
    quantity = statement.quantity
    ends = tuple(Fraction(v) for v in quantity.values) if quantity else ()
    falls = direction is Direction.DOWN and statement.form is not Form.CHANGE
    variables = (record.variable,) if record.series else _variables(statement)
    return Target(
        statement=statement,
        variables=variables,
        unit=_unit(statement),
        ends=ends,
        aimed=None if not ends else max(ends) if falls else min(ends),
        tolerance=_tolerance(statement, direction, hedges or default_settings()),
        direction=direction,
        direction_from=source,
        year=year,
        start=_start(statement, plan, year),
        coverage=record.coverage or _coverage(statement),
        bound=bound_of(statement),
        kind=kind_of(statement, variables[0], record.kind),
        stock=next((stock for name in variables if (stock := stock_behind(name))), ""),
        record=record,
    )


def _start(statement: Statement, plan: Plan, year: int) -> int:
    """The base year, else the year before the period: the target's own, the plan's, the five-year plan that ends with the year."""
    if statement.base_year is not None and statement.base_year < year:
        return statement.base_year
    own = statement.period or plan.period
    if own is None:
        own = (year - FIVE + 1, year) if year % FIVE == 0 else (year, year)
    return min(own[0] - 1, year - 1)


FIVE = 5
"""Years of a plan; the last is divisible by it since 1955."""


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
    """A share of the number: unlike in checking not a unit of its last place, or 7.2 would keep 8左右 and miss 7.69."""
    if statement.comparator is not Comparator.ABOUT or not statement.value:
        return Fraction(0)
    hedge = hedges.hedge(statement.modifier)
    tolerant = hedge.below if direction is not Direction.DOWN or statement.form is Form.CHANGE else hedge.above
    return tolerant.relative * abs(Fraction(Decimal(statement.value[0])))


def _coverage(statement: Statement) -> str:
    if statement.population:
        return statement.population
    meant = unstated_coverage()
    for variable in _variables(statement):
        if variable in meant:
            return meant[variable]
    return meant.get(concepts.resolve(statement.indicator).whole or statement.whole, "")

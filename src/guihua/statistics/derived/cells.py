"""Which figures go together: what each is of, and the combinations that the rules allow. Values play no part here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from guihua.plan.periods import Period
from guihua.plan.statement import Price
from guihua.plan.units import find_unit
from guihua.statistics.derived.declarations import Rule, is_derived, rules
from guihua.statistics.observation import Grade, Observation, Span, Transformation


@dataclass(frozen=True, slots=True)
class Cell:
    """What a figure is of, without its vintage: vintages of one cell stand in for one another."""

    region: str
    variable: str
    period: Period
    span: Span
    dimension: str
    price: Price
    coverage: str
    accounting: str
    system: str
    base_period: Period | None


Key = tuple[str, tuple[Cell, ...]]
"""A rule's code and the cells it is computed from."""


def cell_of(o: Observation) -> Cell | None:
    """What a figure is of; None for what no rule takes: rates, facts of the plan, what was withdrawn or derived."""
    unit = find_unit(o.unit)
    levels = o.transformation is Transformation.LEVEL and o.period.first_year == o.period.last_year
    if unit is None or not levels or o.grade is Grade.PLAN or o.withdrawn or is_derived(o):
        return None
    span = Span.YTD if Span.YTD in o.spans else Span.SINGLE
    return Cell(
        o.region, o.variable, o.period, span, unit.dimension, o.price, o.coverage, o.accounting, o.system, o.base_period
    )


def near(rows: Mapping[Cell, tuple[Observation, ...]], cell: Cell) -> dict[Cell, tuple[Observation, ...]]:
    """The cells of the same region: none else can be combined with it."""
    return {other: there for other, there in rows.items() if other.region == cell.region}


def keys_of(cells: Iterable[Cell]) -> tuple[Key, ...]:
    """Every combination that the rules allow, by what the cells are alone: values play no part."""
    table = Table.of(cells)
    found: list[Key] = []
    for rule in rules():
        mine = table.variables.get(rule.of, [])
        if rule.how == "cumulative":
            found += _sums(rule, mine)
        else:
            pairs = ((of, by) for of in mine for by in table.beside(rule, of) if not clash(rule, of, by))
            found += [(rule.code, pair) for pair in pairs]
    return tuple(found)


def clash(rule: Rule, of: Cell, by: Cell) -> str:
    """Which dimension keeps two cells apart; "" for none. What one source states and the other does not is a clash."""
    if of.coverage != by.coverage and not {of.variable, by.variable} & rule.free:
        return "coverage"
    if of.accounting != by.accounting:
        return "accounting"
    if of.system != by.system:
        return "system"
    priced = rule.how == "per_unit" and of.price is Price.NONE
    if not priced and (of.price, of.base_period) != (by.price, by.base_period):
        return "price"
    unit = find_unit(rule.unit) if rule.how == "per_unit" else None
    fits = of.dimension == by.dimension if unit is None else unit.dimension == f"{of.dimension}/{by.dimension}"
    return "" if fits else "unit"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by variable, and by the place in which a rule looks for its second input."""

    variables: dict[str, list[Cell]]
    places: dict[tuple[str, str, Period, Span], list[Cell]]

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Table:
        """Cells in both orders."""
        variables: dict[str, list[Cell]] = {}
        places: dict[tuple[str, str, Period, Span], list[Cell]] = {}
        for cell in cells:
            variables.setdefault(cell.variable, []).append(cell)
            places.setdefault((cell.variable, cell.region, cell.period, cell.span), []).append(cell)
        return cls(variables, places)

    def beside(self, rule: Rule, of: Cell) -> list[Cell]:
        """The cells of the other input: of the same period, for growth of the one a year before."""
        if rule.how != "comparable_growth":
            return self.places.get((rule.by, of.region, of.period, of.span), [])
        if of.price is not Price.COMPARABLE:
            return []
        before = replace(of.period, first_year=of.period.first_year - 1, last_year=of.period.last_year - 1)
        return self.places.get((rule.of, of.region, before, of.span), [])


def _sums(rule: Rule, cells: list[Cell]) -> list[Key]:
    """Runs of years from each first year on, one coverage, accounting and price each, none missing."""
    lines: dict[Cell, dict[int, Cell]] = {}
    for cell in cells:
        if cell.period.is_year:
            lines.setdefault(replace(cell, period=Period.years(1)), {})[cell.period.last_year] = cell
    found: list[Key] = []
    for years in lines.values():
        for first in rule.since:
            run: list[Cell] = []
            year = first
            while year in years and (year == first or year not in rule.since):
                run.append(years[year])
                found.append((rule.code, tuple(run)))
                year += 1
    return found

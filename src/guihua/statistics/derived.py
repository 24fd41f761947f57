"""Derived indicators: ratio, share, per unit, comparable growth, cumulative, as declared in `plan/data/derived.yaml`.

    found = derive(rows)                 # as known on the day on which the rows were known
    found.values, found.refused
    later = found.revised(observation)   # recomputes exactly what depends on it: later.recomputed

Inputs of one value share region, period, coverage, accounting, price and system, and are measured in units of one
dimension (per_unit: of the declared ones); where they do not, nothing is derived and the refusal is a record. Facts of a
plan are never inputs. A value takes the latest date, the weakest trust and grade and the strictest publish level of its
inputs. Arithmetic is exact; the printed value has six significant digits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache

from guihua.plan.data import load
from guihua.plan.periods import Period
from guihua.plan.statement import Price
from guihua.plan.units import Unit, find_unit
from guihua.statistics.observation import DateTrust, Grade, Observation, Span, Transformation

SOURCE = "derived:"
"""Beginning of the source of a derived figure; the rule's code follows."""
_GRADES = (Grade.OFFICIAL, Grade.PRESS, Grade.SECONDARY, Grade.PLAN)
_TRUST = (DateTrust.EXACT, DateTrust.PARTIAL, DateTrust.COLLECTED, DateTrust.NONE)
_DIGITS = Context(prec=6)


@dataclass(frozen=True, slots=True)
class Rule:
    """One declaration. of, by: variables (`by` is "" where one is enough); free: inputs without a coverage of their own.

    unit is that of a per_unit; since are the first years of a cumulative; words (zh, en) are the formula.
    """

    code: str
    variable: str
    how: str
    of: str
    by: str
    unit: str
    free: frozenset[str]
    since: tuple[int, ...]
    words: tuple[str, str]


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


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived figure as an observation, its exact value in the observation's unit, and the figures it comes from."""

    rule: Rule
    observation: Observation
    exact: Fraction
    inputs: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Inputs of one region and period that do not go together; what: coverage, accounting, price, system, unit, zero."""

    rule: Rule
    what: str
    inputs: tuple[Observation, Observation]


Key = tuple[str, tuple[Cell, ...]]
"""A rule's code and the cells it is computed from."""


@dataclass(frozen=True, slots=True)
class Derivations:
    """Everything that can be derived from some figures. recomputed: what the last revision made be computed."""

    rows: Mapping[Cell, tuple[Observation, ...]]
    values: Mapping[Key, Derived]
    refused: tuple[Refused, ...]
    recomputed: frozenset[Key] = frozenset()

    def revised(self, observation: Observation) -> Derivations:
        """With one figure more: a vintage of a known cell, or a cell that is new. Only its dependents are computed."""
        cell = _cell(observation)
        if cell is None:
            return replace(self, recomputed=frozenset())
        rows = {**self.rows, cell: (*self.rows.get(cell, ()), observation)}
        fresh = frozenset(key for key in _keys(_near(rows, cell)) if cell in key[1])
        found = {key: _value(key, rows) for key in fresh}
        values = {key: value for key, value in {**self.values, **found}.items() if value is not None}
        return Derivations(rows, values, _refusals(rows, values), fresh)


def derive(rows: Iterable[Observation]) -> Derivations:
    """Every derived figure of the given ones, by the standing vintage of each."""
    cells: dict[Cell, tuple[Observation, ...]] = {}
    for row in rows:
        cell = _cell(row)
        if cell is not None:
            cells[cell] = (*cells.get(cell, ()), row)
    keys = _keys(cells)
    values = {key: value for key in keys if (value := _value(key, cells)) is not None}
    return Derivations(cells, values, _refusals(cells, values), frozenset(keys))


def vintages(rows: Iterable[Observation]) -> tuple[Derived, ...]:
    """Every vintage of every derived figure: a new one from each day on which an input was published or revised.

    Figures without a date of publication make none.
    """
    dated = sorted((r for r in rows if r.published and not r.collected), key=lambda r: (r.published or date.min, r.id))
    found: dict[str, Derived] = {}
    now = derive(())
    for row in dated:
        now = now.revised(row)
        for key in now.recomputed & now.values.keys():
            found.setdefault(now.values[key].observation.id, now.values[key])
    order = {id_: n for n, id_ in enumerate(found)}
    return tuple(sorted(found.values(), key=lambda d: (d.rule.code, d.observation.period.end, order[d.observation.id])))


def inputs_of(variables: Iterable[str]) -> frozenset[str]:
    """The variables that must be known for these to be derived."""
    wanted = set(variables)
    return frozenset(name for rule in rules() if rule.variable in wanted for name in (rule.of, rule.by) if name)


def is_derived(observation: Observation) -> bool:
    """Whether a figure was computed here and not published."""
    return observation.source.startswith(SOURCE)


def rule_of(observation: Observation) -> Rule:
    """The declaration by which a derived figure was computed."""
    code = observation.source.removeprefix(SOURCE)
    return next(rule for rule in rules() if rule.code == code)


@cache
def rules() -> tuple[Rule, ...]:
    """All declarations, in the order of the file."""
    return tuple(
        Rule(
            code=entry["code"],
            variable=entry["variable"],
            how=entry["how"],
            of=entry["of"],
            by=entry.get("by", ""),
            unit=entry.get("unit", ""),
            free=frozenset(entry.get("no_coverage", ())),
            since=tuple(int(year) for year in entry.get("since", ())),
            words=(entry["zh"], entry["en"]),
        )
        for entry in load("derived.yaml")
    )


def compute(rule: Rule, figures: tuple[tuple[Fraction, Unit], ...]) -> tuple[Fraction, str] | None:
    """The value of a rule and its unit, from magnitudes with their units; None where it divides by nothing."""
    (of, of_unit), *rest = figures
    if rule.how == "cumulative":
        total = of * of_unit.factor + sum((value * unit.factor for value, unit in rest), Fraction(0))
        return total / of_unit.factor, of_unit.text
    by, by_unit = rest[0]
    if not by:
        return None
    quotient = of * of_unit.factor / (by * by_unit.factor)
    if rule.how == "per_unit":
        unit = find_unit(rule.unit)
        assert unit is not None  # a test holds the file to it
        return quotient / unit.factor, rule.unit
    return {
        "share": (100 * quotient, "%"),
        "ratio": (quotient, "倍"),
        "comparable_growth": (100 * (quotient - 1), "%"),
    }[rule.how]


# Which figures go together


def _cell(o: Observation) -> Cell | None:
    unit = find_unit(o.unit)
    levels = o.transformation is Transformation.LEVEL and o.period.first_year == o.period.last_year
    if unit is None or not levels or o.grade is Grade.PLAN or o.withdrawn or is_derived(o):
        return None
    span = Span.YTD if Span.YTD in o.spans else Span.SINGLE
    return Cell(
        o.region, o.variable, o.period, span, unit.dimension, o.price, o.coverage, o.accounting, o.system, o.base_period
    )


def _near(rows: Mapping[Cell, tuple[Observation, ...]], cell: Cell) -> dict[Cell, tuple[Observation, ...]]:
    """The cells of the same region: none else can be combined with it."""
    return {other: there for other, there in rows.items() if other.region == cell.region}


def _keys(cells: Iterable[Cell]) -> tuple[Key, ...]:
    """Every combination that the rules allow, by what the cells are alone: values play no part."""
    table = _Table.of(cells)
    found: list[Key] = []
    for rule in rules():
        mine = table.variables.get(rule.of, [])
        if rule.how == "cumulative":
            found += _sums(rule, mine)
        else:
            pairs = ((of, by) for of in mine for by in table.beside(rule, of) if not _clash(rule, of, by))
            found += [(rule.code, pair) for pair in pairs]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Table:
    """Cells by variable, and by the place in which a rule looks for its second input."""

    variables: dict[str, list[Cell]]
    places: dict[tuple[str, str, Period, Span], list[Cell]]

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> _Table:
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


def _clash(rule: Rule, of: Cell, by: Cell) -> str:
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


# Values


def _value(key: Key, rows: Mapping[Cell, tuple[Observation, ...]]) -> Derived | None:
    code, cells = key
    rule = next(rule for rule in rules() if rule.code == code)
    inputs = tuple(max(rows[cell], key=standing) for cell in cells)
    found = compute(rule, tuple((Fraction(o.number), _unit(o)) for o in inputs))
    if found is None:
        return None
    return Derived(rule, _observation(rule, inputs, *found), found[0], inputs)


def _unit(o: Observation) -> Unit:
    unit = find_unit(o.unit)
    assert unit is not None  # _cell takes no other
    return unit


def standing(o: Observation) -> tuple[bool, date, int, bool, str]:
    """Which vintage of a cell stands, as in a snapshot: dated, later, closer to the office, revised; the id breaks ties."""
    return (
        not o.collected,
        o.published or o.period.end,
        -_GRADES.index(o.grade),
        o.vintage_note == "revised",
        o.id,
    )


def _observation(rule: Rule, inputs: tuple[Observation, ...], exact: Fraction, unit: str) -> Observation:
    first, last = inputs[0], inputs[-1]
    days = [o.published for o in inputs]
    kinds = {"share": Transformation.SHARE, "comparable_growth": Transformation.YOY}
    price = {"share": Price.NONE, "ratio": Price.NONE, "per_unit": last.price}.get(rule.how, first.price)
    sign = {"cumulative": " + ", "comparable_growth": " ÷ "}.get(rule.how, " ÷ ")
    digest = hashlib.sha256("\x1f".join((rule.code, *(o.id for o in inputs))).encode()).hexdigest()[:16]
    return replace(
        first,
        id=f"d-{digest}",
        variable=rule.variable,
        indicator=rule.words[0],
        period=Period.years(first.period.first_year, last.period.last_year)
        if rule.how == "cumulative"
        else first.period,
        value=_text(exact),
        unit=unit,
        transformation=kinds.get(rule.how, Transformation.LEVEL),
        price=price,
        coverage=last.coverage if first.variable in rule.free else first.coverage,
        publisher="guihua",
        published=None if None in days else max(day for day in days if day is not None),
        date_trust=max((o.date_trust for o in inputs), key=_TRUST.index),
        vintage_note="derived",
        source=f"{SOURCE}{rule.code}",
        grade=max((o.grade for o in inputs), key=_GRADES.index),
        publish_level=max((o.publish_level for o in inputs), key=_strictness),
        base_period=first.base_period if rule.how == "cumulative" else None,
        note=sign.join(f"{o.value}{o.unit}" for o in inputs) + (" − 1" if rule.how == "comparable_growth" else ""),
    )


def _strictness(level: str) -> tuple[int, str]:
    return {"public": 0, "internal": 2}.get(level, 1), level


def _text(exact: Fraction) -> str:
    """Six significant digits, no exponent, no idle zeros."""
    shown = _DIGITS.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    text = f"{shown:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _refusals(rows: Mapping[Cell, tuple[Observation, ...]], values: Mapping[Key, Derived]) -> tuple[Refused, ...]:
    """Figures of one region and period that a rule would combine but may not, and that no other figure makes good."""
    have = {(key[0], key[1][0]) for key in values}
    table = _Table.of(rows)
    found = []
    for rule in rules():
        if not rule.by:
            continue
        for of in table.variables.get(rule.of, []):
            others = table.beside(rule, of)
            if (rule.code, of) in have or not others:
                continue
            by = others[0]
            pair = (max(rows[of], key=standing), max(rows[by], key=standing))
            found.append(Refused(rule, _clash(rule, of, by) or "zero", pair))
    return tuple(found)

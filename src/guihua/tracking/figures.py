"""Observations as figures for one target: unit, year, vintage and coverage put in order; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import groupby

from guihua.plan.quantity import last_place
from guihua.plan.statement import Price
from guihua.plan.units import find_unit
from guihua.statistics.observation import UNSTATED, DateTrust, Grade, Observation, Transformation
from guihua.tracking.settings import Nearest, accounting_family, parts, wholes

_GRADES = {Grade.OFFICIAL: 3, Grade.PRESS: 2, Grade.SECONDARY: 1, Grade.PLAN: 0}
LEVELS = (Transformation.LEVEL, Transformation.SHARE, Transformation.INDEX)


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure in the unit of the target.

    year     the last year of its period
    partial  it covers less than the whole year (2020M01-M10)
    how      "complement" where it is 100 minus what was published, "sum" where published parts were added up
    """

    observation: Observation
    year: int
    value: Fraction
    partial: bool = False
    how: str = ""

    @property
    def at(self) -> float:
        """The end of its period in years: 2018 for a whole year, 2017.5 for what stood in June 2018."""
        return self.year if not self.partial else self.year - 1 + self.observation.period.last_month / MONTHS


MONTHS = 12


@dataclass(frozen=True, slots=True)
class Known:
    """All observations of a region that were known on a date, by variable; `withheld` counts those without any date."""

    rows: Mapping[str, tuple[Observation, ...]]
    withheld: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Observation], *, include_collected: bool, as_of: date = date.max) -> Known:
        """Group what was known on a day; rows without any date are counted and used only with `include_collected`."""
        used: dict[str, list[Observation]] = {}
        withheld: dict[str, int] = {}
        for row in rows:
            if row.withdrawn or row.available > as_of:
                continue
            if row.date_trust is DateTrust.NONE and not include_collected and row.grade is not Grade.PLAN:
                withheld[row.variable] = withheld.get(row.variable, 0) + 1
            else:
                used.setdefault(row.variable, []).append(row)
        return cls({key: tuple(value) for key, value in used.items()}, withheld)

    def of_variable(self, variable: str) -> tuple[Observation, ...]:
        """What is known of a variable."""
        return self.rows.get(variable, ())


def rank(observation: Observation) -> tuple[bool, bool, date, int, bool, str]:
    """Which vintage stands: not the plan's own, dated, later, closer to the office, revised; the id breaks ties."""
    return (
        observation.grade is not Grade.PLAN,
        not observation.collected,
        observation.available,
        _GRADES[observation.grade],
        observation.vintage_note == "revised",
        observation.id,
    )


def figures(
    rows: Iterable[Observation],
    unit: str,
    kinds: Sequence[Transformation] = LEVELS,
    how: str = "",
    *,
    stock: bool = False,
) -> tuple[Figure, ...]:
    """The rows of some transformations within single years, converted to `unit`; other dimensions are left out.

    Of a stock the figure of December is the year's.
    """
    found = []
    for row in rows:
        if row.transformation not in kinds or row.period.first_year != row.period.last_year:
            continue
        value = converted(row, unit)
        if value is None:
            continue
        if how == "complement":
            value = 100 - value
        whole = row.period.is_year or (stock and row.period.last_month == MONTHS)
        found.append(Figure(row, row.period.last_year, value, not whole, how))
    return tuple(found)


def converted(observation: Observation, unit: str) -> Fraction | None:
    """The magnitude in another unit of the same dimension, exactly; None for another dimension."""
    value = Fraction(observation.number)
    if observation.unit == unit or not unit:
        return value
    from_, to = find_unit(observation.unit), find_unit(unit)
    if from_ is None or to is None or from_.dimension != to.dimension:
        return None
    return value * from_.factor / to.factor


def by_coverage(found: Iterable[Figure]) -> dict[str, tuple[Figure, ...]]:
    """Figures grouped by coverage."""
    key = lambda f: f.observation.coverage  # noqa: E731  (a key, used twice)
    return {coverage: tuple(group) for coverage, group in groupby(sorted(found, key=key), key=key)}


def best(found: Iterable[Figure], year: int) -> Figure | None:
    """The figure that stands for a year: the whole year before a part of it, a longer part before a shorter, then rank.

    Where another figure of the same part says the same to more places, that one: a rounded copy decides nothing.
    """
    there = [f for f in found if f.year == year]
    stands = max(there, key=lambda f: (not f.partial, f.observation.period.months, _standing(f)), default=None)
    if stands is None:
        return None
    same = [f for f in there if (f.partial, f.how) == (stands.partial, stands.how) and _finer(f, stands)]
    return max(same, key=lambda f: (-step_of(f), _standing(f)), default=stands)


def step_of(figure: Figure) -> Fraction:
    """The last printed place, in the unit of the target."""
    written = Fraction(figure.observation.number)
    factor = abs(figure.value / written) if written and not figure.how else Fraction(1)
    return factor * last_place(figure.observation.value)


def differ(one: Figure, other: Figure) -> bool:
    """Whether two printed figures differ by more than the rounding of the coarser."""
    return abs(one.value - other.value) > max(step_of(one), step_of(other)) / 2


def _finer(figure: Figure, than: Figure) -> bool:
    """Whether a figure of the same measure is what another was rounded from; a fact of the plan is none beside statistics."""
    plan = figure.observation.grade is Grade.PLAN
    if figure is than or step_of(figure) >= step_of(than) or (plan and than.observation.grade is not Grade.PLAN):
        return False
    near = abs(figure.value - than.value) <= ROUNDED * abs(figure.value)
    return near and comparable(figure.observation, than.observation) and not differ(figure, than)


ROUNDED = Fraction(1, 50)
"""How far a rounded copy lies from its figure at most: a press figure of two digits; 7 beside 7.2 is 7.0 with its zero dropped."""


def _standing(figure: Figure) -> tuple[object, ...]:
    """Rank, with ties broken by what was said and by whom, never by the order of import or the unit."""
    return (*rank(figure.observation)[:-1], figure.observation.source, figure.value)


def yearly(found: Iterable[Figure], *, parts_too: bool) -> tuple[Figure, ...]:
    """One figure a year, in order; years with parts only are taken where `parts_too` says so."""
    rows = tuple(found)
    chosen = (best(rows, year) for year in sorted({f.year for f in rows}))
    return tuple(f for f in chosen if f is not None and (parts_too or not f.partial))


def relation(target: str, observed: str, variable: str, *, adds: bool = False) -> tuple[str, Fraction | None]:
    """How an observation's coverage stands to the target's, and the least share that the part has of the whole.

    same      the one named, or the whole where none is named
    unsaid    the figure names none
    unstated  the target names none, and the figure something else than the whole
    bound     the figure is of a part of what the target is of, and cannot be more than it (`adds`: the quantity adds up)
    whole     the figure is of the whole, the target of a part
    differs   neither is known to hold the other
    """
    if observed == UNSTATED:
        return "unsaid", None
    named = target not in ("", UNSTATED)
    if observed == target or (observed in wholes() and (not named or target in wholes())):
        return "same", None
    whole = not named or target in wholes()
    if (whole and (adds or named)) and (part := _part(observed, variable)) is not None:
        return "bound", part
    if not named:
        return "unstated", None
    if observed in wholes() and (part := _part(target, variable)) is not None:
        return "whole", part
    return "differs", None


ORDER = ("same", "unsaid", "bound", "unstated", "whole", "differs")
"""Which relation of coverages is asked first for a target."""


def _part(coverage: str, variable: str) -> Fraction | None:
    """The least share of the whole that a coverage has of a variable; None where it is not known to be a part."""
    fits = (part for part in parts() if part.part == coverage and any(v in variable for v in part.variables))
    return next((part.least for part in fits), None)


def comparable(one: Observation, other: Observation) -> bool:
    """Whether two levels share price, accounting and kind as far as they say: what is unstated contradicts nothing.

    First, preliminary and final figures (快报, 初步核算, 最终核实) are stages of one accounting.
    """
    if (one.transformation is Transformation.INDEX) is not (other.transformation is Transformation.INDEX):
        return False
    unsaid = (Price.UNSTATED, Price.NONE)
    prices = one.price == other.price or one.price in unsaid or other.price in unsaid
    return prices and _agree(accounting_family(one.accounting), accounting_family(other.accounting))


def _agree(one: str, other: str) -> bool:
    return one == other or UNSTATED in (one, other)


def stand_in_figures(known: Known, choice: Nearest, unit: str) -> tuple[Figure, ...]:
    """The figures of a stand-in for a target's own variable."""
    return figures(known.of_variable(choice.source), unit, how=choice.how)


def text_of(value: Fraction | float) -> str:
    """A magnitude as plain decimal text, at most six digits after the point."""
    return f"{float(value):.6f}".rstrip("0").rstrip(".")

"""Observations as figures for one target: unit, year, vintage and coverage put in order; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import groupby

from guihua.plan.statement import Price
from guihua.plan.units import find_unit
from guihua.statistics.observation import UNSTATED, Grade, Observation, Transformation
from guihua.tracking.settings import Nearest, accounting_family, parts

_GRADES = {Grade.OFFICIAL: 3, Grade.PRESS: 2, Grade.SECONDARY: 1, Grade.PLAN: 0}
LEVELS = (Transformation.LEVEL, Transformation.SHARE, Transformation.INDEX)


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure in the unit of the target.

    year     the last year of its period
    partial  it covers less than the whole year (2020M01-M10)
    how      "complement" where it is 100 minus what was published
    """

    observation: Observation
    year: int
    value: Fraction
    partial: bool = False
    how: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """All observations of a region that were known on a date, by variable; `withheld` those known by collection date only."""

    rows: Mapping[str, tuple[Observation, ...]]
    withheld: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Observation], *, include_collected: bool) -> Known:
        """Group rows; without `include_collected` those dated by collection only are counted, not used."""
        used: dict[str, list[Observation]] = {}
        withheld: dict[str, int] = {}
        for row in rows:
            if row.withdrawn:
                continue
            if row.collected and not include_collected:
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
) -> tuple[Figure, ...]:
    """The rows of some transformations within single years, converted to `unit`; other dimensions are left out."""
    found = []
    for row in rows:
        if row.transformation not in kinds or row.period.first_year != row.period.last_year:
            continue
        value = converted(row, unit)
        if value is None:
            continue
        if how == "complement":
            value = 100 - value
        found.append(Figure(row, row.period.last_year, value, not row.period.is_year, how))
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
    """The figure that stands for a year: the whole year before a part of it, a longer part before a shorter, then rank."""
    there = [f for f in found if f.year == year]
    return max(there, key=lambda f: (f.observation.period.months, rank(f.observation)), default=None)


def yearly(found: Iterable[Figure], *, parts_too: bool) -> tuple[Figure, ...]:
    """One figure a year, in order; years with parts only are taken where `parts_too` says so."""
    rows = tuple(found)
    chosen = (best(rows, year) for year in sorted({f.year for f in rows}))
    return tuple(f for f in chosen if f is not None and (parts_too or not f.partial))


def relation(target: str, observed: str, variable: str) -> tuple[str, Fraction | None]:
    """How an observation's coverage stands to the target's: same, unstated (the target names none), bound, differs.

    bound comes with the least share that the observed part has of the target's whole.
    """
    if observed in (target, UNSTATED):
        return "same", None
    if target in ("", UNSTATED):
        return "unstated", None
    for part in parts():
        if (part.part, part.whole) == (observed, target) and any(v in variable for v in part.variables):
            return "bound", part.least
    return "differs", None


def comparable(one: Observation, other: Observation) -> bool:
    """Whether two levels share price, accounting and kind as far as they say: what is unstated contradicts nothing.

    First, preliminary and final figures (快报, 初步核算, 最终核实) are stages of one accounting.
    """
    if one.transformation is not other.transformation:
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

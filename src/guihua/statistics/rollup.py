"""Roll-up: the sum of the parts against the published total. The difference is shown, never spread.

Levels of one variable are summed where parts and total share period, unit, price, coverage, accounting and system:
a region's leagues and cities, a league's banners and counties; all parks anywhere in a region; all enterprises in a region
or park. Parks and enterprises are no partition of a region, so the difference there is what lies outside them. A part that
exists in the period and published nothing is named; then the sum is not of everything and the difference says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from guihua.plan.periods import Period
from guihua.plan.regions import Region, children
from guihua.plan.statement import Price
from guihua.plan.units import find_unit
from guihua.statistics.bodies import Bodies, BodyKind
from guihua.statistics.derived import standing
from guihua.statistics.observation import Grade, Observation, Span, Transformation

Series = tuple[str, Period, Span, Price, str, str, str, str]
REGIONS = "regions"
"""The parts are the regions one step down; else they are the bodies of a kind."""


@dataclass(frozen=True, slots=True)
class Rollup:
    """One total with its parts, all in the unit of `total` (of the first part where no total was published).

    by          what the parts are: REGIONS, "park" or "enterprise"
    parts       the standing figure of each part
    missing     the parts that have none in the same coverage, accounting and price
    sum         of the parts
    difference  total less sum; None where no total was published
    """

    region: Region
    by: str
    variable: str
    period: Period
    unit: str
    coverage: str
    accounting: str
    price: Price
    total: Observation | None
    parts: tuple[Observation, ...]
    missing: tuple[Region, ...]
    sum: Decimal
    difference: Decimal | None

    @property
    def complete(self) -> bool:
        """Whether every part has a figure."""
        return not self.missing


def rollup(
    rows: Iterable[Observation], place: str, bodies: Bodies | None = None, by: str | BodyKind = REGIONS
) -> tuple[Rollup, ...]:
    """Every period in which a part of a region or park has a figure, oldest first; rows are those known on the day asked for.

    Growth rates, shares and the like are not summed; facts of a plan are no figures. GuihuaError REGION-UNKNOWN.
    """
    bodies = bodies or Bodies()
    groups: dict[Series, dict[str, list[Observation]]] = {}
    for row in rows:
        if _adds_up(row):
            groups.setdefault(_series(row), {}).setdefault(row.region, []).append(row)
    found = []
    for series, group in groups.items():
        below = _parts(place, bodies, by, series[1].end)
        if any(part.code in group for part in below):
            found.append(_of(bodies.place(place), str(by), series, group, below))
    return tuple(sorted(found, key=lambda r: (r.period.end, r.period, r.coverage, r.accounting, r.price.value)))


def rollups(rows: Iterable[Observation], place: str, bodies: Bodies | None = None) -> tuple[Rollup, ...]:
    """Every roll-up of a place and of what lies in it, from above: regions, then their parks, then enterprises."""
    held, bodies = tuple(rows), bodies or Bodies()
    regions = [place, *(part.code for part in _descendants(place))]
    parks = [body.code for body in bodies.bodies if body.kind is BodyKind.PARK]
    found = [one for code in regions for one in rollup(held, code, bodies)]
    found += [one for code in regions for one in rollup(held, code, bodies, BodyKind.PARK)]
    found += [one for code in (*regions, *parks) for one in rollup(held, code, bodies, BodyKind.ENTERPRISE)]
    return tuple(found)


def _descendants(place: str) -> tuple[Region, ...]:
    """All regions below one."""
    below = children(place)
    return (*below, *(deeper for part in below for deeper in _descendants(part.code)))


def _parts(place: str, bodies: Bodies, by: str | BodyKind, day: date) -> tuple[Region, ...]:
    if by == REGIONS:
        return children(place)
    return tuple(bodies.place(body.code) for body in bodies.below(place, BodyKind(by), day))


def _of(
    region: Region, by: str, series: Series, group: dict[str, list[Observation]], below: tuple[Region, ...]
) -> Rollup:
    last = {code: max(there, key=standing) for code, there in group.items()}
    total = last.get(region.code)
    parts = tuple(last[part.code] for part in below if part.code in last)
    unit = (total or parts[0]).unit
    added = sum((_in(part, unit) for part in parts), Fraction(0))
    return Rollup(
        region=region,
        by=by,
        variable=series[0],
        period=series[1],
        unit=unit,
        coverage=series[4],
        accounting=series[5],
        price=series[3],
        total=total,
        parts=parts,
        missing=tuple(part for part in below if part.code not in last),
        sum=_decimal(added),
        difference=None if total is None else _decimal(_in(total, unit) - added),
    )


def _adds_up(row: Observation) -> bool:
    """Whether parts of it make a whole: a published level in a unit that is no rate and no quotient."""
    unit = find_unit(row.unit)
    level = row.transformation is Transformation.LEVEL and row.grade is not Grade.PLAN and not row.withdrawn
    return level and unit is not None and unit.dimension != "rate" and "/" not in unit.dimension


def _series(row: Observation) -> Series:
    unit = find_unit(row.unit)
    assert unit is not None  # _adds_up lets no other through
    span = Span.YTD if Span.YTD in row.spans else Span.SINGLE
    return (row.variable, row.period, span, row.price, row.coverage, row.accounting, row.system, unit.dimension)


def _in(row: Observation, unit: str) -> Fraction:
    from_, to = find_unit(row.unit), find_unit(unit)
    assert from_ is not None and to is not None
    return Fraction(row.number) * from_.factor / to.factor


def _decimal(value: Fraction) -> Decimal:
    """Exact: units differ by powers of ten."""
    return Decimal(value.numerator) / Decimal(value.denominator)

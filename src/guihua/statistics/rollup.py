"""Roll-up over regions: the sum of the parts against the published total. The difference is shown, never spread.

Levels of one variable are summed one step down (region → league or city → banner or county) where parts and total share
period, unit, price, coverage, accounting and system. A part that published nothing is named; then the sum is not of
everything and the difference says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from guihua.plan.periods import Period
from guihua.plan.regions import Region, children
from guihua.plan.regions import region as region_of
from guihua.plan.statement import Price
from guihua.plan.units import find_unit
from guihua.statistics.derived import standing
from guihua.statistics.observation import Grade, Observation, Span, Transformation

Series = tuple[str, Period, Span, Price, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Rollup:
    """One total with its parts, all in the unit of `total` (of the first part where no total was published).

    parts       the standing figure of each part
    missing     the parts that have none in the same coverage, accounting and price
    sum         of the parts
    difference  total less sum; None where no total was published
    """

    region: Region
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


def rollup(rows: Iterable[Observation], region: str) -> tuple[Rollup, ...]:
    """Every period in which a part of `region` has a figure, oldest first; rows are those known on the day asked for.

    Growth rates, shares and the like are not summed; facts of a plan are no figures.
    """
    below = children(region)
    codes = {part.code for part in below} | {region}
    groups: dict[Series, dict[str, list[Observation]]] = {}
    for row in rows:
        if row.region in codes and _adds_up(row):
            groups.setdefault(_series(row), {}).setdefault(row.region, []).append(row)
    found = [_of(region_of(region), series, group, below) for series, group in groups.items() if set(group) - {region}]
    return tuple(sorted(found, key=lambda r: (r.period.end, r.period, r.coverage, r.accounting, r.price.value)))


def _of(region: Region, series: Series, group: dict[str, list[Observation]], below: tuple[Region, ...]) -> Rollup:
    last = {code: max(there, key=standing) for code, there in group.items()}
    total = last.get(region.code)
    parts = tuple(last[part.code] for part in below if part.code in last)
    unit = (total or parts[0]).unit
    added = sum((_in(part, unit) for part in parts), Fraction(0))
    return Rollup(
        region=region,
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

"""What the store says already of a figure that was read: nothing, the same, another value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guihua.errors import GuihuaError
from guihua.plan import concepts
from guihua.plan.periods import Period
from guihua.plan.units import find_unit
from guihua.statistics import holding
from guihua.statistics.harvest.records import Figure
from guihua.statistics.observation import Observation
from guihua.storage import Store

KEPT = {
    "level": "level",
    "share": "share",
    "yoy": "yoy",
    "avg_growth": "mean_growth",
    "index": "index",
    "ratio": "level",
}
"""Transformations of figures that are observations, and the store's names of them; others are for the eye only."""


@dataclass(frozen=True, slots=True)
class Standing:
    """new: nothing there; same: the same value; other: another value (`there` says which, of whom); aside: of a kind that is not stored."""

    kind: str
    there: str = ""


def standings(figures: Sequence[Figure], store: Store | None, as_of: date) -> list[Standing]:
    """For each figure what the store holds of its series and period, whoever published it."""
    held: dict[tuple[str, str], tuple[Observation, ...]] = {}
    return [_standing(figure, store, as_of, held) for figure in figures]


def _standing(
    figure: Figure, store: Store | None, as_of: date, held: dict[tuple[str, str], tuple[Observation, ...]]
) -> Standing:
    if figure.transformation not in KEPT or not figure.region.code or not figure.when.period:
        return Standing("aside")
    if store is None:
        return Standing("new")
    variable = concepts.resolve(figure.indicator).variable
    key = (variable, figure.region.code)
    if key not in held:
        held[key] = tuple(
            holding.query(store, variable=variable, region=figure.region.code, as_of=as_of, include_collected=True)
        )
    same = [o for o in held[key] if _meets(o, figure)]
    if not same:
        return Standing("new")
    equal = [o for o in same if _equal(o, figure)]
    shown = (equal or same)[-1]
    said = f"{shown.value}{shown.unit} {shown.publisher} {shown.published or ''}".strip()
    return Standing("same" if equal else "other", said)


def _meets(o: Observation, figure: Figure) -> bool:
    try:
        period = Period.parse(period_text(figure))
    except GuihuaError:
        return False
    if o.transformation != KEPT[figure.transformation] or o.period != period:
        return False
    return figure.when.span in {str(s) for s in o.spans} and (
        o.coverage == figure.coverage or "unstated" in (o.coverage, figure.coverage)
    )


def _equal(o: Observation, figure: Figure) -> bool:
    a, b = find_unit(o.unit), find_unit(figure.unit)
    if a is None or b is None or a.dimension != b.dimension:
        return False
    return bool(Fraction(o.value) * a.factor == Fraction(figure.value) * b.factor)


def period_text(figure: Figure) -> str:
    """The period as the store writes it: 2021-09 ytd is 2021M01-M09, 2021-Q3 ytd is 2021Q1-Q3."""
    when = figure.when
    year, _, rest = when.period.partition("-")
    if not rest or len(rest) == 4:
        return when.period
    if rest.startswith("H"):
        return year + rest
    if rest.startswith("Q"):
        return f"{year}Q1-Q{rest[1:]}" if when.span == "ytd" and rest != "Q1" else year + rest
    return f"{year}M01-M{rest}" if when.span == "ytd" else f"{year}M{rest}"

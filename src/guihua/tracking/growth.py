"""Mean growth by the rule that makes a verdict true: the published mean first, else ∏(1+g) where no year is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from guihua.plan.statement import Price
from guihua.statistics.observation import Grade, Observation, Transformation
from guihua.tracking.figures import Figure, best, by_coverage, figures, rank


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth since a base year.

    factor  ∏(1+g): value of the last year over value of the base year
    last    the year it reaches to
    how     published_mean, published_change, chained, levels (no rate is known that reaches as far: last level over base)
    """

    factor: Fraction
    last: int
    how: str
    observations: tuple[Observation, ...]

    def mean(self, base_year: int) -> float:
        """Per cent a year."""
        mean: float = 100 * (float(self.factor) ** (1 / (self.last - base_year)) - 1)
        return mean


def growth_since(rows: Iterable[Observation], base_year: int, last_year: int) -> Growth | None:
    """Growth from `base_year` up to `last_year` at most; None where nothing is known. Facts of the plan are no evidence.

    Among what is known the longest reach wins; at the same reach a published mean or change before a chain of yearly
    rates. Rates of different coverage are never chained, nor nominal with real ones; a year without a rate ends the chain.
    """
    evidence = [row for row in rows if row.grade is not Grade.PLAN]
    found = [
        *(_published(row, base_year) for row in evidence),
        *(_chained(group, base_year) for group in _of_one_kind(evidence)),
    ]
    usable = [g for g in found if g is not None and base_year < g.last <= last_year]
    return max(usable, key=lambda g: (g.last, g.how != "chained", rank(g.observations[-1])), default=None)


def _of_one_kind(rows: Iterable[Observation]) -> list[tuple[Figure, ...]]:
    """Yearly rates by coverage; nominal ones and real ones are never chained with one another."""
    groups = by_coverage(_rates(rows)).values()
    return [
        tuple(f for f in group if (f.observation.price is Price.CURRENT) is nominal)
        for group in groups
        for nominal in (False, True)
    ]


def _published(row: Observation, base_year: int) -> Growth | None:
    """A mean over the years since the base, or a change against the base year."""
    last = row.period.last_year
    if row.transformation is Transformation.MEAN_GROWTH:
        if row.period.first_year != base_year + 1 or not row.period.whole_years:
            return None
        factor = (1 + Fraction(row.number) / 100) ** (last - base_year)
        return Growth(factor, last, "published_mean", (row,))
    if row.transformation is Transformation.CHANGE and row.base_period is not None:
        if row.base_period.last_year != base_year or not row.period.is_year:
            return None
        return Growth(1 + Fraction(row.number) / 100, last, "published_change", (row,))
    return None


def _rates(rows: Iterable[Observation]) -> tuple[Figure, ...]:
    """Growth rates of whole years against the year before."""
    return tuple(f for f in figures(rows, "%", (Transformation.YOY,)) if not f.partial)


def _chained(rates: tuple[Figure, ...], base_year: int) -> Growth | None:
    """∏(1+g) over the years after the base without a gap; None where the first of them is missing."""
    factor, year, used = Fraction(1), base_year, []
    while (rate := best(rates, year + 1)) is not None:
        factor, year = factor * (1 + rate.value / 100), year + 1
        used.append(rate.observation)
    return Growth(factor, year, "chained", tuple(used)) if used else None

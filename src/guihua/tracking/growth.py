"""Mean growth by the rule that makes a verdict true: the published mean first, else ∏(1+g) where no year is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from guihua.statistics.observation import Grade, Observation, Transformation
from guihua.tracking.figures import Figure, best, by_coverage, figures, rank


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth since a base year.

    factor  ∏(1+g): value of the last year over value of the base year
    last    the year it reaches to
    how     published_mean, published_change, chained, one_rate (the only rate known speaks for all years so far),
            levels (no rate is known that reaches as far: last level over base)
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
    rates. Rates of different coverage are never chained.
    """
    evidence = [row for row in rows if row.grade is not Grade.PLAN]
    found = [
        *(_published(row, base_year) for row in evidence),
        *(_chained(group, base_year) for group in by_coverage(_rates(evidence)).values()),
    ]
    usable = [g for g in found if g is not None and base_year < g.last <= last_year]
    order = {"published_mean": 3, "published_change": 3, "chained": 2, "one_rate": 1}
    return max(usable, key=lambda g: (order[g.how] > 1, g.last, order[g.how], rank(g.observations[-1])), default=None)


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
    """∏(1+g) over the years after the base without a gap; a single later rate speaks for the years so far."""
    factor, year, used = Fraction(1), base_year, []
    while (rate := best(rates, year + 1)) is not None:
        factor, year = factor * (1 + rate.value / 100), year + 1
        used.append(rate.observation)
    if used:
        return Growth(factor, year, "chained", tuple(used))
    later = sorted({f.year for f in rates if f.year > base_year})
    if len(later) != 1:
        return None
    only = best(rates, later[0])
    assert only is not None
    return Growth((1 + only.value / 100) ** (only.year - base_year), only.year, "one_rate", (only.observation,))

"""How the forecasts would have done: every series, every origin, every horizon up to five years; published with its n.

Calibration counts how often the truth lay below each quantile, and inside each interval; skill compares the error with
the naive forecast (no change). Nothing is chosen by it: the default was fixed before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guihua.errors import GuihuaError
from guihua.plan.periods import Period
from guihua.statistics.observation import Grade, Observation, Transformation
from guihua.tracking.figures import Figure, by_coverage, figures, yearly
from guihua.tracking.forecast import LEAST, forecast, last_run, models

QUANTILES = (0.1, 0.3, 0.5, 0.7, 0.9)
INTERVALS = (0.5, 0.8, 0.95)
SHORTEST = 5
"""Values that a series needs to be back-tested."""


@dataclass(frozen=True, slots=True)
class Series:
    """A yearly series on one coverage, in its own unit."""

    name: str
    unit: str
    years: tuple[int, ...]
    values: tuple[float, ...]

    @property
    def percentages(self) -> bool:
        """Rates and shares are forecast as they are, not in logarithms."""
        return self.unit in ("%", "‰")


@dataclass(frozen=True, slots=True)
class Row:
    """One model at one horizon: forecasts made, shares of truths below each quantile and inside each interval, skill.

    skill is 1 - mean absolute error / that of the naive forecast; None where the naive forecast never erred.
    """

    model: str
    horizon: int
    n: int
    series: int
    below: tuple[tuple[float, float], ...]
    inside: tuple[tuple[float, float], ...]
    skill: float | None


def backtest(
    series: Sequence[Series], horizons: Sequence[int] = (1, 2, 3, 4, 5), *, extra: bool = False
) -> tuple[Row, ...]:
    """All models on all series, with `extra` those of statsforecast too; rows only where a forecast could be tested.

    A forecast that a model of the extra cannot make is not counted, so its n may be smaller.
    """
    found = (_row(model, horizon, series) for model in models(extra=extra) for horizon in horizons)
    return tuple(row for row in found if row is not None)


def annual_series(rows: Iterable[Observation]) -> tuple[Series, ...]:
    """Every variable and region with at least SHORTEST yearly levels, shares or rates without a gap, as they stand last.

    A series keeps to one transformation and coverage; where several have enough, the longest is taken.
    """
    groups: dict[tuple[str, str, str, Transformation], list[Observation]] = {}
    for row in rows:
        if row.grade is not Grade.PLAN and row.period == Period.years(row.period.last_year):
            groups.setdefault((row.region, row.variable, row.unit, row.transformation), []).append(row)
    found = []
    for (region, variable, unit, kind), group in sorted(groups.items(), key=lambda item: item[0][:3]):
        runs = [_run(part) for part in by_coverage(figures(group, unit, (kind,))).values()]
        years, values = max(runs, key=lambda run: len(run[0]))
        if len(years) >= SHORTEST:
            found.append(Series(f"{variable}/{kind.value}@{region}", unit, years, values))
    return tuple(found)


def as_data(rows: Sequence[Row], series: int, made: Mapping[str, str]) -> dict[str, object]:
    """The published calibration as plain data (`tracking/data/calibration.yaml`)."""
    return {
        **made,
        "series": series,
        "rows": [
            {
                "model": r.model,
                "horizon": r.horizon,
                "n": r.n,
                "series": r.series,
                "below": {f"{q:g}": f"{share:.3f}" for q, share in r.below},
                "inside": {f"{q:g}": f"{share:.3f}" for q, share in r.inside},
                "skill": None if r.skill is None else f"{r.skill:.3f}",
            }
            for r in rows
        ],
    }


def _run(part: tuple[Figure, ...]) -> tuple[tuple[int, ...], tuple[float, ...]]:
    chosen = yearly(part, parts_too=False)
    return last_run({f.year: float(f.value) for f in chosen})


def _row(model: str, horizon: int, series: Sequence[Series]) -> Row | None:
    places: list[float] = []
    errors: list[float] = []
    naive: list[float] = []
    used = 0
    for one in series:
        before = len(places)
        for end in range(LEAST, len(one.years) - horizon + 1):
            truth, last = one.values[end + horizon - 1], one.values[end - 1]
            try:
                made = forecast(
                    one.years[:end], one.values[:end], one.years[end - 1] + horizon, model, percentages=one.percentages
                )
            except GuihuaError:
                continue
            places.append(made.at_most(truth))
            size = abs(last) or 1.0
            errors.append(abs(truth - made.median) / size)
            naive.append(abs(truth - last) / size)
        used += len(places) > before
    if not places:
        return None
    n = len(places)
    return Row(
        model,
        horizon,
        n,
        used,
        tuple((q, sum(p <= q for p in places) / n) for q in QUANTILES),
        tuple((w, sum((1 - w) / 2 <= p <= (1 + w) / 2 for p in places) / n) for w in INTERVALS),
        None if not sum(naive) else 1 - sum(errors) / sum(naive),
    )

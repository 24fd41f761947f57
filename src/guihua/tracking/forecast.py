"""Where a short yearly series is likely to stand in the target year: drift and damped trend, with closed-form intervals.

drift          y(T+h) = y_T + h·d, d the mean step; variance σ²·h·(1 + h/(n-1)), n the number of values
damped trend   Holt with damping φ (class 1, additive errors): variance σ²·[1 + Σ_{j<h} c_j²], c_j = α(1 + β·φ(1-φ^j)/(1-φ))

Positive series that are no percentages are taken in logarithms. Intervals use Student's t with n-2 degrees of freedom:
the series are short and σ is estimated. Source: Hyndman & Athanasopoulos, Forecasting: principles and practice, 3rd ed.,
5.5 and 8.2-8.7; Hyndman et al., Forecasting with exponential smoothing (2008), table 6.2.

The default is drift, fixed before any back-test; `guihua backtest` publishes how both did.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from guihua.errors import GuihuaError

DEFAULT = "drift"
LEAST = 4
"""Values that a forecast needs at least."""
ALPHA, BETA, PHI = 0.8, 0.2, 0.9
"""Damped trend: fixed, not fitted; a handful of yearly values cannot carry an estimate of them."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A predictive distribution: location and scale on the working scale (logarithms or values), Student's t."""

    year: int
    centre: float
    scale: float
    freedom: int
    logarithmic: bool
    model: str

    @property
    def median(self) -> float:
        """The middle of the distribution, in the unit of the series."""
        return math.exp(self.centre) if self.logarithmic else self.centre

    def quantile(self, probability: float) -> float:
        """The value that is not exceeded with this probability."""
        from scipy.stats import t

        found = self.centre + self.scale * float(t.ppf(probability, self.freedom))
        return math.exp(found) if self.logarithmic else found

    def at_most(self, value: float) -> float:
        """Probability of a value not above `value`."""
        from scipy.stats import t

        if self.logarithmic and value <= 0:
            return 0.0
        place = math.log(value) if self.logarithmic else value
        if self.scale == 0:
            return float(place >= self.centre)
        return float(t.cdf((place - self.centre) / self.scale, self.freedom))

    def at_least(self, value: float) -> float:
        """Probability of a value not below `value`."""
        return 1 - self.at_most(value)


def forecast(
    years: Sequence[int], values: Sequence[float], year: int, model: str = DEFAULT, *, percentages: bool = False
) -> Forecast:
    """The distribution for a later year. Years without a gap, in order; at least LEAST values.

    Raises GuihuaError FORECAST-SHORT, FORECAST-GAP, FORECAST-PAST, FORECAST-MODEL.
    """
    if len(values) < LEAST or len(values) != len(years):
        raise GuihuaError(
            "FORECAST-SHORT", f"{len(values)} values are too few", f"a forecast needs {LEAST} yearly values"
        )
    if list(years) != list(range(years[0], years[0] + len(years))):
        raise GuihuaError("FORECAST-GAP", "a year is missing in the series", "forecast from the part after the gap")
    if year <= years[-1]:
        raise GuihuaError("FORECAST-PAST", f"{year} is not after the series", "give a later year")
    if model not in MODELS:
        raise GuihuaError("FORECAST-MODEL", f"no model {model!r}", f"known: {', '.join(MODELS)}")
    logarithmic = not percentages and min(values) > 0
    work = [math.log(v) for v in values] if logarithmic else list(map(float, values))
    centre, scale = MODELS[model](work, year - years[-1])
    return Forecast(year, centre, scale, len(values) - 2, logarithmic, model)


def last_run(points: Mapping[int, float]) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The years without a gap that end with the last one, and their values."""
    if not points:
        return (), ()
    year = max(points)
    years = []
    while year in points:
        years.append(year)
        year -= 1
    years.reverse()
    return tuple(years), tuple(points[y] for y in years)


def _drift(values: list[float], ahead: int) -> tuple[float, float]:
    steps = [b - a for a, b in pairwise(values)]
    mean = (values[-1] - values[0]) / len(steps)
    sigma = math.sqrt(sum((s - mean) ** 2 for s in steps) / (len(steps) - 1))
    return values[-1] + ahead * mean, sigma * math.sqrt(ahead * (1 + ahead / len(steps)))


def _damped(values: list[float], ahead: int) -> tuple[float, float]:
    level, slope = values[0], values[1] - values[0]
    errors = []
    for value in values[1:]:
        error = value - (level + PHI * slope)
        errors.append(error)
        level, slope = level + PHI * slope + ALPHA * error, PHI * slope + ALPHA * BETA * error
    damping = [PHI * (1 - PHI**j) / (1 - PHI) for j in range(1, ahead + 1)]
    sigma = math.sqrt(sum(e * e for e in errors[1:]) / max(len(errors) - 2, 1))
    spread = 1 + sum((ALPHA * (1 + BETA * d)) ** 2 for d in damping[:-1])
    return level + damping[-1] * slope, sigma * math.sqrt(spread)


MODELS: Mapping[str, Callable[[list[float], int], tuple[float, float]]] = {"drift": _drift, "damped": _damped}

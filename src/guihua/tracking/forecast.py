"""Where a short yearly series is likely to stand in the target year: drift and damped trend, with closed-form intervals.

drift          y(T+h) = y_T + h·d, d the mean step; variance σ²·h·(1 + h/(n-1)), n the number of values
damped trend   Holt with damping φ (class 1, additive errors): variance σ²·[1 + Σ_{j<h} c_j²], c_j = α(1 + β·φ(1-φ^j)/(1-φ))

Positive series that are no percentages are taken in logarithms. Intervals use Student's t with n-2 degrees of freedom:
the series are short and σ is estimated. Source: Hyndman & Athanasopoulos, Forecasting: principles and practice, 3rd ed.,
5.5 and 8.2-8.7; Hyndman et al., Forecasting with exponential smoothing (2008), table 6.2.

The default and all constants are `data/forecast.yaml`, fixed before any back-test; `guihua backtest` publishes how the models
did. With the extra `forecast` installed the models of statsforecast answer to the same call; none of them is the default.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from itertools import pairwise

from guihua.errors import GuihuaError
from guihua.plan.data import load

_WRITTEN = load("forecast.yaml", "guihua.tracking.data")
DEFAULT: str = _WRITTEN["default"]
LEAST: int = _WRITTEN["least"]
"""Values that a forecast needs at least."""
ALPHA, BETA, PHI = (float(_WRITTEN["damped"][name]) for name in ("alpha", "beta", "phi"))
NORMAL = 1_000_000
"""Degrees of freedom at which Student's t is the normal distribution."""

Made = tuple[float, float, int]
"""Location, scale and degrees of freedom, on the working scale."""


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

    Raises GuihuaError FORECAST-SHORT, FORECAST-GAP, FORECAST-PAST, FORECAST-MODEL, FORECAST-FAILED (a model of the extra).
    """
    if len(values) < LEAST or len(values) != len(years):
        raise GuihuaError(
            "FORECAST-SHORT",
            f"数太少 {len(values)} values are too few",
            f"预测所需的年度数 a forecast needs {LEAST} yearly values",
        )
    if list(years) != list(range(years[0], years[0] + len(years))):
        raise GuihuaError(
            "FORECAST-GAP",
            "序列缺年份 a year is missing in the series",
            "只用缺口之后的年份 forecast from the part after the gap",
        )
    if year <= years[-1]:
        raise GuihuaError(
            "FORECAST-PAST", f"预测年份不在序列之后 {year} is not after the series", "写更晚的年份 give a later year"
        )
    known = models()
    if model not in known:
        raise GuihuaError(
            "FORECAST-MODEL",
            f"没有这种模型 no model {model!r}",
            f"可用 known: {', '.join(known)}; more: guihua[forecast]",
        )
    logarithmic = not percentages and min(values) > 0
    work = [math.log(v) for v in values] if logarithmic else list(map(float, values))
    centre, scale, freedom = known[model](work, year - years[-1])
    return Forecast(year, centre, scale, freedom, logarithmic, model)


def models(*, extra: bool = True) -> Mapping[str, Callable[[list[float], int], Made]]:
    """Every model by name: those of the core, and those of statsforecast where it is installed and asked for."""
    if not extra or not has_extra():
        return MODELS
    return {**MODELS, **{name: partial(_of_package, name) for name in _WRITTEN["extra"]}}


@cache
def has_extra() -> bool:
    """Whether the package of the extra `forecast` is installed; it is loaded only when one of its models is asked for."""
    return find_spec("statsforecast") is not None


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


def _drift(values: list[float], ahead: int) -> Made:
    steps = [b - a for a, b in pairwise(values)]
    mean = (values[-1] - values[0]) / len(steps)
    sigma = math.sqrt(sum((s - mean) ** 2 for s in steps) / (len(steps) - 1))
    return values[-1] + ahead * mean, sigma * math.sqrt(ahead * (1 + ahead / len(steps))), len(values) - 2


def _damped(values: list[float], ahead: int) -> Made:
    level, slope = values[0], values[1] - values[0]
    errors = []
    for value in values[1:]:
        error = value - (level + PHI * slope)
        errors.append(error)
        level, slope = level + PHI * slope + ALPHA * error, PHI * slope + ALPHA * BETA * error
    damping = [PHI * (1 - PHI**j) / (1 - PHI) for j in range(1, ahead + 1)]
    sigma = math.sqrt(sum(e * e for e in errors[1:]) / max(len(errors) - 2, 1))
    spread = 1 + sum((ALPHA * (1 + BETA * d)) ** 2 for d in damping[:-1])
    return level + damping[-1] * slope, sigma * math.sqrt(spread), len(values) - 2


def _of_package(name: str, values: list[float], ahead: int) -> Made:
    """A model of statsforecast: its point forecast, and the scale of the normal distribution behind its 80 % interval.

    GuihuaError FORECAST-FAILED where the model cannot be fitted to so few values.
    """
    import warnings

    import numpy as np
    import statsforecast.models as package
    from scipy.stats import norm

    wanted = _WRITTEN["extra"][name]
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            model = getattr(package, wanted["class"])(**wanted["arguments"])
            made = model.forecast(np.asarray(values, dtype=np.float64), ahead, level=[80])
    except Exception as error:  # the package raises whatever its solver raises
        raise GuihuaError(
            "FORECAST-FAILED", f"预测做不出来 {name} failed: {error}", "改用 use drift or damped"
        ) from None
    centre, low, high = (float(np.asarray(made[key])[-1]) for key in ("mean", "lo-80", "hi-80"))
    scale = (high - low) / (2 * float(norm.ppf(0.9)))
    if not (math.isfinite(centre) and math.isfinite(scale)):
        raise GuihuaError("FORECAST-FAILED", f"预测不收敛 {name}: no finite forecast", "改用 use drift or damped")
    return centre, scale, NORMAL


MODELS: Mapping[str, Callable[[list[float], int], Made]] = {"drift": _drift, "damped": _damped}

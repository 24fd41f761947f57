"""How likely a running target is to be met, in words with the number and the n behind it.

The probability is that of the default forecast. n counts the back-tested forecasts of the same horizon (`guihua
backtest`, tracking/data/calibration.yaml): below 30 the number is indicative.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from guihua.errors import GuihuaError
from guihua.plan.data import load
from guihua.plan.statement import Direction, Form
from guihua.tracking.assessment import Case, Foreseen
from guihua.tracking.figures import text_of
from guihua.tracking.forecast import DEFAULT, Forecast, forecast, last_run

LIKELY, EFFORT, HARD = "likely", "effort", "hard"
_WRITTEN = load("forecast.yaml", "guihua.tracking.data")
FEW: int = _WRITTEN["few"]
"""Back-tested forecasts below which a likelihood is indicative."""
BOUNDS = tuple(float(bound) for bound in _WRITTEN["words"].values())
"""From the first on 预计能完成, from the second on 经努力可完成, else 完成难度较大."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The word's code, the probability, how many back-tested forecasts of this horizon stand behind it, the forecasts.

    fan holds one forecast a year, from the year after the latest value to the target year.
    """

    word: str
    probability: float
    n: int
    fan: tuple[Forecast, ...]

    @property
    def forecast(self) -> Forecast:
        """That of the target year."""
        return self.fan[-1]


def likelihood(case: Case, history: tuple[tuple[int, float], ...], model: str = DEFAULT) -> Likelihood | None:
    """Of a case whose period runs, from comparable yearly values; None where they are too few or do not reach the base."""
    if case.over or case.target is None or case.form in (Form.CUMULATIVE, Form.GROWTH, Form.CHANGE):
        return None
    years, values = last_run(dict(history))
    if not years or years[-1] >= case.target_year:
        return None
    try:
        later = range(years[-1] + 1, case.target_year + 1)
        fan = tuple(forecast(years, values, year, model, percentages=case.limit is not None) for year in later)
    except GuihuaError:
        return None
    found = fan[-1]
    eased = case.target - (case.tolerance if case.direction is Direction.UP else -case.tolerance)
    chance = found.at_least(eased) if case.direction is Direction.UP else found.at_most(eased)
    word = LIKELY if chance >= BOUNDS[0] else EFFORT if chance >= BOUNDS[1] else HARD
    return Likelihood(word, chance, tested(model, case.target_year - years[-1]), fan)


def foreseen(
    years: tuple[int, ...], values: tuple[float, ...], until: int, *, percentages: bool
) -> tuple[Foreseen, ...]:
    """The default forecast of every year after a series up to `until`; errors are those of `forecast`."""
    later = range(years[-1] + 1, until + 1) if years else range(until, until + 1)
    return tuple(told(forecast(years, values, year, percentages=percentages)) for year in later)


def told(one: Forecast) -> Foreseen:
    """A forecast's middle and the ends of its 50 % and 80 % intervals."""
    low, inner_low, middle, inner_high, high = (text_of(one.quantile(p)) for p in (0.1, 0.25, 0.5, 0.75, 0.9))
    return Foreseen(one.year, middle, (inner_low, inner_high), (low, high))


@cache
def tested(model: str, horizon: int) -> int:
    """Back-tested forecasts of this model and horizon in the published calibration; 0 where there are none."""
    for row in load("calibration.yaml", "guihua.tracking.data")["rows"]:
        if row["model"] == model and int(row["horizon"]) == horizon:
            return int(row["n"])
    return 0

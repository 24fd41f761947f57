"""Forecasts of short yearly series, their likelihood words, and the published back-test."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from guihua.errors import GuihuaError
from guihua.plan.data import load
from guihua.plan.statement import Direction, Form
from guihua.statistics.holding import query
from guihua.tracking.assessment import Case, Point
from guihua.tracking.backtest import Series, annual_series, backtest
from guihua.tracking.forecast import ALPHA, BETA, DEFAULT, PHI, forecast, last_run, models
from guihua.tracking.likelihood import likelihood
from tests.tracking.example import example_store

YEARS = (2011, 2012, 2013, 2014, 2015)


def test_drift_has_its_textbook_mean_and_variance() -> None:
    values = [10.0, 12.0, 11.0, 15.0, 16.0]
    found = forecast(YEARS, values, 2018, "drift", percentages=True)
    steps = np.diff(values)
    assert found.centre == pytest.approx(16 + 3 * 1.5)
    assert found.scale == pytest.approx(np.std(steps, ddof=1) * math.sqrt(3 * (1 + 3 / 4)))
    assert found.freedom == 3


def test_damped_trend_has_the_closed_form_variance() -> None:
    values = [10.0, 12.0, 11.0, 15.0, 16.0]
    one, three = (forecast(YEARS, values, y, "damped", percentages=True) for y in (2016, 2018))
    c = [ALPHA * (1 + BETA * PHI * (1 - PHI**j) / (1 - PHI)) for j in (1, 2)]
    assert (three.scale / one.scale) ** 2 == pytest.approx(1 + c[0] ** 2 + c[1] ** 2)


def test_the_damped_variance_is_that_of_simulated_paths() -> None:
    rng = np.random.default_rng(7)
    errors = rng.standard_normal((100_000, 4))
    level = np.zeros(100_000)
    slope = np.zeros(100_000)
    for e in errors.T:
        value = level + PHI * slope + e
        level, slope = level + PHI * slope + ALPHA * e, PHI * slope + ALPHA * BETA * e
    c = [ALPHA * (1 + BETA * PHI * (1 - PHI**j) / (1 - PHI)) for j in (1, 2, 3)]
    assert np.var(value) == pytest.approx(1 + sum(x * x for x in c), rel=0.02)


def test_positive_levels_are_forecast_in_logarithms_and_never_below_zero() -> None:
    found = forecast(YEARS, [100, 80, 66, 50, 41], 2020, "drift")
    assert found.logarithmic
    assert found.quantile(0.001) > 0
    assert found.at_most(0) == 0
    assert found.median == pytest.approx(41 * (41 / 100) ** (5 / 4))


def test_quantiles_and_probabilities_are_inverse() -> None:
    found = forecast(YEARS, [10.0, 12.0, 11.0, 15.0, 16.0], 2018)
    for p in (0.05, 0.5, 0.9):
        assert found.at_most(found.quantile(p)) == pytest.approx(p)


@pytest.mark.parametrize(
    ("years", "values", "year", "model", "code"),
    [
        ((2013, 2014, 2015), (1.0, 2.0, 3.0), 2016, "drift", "FORECAST-SHORT"),
        ((2011, 2013, 2014, 2015), (1.0, 2.0, 3.0, 4.0), 2016, "drift", "FORECAST-GAP"),
        (YEARS, (1.0, 2.0, 3.0, 4.0, 5.0), 2015, "drift", "FORECAST-PAST"),
        (YEARS, (1.0, 2.0, 3.0, 4.0, 5.0), 2016, "oracle", "FORECAST-MODEL"),
    ],
)
def test_what_cannot_be_forecast_is_an_error(
    years: tuple[int, ...], values: tuple[float, ...], year: int, model: str, code: str
) -> None:
    with pytest.raises(GuihuaError) as caught:
        forecast(years, values, year, model)
    assert caught.value.code == code


def test_only_the_years_after_the_last_gap_are_used() -> None:
    assert last_run({2010: 1.0, 2012: 2.0, 2013: 3.0}) == ((2012, 2013), (2.0, 3.0))
    assert last_run({}) == ((), ())


def running(target: float, form: Form = Form.LEVEL) -> Case:
    return Case((Point(2017, 27),), Point(2015, 24), target, 2020, Direction.UP, date(2018, 6, 30), form=form)


HISTORY = tuple((year, 20.0 + year - 2011 + 0.2 * (year % 2)) for year in range(2011, 2018))


@pytest.mark.parametrize(("target", "word"), [(26.5, "likely"), (29.84, "effort"), (40.0, "hard")])
def test_likelihood_has_a_word_a_number_and_its_n(target: float, word: str) -> None:
    found = likelihood(running(target), HISTORY)
    assert found is not None
    assert found.word == word
    assert found.n == next(r["n"] for r in published() if r["model"] == DEFAULT and r["horizon"] == 3)


def test_no_likelihood_is_given_where_no_forecast_can_be_made() -> None:
    assert likelihood(running(30.0), HISTORY[:3]) is None
    assert likelihood(running(30.0, Form.GROWTH), HISTORY) is None


def published() -> list[dict[str, object]]:
    return load("calibration.yaml", "guihua.tracking.data")["rows"]  # type: ignore[no-any-return]


def test_the_published_calibration_is_what_the_backtest_gives() -> None:
    rows = query(example_store(), as_of=date(2025, 6, 30), include_collected=True)
    series = annual_series(rows)
    found = backtest(series)
    assert len(series) == load("calibration.yaml", "guihua.tracking.data")["series"]
    assert [(r.model, r.horizon, r.n) for r in found] == [(r["model"], r["horizon"], r["n"]) for r in published()]
    for ours, theirs in zip(found, published(), strict=True):
        assert {f"{q:g}": f"{s:.3f}" for q, s in ours.inside} == theirs["inside"]


def test_a_backtest_of_random_walks_is_calibrated() -> None:
    rng = np.random.default_rng(3)
    walks = [
        Series(
            str(i), "亿元", tuple(range(2000, 2015)), tuple(np.exp(4 + np.cumsum(0.05 + 0.1 * rng.standard_normal(15))))
        )
        for i in range(60)
    ]
    row = next(r for r in backtest(walks) if (r.model, r.horizon) == ("drift", 1))
    assert dict(row.inside)[0.8] == pytest.approx(0.8, abs=0.04)
    assert dict(row.below)[0.5] == pytest.approx(0.5, abs=0.04)


def test_without_the_extra_only_the_core_answers_and_the_default_is_of_the_core(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("guihua.tracking.forecast.has_extra", lambda: False)
    assert set(models()) == {"drift", "damped"} and DEFAULT in models()
    with pytest.raises(GuihuaError) as caught:
        forecast(YEARS, [10.0, 12.0, 11.0, 15.0, 16.0], 2018, "ets")
    assert "guihua[forecast]" in caught.value.hint

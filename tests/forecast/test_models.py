"""The models of the extra `forecast` answer to the same call as the core's: `make test-forecast` brings them in."""

from __future__ import annotations

import pytest

from guihua.tracking.backtest import Series, backtest
from guihua.tracking.forecast import forecast, has_extra

extra = pytest.mark.skipif(
    not has_extra(),
    reason="statsforecast is not installed here: make test-forecast runs this in an environment of its own",
)


@extra
@pytest.mark.parametrize("model", ["ets", "theta", "arima"])
def test_a_model_of_the_package_answers_to_the_same_call(model: str) -> None:
    years = tuple(range(2001, 2016))
    values = [100 * 1.05**n * (1.01 if n % 2 else 0.99) for n in range(15)]
    found = forecast(years, values, 2017, model)
    assert found.logarithmic and found.model == model
    assert found.quantile(0.1) < found.median < found.quantile(0.9)
    assert found.median == pytest.approx(100 * 1.05**16, rel=0.1)


@extra
def test_a_series_too_short_for_a_model_of_the_package_is_left_out_of_its_n() -> None:
    short = [Series("a", "亿元", (2010, 2011, 2012, 2013, 2014), (1.0, 2.0, 2.5, 3.5, 4.0))]
    rows = {row.model: row.n for row in backtest(short, (1,), extra=True)}
    assert rows["drift"] == 1 and "ets" not in rows

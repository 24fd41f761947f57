"""Chances: the same for the same seed in any number of processes, corrected by back-tests, checked again; false ones refused."""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist, fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.pathways.chances import INDICATIVE, Chance, Risk, counts, settings_of
from guihua.pathways.result import risk_bytes
from guihua.pathways.risk import _counted, pooled_errors
from guihua.proof.seeded import normals, uniforms
from guihua.proof.verify import Verdict
from guihua.tracking.backtest import Series
from guihua.verification import verify


def chance(name: str, probability: str, *, quantity: str = "", n: int = 200) -> Chance:
    return Chance(
        name, name, quantity or name, "value_added", "1", "up", ((2015, "1"), (2016, "1.1")), 2020, False, probability,
        probability, 4, n, "given", "1",
    )  # fmt: skip


def made(*chances: Chance, draws: int = 2000, seed: str = "a") -> Risk:
    blank = Risk("甲", "0" * 64, "2018-12-31", seed, draws, tuple(settings_of().items()), chances, ())
    return replace(blank, counts=_counted(blank, 1))


def test_numbers_of_a_seed_are_the_same_wherever_they_are_drawn_from() -> None:
    whole = list(uniforms("s", "n", 0, 40))
    assert whole == [*uniforms("s", "n", 0, 7), *uniforms("s", "n", 7, 33), *uniforms("s", "n", 33, 40)]
    assert whole != list(uniforms("t", "n", 0, 40)) and all(0 < u < 1 for u in whole)
    drawn = list(normals("s", "n", 0, 4000))
    assert abs(fmean(drawn)) < 0.06 and abs(fmean(x * x for x in drawn) - 1) < 0.1


def test_one_process_and_several_give_the_same_counts() -> None:
    risk = made(chance("a", "0.6"), chance("b", "0.3"), draws=1200)
    assert _counted(risk, 3) == risk.counts


def test_each_target_is_met_as_often_as_its_chance_says() -> None:
    risk = made(chance("a", "0.7"), chance("b", "0.2"), draws=8000)
    assert risk.count("met:a") / 8000 == pytest.approx(0.7, abs=0.02)
    assert risk.count("met:b") / 8000 == pytest.approx(0.2, abs=0.02)


def test_targets_fail_together_more_often_than_by_chance_alone() -> None:
    risk = made(chance("a", "0.5"), chance("b", "0.5"), draws=8000)
    rho = 0.3 + 0.2
    from math import asin, pi

    assert risk.together == pytest.approx(0.25 + asin(rho) / (2 * pi), abs=0.02)


def test_two_targets_of_one_quantity_share_its_error() -> None:
    risk = made(chance("a", "0.5", quantity="x"), chance("b", "0.4", quantity="x"), draws=4000)
    assert risk.together == pytest.approx(0.4, abs=0.02)


def test_what_has_the_widest_error_stands_first_in_the_tornado() -> None:
    risk = made(chance("a", "0.5"), chance("b", "0.99"), draws=4000)
    assert risk.tornado()[0][0].statement == "a"


@given(st.floats(0.01, 0.99), st.sampled_from(["up", "down"]))
def test_a_chance_that_back_tests_confirm_stays(met: float, direction: str) -> None:
    even = tuple((q / 10, q / 10) for q in range(1, 10))
    assert INDICATIVE.corrected(met, direction, even) == pytest.approx(met)


def test_too_bold_forecasts_are_drawn_to_the_middle() -> None:
    bold = ((0.1, 0.25), (0.5, 0.5), (0.9, 0.75))
    assert INDICATIVE.corrected(0.9, "up", bold) == pytest.approx(0.75)


def test_errors_are_what_growth_so_far_would_have_missed() -> None:
    steady = Series("s", "亿元", tuple(range(2010, 2016)), tuple(100 * 1.1**k for k in range(6)))
    assert pooled_errors([steady], 1, 2, straight=False) == pytest.approx([0.0] * 3)


def test_few_back_tests_are_indicative() -> None:
    assert made(chance("a", "0.5", n=29)).indicative and not made(chance("a", "0.5", n=30)).indicative


def test_a_count_that_was_not_drawn_is_refused() -> None:
    series = ((2010, "100"), (2011, "110"), (2012, "121"), (2013, "135"), (2014, "146"))
    from guihua.tracking.forecast import forecast

    found = forecast([y for y, _ in series], [float(v) for _, v in series], 2015)
    n, shares = INDICATIVE.of("drift", 1)
    met = found.at_least(150.0)
    right = f"{INDICATIVE.corrected(met, 'up', shares):.6g}"
    one = Chance("a", "a", "x", "gdp", "150", "up", series, 2015, False, f"{met:.6g}", right, 1, n)
    risk = made(one, draws=500)
    assert verify(risk_bytes(risk)).verdict is Verdict.HOLDS
    more = tuple((name, count + (name == "all")) for name, count in risk.counts)
    assert verify(risk_bytes(replace(risk, counts=more))).verdict is Verdict.REFUSED
    assert verify(risk_bytes(replace(risk, seed="b"))).verdict is Verdict.REFUSED
    assert verify(risk_bytes(made(replace(one, chance="0.999"), draws=500))).verdict is Verdict.REFUSED


def test_the_limit_of_a_chance_is_the_normal_quantile() -> None:
    found = counts(made(chance("a", "0.9"), draws=1000), 0, 1000)
    errors = [x > NormalDist().inv_cdf(0.1) for x in _own("a")]
    assert abs(found["met:a"] - sum(errors)) < 60


def _own(name: str) -> list[float]:
    return list(normals("a", f"own:{name}", 0, 1000))

"""Accounts: sums to zero, blocks used once, what was known when, attribution without rest, misfits named, regressions exact."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.mechanisms.account.reconciling import least_squares
from guihua.mechanisms.core.declaration import load_mechanisms
from guihua.mechanisms.core.freezing import freeze_rows
from guihua.mechanisms.core.records import Job
from guihua.mechanisms.core.running import rules_of, run
from guihua.tracking.drivers import lmdi_change
from tests.corpus import corpus


def account(name, on=None, known=None, **inputs):
    declaration = load_mechanisms()[name]
    frozen = tuple(freeze_rows(declaration.input(k), rows) for k, rows in inputs.items())
    return run(Job(declaration, frozen, rules_of(declaration), on=on, known=known)).decided.outcome


def act(number, source, target, amount, **more):
    return {
        "act": f"A{number:03}",
        "asset": "水",
        "from": source,
        "to": target,
        "amount": str(amount),
        "unit": "万立方米",
        **more,
    }


acts = st.lists(
    st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("丁戊"), st.integers(1, 9)), min_size=1, max_size=8
)


@given(acts)
def test_postings_of_every_act_sum_to_zero_and_make_the_balances(moves):
    rows = [act(i, f"外部:{a}", b, n) for i, (a, b, n) in enumerate(moves)]
    outcome = account("quotas", acts=rows)
    sums = {}
    for row in outcome.table("postings").records():
        sums[row["transaction"]] = sums.get(row["transaction"], 0) + int(row["amount"])
    assert set(sums.values()) == {0}
    assert sum(Fraction(r["balance"]) for r in outcome.table("balances").records()) == 0


@given(acts, st.randoms())
def test_the_order_of_independent_acts_changes_no_balance(moves, random):
    rows = [act(i, f"外部:{a}", b, n) for i, (a, b, n) in enumerate(moves)]
    mixed = list(rows)
    random.shuffle(mixed)
    assert account("quotas", acts=rows).answer == account("quotas", acts=mixed).answer


def test_balances_are_as_known_on_the_day_that_is_asked():
    rows = [act(1, "外部", "储备", 5, on="2019-01-01", known="2021-01-01"), act(2, "外部", "储备", 7, on="2019-01-01")]
    then = account("quotas", on=date(2020, 1, 1), known=date(2020, 1, 1), acts=rows)
    now = account("quotas", on=date(2020, 1, 1), known=date(2022, 1, 1), acts=rows)
    assert (then.answer["balances"]["储备|水"], now.answer["balances"]["储备|水"]) == ("7", "12")


def test_a_unit_that_does_not_convert_is_named_by_its_row():
    with pytest.raises(GuihuaError) as error:
        account("quotas", acts=[act(1, "外部", "储备", 5), {**act(2, "外部", "储备", 5), "unit": "亩"}])
    assert error.value.code == "ACCOUNT-FACTOR" and "第 2 行" in error.value.title


parts = st.lists(st.integers(1, 60), min_size=1, max_size=6)


@given(parts)
def test_a_block_is_never_used_for_more_than_it_is(sizes):
    blocks = [{"block": "B", "capacity": "100"}]
    plans = [{"plan": f"P{i}", "capacity": "1", "ratio": "1"} for i in range(len(sizes))]
    uses = [{"block": "B", "plan": f"P{i}", "amount": str(n)} for i, n in enumerate(sizes)]
    try:
        outcome = account("capacity-replacement", blocks=blocks, plans=plans, uses=uses)
        assert sum(sizes) <= 100 and outcome.answer["left"] == {"B": str(100 - sum(sizes))}
    except GuihuaError as error:
        assert error.code == "ACCOUNT-BLOCK" and sum(sizes) > 100


def test_a_plan_is_judged_by_the_ratio_of_its_day():
    plans = [
        {
            "plan": f"{area}{day}",
            "industry": "水泥熟料",
            "key_area": area,
            "limited": "否",
            "capacity": "100",
            "on": day,
        }
        for area in ("是", "否")
        for day in ("2021-07-31", "2021-08-01", "2017-01-01")
    ]
    outcome = account(
        "capacity-replacement",
        blocks=[{"block": "B", "capacity": "1"}],
        plans=plans,
        uses=[{"block": "B", "plan": "外省"}],
    )
    assert [r["ratio"] for r in outcome.table("plans").records()] == ["1.5", "2", "", "1.25", "1.5", ""]
    assert [r["status"] for r in outcome.table("plans").records()][2] == "未定义"


series = st.lists(st.tuples(*[st.integers(1, 1000)] * 4), min_size=1, max_size=5)


@given(series)
def test_attribution_leaves_no_rest(rows):
    y0, y1, e0, e1 = (list(c) for c in zip(*rows, strict=True))
    assert abs(sum(lmdi_change(y0, y1, e0, e1)) - (sum(e1) - sum(e0))) < 1e-6


def test_regressions_have_the_published_digits():
    """NIST StRD: Norris is not at hand here; NoInt1 and NoInt2 are, with eleven digits."""
    data = json.loads((corpus("reference") / "nist_strd_linear.json").read_text())
    for name in ("noint1", "noint2"):
        case = data[name]
        beta, errors, spread = least_squares([[Fraction(x)] for x in case["x"]], [Fraction(y) for y in case["y"]])
        assert float(beta[0]) == pytest.approx(case["beta"][0], rel=1e-13)
        assert errors[0] == pytest.approx(case["se"][0], rel=1e-12)
        assert spread == pytest.approx(case["rsd"], rel=1e-12)


LONGLEY = """
60323 83.0 234289 2356 1590 107608 1947
61122 88.5 259426 2325 1456 108632 1948
60171 88.2 258054 3682 1616 109773 1949
61187 89.5 284599 3351 1650 110929 1950
63221 96.2 328975 2099 3099 112075 1951
63639 98.1 346999 1932 3594 113270 1952
64989 99.0 365385 1870 3547 115094 1953
63761 100.0 363112 3578 3350 116219 1954
66019 101.2 397469 2904 3048 117388 1955
67857 104.6 419180 2822 2857 118734 1956
68169 108.4 442769 2936 2798 120445 1957
66513 110.8 444546 4681 2637 121950 1958
68655 112.6 482704 3813 2552 123366 1959
69564 114.2 502601 3931 2514 125368 1960
69331 115.7 518173 4806 2572 127852 1961
70551 116.9 554894 4007 2827 130081 1962
"""


def test_longley_has_its_published_digits():
    """Longley (1967), the data of NIST StRD; certified values as reprinted in the corpus."""
    rows = [[Fraction(v) for v in line.split()] for line in LONGLEY.split("\n") if line]
    beta, errors, spread = least_squares([[Fraction(1), *r[1:]] for r in rows], [r[0] for r in rows])
    case = json.loads((corpus("reference") / "nist_strd_linear.json").read_text())["longley"]
    assert [float(b) for b in beta] == pytest.approx(case["beta"], rel=1e-12)
    assert errors == pytest.approx(case["se"], rel=1e-12)
    assert spread == pytest.approx(case["rsd"], rel=1e-12)


def test_published_counts_of_the_outlook_come_from_rows(tmp_path):
    rows = [
        {"name": f"G{i}", "intensity_target": "-3", "intensity": v}
        for i, v in enumerate(["-3"] * 9 + ["-2.8"] * 2 + ["0"] * 19)
    ]
    declaration = load_mechanisms()["energy-outlook"]
    found = run(Job(declaration, (freeze_rows(declaration.inputs[0], rows),), rules_of(declaration), "2020Q3"))
    figures = {f.name: f.value for f in found.figures}
    assert (figures["intensity_green"], figures["intensity_yellow"], figures["intensity_red"]) == ("9", "2", "19")

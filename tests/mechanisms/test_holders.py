"""Holders as a tree: what stands at the top is the sum of all below; a way back to the start is found wherever there is one."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from guihua.mechanisms.account.holders import loop, rolled
from guihua.mechanisms.account.records import STEP

AMOUNTS = st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=12)


@given(AMOUNTS, st.randoms(use_true_random=False))
def test_the_top_of_a_tree_holds_the_sum_of_all_below(amounts: list[int], random: object) -> None:
    choose = random.randrange  # type: ignore[attr-defined]
    parents = {f"h{i}": "" if i == 0 else f"h{choose(i)}" for i in range(len(amounts))}
    balances = {(f"h{i}", "水"): v for i, v in enumerate(amounts)} | {("外部", "水"): 5}
    rows = {r[0]: r for r in rolled(balances, {"水": "万立方米"}, parents)}
    assert Fraction(rows["h0"][3]) == Fraction(sum(amounts), STEP)
    assert "外部" not in rows and all(Fraction(rows[f"h{i}"][2]) == Fraction(v, STEP) for i, v in enumerate(amounts))


@given(st.integers(2, 9), st.integers(0, 8), st.booleans())
def test_a_loop_is_found_wherever_it_is_closed_and_only_on_one_day(size: int, cut: int, closed: bool) -> None:
    acts = [
        {"act": f"a{i}", "from": f"h{i}", "to": f"h{(i + 1) % size}", "asset": "水", "on": "2020-01-01"}
        for i in range(size)
    ]
    if not closed:
        acts[cut % size]["on"] = "2020-01-02"
    found = loop(list(enumerate(acts, 1)))
    assert len(found) == (size if closed else 0)

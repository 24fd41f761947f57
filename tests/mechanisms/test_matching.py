"""Meetings: published instances, laws, and false results refused."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.mechanisms.matching import Order, assign, auction, flow, stable
from guihua.mechanisms.matching.checks import assigned_fault, auction_fault, flow_fault, stable_fault
from guihua.mechanisms.matching.why import why_not, why_not_order, why_not_pair
from tests.corpus import corpus

README = (
    {"A": ["C"], "S": ["C", "M"], "D": ["C", "M", "G"], "J": ["C", "G", "M"], "L": ["M", "C", "G"]},
    {"M": ["D", "L", "S", "J"], "C": ["D", "A", "S", "L", "J"], "G": ["D", "J", "L"]},
    {"M": 2, "C": 2, "G": 2},
)


def test_the_published_hospitals_and_residents() -> None:
    """The example of the documentation of `matching` (github.com/daffidwilde/matching): M:{L,S} C:{D,A} G:{J}."""
    found = stable(*README)
    assert {p: set(found.of_place(p)) for p in "MCG"} == {"M": {"L", "S"}, "C": {"D", "A"}, "G": {"J"}}
    assert not stable_fault(found)


def test_every_instance_of_the_reference_file() -> None:
    for case in json.loads(corpus("reference", "matching_examples.json").read_text(encoding="utf-8")):
        found = stable(case["proposers"], case["reviewers"], case["capacity"])
        assert {p: sorted(found.of_place(p)) for p in case["reviewers"]} == {
            p: sorted(v) for p, v in case["expected"].items()
        }
        assert not stable_fault(found)


def test_a_place_without_room_takes_nobody_and_blocks_nothing() -> None:
    found = stable({"a": ["x", "y"]}, {"x": ["a"], "y": ["a"]}, {"x": 0, "y": 1})
    assert found.pairs == (("a", "y"),) and not stable_fault(found)


def test_another_pairing_is_refused_with_the_pair_that_would_rather_meet() -> None:
    found = stable(*README)
    other = replace(found, pairs=tuple((c, {"L": "G", "J": "M"}.get(c, p)) for c, p in found.pairs))
    assert "rather" in stable_fault(other)


def test_why_not_me_names_the_better_ones() -> None:
    found = stable(*README)
    assert [(w.about, w.reason, set(w.who)) for w in why_not(found, "J")] == [("C", "better", {"D", "A"})]


@st.composite
def wishes(draw: st.DrawFn) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, int]]:
    people, places = (
        [f"p{i}" for i in range(draw(st.integers(0, 5)))],
        [f"q{j}" for j in range(draw(st.integers(0, 4)))],
    )
    lists = {p: draw(st.lists(st.sampled_from(places), unique=True)) if places else [] for p in people}
    back = {q: draw(st.lists(st.sampled_from(people), unique=True)) if people else [] for q in places}
    return lists, back, {q: draw(st.integers(0, 3)) for q in places}


@given(wishes())
def test_no_pair_would_rather_meet_whatever_the_lists(
    case: tuple[dict[str, list[str]], dict[str, list[str]], dict[str, int]],
) -> None:
    assert not stable_fault(stable(*case))


@given(wishes())
def test_names_and_the_order_of_proposing_change_nothing(
    case: tuple[dict[str, list[str]], dict[str, list[str]], dict[str, int]],
) -> None:
    lists, back, room = case
    found = dict(stable(lists, back, room).pairs)
    assert dict(stable(dict(reversed(lists.items())), back, room).pairs) == found
    new = lambda n: f"甲{n}"  # noqa: E731
    renamed = stable(
        {new(p): list(map(new, w)) for p, w in lists.items()}, {new(q): list(map(new, w)) for q, w in back.items()},
        {new(q): n for q, n in room.items()},
    )  # fmt: skip
    assert dict(renamed.pairs) == {new(p): new(q) for p, q in found.items()}


@settings(max_examples=60)
@given(st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(0, 9), max_size=12))
def test_an_assignment_has_the_most_pairs_at_the_least_cost(costs: dict[tuple[str, str], int]) -> None:
    found = assign(costs)
    assert not assigned_fault(found)
    best = min(
        (
            (-len(p), sum(costs[q] for q in p))
            for right in permutations("wxyz")
            if (p := [q for q in zip("abcd", right, strict=True) if q in costs]) or True
        ),
        default=(0, 0),
    )
    assert (-len(found.pairs), found.cost) <= best


def test_a_dearer_assignment_and_false_prices_are_refused() -> None:
    costs = {("a", "x"): 1, ("a", "y"): 2, ("b", "x"): 1, ("b", "y"): 5}
    found = assign(costs)
    assert found.pairs == (("a", "y"), ("b", "x")) and found.cost == 3
    assert assigned_fault(replace(found, pairs=(("a", "x"), ("b", "y"))))
    assert assigned_fault(replace(found, left=(), right=()))
    assert why_not_pair(found, "a", "x").reason == "dearer"


def dantzig() -> tuple[dict[str, Fraction], dict[str, Fraction], list[tuple[str, str, Fraction, None]]]:
    distance = {"a": ("2.5", "1.7", "1.8"), "b": ("2.5", "1.8", "1.4")}
    ways = [(p, m, Fraction(d) * 9 / 100, None) for p, row in distance.items() for m, d in zip("xyz", row, strict=True)]
    return {"a": Fraction(350), "b": Fraction(600)}, {"x": Fraction(325), "y": Fraction(300), "z": Fraction(275)}, ways


def test_the_published_transport_problem_exactly() -> None:
    """Dantzig, Linear Programming and Extensions (1963), chapter 3.3: 153.675."""
    found = flow(*dantzig())
    assert (found.total, found.cost) == (900, Fraction("153.675"))
    assert not flow_fault(found)
    moved = tuple((a, b, x - 1 if (a, b) == found.amounts[0][:2] else x) for a, b, x in found.amounts)
    assert flow_fault(replace(found, amounts=moved))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=3),
    st.lists(st.integers(0, 9), min_size=1, max_size=3),
    st.data(),
)
def test_a_flow_conserves_quantities_and_is_proved(have: list[int], need: list[int], data: st.DataObject) -> None:
    supply, demand = (
        {f"s{i}": Fraction(q, 4) for i, q in enumerate(have)},
        {f"d{j}": Fraction(q, 4) for j, q in enumerate(need)},
    )
    ways = [
        (a, b, Fraction(data.draw(st.integers(0, 20)), 2), data.draw(st.sampled_from([None, Fraction(1, 2), Fraction(1)])))
        for a in supply for b in demand if data.draw(st.booleans())
    ]  # fmt: skip
    assert not flow_fault(flow(supply, demand, ways))


def orders(buys: list[tuple[int, int]], sells: list[tuple[int, int]]) -> list[Order]:
    found = [Order(f"b{i}", "buy", Fraction(p), Fraction(q)) for i, (p, q) in enumerate(buys)]
    return found + [Order(f"s{i}", "sell", Fraction(p), Fraction(q)) for i, (p, q) in enumerate(sells)]


def test_the_published_auction_of_four_principles() -> None:
    """ASX, appendix on the open auction: the greatest volume from 610 to 639, the least surplus from 635, buyers left: 639."""
    found = auction(orders([(640, 500), (639, 500), (639, 500), (634, 1000), (633, 500)],
                           [(610, 1000), (640, 500), (641, 520), (642, 550), (643, 519)]))  # fmt: skip
    assert (found.price, found.volume, found.low, found.high) == (639, 1000, 635, 639)
    assert not auction_fault(found)


@pytest.mark.parametrize("rule", ["time", "pro-rata"])
def test_every_auction_of_the_reference_file(rule: str) -> None:
    for case in json.loads(corpus("reference", "call_auction_examples.json").read_text(encoding="utf-8")).values():
        found = auction(orders(case["buys"], case["sells"]), rule=rule)
        assert (found.price, found.volume) == (case["expected"]["price"], case["expected"]["volume"])
        assert not auction_fault(found)


BOOK = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 9)), max_size=6)


@given(BOOK, BOOK, st.sampled_from(["time", "pro-rata"]), st.one_of(st.none(), st.integers(1, 12)))
def test_an_auction_leaves_no_executable_pair(
    buys: list[tuple[int, int]], sells: list[tuple[int, int]], rule: str, last: int | None
) -> None:
    found = auction(orders(buys, sells), rule=rule, reference=None if last is None else Fraction(last))
    assert not auction_fault(found)
    fills = dict(found.fills)
    left = {
        side: [o.price for o in found.orders if o.side == side and fills.get(o.id, 0) < o.quantity]
        for side in ("buy", "sell")
    }
    assert (
        not (left["buy"] and left["sell"])
        or max(left["buy"]) < min(left["sell"])
        or max(left["buy"]) <= (found.price or 0)
    )
    assert sum(fills.get(o.id, Fraction(0)) for o in found.orders if o.side == "buy") == found.volume


def test_false_auctions_are_refused() -> None:
    found = auction(orders([(10, 5), (9, 5)], [(8, 4), (9, 4)]))
    assert not auction_fault(found)
    assert auction_fault(replace(found, price=(found.price or 0) + 5))
    assert auction_fault(replace(found, volume=found.volume - 1))
    assert auction_fault(replace(found, fills=tuple((n, q) for n, q in found.fills if n != "b0")))
    assert why_not_order(found, "b1").reason == "margin"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: auction([Order("a", "buy", Fraction(-1), Fraction(1))]),
        lambda: auction([Order("a", "buy", Fraction(1), Fraction(1)), Order("a", "sell", Fraction(1), Fraction(1))]),
        lambda: stable({"a": ["x", "x"]}, {"x": ["a"]}),
        lambda: stable({"a": ["z"]}, {"x": ["a"]}),
        lambda: stable({"a": ["x"]}, {"x": ["a"]}, {"x": -1}),
        lambda: assign({("a", "x"): -1}),
        lambda: flow({"a": Fraction(-1)}, {"x": Fraction(1)}, []),
    ],
)
def test_bad_input_is_named(wrong: object) -> None:
    with pytest.raises(GuihuaError) as raised:
        wrong()  # type: ignore[operator]
    assert raised.value.code.startswith("MATCH-")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            {"proposers": README[0], "reviewers": README[1], "capacity": README[2]},
            {"matching": {"M": ["L", "S"], "C": ["D", "A"], "G": ["J"]}},
        ),
        ({"costs": [["a", "x", 1], ["a", "y", 2], ["b", "x", 1], ["b", "y", 5]]}, {"cost": 3}),
        (
            {"supply": {"a": 2}, "demand": {"x": 1, "y": 3}, "ways": [["a", "x", 2], ["a", "y", 1.5]]},
            {"total": 2, "cost": 3},
        ),
        ({"buys": [[640, 500], [639, 1000]], "sells": [[610, 1000]]}, {"price": 639, "volume": 1000}),
    ],
)
def test_a_meeting_by_itself_at_the_command(table, expected, tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    from guihua.cli.main import main

    file, bundle = tmp_path / "m.json", tmp_path / "b.json"
    file.write_text(json.dumps(table), encoding="utf-8")
    assert (
        main(["run", "market" if "buys" in table else "matching", str(file), "--format", "json", "-o", str(bundle)])
        == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert {k: found[k] for k in expected} == expected
    assert main(["verify", str(bundle)]) == 0


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"buys": [[1]], "sells": []}', '{"buys": [[-1, 2]], "sells": []}'])
def test_a_file_that_is_no_meeting_is_named(text, tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    from guihua.cli.main import main

    file = tmp_path / "m.json"
    file.write_text(text, encoding="utf-8")
    assert main(["run", "market", str(file)]) == 2
    assert "MATCH-" in capsys.readouterr().err

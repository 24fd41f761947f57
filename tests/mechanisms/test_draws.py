"""Draws: RFC 3797 line by line, beacons, strata that leave one another alone, exact chances, teams and what blocks them."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.mechanisms.core.declaration import load_mechanisms
from guihua.mechanisms.core.freezing import freeze_rows
from guihua.mechanisms.core.records import Job
from guihua.mechanisms.core.running import bundle_of, run
from guihua.mechanisms.draw.assigning import assign
from guihua.mechanisms.draw.beacon import beacon_from, check_beacon
from guihua.mechanisms.draw.decide import proportional
from guihua.mechanisms.draw.records import Team
from guihua.mechanisms.draw.seeding import draw_key, seed_of
from guihua.proof.bundle import write
from guihua.proof.draws import digests, key_of, rfc3797
from guihua.proof.verify import Verdict
from guihua.verification import reseal, verify
from tests.corpus import corpus


def test_the_example_of_the_rfc_line_by_line():
    folder = corpus("reference", "rfc3797")
    seeds = [s for s in (folder / "ref.seeds").read_text().splitlines() if not s.startswith("#")]
    key = key_of(seeds)
    assert key == "9319./2.5.8.10.12./9.18.26.34.41.45./"
    drawn, marks = rfc3797(key, 25, 16), digests(key, 16)
    for line in (folder / "ref.results").read_text().splitlines()[1:]:
        index, digest, left, _, number = line.split()[:5]
        assert marks[int(index) - 1] == digest
        assert 25 - int(index) + 1 == int(left)
        assert drawn[int(index) - 1] == int(number)


@given(st.text(max_size=30), st.integers(1, 300), st.data())
def test_draws_are_those_of_the_plain_list(key, pool, data):
    take = data.draw(st.integers(0, pool))
    left, plain = list(range(1, pool + 1)), []
    for i in range(take):
        mark = i.to_bytes(2, "big")
        plain.append(left.pop(int.from_bytes(hashlib.md5(mark + key.encode() + mark).digest(), "big") % len(left)))
    assert rfc3797(key, pool, take) == plain


def test_more_than_there_are_cannot_be_drawn():
    with pytest.raises(GuihuaError) as error:
        rfc3797("k", 3, 4)
    assert error.value.code == "DRAW-SIZE"


def test_public_beacons_hold_and_the_wrong_round_does_not():
    pytest.importorskip("py_ecc", reason="the extra beacon is not installed")
    for row in json.loads((corpus("reference") / "drand_vectors.json").read_text()):
        found = check_beacon(beacon_from(row))
        assert found.holds == row["valid"]
        assert found.signature == bool(row.get("public_key"))


def test_a_round_of_a_beacon_is_a_seed_and_another_value_is_refused(tmp_path):
    signature = "00ff" * 48
    value = hashlib.sha256(bytes.fromhex(signature)).hexdigest()
    round_ = {"round": 7, "signature": signature, "randomness": value}
    seed = seed_of(beacon_from(round_))
    assert draw_key([seed]) == value.upper() + "/" and draw_key(["3 8 12"]) == "3.8.12./"
    with pytest.raises(GuihuaError, match="DRAW-BEACON"):
        seed_of(beacon_from({**round_, "randomness": "00" * 32}))
    declaration = load_mechanisms()["expert-panel"]
    rows = [{"code": f"E{n:02}", "field": "甲"} for n in range(9)]
    found = run(
        Job(
            declaration,
            (freeze_rows(declaration.inputs[0], rows),),
            seed=(seed,),
            settings={"take": "2", "substitutes": "1"},
        )
    )
    bundle = bundle_of(found)
    assert verify(write(bundle)).verdict is Verdict.HOLDS
    forged = write(bundle).replace(b"drand:unchained:7:00ff", b"drand:unchained:7:01ff")
    assert verify(reseal(forged)).verdict is Verdict.REFUSED


def sampled(objects, **settings):
    declaration = load_mechanisms()["expert-panel"]
    rows = [{"code": c, "field": f} for c, f in objects]
    frozen = freeze_rows(declaration.inputs[0], rows)
    found = run(Job(declaration, (frozen,), seed=("3 8 12",), settings={"take": "2", "substitutes": "1", **settings}))
    return [(r[1], r[3], r[5]) for r in found.decided.outcome.table("drawn").rows]


codes = st.lists(
    st.tuples(st.integers(0, 99).map(lambda n: f"E{n:02}"), st.sampled_from("甲乙丙")),
    unique_by=lambda m: m[0],
    min_size=3,
)


@given(codes, st.randoms())
def test_the_order_of_the_list_changes_nothing(members, random):
    mixed = list(members)
    random.shuffle(mixed)
    assert sampled(members) == sampled(mixed)


@given(codes)
def test_a_member_more_in_one_stratum_leaves_the_others_alone(members):
    before, after = sampled(members), sampled([*members, ("Z99", "甲")])
    assert [r for r in before if r[1] != "甲"] == [r for r in after if r[1] != "甲"]


def test_one_changed_byte_is_another_draw():
    assert rfc3797("1.2.3./", 10_000, 20) != rfc3797("1.2.4./", 10_000, 20)


sizes = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3), st.integers(1, 50).map(Fraction), min_size=2, max_size=15
)


@given(sizes, st.data())
def test_chances_are_exact_and_sum_to_the_number_drawn(members, data):
    take = data.draw(st.integers(1, len(members)))
    drawn = proportional("k", list(members.items()), take)
    assert len(drawn) == take == len({c for c, _ in drawn})
    certain = {c for c, p in drawn if p == 1}
    rest = sum((s for c, s in members.items() if c not in certain), Fraction(0))
    for code, chance in drawn:
        assert chance == 1 or chance == members[code] * (take - len(certain)) / rest
    for code, size in members.items():
        if code not in certain and take > len(certain):
            assert size * (take - len(certain)) < rest


def test_chances_are_those_of_many_draws():
    members = [("a", Fraction(1)), ("b", Fraction(2)), ("c", Fraction(3)), ("d", Fraction(4))]
    counts = dict.fromkeys("abcd", 0)
    for i in range(2000):
        for code, _ in proportional(f"key {i}", members, 2):
            counts[code] += 1
    for code, size in members:
        assert abs(counts[code] / 2000 - float(size) / 5) < 0.05


STAFF = [("Z1", "一", "甲局", 2), ("Z2", "二", "甲局", 2), ("Z3", "三", "乙局", 2)]


def test_teams_are_of_two_bodies_within_loads_and_recusals():
    made = assign(
        [
            ("C1", ("三",)),
        ],
        [*STAFF, ("Z4", "四", "丙局", 1)],
        Team(2, True),
        "k",
    )
    assert dict(made.teams)["C1"] in (("Z1", "Z4"), ("Z2", "Z4"))


def test_the_blocking_set_is_named():
    with pytest.raises(GuihuaError) as error:
        assign([("C1", ()), ("C2", ()), ("C3", ())], STAFF, Team(2, True), "k")
    assert error.value.code == "DRAW-TEAM" and "C1" in error.value.title and "三" in error.value.hint


@given(st.integers(1, 6), st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(1, 3)), min_size=1, max_size=6))
def test_teams_are_found_exactly_where_there_are_any(count, people):
    from itertools import combinations, product

    staff = [(f"Z{i}", f"Z{i}", body, load) for i, (body, load) in enumerate(people)]
    count = min(count, 3)
    objects = [(f"C{i}", ()) for i in range(count)]
    pairs = [(a, b) for a, b in combinations(staff, 2) if a[2] != b[2]]
    possible = any(
        all(sum(s in pair for pair in chosen) <= s[3] for s in staff) for chosen in product(pairs, repeat=count)
    )
    try:
        made = assign(objects, staff, Team(2, True), "k")
        assert possible
        bodies = {s[0]: s[2] for s in staff}
        assert all(len({bodies[t] for t in team}) == 2 for _, team in made.teams)
    except GuihuaError:
        assert not possible


def test_loads_come_out_even():
    staff = [(f"Z{i}", f"Z{i}", "甲乙"[i % 2], 9) for i in range(6)]
    made = assign([(f"C{i}", ()) for i in range(9)], staff, Team(2, True), "k")
    assert {row[3] for row in made.loads} == {"3"}

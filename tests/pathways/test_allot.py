"""Targets shared out: rules, bounds, trees, rates through numerators and denominators; and false bundles refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.pathways.allot import allot
from guihua.pathways.allotment import Allotment, Member
from guihua.pathways.members import joined, leagues, read_table, with_forecasts
from guihua.pathways.result import allotment_bytes
from guihua.plan.periods import Period
from guihua.plan.statement import Direction, Form, Statement
from guihua.proof.verify import Verdict
from guihua.statistics.observation import DateTrust, Grade, Observation, Span, Transformation
from guihua.verification import reseal, verify
from tests.checking.making import level, said

WIND = level("风电装机容量", "4500", "万千瓦")
KEYS = st.lists(st.integers(0, 9999), min_size=2, max_size=9).filter(any)


def members(*keys: int, **more: object) -> list[Member]:
    return [Member(f"m{i}", f"甲{i}", key=Fraction(k), **more) for i, k in enumerate(keys)]  # type: ignore[arg-type]


def shares(found: Allotment) -> list[Fraction]:
    return [s.share for s in found.proposed.nodes[0].shares]


def refused(data: bytes) -> bool:
    return verify(data).verdict is Verdict.REFUSED


@given(KEYS, st.sampled_from(["hamilton", "webster", "hill", "jefferson", "adams"]))
def test_what_is_shared_out_verifies_and_sums_to_the_target(keys: list[int], rounding: str) -> None:
    found = allot(WIND, members(*keys), rounding=rounding)
    assert sum(shares(found)) == 4500
    assert verify(allotment_bytes(found)).verdict is Verdict.HOLDS


@given(KEYS, st.integers(2, 50))
def test_proportional_shares_are_homogeneous_in_the_keys(keys: list[int], factor: int) -> None:
    assert shares(allot(WIND, members(*keys))) == shares(allot(WIND, members(*(k * factor for k in keys))))


@given(KEYS)
def test_a_member_without_a_claim_changes_nothing(keys: list[int]) -> None:
    found = shares(allot(WIND, members(*keys, 0)))
    assert found[:-1] == shares(allot(WIND, members(*keys))) and found[-1] == 0


@given(st.lists(st.integers(1, 9999), min_size=2, max_size=9), st.integers(0, 8), st.integers(1, 5000))
def test_a_better_figure_of_one_raises_no_other_by_more_than_it_takes(keys: list[int], place: int, more: int) -> None:
    place %= len(keys)
    before = allot(WIND, members(*keys))
    after = allot(WIND, members(*(k + more * (i == place) for i, k in enumerate(keys))))
    ideal = [[s.ideal for s in a.proposed.nodes[0].shares] for a in (before, after)]
    assert ideal[1][place] >= ideal[0][place]
    assert all(b <= a for i, (a, b) in enumerate(zip(*ideal, strict=True)) if i != place)


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 400), st.integers(400, 4000)), min_size=2, max_size=8))
def test_bounds_are_kept_and_the_rest_stays_in_proportion(rows: list[tuple[int, int, int]]) -> None:
    listed = [
        Member(f"m{i}", key=Fraction(k), low=Fraction(lo), high=Fraction(hi)) for i, (k, lo, hi) in enumerate(rows)
    ]
    total = (sum(lo for _, lo, _ in rows) + sum(hi for _, _, hi in rows)) // 2
    found = allot(level("风电装机容量", str(total), "万千瓦"), listed)
    assert all(lo <= s <= hi for s, (_, lo, hi) in zip(shares(found), rows, strict=True))
    assert verify(allotment_bytes(found)).verdict is Verdict.HOLDS
    free = {
        s.ideal / k for s, (k, lo, hi) in zip(found.proposed.nodes[0].shares, rows, strict=True) if lo < s.ideal < hi
    }
    assert len(free) <= 1


def test_a_unit_moved_from_one_to_another_is_refused_though_the_sum_holds() -> None:
    found = allot(WIND, members(5, 7, 11))
    node = found.proposed.nodes[0]
    moved = (
        replace(node.shares[0], share=node.shares[0].share + 1),
        replace(node.shares[1], share=node.shares[1].share - 1),
    )
    false = replace(
        found, divisions=(replace(found.proposed, nodes=(replace(node, shares=(*moved, node.shares[2])),)),)
    )
    assert refused(allotment_bytes(false))


def test_another_key_with_the_same_shares_is_refused() -> None:
    value = json.loads(allotment_bytes(allot(WIND, members(5, 7, 11))))
    value["payload"]["members"][0]["key"] = "6"
    assert refused(reseal(json.dumps(value, ensure_ascii=False).encode()))


def test_a_rate_goes_through_numerators_and_denominators() -> None:
    """18 % of 1,000 is 180, of which a third and two thirds: 60/400 and 120/600, not 18 % each."""
    share = said("煤炭产业增加值占工业增加值比重", Form.SHARE, "18", "%")
    listed = [
        Member("a", key=Fraction(1), denominator=Fraction(400)),
        Member("b", key=Fraction(2), denominator=Fraction(600)),
    ]
    first, second = allot(share, listed).proposed.nodes[0].shares
    assert (first.rate, second.rate) == (15, 20)
    assert (first.rate * 400 + second.rate * 600) / 1000 == 18
    with pytest.raises(GuihuaError) as raised:
        allot(share, members(1, 2))
    assert raised.value.code == "ALLOT-DATA"


def intensity(value: str) -> Statement:
    return said("单位工业增加值能耗", Form.CHANGE, value, "%", base_year=2015, direction=Direction.DOWN)


def test_equal_effort_gives_everyone_the_upper_change() -> None:
    listed = [
        Member("a", base=Fraction(100), base_denominator=Fraction(50), denominator=Fraction(60)),
        Member("b", base=Fraction(300), base_denominator=Fraction(200), denominator=Fraction(260)),
    ]
    found = allot(intensity("15"), listed, "equal-effort", step=Fraction(1, 10**6))
    total = sum(s.share for s in found.proposed.nodes[0].shares)
    assert abs(total / 320 / (Fraction(400, 250)) - Fraction(85, 100)) < Fraction(1, 10**6)
    ratios = [s.ratio for s in found.proposed.nodes[0].shares if s.ratio is not None]
    assert max(ratios) - min(ratios) < Fraction(1, 10**4)


def test_a_tree_is_shared_out_from_the_top_down() -> None:
    tree = [
        Member("a", key=Fraction(3)),
        Member("b", key=Fraction(1)),
        Member("a1", parent="a", key=Fraction(1)),
        Member("a2", parent="a", key=Fraction(2)),
    ]
    found = allot(WIND, tree)
    assert found.proposed.of("a1").share + found.proposed.of("a2").share == found.proposed.of("a").share == 3375
    assert verify(allotment_bytes(found)).verdict is Verdict.HOLDS


def test_places_below_a_league_stand_apart_and_are_not_counted_twice() -> None:
    rows = [Member(m.code, key=Fraction(1)) for m in leagues("150000")] + [Member("150781", key=Fraction(1))]
    found = allot(WIND, joined(leagues("150000"), rows, ""))
    counted = [s for s in found.proposed.nodes[0].shares if s.code != "150781"]
    assert len(counted) == 12 and sum(s.share for s in counted) == 4500
    assert found.proposed.of("150781").share == 375
    assert verify(allotment_bytes(found)).verdict is Verdict.HOLDS


def test_minimax_regret_lies_between_the_rules() -> None:
    listed = [Member("a", key=Fraction(1), base=Fraction(30)), Member("b", key=Fraction(1), base=Fraction(10))]
    found = allot(level("风电装机容量", "100", "万千瓦"), listed, "all")
    by_rule = {d.rule.value: [s.ideal for s in d.nodes[0].shares] for d in found.divisions}
    others = [v[0] for name, v in by_rule.items() if name != "minimax-regret"]
    assert min(others) <= by_rule["minimax-regret"][0] <= max(others)
    assert verify(allotment_bytes(found)).verdict is Verdict.HOLDS


def test_a_target_of_two_tiers_keeps_both() -> None:
    two = replace(WIND, value=("4000", "4500"))
    found = allot(two, members(1, 3))
    assert [d.nodes[0].total for d in found.divisions] == [4000, 4500]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("region,key\n150100,1\n150100,2\n", "ALLOT-MEMBER"),
        ("region,key\n150100,1\n", "ALLOT-COVER"),
        ("region,key\n110000,1\n", "ALLOT-COVER"),
        ("region,key\n150100,x\n", "ALLOT-FILE"),
        ("key\n1\n", "ALLOT-FILE"),
    ],
)
def test_a_bad_table_is_named(rows: str, code: str, tmp_path: Path) -> None:
    file = tmp_path / "key.csv"
    file.write_text(rows, encoding="utf-8")
    with pytest.raises(GuihuaError) as raised:
        joined(leagues("150000"), read_table(file), str(file))
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ([Member("a", key=Fraction(1), low=Fraction(-1))], "ALLOT-BOUNDS"),
        ([Member("a", key=Fraction(-1))], "ALLOT-KEY"),
        (
            [Member("a", key=Fraction(1), high=Fraction(10)), Member("b", key=Fraction(1), high=Fraction(10))],
            "ALLOT-BOUNDS",
        ),
        ([Member("a", parent="b", key=Fraction(1))], "ALLOT-MEMBER"),
        ([], "ALLOT-MEMBER"),
    ],
)
def test_what_cannot_be_shared_out_is_named(listed: list[Member], code: str) -> None:
    with pytest.raises(GuihuaError) as raised:
        allot(WIND, listed)
    assert raised.value.code == code


def test_the_rounds_of_an_allotment_are_acts_in_a_ledger_and_a_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import load_workbook

    from guihua.cli.main import main
    from guihua.plan.planfile import write_planfile
    from tests.checking.making import plan_of

    plan, key = tmp_path / "plan.yaml", tmp_path / "key.csv"
    write_planfile(plan_of(WIND, region="150000", title="甲"), plan)
    key.write_text(
        "region,key,declared\n" + "".join(f"{m.code},{i + 1},{40 * i}\n" for i, m in enumerate(leagues("150000"))),
        encoding="utf-8",
    )
    book = tmp_path / "a.xlsx"
    start = ["allot", WIND.id, "--plan", str(plan), "--by", str(key), "--store", str(tmp_path / "store"), "--who", "甲"]
    assert main([*start, "--record", "issue"]) == 2
    for step in ("propose", "offer", "issue"):
        assert main([*start, "--record", step, "--document", "文件1号", "--at", "2018-01-02"]) == 0
    assert main([*start, "--xlsx", str(book)]) == 0
    capsys.readouterr()
    rows = list(load_workbook(book).active.iter_rows(min_row=4, values_only=True))
    total = next(row for row in rows if row[1] == "合计")
    assert (total[4], total[7]) == (4500, 4500) and total[6] == sum(40 * i for i in range(12))
    assert rows[3][8] == 120 - rows[3][4]


def observed(code: str, year: int, value: str, unit: str = "万千瓦") -> Observation:
    return Observation(
        id="", region=code, variable=WIND.variable, indicator=WIND.indicator, period=Period.years(year), span=Span.SINGLE,
        value=value, unit=unit, transformation=Transformation.LEVEL, publisher="某市统计局", published=date(year + 1, 3, 1),
        date_trust=DateTrust.EXACT, source="公报", grade=Grade.OFFICIAL,
    )  # fmt: skip


def test_each_ones_own_forecast_is_its_mean_growth_and_one_that_was_given_stays() -> None:
    tree = (
        Member("150100", "甲", key=Fraction(1)),
        Member("150200", "乙", key=Fraction(1), forecast=Fraction(7)),
        Member("150300", "丙", key=Fraction(1)),
    )
    rows = [observed(c, y, v) for c in ("150100", "150200") for y, v in ((2016, "100"), (2017, "110"), (2018, "121"))]
    rows += [observed("150300", 2017, "5")]
    found, without = with_forecasts(tree, rows, WIND)
    assert found[0].forecast == Fraction("146.41") and found[1].forecast == 7
    assert without == ("丙",)
    other = [observed("150100", 2016, "1000", "兆瓦"), observed("150100", 2018, "1210", "兆瓦")]
    assert with_forecasts(tree, other, WIND)[0][0].forecast == Fraction("146.41")
    shares(allot(WIND, list(found)))


@pytest.mark.parametrize(
    ("target", "rows"),
    [
        (
            said("单位GDP能耗", Form.CHANGE, "15", "%", 2020, direction=Direction.DOWN),
            [("150100", 2016), ("150100", 2017)],
        ),
        (WIND, [("150100", 2017)]),
        (WIND, []),
    ],
)
def test_no_forecast_is_made_of_what_is_not_known(target: Statement, rows: list[tuple[str, int]]) -> None:
    with pytest.raises(GuihuaError) as raised:
        with_forecasts([Member("150100", "甲", key=Fraction(1))], [observed(c, y, "10") for c, y in rows], target)
    assert raised.value.code == "ALLOT-FORECAST"


def test_what_was_issued_to_a_league_is_its_yearly_target_and_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from guihua.cli.main import main
    from guihua.plan.planfile import write_planfile
    from guihua.statistics.holding import add
    from guihua.storage import open_store
    from tests.checking.making import plan_of

    write_planfile(plan_of(WIND, region="150000", title="甲"), tmp_path / "plan.yaml")
    (tmp_path / "guihua.toml").write_text('plan = "plan.yaml"\nstore = "store"\nregion = "150000"\n', encoding="utf-8")
    (tmp_path / "key.csv").write_text(
        "region,key\n" + "".join(f"{m.code},1\n" for m in leagues("150000")), encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    start = [
        "allot",
        WIND.id,
        "--by",
        "key.csv",
        "--who",
        "甲",
        "--document",
        "文件1号",
        "--at",
        "2018-01-02",
        "--record",
    ]
    assert main(["track", "--yearly", "--as-of", "2021-06-30"]) == 2
    assert main([*start, "propose"]) == 0
    assert main(["track", "--yearly", "--as-of", "2021-06-30"]) == 2
    assert main([*start, "issue"]) == 0
    with open_store(str(tmp_path / "store")) as store:
        add(store, [observed("150100", 2020, "400"), observed("150200", 2020, "300")], name="甲")
    capsys.readouterr()
    assert main(["track", "--yearly", "--as-of", "2021-06-30", "--format", "json"]) == 0
    found = {row["region"]: row for row in json.loads(capsys.readouterr().out)}
    assert len(found) == 12 and {row["target"] for row in found.values()} == {"375万千瓦"}
    assert [found[code]["status_code"] for code in ("150100", "150200", "150300")] == ["met", "missed", "unknown"]
    assert main(["track", "--yearly", "--as-of", "2017-12-31"]) == 2

"""Prices between real and nominal statements: an index that the plan implies, assumptions on it, readings of a clash."""

from __future__ import annotations

import json

import pytest

from guihua.checking import CheckResult, check, default_settings
from guihua.checking.assumptions import assumption_reference, known_assumptions
from guihua.checking.implied import implied
from guihua.checking.intervals import yearly_change
from guihua.checking.settings import Settings, override
from guihua.cli.main import main
from guihua.plan.plan import Plan
from guihua.plan.statement import Direction, Form, Price
from guihua.proof.bundle import read
from guihua.proof.verify import Verdict
from guihua.verification import verify
from guihua.view import findings as words
from tests.checking.gold import gold_plan
from tests.checking.making import growth, level, plan_of, said
from tests.corpus import ROOT
from tests.verification.forging import forged

REAL, RANGE = "growth_in_comparable_prices", "price_change"


def assuming(*names: str) -> Settings:
    return override(default_settings(), assumptions=names)


def verdict(result: CheckResult) -> Verdict:
    return verify(result.to_bytes()).verdict


def stated(real: str = "8") -> Plan:
    """100 to 200 in current prices, and a growth that says that it is in comparable ones."""
    return plan_of(
        level("工业增加值", "100", "亿元", 2015),
        level("工业增加值", "200", "亿元"),
        growth("工业增加值", real, price=Price.COMPARABLE),
    )


def changes(plan: Plan, settings: Settings | None = None) -> dict[str, tuple[float, float]]:
    result = implied(plan, settings=settings)
    assert verify(result.to_bytes()).verdict is Verdict.HOLDS
    found = {}
    for i in result.intervals:
        low, high = yearly_change(i, low=True), yearly_change(i, low=False)
        if low is not None and high is not None:
            found[i.variable] = (round(float(low) * 100, 2), round(float(high) * 100, 2))
    return found


def test_a_real_and_a_nominal_statement_imply_how_prices_moved() -> None:
    """(200 / 100) / 1.08^5 = 1.361, the fifth root is 1.0636; printed digits leave 5.7 to 7.0 % a year."""
    assert changes(stated()) == {"price[value_added[industry]]|2015-2020": (5.71, 7.02)}


def test_prices_chain_over_several_spans() -> None:
    plan = plan_of(
        level("工业增加值", "100", "亿元", 2010),
        level("工业增加值", "150", "亿元", 2015),
        level("工业增加值", "200", "亿元"),
        growth("工业增加值", "8", 2015, 2010, price=Price.COMPARABLE),
        growth("工业增加值", "5", price=Price.COMPARABLE),
    )
    found = changes(plan)
    assert set(found) == {f"price[value_added[industry]]|{span}" for span in ("2010-2015", "2015-2020", "2010-2020")}
    whole = found["price[value_added[industry]]|2010-2020"]
    assert whole[0] < ((200 / 100) / (1.08**5 * 1.05**5)) ** 0.1 * 100 - 100 < whole[1]


def test_a_range_of_prices_turns_stated_prices_into_a_proved_conflict() -> None:
    assert not check(stated()).errors
    result = check(stated(), assuming(RANGE))
    (error,) = result.errors
    assert error.code == "GH101"
    assert [m.name for m in error.members if not m.statement] == [
        f"assumption:{RANGE}；price[value_added[industry]]；2015-2020",
        error.members[-1].name,
    ]
    assert verdict(result) is Verdict.HOLDS
    assert not check(stated("12"), assuming(RANGE)).errors


def test_the_plans_contradiction_becomes_one_of_prices_when_growth_is_taken_as_real() -> None:
    plan = gold_plan()
    assert not check(plan, assuming(REAL)).errors
    low, high = changes(plan, assuming(REAL))["price[value_added[industry]]|2010-2015"]
    assert low < -3.1 < high < -2
    result = check(plan, assuming(REAL, RANGE))
    (error,) = result.errors
    assert [m.value for m in error.members if m.statement] == ["1.5", "11.9"]
    assert words.sentence(error).endswith("两者同时成立要求价格年均变化−3.1%。")
    assert dict(result.conflicts)[error.id].minimal
    assert verdict(result) is Verdict.HOLDS


def test_an_assumption_that_is_not_switched_on_proves_nothing() -> None:
    """A bundle whose settings no longer name the assumption of its proof is refused."""
    payload = json.loads(json.dumps(read(check(stated(), assuming(RANGE)).to_bytes()).payload))
    payload["settings"]["assumptions"] = []
    assert verify(forged("findings", payload)).verdict is Verdict.REFUSED


def test_an_assumption_counts_between_every_two_years_of_its_quantity() -> None:
    """GDP at 8 % a year is 1.47 times in five years: 1.3 times is too little, whatever other years the plan speaks of."""
    plan = plan_of(
        level("GDP", "50", "亿元", 2010),
        level("GDP", "100", "亿元", 2015),
        level("GDP", "130", "亿元"),
        region="150000",
    )
    result = check(plan, assuming("gdp_growth"))
    assert {tuple(m.value for m in f.members if m.statement) for f in result.errors} == {
        ("50", "100"),
        ("100", "130"),
        ("50", "130"),
    }
    assert {f.code for f in result.errors} == {"GH101"}
    assert "(130 ÷ 100)^(1 ÷ 5) − 1 = 5.39%" in " ".join(map(words.sentence, result.errors))
    assert verdict(result) is Verdict.HOLDS


@pytest.mark.parametrize(
    ("rate", "point"), [("10", True), ("1", False), ("25", False)], ids=["usual rise", "too steep", "falling"]
)
def test_whether_prices_explain_a_clash_is_proved_either_way(rate: str, point: bool) -> None:
    """100 to 200 is 14.9 % a year: 10 % real leaves prices 4.4 %; 1 % leaves 13.7 %; 25 % needs a fall of 8 %."""
    plan = plan_of(
        level("工业增加值", "100", "亿元", 2015), level("工业增加值", "200", "亿元"), growth("工业增加值", rate)
    )
    result = check(plan)
    ((_, conflict),) = result.conflicts
    (reading,) = conflict.prices
    assert reading.forms == ("growth",)
    assert (reading.point is not None, reading.proof is not None) == (point, not point)
    assert bool(result.errors) is not point
    assert verdict(result) is Verdict.HOLDS


def test_a_change_in_comparable_prices_beside_current_levels_is_no_error() -> None:
    """26.5 to 50.5 is +91 % in current prices; +61 % in comparable ones leaves prices 3.5 % a year."""
    change = said("地区生产总值", Form.CHANGE, "60.7", "%", 2005, base_year=2000)
    result = check(
        plan_of(level("地区生产总值", "26.5", "亿元", 2000), level("地区生产总值", "50.54", "亿元", 2005), change)
    )
    (finding,) = [f for f in result.findings if f.code == "GH101"]
    assert finding.severity == "warning"
    assert "若增速按可比价" in words.sentence(finding)


def test_money_is_known_by_its_unit_where_the_label_is_not_known() -> None:
    """17,500 after an increase of 9,900 is 2.3 times; 13.3 % real growth is 1.87 times: prices rose by 4.3 % a year."""
    label = "海滨地区总产出规模"
    plan = plan_of(
        level(label, "17500", "亿元", 2011),
        said(label, Form.CHANGE_ABS, "9900", "亿元", 2011, base_year=2006, direction=Direction.UP),
        growth(label, "13.3", 2011, 2006),
        text=f"2011年{label}level17500亿元、2011年{label}change_abs9900亿元2006、2011年{label}growth13.3%2006",
    )
    result = check(plan)
    (finding,) = result.findings
    assert (finding.code, finding.severity) == ("GH104", "warning")
    assert ("prices", "usual") in finding.parameters
    assert verdict(result) is Verdict.HOLDS


def test_energy_per_unit_is_counted_in_comparable_prices() -> None:
    """GDP doubles in current prices, energy rises by a fifth, energy per unit falls by 20 %: real GDP rose by half."""
    plan = plan_of(
        level("GDP", "100", "亿元", 2015),
        level("GDP", "200", "亿元"),
        level("能源消费总量", "50", "万吨标准煤", 2015),
        level("能源消费总量", "60", "万吨标准煤"),
        said("单位GDP能耗", Form.CHANGE, "20", "%", base_year=2015, direction=Direction.DOWN),
    )
    assert not check(plan).errors


def test_every_assumption_is_off_documented_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "reference" / "assumptions.md").read_text("utf-8")
    assert page == assumption_reference()
    assert main(["check", "--list-assumptions"]) == 0
    printed = capsys.readouterr().out
    for assumed in known_assumptions().values():
        assert assumed.name in printed and assumed.reason and assumed.example
    assert default_settings().assumptions == ()


def test_implied_prices_are_printed_as_yearly_changes(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "plan.txt"
    path.write_text(
        "某市“十三五”规划\n2015年，全市工业增加值100亿元。\n到2020年，全市工业增加值达到200亿元，按可比价年均增长8%。\n",
        "utf-8",
    )
    assert main(["implied", str(path)]) == 0
    assert "工业增加值的价格 2015-2020：隐含价格年均变化5.7%至7.0%" in capsys.readouterr().out

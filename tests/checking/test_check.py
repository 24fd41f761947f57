"""What checking says of small invented plans and of the corpus's plan: every figure, and nothing that is consistent."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.checking import CheckResult, Severity, check, default_settings
from guihua.checking.codes import known_codes, reference
from guihua.checking.normal import magnitude
from guihua.checking.rules.whole_numbers import whole_bases
from guihua.checking.settings import PACKAGE, load_settings, override
from guihua.errors import GuihuaError
from guihua.plan.data import load
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form, Price
from guihua.proof.verify import Verdict
from guihua.verification import verify
from tests.checking.gold import gold_plan
from tests.checking.making import growth, level, plan_of, said, section
from tests.corpus import ROOT
from tests.verification.forging import forged


def codes(result: CheckResult) -> list[str]:
    return [f.code for f in result.findings]


def verdict(result: CheckResult) -> Verdict:
    return verify(result.to_bytes()).verdict


def sums(result: CheckResult, code: str) -> dict[str, str]:
    return {s.label: s.result for f in result.findings if f.code == code for s in f.steps}


# What must be found in the corpus's plan


@pytest.fixture(scope="module")
def gold() -> CheckResult:
    return check(gold_plan())


def test_the_plans_multiple_against_its_real_rate_is_a_hint_that_is_proved(gold: CheckResult) -> None:
    assert not gold.errors
    (error,) = (f for f in gold.findings if f.code == "GH101" and f.proof)
    assert (error.severity, dict(error.parameters)["prices"]) == (Severity.WARNING, "usual")
    assert (error.code, [m.value for m in error.members if m.statement]) == ("GH101", ["1.5", "11.9"])
    assert [m.needs for m in error.members] == ["1.751", "9.161"]
    assert {s.expression: s.result for s in error.steps} == {"1.119^5": "1.754", "1.1185^5": "1.751"}
    assert ("limit", "1.55") in error.parameters
    price = next(e for e in error.explanations if e.code == "price_basis")
    assert price.steps[0].result == "-3.1"
    assert dict(gold.conflicts)[error.id].minimal
    assert verdict(gold) is Verdict.HOLDS


@pytest.mark.parametrize(
    ("code", "results"),
    [
        ("GH130", {"5998", "6614", "-9.3"}),
        ("GH131", {"3000", "2749"}),
        ("GH110", {"11665", "-1.4", "7.69"}),
        ("GH111", {"25000"}),
        ("GH141", {"11.9"}),
        ("GH140", {"-7.9", "-5.0"}),
        ("GH170", {"9.1", "9.4", "2.5"}),
        ("GH151", {"15.9", "17.5"}),
        ("GH150", {"-14.9", "-14.7", "-26.9"}),
    ],
)
def test_the_figures_of_the_plan_are_derived(gold: CheckResult, code: str, results: set[str]) -> None:
    found = {s.result for f in gold.findings if f.code == code for s in f.steps}
    assert results <= found


def test_three_counts_are_cast_back_to_the_only_whole_numbers(gold: CheckResult) -> None:
    bases = [dict(f.parameters)["bases"] for f in gold.findings if f.code == "GH120"]
    assert sorted(bases) == ["19", "29", "429"]


def test_announced_numbers_are_held_against_their_lists(gold: CheckResult) -> None:
    found = {
        (dict(f.parameters)["announced"], dict(f.parameters)["listed"], f.holds)
        for f in gold.findings
        if f.code == "GH160"
    }
    assert found == {("6", "6或7", False), ("4", "4", True), ("7", "7", True), ("8", "8", True)}


def test_assumptions_are_off_unless_named_and_then_stand_in_the_result(gold: CheckResult) -> None:
    assert gold.settings.assumptions == ()
    assert not {"GH171", "GH180"} & set(codes(gold))
    on = override(default_settings(), assumptions=("gdp_growth", "conversion_rates_alike"))
    result = check(gold_plan(), on)
    assert sums(result, "GH171") | {"whole": "18043"} == {"whole": "18043", "low": "21.5", "high": "23.1"}
    methanol = [f for f in result.findings if f.code == "GH180" and "甲醇" in dict(f.parameters)["indicator"]]
    assert [(dict(f.parameters)["needed"], dict(f.parameters)["gained"]) for f in methanol] == [("49", "36")]
    assert all(
        any(m.name.startswith("assumption:") for m in f.members)
        for f in result.findings
        if f.code in ("GH171", "GH180")
    )
    assert result.to_payload()["settings"]["assumptions"] == ["gdp_growth", "conversion_rates_alike"]
    assert verdict(result) is Verdict.HOLDS


def test_checking_the_plan_takes_less_than_two_seconds() -> None:
    from time import perf_counter

    plan = gold_plan()
    check(plan)
    start = perf_counter()
    check(plan)
    assert perf_counter() - start < 2


# Small plans, each with one thing wrong (or nothing)


def test_growth_that_fits_its_levels_is_shown_and_is_no_error() -> None:
    result = check(
        plan_of(level("工业增加值", "100", "亿元", 2015), level("工业增加值", "147", "亿元"), growth("工业增加值", "8"))
    )
    assert codes(result) == ["GH110"]
    assert sums(result, "GH110") == {"reached": "147", "apart": "0.0", "implied": "8.01"} | {
        "reached": sums(result, "GH110")["reached"]
    }


def test_growth_that_misses_its_levels_is_an_error_with_what_would_mend_it() -> None:
    result = check(
        plan_of(level("原煤产量", "100", "万吨", 2015), level("原煤产量", "200", "万吨"), growth("原煤产量", "8"))
    )
    (error,) = result.errors
    assert error.code == "GH101"
    needs = {m.value: float(m.needs) for m in error.members}
    assert 145 < needs["200"] < 152
    assert 13 < needs["8"] < 15
    assert verdict(result) is Verdict.HOLDS


@pytest.mark.parametrize(("rate", "severity"), [("10", "warning"), ("25", "error"), ("1", "error")])
def test_a_usual_rise_of_prices_makes_a_clash_of_growth_and_levels_a_warning(rate: str, severity: str) -> None:
    """100 to 200 is 14.9 % a year nominal: beside 10 % real, prices rise by 4.4 %; beside 25 % they would have to fall."""
    result = check(
        plan_of(
            level("工业增加值", "100", "亿元", 2015), level("工业增加值", "200", "亿元"), growth("工业增加值", rate)
        )
    )
    (finding,) = [f for f in result.findings if f.code == "GH101"]
    assert finding.severity == severity
    assert finding.explanations[0].code == "price_basis"
    assert finding.explanations[0].steps


def test_the_nation_and_another_region_are_other_quantities_in_a_regions_plan() -> None:
    here = level("工业增加值", "100", "亿元", scope="全区")
    nation = level("工业增加值", "5000", "亿元", scope="全国")
    city = level("包头市工业增加值", "30", "亿元")
    assert not check(plan_of(here, nation, city, region="150000")).findings


def test_dollars_are_no_yuan_and_a_quarter_is_no_year() -> None:
    assert not check(plan_of(level("GDP", "100", "亿元"), level("GDP", "16", "亿美元"))).findings
    quarter = growth("GDP", "4.8", 2015, 2014, quote="2015年第一季度GDP增长4.8%")
    year = growth("GDP", "6.9", 2015, 2014, quote="2015年GDP增长6.9%")
    assert not check(plan_of(quarter, year, text="2015年第一季度GDP增长4.8%。2015年GDP增长6.9%。")).findings


def test_comparable_growth_beside_current_levels_is_no_conflict() -> None:
    real = growth("工业增加值", "8", price=Price.COMPARABLE)
    result = check(plan_of(level("工业增加值", "100", "亿元", 2015), level("工业增加值", "200", "亿元"), real))
    assert not result.errors


def test_another_coverage_is_another_quantity() -> None:
    above = growth("规模以上工业增加值", "8")
    result = check(plan_of(level("工业增加值", "100", "亿元", 2015), level("工业增加值", "200", "亿元"), above))
    assert not result.errors


def test_about_leaves_the_width_of_the_settings() -> None:
    statements = [level("工业增加值", "100", "亿元", 2015), level("工业增加值", "141", "亿元")]
    exact = check(plan_of(*statements, growth("工业增加值", "8")))
    hedged = check(plan_of(*statements, growth("工业增加值", "8", comparator=Comparator.ABOUT, modifier="左右")))
    assert exact.errors and not hedged.errors


def test_at_least_is_one_sided() -> None:
    result = check(
        plan_of(
            level("工业增加值", "100", "亿元", 2015),
            level("工业增加值", "200", "亿元"),
            growth("工业增加值", "8", comparator=Comparator.GE),
        )
    )
    assert not result.errors


def test_parts_listed_under_a_heading_must_add_up() -> None:
    text = "三大基地产值达到1000亿元。\n第一节　建设三大基地\n甲产业产值达到400亿元。\n乙产业产值达到500亿元。\n丙产业产值达到600亿元。"
    start = text.index("第一节")
    statements = [
        level("三大基地产值", "1000", "亿元", quote="三大基地产值达到1000亿元"),
        level("甲产业产值", "400", "亿元", quote="甲产业产值达到400亿元"),
        level("乙产业产值", "500", "亿元", quote="乙产业产值达到500亿元"),
        level("丙产业产值", "600", "亿元", quote="丙产业产值达到600亿元"),
    ]
    plan = plan_of(*statements, text=text, sections=(section("第一节　建设三大基地", start, len(text)),))
    result = check(plan)
    (finding,) = [f for f in result.findings if f.code == "GH102"]
    assert finding.steps[0].expression == "500 + 600"
    assert finding.members[-1].name.startswith("identity；sum；text")
    assert verdict(result) is Verdict.HOLDS


def test_points_that_do_not_fit_two_shares_are_an_error() -> None:
    share = "战略性新兴产业增加值占GDP比重"
    result = check(
        plan_of(
            said(share, Form.SHARE, "20", "%", 2010),
            said(share, Form.SHARE, "30", "%", 2015),
            said(share, Form.CHANGE_PP, "8", "个百分点", 2015, base_year=2010, direction=Direction.UP),
        )
    )
    assert [f.code for f in result.errors] == ["GH104"]
    assert verdict(result) is Verdict.HOLDS


def test_counts_over_a_bar_need_a_total_that_large() -> None:
    result = check(plan_of(level("产值超百亿元园区数", "30", "个"), level("工业园区产值", "2000", "亿元")))
    assert [f.code for f in result.errors] == ["GH105"]
    assert not check(plan_of(level("产值超百亿元园区数", "30", "个"), level("工业园区产值", "4000", "亿元"))).errors


def test_more_units_cannot_pass_a_higher_bar() -> None:
    result = check(
        plan_of(level("营业收入超500亿元工业园区数", "10", "个"), level("营业收入超1000亿元工业园区数", "25", "个"))
    )
    assert [f.code for f in result.errors] == ["GH105"]


def test_one_quantity_with_two_values_is_an_error_only_where_its_name_is_known() -> None:
    known = check(plan_of(level("工业增加值", "500", "亿元"), level("工业增加值", "600", "亿元")))
    assert [f.code for f in known.errors] == ["GH103"]
    vague = check(plan_of(level("底栖动物", "268", "种"), level("底栖动物", "118", "种")))
    assert not vague.findings


def test_an_undivided_list_of_values_is_no_conflict() -> None:
    quote = "工业增加值分别增长10.9%、10.4%"
    one = growth("工业增加值", "10.9", quote=quote)
    other = growth("工业增加值", "10.4", quote=quote)
    assert not check(plan_of(one, other)).errors


def test_a_count_and_change_that_no_whole_number_gives_is_a_warning() -> None:
    result = check(
        plan_of(
            level("中国驰名商标数", "7", "件", 2015),
            said("中国驰名商标数", Form.CHANGE, "31.4", "%", 2015, base_year=2010, direction=Direction.UP),
        )
    )
    assert codes(result) == ["GH121"]


@given(st.integers(1, 400), st.integers(1, 400))
def test_back_casting_always_contains_the_true_base(base: int, count: int) -> None:
    if count == base:
        return
    change = (F(count) / base - 1) * 100
    digits = f"{abs(float(round(change, 1))):.1f}"
    printed = F(digits)
    if abs(abs(change) - printed) * 20 > 1 or (printed >= 100 and count < base):
        return
    direction = Direction.UP if count > base else Direction.DOWN
    statement = said("中国驰名商标数", Form.CHANGE, digits, "%", 2015, base_year=2010, direction=direction)
    found = whole_bases(count, statement)
    assert base in found or len(found) > 3


def test_directions_that_disagree_are_a_warning() -> None:
    share = "煤炭产业增加值占工业增加值比重"
    result = check(
        plan_of(
            said(share, Form.SHARE, "15", "%", 2015),
            said(share, Form.SHARE, "18", "%", quote="该比重下降到18%", direction=Direction.DOWN),
        )
    )
    assert "GH190" in codes(result)


def test_less_work_than_in_the_last_years_is_no_contrary_direction() -> None:
    done = said("改造老旧小区数", Form.LEVEL, "682", "个", 2015, quote="改造老旧小区682个")
    to_do = said("改造老旧小区数", Form.LEVEL, "300", "个", quote="改造老旧小区300个", direction=Direction.UP)
    assert "GH190" not in codes(check(plan_of(done, to_do)))


def test_a_plan_without_statements_gives_an_empty_result_with_a_warning() -> None:
    result = check(Plan("无数字。"))
    assert (len(result), result.warnings) == (0, ("no_statements",))
    assert verdict(result) is Verdict.HOLDS


def test_select_and_ignore_work_on_the_beginning_of_codes(gold: CheckResult) -> None:
    assert {c[:4] for c in codes(gold.select(select=("GH12",)))} == {"GH12"}
    assert not codes(gold.select(ignore=("GH1",)))
    assert verdict(gold.select(select=("GH101",))) is Verdict.HOLDS
    assert gold.select(select=("GH160",)).conflicts == ()


# Bundles


def test_findings_survive_their_bundle(gold: CheckResult) -> None:
    from guihua.checking.result import from_payload
    from guihua.proof.bundle import read

    again = from_payload(read(gold.to_bytes()).payload)
    assert again.to_bytes() == gold.to_bytes()
    assert again.findings == gold.findings


def test_no_claim_can_be_changed_even_by_one_who_seals_it_again(gold: CheckResult) -> None:
    """A forger may compute a new digest; rows, sums and points are rebuilt from the statements, so the lie shows."""

    tried = 0
    original = json.dumps(gold.to_payload(), ensure_ascii=False)
    for before, after in (
        ('"result": "5998"', '"result": "6614"'),
        ('"value": "1.5", ', '"value": "1.6", '),
        ('"severity": "warning"', '"severity": "fatal"'),
        ('"code": "GH101"', '"code": "GH999"'),
        ('", "1"]', '", "2"]'),
        ('"expression": "1.119^5"', '"expression": "1.118^5"'),
    ):
        assert before in original, before
        payload = json.loads(original.replace(before, after, 1))
        found = verify(forged("findings", payload))
        assert found.verdict is Verdict.REFUSED, before
        tried += 1
    assert tried == 6


def _lies(finding: dict[str, object]) -> dict[str, object]:
    """A false value for each slot of a finding's record that could mislead a reader."""
    severity = "warning" if finding["severity"] != "warning" else "note"
    code = "GH110" if finding["code"] != "GH110" else "GH111"
    lies: dict[str, object] = {"severity": severity, "weight": "7", "holds": not finding["holds"], "code": code}
    steps, members = finding["steps"], finding["members"]
    assert isinstance(steps, list) and isinstance(members, list)
    if steps:
        lies["steps"] = [{**steps[0], "expression": "2 + 2", "result": "4"}, *steps[1:]]
    if finding["explanations"]:
        lies["explanations"] = []
    lies["members"] = [{**members[0], "needs": "99", "value": "1"}, *members[1:]]
    lies["parameters"] = [*finding["parameters"], ["indicator", "别的"]]  # type: ignore[misc]
    return lies


def test_severity_weight_code_and_sums_are_made_again_and_every_other_value_is_refused(gold: CheckResult) -> None:
    """A lie that is sealed again under a right digest is still no finding that its members give."""

    on = override(default_settings(), assumptions=("gdp_growth", "conversion_rates_alike"))
    original = check(gold_plan(), on).to_payload()
    assert {f["code"] for f in original["findings"]} >= {"GH101", "GH130", "GH141", "GH150", "GH160", "GH171", "GH180"}
    for place, finding in enumerate(original["findings"]):
        for slot, lie in _lies(finding).items():
            findings = [*original["findings"][:place], {**finding, slot: lie}, *original["findings"][place + 1 :]]
            payload = json.loads(json.dumps({**original, "findings": findings}, ensure_ascii=False))
            found = verify(forged("findings", payload))
            assert found.verdict is Verdict.REFUSED, (finding["code"], slot)


def test_an_error_cannot_be_made_a_warning_nor_a_warning_an_error_with_other_evidence() -> None:
    """Usual prices explain 10 % beside 14.9 %: without that point, or with the error's own severity, it is refused."""

    base = [level("工业增加值", "100", "亿元", 2015), level("工业增加值", "200", "亿元")]
    payload = json.loads(json.dumps(check(plan_of(*base, growth("工业增加值", "10"))).to_payload(), ensure_ascii=False))
    ((name, conflict),) = payload["conflicts"]
    assert conflict["prices"][0]["point"]
    for prices in ([], [{**conflict["prices"][0], "point": None}]):
        changed = {**payload, "conflicts": [[name, {**conflict, "prices": prices}]]}
        changed["findings"] = [{**f, "severity": "error"} for f in payload["findings"]]
        assert verify(forged("findings", changed)).verdict is Verdict.REFUSED


@pytest.mark.parametrize("slot", ["moves", "prices", "points", "members", "identities"])
def test_evidence_that_is_left_out_or_foreign_is_refused_or_named(gold: CheckResult, slot: str) -> None:

    payload = json.loads(json.dumps(gold.to_payload(), ensure_ascii=False))
    for _name, conflict in payload["conflicts"]:
        conflict[slot] = []
    found = verify(forged("findings", payload))
    if slot == "identities":
        assert found.verdict is Verdict.HOLDS, "this conflict has none"
    else:
        assert found.verdict is (Verdict.UNCHECKED if slot == "points" else Verdict.REFUSED)


def test_changed_points_are_refused(gold: CheckResult) -> None:

    payload = json.loads(json.dumps(gold.to_payload(), ensure_ascii=False))
    for _name, conflict in payload["conflicts"]:
        for _member, point in conflict["points"]:
            for pair in point:
                pair[1] = "1"
    assert verify(forged("findings", payload)).verdict is Verdict.REFUSED


# Settings and codes


def _hedges() -> list[dict[str, dict[str, str]]]:
    return [h for entry in load("hedges.yaml", PACKAGE)["hedges"] for h in (entry["yes"], entry["no"])]


@pytest.mark.parametrize("example", _hedges(), ids=lambda e: e["text"])
def test_hedge_examples_hold(example: dict[str, str]) -> None:
    found = re.fullmatch(r"(?P<before>\D*?)(?P<value>\d+)(?P<after>余?)(?P<unit>%|家)(?P<end>\D*)", example["text"])
    if found is None:  # 全部, 基本全部
        value, unit, hedge = "100", "%", example["text"].removesuffix("全部")
    else:
        value, unit, hedge = found["value"], found["unit"], found["before"] + found["after"] + found["end"]
    comparator = Comparator.ABOUT if hedge else Comparator.EQ
    statement = said("普及率", Form.SHARE, value, unit, comparator=comparator, modifier=hedge)
    span = magnitude(statement, default_settings())
    assert (span.lo, span.hi) == (F(example["lo"]), F(example["hi"]))


def test_settings_files_are_laid_over_the_shipped_ones(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "settings.yaml"
    file.write_text("settings: {steady_gap: '0.2'}\nassumptions: [gdp_growth]\n", "utf-8")
    found = load_settings(file)
    assert (found.value("steady_gap"), found.assumptions) == (F(1, 5), ("gdp_growth",))
    for wrong in (
        "settings: {nothing: 1}",
        "assumptions: [nothing]",
        "settings: [1]",
        "settings: {steady_gap: x}",
        ": :",
    ):
        file.write_text(wrong, "utf-8")
        with pytest.raises(GuihuaError):
            load_settings(file)


def test_every_code_is_documented_in_the_reference() -> None:
    page = ROOT / "docs" / "reference" / "findings.md"
    assert page.read_text("utf-8") == reference() + "\n" or page.read_text("utf-8") == reference()


def test_every_code_has_its_sentences() -> None:
    sentences = load("findings.yaml", "guihua.view")["sentences"]
    assert {name.partition(".")[0] for name in sentences} == set(known_codes())


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["工业增加值", "工业总产值", "GDP"]),
            st.integers(1, 900),
            st.sampled_from([2010, 2015, 2020]),
        ),
        max_size=6,
    )
)
@settings(max_examples=40, deadline=None)
def test_any_set_of_levels_gives_a_result_that_verifies(rows: list[tuple[str, int, int]]) -> None:
    statements = [level(name, str(value), "亿元", year) for name, value, year in dict.fromkeys(rows)]
    result = check(plan_of(*statements))
    assert verdict(result) is Verdict.HOLDS
    for error in result.errors:
        assert error.severity is Severity.ERROR and error.proof


def test_verification_shares_no_solver_with_the_search() -> None:
    code = "import sys, guihua.checking.verify, guihua.checking.intervals; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "guihua.checking.verify" in loaded
    for name in ("highspy", "numpy", "guihua.solving.solver", "guihua.checking.engine", "guihua.checking.conflicts"):
        assert name not in loaded, name


def test_a_sum_over_years_of_a_stock_contradicts_none_of_its_levels() -> None:
    """〔40〕 beside 900 and 940 of an area is what was added; a sum of areas is nothing. Of a flow it is the sum."""
    years = {"period": (2016, 2020)}
    stock = [level("湿地面积", "900", "万亩", 2015), level("湿地面积", "940", "万亩")]
    assert not check(plan_of(*stock, said("湿地面积", Form.CUMULATIVE, "40", "万亩", **years))).errors
    flow = [level("原煤产量", "900", "万吨", 2016), level("原煤产量", "940", "万吨")]
    result = check(plan_of(*flow, said("原煤产量", Form.CUMULATIVE, "40", "万吨", **years)))
    assert {f.code for f in result.errors} == {"GH104"}
    assert verdict(result) is Verdict.HOLDS

"""Plans beside their parent, and what a plan implies."""

from __future__ import annotations

import json
from fractions import Fraction as F
from pathlib import Path

import pytest

from guihua.checking.implied import implied
from guihua.checking.linkage import Link, compare
from guihua.errors import GuihuaError
from guihua.plan.statement import Comparator, Direction, Form
from guihua.project import read_plan
from guihua.proof.bundle import read
from guihua.proof.verify import Verdict
from guihua.verification import Exhibit, verify
from tests.checking.gold import gold_plan
from tests.checking.making import growth, level, plan_of, said
from tests.verification.forging import forged

SHARE = "煤炭产业增加值占工业增加值比重"


def test_a_plan_takes_up_its_parents_targets_weaker_stronger_or_in_conflict() -> None:
    parent = plan_of(
        growth("工业增加值", "8"),
        said(SHARE, Form.SHARE, "18", "%", direction=Direction.DOWN),
        level("工业用水量", "100", "亿立方米", comparator=Comparator.LE),
        region="150000",
    )
    one = plan_of(
        growth("工业增加值", "6"), said(SHARE, Form.SHARE, "25", "%", direction=Direction.UP), region="150200"
    )
    two = plan_of(
        growth("工业增加值", "10"), said(SHARE, Form.SHARE, "18", "%", direction=Direction.DOWN), region="150600"
    )
    found = compare(parent, [one, two])
    links = [[c.link for c in row] for row in found.cells]
    assert links == [[Link.WEAKER, Link.STRONGER], [Link.CONFLICT, Link.SAME], [Link.NONE, Link.NONE]]
    assert [f.code for f in found.result.errors] == ["GH301"]
    assert sorted({f.code for f in found.result.findings}) == ["GH301", "GH302", "GH303", "GH305"]
    assert verify(found.result.to_bytes()).verdict is Verdict.HOLDS


def test_a_comparison_of_texts_that_were_read_verifies_with_its_regions(tmp_path: Path) -> None:
    """Reading fills the region of each statement; what is the plan's own is unsaid in the bundle, and stays so."""
    plans = []
    for name, text in (
        (
            "内蒙古自治区",
            "内蒙古自治区“十三五”规划\n到2020年，全区工业增加值年均增长8%，煤炭产业增加值占工业增加值的比重下降到18%。\n",
        ),
        (
            "包头市",
            "包头市“十三五”规划\n到2020年，全市工业增加值年均增长7%，煤炭产业增加值占工业增加值的比重提高到20%以上。\n",
        ),
    ):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, "utf-8")
        plans.append(read_plan(path))
    result = compare(plans[0], plans[1:]).result
    assert [f.code for f in result.findings] == ["GH301", "GH302"]
    assert {m.variable for f in result.findings for m in f.members} == {
        "share(value_added[coal], value_added[industry])",
        "value_added[industry]",
    }
    assert verify(result.to_bytes()).verdict is Verdict.HOLDS
    for name in ("内蒙古自治区", "包头市"):
        assert verify(result.to_bytes(), [Exhibit(tmp_path / f"{name}.txt", "text")]).verdict is Verdict.HOLDS


def test_parts_of_several_regions_are_added_up() -> None:
    parent = plan_of(level("工业增加值", "11500", "亿元"), region="150000")
    parts = [
        plan_of(level("工业增加值", value, unit), region=code)
        for value, unit, code in (("0.6", "万亿元", "150200"), ("7000", "亿元", "150600"))
    ]
    found = compare(parent, parts)
    assert [c.link for c in found.cells[0]] == [Link.PART, Link.PART]
    (finding,) = [f for f in found.result.findings if f.code == "GH304"]
    assert [s.result for s in finding.steps] == ["13000", "13.0"]


def test_implied_intervals_of_the_plan_are_proved() -> None:
    result = implied(gold_plan())
    by = {(i.variable, i.year): i for i in result.intervals}
    water = by["water_intensity[industry]|2015", "2015"]
    assert water.low is not None and water.high is not None
    assert 22 < water.low.limit / water.factor < 25 < water.high.limit / water.factor < 26
    assert len(water.active(water.low)) == 2
    gdp = by["gdp|2015", "2015"]
    assert gdp.high is not None and F(1824 * 10**9) < gdp.high.limit < F(1826 * 10**9)
    assert not gdp.stated
    assert verify(result.to_bytes()).verdict is Verdict.HOLDS
    assert result.withdrawn


def test_a_tampered_implied_bound_is_refused() -> None:
    payload = json.loads(json.dumps(read(implied(gold_plan(), "工业增加值").to_bytes()).payload))
    tighter = next(i for i in payload["intervals"] if i["high"])
    tighter["high"]["limit"] = "1"
    assert verify(forged("implied", payload)).verdict is Verdict.REFUSED


def test_an_unknown_indicator_is_said_to_be_unknown() -> None:
    with pytest.raises(GuihuaError) as caught:
        implied(plan_of(level("工业增加值", "1", "亿元")), "没有")
    assert caught.value.code == "CHECK-INDICATOR"

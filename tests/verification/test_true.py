"""Every bundle that guihua writes verifies: on made plans of any numbers, and on every text of the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.checking import check
from guihua.checking.implied import implied
from guihua.checking.linkage import compare
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form
from guihua.project import read_plan
from guihua.proof.verify import Verdict
from guihua.verification import Exhibit, verify
from tests.checking.making import growth, level, plan_of, said
from tests.corpus import corpus

INDICATORS = (("工业增加值", "亿元"), ("原煤产量", "万吨"), ("湿地面积", "万亩"), ("工业企业数", "户"))
numbers = st.sampled_from(["0", "1", "7", "35", "46", "900", "940", "1.15", "0.001", "99999"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    found = {}
    for number in range(draw(st.integers(1, 6))):
        name, unit = draw(st.sampled_from(INDICATORS))
        kind = draw(st.integers(0, 4))
        value, slots = draw(numbers), {"quote": f"第{number}句"}
        if kind == 0:
            made = level(name, value, unit, draw(st.sampled_from([2010, 2015, 2020])), **slots)
        elif kind == 1:
            made = growth(name, value, direction=draw(st.sampled_from([Direction.UP, Direction.DOWN])), **slots)
        elif kind == 2:
            made = said(name, Form.CHANGE_ABS, value, unit, 2015, base_year=2010, direction=Direction.UP, **slots)
        elif kind == 3:
            made = said(name, Form.CUMULATIVE, value, unit, 2020, period=(2016, 2020), **slots)
        else:
            about = draw(st.sampled_from([Comparator.ABOUT, Comparator.GE, Comparator.LE]))
            made = level(name, value, unit, comparator=about, modifier="左右", **slots)
        found[made.id] = made
    return plan_of(*found.values(), region="150000", title="某省规划")


@settings(max_examples=40)
@given(plans())
def test_whatever_a_plan_says_its_findings_and_intervals_verify(plan: Plan) -> None:
    for data in (check(plan).to_bytes(), implied(plan).to_bytes()):
        found = verify(data)
        assert found.verdict is not Verdict.REFUSED, [p for p in found.parts if p.verdict is Verdict.REFUSED]


@settings(max_examples=15)
@given(plans(), plans())
def test_whatever_two_plans_say_their_comparison_verifies(parent: Plan, part: Plan) -> None:
    found = verify(compare(parent, [part]).result.to_bytes())
    assert found.verdict is Verdict.HOLDS, [p for p in found.parts if p.verdict is not Verdict.HOLDS]


def _texts() -> list[Path]:
    root = corpus()
    return sorted((*root.glob("plans/*.txt"), *root.glob("planted/**/*.txt"), *root.glob("planted/**/*.md")))


def _hold(path: Path) -> None:
    plan = read_plan(path)
    for data in (check(plan).to_bytes(), implied(plan).to_bytes()):
        found = verify(data, [Exhibit(path, "text")])
        assert found.verdict is not Verdict.REFUSED, (
            path.name,
            [p for p in found.parts if p.verdict is Verdict.REFUSED],
        )


def test_findings_of_short_texts_of_the_corpus_verify_and_hold_against_their_texts() -> None:
    for path in sorted(_texts(), key=lambda p: p.stat().st_size)[:6]:
        _hold(path)


@pytest.mark.soak
def test_findings_of_every_text_of_the_corpus_verify_and_hold_against_their_texts() -> None:
    for path in _texts():
        _hold(path)


def test_a_text_without_any_statement_verifies_and_holds_against_its_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# 某市规划\n\n## 一、总体要求\n\n坚持稳中求进。\n", "utf-8")
    _hold(path)
    plan = read_plan(path)
    assert len(plan) == 0
    assert verify(implied(plan).to_bytes(), [Exhibit(path, "text")]).verdict is Verdict.HOLDS

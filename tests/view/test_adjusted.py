"""What a mid-term adjustment changed is said beside the words that it changed, with its document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guihua.checking import check
from guihua.checking.finding import Member
from guihua.plan.planfile import Decision, append_decision, read_planfile, write_planfile
from guihua.reading import read_text
from guihua.view import findings
from guihua.view.assessments import why
from tests.tracking.test_settings import WIND, judged, wind

TEXT = "某市工业规划（2016—2020年）\n2015年，工业增加值为100亿元。到2020年，工业增加值达到190亿元，年均增长8%。\n"
DOCUMENT = "某政发〔2018〕12号"


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    write_planfile(read_text(TEXT), path)
    return path


def test_a_finding_on_an_adjusted_number_says_so_with_the_document(plan_file: Path) -> None:
    plan = read_planfile(plan_file)
    level = next(s for s in plan.targets if s.value == ("190",))
    (before,) = [f for f in check(plan).findings if f.code == "GH101"]
    assert "调整" not in findings.sentence(before)
    append_decision(
        plan_file.with_name("decisions.yaml"),
        Decision(
            "adjust",
            level.id,
            "规划处",
            "2018-11-01",
            plan.text_sha256,
            level.quote,
            ("190",),
            (("value", "180"),),
            DOCUMENT,
        ),
    )
    adjusted = read_planfile(plan_file)
    assert next(s for s in adjusted.targets if s.id == level.id).adjusted == DOCUMENT
    (clash,) = [f for f in check(adjusted).findings if f.code == "GH101"]
    assert f"（调整后为180亿元，{DOCUMENT}）" in findings.sentence(clash)
    assert f"adjusted to 180 hundred million yuan by {DOCUMENT}" in findings.sentence(clash, "en")
    member = next(m for m in clash.members if m.adjusted)
    assert findings.member_words(member).endswith(f"（调整后为180亿元，{DOCUMENT}）")


def test_an_adjustment_of_the_year_alone_names_its_document() -> None:
    member = Member("1-0", "1-0", "到2020年，工业增加值达到150亿元", 0, 5, value="150", unit="亿元", adjusted=DOCUMENT)
    assert findings.member_words(member) == f"到2020年，工业增加值达到150亿元（经{DOCUMENT}调整）"
    assert findings.member_words(replace(member, adjusted="")) == "到2020年，工业增加值达到150亿元"


def test_a_target_without_its_year_does_not_deny_the_figures_beside_it() -> None:
    earlier = judged(WIND, wind(y2015="2500", y2017="3300"), date(2023, 1, 1))
    assert earlier.latest_value and why(earlier) == "公布数只见到2017年，没有见到2020年的年度数"
    assert why(judged(WIND, wind(), date(2023, 1, 1))) == "没有见到公布数据"

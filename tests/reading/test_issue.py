"""Number, issuer, date of issue and of taking force, as heads and ends of documents say them."""

from __future__ import annotations

from datetime import date

import pytest

from guihua.plan.planfile import from_document, to_document
from guihua.reading import read_text
from guihua.reading.compiler import load
from guihua.reading.issue import issue_of

EXAMPLES = load("issue.yaml")["examples"]


@pytest.mark.parametrize("entry", EXAMPLES, ids=[e["text"][:12] for e in EXAMPLES])
def test_what_a_document_says_of_its_issue(entry: dict) -> None:
    read = issue_of(entry["text"])
    expected = tuple(str(entry.get(slot, "")) for slot in ("number", "issuer", "issued", "in_force"))
    assert (read.number, read.issuer, read.issued, read.in_force) == expected


NOTICE = """某省人民政府关于印发某省“十三五”工业发展规划的通知
某政发〔2016〕12号
各市人民政府：
　　现将规划印发给你们，请认真执行。
某省人民政府
2016年11月25日
某省“十三五”工业发展规划
一、目标
　　到2020年，工业增加值达到1200亿元。
　　本规划自2017年1月1日起施行。
"""


def test_the_plan_holds_it_to_the_day_and_keeps_it_in_its_file() -> None:
    plan = read_text(NOTICE)
    told = (plan.document_number, plan.issuer, plan.issued, plan.in_force)
    assert told == ("某政发〔2016〕12号", "某省人民政府", "2016-11-25", "2017-01-01")
    assert plan.in_force_from == date(2017, 1, 1)
    again = from_document(to_document(plan), plan.text)
    assert (again.issued, again.in_force) == (plan.issued, plan.in_force)


def test_traditional_characters_and_numerals_in_characters() -> None:
    text = "某縣發展規劃\n某縣人民政府\n二〇一六年十一月二十五日\n一、經濟總體目標\n到二〇二〇年，產量達到五百萬噸。\n"
    plan = read_text(text)
    assert (plan.issuer, plan.issued) == ("某縣人民政府", "2016-11-25")


def test_dates_inside_the_text_are_no_date_of_issue() -> None:
    plan = read_text("某市规划\n一、目标\n　　2018年3月5日开工，到2020年建成3个园区。\n")
    assert plan.issued in ("", "2018")
    assert plan.in_force == ""


def test_a_date_far_from_the_plan_is_not_its_own() -> None:
    text = "某市“十三五”规划\n一、现状\n到2020年产值达到100亿元。\n2003年6月\n"
    assert not read_text(text).issued.startswith("2003-06")


def test_without_any_date_the_plan_has_no_day() -> None:
    assert read_text("建成3个园区。").in_force_from is None

"""Texts without a date: in which year they speak, and whether they look back, told by their opening and their words."""

from __future__ import annotations

import pytest

from guihua.plan.statement import Kind
from guihua.reading import read_text

KINDS = [
    (
        "“十五”期间,东江省财政收入达到320亿元,比“九五”末增长1.2倍。铁路里程达到800公里。\n",
        [(Kind.FACT, 2005, None), (Kind.FACT, 2005, 2000), (Kind.FACT, 2005, None)],
    ),
    (
        "第六个五年计划期间,全县产值年均增长8%。粮食产量达到15万吨。\n",
        [(Kind.FACT, 1985, 1980), (Kind.FACT, 1985, None)],
    ),
    (
        "“十五”期间,东江省财政收入将达到320亿元。铁路里程达到800公里。\n",
        [(Kind.TARGET, 2005, None), (Kind.TARGET, 2005, None)],
    ),
    (
        "2010年,东江市实现产值86亿元,增长13%。全年粮食总产量达到12万吨。\n",
        [(Kind.FACT, 2010, None), (Kind.FACT, 2010, 2009), (Kind.FACT, 2010, None)],
    ),
    (
        "“十一五”时期东江省水泥工业发展综述\n淘汰落后产能34万吨,单位能耗下降12%。\n",
        [(Kind.FACT, 2010, None), (Kind.FACT, 2010, 2005)],
    ),
    (
        "东江省发布消息称,“十一五”前三年,全省排放量下降9%。去年产值增长5%。\n",
        [(Kind.FACT, 2008, 2005), (Kind.FACT, 2008, 2007)],
    ),
    (
        "东江市召开工业会议\n2011-03-06 东江日报\n过去五年,东江市产值年均增长18%,去年达到48亿元。\n",
        [(Kind.FACT, 2010, 2005), (Kind.FACT, 2010, None)],
    ),
    (
        "第三节 第六个五年计划\n1981～1985年第六个五年计划期间,全市产值年均递增9%。财政收入1.2亿元。\n",
        [(Kind.FACT, 1985, 1980), (Kind.FACT, 1985, None)],
    ),
    (
        "“六五”期间,全区粮食产量达到20万吨。“七五”期间,全区粮食产量达到25万吨,比“六五”末增长25%。\n",
        [(Kind.FACT, 1985, None), (Kind.FACT, 1990, None), (Kind.FACT, 1990, 1985)],
    ),
    (
        "东江“十一五”节水成效显著\n“十一五”以来,万元产值用水量下降20%。2010年用水量3600万立方米。\n",
        [(Kind.FACT, 2010, 2005), (Kind.FACT, 2010, None)],
    ),
    (
        "东江市“十五”计划完成情况\n一、主要指标完成情况\n2005年产值达到56亿元。财政收入6亿元，年均增长18%。\n",
        [(Kind.FACT, 2005, None), (Kind.FACT, 2005, None), (Kind.FACT, 2005, 2000)],
    ),
]


@pytest.mark.parametrize(("text", "told"), KINDS)
def test_a_text_without_a_date_says_when_it_speaks(text: str, told: list[tuple[Kind, int, int | None]]) -> None:
    assert [(s.kind, s.year, s.base_year) for s in read_text(text).statements] == told


def test_the_part_of_an_aim_that_was_fulfilled_is_a_fact() -> None:
    head = "东江省发布消息称,“十一五”前三年,全省排放量下降9%,"
    found = read_text(head + "完成“十一五”节能目标的86%。\n").statements
    assert found[-1].kind is Kind.FACT

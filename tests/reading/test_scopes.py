"""What period a section, a paragraph or a sentence speaks of, and where it ends."""

from __future__ import annotations

from guihua.plan.statement import Kind
from guihua.reading import read_text

OPENED = "各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n"
OUTLINE = OPENED + (
    "2010年和“十一五”发展回顾\n"
    "初步统计，2010年全市生产总值400亿元，增长12%。“十一五”发展的成就主要表现在：\n"
    "产业实力增强，工业总产值由200亿元增加到390亿元，年均增长14%。\n"
    "“十二五”时期发展目标与主要任务\n"
    "今后五年，农民人均纯收入年均增长7%以上。\n"
)
NEEDS = (
    "某市学前教育“十二五”规划（2011年3月）\n一、现状与问题\n"
    "2010年全市出生人口12万人。其中，户籍人口8万人。\n据测算，2015年出生人口将达到16万人。其中，户籍人口9万人。\n"
    "需要新增校舍面积90万平方米。\n"
)


def test_a_sentence_that_sums_up_five_years_dates_what_it_opens() -> None:
    told = {s.value[0]: s for s in read_text(OUTLINE).statements}
    assert (told["12"].year, told["12"].base_year) == (2010, 2009)
    assert (told["200"].year, told["390"].base_year, told["14"].base_year) == (2005, 2005, 2005)


def test_the_coming_five_years_end_with_the_plan_that_is_presented() -> None:
    told = {s.value[0]: s for s in read_text(OUTLINE).statements}
    assert (told["7"].kind, told["7"].year, told["7"].base_year) == (Kind.TARGET, 2015, 2010)


def test_of_which_after_a_stop_keeps_the_year_and_the_kind() -> None:
    told = {s.value[0]: (s.kind, s.year) for s in read_text(NEEDS).statements}
    assert told["8"] == (Kind.FACT, 2010)
    assert told["16"] == told["9"] == (Kind.TARGET, 2015)


def test_needs_in_a_chapter_of_facts_are_promises() -> None:
    told = {s.value[0]: (s.kind, s.year) for s in read_text(NEEDS).statements}
    assert told["90"] == (Kind.TARGET, 2015)


def test_five_years_before_are_those_before_the_five_looked_back_on() -> None:
    text = OPENED + (
        "一、五年来政府工作回顾\n政府任期从1998年1月至今已满五年。累计完成投资600亿元，比前五年增长42%。"
        "预计2002年全市实现生产总值700亿元，比上年增长11%，五年平均增长10%。\n"
    )
    told = {s.value[0]: s for s in read_text(text).statements}
    assert (told["42"].base_year, told["42"].base_period) == (1997, (1993, 1997))
    assert (told["11"].base_year, told["10"].base_year) == (2001, 1997)

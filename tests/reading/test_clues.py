"""In which year a report speaks: each clue on its own examples, and their sum on whole texts."""

from __future__ import annotations

import pytest

from guihua.plan.statement import Kind
from guihua.reading import read_text
from guihua.reading.clues import claimed, date_report
from guihua.reading.compiler import load
from guihua.reading.compiler.clues import clue_patterns

RULES = {rule.id: rule for rule in clue_patterns().rules}
CLUES = load("clues.yaml")

TERM = """各位代表：

现在，我代表市第九届人民政府向大会报告工作，请予审议。

一、五年来政府工作回顾

市第九届人民政府任期从1998年3月至今已满五年。预计2002年全市实现国内生产总值300亿元，比上年增长9%。

（一）扩大开放

实际利用外资2亿美元。

二、新一届政府的奋斗目标

今后五年，国内生产总值年均增长10%以上。
"""
UNMARKED = """各位代表：

现在，我代表区人民政府，向大会作政府工作报告，请予审议。

2012年工作回顾

2012年是不平凡的一年。全区实现生产总值120亿元，比上年增长11%。

1、农村工作不断加强。粮食总产8万吨，新建沼气池900个。

2、城市建设步伐加快。改造道路12公里。

2013年主要工作

1、加快发展工业。新建标准厂房20万平方米。
"""


@pytest.mark.parametrize("clue", CLUES, ids=lambda c: c["id"])
def test_a_clue_claims_the_year_of_its_examples(clue: dict) -> None:
    rule = RULES[clue["id"]]
    for words, year in clue["yes"]:
        found = rule.pattern.search(words)
        assert found is not None, words
        assert claimed(rule, found) == year, words
    for words in clue["no"]:
        assert rule.pattern.search(words) is None, words


def test_a_term_that_has_ended_dates_the_report_and_not_its_beginning() -> None:
    told = {s.value[0]: s for s in read_text(TERM).statements}
    assert (told["300"].year, told["9"].base_year) == (2002, 2001)
    assert (told["2"].kind, told["2"].year) == (Kind.FACT, 2002)
    assert told["10"].kind is Kind.TARGET


def test_an_unmarked_line_governs_the_numbered_points_under_it() -> None:
    told = {s.value[0]: (s.kind, s.year) for s in read_text(UNMARKED).statements}
    assert told["8"] == told["900"] == told["12"] == (Kind.FACT, 2012)
    assert told["20"] == (Kind.TARGET, 2013)


def test_the_latest_session_bounds_the_year_from_below() -> None:
    dating = date_report("我们贯彻党的十七届三中全会精神。2006年，全市完成投资3亿元，比上年增长9%。", ())
    assert dating.year == 2009  # Source: the third plenary session of the 17th central committee met in October 2008
    assert all(clue.year >= 2008 for clue in dating.clues)


def test_two_near_years_are_not_sure() -> None:
    assert not date_report("", [(0, "2008年工作回顾"), (9, "2012年主要工作")]).sure
    assert not date_report("没有年份的话。", ()).sure


@pytest.mark.parametrize("name", ["十二十五", "十十五", "零五", "十十十五"])
def test_a_plan_that_is_none_is_no_error(name: str) -> None:
    assert read_text(f"“{name}”时期，工业产值达到8亿元。").statements
    assert read_text(f"现在，我代表市政府向大会报告工作。今年是“{name}”开局之年，产值达到8亿元。").statements

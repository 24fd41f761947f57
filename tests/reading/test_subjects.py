"""Whose figures a paragraph or a heading gives: zones that open a sentence, basins that a heading names alone."""

from __future__ import annotations

from guihua.reading import read_text
from guihua.reading.subjects import owned

PLAN = "某市工业发展“十三五”规划\n一、发展现状\n"


def labels(text: str) -> list[str]:
    return [s.indicator for s in read_text(text).statements]


def test_a_zone_owns_the_figures_of_its_paragraph() -> None:
    text = PLAN + "高新区实行封闭管理，建成厂房2万平方米。引进项目900个，从业人员3万人。\n工业增加值达到300亿元。"
    assert labels(text) == ["高新区厂房面积", "高新区引进项目数", "高新区从业人员", "工业增加值"]


def test_a_sentence_about_the_whole_place_ends_it() -> None:
    assert labels(PLAN + "园区成为载体，入驻企业900户。全市企业总数达到3万户。")[-1] == "全市企业总数"


def test_a_zone_named_once_and_then_left_owns_nothing() -> None:
    assert labels(PLAN + "东山经济开发区获批。工业增加值达到300亿元。") == ["工业增加值"]


def test_a_heading_that_names_a_basin_owns_what_stands_under_it() -> None:
    text = PLAN + "（一）东江流域\n共有鱼类50种，国家级自然保护区9处。\n（二）西江流域\n国家级自然保护区3处。\n"
    assert labels(text)[1:] == ["东江流域国家级自然保护区数", "西江流域国家级自然保护区数"]


def test_a_label_that_has_its_place_takes_no_other() -> None:
    assert owned("全市企业总数", "高新区") == "全市企业总数"
    assert owned("高新区产值", "高新区") == "高新区产值"
    assert owned("东江上游鱼类种数", "东江流域") == "东江上游鱼类种数"

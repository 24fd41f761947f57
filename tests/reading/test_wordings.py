"""Wordings that plans of every decade share: lists after one verb, classes before counts, gaps, bases told as years before."""

from __future__ import annotations

import pytest

from guihua.plan.statement import Form, Kind, Statement
from tests.reading.under import under

PLAN = "东江市“十三五”工业发展规划\n（2016年8月）\n一、发展目标\n"
BACK = "东江市国民经济和社会发展第十三个五年规划纲要\n（2016年2月）\n一、“十二五”发展回顾\n"


def read(words: str, head: str = PLAN) -> list[Statement]:
    return under(head, words + "。")


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("城镇化率达到60%，产值达到300亿元", "产值"),
        ("森林覆盖率达到40%，产量达到300万吨", "产量"),
        ("棉花面积达到40万亩，产量达到30万吨", "棉花产量"),
        ("房价比全国平均水平低150元", "房价低于全国平均水平的幅度"),
        ("粮食单产比全省平均水平高50公斤", "粮食单产高于全省平均水平的幅度"),
        ("新建30万吨级码头2座", "新建30万吨级码头数"),
        ("建成5万吨级泊位3个", "5万吨级泊位数"),
    ],
)
def test_the_label_is_whole_and_nothing_is_glued_to_it(words: str, label: str) -> None:
    assert read(words)[-1].indicator == label


@pytest.mark.parametrize(
    ("words", "labels", "form"),
    [
        ("生产总值、财政收入和居民收入年均增长8%，9%和10%", ["生产总值", "财政收入", "居民收入"], Form.GROWTH),
        ("工业、农业增加值分别增长8%，9%", ["工业增加值", "农业增加值"], Form.CHANGE),
    ],
)
def test_figures_parted_by_commas_share_their_verb(words: str, labels: list[str], form: Form) -> None:
    assert [(s.indicator, s.form) for s in read(words)] == [(label, form) for label in labels]


def test_a_comma_alone_begins_a_new_clause() -> None:
    assert [s.form for s in read("生产总值增长8%，失业率4%")] == [Form.CHANGE, Form.SHARE]


@pytest.mark.parametrize("words", ["五年完成投资800亿元，其中：工业300亿元", "累计完成投资800亿元，其中：农业300亿元"])
def test_a_part_after_a_colon_adds_up_as_its_whole(words: str) -> None:
    found = read(words, BACK)
    assert [(s.form, s.period) for s in found] == [(Form.CUMULATIVE, (2011, 2015))] * 2
    assert found[1].indicator in ("工业投资", "农业投资")


@pytest.mark.parametrize(("words", "times"), [("产值翻一番半", "1.5"), ("经济总量翻了两番半", "2.5")])
def test_a_half_doubling_stays_in_doublings(words: str, times: str) -> None:
    (found,) = read(words)
    assert (found.form, found.value, found.unit) == (Form.CHANGE, (times,), "番")


@pytest.mark.parametrize("words", ["较上一个五年多完成投资200亿元", "五年完成投资800亿元，比上一个五年多完成200亿元"])
def test_more_than_the_five_years_before_is_a_change(words: str) -> None:
    found = read(words, BACK)[-1]
    assert (found.indicator, found.form, found.base_period) == ("投资", Form.CHANGE_ABS, (2006, 2010))


@pytest.mark.parametrize("words", ["按照每万人不低于20个车位的标准建设停车场", "按不少于50平方米的标准建设活动室"])
def test_the_bound_of_a_standard_is_a_rule_without_a_year(words: str) -> None:
    assert [(s.kind, s.year) for s in read(words)] == [(Kind.POLICY, None)]


def test_a_standard_that_is_raised_is_a_target() -> None:
    assert [s.kind for s in read("低保提高到每人每月不低于500元")] == [Kind.TARGET]


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("产量由2015年末的2000万增长到“十三五”末的近6000万吨", ["万吨", "万吨"]),
        ("用户从2015年的300万提高到500万户", ["万户", "万户"]),
    ],
)
def test_a_starting_figure_takes_the_unit_of_the_one_it_grows_to(words: str, units: list[str]) -> None:
    found = read(words)
    assert [s.unit for s in found] == units
    assert found[1].base_year == 2015


@pytest.mark.parametrize(("words", "base"), [("产值达到500亿元，是五年前的1.4倍", 2015), ("产值是10年前的3倍", 2010)])
def test_years_before_count_from_the_year_of_the_figure(words: str, base: int) -> None:
    found = read(words)[-1]
    assert (found.form, found.year, found.base_year) == (Form.RATIO, 2020, base)

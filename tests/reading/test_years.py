"""Years, stretches and sums: which years a clause of a plan or of a yearly report speaks of, and what adds up over them."""

from __future__ import annotations

import pytest

from guihua.plan.statement import Comparator, Form, Kind, Statement
from guihua.reading import read_text

REPORT = "东江市政府工作报告\n（2006年2月28日）\n一、“十五”时期的工作回顾\n"
AHEAD = "二、“十一五”时期的奋斗目标\n"
PLAN = "西河市“十一五”农业发展规划\n（2006年8月）\n三、发展目标\n"


def last(head: str, words: str) -> list[Statement]:
    return [s for s in read_text(head + words + "\n").statements if s.start >= len(head)]


def one(head: str, words: str) -> Statement:
    found = last(head, words)
    assert len(found) == 1, [s.indicator for s in found]
    return found[0]


def test_five_years_of_a_report_are_those_that_it_looks_back_on_or_ahead_to() -> None:
    compared = "生产总值比“九五”末增长60%，比“九五”快2个百分点，高于“九五”末。"
    back = last(REPORT + compared, "五年完成公路投资20亿元，其中2005年完成6亿元，比“九五”末增长1倍。")
    assert [(s.year, s.form, s.period) for s in back] == [
        (2005, Form.CUMULATIVE, (2001, 2005)),
        (2005, Form.LEVEL, None),
        (2005, Form.CHANGE, None),
    ]
    assert len({s.indicator for s in back}) == 1
    ahead = last(REPORT + compared + AHEAD, "生产总值年均增长11%；五年新建农村公路300公里，培训农民2万人。")
    assert {(s.kind, s.year) for s in ahead} == {(Kind.TARGET, 2010)}
    assert (ahead[0].form, ahead[0].base_year) == (Form.GROWTH, 2005)
    assert [s.period for s in ahead[1:]] == [(2006, 2010), (2006, 2010)]


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("三年累计完成水利投资5亿元。", (2003, 2005)),
        ("近两年来，累计改造农网300公里。", (2004, 2005)),
        ("5年累计完成水利投资8亿元。", (2001, 2005)),
    ],
)
def test_a_stretch_told_by_its_length_ends_where_the_look_back_ends(words: str, period: tuple[int, int]) -> None:
    found = one(REPORT, words)
    assert (found.form, found.period, found.year) == (Form.CUMULATIVE, period, period[1])
    assert not any(c.isdigit() for c in found.indicator)


def test_growth_over_a_stretch_beside_a_year_starts_as_many_years_before() -> None:
    found = last(PLAN, "到2015年，生产总值达到900亿元，五年平均增长10%。")
    assert [(s.form, s.base_year) for s in found] == [(Form.LEVEL, None), (Form.GROWTH, 2010)]


def test_works_of_a_plan_add_up_over_its_years_and_things_counted_do_not() -> None:
    found = last(PLAN, "新建乡村公路200公里，改造低产田4万亩，培训农民8万人，建设示范园区6个。")
    assert [s.form for s in found] == [Form.CUMULATIVE] * 3 + [Form.LEVEL]
    assert one(PLAN, "每年培训农民8万人。").form is Form.LEVEL
    assert one("2006年东江市政府工作报告\n二、今年的任务\n", "新建乡村公路200公里。").form is Form.LEVEL


def test_a_list_under_a_colon_promises_the_year_of_its_opening() -> None:
    head = "南湖市“十一五”交通规划\n（2006年1月）\n到2008年的主要目标是：\n"
    items = "——公路里程达到600公里。\n——农村公交通达率达到80%。\n其他指标继续改善，港口吞吐能力达到90万吨。"
    assert [s.year for s in last(head, items)] == [2008, 2008, 2010]


def test_the_end_of_the_century_is_a_year() -> None:
    assert one("北山省“八五”邮电规划\n（1992年1月）\n一、目标\n", "本世纪末电话普及率达到5%。").year == 2000


def test_a_rate_set_against_a_period_is_of_its_own_year() -> None:
    found = one(REPORT, "2005年工业增加值增速高于“九五”期间增幅3个百分点。")
    assert (found.form, found.year) == (Form.OTHER, 2005)


def test_more_of_the_same_growth_is_growth() -> None:
    found = last(REPORT + "三、2006年任务\n", "固定资产投资增长20%、力争25%，生产总值增长9%以上，力争达到10%。")
    assert [(s.form, s.base_year) for s in found] == [(Form.CHANGE, 2005)] * 4
    assert last(PLAN, "森林覆盖率提高2%，达到30%。")[-1].form is Form.SHARE


def test_a_rate_that_is_kept_by_the_year_does_not_grow() -> None:
    found = one(PLAN, "人口自然增长率年均控制在7‰以内。")
    assert (found.form, found.comparator, found.base_year) == (Form.SHARE, Comparator.LE, None)


def test_a_yearly_report_speaks_of_the_year_of_its_title() -> None:
    found = one("高新区2003年度工作报告\n一、主要成绩\n", "全年实现工业产值40亿元。")
    assert (found.kind, found.year) == (Kind.FACT, 2003)
    found = one("经济开发区2020年工作总结和2021年工作思路\n二、2021年工作目标\n", "今年工业产值增长8%。")
    assert (found.kind, found.year, found.base_year) == (Kind.TARGET, 2021, 2020)

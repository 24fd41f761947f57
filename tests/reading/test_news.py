"""News and reviews that say in their headline or first sentence which plan they speak of, and when."""

from __future__ import annotations

from guihua.plan.statement import Form, Kind
from guihua.reading import read_text
from tests.reading.under import under

GOALS = "十一五发展目标公布\n2006年02月11日08:15 东江日报\n本报讯昨日获悉,东江省“十一五”发展的主要目标是:\n"


def test_news_of_a_plan_named_without_quotes_in_its_headline_promises_for_its_last_year() -> None:
    found = under(GOALS, "1.经济增长。GDP年均增长9%。出口总额达到50亿美元。\n2.环境。主要污染物排放总量减少12%。")
    assert {(s.kind, s.year) for s in found} == {(Kind.TARGET, 2010)}
    assert [s.base_year for s in found] == [2005, None, 2005]


def test_goals_of_a_plan_that_a_colon_opens_are_promised_for_its_last_year() -> None:
    head = "东江省人大会议开幕\n2006年02月11日 东江日报\n东江省“十一五”发展的主要目标是:\n"
    assert {(s.kind, s.year) for s in under(head, "1.增长。出口总额达到50亿美元。\n2.教育。入园率达到70%。")} == {
        (Kind.TARGET, 2010)
    }


def test_the_time_of_day_in_a_dateline_is_no_figure() -> None:
    assert not read_text(GOALS).statements


def test_shares_of_the_three_sectors_are_of_the_output_that_the_text_named() -> None:
    found = under(GOALS, "1.增长。人均GDP达到2万元。三次产业结构调整为8:47:45。")
    assert [s.indicator for s in found[1:]] == ["第一产业占GDP比重", "第二产业占GDP比重", "第三产业占GDP比重"]
    assert {s.form for s in found[1:]} == {Form.SHARE}


REVIEW = "东江省能源供应能力增强\n发布时间：2011-05-03\n据省统计局介绍，过去五年，东江省“十一五”期间各项工作顺利。\n"


def test_a_review_of_the_past_five_years_tells_its_last_year_and_sums() -> None:
    found = under(
        REVIEW, "炼油能力达500万吨/年。全省电网新增输电线路800公里，节约能源300万吨标准煤，改善航道里程90公里。"
    )
    assert {(s.kind, s.year) for s in found} == {(Kind.FACT, 2010)}
    assert [(s.form, s.base_year) for s in found] == [
        (Form.LEVEL, None),
        (Form.CHANGE_ABS, 2005),
        (Form.CUMULATIVE, None),
        (Form.CUMULATIVE, None),
    ]


def test_parts_of_a_sum_are_sums() -> None:
    found = under(REVIEW, "共改善航道里程90公里，其中三级及以上航道30公里，四级航道20公里。")
    assert [s.form for s in found] == [Form.CUMULATIVE] * 3


def test_a_multiple_is_taken_of_the_stretch_that_it_names() -> None:
    found = under(REVIEW, "“十一五”期间，全省完成水利投资90亿元，是“十五”完成投资的2倍。")
    assert (found[1].form, found[1].year, found[1].base_year, found[1].base_period) == (
        Form.RATIO,
        2010,
        2005,
        (2001, 2005),
    )
    later = under(REVIEW, "2011年，新建校舍900万平方米，是过去10年建设规模的2倍。")
    assert (later[1].base_year, later[1].base_period) == (2010, (2001, 2010))


def test_a_sum_is_what_the_whole_of_a_plan_is_compared_with() -> None:
    head = "西河市“七五”计划\n（1986年5月）\n"
    found = under(head, "5年财政收入达到40亿元，比“六五”计划期间增长90%。工业产值达到70亿元，比1985年增长60%。")
    assert [s.form for s in found] == [Form.CUMULATIVE, Form.CHANGE, Form.LEVEL, Form.CHANGE]
    assert found[0].period == (1986, 1990)


def test_bare_shares_belong_to_the_structure_before_them_and_a_list_in_brackets_is_not_split() -> None:
    words = "能源消费结构中，煤、油、其他能源(水能、风能和核能)的比重分别为50%、30%、20%。"
    assert [s.indicator for s in under(REVIEW, words)] == [
        "能源消费结构中煤的比重",
        "能源消费结构中油的比重",
        "能源消费结构中其他能源的比重",
    ]


def test_what_part_of_a_sum_a_city_had_is_named_with_the_sum() -> None:
    found = under(REVIEW, "安排水污染防治专项资金20亿元，其中东山市及西山新区5亿元。")
    assert found[1].indicator == "东山市及西山新区水污染防治专项资金"


def test_a_chronicle_tells_the_year_of_a_plan_and_how_far_it_was_fulfilled() -> None:
    head = (
        "第二节 计划编制与执行\n1978年1月制定发展规划，到2000年产值达到9亿元。\n1977年，开始编制全市计划。各项指标是："
    )
    found = under(head, "工业产值300万元、财政收入20万元。年计划完成比例分别是80%、90%。")
    assert [(s.kind, s.year) for s in found] == [(Kind.TARGET, 1977)] * 2 + [(Kind.FACT, 1977)] * 2


def test_what_was_decided_for_the_year_of_a_notice_is_promised() -> None:
    head = "国务院批转关于发行债券报告的通知国发〔1987〕99号各省：\n"
    found = under(head, "二月七日，会议讨论决定，一九八七年发行东江债券十五亿元，企业债券五亿元。")
    assert [(s.kind, s.year) for s in found] == [(Kind.TARGET, 1987)] * 2
    rules = under(head, "每元面值的债券含用电指标每年三度，用电指标有效期限为十二年，附加费每度电五分。")
    assert [(s.value, s.unit) for s in rules] == [(("3",), "度"), (("12",), "年"), (("5",), "分")]

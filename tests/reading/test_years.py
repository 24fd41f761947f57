"""Years, stretches and sums: which years a clause of a plan or of a yearly report speaks of, and what adds up over them."""

from __future__ import annotations

import pytest

from guihua.plan.statement import Comparator, Form, Kind
from tests.reading.under import one, under

REPORT = "东江市政府工作报告\n（2006年2月28日）\n一、“十五”时期的工作回顾\n"
AHEAD = "二、“十一五”时期的奋斗目标\n"
PLAN = "西河市“十一五”农业发展规划\n（2006年8月）\n三、发展目标\n"


def test_five_years_of_a_report_are_those_that_it_looks_back_on_or_ahead_to() -> None:
    compared = "生产总值比“九五”末增长60%，比“九五”快2个百分点，高于“九五”末。"
    back = under(REPORT + compared, "五年完成公路投资20亿元，其中2005年完成6亿元，比“九五”末增长1倍。")
    assert [(s.year, s.form, s.period) for s in back] == [
        (2005, Form.CUMULATIVE, (2001, 2005)),
        (2005, Form.LEVEL, None),
        (2005, Form.CHANGE, None),
    ]
    assert len({s.indicator for s in back}) == 1
    ahead = under(REPORT + compared + AHEAD, "生产总值年均增长11%；五年新建农村公路300公里，培训农民2万人。")
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
    found = under(PLAN, "到2015年，生产总值达到900亿元，五年平均增长10%。")
    assert [(s.form, s.base_year) for s in found] == [(Form.LEVEL, None), (Form.GROWTH, 2010)]


def test_works_of_a_plan_add_up_over_its_years_and_things_counted_do_not() -> None:
    found = under(PLAN, "新建乡村公路200公里，改造低产田4万亩，培训农民8万人，建设示范园区6个。")
    assert [s.form for s in found] == [Form.CUMULATIVE] * 3 + [Form.LEVEL]
    assert one(PLAN, "每年培训农民8万人。").form is Form.LEVEL
    assert one("2006年东江市政府工作报告\n二、今年的任务\n", "新建乡村公路200公里。").form is Form.LEVEL


def test_a_list_under_a_colon_promises_the_year_of_its_opening() -> None:
    head = "南湖市“十一五”交通规划\n（2006年1月）\n到2008年的主要目标是：\n"
    items = "——公路里程达到600公里。\n——农村公交通达率达到80%。\n其他指标继续改善，港口吞吐能力达到90万吨。"
    assert [s.year for s in under(head, items)] == [2008, 2008, 2010]


def test_the_end_of_the_century_is_a_year() -> None:
    assert one("北山省“八五”邮电规划\n（1992年1月）\n一、目标\n", "本世纪末电话普及率达到5%。").year == 2000


def test_a_rate_set_against_a_period_is_of_its_own_year() -> None:
    found = one(REPORT, "2005年工业增加值增速高于“九五”期间增幅3个百分点。")
    assert (found.form, found.year) == (Form.OTHER, 2005)


def test_more_of_the_same_growth_is_growth() -> None:
    found = under(REPORT + "三、2006年任务\n", "固定资产投资增长20%、力争25%，生产总值增长9%以上，力争达到10%。")
    assert [(s.form, s.base_year) for s in found] == [(Form.CHANGE, 2005)] * 4
    assert under(PLAN, "森林覆盖率提高2%，达到30%。")[-1].form is Form.SHARE


def test_a_rate_that_is_kept_by_the_year_does_not_grow() -> None:
    found = one(PLAN, "人口自然增长率年均控制在7‰以内。")
    assert (found.form, found.comparator, found.base_year) == (Form.SHARE, Comparator.LE, None)


def test_a_yearly_report_speaks_of_the_year_of_its_title() -> None:
    found = one("高新区2003年度工作报告\n一、主要成绩\n", "全年实现工业产值40亿元。")
    assert (found.kind, found.year) == (Kind.FACT, 2003)
    found = one("经济开发区2020年工作总结和2021年工作思路\n二、2021年工作目标\n", "今年工业产值增长8%。")
    assert (found.kind, found.year, found.base_year) == (Kind.TARGET, 2021, 2020)


def test_an_undated_account_of_one_year_reports_on_it() -> None:
    head = "东江市经济社会的新发展\n1991年，东江市开始实施“八五”计划，主要标志是：\n"
    found = under(head, "工业稳步发展。实现总产值20亿元（1990年不变价），比上年增长3%。\n粮食总产首次突破3亿公斤。")
    assert {(s.kind, s.year) for s in found} == {(Kind.FACT, 1991)}
    assert found[1].base_year == 1990


def test_a_notice_speaks_in_the_year_of_its_posting() -> None:
    head = "河口县将办好十件实事\n来源：县融媒体中心 时间：2020-05-11\n县长向大会作《政府工作报告》，重点抓好实事：\n"
    assert one(head, "（1）新建便民市场5处。").year == 2020


def test_what_was_a_goal_is_a_target_even_where_it_was_passed() -> None:
    head = "北河开发区“十三五”发展规划\n一、“十二五”发展回顾\n"
    found = under(head, "累计完成固定资产投资260亿元，超额完成“十二五”计划100亿元的目标。")
    assert [(s.kind, s.year) for s in found] == [(Kind.FACT, 2015), (Kind.TARGET, 2015)]


def test_a_paragraph_of_a_chronicle_is_dated_by_its_opening() -> None:
    head = "第二节 计划编制\n1976年执行省计划。\n1986年编制《东江市“七五”规划》，到2000年工业总产值达到9000万元。\n"
    found = under(head, "1977年，开始编制本市计划。各项指标是：工业总产值377万元、财政收入29万元。")
    assert [s.year for s in found] == [1977, 1977]


@pytest.mark.parametrize(
    ("words", "value"),
    [("工业总产值达到2 500万元。", "2500"), ("粮食产量4 129.5吨。", "4129.5"), ("森林面积6.5万公顷。", "6.5")],
)
def test_thousands_may_be_parted_by_a_blank(words: str, value: str) -> None:
    assert one(PLAN, words).value == (value,)


def test_a_bar_after_a_count_describes_what_is_counted() -> None:
    found = under(PLAN, "培育5家以上年收入超百亿元、2家年收入达300亿元的工业企业，引进投资超10亿元项目3个。")
    assert [s.indicator for s in found[:2]] == ["年收入超百亿元的工业企业数", "年收入达300亿元的工业企业数"]
    assert [s.threshold.value for s in found if s.threshold] == ["100", "300", "10"]


def test_a_look_back_may_span_fewer_years_than_five() -> None:
    head = "东江市2007年政府工作报告\n一、过去四年工作回顾\n过去的四年，成绩很大。\n"
    found = under(head, "零售总额达到90亿元，年均增长12%，占生产总值的比重提高8个百分点。四年用于绿化的投资7亿元。")
    assert [s.base_year for s in found] == [None, 2002, 2002, None]
    assert found[2].indicator == "零售总额占生产总值比重"
    assert (found[3].form, found[3].period) == (Form.CUMULATIVE, (2003, 2006))


def test_a_section_on_a_year_that_is_over_looks_back() -> None:
    head = "关于东江市2015年国民经济和社会发展计划执行情况与2016年计划（草案）的报告\n——2016年1月31日\n"
    found = one(head + "一、2015年经济社会发展总体态势\n", "生产总值增长8%。")
    assert (found.kind, found.year, found.base_year) == (Kind.FACT, 2015, 2014)


def test_news_of_a_plan_promises_its_last_year() -> None:
    found = one("东山省“十四五”县域发展任务清单出炉\n时间：2021-08-20 来源：日报\n", "■创建省级创新示范县25个")
    assert (found.kind, found.year, found.indicator) == (Kind.TARGET, 2025, "省级创新示范县数")


def test_a_gap_says_whose_rate_it_is() -> None:
    found = under(REPORT, "固定资产投资完成30亿元，增长17%，增幅高于全省平均水平2个百分点。")
    assert found[-1].indicator == "固定资产投资增幅高于全省平均水平的幅度"


def test_part_of_a_total_is_not_the_total_though_it_ends_like_it() -> None:
    found = under(REPORT, "进出口总额30亿美元。其中，出口总额20亿美元，增长一倍多。")
    assert [s.indicator for s in found] == ["进出口总额", "出口总额", "出口总额"]
    assert found[2].comparator is Comparator.GT


def test_a_report_tells_of_grants_and_rules_nothing() -> None:
    found = one("东江镇2014年政府工作报告\n一、2013年工作回顾\n", "全年发放惠农补贴956万元。")
    assert (found.kind, found.year) == (Kind.FACT, 2013)


def test_what_describes_the_things_counted_is_their_bar() -> None:
    found = one(PLAN, "引进年产3万吨的精米加工企业2家。")
    assert found.indicator.endswith("年产3万吨的精米加工企业数")
    assert found.threshold is not None and found.threshold.value == "3"


def test_a_rate_of_growth_before_its_verb_is_growth() -> None:
    found = one(PLAN, "高效农业面积以每年8%的速度增长。")
    assert (found.form, found.indicator, found.base_year) == (Form.GROWTH, "高效农业面积", 2005)


def test_a_verb_with_its_object_says_what_grows() -> None:
    assert one(REPORT, "2005年农民人均增收500元。").indicator == "农民人均收入"


def test_a_ratio_to_one_is_one_number() -> None:
    assert one(PLAN, "城乡居民收入比缩小到2.1∶1。").value == ("2.1",)


def test_a_title_of_two_years_promises_the_later() -> None:
    head = "2008年秋播及2009年农业结构调整目标和重点\n（2008年11月）\n二、目标任务\n"
    assert one(head, "农业增加值增长5%。").year == 2009


def test_news_that_a_plan_was_fulfilled_looks_back_on_it() -> None:
    head = "新华社12月24日电 “十一五”时期投资很大。\n“十一五”时期，我国圆满完成了“十一五”规划确定的任务。\n"
    found = under(head, "新建堤防80公里。累计解决2.1亿农村人口的饮水安全问题。")
    assert [(s.kind, s.year) for s in found] == [(Kind.FACT, 2010), (Kind.FACT, 2010)]
    assert found[1].indicator == "解决饮水安全的农村人口"


def test_a_report_on_half_a_year_speaks_of_that_year() -> None:
    head = "关于1998年上半年全省计划执行情况的报告\n——1998年7月23日\n一、上半年计划执行情况\n"
    found = one(head, "夏粮总产500万吨。")
    assert (found.kind, found.year) == (Kind.FACT, 1998)


def test_a_report_of_december_says_this_year_of_the_year_it_reviews() -> None:
    head = "政府工作报告\n——2022年12月21日在北湖区人民代表大会第三次会议上\n第一部分 2022年工作情况\n"
    told, grown = under(head, "今年，全区生产总值预计完成213亿元，按不变价计算增长4%。")
    assert [(s.kind, s.year, s.base_year) for s in (told, grown)] == [
        (Kind.FACT, 2022, None),
        (Kind.FACT, 2022, 2021),
    ]
    assert grown.indicator == "生产总值"
    found = one(head + "第二部分 2023年重点任务\n", "生产总值增长5%左右。")
    assert (found.kind, found.year, found.base_year) == (Kind.TARGET, 2023, 2022)


def test_what_was_done_altogether_in_a_period_adds_up() -> None:
    head = "南山县扶贫开发第十一个五年规划\n一、“十五”规划完成情况\n"
    found = under(head, "“十五”期间，全县共新修公路3条，总长110公里，营造森林25万亩，架设线路30公里。")
    assert [s.form for s in found] == [Form.CUMULATIVE, Form.LEVEL, Form.CUMULATIVE, Form.CUMULATIVE]
    assert one(head, "农民人均纯收入比“十五”前增长38%。").base_year == 2000


def test_how_goals_were_met_is_told_not_promised() -> None:
    head = "北湖区2023年上半年国民经济和社会发展计划执行情况的报告\n——2023年8月31日\n（一）主要目标完成情况\n"
    assert one(head, "城镇居民人均可支配收入完成29000元。").kind is Kind.FACT


def test_news_that_reports_a_plan_is_of_its_own_date() -> None:
    head = "地热产业规模将翻番\n发布时间：2011-05-24\n正在编制的《地热开发“十二五”规划》提出，“十二五”末，全国地热供暖面积将达6亿平方米。\n"
    found = one(head, "目前全国地热供暖面积为2亿平方米。")
    assert (found.kind, found.year) == (Kind.FACT, 2011)


def test_what_is_promised_after_a_year_that_is_over_is_of_the_plan() -> None:
    head = "“十二五”南山县钢铁企业将转型\n2011年3月4日\n“十二五”期间，钢产量将翻番。“十二五”末更新设备。“十二五”开局良好。\n"
    found = under(head, "2010年9月，南山公司建成产能500万吨。届时，南山公司的产钢能力将达到800万吨以上。")
    assert [(s.kind, s.year) for s in found] == [(Kind.FACT, 2010), (Kind.TARGET, 2015)]

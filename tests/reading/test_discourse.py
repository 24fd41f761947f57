"""What a clause owes to its sentence, its paragraph and its section: kind, year, base, form, bars."""

from __future__ import annotations

import pytest

from guihua.plan.statement import Comparator, Form, Kind
from tests.reading.under import one, under

REPORT = "2026年东江市政府工作报告\n一、2025年和“十四五”时期工作回顾\n"
PLAN = "东江市“十四五”工业发展规划\n2021年8月10日\n三、发展目标\n"
POLICY = "关于支持企业发展的若干措施\n（2023年2月8日）\n一、支持创新\n"
OLD = "国民经济和社会发展第七个五年计划\n第二章 目标\n"


def test_a_report_on_the_year_and_the_plan_measures_growth_from_the_year_before() -> None:
    found = one(REPORT, "2025年很不平凡。全市生产总值增长5%。")
    assert (found.kind, found.year, found.base_year) == (Kind.FACT, 2025, 2024)


def test_a_paragraph_on_five_years_measures_growth_over_all_of_them() -> None:
    found = one(REPORT, "五年来，我们加快转型。技术合同成交额增长3倍。")
    assert (found.kind, found.year, found.base_year) == (Kind.FACT, 2025, 2020)


@pytest.mark.parametrize("chrome", ["", "打印\n收藏\n【字号：\n大\n小\n】\n"])
def test_a_yearly_report_is_known_under_the_chrome_of_a_page(chrome: str) -> None:
    head = (
        chrome + "2026年东江市政府工作报告\n一、“十四五”时期发展回顾\n过去五年，成绩很大。\n二、“十五五”时期主要目标\n"
    )
    found = one(head + "三、2026年主要工作\n", "主要预期目标是：地区生产总值增长5%以上。")
    assert (found.kind, found.year) == (Kind.TARGET, 2026)


def test_a_section_on_the_coming_plan_promises_its_last_year() -> None:
    found = one(REPORT + "二、“十五五”时期主要目标\n", "城镇化率提高到70%。")
    assert (found.kind, found.year) == (Kind.TARGET, 2030)


def test_verbs_of_a_review_do_not_make_it_promise() -> None:
    found = one(REPORT + "（一）加快产业转型升级。", "新建绿色工厂12家。")
    assert (found.kind, found.year) == (Kind.FACT, 2025)


def test_a_base_told_once_holds_for_the_sentence_and_what_a_semicolon_joins() -> None:
    words = "2020年与2015年相比，供电煤耗由315克降到305克，下降3.2%；水泥综合能耗下降5%。"
    found = under(PLAN + "一、发展基础\n", words)
    assert [s.year for s in found] == [2015, 2020, 2020, 2020]
    assert [s.base_year for s in found] == [None, 2015, 2015, 2015]


def test_a_base_told_with_its_figure_is_a_fact_of_its_own_year() -> None:
    told, grown = under(OLD, "油料比1980年的769万吨增长36.5%。")
    assert (told.kind, told.year, told.form) == (Kind.FACT, 1980, Form.LEVEL)
    assert grown.base_year == 1980


def test_growth_after_a_path_starts_where_the_path_starts() -> None:
    found = under(PLAN + "一、发展基础\n", "软件收入从2012年的2亿元增长到2020年的9亿元，年均增长16%。")
    assert [s.base_year for s in found] == [None, 2012, 2012]


def test_an_act_over_stated_years_adds_up_and_keeps_its_verb() -> None:
    found = one(OLD, "五年内，全国建成复线铁路3，300公里。")
    assert (found.form, found.period, found.value) == (Form.CUMULATIVE, (1986, 1990), ("3300",))
    assert found.indicator.startswith("全国建成")


def test_a_list_takes_the_measure_and_the_years_that_its_opening_tells() -> None:
    head = "国民经济和社会发展第七个五年计划（1986—1990）\n第三章 固定资产投资\n第一节 基本建设\n各个部门的投资分配如下：\n"
    found = under(head, "港口工程50亿元。其中，海港31亿元。\n公路40亿元。")
    assert [s.indicator for s in found] == ["港口工程基本建设投资", "海港基本建设投资", "公路基本建设投资"]
    assert {(s.form, s.period) for s in found} == {(Form.CUMULATIVE, (1986, 1990))}
    found = under(OLD, "主要产品的产量是：钢材三千万吨，比一九八五年的二千万吨增加一千万吨；彩电九百万台。")
    assert [s.indicator for s in found] == ["钢材产量", "钢材产量", "钢材产量", "彩电产量"]


def test_the_measure_of_a_list_ends_with_its_heading() -> None:
    head = "东江市国民经济和社会发展第十个五年计划\n一、投资\n各部门的投资分配如下：\n公路40亿元。\n二、财政\n"
    assert one(head, "农业税收2亿元。").indicator == "农业税收"


def test_how_a_figure_is_reckoned_does_not_cut_its_subject_off() -> None:
    assert one(OLD, "1990年钢铁工业总产值，按照1980年不变价格计算，达到900亿元。").indicator == "钢铁工业总产值"
    found = under(OLD, "稻谷，按平年考虑，产量达到2亿吨；大豆，按丰年考虑，产量达到3千万吨。")
    assert [s.indicator for s in found] == ["稻谷产量", "大豆产量"]


def test_a_bare_measure_is_that_of_what_the_heading_is_about() -> None:
    assert one(PLAN + "（一）做强现代食品产业\n", "到2025年，力争年产值达到300亿元。").indicator == "现代食品产业年产值"
    assert one(PLAN + "（一）发展思路\n", "到2025年，力争年产值达到300亿元。").indicator == "年产值"
    pointed = one(PLAN + "（一）南部湖区\n1.基本情况\n", "该区位于市域南部，湿地面积20万公顷。")
    assert pointed.indicator == "南部湖区湿地面积"


def test_a_length_is_a_level_and_a_step_is_no_noun() -> None:
    assert [(s.indicator, s.form) for s in under(REPORT, "滨海高速公路全长约165公里。")] == [
        ("滨海高速公路全长", Form.LEVEL)
    ]
    assert one(REPORT, "2025年，地区生产总值迈上4万亿元新台阶。").indicator == "地区生产总值"
    assert one(REPORT, "2025年，11个县被认定为义务教育优质均衡县。").indicator == "义务教育优质均衡县数"


def test_a_mean_yearly_output_is_compared_over_periods_and_told_for_one_year() -> None:
    found = under(OLD, "稻谷，平均每年产量2亿吨（其中1990年2.2亿吨），比“六五”期间平均年产量增长12%。")
    assert [s.indicator for s in found] == ["稻谷平均每年产量", "稻谷产量", "稻谷平均每年产量"]
    assert (found[2].form, found[2].base_period) == (Form.CHANGE, (1981, 1985))


def test_capacity_that_comes_on_stream_in_a_plan_is_added_from_its_year_before() -> None:
    head = "国民经济和社会发展第七个五年计划（1986—1990）\n第二章 能源\n"
    found = under(head, "五年内，电站建设总规模为6000万千瓦；竣工投产发电装机3000万千瓦，其中水电800万千瓦。")
    assert [s.form for s in found] == [Form.LEVEL, Form.CHANGE_ABS, Form.CHANGE_ABS]
    assert {s.base_year for s in found[1:]} == {1985}


def test_what_the_figure_before_is_divided_by_or_set_against_keeps_its_name() -> None:
    found = under(OLD, "1990年国民生产总值达到580亿元，人均1365元。财政收入85亿元，支出52亿元。")
    assert [s.indicator for s in found] == ["国民生产总值", "人均国民生产总值", "财政收入", "财政支出"]


def test_what_follows_a_sum_goes_on_with_it() -> None:
    found = under(REPORT, "累计建成美丽河湖30条、幸福河湖69条。")
    assert {s.form for s in found} == {Form.CUMULATIVE}


def test_a_condition_of_a_grant_is_its_bar() -> None:
    found = one(POLICY, "对年销售额达到1000万元以上的，给予企业50万元奖励。")
    assert found.kind is Kind.POLICY
    assert found.threshold is not None and found.threshold.value == "1000"


def test_ranges_of_a_condition_pair_with_what_is_granted() -> None:
    words = "投资1000万元及以上至5000万元、5000万元以上至1亿元、1亿元以上的，参照财政贡献的70%、80%和90%给予奖励。"
    found = under(POLICY, words)
    assert [s.threshold.value for s in found if s.threshold] == ["1000", "5000", "1"]


@pytest.mark.parametrize(
    ("words", "comparator"),
    [("给予最高500万元的一次性奖励。", Comparator.LE), ("给予不超过总投入30%的经费支持。", Comparator.LE)],
)
def test_a_ceiling_of_a_grant_is_policy(words: str, comparator: Comparator) -> None:
    found = one(POLICY, "（一）加强应用研究。对重点企业，按照规定" + words)
    assert (found.kind, found.comparator, found.year) == (Kind.POLICY, comparator, None)


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("产值达到九·三亿元。", "9.3", "亿元"),
        ("比重为百分之二六·七。", "26.7", "%"),
        ("产量达到 9 · 3万吨。", "9.3", "万吨"),
        ("产量比上年增加1. 5亿吨。", "1.5", "亿吨"),
        ("人口控制在十三亿以内。", "13", "亿"),
        ("旅游收入超万亿元。", "1", "万亿元"),
        ("投资完成 100 亿元。", "100", "亿元"),
    ],
)
def test_figures_that_scanning_or_typing_damaged_are_whole(words: str, value: str, unit: str) -> None:
    found = one(OLD, "全市" + words)
    assert (found.value, found.unit) == ((value,), unit)


def test_a_size_in_a_name_and_places_that_are_counted_are_no_statement() -> None:
    assert not under(PLAN, "推进东江集团10万吨铝材项目投产，在全市13个县（市、区）推广。")


def test_cells_parted_by_blanks_are_a_table() -> None:
    words = "指标 2020年 2025年 属性\n城镇化率（%） 60.5 65 预期性\n耕地保有量（公顷） 85.4 127.2 约束性"
    found = under(PLAN, words)
    assert [(s.kind, s.year) for s in found] == [(Kind.FACT, 2020), (Kind.TARGET, 2025)] * 2

"""Bodies of rules, parts told by year, horizons, lists that go on, formulas: what a clause is by the document that it stands in."""

from __future__ import annotations

import pytest

from guihua.plan.statement import Comparator, Form, Kind
from guihua.reading import reader
from tests.reading.under import one, under

RULES = "东江市残疾人就业补助管理办法\n（2018年5月）\n"
OPINION = "东江市人民政府关于促进就业的若干意见\n东政发〔2018〕39号\n"
PARTS = (
    "各位代表：\n我代表市人民政府向大会作政府工作报告，请予审议。\n2018年：铆足干劲谋发展\n过去一年，我们砥砺前行。\n"
)


@pytest.mark.parametrize(
    "words", ["每人每月按1000元的标准定额扣除。", "直辖市、计划单列市的标准为每月1500元。", "按原值的50%折算。"]
)
def test_what_a_body_of_rules_says_without_a_time_is_a_parameter(words: str) -> None:
    found = one(RULES, words)
    assert (found.kind, found.year) == (Kind.POLICY, None)
    assert "kind" not in found.doubtful


def test_what_rules_say_was_done_stays_a_fact() -> None:
    assert one(RULES, "2017年全市已发放补助300万元。").kind is Kind.FACT


def test_the_year_of_whoever_asks_dates_no_rule() -> None:
    found = one(OPINION, "对不裁员的企业，可返还其上年度实际缴纳失业保险费的50%。")
    assert (found.kind, found.year) == (Kind.POLICY, None)


def test_what_may_not_be_exceeded_bounds_from_above() -> None:
    assert one(RULES, "扣除期限不能超过48个月。").comparator is Comparator.LE
    assert one(RULES, "补助比例不应低于30%。").comparator is Comparator.GE


def test_a_ban_is_a_rule() -> None:
    assert one("西河市“十三五”农业规划\n", "禁止生产厚度低于0.01毫米的地膜。").kind is Kind.POLICY


def test_parts_called_by_their_year_date_a_report_and_say_which_looks_back() -> None:
    back = one(PARTS + "一、突出城乡统筹，促进协调发展。", "新建乡村公路120公里。")
    assert (back.kind, back.year) == (Kind.FACT, 2018)
    ahead = one(PARTS + "2019年：乘势而上开新局\n今年主要抓好以下工作。\n", "改造农村公路90公里。")
    assert (ahead.kind, ahead.year) == (Kind.TARGET, 2019)


def test_a_plan_named_in_a_review_does_not_turn_it_round() -> None:
    report = "政府工作报告\n——2012年1月14日在东江市第五届人民代表大会第二次会议上\n2011年工作回顾\n"
    found = one(report + "一、多项指标居前，实现“十二五”良好开局\n", "预计全市生产总值420亿元。")
    assert (found.kind, found.year) == (Kind.FACT, 2011)


def test_a_longer_horizon_than_the_plan_is_counted_from_its_beginning() -> None:
    found = under("东江省“十二五”水利规划\n（2011年3月）\n", "2010年全省水利投资2000亿元，未来10年将达到4000亿元。")
    assert [(s.kind, s.year) for s in found] == [(Kind.FACT, 2010), (Kind.TARGET, 2020)]


def test_the_years_in_brackets_after_a_plan_belong_to_what_a_multiple_is_taken_of() -> None:
    found = under(
        "东江省“十二五”水利规划\n（2011年3月）\n", "规划投资1300亿元，是“十一五”（2006—2010年）总投资的4.3倍。"
    )
    assert [(s.form, s.year, s.base_year) for s in found][1] == (Form.RATIO, 2015, 2010)


def test_a_sentence_of_parts_goes_on_with_the_time_of_its_whole() -> None:
    found = under(
        "东江省“十二五”家电规划\n（2011年8月）\n", "截至2010年末，家电销售6000万台。其中，电视机销售2000万台。"
    )
    assert {(s.kind, s.year) for s in found} == {(Kind.FACT, 2010)}


def test_a_hedge_on_a_list_hedges_all_of_it() -> None:
    found = under("", "化学需氧量、氨氮排放量分别约46万吨、3万吨。")
    assert [s.comparator for s in found] == [Comparator.ABOUT, Comparator.ABOUT]


def test_a_formula_states_nothing() -> None:
    plan = reader.read_text("手术占比＝手术人次数/出院总人次数×100%。治愈率达到95%。")
    assert [s.value for s in plan.statements] == [("95",)]
    assert [u.reason for u in plan.unread] == ["formula"]


def test_what_is_put_into_a_class_is_not_to_come() -> None:
    found = one("东江市环保局的答复\n（2018年6月）\n", "已将13个区域划为优先保护区。")
    assert found.kind is Kind.FACT


def test_the_years_of_a_title_are_no_date() -> None:
    plan = reader.read_text("青石县乡村振兴战略规划（2018—2022年）\n到2020年，粮食产量达到33万吨。")
    assert [(s.kind, s.year) for s in plan.statements] == [(Kind.TARGET, 2020)]
    assert plan.period == (2018, 2022)


def test_a_line_that_begins_with_a_percent_sign_goes_on() -> None:
    plan = reader.read_text("东江市“十四五”规划\n生产总值年均增长4.4\n%，财政收入年均增长5%。")
    assert [(s.value[0], s.unit) for s in plan.statements] == [("4.4", "%"), ("5", "%")]


def test_a_report_stands_in_the_last_plan_that_it_names() -> None:
    head = "政府工作报告\n——2021年2月5日在东江市第四届人民代表大会第六次会议上\n一、“十三五”及2020年工作回顾\n"
    words = "城镇化率比“十二五”末提高5个百分点，收入比“十二五”末增长50%，总量比“十二五”末增长60%。\n"
    assert reader.read_text(head + words).period == (2016, 2020)


def test_what_is_added_net_is_a_change_of_a_stock() -> None:
    head = "政府工作报告\n——2016年2月5日在东江市第四届人民代表大会第六次会议上\n一、2015年工作回顾\n"
    found = one(head, "净增规上工业企业175户。")
    assert (found.form, found.base_year) == (Form.CHANGE_ABS, 2014)
    assert one(head, "新增规上工业企业189户。").form is Form.LEVEL


def test_the_number_of_a_cited_document_does_not_date_the_one_that_cites_it() -> None:
    head = "榆阳市人民政府关于推进健康行动的实施意见\n根据《国务院关于健康行动的意见》（国发〔2019〕13号），提出如下意见。\n"
    assert one(head, "到2030年，人均预期寿命达到78.5岁。").kind is Kind.TARGET
    assert reader.read_text(head).issued == ""


def test_a_bound_on_two_sides_that_ought_to_hold_keeps_both_ends_as_a_rule() -> None:
    found = one("东江市“十三五”规划\n", "单位面积取水量应控制在300—450立方米之间。")
    assert (found.kind, found.value, found.comparator) == (Kind.POLICY, ("300", "450"), Comparator.BETWEEN)


def test_what_ought_to_be_after_a_rule_is_a_rule() -> None:
    words = "入园企业注册资本不得少于500万元，亩均税收应达到20万元以上，土地出让金可按70%缴纳。"
    assert {s.kind for s in under("东江市“十三五”规划\n二、目标\n", words)} == {Kind.POLICY}


def test_a_text_that_opens_on_a_review_of_a_plan_is_of_the_next_one() -> None:
    head = "第一章 “十一五”规划执行情况\n一、可喜的成就\n"
    found = under(head, "1、实力增强。2010年实现地区生产总值116亿元，是“十五”末的2.3倍。人均生产总值达16400元。")
    assert [(s.kind, s.year, s.base_year) for s in found] == [
        (Kind.FACT, 2010, None),
        (Kind.FACT, 2010, 2005),
        (Kind.FACT, 2010, None),
    ]


def test_articles_make_a_text_a_body_of_rules() -> None:
    words = "第六条 对出口企业分别奖励。\n第七条 新设企业按每户奖励3万元。\n第八条 参展企业每个展位按2万元计算。\n"
    assert {s.kind for s in reader.read_text(words).statements} == {Kind.POLICY}

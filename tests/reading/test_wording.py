"""The last word on labels: brackets, marks, prepositions, measures that units tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.reading import read_text
from guihua.reading.compiler import load
from guihua.reading.wording import balanced, worded


@pytest.mark.parametrize(("label", "unit", "given"), load("wording.yaml")["yes"], ids=str)
def test_the_examples_of_the_list(label: str, unit: str, given: str) -> None:
    assert worded(label, unit, "level") == (given or label)


@given(st.text(alphabet="工业园区数（）()《》“”", max_size=14))
def test_brackets_are_paired_in_every_label(label: str) -> None:
    opened: list[str] = []
    pairs = {"）": "（", ")": "(", "》": "《", "”": "“"}
    for character in balanced(label):
        if character in pairs.values():
            opened.append(character)
        elif character in pairs:
            assert opened
            assert opened.pop() == pairs[character]
    assert not opened


@given(
    st.text(alphabet="一二三是的比重完成实现产值收入以由面积数（）园区", max_size=14),
    st.sampled_from(["亩", "亿元", "个", "%"]),
)
def test_wording_a_worded_label_changes_nothing(label: str, unit: str) -> None:
    once = worded(label, unit, "level")
    assert worded(once, unit, "level") == once


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("全市生产总值达到212亿元，增长20%。", ["全市生产总值", "全市生产总值"]),
        ("生产总值385亿元，其中第一产业81亿元、增长5%。", ["生产总值", "第一产业增加值", "第一产业增加值"]),
        ("海关税收68亿元，占全区的62%，增长40%。", ["海关税收", "海关税收占全区比重", "海关税收"]),
        ("一是安排水污染防治专项资金3亿元。", ["安排水污染防治专项资金"]),
        ("整治河段，防洪标准由20年一遇提高到50年一遇。", ["防洪标准", "防洪标准"]),
        ("实施住房保障3000户，医疗救助2万人次，培训农民5万人。", ["住房保障户数", "医疗救助人次", "培训农民数"]),
        ("年末贷款余额83亿元，比年初增长29%。", ["年末贷款余额", "年末贷款余额"]),
    ],
)
def test_labels_read_alone(text: str, labels: list[str]) -> None:
    assert [s.indicator for s in read_text(text).statements] == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("口罩日产量从疫情之初的15万只提高到90万只。", ["口罩日产量", "口罩日产量"]),
        ("外贸稳中有升，出口250亿元、增长9%。", ["出口额", "出口"]),
        ("经济增速上半年增长0.5%，前三季度增长2.3%。", ["上半年经济增速", "前三季度经济增速"]),
        ("交通事故起数下降3%、死亡人数下降16%。", ["交通事故起数", "交通事故死亡人数"]),
        ("规上工业亩均增加值达到136万元、亩均税收达到27万元。", ["规上工业亩均增加值", "规上工业亩均税收"]),
        ("食品、药品安全满意率分别达到85%、87%。", ["食品安全满意率", "药品安全满意率"]),
    ],
)
def test_what_a_clause_leaves_out_is_restored(text: str, labels: list[str]) -> None:
    assert [s.indicator for s in read_text(text).statements] == labels


def test_last_year_in_a_review_is_the_year_before_the_one_reviewed() -> None:
    text = (
        "各位代表：\n现在，我代表省人民政府，向大会作政府工作报告，请予审议。\n一、2020年工作回顾\n"
        "出口占全国份额由上年的13%提高到14%。\n二、2021年主要工作\n出口增长5%。\n"
    )
    first, last, _ = read_text(text).statements
    assert (first.year, last.year, last.base_year) == (2019, 2020, 2019)


def test_a_fine_with_two_bounds_keeps_both() -> None:
    told = read_text("某管理办法\n对违反规定的，处以5万元以上20万元以下罚款。").statements
    assert [(s.value[0], s.indicator, s.comparator.value, s.kind.value, s.year) for s in told] == [
        ("5", "罚款", "ge", "policy", None),
        ("20", "罚款", "le", "policy", None),
    ]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("工业占比偏低，仅为28%。", ["工业占比"]),
        ("脱贫4560户、1.5万人。", ["脱贫户数", "脱贫人数"]),
        ("新建高速公路1400公里，改扩建300公里。", ["新建高速公路", "改扩建高速公路"]),
        (
            "实施重点项目120个，完成投资260亿元，力争新开工60个、竣工40个。",
            ["重点项目数", "重点项目投资", "重点项目新开工数", "重点项目竣工数"],
        ),
    ],
)
def test_what_is_done_to_the_same_things(text: str, labels: list[str]) -> None:
    assert [s.indicator for s in read_text("某市“十三五”规划\n一、主要任务\n" + text).statements] == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("民间投资增长5%，比全省平均水平高2个百分点。", ["民间投资", "民间投资增速高于全省平均水平的幅度"]),
        ("16个县地方财政收入高于全省平均。", ["地方财政收入高于全省平均的县数"]),
        ("新增护士70%以上要达到大专学历。", ["新增护士达到大专学历比例"]),
        ("护士600人，其中70%达到大专学历。", ["护士数", "护士中达到大专学历比例"]),
        ("年均停电时间不超过1小时。", ["年均停电时间"]),
        ("整合后矿井规模不低于30万吨/年。", ["整合后矿井规模"]),
        ("全省收购烟叶60万担。", ["全省烟叶收购量"]),
        ("仓储和邮政业、住宿和餐饮业增加值分别增长5%、6%。", ["仓储和邮政业增加值", "住宿和餐饮业增加值"]),
        ("通过技术改造推动减少二氧化硫排放量3万吨。", ["二氧化硫排放量"]),
        (
            "划分60个水质控制单元，其中20个控制单元列为优先控制单元。",
            ["水质控制单元数", "列为优先控制单元的水质控制单元数"],
        ),
        ("对80个不合规的水电站提出整改建议。", ["不合规的水电站数"]),
        ("今年赤字率拟按4%左右安排、比上年提高1个百分点。", ["赤字率", "赤字率"]),
    ],
)
def test_a_label_says_what_the_clause_says_of_its_things(text: str, labels: list[str]) -> None:
    assert [s.indicator for s in read_text(text).statements] == labels


def test_parts_of_one_year_are_told_apart_by_their_names() -> None:
    plan = read_text("某市2021年政府工作报告\n一、2020年工作回顾\n上半年工业投资增长2%，前三季度增长3%。\n")
    assert [s.indicator for s in plan.statements] == ["上半年工业投资", "前三季度工业投资"]


def test_figures_of_two_places_are_told_apart_by_their_names() -> None:
    plan = read_text("2019年，广东省安排治污资金3亿元。\n2019年，福建省安排治污资金4亿元。\n")
    assert [s.indicator for s in plan.statements] == ["广东省安排治污资金", "福建省安排治污资金"]


def test_a_trademark_has_one_name_in_a_document() -> None:
    plan = read_text("全区有中国驰名商标74件。\n到2020年，驰名商标达到110件。\n")
    assert {s.indicator for s in plan.statements} == {"中国驰名商标数"}

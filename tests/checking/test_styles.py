"""Plans in other styles than the worked example: nothing that is consistent is held against them, and words read well."""

from __future__ import annotations

from pathlib import Path

import pytest

from guihua.checking import CheckResult, Severity, check
from guihua.checking.finding import Finding, Member
from guihua.project import read_plan
from guihua.view import findings as words

CONSISTENT = {
    "years carried by a paragraph": (
        "西岭市能源发展“十四五”规划\n2020年，全市能源消费总量3200万吨标准煤。全社会用电量620亿千瓦时，五年年均增长5.2%。\n"
        "到2025年，能源消费总量控制在3600万吨标准煤以内。全社会用电量达到830亿千瓦时，年均增长6%。\n"
    ),
    "items of a list under one word": (
        "清河流域水污染防治规划（2021-2025年）\n规划项目126项，总投资238亿元，其中工业污染防治项目26项、投资32亿元，"
        "城镇污水处理项目58项、投资141亿元，农业面源项目30项、投资45亿元，生态修复项目12项、投资20亿元。\n"
    ),
    "doubling as a floor": (
        "北原县“十三五”发展规划\n2015年，农民人均可支配收入11850元，2010年为6320元。\n"
        "到2020年，农民人均可支配收入年均增长10%以上，到2020年比2010年翻一番。\n"
    ),
    "tables of structure": (
        "河山省“十四五”规划纲要\n一般公共预算收入由2015年的2649亿元增加到2020年的3826亿元，年均增长7.6%。"
        "城镇化率由51.3%提高到60.1%，提高8.8个百分点。\n到2025年，全省生产总值年均增长6%左右，达到5万亿元以上。\n"
    ),
    "two years left open": (
        "海山市2026年政府工作报告\n一年来，全市生产总值达到620亿元，增长5.4%。\n回望这五年，全市生产总值从410亿元增加到620亿元。\n"
        "今年的主要目标是：全市生产总值增长5%左右。\n"
    ),
    "the city beside its county": (
        "双河县“十二五”规划纲要\n固定资产投资从2005年的20亿元增加到2010年的61亿元，年均增长25%，高于全市水平"
        "（全市“十一五”年均增长19%）。\n"
    ),
    "a measure named by its paragraph": (
        "临川省2026年政府工作报告\n到2026年，做强化工产业，产值突破1300亿元。\n做大医药产业，到2026年产值达到780亿元。\n"
    ),
    "two coverages in one sentence": (
        "南岭省2026年政府工作报告\n2025年，地方一般公共预算收入增长1.7%、同口径增长2.5%以上。\n"
    ),
    "an unknown label once a period": (
        "东湾省2026年政府工作报告\n2025年，安全事故起数下降15.1%。\n平安建设扎实推进，2025年安全事故起数下降48.9%。\n"
    ),
    "last year's growth beside that of five years": (
        "东湾省2026年政府工作报告\n“十四五”以来，全省生产总值年均增长4.7%。\n一年来，我们稳住大盘，全省生产总值增长4.1%。\n"
    ),
    "a growth over three years": (
        "东湾省2026年政府工作报告\n2025年，一般公共预算收入增长3.3%。\n2025年，一般公共预算收入3年增长28.6%。\n"
    ),
    "households and people": ("东湾省2026年政府工作报告\n2025年，累计帮扶监测对象20.9万户、69.3万人。\n"),
    "a last item after 和": ("云溪县“十四五”规划\n回应“激发活力、促进协同和维护公平”三大诉求。\n"),
    "a list that begins before the comma": ("云溪县“十四五”规划\n破解“规模小，投入高、产出低”三大矛盾。\n"),
    "examples closed by 等": ("云溪县“十四五”规划\n实施教育、卫生、养老等“九大行动”。\n"),
    "last year and this": (
        "青石县2019年计划执行情况与2020年计划草案的报告\n2019年，生产总值完成186.5亿元，增长6.8%；"
        "城乡居民人均可支配收入分别达到31250元和14680元，增长8.5%和9.6%。\n2020年，生产总值增长7%左右。\n"
    ),
}


def checked(folder: Path, text: str) -> CheckResult:
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return check(read_plan(path))


@pytest.mark.parametrize("style", sorted(CONSISTENT))
def test_what_is_consistent_is_neither_error_nor_warning(style: str, tmp_path: Path) -> None:
    result = checked(tmp_path, CONSISTENT[style])
    assert [words.sentence(f) for f in result.findings if f.severity is not Severity.NOTE] == []


def test_growth_beside_a_nominal_ratio_is_a_question_of_prices(tmp_path: Path) -> None:
    text = "某省“十四五”规划\n“十三五”时期，全省地区生产总值年均增长6.1%，2020年达到36207亿元，是2015年的1.37倍。\n"
    (found,) = [f for f in checked(tmp_path, text).findings if f.code == "GH101"]
    assert found.severity is Severity.WARNING
    told = words.sentence(found)
    assert "按同一价格计算不能同时成立：1.061^5 = 1.345倍" in told and told.endswith("宜注明价格口径。")
    assert told.startswith("“‘十三五’时期，")


def test_a_contradiction_without_two_like_rates_still_shows_its_sum(tmp_path: Path) -> None:
    text = (
        "某县“十三五”规划\n2010年，粮食产量100万吨，2015年为150万吨。到2020年，粮食产量年均增长10%，是2010年的1.8倍。\n"
    )
    (found,) = [f for f in checked(tmp_path, text).findings if f.code == "GH101"]
    assert [(s.expression, s.result, s.label) for s in found.steps] == [("(150 ÷ 100) × 1.1^5", "2.416", "by_parts")]
    assert words.sentence(found).endswith("不能同时成立：(150 ÷ 100) × 1.1^5 = 2.416倍。")


@pytest.mark.parametrize(
    ("member", "shown"),
    [
        (Member("m", quote="（一）建成园区5个。", value="5"), "建成园区5个"),
        (Member("m", quote="①新增企业50家", value="50"), "新增企业50家"),
        (Member("m", quote="1.2万亿元", value="1.2"), "1.2万亿元"),
        (Member("m", quote="是“十一五”时期的1.6倍", value="1.6"), "是‘十一五’时期的1.6倍"),
        (Member("m", quote="工作、融资”两大体系", value="2"), "‘工作、融资’两大体系"),
        (Member("m", quote="排放总量（万吨）25492295-10%", value="2295", unit="万吨"), "排放总量（万吨）……2295"),
        (Member("m", quote="产量（万吨）\n300", value="300", unit="万吨"), "产量（万吨） 300"),
    ],
)
def test_quotes_read_as_words(member: Member, shown: str) -> None:
    assert words.quoted(member) == shown


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("亿元", " hundred million yuan"),
        ("%", "%"),
        ("件", ""),
        ("亿元/户", " hundred million yuan per firm"),
        ("艘", " 艘"),
    ],
)
def test_units_follow_english_numbers(unit: str, shown: str) -> None:
    assert words.unit_behind(unit, "en") == shown
    assert words.unit_behind(unit, "zh") == unit


def test_a_list_longer_than_announced_is_named_even_in_an_open_list(tmp_path: Path) -> None:
    (found,) = checked(tmp_path, "云溪县“十四五”规划\n实施教育、卫生、养老、托幼等“三大行动”。\n").findings
    assert words.sentence(found) == "所称“三大行动”，所列却为4项。"


def test_lists_say_how_they_may_be_counted() -> None:
    def told(lang: str, listed: str, holds: bool = False) -> str:
        given = (("announced", "6"), ("what", "产业"), ("listed", listed))
        return words.sentence(
            Finding("f", "GH160", Severity.NOTE if holds else Severity.WARNING, (), holds=holds, parameters=given), lang
        )

    assert told("zh", "6或7") == "所称“六大产业”，所列可计为6项，把并列的“和”分开则为7项，请核对项数。"
    assert told("en", "6或7") == "The text announces 6 “产业”; its list has 6 items, or 7 where its “和” parts two."
    assert told("zh", "6", holds=True) == "所称“六大产业”，所列为6项，相符。"

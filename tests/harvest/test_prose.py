"""How a bureau's sentence becomes figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.statistics.harvest.naming import clean
from tests.harvest.texts import HEAD, figures, read, told


def test_a_level_and_its_growth_share_the_indicator() -> None:
    assert told("前三季度,全市地区生产总值为501亿元,同比增长6.5%,两年平均增长3.1%。") == [
        ("地区生产总值", "501亿元", "2021-Q3 ytd", "level"),
        ("地区生产总值", "6.5%", "2021-Q3 ytd", "yoy"),
        ("地区生产总值", "3.1%", "2021-Q3 ytd", "avg_growth"),
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("粗钢产量下降7.6%", "-7.6"),
        ("粗钢产量增长7.6%", "7.6"),
        ("粗钢产量比上年同期减少3万吨", "-3"),
        ("粗钢产量增速比上半年回落0.5个百分点", "-0.5"),
        ("粗钢产量降幅较上半年收窄0.5个百分点", "0.5"),
        ("粗钢产量降幅较上半年扩大0.5个百分点", "-0.5"),
        ("人口自然增长率为-1.28‰", "-1.28"),
        ("人口自然增长率为−1.28‰", "-1.28"),
    ],
)
def test_falls_are_negative_and_a_fall_that_narrows_is_a_rise(words: str, value: str) -> None:
    assert [f.value for f in figures(f"前三季度,全市{words}。")] == [value]


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("1—10月", "2021-10 ytd"),
        ("10月份", "2021-10"),
        ("上半年", "2021-Q2 ytd"),
        ("前三季度", "2021-Q3 ytd"),
        ("二季度", "2021-Q2"),
        ("2020年", "2020"),
        ("2020年1-8月", "2020-08 ytd"),
        ("2020年1-12月", "2020-12 ytd"),
        ("2020年全年", "2020"),
    ],
)
def test_the_period_is_that_of_the_words(words: str, period: str) -> None:
    assert [f.when.words for f in figures(f"{words},全市发电量达到12亿千瓦时。")] == [period]


def test_a_stock_has_its_day() -> None:
    (figure,) = figures("9月末,全市各项存款余额301亿元。")
    assert (figure.when.period, figure.when.stock) == ("2021-09", "2021-09-30")


def test_a_figure_of_another_period_is_told_by_from_and_to() -> None:
    assert told("全市规模以上工业增加值由1-8月份下降0.2%转为前三季度增长0.7%。") == [
        ("规模以上工业增加值", "-0.2%", "2021-08 ytd", "yoy"),
        ("规模以上工业增加值", "0.7%", "2021-Q3 ytd", "yoy"),
    ]


def test_respectively_gives_one_figure_to_each_name() -> None:
    assert told("前三季度,牛羊肉产量分别增长3.9%和2.9%。") == [
        ("牛肉产量", "3.9%", "2021-Q3 ytd", "yoy"),
        ("羊肉产量", "2.9%", "2021-Q3 ytd", "yoy"),
    ]
    assert [f.indicator for f in figures("城镇和农村居民人均可支配收入分别为3.1万元和1.9万元。")] == [
        "城镇居民人均可支配收入",
        "农村居民人均可支配收入",
    ]


def test_respectively_over_places_gives_one_figure_to_each_place() -> None:
    found = figures("前三季度,海勃湾区、乌达区分别增长3.5%、5.1%。", HEAD.replace("经济", "工业增加值"))
    assert [(f.region.code, f.value) for f in found] == [("150302", "3.5"), ("150304", "5.1")]


def test_brackets_after_places_hold_their_figures() -> None:
    found = figures("前三季度,规模以上工业增加值增速最低的是乌达区(-12.6%)、海南区(-3.1%)。")
    assert [(f.region.code, f.value, f.transformation) for f in found] == [
        ("150304", "-12.6", "yoy"),
        ("150303", "-3.1", "yoy"),
    ]


def test_branches_take_the_measure_that_opens_the_list() -> None:
    assert [f.indicator for f in figures("规模以上工业增加值增长5%。其中,采矿业增长4%,制造业增长6%。")] == [
        "规模以上工业增加值",
        "采矿业增加值",
        "制造业增加值",
    ]


def test_shares_pulls_and_contributions_name_part_and_whole() -> None:
    found = told("煤炭行业增加值增长9%,对规模以上工业增加值的贡献率达60.6%,拉动规模以上工业增长3.2个百分点。")
    assert found[1:] == [
        ("煤炭行业对规模以上工业增加值增长的贡献率", "60.6%", "2021-Q3 ytd", "contribution"),
        ("煤炭行业拉动规模以上工业增加值增长", "3.2百分点", "2021-Q3 ytd", "pull"),
    ]
    assert told("民间投资增长35%,占固定资产投资的比重为65.2%,比上年同期提高3.1个百分点。")[1:] == [
        ("民间投资占固定资产投资比重", "65.2%", "2021-Q3 ytd", "share"),
        ("民间投资占固定资产投资比重", "3.1百分点", "2021-Q3 ytd", "pp_change"),
    ]


def test_the_three_branches_are_told_by_one_ratio() -> None:
    assert [(f.indicator, f.value, f.unit) for f in figures("三次产业比例为10.8:45.7:43.5。")] == [
        ("第一产业增加值占地区生产总值比重", "10.8", "%"),
        ("第二产业增加值占地区生产总值比重", "45.7", "%"),
        ("第三产业增加值占地区生产总值比重", "43.5", "%"),
    ]


def test_a_gap_to_another_place_is_the_own_figure_of_the_place() -> None:
    (growth, gap) = figures("全市规模以上工业增加值增长7.1%,高于全国0.4个百分点。")
    assert (gap.region.code, gap.value, gap.transformation, gap.of) == ("150300", "0.4", "pp_gap", "yoy")
    assert growth.indicator == gap.indicator


def test_thresholds_dates_and_labels_are_no_figures() -> None:
    body = "年主营业务收入2000万元及以上的工业企业为规模以上。依据GB/T 4754-2017。弃风率超过5%的地区没有增加。"
    assert figures(body) == []


@pytest.mark.parametrize(
    ("words", "bound"),
    [("超过110万台", "≥"), ("近110万台", "≈"), ("不足110万台", "≤"), ("110万余台", "≥"), ("110万台", "")],
)
def test_bounds_are_kept(words: str, bound: str) -> None:
    assert [f.bound for f in figures(f"前三季度,全市电视机产量{words}。")] == [bound]


def test_the_whole_region_is_the_one_of_the_title_not_the_first_named() -> None:
    found = figures("据乌海市海勃湾区经验介绍。全市地区生产总值501亿元。")
    assert [f.region.code for f in found] == ["150300"]


def test_prices_are_by_the_words_or_by_the_rule() -> None:
    level, growth = figures("前三季度,全市地区生产总值501亿元,按可比价计算,同比增长6.5%。")
    assert (level.price, level.price_from) == ("current", "rule")
    assert (growth.price, growth.price_from) == ("comparable", "stated")


def test_what_is_guessed_is_marked() -> None:
    (figure,) = list(read("共完成50万元。", head="").figures)
    assert {"period", "region"} <= set(figure.doubtful)


def test_a_bulletin_that_contradicts_itself_is_told() -> None:
    found = read("前三季度,全市粗钢产量12万吨。\n前三季度,全市粗钢产量13万吨。")
    assert [(a.value, b.value) for a, b in found.contradictions] == [("12", "13")]


@given(st.text(alphabet="全市增长下降比上年5.%,。(:)、和分别为亿元第一2021年月末-—占的比重个百分点", max_size=60))
def test_any_text_is_read_and_every_span_is_the_digits(body: str) -> None:
    found = read(body)
    for f in found.figures:
        digits = found.text[f.value_start : f.value_end].replace(",", "").replace("—", "-").replace("−", "-")
        assert digits.lstrip("-+ ") == f.value.lstrip("-") or f.unit in ("位", "成")
        assert found.text[f.start : f.end].strip() == f.quote


def test_brackets_before_the_measure_take_it_from_behind() -> None:
    found = figures(
        "前三季度,乌达区(-12.6%)、海南区(3.1%)2个区规上工业增加值增速高于全市平均水平;海勃湾区(1.2%)低于全市平均水平。"
    )
    assert [(f.region.code, f.indicator, f.value, f.transformation) for f in found if f.region.code != "150300"] == [
        ("150304", "规模以上工业增加值", "-12.6", "yoy"),
        ("150303", "规模以上工业增加值", "3.1", "yoy"),
        ("150302", "规模以上工业增加值", "1.2", "yoy"),
    ]


def test_names_parted_by_commas_wait_for_the_list_of_figures() -> None:
    found = figures("规模以上工业增加值增长5%。其中,纺织业,食品制造业,医药制造业增加值分别增长6.1%、1.8%、9.7%。")
    assert [(f.indicator, f.value) for f in found[1:]] == [
        ("纺织业增加值", "6.1"),
        ("食品制造业增加值", "1.8"),
        ("医药制造业增加值", "9.7"),
    ]


def test_a_notice_of_sampling_names_what_was_sampled() -> None:
    head = "2021年产品质量省级监督抽查情况通报\n山西省市场监督管理局\n"
    assert [
        f.indicator for f in figures("共抽查了234家企业生产的250批次产品,不合格12批次,抽查合格率为95.2%。", head)
    ] == [
        "省级监督抽查企业数",
        "省级监督抽查产品批次数",
        "不合格产品批次数",
        "抽查合格率",
    ]


def test_accidents_are_told_by_two_measures_at_once() -> None:
    head = "2021年1-7月份全市生产安全事故情况\n乌海市应急管理局\n"
    found = figures("全市共发生生产安全事故37起、死亡33人,同比减少8起、9人,分别下降17.8%和21.4%。", head)
    assert [(f.indicator, f.value, f.transformation) for f in found] == [
        ("生产安全事故起数", "37", "level"),
        ("生产安全事故死亡人数", "33", "level"),
        ("生产安全事故起数", "-8", "change"),
        ("生产安全事故死亡人数", "-9", "change"),
        ("生产安全事故起数", "-17.8", "yoy"),
        ("生产安全事故死亡人数", "-21.4", "yoy"),
    ]


def test_an_area_of_several_regions_is_not_the_nation_and_governs_what_follows() -> None:
    found = figures("前三季度,长三角地区5个城市平均优良天数比例为71.5%,PM2.5浓度为40微克/立方米。")
    assert [(f.region.words, f.region.code, f.value) for f in found] == [
        ("长三角地区", "", "71.5"),
        ("长三角地区", "", "40"),
    ]


@pytest.mark.parametrize(
    "name", ["从业人员", "其他水源供水量", "有害废物处理量", "到位资金", "并购金额", "共享单车数量"]
)
def test_a_name_keeps_a_first_character_that_is_its_own(name: str) -> None:
    assert clean(name) == name


def test_the_goods_that_a_notice_goes_through_one_by_one_own_what_follows() -> None:
    text = "抽检结果如下:卫生筷抽检30批次,合格27批次,批次合格率为90%;肥料抽检12批次,合格12批次。"
    assert [(f.indicator, f.value) for f in figures(text)] == [
        ("抽检卫生筷批次数", "30"),
        ("卫生筷合格批次数", "27"),
        ("卫生筷批次合格率", "90"),
        ("抽检肥料批次数", "12"),
        ("肥料合格批次数", "12"),
    ]


def test_a_group_that_is_merely_looked_at_is_no_figure() -> None:
    found = figures("监督抽查中,不合格率最高的3种产品是台灯(30.1%)、水壶(21%)、雨伞(20.5%)。")
    assert [(f.indicator, f.value) for f in found] == [
        ("台灯不合格率", "30.1"),
        ("水壶不合格率", "21"),
        ("雨伞不合格率", "20.5"),
    ]


def test_accidents_are_told_after_their_count_too() -> None:
    found = figures("前三季度,全市发生3起道路交通较大事故,造成9人死亡、2人受伤。")
    assert [(f.indicator, f.value) for f in found] == [
        ("道路交通较大事故起数", "3"),
        ("道路交通较大事故死亡人数", "9"),
        ("道路交通较大事故受伤人数", "2"),
    ]


def test_a_bound_before_respectively_is_no_figure_and_the_names_wait() -> None:
    found = figures("前三季度,全市用电量中,纺织业、造纸业用电量同比增长超过4%,分别为6.1%和5.2%。")
    assert [(f.indicator, f.value, f.transformation) for f in found] == [
        ("纺织业用电量", "6.1", "yoy"),
        ("造纸业用电量", "5.2", "yoy"),
    ]


def test_parts_told_in_one_ratio_take_the_list_that_follows() -> None:
    found = figures("前三季度,三次产业比例为10:40:50,对经济增长的贡献率分别为5%、45%和50%。")
    assert [f.indicator for f in found[3:]] == [
        "第一产业对经济增长的贡献率",
        "第二产业对经济增长的贡献率",
        "第三产业对经济增长的贡献率",
    ]


def test_the_share_of_a_target_that_is_done_is_no_level_and_the_target_no_figure() -> None:
    found = figures("前三季度,公路完成投资90亿元,完成全年120亿元投资目标的75%。")
    assert [(f.value, f.transformation, f.when.words) for f in found] == [
        ("90", "level", "2021-Q3 ytd"),
        ("75", "ratio", "2021-Q3 ytd"),
    ]


def test_points_of_an_index_are_a_unit() -> None:
    found = figures("9月份,钢材价格指数平均值为93.5点,环比上升2.5点,升幅为2.7%。")
    assert [(f.value, f.unit, f.transformation) for f in found] == [
        ("93.5", "点", "level"),
        ("2.5", "点", "change"),
        ("2.7", "%", "mom"),
    ]


def test_two_measures_in_two_units_are_told_respectively() -> None:
    found = figures("9月份,全市完成客运量和旅客周转量分别为2.5亿人和110亿人公里。")
    assert [(f.indicator, f.value, f.unit) for f in found] == [
        ("客运量", "2.5", "亿人"),
        ("旅客周转量", "110", "亿人公里"),
    ]


@pytest.mark.parametrize("mark", ["-", "--", "达到", "累计达", "共计", "有"])
def test_a_name_of_one_mark_over_and_over_is_cleaned_at_once(mark: str) -> None:
    assert clean(f"某某[{mark * 60}]{mark * 60}某")
    assert len(clean(mark * 400 + "某")) <= 400 * len(mark) + 1

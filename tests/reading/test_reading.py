"""What a sentence of the genre says, slot by slot. Sentences are our own."""

from __future__ import annotations

import pytest

from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Kind, Origin, Statement
from guihua.reading import read_text

PLAN = "某市“十三五”工业发展规划\n（2016年9月）\n第一章 发展目标\n{}\n"
REVIEW = "某市“十三五”工业发展规划\n（2016年9月）\n第一章 发展成就\n{}\n"
REPORT = "某县2022年国民经济和社会发展计划执行情况与2023年计划草案的报告\n一、2022年计划执行情况\n{}\n二、2023年主要目标\n{}\n"


def statements(text: str, frame: str = PLAN) -> tuple[Statement, ...]:
    return read_text(frame.format(text)).statements


def brief(statement: Statement) -> tuple[object, ...]:
    return (statement.indicator, statement.form.value, "―".join(statement.value) + statement.unit)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("装机容量达到4500万千瓦。", [("装机容量", "level", "4500万千瓦")]),
        ("工业增加值年均增长8%左右。", [("工业增加值", "growth", "8%")]),
        ("单位工业增加值能耗累计下降19%。", [("单位工业增加值能耗", "change", "19%")]),
        ("煤炭产业增加值占工业增加值的比重下降到18%左右。", [("煤炭产业增加值占工业增加值比重", "share", "18%")]),
        ("城镇化率提高6.8个百分点。", [("城镇化率", "change_pp", "6.8个百分点")]),
        ("五年累计完成投资6000亿元。", [("投资", "cumulative", "6000亿元")]),
        ("产值是2010年的1.5倍。", [("产值", "ratio", "1.5倍")]),
        ("重点打造37个工业集中区。", [("工业集中区数", "level", "37个")]),
        ("新增污水处理能力4500万吨/日。", [("新增污水处理能力", "change_abs", "4500万吨/日")]),
        ("发展水平指数达到85%以上。", [("发展水平指数", "level", "85%")]),
        ("审批时间缩短至20天。", [("审批时间", "level", "20天")]),
        ("企业研发人员占从业人员3%。", [("企业研发人员占从业人员比重", "share", "3%")]),
        ("62%的断面达不到标准。", [("断面达不到标准比例", "share", "62%")]),
        ("传统产业全部达到国家标准。", [("传统产业达到国家标准比重", "share", "100%")]),
        ("高速公路里程翻一番。", [("高速公路里程", "change", "1倍")]),
        ("三分之二的乡镇通油路。", [("乡镇通油路的比例", "share", "66.7%")]),
        ("压缩造船产能至6000万吨。", [("压缩造船产能", "level", "6000万吨")]),
    ],
)
def test_form_and_label(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert [brief(s) for s in statements(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "comparator"),
    [
        ("比重提高到5%以上。", Comparator.GE),
        ("比重下降到18%左右。", Comparator.ABOUT),
        ("转化率超过70%。", Comparator.GT),
        ("失业率控制在4%以内。", Comparator.LE),
        ("处理率不低于60%。", Comparator.GE),
        ("份额不得超过20%。", Comparator.LE),
        ("企业达到25个。", Comparator.REACH),
        ("企业数增长近1倍。", Comparator.ABOUT),
        ("企业4―5家。", Comparator.BETWEEN),
        ("种类1200余种。", Comparator.GT),
        ("产值100亿元。", Comparator.EQ),
        ("废水（不含）以下。面积5亩（不含）以下。", Comparator.LT),
    ],
)
def test_a_hedge_after_the_number_wins_over_the_verb(sentence: str, comparator: Comparator) -> None:
    assert statements(sentence)[-1].comparator is comparator


def test_list_of_values_is_paired_with_list_of_things() -> None:
    found = statements("电解铝、电石、甲醇加工转化率达到70%、60%和41%，分别比2010年提高27、25和36个百分点。", REVIEW)
    labels = ["电解铝加工转化率", "电石加工转化率", "甲醇加工转化率"]
    assert [s.indicator for s in found] == labels * 2
    assert [(s.value[0], s.unit) for s in found[3:]] == [(v, "个百分点") for v in ("27", "25", "36")]
    assert {s.base_year for s in found[3:]} == {2010}


def test_values_are_paired_with_years() -> None:
    found = statements("2018年和2020年，短流程占比分别提升至15%、20%以上。")
    assert [(s.year, s.value[0]) for s in found] == [(2018, "15"), (2020, "20")]


def test_values_are_paired_with_regions() -> None:
    found = statements("东部、中部、西部地区覆盖率分别达到100%、95%和85%。")
    assert [(s.indicator, s.value[0]) for s in found] == [
        ("东部地区覆盖率", "100"),
        ("中部地区覆盖率", "95"),
        ("西部地区覆盖率", "85"),
    ]


def test_one_value_for_each_of_two_indicators() -> None:
    found = statements("专利申请量和授权量均比2010年增长161%。", REVIEW)
    assert [s.value for s in found] == [("161",), ("161",)]
    assert len({s.indicator for s in found}) == 2


def test_subject_year_and_base_are_carried_within_a_sentence() -> None:
    found = statements("2015年全市工业增加值达到7939亿元，是2010年的1.5倍，年均增长11.9%，占GDP比重达到44%。", REVIEW)
    assert [s.indicator for s in found] == ["全市工业增加值"] * 3 + ["全市工业增加值占GDP比重"]
    assert {s.year for s in found} == {2015}
    assert [s.base_year for s in found] == [None, 2010, 2010, None]
    assert found[1].origin("indicator") is Origin.CARRIED
    assert found[2].period == (2011, 2015)


def test_from_and_to_are_two_statements_with_their_years() -> None:
    base, value = statements("煤炭占比由2010年的30.9%调整到2015年的23%。", REVIEW)
    assert (base.year, base.value, value.year, value.value) == (2010, ("30.9",), 2015, ("23",))
    assert (value.base_year, value.base_value, value.direction) == (2010, "30.9", Direction.DOWN)


def test_a_starting_value_without_a_date_stands_at_the_plans_year_zero() -> None:
    base, value = statements("非化石能源占比从12%升到15%。")
    assert (base.kind, base.year) == (Kind.FACT, 2015)
    assert (value.kind, value.year, value.base_year) == (Kind.TARGET, 2020, 2015)


def test_bar_belongs_to_the_indicator() -> None:
    found = statements("营业收入超500亿元工业园区达到26个，其中超1000亿元工业园区达到11个。")
    assert [(s.threshold.indicator, s.threshold.value, s.threshold.comparator) for s in found if s.threshold] == [
        ("营业收入", "500", Comparator.GT),
        ("营业收入", "1000", Comparator.GT),
    ]
    assert found[1].indicator == "营业收入超1000亿元工业园区数"


def test_class_threshold_is_no_target() -> None:
    assert not statements("淘汰单机容量30万千瓦以下燃煤机组。")


def test_of_which_is_a_part_of_what_stands_before() -> None:
    whole, part = statements("工程研究中心达到268家（其中国家级35家）。", REVIEW)
    assert part.indicator == "国家级" + whole.indicator


def test_bare_subject_takes_the_measure_before() -> None:
    found = statements("城镇污水处理率达到95%，县城85%，建制镇60%。")
    assert [s.indicator for s in found] == ["城镇污水处理率", "县城污水处理率", "建制镇污水处理率"]


def test_undated_target_takes_the_plans_last_year_and_growth_its_year_zero() -> None:
    (found,) = statements("工业增加值年均增长8%。")
    assert (found.kind, found.year, found.base_year, found.period) == (Kind.TARGET, 2020, 2015, (2016, 2020))
    assert (found.origin("year"), found.doubtful) == (Origin.DEFAULTED, ())


def test_a_yearly_report_looks_back_and_ahead_one_year() -> None:
    plan = read_text(REPORT.format("工业增加值增长7.2%。", "工业增加值增长8%以上。"))
    assert [(s.kind, s.year, s.base_year) for s in plan] == [(Kind.FACT, 2022, 2021), (Kind.TARGET, 2023, 2022)]


def test_relative_horizon_counts_from_the_documents_year() -> None:
    (found,) = statements("用3年时间，绿色工厂达到50家。")
    assert found.year == 2019


def test_rules_parameters_are_policies_without_a_year() -> None:
    for text in ("所得税按15%征收。", "第一年至第五年免征企业所得税。", "由两级财政按2∶8比例分成，留成20%。"):
        assert all((s.kind, s.year) == (Kind.POLICY, None) for s in statements(text)), text


@pytest.mark.parametrize(
    "sentence",
    [
        "依据国发〔2007〕37号和第26号令。",
        "“十三五”时期是关键的五年。",
        "坚持“双随机一公开”，打造“五大基地”，实施“一企一策”。",
        "推广3D打印和5G网络，监测PM2.5。",
        "会议于2016年9月26日在第二会议室举行。",
        "落实八项规定和三项制度。",
        "进入世界500强，排名前10位，达到2级标准。",
        "力争用10年左右的时间明显好转。",
        "用水量大的行业要节水。",
    ],
)
def test_names_dates_and_ordinals_are_no_statement(sentence: str) -> None:
    assert statements(sentence) == ()


def test_traditional_text_is_read_like_the_simplified_one() -> None:
    traditional = "某市“十三五”工業發展規劃\n（2016年9月）\n第一章 發展目標\n工業總產值達到500億元，年均增長8%。\n"
    simplified = "某市“十三五”工业发展规划\n（2016年9月）\n第一章 发展目标\n工业总产值达到500亿元，年均增长8%。\n"
    found, expected = read_text(traditional).statements, read_text(simplified).statements
    assert [(s.indicator, s.value, s.form, s.year) for s in found] == [
        (s.indicator, s.value, s.form, s.year) for s in expected
    ]
    assert [(s.start, s.end) for s in found] == [(s.start, s.end) for s in expected]
    assert "產值" in found[0].quote


def test_every_number_ends_somewhere() -> None:
    plan = read_text(PLAN.format("园区达到25个，编号为738，产值翻一番。"))
    assert [u.text for u in plan.unread] == ["738"]


def test_empty_plan_warns() -> None:
    plan = read_text("本文没有数字。\n也没有表述。\n")
    assert plan.statements == () and any("NO-STATEMENTS" in w for w in plan.warnings)


def test_ids_do_not_depend_on_what_stands_elsewhere() -> None:
    def ids(plan: Plan) -> list[str]:
        return [s.id for s in plan.statements]

    one = read_text(PLAN.format("产值达到50亿元。"))
    two = read_text(PLAN.format("企业达到25家。产值达到50亿元。"))
    assert ids(one) == ids(two)[1:]


def test_sections_are_chapter_and_section() -> None:
    text = "第一章 背景\n第一节 成就\n企业达到5家。\n第二节 形势\n第二章 保障\n加强领导的第一段文字写在这里，足够长以成为一段。\n第二段文字写在这里，投入资金5亿元，也足够长以成为一段。\n"
    plan = read_text(text)
    assert [s.section for s in plan.statements] == ["1.1", "2.2"]

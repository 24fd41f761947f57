"""Heads of tables in any words, categories, headers, and figures that stand for a change or a sum."""

from __future__ import annotations

from typing import Any

import pytest

from guihua.reading import read_text
from guihua.reading.documents import read_bytes

TITLE = "某市“十三五”工业发展规划\n（2016年9月）\n一、主要目标\n"
Told = dict[str, list[tuple[Any, ...]]]


def tabbed(rows: list[str], before: str = "") -> Told:
    """label -> (kind, form, value, unit, year, base year) of what a table of tab-parted lines says; `|` stands for a tab."""
    text = TITLE + before + "\n".join(row.replace("|", "\t") for row in rows) + "\n二、保障\n正文。\n"
    return told(read_text(text).statements)


def told(statements: Any) -> Told:
    found: Told = {}
    for s in statements:
        assert s.rule.startswith("table"), s.quote
        found.setdefault(s.indicator, []).append((str(s.kind), str(s.form), s.value[0], s.unit, s.year, s.base_year))
    return found


@pytest.mark.parametrize(
    "heads",
    [
        "2015年|2020年",
        "基期|目标",
        "2015年达到|2020年达到",
        "“十二五”末实绩|“十三五”末奋斗目标",
        "基年（2015年）|规划值（2020年）",
        "2015年实际|2020年预期",
    ],
)
def test_heads_say_state_and_year_in_any_words(heads: str) -> None:
    assert tabbed([f"指标|单位|{heads}", "产量|万吨|900|1200", "利润|亿元|90|120"])["产量"] == [
        ("fact", "level", "900", "万吨", 2015, None),
        ("target", "level", "1200", "万吨", 2020, None),
    ]


def test_a_state_in_the_upper_head_holds_for_every_column_under_it() -> None:
    rows = [
        "指标|规划目标|实现情况",
        "2015年|年均增长（%）|2015年|年均增长（%）",
        "总体水平",
        "1.产值（亿元）|16|10|17.1|13",
    ]
    assert tabbed([*rows, "2.利润（亿元）|4|5|6|7"], "“十二五”发展情况\n")["产值"] == [
        ("target", "level", "16", "亿元", 2015, None),
        ("target", "growth", "10", "%", 2015, 2010),
        ("fact", "level", "17.1", "亿元", 2015, None),
        ("fact", "growth", "13", "%", 2015, 2010),
    ]


def test_a_growth_column_starts_from_the_nearest_year_before_it() -> None:
    rows = [
        "指标|2010年|2015年|年均增长|2020年|年均增长",
        "增加值（亿元）|500|900|12.5|1200|5.9",
        "利润（亿元）|5|9|12.5|12|5.9",
    ]
    assert [x for x in tabbed(rows)["增加值"] if x[1] == "growth"] == [
        ("fact", "growth", "12.5", "%", 2015, 2010),
        ("target", "growth", "5.9", "%", 2020, 2015),
    ]


def test_a_bracketed_figure_is_a_change_or_a_sum_by_the_figures_beside_it() -> None:
    rows = ["指标|2015年|2020年|年均增长〔累计〕", "农田面积（万亩）|900|940|〔40〕", "新增就业（万人）|46|45|〔225〕"]
    plan = read_text(TITLE + "\n".join(row.replace("|", "\t") for row in [*rows, "丙（万吨）\t10\t20\t〔77〕"]))
    told_by = {s.indicator: s for s in plan.statements if s.value[0] in ("40", "225", "77")}
    assert [(k, str(s.form), s.doubtful) for k, s in told_by.items()] == [
        ("农田面积", "change_abs", ()),
        ("新增就业", "cumulative", ()),
        ("丙", "cumulative", ()),
    ]
    odd = read_text(TITLE + "指标\t2015年\t2020年\t累计\n甲（万吨）\t10\t20\t3\n乙（万吨）\t10\t20\t10\n")
    assert {s.indicator: s.doubtful for s in odd.statements if str(s.form) in ("cumulative", "change_abs")} == {
        "甲": ("form",),
        "乙": (),
    }


HEADER = """<h1>某市“十三五”规划纲要</h1><p>2016年3月</p><h2>三、发展目标</h2><table>
<tr><th colspan=99999999>主要指标</th></tr>
<tr><th colspan=3>指标</th><th>2015年</th><th>2020年</th><th>年均增速<br>〔累计〕</th><th>属性</th></tr>
<tr><td colspan=7>资源环境</td></tr>
<tr><td rowspan=2>4</td><td rowspan=2>主要污染物排放总量减少（%）</td><td>化学需氧量</td><td rowspan=2>—</td>
<td rowspan=2>—</td><td>〔10〕</td><td rowspan="0">约束性</td></tr><tr><td>氨氮</td><td>〔12〕</td></tr>
<tr><td>5</td><td rowspan=2>森林发展</td><td>森林覆盖率（%）</td><td>21.66</td><td>23.04</td><td>〔1.38〕</td></tr>
<tr><td>6</td><td>森林蓄积量（亿立方米）</td><td>151</td><td>165</td><td>〔14〕</td></tr></table>"""


def test_a_header_with_unit_and_direction_makes_reductions_of_its_rows() -> None:
    from guihua.reading import read_text as read

    plan = read(read_bytes(f"<meta charset=utf-8>{HEADER}".encode(), "a.html"))
    rows = {(s.indicator, s.value[0]): s for s in plan.statements}
    cut = rows["化学需氧量排放总量", "10"]
    assert (str(cut.form), cut.unit, str(cut.direction), cut.base_year, cut.group) == (
        "change",
        "%",
        "down",
        2015,
        "资源环境",
    )
    assert (str(cut.nature), cut.main) == ("binding", True)
    assert rows["氨氮排放总量", "12"].unit == "%"
    assert str(rows["森林覆盖率", "1.38"].form) == "change_pp"
    assert (str(rows["森林蓄积量", "14"].form), rows["森林蓄积量", "14"].group) == ("change_abs", "森林发展")
    assert not any("森林发展" in label or "污染物" in label for label, _ in rows)


def test_natures_across_the_table_and_tables_run_together() -> None:
    rows = ["指标|2015年|2020年", "约束性指标", "能耗（万吨）|900|1200", "预期性指标", "利润（亿元）|5|8"]
    more = ["专栏2 产品", "产品|单位|2015年|2020年目标", "钢产量|万吨|5|8", "煤产量|万吨|15|18"]
    plan = read_text(TITLE + "\n".join(row.replace("|", "\t") for row in rows + more))
    targets = [(s.indicator, s.value[0], s.unit, str(s.nature)) for s in plan.statements if s.year == 2020]
    assert targets == [
        ("能耗", "1200", "万吨", "binding"),
        ("利润", "8", "亿元", "expected"),
        ("钢产量", "8", "万吨", "unstated"),
        ("煤产量", "18", "万吨", "unstated"),
    ]


def test_figures_run_together_are_cut_where_shares_fit_and_marked() -> None:
    text = (
        "某市教育规划\n（单位：万人）2018年2019年2020年学生12.4013.5016.60其中：城镇学生6.206.758.30占学生比例（%）5050.050"
        "其中：乡村学生6.206.758.30\n正文。\n"
    )
    found = [s for s in read_text(text).statements if s.rule == "table-flattened"]
    assert [s.value[0] for s in found if s.indicator == "城镇学生占学生比例"] == ["50", "50.0", "50"]
    assert [(s.value[0], s.unit, s.year) for s in found if s.indicator == "学生"] == [
        ("12.40", "万人", 2018),
        ("13.50", "万人", 2019),
        ("16.60", "万人", 2020),
    ]
    assert all("indicator" in s.doubtful for s in found)


def test_figures_run_together_without_a_tie_are_left() -> None:
    text = "某市规划\n2018年2019年2020年甲产量12.4013.5016.60乙产量6.206.758.30\n正文。\n"
    assert not [s for s in read_text(text).statements if s.rule == "table-flattened"]


def test_a_category_column_may_hold_a_header_and_leaves_the_headers_of_rows_alone() -> None:
    head = "类别|指标|2015年|2020年|年均增长〔累计〕|属性"
    by_column = tabbed(
        [
            head,
            "产量|钢产量（万吨）|900|1200|5.9|预期性",
            "主要污染物排放总量减少（%）|化学需氧量|—|—|〔10〕|约束性",
            "|氨氮|—|—|〔12〕|约束性",
        ]
    )
    by_row = tabbed(
        [
            head,
            "资源环境|耕地（万亩）|9|9|—|约束性",
            "|主要污染物排放总量减少（%）||||",
            "|化学需氧量|—|—|〔10〕|约束性",
            "|氨氮|—|—|〔12〕|约束性",
        ]
    )
    for found in (by_column, by_row):
        assert found["化学需氧量排放总量"] == [("target", "change", "10", "%", 2020, 2015)]
        assert found["氨氮排放总量"] == [("target", "change", "12", "%", 2020, 2015)]


def test_a_blank_cell_under_a_category_belongs_to_it() -> None:
    text = (
        TITLE
        + "| 类别 | 指标 | 2015年 | 2020年 |\n|---|---|---|---|\n| 效益 | 产值（亿元） | 30 | 50 |\n| | 利润（亿元） | 3 | 6 |\n| 创新 | 专利（件） | 20 | 90 |\n"
    )
    assert [s.group for s in read_text(text).statements] == ["效益"] * 4 + ["创新"] * 2


def test_a_part_takes_only_what_the_whole_says_more() -> None:
    found = tabbed(["指标|2015年|2020年", "公路总里程（公里）|230|260", "其中：高速公路|8|12"])
    assert list(found) == ["公路总里程", "高速公路总里程"]


def test_a_column_that_compares_two_years_holds_changes_from_the_first() -> None:
    found = tabbed(
        [
            "指标|2016年|2020年|2022年|2022年比2016年增加",
            "粮食产量（万吨）|32|33|34|〔2〕",
            "利用率（%）|60|75|78|〔18〕",
        ]
    )
    assert found["粮食产量"][-1] == ("target", "change_abs", "2", "万吨", 2022, 2016)
    assert found["利用率"][-1] == ("target", "change_pp", "18", "个百分点", 2022, 2016)


def test_a_header_alone_in_its_row_names_the_measure_of_the_sorts_below() -> None:
    rows = ["<tr><td rowspan=3>主要污染物排放总量减少（%）</td></tr>"]
    rows += [f"<tr><td>{name}</td><td>〔{n}〕</td></tr>" for name, n in (("化学需氧量", 10), ("氨氮", 12))]
    html = f"<p>某市“十三五”工业发展规划</p><table><tr><th>指标</th><th>单位</th><th>较2015年变化</th></tr>{''.join(rows)}</table>"
    found = told(read_text(read_bytes(html.encode(), "a.html")).statements)
    assert {label: values[0][1:3] for label, values in found.items()} == {
        "化学需氧量排放总量": ("change", "10"),
        "氨氮排放总量": ("change", "12"),
    }

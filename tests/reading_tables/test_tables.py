"""Indicator tables become statements cell by cell, whatever format they come in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import yaml

from guihua.plan.plan import Plan
from guihua.plan.statement import Kind, Statement
from guihua.reading import read_document, read_text
from guihua.reading.compiler import DATA
from guihua.reading.tables import column_role, head_state
from tests.reading_documents.making import docx_bytes

HEAD = ["序号", "指标", "单位", "2015年", "2020年", "年均增速（%）", "属性"]
ROWS = [
    ["1", "规模以上工业增加值", "亿元", "1,286.5", "1900左右", "8.1", "预期性"],
    ["2", "其中：化工", "亿元", "300", "≥450", "8.5", "预期性"],
    ["3", "森林覆盖率", "%", "21.3", "24", "〔2.7〕", "约束性"],
    ["4", "单位工业增加值能耗降低", "%", "—", "〔18〕", "—", "约束性"],
    ["5", "新增城镇就业", "万人", "", "〔50〕", "", "预期性"],
    ["6", "污水处理率（%）", "", "85", "＞95", "", ""],
]
TITLE = "某市“十三五”工业发展规划\n（2016年9月）\n一、主要目标\n"


def tabbed(rows: list[list[str]]) -> str:
    return TITLE + "\n".join("\t".join(row) for row in rows) + "\n二、保障\n"


def told(statement: Statement) -> tuple[object, ...]:
    s = statement
    return str(s.kind), str(s.form), str(s.comparator), s.value, s.unit, s.year, s.base_year, str(s.direction)


def of(plan: Plan, label: str) -> list[tuple[object, ...]]:
    return [told(s) for s in plan.statements if s.indicator == label]


def test_levels_growth_and_hedges_of_a_row() -> None:
    assert of(read_text(tabbed([HEAD, *ROWS])), "规模以上工业增加值") == [
        ("fact", "level", "eq", ("1286.5",), "亿元", 2015, None, "unknown"),
        ("target", "level", "about", ("1900",), "亿元", 2020, None, "unknown"),
        ("target", "growth", "eq", ("8.1",), "%", 2020, 2015, "up"),
    ]


def test_a_row_of_which_leans_on_the_one_above() -> None:
    assert [x[2:4] for x in of(read_text(tabbed([HEAD, *ROWS])), "化工增加值")] == [
        ("eq", ("300",)),
        ("ge", ("450",)),
        ("eq", ("8.5",)),
    ]


def test_brackets_are_sums_or_changes_over_the_plan() -> None:
    plan = read_text(tabbed([HEAD, *ROWS]))
    assert of(plan, "森林覆盖率")[-1] == ("target", "change_pp", "eq", ("2.7",), "个百分点", 2020, 2015, "up")
    assert of(plan, "单位工业增加值能耗降低") == [("target", "change", "eq", ("18",), "%", 2020, 2015, "down")]
    assert of(plan, "新增城镇就业") == [("target", "cumulative", "eq", ("50",), "万人", 2020, None, "unknown")]
    assert next(s for s in plan.statements if s.indicator == "新增城镇就业").period == (2016, 2020)


def test_the_unit_may_stand_in_the_label() -> None:
    assert [x[1:5] for x in of(read_text(tabbed([HEAD, *ROWS])), "污水处理率")] == [
        ("share", "eq", ("85",), "%"),
        ("share", "gt", ("95",), "%"),
    ]


def test_nature_is_taken_from_its_column_for_targets_only() -> None:
    plan = read_text(tabbed([HEAD, *ROWS]))
    natures = {(str(s.kind), str(s.nature)) for s in plan.statements if s.indicator == "森林覆盖率"}
    assert natures == {("fact", "unstated"), ("target", "binding")}


def test_spans_point_to_the_figure_and_its_row() -> None:
    plan = read_text(tabbed([HEAD, *ROWS]))
    first = plan.statements[0]
    assert plan.text[first.value_start : first.value_end] == "1,286.5"
    assert first.quote == "规模以上工业增加值\t亿元\t1,286.5"
    assert plan.text[first.start : first.end] == first.quote


def merged_docx() -> bytes:
    """Two rows of heads: 2015年 over 全市, 2020年 over 目标; the group's cell spans two rows."""
    from docx import Document as Word

    word = Word()
    for line in TITLE.splitlines():
        word.add_paragraph(line)
    table = word.add_table(4, 5)
    heads = [["类别", "指标", "2015年", "2020年", ""], ["", "", "完成（万吨）", "目标（万吨）", "年均增长（%）"]]
    body = [["产量", "钢产量", "900", "1200", "5.9"], ["", "水泥产量①", "800", "700", "-2.6"]]
    for r, row in enumerate(heads + body):
        for c, words in enumerate(row):
            table.cell(r, c).text = words
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(1, 1))
    table.cell(0, 3).merge(table.cell(0, 4))
    table.cell(2, 0).merge(table.cell(3, 0))
    word.add_paragraph("注：①水泥产量为2014年数据。")
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def test_merged_heads_and_a_note_that_changes_a_year(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(merged_docx())
    plan = read_document(path)
    assert of(plan, "钢产量") == [
        ("fact", "level", "eq", ("900",), "万吨", 2015, None, "unknown"),
        ("target", "level", "eq", ("1200",), "万吨", 2020, None, "unknown"),
        ("target", "growth", "eq", ("5.9",), "%", 2020, 2015, "up"),
    ]
    assert of(plan, "水泥产量") == [
        ("fact", "level", "eq", ("800",), "万吨", 2014, None, "unknown"),
        ("target", "level", "eq", ("700",), "万吨", 2020, None, "unknown"),
        ("target", "growth", "eq", ("2.6",), "%", 2020, 2015, "down"),
    ]


@pytest.mark.parametrize("form", ["docx", "html", "md"])
def test_one_table_reads_the_same_from_every_format(tmp_path: Path, form: str) -> None:
    rows = [HEAD, *ROWS]
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    paragraphs = "".join(f"<p>{line}</p>" for line in TITLE.splitlines())
    pipes = ["| " + " | ".join(row) + " |" for row in rows]
    contents = {
        "docx": docx_bytes(TITLE.splitlines(), [rows]),
        "html": f"<meta charset=utf-8>{paragraphs}<table>{cells}</table>".encode(),
        "md": (TITLE + "\n" + "\n".join([pipes[0], "|" + "---|" * len(HEAD), *pipes[1:]]) + "\n").encode(),
    }
    path = tmp_path / f"plan.{form}"
    path.write_bytes(contents[form])
    expected = read_text(tabbed(rows))
    assert [(s.indicator, *told(s)) for s in read_document(path).statements] == [
        (s.indicator, *told(s)) for s in expected.statements
    ]


def test_years_down_the_first_column_are_read_too() -> None:
    rows = [["年份", "钢产量（万吨）", "森林覆盖率（%）"], ["2015年", "900", "20"], ["2020年", "1200", "25"]]
    plan = read_text(tabbed(rows))
    assert [(s.indicator, s.value, s.unit, s.year) for s in plan.statements] == [
        ("钢产量", ("900",), "万吨", 2015),
        ("钢产量", ("1200",), "万吨", 2020),
        ("森林覆盖率", ("20",), "%", 2015),
        ("森林覆盖率", ("25",), "%", 2020),
    ] or sorted((s.indicator, s.value, s.year) for s in plan.statements) == sorted(
        [
            ("钢产量", ("900",), 2015),
            ("钢产量", ("1200",), 2020),
            ("森林覆盖率", ("20",), 2015),
            ("森林覆盖率", ("25",), 2020),
        ]
    )


def test_numerals_damaged_by_scanning_are_mended_in_cells() -> None:
    plan = read_text(tabbed([["指标", "单位", "2015年", "2020年"], ["产值", "亿元", "3· 75", "4·20"]]))
    assert [s.value for s in plan.statements] == [("3.75",), ("4.20",)]


def test_a_table_without_years_or_figures_gives_nothing() -> None:
    rows = [["项目", "建设内容", "责任单位"], ["甲工程", "新建3座水厂", "水务局"], ["乙工程", "道路12公里", "交通局"]]
    plan = read_text(tabbed(rows))
    assert [s for s in plan.statements if s.rule.startswith("table")] == []


def test_flattened_figures_are_cut_where_their_change_fits() -> None:
    text = (
        "某市“十三五”环境规划\n专栏1 主要指标\n指标2015年2020年变化情况"
        "1废水排放总量（万吨）12501000-20%2劣质断面比例（%）12.3415.60〔3.26〕3优良天数比例（%）7080.510.5个百分点\n正文。\n"
    )
    plan = read_text(text)
    assert [(s.indicator, s.value, s.year, str(s.form)) for s in plan.statements] == [
        ("废水排放总量", ("1250",), 2015, "level"),
        ("废水排放总量", ("1000",), 2020, "level"),
        ("废水排放总量", ("20",), 2020, "change"),
        ("劣质断面比例", ("12.34",), 2015, "share"),
        ("劣质断面比例", ("15.60",), 2020, "share"),
        ("劣质断面比例", ("3.26",), 2020, "change_pp"),
        ("优良天数比例", ("70",), 2015, "share"),
        ("优良天数比例", ("80.5",), 2020, "share"),
        ("优良天数比例", ("10.5",), 2020, "change_pp"),
    ]
    assert {s.rule for s in plan.statements} == {"table-flattened"}


def test_flattened_figures_that_can_be_cut_in_two_ways_are_left() -> None:
    text = "某市规划\n指标2015年2020年变化1甲总量（万吨）12345678〔9〕2乙总量（万吨）87654321〔1〕\n"
    assert not [s for s in read_text(text).statements if s.rule == "table-flattened"]


ENTRIES = yaml.safe_load((DATA / "tables.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.get("role") or entry["state"])
def test_heads_are_known_by_their_words(entry: dict[object, object]) -> None:
    yes, no = entry[True], entry[False]  # YAML reads the bare words as truth values
    assert isinstance(yes, list) and isinstance(no, list)
    told_by, says = (column_role, entry["role"]) if "role" in entry else (head_state, entry["state"])
    assert [head for head in yes if told_by(str(head)) != says] == []
    assert [head for head in no if told_by(str(head)) == says] == []


def test_a_table_inside_a_cell_is_read_alone_and_is_no_part_of_the_label(tmp_path: Path) -> None:
    from docx import Document as Word

    word = Word()
    word.add_paragraph("某市“十三五”规划")
    outer = word.add_table(2, 3, style="Table Grid")
    for r, row in enumerate([["指标", "2015年", "2020年"], ["产量（万吨）", "100", "200"]]):
        for c, words in enumerate(row):
            outer.cell(r, c).text = words
    inner = outer.cell(1, 0).add_table(2, 3)
    for r, row in enumerate([["指标", "2015年", "2020年"], ["产值（亿元）", "5", "9"]]):
        for c, words in enumerate(row):
            inner.cell(r, c).text = words
    word.save(str(tmp_path / "a.docx"))
    read = {(s.indicator, s.value, s.unit, s.year) for s in read_document(tmp_path / "a.docx").statements}
    assert read == {
        ("产量", ("100",), "万吨", 2015),
        ("产量", ("200",), "万吨", 2020),
        ("产值", ("5",), "亿元", 2015),
        ("产值", ("9",), "亿元", 2020),
    }


def test_figures_of_a_table_that_is_none_of_indicators_stay_in_sight() -> None:
    rows = [["项目", "规模", "投资（万元）"], ["甲工程", "3万吨", "1200"], ["乙工程", "5万吨", "800"]]
    plan = read_document_of(rows)
    assert plan.statements == ()
    assert {"3万吨", "1200", "5万吨", "800"} == {u.text for u in plan.unread}


def read_document_of(rows: list[list[str]]) -> Plan:
    from guihua.reading.documents import read_bytes

    return read_text(read_bytes(docx_bytes(["重点项目表"], [rows]), "a.docx"))


STACKED = "类别 指标 2015年 2020年 属性 生态 森林覆盖率（%） 45 48 约束性 森林蓄积量（万立方米） 1200 1350 约束性 产业 林业产值（亿元） 35 80 预期性"
NUMBERED = "序号 指标 单位 2015年 2020年 1 公路总里程 公里 230 260 2 客运量 万人次 — 900 3 覆盖率 % 82 100"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            STACKED,
            [
                ("生态", "森林覆盖率", "48", "%"),
                ("生态", "森林蓄积量", "1350", "万立方米"),
                ("产业", "林业产值", "80", "亿元"),
            ],
        ),
        (NUMBERED, [("", "公路总里程", "260", "公里"), ("", "客运量", "900", "万人次"), ("", "覆盖率", "100", "%")]),
    ],
)
def test_cells_one_below_another_are_dealt_out_by_their_heads(cells: str, told: list[tuple[str, ...]]) -> None:
    text = (
        "某市“十三五”林业规划\n（2016年8月）\n专栏1 主要指标\n"
        + cells.replace(" ", "\n")
        + "\n二、主要任务\n加强管护。\n"
    )
    found = [s for s in read_text(text).statements if s.kind is Kind.TARGET]
    assert [(s.group, s.indicator, s.value[0], s.unit) for s in found] == told
    assert all(s.rule == "table-cell" and s.main for s in found)


def test_lines_that_only_look_like_a_head_are_no_table() -> None:
    text = "某市“十三五”规划\n（2016年8月）\n指标\n2015年\n2020年\n到2020年，森林覆盖率达到48%。\n"
    assert [(s.rule, s.value) for s in read_text(text).statements] == [("share-percent", ("48",))]

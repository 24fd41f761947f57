"""Tables without rules in a PDF: cells by their columns, marked as less sure; what fits no cell is not put into one."""

from __future__ import annotations

import pytest

from guihua.errors import GuihuaError
from guihua.plan.plan import Plan
from guihua.plan.statement import Statement
from guihua.reading import read_text
from guihua.reading.documents import read_bytes
from guihua.reading.documents.document import Document
from guihua.reading.review import doubts
from tests.reading_documents.making import pdf_bytes, pdf_columns

TITLE = [["某市“十三五”工业发展规划"], ["到2020年，全市工业总产值达到900亿元。"], ["表1　主要指标"]]
HEAD = ["指标", "单位", "2015年", "2020年", "属性"]
ROWS = [
    ["工业总产值", "亿元", "520.5", "900", "预期性"],
    ["其中：装备制造业", "亿元", "100", "240", "预期性"],
    ["单位产值能耗降低", "%", "—", "〔15〕", "约束性"],
    ["专利授权量", "件", "1,286", "2000", ""],
]
NOTE = [["注：〔〕内为五年累计数。"], ["加强组织领导。"]]
EXPECTED = [
    ("工业总产值", ("520.5",), "亿元", 2015),
    ("工业总产值", ("900",), "亿元", 2020),
    ("装备制造业总产值", ("100",), "亿元", 2015),
    ("装备制造业总产值", ("240",), "亿元", 2020),
    ("单位产值能耗降低", ("15",), "%", 2020),
    ("专利授权量", ("1286",), "件", 2015),
    ("专利授权量", ("2000",), "件", 2020),
]


def document(*pages: list[list[str]]) -> Document:
    return read_bytes(pdf_columns(list(pages)), "a.pdf")


def from_tables(plan: Plan) -> list[Statement]:
    return [s for s in plan.statements if s.rule.startswith("table")]


def in_tables(plan: Plan) -> list[tuple[object, ...]]:
    return [(s.indicator, s.value, s.unit, s.year) for s in from_tables(plan)]


def test_columns_without_rules_are_read_and_marked_as_less_sure() -> None:
    plan = read_text(document([*TITLE, HEAD, *ROWS, *NOTE]))
    assert in_tables(plan) == EXPECTED
    assert all("layout" in {d.code for d in doubts(s)} for s in from_tables(plan))
    assert plan.text.endswith("加强组织领导。\n")


def test_a_table_goes_on_under_the_same_head_on_the_next_page() -> None:
    made = document([*TITLE, HEAD, *ROWS[:2]], [["续表1"], HEAD, *ROWS[2:], *NOTE])
    assert len(made.tables) == 1
    assert made.text.count("单位\t2015年") == 1
    assert in_tables(read_text(made)) == EXPECTED
    assert [made.text[page:].split("\n")[0][:4] for page in made.pages] == ["某市“十", "单位产值"]


def test_a_table_goes_on_without_its_head_on_the_next_page() -> None:
    made = document([*TITLE, HEAD, *ROWS[:2]], [*ROWS[2:], *NOTE])
    assert in_tables(read_text(made)) == EXPECTED


def test_another_head_begins_another_table() -> None:
    other = ["指标", "单位", "2016年", "2017年", "属性"]
    made = document([*TITLE, HEAD, *ROWS[:2]], [other, *ROWS[2:], *NOTE])
    assert {s[3] for s in in_tables(read_text(made))} == {2015, 2020, 2016, 2017}


def test_merged_heads_belong_to_the_columns_under_them() -> None:
    top = pdf_columns(
        [[*TITLE, ["", "", "　　　规划目标值"], ["指标", "单位", "2018年", "2020年", "属性"], *ROWS, *NOTE]]
    )
    plan = read_text(read_bytes(top, "a.pdf"))
    assert [s[3] for s in in_tables(plan)][:2] == [2018, 2020]
    assert {str(s.kind) for s in from_tables(plan)} == {"target"}


def test_a_label_broken_over_lines_is_whole_and_the_next_is_its_own() -> None:
    long = [
        ["规模以上工业企业研究开发经费", "亿元", "12", "30", ""],
        ["支出", "", "", "", ""],
        ["专利授权量", "件", "800", "1500", ""],
        ["一、其他", "", "", "", ""],
        ["上市公司", "家", "3", "8", ""],
    ]
    plan = read_text(document([*TITLE, HEAD, *long, *NOTE]))
    assert [s[0] for s in in_tables(plan)][::2] == ["规模以上工业企业研究开发经费支出", "专利授权量", "上市公司"]


def test_rows_of_figures_under_no_head_give_no_statement_and_stay_in_sight() -> None:
    rows = [
        ["某某工程", "改建", "1200", "300", "2017"],
        ["某某水库", "新建", "800", "20", "2018"],
        ["某某路", "新建", "60", "5", "2019"],
    ]
    plan = read_text(document([*TITLE, ["项目", "性质", "投资", "面积", "完工"], *rows, *NOTE]))
    assert in_tables(plan) == []
    assert {"1200", "300", "800", "20", "60"} <= {u.text for u in plan.unread}


def test_words_over_two_columns_end_the_table() -> None:
    """A line of running text under the rows is no row, and nothing of it is put into a cell."""
    text = ["上述指标由市工业和信息化局会同有关部门在2018年组织中期评估，确保到2020年全面完成。"]
    plan = read_text(document([*TITLE, HEAD, *ROWS, text]))
    assert in_tables(plan) == EXPECTED
    assert "确保到2020年全面完成。" in plan.text


def test_pages_of_prose_hold_no_table() -> None:
    lines = [f"到2020年，第{i}类产品产量达到{i}00万吨，年均增长{i}%，占全市比重达到1{i}%。" for i in range(1, 9)]
    assert read_bytes(pdf_bytes([lines]), "a.pdf").tables == ()


@pytest.mark.parametrize("gap", [40, 30, 24, 20])
def test_narrow_columns_are_parted_or_left_alone(gap: int) -> None:
    """Where the words of neighbouring columns touch, no cell is made of both."""
    columns = (72, 72 + 5 * gap, 72 + 6 * gap + 10, 72 + 8 * gap, 72 + 10 * gap)
    try:
        plan = read_text(read_bytes(pdf_columns([[*TITLE, HEAD, *ROWS, *NOTE]], columns), "a.pdf"))
    except GuihuaError:
        pytest.fail("a crowded table is no error")
    assert set(in_tables(plan)) <= set(EXPECTED)


def test_words_broken_inside_narrow_cells_are_put_together() -> None:
    """Heads and cells of one or two characters a line, as browsers print narrow columns."""
    rows = [
        ["", "单", "", "", "属"],
        ["指标", "", "2015", "2020", ""],
        ["", "位", "年", "年", "性"],
        ["", "", "", "", "预"],
        ["工业总产值", "亿元", "520.5", "900", "期"],
        ["", "", "", "", "性"],
        ["", "", "", "", "约"],
        ["能耗降低率", "%", "—", "〔15〕", "束"],
        ["", "", "", "", "性"],
        ["", "", "", "", "预"],
        ["专利授权量", "件", "80", "200", "期"],
        ["", "", "", "", "性"],
    ]
    plan = read_text(document([*TITLE, *rows, *NOTE]))
    assert in_tables(plan) == [
        ("工业总产值", ("520.5",), "亿元", 2015),
        ("工业总产值", ("900",), "亿元", 2020),
        ("能耗降低率", ("15",), "%", 2020),
        ("专利授权量", ("80",), "件", 2015),
        ("专利授权量", ("200",), "件", 2020),
    ]
    assert [str(s.nature) for s in from_tables(plan) if s.year == 2020] == ["expected", "binding", "expected"]

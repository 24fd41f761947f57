"""The workbook that a body fills in: lists and checks, and its way back."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from guihua.plan.data import load
from guihua.statistics import query
from guihua.statistics.importing import import_file
from guihua.statistics.importing.files import BadRows
from guihua.statistics.importing.table import column_name
from guihua.statistics.template import LISTS, SHEET, Asked, template
from guihua.storage import open_store

ASKED = (
    Asked("150100", "工业增加值", "2018", "亿元"),
    Asked("150100", "规模以上工业增加值", "2018", "%", measure="yoy"),
    Asked("150100", "原煤产量", "2018", "万吨"),
)


def filled(tmp_path: Path, values: dict[str, object]) -> Path:
    book = openpyxl.load_workbook(io.BytesIO(template(ASKED, publisher="呼和浩特市统计局")))
    sheet = book[SHEET]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    for place, value in values.items():
        head, row = place.split(":")
        sheet[f"{heads[head]}{row}"] = value
    path = tmp_path / "filled.xlsx"
    book.save(path)
    return path


def test_a_filled_template_is_imported_and_blank_lines_are_told(tmp_path: Path) -> None:
    path = filled(
        tmp_path,
        {
            "数值:2": 700.5,
            "数值:3": "5.2",
            "价格:3": "可比价",
            "发布日期:2": "2019-03-20",
            "发布日期:3": "2019-03-20",
            "来源级别:2": "官方",
        },
    )
    with open_store(tmp_path / "s") as store:
        done = import_file(store, path)
        assert (done.stored, done.left_out) == (2, ("原煤产量 2018",))
        level, growth = query(store, as_of=date(2019, 3, 20))
        assert (level.value, level.unit, level.region, level.grade, level.publisher) == (
            "700.5",
            "亿元",
            "150100",
            "official",
            "呼和浩特市统计局",
        )
        assert (growth.transformation, growth.price, growth.coverage) == ("yoy", "comparable", "规模以上")


def test_a_wrong_cell_is_named_by_its_address(tmp_path: Path) -> None:
    path = filled(tmp_path, {"数值:2": "七百"})
    with open_store(tmp_path / "s") as store, pytest.raises(BadRows) as refused:
        import_file(store, path)
    assert [(b.code, b.cell) for b in refused.value.bad] == [("value-invalid", "F2")]


def test_lists_and_checks_stand_on_every_prepared_row() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(ASKED, indicators=("发电量",))))
    assert book[LISTS].sheet_state == "hidden"
    rules = {str(r.sqref): r for r in book[SHEET].data_validations.dataValidation}
    kinds = [r.type for r in rules.values()]
    assert kinds.count("list") >= 9 and "decimal" in kinds and "textLength" in kinds
    assert all(place.endswith("501") for place in rules)
    listed = [cell.value for column in book[LISTS].iter_cols() for cell in column if cell.value]
    assert {"发电量", "工业增加值", "亿元", "可比价"} <= set(listed)


def test_every_head_of_the_template_is_a_column_of_ours() -> None:
    for column in load("template.yaml", "guihua.statistics.data")["columns"]:
        assert column_name(column["head"]) == column["name"], column


def test_every_word_that_may_be_chosen_is_understood() -> None:
    data = load("template.yaml", "guihua.statistics.data")
    words = load("columns.yaml", "guihua.statistics.data")["words"]
    for name in ("span", "measure", "price_basis", "source_grade"):
        known = {w for meanings in words[name].values() for w in meanings}
        assert set(data["lists"][name]) <= known


def test_what_a_spreadsheet_makes_of_a_typed_date_is_taken(tmp_path: Path) -> None:
    """Excel turns 2019-3-20 into a date; the columns that hold dates and periods ask it not to."""
    from datetime import datetime

    path = filled(tmp_path, {"数值:2": 700.5, "发布日期:2": datetime(2019, 3, 20), "时期:2": "2018年1-6月"})
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert {sheet.cell(9, c.column).number_format for c in sheet[1] if c.value in ("时期", "发布日期", "地区代码")} == {
        "@"
    }
    with open_store(tmp_path / "s") as store:
        import_file(store, path)
        (level,) = query(store, as_of=date(2030, 1, 1))
    assert (level.published, str(level.period)) == (date(2019, 3, 20), "2018H1")


def test_every_wrong_cell_of_a_row_is_named_where_it_is(tmp_path: Path) -> None:
    path = filled(
        tmp_path, {"数值:2": "七百", "单位:2": "千瓦石", "发布日期:2": "三月", "地区代码:4": "999999", "数值:4": 1}
    )
    with open_store(tmp_path / "s") as store, pytest.raises(BadRows) as refused:
        import_file(store, path)
    assert {(b.code, b.cell) for b in refused.value.bad} == {
        ("value-invalid", "F2"), ("unit-unknown", "G2"), ("date-invalid", "L2"), ("region-unknown", "A4"),
    }  # fmt: skip
    assert "2 行有误" in refused.value.title

"""A bureau's published table: found, mapped once, remembered, turned into figures with their notes."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from guihua.cli._mapping import Dialogue
from guihua.errors import GuihuaError
from guihua.plan.data import load
from guihua.plan.periods import Period
from guihua.statistics import Observation, query
from guihua.statistics.importing import Defaults, import_file
from guihua.statistics.importing.files import BadRows, NeedsMapping
from guihua.statistics.importing.mapping import from_yaml, read_mapping, to_yaml, write_mapping
from guihua.statistics.importing.sheets import read_sheets, shown
from guihua.statistics.importing.wide import WideTable, _role, find_table, propose
from guihua.statistics.observation import Span, Transformation
from guihua.storage import Store, open_store

OFFICE = Defaults(
    region="150000", published="2018-07-20", publisher="内蒙古自治区统计局", source="月报", grade="official"
)
LATE = date(2030, 1, 1)


@pytest.fixture
def local(tmp_path: Path) -> Store:
    return open_store(tmp_path / "s")


def monthly(path: Path, month: int = 6, **cells: object) -> Path:
    """A made-up monthly table in the shape that bureaus publish."""
    book = Workbook()
    sheet = book.active
    sheet.title = "主要指标"
    sheet["A1"] = f"2018年{month}月全区主要工业指标"
    sheet.merge_cells("A1:F1")
    for address, text in {
        "A2": "指标名称", "B2": "计量单位", "C2": "本月", "E2": f"1—{month}月累计",
        "C3": "绝对数", "D3": "同比增长(%)", "E3": "绝对数", "F3": "同比增长(%)",
    }.items():  # fmt: skip
        sheet[address] = text
    for area in ("A2:A3", "B2:B3", "C2:D2", "E2:F2"):
        sheet.merge_cells(area)
    rows = [
        ("规模以上工业增加值①", None, "—", 5.2, "—", 4.9),
        ("  其中：采矿业", None, None, 7.0, None, 6.1),
        ("原煤产量", "万吨", 7634.5, 3.2, 42000, "持平"),
        ("发电量", "亿千瓦时", 400.25, 10.0, 2311.9, 9.5),
        ("  #风力发电量", "亿千瓦时", 50.5, "1.2倍", 310.4, 20.3),
        ("某种新产品产量", "万吨", 1, 2, 3, 4),
    ]
    for number, row in enumerate(rows, 4):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    for number in range(4, 10):
        sheet.cell(number, 4).number_format = sheet.cell(number, 6).number_format = "0.0"
    sheet["A10"] = "注：①规模以上工业增加值增速按可比价格计算。"
    for address, value in cells.items():
        sheet[address] = value
    book.save(path)
    return path


def table(path: Path) -> WideTable:
    return find_table(read_sheets(path)[0], str(path))


def take(store: Store, path: Path, **options: object) -> dict[str, Observation]:
    import_file(store, path, defaults=OFFICE, accept=True, **options)  # type: ignore[arg-type]
    return {f"{o.indicator}|{o.transformation}|{o.period}": o for o in query(store, as_of=LATE)}


def test_head_rows_columns_and_period_are_found(tmp_path: Path) -> None:
    found = table(monthly(tmp_path / "a.xlsx"))
    assert found.report == Period.parse("2018M06")
    assert [c.head for c in found.columns] == [
        "本月/绝对数",
        "本月/同比增长(%)",
        "1—6月累计/绝对数",
        "1—6月累计/同比增长(%)",
    ]
    assert [r.label for r in found.rows] == [
        "规模以上工业增加值",
        "采矿业",
        "原煤产量",
        "发电量",
        "风力发电量",
        "某种新产品产量",
    ]
    assert [r.part for r in found.rows] == [False, True, False, False, True, False]
    assert found.rows[2].unit == "万吨"


def test_figures_with_month_and_year_to_date_units_and_printed_digits(local: Store, tmp_path: Path) -> None:
    got = take(local, monthly(tmp_path / "a.xlsx"))
    growth = got["规模以上工业增加值|yoy|2018H1"]
    assert (growth.value, growth.unit, growth.span, growth.coverage) == ("4.9", "%", Span.YTD, "规模以上")
    assert (
        growth.publisher == "内蒙古自治区统计局"
        and growth.published == date(2018, 7, 20)
        and growth.grade == "official"
    )
    assert "规模以上工业增加值|level|2018H1" not in got
    coal = got["原煤产量|level|2018M06"]
    assert (coal.value, coal.unit, coal.span, coal.variable) == ("7634.5", "万吨", Span.SINGLE, "production[raw_coal]")
    assert got["发电量|yoy|2018M06"].value == "10.0"
    assert got["原煤产量|yoy|2018H1"].value == "0"


def test_growth_in_times_keeps_its_unit(local: Store, tmp_path: Path) -> None:
    wind = take(local, monthly(tmp_path / "a.xlsx"))["风力发电量|yoy|2018M06"]
    assert (wind.value, wind.unit, wind.transformation) == ("1.2", "倍", Transformation.YOY)


def test_footnotes_are_kept_with_the_figures_they_mark(local: Store, tmp_path: Path) -> None:
    got = take(local, monthly(tmp_path / "a.xlsx"))
    assert got["规模以上工业增加值|yoy|2018H1"].note == "规模以上工业增加值增速按可比价格计算。"
    assert got["原煤产量|level|2018H1"].note == ""


def test_january_and_february_are_published_together(local: Store, tmp_path: Path) -> None:
    path = monthly(tmp_path / "a.xlsx", 2, C2="1-2月", A1="2018年1-2月全区主要工业指标", E2=None, E3=None, F3=None)
    book = find_table(read_sheets(path)[0], str(path))
    assert book.report == Period.parse("2018M01-M02")
    got = take(local, path)
    coal = got["原煤产量|level|2018M01-M02"]
    assert (coal.value, coal.span, coal.spans) == ("7634.5", Span.YTD, frozenset(Span))


def test_an_unknown_table_is_not_guessed_at(local: Store, tmp_path: Path) -> None:
    path = monthly(tmp_path / "a.xlsx")
    with pytest.raises(NeedsMapping) as asked:
        import_file(local, path, defaults=OFFICE)
    assert asked.value.code == "IMPORT-MAPPING"
    assert len(query(local, as_of=LATE, include_collected=True)) == 0


def test_rows_that_are_not_known_are_left_out_and_told(local: Store, tmp_path: Path) -> None:
    done = import_file(local, monthly(tmp_path / "a.xlsx"), defaults=OFFICE, accept=True)
    assert done.left_out == ("采矿业", "某种新产品产量")


def test_the_mapping_is_remembered_and_offered_next_month(local: Store, tmp_path: Path) -> None:
    import_file(local, monthly(tmp_path / "a.xlsx"), defaults=OFFICE, accept=True)
    done = import_file(local, monthly(tmp_path / "b.xlsx", 7), defaults=OFFICE)
    assert done.stored == done.read > 0
    offered: list[bool] = []

    def decide(found: WideTable, mapping: object, remembered: bool) -> object:
        offered.append(remembered)
        return mapping

    import_file(local, monthly(tmp_path / "c.xlsx", 8), defaults=OFFICE, decide=decide)  # type: ignore[arg-type]
    assert offered == [True]


def test_the_dialogue_asks_only_about_what_is_not_known(local: Store, tmp_path: Path) -> None:
    answers = io.StringIO("\n\n\n\n规模以上采矿业增加值\n-\n")
    said = io.StringIO()
    path = monthly(tmp_path / "a.xlsx")
    done = import_file(local, path, defaults=OFFICE, decide=Dialogue(answers, said).decide)
    assert done.left_out == ("某种新产品产量",)
    assert "采矿业" in said.getvalue() and answers.read() == ""
    got = {o.indicator: o for o in query(local, as_of=LATE)}
    assert got["规模以上采矿业增加值"].coverage == "规模以上"


def test_a_mapping_file_is_written_edited_and_read(local: Store, tmp_path: Path) -> None:
    path, kept = monthly(tmp_path / "a.xlsx"), tmp_path / "m.yaml"
    write_mapping(kept, propose(table(path)))
    kept.write_text(
        kept.read_text(encoding="utf-8").replace(
            "label: 某种新产品产量\n  indicator: ''", "label: 某种新产品产量\n  indicator: 新产品产量"
        ),
        encoding="utf-8",
    )
    mapping = read_mapping(kept)
    done = import_file(local, path, defaults=OFFICE, mapping=mapping)
    assert done.left_out == ("采矿业",)
    assert from_yaml(to_yaml(mapping), "") == mapping


@pytest.mark.parametrize(
    "text", ["", "columns: 3", "a: [", "columns: [{head: x, transformation: guess, time: month}]\nrows: []"]
)
def test_a_broken_mapping_is_an_error(text: str) -> None:
    with pytest.raises(GuihuaError) as refused:
        from_yaml(text, "m.yaml")
    assert refused.value.code == "MAPPING-INVALID"


def test_a_bad_cell_is_named_by_its_address(local: Store, tmp_path: Path) -> None:
    path = monthly(tmp_path / "a.xlsx", E6="约4万")
    with pytest.raises(BadRows) as refused:
        import_file(local, path, defaults=OFFICE, accept=True)
    assert [(b.cell, b.code, b.text) for b in refused.value.bad] == [("E6", "value-invalid", "约4万")]
    assert len(query(local, as_of=LATE)) == 0


def test_the_same_month_twice_changes_nothing_and_a_revision_is_a_vintage(local: Store, tmp_path: Path) -> None:
    path = monthly(tmp_path / "a.xlsx")
    import_file(local, path, defaults=OFFICE, accept=True)
    assert import_file(local, path, defaults=OFFICE).stored == 0
    from dataclasses import replace

    later = monthly(tmp_path / "b.xlsx", C6=7700)
    assert import_file(local, later, defaults=replace(OFFICE, published="2018-08-20")).stored > 0
    coal = [
        o.value
        for o in query(local, variable="production[raw_coal]", as_of=LATE)
        if str(o.period) == "2018M06" and o.unit == "万吨"
    ]
    assert coal == ["7634.5", "7700"]


def test_a_table_of_regions(local: Store, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in [
        ("2018年1-6月各盟市规模以上工业增加值增速", None, None),
        ("地区", "本月增长(%)", "累计增长(%)"),
        ("呼和浩特市", 3.1, 4.0),
        ("包头市", 10.5, 12.25),
        ("鄂尔多斯市", "-1.0", "0.5"),
    ]:
        sheet.append(row)
    path = tmp_path / "r.xlsx"
    book.save(path)
    import_file(local, path, defaults=OFFICE, accept=True)
    got = {(o.region, o.span): o for o in query(local, as_of=LATE)}
    assert got["150200", Span.YTD].value == "12.25"
    assert got["150600", Span.SINGLE].value == "-1.0"
    assert {o.variable for o in got.values()} == {"value_added[industry]"}


def test_years_in_columns(local: Store, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in [
        ("指标", "单位", 2015, 2016, "2017年"),
        ("原煤产量", "万吨", 90957, 84558.9, 90597),
        ("地区生产总值", "亿元", 1, 2, 3),
    ]:
        sheet.append(row)
    path = tmp_path / "y.xlsx"
    book.save(path)
    got = take(local, path)
    assert [got[f"原煤产量|level|{year}"].value for year in (2015, 2016, 2017)] == ["90957", "84558.9", "90597"]


def test_a_report_without_a_period_asks_for_it(local: Store, tmp_path: Path) -> None:
    path = monthly(tmp_path / "a.xlsx", A1="全区主要工业指标")
    with pytest.raises(GuihuaError) as asked:
        import_file(local, path, defaults=OFFICE, accept=True)
    assert asked.value.code == "IMPORT-PERIOD"
    assert import_file(local, path, defaults=OFFICE, accept=True, period="2018M06").stored > 0


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (7.0, "0.0", "7.0"),
        (7.0, "General", "7"),
        (7.25, "General", "7.25"),
        (1234.5, "#,##0.00", "1234.50"),
        (0.1 + 0.2, "0.0", "0.3"),
        (None, "0", ""),
        (" x ", "@", "x"),
        (3, "0_ ", "3"),
    ],
)
def test_cells_are_taken_as_shown(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


def test_every_head_example_of_the_data_holds() -> None:
    data = load("wide.yaml", "guihua.statistics.data")
    for kind, place in (("transformations", 0), ("times", 1)):
        for entry in data[kind]:
            assert all(_role(word)[place] == entry["name"] for word in entry["yes"]), entry
            assert all(_role(word)[place] != entry["name"] for word in entry.get("no", ())), entry


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"not a workbook"])
def test_what_is_no_workbook_is_an_error(local: Store, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(GuihuaError) as refused:
        import_file(local, path)
    assert refused.value.code == "IMPORT-WORKBOOK"


def test_a_sheet_without_a_table_is_an_error(local: Store, tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "没有表"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(GuihuaError) as refused:
        import_file(local, tmp_path / "a.xlsx")
    assert refused.value.code == "IMPORT-NO-TABLE"


def _two_tables(path: Path) -> Path:
    """Growth of two indicators by league, one table under the other, as bureaus print them."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    lines = [
        ("2023年1-10月各盟市规模以上工业增加值增速", None), ("盟市", "1-10月同比增长(%)"), ("包头市", 22.9), ("通辽市", -0.4),
        ("注：增速按可比价计算", None), (None, None),
        ("2023年1-10月各盟市固定资产投资增速", None), ("盟市", "1-10月同比增长(%)"), ("包头市", 30.1), ("通辽市", 8.2),
    ]  # fmt: skip
    for line in lines:
        sheet.append(line)
    book.save(path)
    return path


def test_two_tables_on_one_sheet_are_taken_each_by_its_own_title(local: Store, tmp_path: Path) -> None:
    path = _two_tables(tmp_path / "盟市.xlsx")
    for _ in range(2):  # the second time by the mappings that were remembered
        import_file(local, path, accept=True, defaults=Defaults(published="2023-11-20", source="甲"))
    found = {
        name: [o.value for o in query(local, variable=name, region="150200", as_of=date(2024, 1, 1))]
        for name in ("value_added[industry]", "investment[total]")
    }
    assert found == {"value_added[industry]": ["22.9"], "investment[total]": ["30.1"]}


def test_a_list_of_products_is_read_by_the_measure_of_its_title(local: Store, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        ("规模以上工业主要产品产量",),
        ("2021年1—2月",),
        ("产品名称", "单位", "1-2月"),
        ("原煤", "万吨", 16500.2),
    ):
        sheet.append(line)
    book.save(tmp_path / "产品.xlsx")
    import_file(local, tmp_path / "产品.xlsx", accept=True, defaults=Defaults(region="150000", published="2021-03-20"))
    (found,) = query(local, variable="production[raw_coal]", as_of=date(2024, 1, 1))
    assert (str(found.period), found.value, found.unit) == ("2021M01-M02", "16500.2", "万吨")

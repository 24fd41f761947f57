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
from guihua.statistics.importing.heads import role
from guihua.statistics.importing.mapping import from_yaml, read_mapping, to_yaml, write_mapping
from guihua.statistics.importing.proposal import propose
from guihua.statistics.importing.sheets import read_sheets, shown
from guihua.statistics.importing.wide import WideTable, find_table
from guihua.statistics.importing.workbook import Offer
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

    def decide(offer: Offer) -> object:
        offered.append(offer.remembered)
        return offer.mapping

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
            assert all(role(word)[place] == entry["name"] for word in entry["yes"]), entry
            assert all(role(word)[place] != entry["name"] for word in entry.get("no", ())), entry


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


def _sheet(path: Path, *lines: tuple[object, ...], formats: dict[str, str] | None = None) -> Path:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    for address, form in (formats or {}).items():
        book.active[address].number_format = form
    book.save(path)
    return path


@pytest.mark.parametrize("mark", ["②", "⑪", "²", "*", "＊", "(注1)"])
def test_a_footnotes_mark_behind_a_figure_is_no_digit_of_it(local: Store, tmp_path: Path, mark: str) -> None:
    path = _sheet(
        tmp_path / "a.xlsx",
        ("2020年1-10月主要产品产量",),
        ("指标", "单位", "1-10月"),
        ("原煤产量", "万吨", f"19.4{mark}"),
        ("注：①按可比价。②为初步数。",),
    )
    (coal,) = take(local, path).values()
    assert coal.value == "19.4"
    assert coal.note == ("为初步数。" if mark == "②" else "")


def test_a_long_table_refuses_a_figure_with_a_mark(local: Store, tmp_path: Path) -> None:
    for number, value in enumerate(("7.2①", "7.2¹", "1½", "٣")):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"地区代码,指标,时期,数值,单位\n150000,原煤产量,2018,{value},万吨\n", encoding="utf-8")
        with pytest.raises(BadRows) as refused:
            import_file(local, path)
        assert [b.code for b in refused.value.bad] == ["value-invalid"]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.065, "0.0%", "6.5%"),
        (0.07, "0%", "7%"),
        (-0.0125, "0.00%", "-1.25%"),
        (0.065, "0.0%_);[Red]\\(0.0%\\)", "6.5%"),
        (1234.5, "#,##0.0_ ;[Red]\\-#,##0.0\\ ", "1234.5"),
        (date(2018, 7, 20), "yyyy-mm-dd", "2018-07-20"),
        (date(2018, 6, 1), 'yyyy"年"m"月"', "2018年6月"),
        (date(2018, 6, 1), "mmm-yy", "2018年6月"),
        (date(2018, 1, 1), "yyyy", "2018年"),
    ],
)
def test_percentages_and_dates_are_taken_as_shown(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


def test_a_percentage_cell_is_the_percentage_that_is_shown(local: Store, tmp_path: Path) -> None:
    path = _sheet(
        tmp_path / "a.xlsx",
        ("2020年1-10月工业指标",),
        ("指标", "单位", "1-10月", "同比增长"),
        ("发电量", "亿千瓦时", 400.2, 0.065),
        formats={"D3": "0.0%"},
    )
    assert take(local, path)["发电量|yoy|2020M01-M10"].value == "6.5"


def test_a_percentage_where_an_amount_belongs_is_refused(local: Store, tmp_path: Path) -> None:
    path = _sheet(
        tmp_path / "a.xlsx",
        ("2020年1-10月工业指标",),
        ("指标", "单位", "1-10月"),
        ("发电量", "亿千瓦时", 0.5),
        formats={"C3": "0%"},
    )
    with pytest.raises(BadRows) as refused:
        import_file(local, path, defaults=OFFICE, accept=True)
    assert [(b.cell, b.code, b.text) for b in refused.value.bad] == [("C3", "value-invalid", "50%")]


def test_growth_beside_each_figure_is_of_its_time(local: Store, tmp_path: Path) -> None:
    """本月, 同比, 累计, 同比 in one row of heads: two columns of one name."""
    path = _sheet(
        tmp_path / "a.xlsx",
        ("2018年6月主要产品产量",),
        ("指标", "单位", "本月", "同比增长(%)", "1-6月累计", "同比增长(%)", "备注"),
        ("原煤产量", "万吨", 7634.5, 3.2, 42000, 1.1, "见表后"),
    )
    got = take(local, path)
    assert {k: v.value for k, v in got.items()} == {
        "原煤产量|level|2018M06": "7634.5",
        "原煤产量|yoy|2018M06": "3.2",
        "原煤产量|level|2018H1": "42000",
        "原煤产量|yoy|2018H1": "1.1",
    }


def test_a_column_for_one_month_says_nothing_of_january_and_february_together(local: Store, tmp_path: Path) -> None:
    lines = (("2018年1-2月主要产品产量",), ("指标", "单位", "本月", "1-2月累计"))
    path = _sheet(tmp_path / "a.xlsx", *lines, ("原煤产量", "万吨", 100, 100))
    with pytest.raises(GuihuaError) as refused:
        import_file(local, path, defaults=OFFICE, accept=True)
    assert refused.value.code == "IMPORT-PERIOD"
    empty = _sheet(tmp_path / "b.xlsx", *lines, ("原煤产量", "万吨", "—", 100))
    assert list(take(local, empty)) == ["原煤产量|level|2018M01-M02"]


def test_an_amount_in_per_cent_is_asked_about_and_a_difference_in_points_left_out(local: Store, tmp_path: Path) -> None:
    """No level for 规上: its growth stands where the figure would; 产销率 has a difference in points under 同比."""
    path = _sheet(
        tmp_path / "a.xlsx",
        ("2018年1-6月工业指标",),
        ("指标", "单位", "1-6月", "同比增长(%)"),
        ("规模以上工业增加值", "%", 7.2, -0.3),
        ("规模以上工业产销率", "%", 97.5, 0.4),
    )
    done = import_file(local, path, defaults=OFFICE, accept=True)
    assert done.left_out[0] == "规模以上工业增加值" and "规模以上工业产销率 1-6月/同比增长(%)" in done.left_out[1]
    assert {(o.indicator, o.value) for o in query(local, as_of=LATE)} == {("规模以上工业产销率", "97.5")}
    asked = import_file(local, path, defaults=OFFICE, decide=Dialogue(io.StringIO("n\n\n\n\n"), io.StringIO()).decide)
    assert asked.stored == 1
    growth = next(o for o in query(local, as_of=LATE) if "增加值" in o.indicator)
    assert (growth.indicator, growth.value, growth.transformation) == ("规模以上工业增加值增长率", "7.2", "yoy")


def test_an_amount_in_per_cent_is_refused_in_a_long_table(local: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("地区代码,指标,时期,数值,单位\n150000,工业增加值,2018,7.2,%\n", encoding="utf-8")
    with pytest.raises(BadRows) as refused:
        import_file(local, path)
    assert [b.code for b in refused.value.bad] == ["unit-level"]


def test_rows_of_one_name_are_told_apart_by_what_they_stand_under(tmp_path: Path) -> None:
    path = _sheet(
        tmp_path / "a.xlsx",
        ("2018年1-6月工业指标",),
        ("指标", "单位", "1-6月"),
        ("工业增加值", "亿元", 1),
        ("其中：国有企业", "亿元", 2),
        ("利润总额", "亿元", 3),
        ("其中：国有企业", "亿元", 4),
        ("按行业分",),
        ("煤炭", "亿元", 5),
        ("按地区分",),
        ("煤炭", "亿元", 6),
        ("煤炭", "亿元", 7),
    )
    labels = [r.label for r in table(path).rows]
    assert labels == [
        "工业增加值", "工业增加值/国有企业", "利润总额", "利润总额/国有企业", "按行业分/煤炭", "按地区分/煤炭", "按地区分/煤炭#2",
    ]  # fmt: skip


def test_a_changed_layout_is_noticed_and_asked_about(local: Store, tmp_path: Path) -> None:
    lines = [
        ("2018年{}月产量",),
        ("指标", "单位", "本月"),
        *((f"{p}产量", "万吨", 5) for p in ("原煤", "水泥", "焦炭", "粗钢")),
    ]

    def month(number: int, *more: tuple[object, ...], extra: str = "") -> Path:
        made = [
            (str(lines[0][0]).format(number),),
            (*lines[1], *filter(None, [extra])),
            *lines[2 : 6 - number // 10],
            *more,
        ]
        return _sheet(tmp_path / f"{number}{len(more)}{extra}.xlsx", *made)

    import_file(local, month(6), defaults=OFFICE, accept=True)
    grown = month(7, ("某种新产品", "万吨", 6), extra="累计")
    with pytest.raises(NeedsMapping) as asked:
        import_file(local, grown, defaults=OFFICE)
    assert "累计" in asked.value.title and "某种新产品" in asked.value.title
    said = io.StringIO()
    answers = io.StringIO("\nskip\n新产品产量\n")
    done = import_file(local, grown, defaults=OFFICE, decide=Dialogue(answers, said).decide)
    assert done.read == 5 and not done.left_out and answers.read() == ""
    assert import_file(local, month(8), defaults=OFFICE).changes == ()  # June's layout again
    assert import_file(local, month(9, ("某种新产品", "万吨", 6), extra="累计"), defaults=OFFICE).changes == ()
    short = import_file(local, month(10, ("某种新产品", "万吨", 6), extra="累计"), defaults=OFFICE)
    assert short.changes == ("没有了或没有数 gone, or without a figure: 粗钢产量",)


def test_a_unit_that_a_person_gave_does_not_outlive_the_unit_it_was_given_for(local: Store, tmp_path: Path) -> None:
    def month(number: int, unit: str, value: float) -> Path:
        return _sheet(
            tmp_path / f"{number}.xlsx", (f"2018年{number}月产量",), ("指标", "单位", "本月"), ("原煤产量", unit, value)
        )

    first = month(6, "", 7634.5)
    from dataclasses import replace

    mapping = propose(table(first))
    given = replace(mapping, rows=tuple(replace(r, unit="万吨") for r in mapping.rows))
    import_file(local, first, defaults=OFFICE, mapping=given)
    assert import_file(local, month(7, "", 7000), defaults=OFFICE).stored == 1
    with pytest.raises(GuihuaError) as refused:
        import_file(local, month(8, "吨", 76345000), defaults=OFFICE)
    assert refused.value.code == "IMPORT-UNIT"


def test_a_printed_unit_that_changes_is_followed_and_told(local: Store, tmp_path: Path) -> None:
    def month(number: int, unit: str, value: float) -> Path:
        return _sheet(
            tmp_path / f"{number}.xlsx", (f"2018年{number}月产量",), ("指标", "单位", "本月"), ("原煤产量", unit, value)
        )

    import_file(local, month(6, "万吨", 7634.5), defaults=OFFICE, accept=True)
    done = import_file(local, month(7, "亿吨", 0.7), defaults=OFFICE)
    assert done.changes == ("单位变了 unit changed: 原煤产量 万吨 → 亿吨",)
    assert {(o.value, o.unit) for o in query(local, as_of=LATE)} == {("7634.5", "万吨"), ("0.7", "亿吨")}


def test_faults_of_all_sheets_come_back_in_one_table_and_one_figure_on_two_sheets_counts_once(
    local: Store, tmp_path: Path
) -> None:
    def made(name: str, second: object, other: object = 5) -> Path:
        book = Workbook()
        for sheet, value in ((book.active, other), (book.create_sheet("二"), second)):
            for line in (("2018年6月产量",), ("指标", "单位", "本月"), ("原煤产量", "万吨", value)):
                sheet.append(line)
        book.active.title = "一"
        book.save(tmp_path / name)
        return tmp_path / name

    with pytest.raises(BadRows) as refused:
        import_file(local, made("a.xlsx", "约6", "约5"), defaults=OFFICE, accept=True)
    assert [(b.cell, b.code) for b in refused.value.bad] == [("一!C3", "value-invalid"), ("二!C3", "value-invalid")]
    with pytest.raises(BadRows) as clash:
        import_file(local, made("b.xlsx", 6), defaults=OFFICE, accept=True)
    assert {b.code for b in clash.value.bad} == {"conflict"}
    assert import_file(local, made("c.xlsx", 5), defaults=OFFICE, accept=True).stored == 1


def test_a_formula_without_its_result_is_refused(local: Store, tmp_path: Path) -> None:
    path = _sheet(
        tmp_path / "a.xlsx",
        ("2018年6月产量",),
        ("指标", "单位", "本月"),
        ("原煤产量", "万吨", 5),
        ("焦炭产量", "万吨", "=C3"),
    )
    with pytest.raises(GuihuaError) as refused:
        import_file(local, path, defaults=OFFICE, accept=True)
    assert refused.value.code == "IMPORT-FORMULA" and refused.value.where.cell == "C4"


def test_figures_dated_before_their_period_ended_are_counted(local: Store, tmp_path: Path) -> None:
    path = _sheet(tmp_path / "a.xlsx", ("2019年产量",), ("指标", "单位", "全年"), ("原煤产量", "万吨", 5))
    assert import_file(local, path, defaults=OFFICE, accept=True).early == 1

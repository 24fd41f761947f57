"""Tables as offices have them: wide CSV, pages, documents, old workbooks; heads in pairs; parts; regions by name or code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from guihua.errors import GuihuaError
from guihua.statistics import query
from guihua.statistics.importing import Defaults, import_file
from guihua.statistics.observation import Observation
from guihua.storage import open_store

LATE = date(2030, 1, 1)
GIVEN = Defaults(region="150000", published="2020-12-20", publisher="内蒙古自治区统计局")

WIDE = """数据库：分省月度数据,,,,
地区：内蒙古自治区,,,,
时间：最近2个月,,,,
指标,2020年11月,,2020年10月,
原煤产量_当期值(万吨),8600.1,,8500.2,
原煤产量_累计值(万吨),91000.1,,82400,
原煤产量_同比增长(%),1.2,,-3.4,
原煤产量_累计增长(%),-7.0,,,
工业增加值_同比增长(%),8.2,,7.3,
注：2020年起按新口径。,,,,
数据来源：国家统计局,,,,
"""
ROWS = "<tr><td>地区</td><td>1-11月</td><td>11月</td></tr><tr><td>包头市</td><td>5.1</td><td>6.1</td></tr><tr><td>150300</td><td>3.1</td><td>-2</td></tr>"
PAGE = f"<html><head><title>2020年1-11月各盟市规模以上工业增加值增速</title></head><body><h1>2020年1-11月各盟市规模以上工业增加值增速</h1><table>{ROWS}</table></body></html>"


def stored(path: Path, defaults: Defaults = GIVEN) -> list[Observation]:
    with open_store(path.parent / "store", create=True) as store:
        import_file(store, path, defaults=defaults, accept=True)
        return list(query(store, as_of=LATE))


def told(found: list[Observation]) -> set[tuple[str, str, str, str, str]]:
    return {(o.region, o.indicator, str(o.period), str(o.transformation), o.value) for o in found}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_wide_csv_of_the_national_data_site_is_read_by_its_labels_and_months(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "分省月度数据.csv"
    path.write_text(WIDE, encoding=encoding)
    assert told(stored(path)) == {
        ("150000", "原煤产量", "2020M11", "level", "8600.1"),
        ("150000", "原煤产量", "2020M10", "level", "8500.2"),
        ("150000", "原煤产量", "2020M01-M11", "level", "91000.1"),
        ("150000", "原煤产量", "2020M01-M10", "level", "82400"),
        ("150000", "原煤产量", "2020M11", "yoy", "1.2"),
        ("150000", "原煤产量", "2020M10", "yoy", "-3.4"),
        ("150000", "原煤产量", "2020M01-M11", "yoy", "-7.0"),
        ("150000", "工业增加值", "2020M11", "yoy", "8.2"),
        ("150000", "工业增加值", "2020M10", "yoy", "7.3"),
    }


@pytest.mark.parametrize("name", ["增速.html", "增速.xls"])
def test_a_page_is_read_also_where_it_is_called_a_workbook(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(PAGE, encoding="utf-8")
    found = stored(path)
    assert {(o.region, str(o.period), str(o.transformation), o.value) for o in found} == {
        ("150200", "2020M01-M11", "yoy", "5.1"),
        ("150200", "2020M11", "yoy", "6.1"),
        ("150300", "2020M01-M11", "yoy", "3.1"),
        ("150300", "2020M11", "yoy", "-2"),
    }


def test_tables_of_a_word_document_are_read(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("2020年1-11月主要工业产品产量")
    table = document.add_table(rows=3, cols=4)
    for row, words in enumerate(
        [
            ("产品名称", "单位", "绝对量", "同比±%"),
            ("原煤", "万吨", "123.4", "5.6"),
            ("其中：焦煤", "万吨", "23.4", "5.1"),
        ]
    ):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    path = tmp_path / "产量.docx"
    document.save(str(path))
    assert told(stored(path)) == {
        ("150000", "原煤产量", "2020M01-M11", "level", "123.4"),
        ("150000", "原煤产量", "2020M01-M11", "yoy", "5.6"),
        ("150000", "焦煤产量", "2020M01-M11", "level", "23.4"),
        ("150000", "焦煤产量", "2020M01-M11", "yoy", "5.1"),
    }


def test_a_document_without_a_table_is_sent_to_harvest(tmp_path: Path) -> None:
    path = tmp_path / "公报.md"
    path.write_text("全年粮食产量732.8亿斤。\n", encoding="utf-8")
    with pytest.raises(GuihuaError, match="IMPORT-NO-TABLE") as caught:
        stored(path)
    assert "harvest" in caught.value.hint


@pytest.mark.parametrize(
    ("level", "growth"),
    [
        ("绝对量", "同比±%"),
        ("绝对值", "增速"),
        ("绝对额", "比上年增长%"),
        ("总量", "增长"),
        ("本月", "同比增长"),
        ("实绩", "增减%"),
    ],
)
def test_the_usual_pairs_of_heads_are_a_level_and_its_growth(tmp_path: Path, level: str, growth: str) -> None:
    found = stored(_book(tmp_path, level, growth))
    assert {(str(o.transformation), o.value, o.unit) for o in found if o.indicator == "原煤产量"} == {
        ("level", "123.4", "万吨"),
        ("yoy", "5.6", "%"),
    }


def test_month_beside_year_to_date_are_two_figures(tmp_path: Path) -> None:
    found = stored(_book(tmp_path, "本月", "累计"))
    assert {(str(o.period), str(o.span)) for o in found} == {("2020M11", "single"), ("2020M01-M11", "ytd")}


def test_a_part_says_of_what_it_is_a_part(tmp_path: Path) -> None:
    found = stored(_book(tmp_path, "绝对量", "同比±%"))
    assert {o.note for o in found if o.indicator == "焦煤产量"} == {"其中（原煤）"}


def _book(folder: Path, level: str, growth: str) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2020年1-11月主要工业产品产量"])
    sheet.append(["产品名称", "单位", level, growth])
    sheet.append(["原煤", "万吨", 123.4, 5.6])
    sheet.append(["其中：焦煤", "万吨", 23.4, 5.1])
    path = folder / "产量.xlsx"
    book.save(path)
    return path


def test_regions_stand_in_the_columns_too(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2020年各盟市主要指标"])
    sheet.append(["指标", "单位", "包头市", "乌海市"])
    sheet.append(["原煤产量", "万吨", 12.5, 13.5])
    path = tmp_path / "盟市.xlsx"
    book.save(path)
    assert {(o.region, o.value) for o in stored(path)} == {("150200", "12.5"), ("150300", "13.5")}


@pytest.mark.parametrize("head", ["地区", "地区代码"])
@pytest.mark.parametrize("place", ["包头市", "150200", "包头"])
def test_a_region_is_told_by_name_or_code_in_either_column(tmp_path: Path, head: str, place: str) -> None:
    path = tmp_path / "长表.csv"
    path.write_text(
        f"{head},指标,时期,数值,单位,公布日期\n{place},原煤产量,2020,12,万吨,2021-03-01\n", encoding="utf-8"
    )
    assert [o.region for o in stored(path)] == ["150200"]


def test_an_old_workbook_needs_no_other_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil
    import subprocess

    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice to make an .xls")
    book = _book(tmp_path, "绝对量", "同比±%")
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/p", "--convert-to", "xls", "--outdir", str(tmp_path), str(book)], check=True, capture_output=True, timeout=120)  # fmt: skip
    monkeypatch.setenv("PATH", "")
    found = stored(tmp_path / "产量.xls")
    assert ("150000", "原煤产量", "2020M01-M11", "level", "123.4") in told(found)

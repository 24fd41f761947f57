"""Cells of a workbook or a CSV as a grid of texts, merged cells filled, numbers with the digits that are shown."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.statistics.importing.table import RawTable, column_name, named, read_bytes, utf8

MOST_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: ``cells[row][column]`` as shown, row and column counted from 0."""

    name: str
    cells: tuple[tuple[str, ...], ...]
    merged_rows: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row) for row in self.cells), default=0)


def read_sheets(path: Path) -> tuple[Grid, ...]:
    """The visible sheets of .xlsx, .xlsm, .xls (.et and .ods through LibreOffice where installed), a CSV as one sheet, the
    tables of a page or document; what a file is, its bytes say (.xls files are often pages).

    Errors: FILE-NOT-FOUND, IMPORT-WORKBOOK, IMPORT-EMPTY, IMPORT-TOO-LARGE, IMPORT-FORMULA.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        rows = csv.reader(io.StringIO(utf8(read_bytes(path), str(path)).decode()))
        return (Grid(path.stem, tuple(tuple(row) for row in rows)),)
    from guihua.statistics.importing.other_grids import DOCUMENTS, document_grids, old_workbook

    if suffix in DOCUMENTS:
        return document_grids(path)
    head = read_bytes(path)[:512]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or b"MIME-Version" in head:
        return document_grids(path, read_bytes(path))
    if suffix == ".xls" and head.startswith(b"\xd0\xcf\x11\xe0"):
        return old_workbook(path, read_bytes(path))
    if suffix in (".et", ".ods") or (suffix == ".xls" and not head.startswith(b"PK")):
        return _through_office(path)
    book = _workbook(path)
    grids = tuple(_grid(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible")
    if not any(any(cell for row in grid.cells for cell in row) for grid in grids):
        raise GuihuaError("IMPORT-EMPTY", "工作簿是空的 the workbook is empty", "", str(path))
    return grids


_TITLES = 5
"""So many lines of title or unit may stand above the head of a long table."""


def is_long(grid: Grid) -> bool:
    """Whether a sheet is a long table, one figure a row: its head names indicator, value and period or year."""
    return _head_row(grid) >= 0


def unfilled(grid: Grid) -> tuple[str, ...]:
    """Lines of a long sheet that were asked for and left without a value."""
    head = _head_row(grid)
    at = {column_name(h): c for c, h in enumerate(grid.cells[head]) if h}
    period = at.get("period", at.get("year", len(at)))
    rows = [row for row in grid.cells[head + 1 :] if cell(row, at["indicator"]) and not cell(row, at["value"])]
    return tuple(f"{cell(row, at['indicator'])} {cell(row, period)}".strip() for row in rows)


def _head_row(grid: Grid) -> int:
    """The row that heads a long table, below at most a few lines of title; -1 where none does."""
    for i, row in enumerate(grid.cells[: _TITLES + 1]):
        names = {column_name(text) for text in row}
        if {"indicator", "value"} <= names and names & {"period", "year"}:
            return i
    return -1


def long_table(grid: Grid, source: str) -> RawTable:
    """A sheet that is a long table, as text columns; rows that are empty or have no value are passed over."""
    import pyarrow as pa

    top = _head_row(grid)
    head_row = grid.cells[top]
    heads = [h for h in head_row if h]
    if len(set(heads)) < len(heads):
        raise GuihuaError("IMPORT-COLUMNS", "两列同名 two columns have one name", "", Place(source, line=top + 1))
    value = next((c for c, h in enumerate(head_row) if column_name(h) == "value"), 0)
    where = [i for i, row in enumerate(grid.cells) if i > top and cell(row, value)]
    columns = {
        head: pa.array([cell(grid.cells[i], column) for i in where], pa.string())
        for column, head in enumerate(head_row)
        if head
    }
    unit = next((h for h in heads if column_name(h) == "unit"), "")
    if unit:  # a cell that Excel shows as 6.5% beside its unit %
        units, name = columns[unit].to_pylist(), head_row[value]
        shown_ = zip(columns[name].to_pylist(), units, strict=True)
        columns[name] = pa.array([v.removesuffix("%") if u == "%" else v for v, u in shown_], pa.string())
    found = named(pa.table(columns), source)
    addresses = tuple(f"{address(value)}{i + 1}" for i in where)
    letters = tuple((name, address(c)) for c, head in enumerate(head_row) if (name := column_name(head)))
    return replace(found, rows=pa.array([i + 1 for i in where], pa.int64()), cells=addresses, letters=letters)


def cell(row: tuple[str, ...], column: int) -> str:
    """A cell of a row, "" beyond its end."""
    return row[column] if column < len(row) else ""


def address(column: int) -> str:
    """The letters of a column counted from 0."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column + 1))


def _workbook(path: Path) -> Any:
    from guihua.plan.workbook import open_workbook

    data = read_bytes(path)
    try:
        book = open_workbook(data, str(path), data_only=True)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sheets = [
                name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")
            ]
            formulas = any(re.search(rb"<f[\s>/]", archive.read(name)) for name in sheets)
        if formulas:
            _computed(book, open_workbook(data, str(path)), str(path))
        return book
    except GuihuaError:
        raise
    except Exception as error:  # openpyxl raises whatever its XML readers do
        raise GuihuaError(
            "IMPORT-WORKBOOK",
            f"不是可读的工作簿 not a readable workbook: {type(error).__name__}",
            "另存为 .xlsx",
            Place(str(path)),
        ) from None


def _computed(book: Any, written: Any, source: str) -> None:
    """Refuse a formula whose result was not saved: it would be read as an empty cell, and its figure be lost unseen."""
    for sheet, formulas in zip(book.worksheets, written.worksheets, strict=True):
        for row in formulas.iter_rows() if sheet.sheet_state == "visible" else ():
            for one in row:
                if one.data_type == "f" and sheet[one.coordinate].value is None:
                    raise GuihuaError(
                        "IMPORT-FORMULA",
                        f"公式没有算出的数 a formula without its result: {sheet.title}!{one.coordinate}",
                        "用 Excel 或 WPS 打开，保存后再导入 open it in a spreadsheet program and save it",
                        Place(source, cell=one.coordinate),
                    )


def _grid(sheet: Any) -> Grid:
    if (sheet.max_row or 0) * (sheet.max_column or 0) > MOST_CELLS:
        raise GuihuaError(
            "IMPORT-TOO-LARGE", f"工作表过大 sheet too large: {sheet.title}", "删去空行列 delete empty rows", ""
        )
    cells = [[shown(c.value, c.number_format) for c in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        text = cells[area.min_row - 1][area.min_col - 1]
        for row in range(area.min_row - 1, area.max_row):
            for column in range(area.min_col - 1, area.max_col):
                cells[row][column] = text
    whole = frozenset(
        a.min_row - 1 for a in sheet.merged_cells.ranges if a.max_col - a.min_col + 1 >= (sheet.max_column or 1)
    )
    return Grid(str(sheet.title), tuple(tuple(row) for row in cells), whole)


def shown(value: object, number_format: str = "General") -> str:
    """A cell as it is shown: 7.0 with format 0.0 is "7.0", 0.065 with 0.0% is "6.5%", a date with 年月 is "2018年6月".

    Whole floats lose their point, others keep their digits.
    """
    if value is None:
        return ""
    if isinstance(value, date):  # a datetime is one too
        return _day_shown(value, number_format)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).strip()
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return str(value)
    form = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", number_format.split(";", maxsplit=1)[0])
    percent = "%" in form
    exact = exact * 100 if percent else exact
    digits = re.fullmatch(r"#?,?#*0(?:\.(0+))?%?\s*", form)
    if digits:
        return f"{exact:.{len(digits[1] or '')}f}" + "%" * percent
    text = f"{exact:f}"
    text = text.rstrip("0").rstrip(".") if "." in text and exact == exact.to_integral_value() else text
    return text + "%" * percent


def _day_shown(value: date, number_format: str) -> str:
    """A date with as much of it as its format shows: 2018-07-20, 2018年7月, 2018年."""
    form = re.sub(r'"([^"]*)"|\[[^\]]*\]', r"\1", number_format).lower()
    if "d" in form or ("m" not in form and "y" not in form):
        return f"{value:%Y-%m-%d}"
    return f"{value.year}年{value.month}月" if "m" in form else f"{value.year}年"


def _through_office(path: Path) -> tuple[Grid, ...]:
    read_bytes(path)
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx"]
        try:
            subprocess.run(
                [*command, "--outdir", folder, str(path.resolve())], check=True, capture_output=True, timeout=120
            )
            return read_sheets(Path(folder) / f"{path.stem}.xlsx")
        except (OSError, subprocess.SubprocessError):
            raise GuihuaError(
                "IMPORT-WORKBOOK",
                "此格式要用 LibreOffice 转换 this format needs LibreOffice",
                "另存为 .xlsx",
                str(path),
            ) from None

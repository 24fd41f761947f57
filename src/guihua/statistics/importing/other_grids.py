"""Grids out of what is no .xlsx: old workbooks (.xls), pages, documents and text with tables in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.reading.documents import Document, Table
from guihua.reading.documents import extract as extract_file
from guihua.statistics.importing.sheets import Grid, shown

DOCUMENTS = (".html", ".htm", ".docx", ".md", ".txt", ".pdf", ".doc", ".wps", ".odt", ".rtf")
"""Documents whose tables are read."""
_ABOVE = 4
"""So many short lines over a table may be its title, its unit and its period."""


def document_grids(path: Path, data: bytes | None = None) -> tuple[Grid, ...]:
    """The tables of a document, one grid each, with the lines that stand over them as its first rows.

    Errors: those of reading a document; IMPORT-NO-TABLE where it holds none.
    """
    from guihua.reading.documents import read_bytes

    document = extract_file(path) if data is None else read_bytes(data, f"{path}.html")
    tables = [t for t in document.tables if t.rows >= 2 and t.columns >= 2]
    if not tables:
        raise GuihuaError(
            "IMPORT-NO-TABLE",
            f"文件里没有表 no table in {path.name}",
            "正文里的数字用 figures in running text: guihua harvest",
            Place(str(path)),
        )
    ends = [0, *(t.end for t in tables)]
    return tuple(_grid(document, table, ends[i], f"表{i + 1}") for i, table in enumerate(tables))


def _grid(document: Document, table: Table, start: int, name: str) -> Grid:
    rows = [[""] * table.columns for _ in range(table.rows)]
    for c in table.cells:
        words = document.text[c.start : c.end].strip()
        for row in range(c.row, min(c.row + c.row_span, table.rows)):
            for column in range(c.column, min(c.column + c.column_span, table.columns)):
                rows[row][column] = words
    above = _titles(document, table, start)
    return Grid(name, (*((line,) for line in above), *(tuple(row) for row in rows)))


def _titles(document: Document, table: Table, start: int) -> list[str]:
    """The document's title, then the short lines right over the table."""
    lines = [line.strip(" #　\t") for line in document.text[start : table.start].split("\n")]
    near = [line for line in lines if line and len(line) <= 60 and not re.search("[。；]$", line)][-_ABOVE:]
    first = [document.title] if document.title and document.title not in near else []
    return [*first, *near, *([table.caption] if table.caption else [])]


def old_workbook(path: Path, data: bytes) -> tuple[Grid, ...]:
    """The visible sheets of an .xls of 1997 to 2003. Errors: IMPORT-WORKBOOK."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True)
        return tuple(
            _old_sheet(book, book.sheet_by_index(i))
            for i in range(book.nsheets)
            if book.sheet_by_index(i).visibility == 0
        )
    except Exception as error:  # xlrd raises whatever its readers do
        raise GuihuaError(
            "IMPORT-WORKBOOK",
            f"不是可读的工作簿 not a readable workbook: {type(error).__name__}",
            "向对方再要一份 ask for another copy",
            Place(str(path)),
        ) from None


def _old_sheet(book: Any, sheet: Any) -> Grid:
    cells = [[_old_cell(book, sheet, r, c) for c in range(sheet.ncols)] for r in range(sheet.nrows)]
    whole = set()
    for top, bottom, left, right in sheet.merged_cells:
        for row in range(top, bottom):
            for column in range(left, right):
                cells[row][column] = cells[top][left]
        if right - left >= sheet.ncols:
            whole.add(top)
    return Grid(str(sheet.name), tuple(tuple(row) for row in cells), frozenset(whole))


def _old_cell(book: Any, sheet: Any, row: int, column: int) -> str:
    import xlrd

    cell = sheet.cell(row, column)
    form = (
        book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.xf_index is not None else "General"
    )
    if cell.ctype == xlrd.XL_CELL_DATE:
        return shown(xlrd.xldate_as_datetime(cell.value, book.datemode), form)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return shown(cell.value, form)
    return str(cell.value).strip() if cell.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_BOOLEAN) else ""

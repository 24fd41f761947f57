"""Tables as offices write them, from .xlsx, .docx and .csv: rows of cells, each with its place, merged cells filled in.

Hostile files are refused: too large, too many rows, a compressed file that unpacks to more than it should.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from guihua.errors import GuihuaError
from guihua.ledgers.values import Raw

LARGEST_FILE: Final = 50_000_000
LARGEST_UNPACKED: Final = 400_000_000
MOST_ROWS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what it holds, and its place ("B5" in a sheet, "表1第5行第2列" in a document)."""

    raw: Raw
    place: str
    formula: bool = False

    @property
    def text(self) -> str:
        """What it holds as one line of text."""
        return "" if self.raw is None else " ".join(str(self.raw).split())


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file, head included: rows of equal length."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def read_tables(path: Path) -> list[Table]:
    """All tables of a file. Raises GuihuaError LG-TABLE where it is no such file or cannot be read."""
    readers = {".xlsx": _xlsx, ".xlsm": _xlsx, ".docx": _docx, ".csv": _csv}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise _unreadable(
            path,
            f"不能从这种文件读表 no table is read from {path.suffix or 'a file without extension'}",
            "给 give .xlsx, .docx, .csv",
        )
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _unreadable(
            path, f"文件读不出来 the file cannot be read: {error.strerror}", "检查文件名 name a file that is there"
        ) from None
    if size > LARGEST_FILE:
        raise _unreadable(path, "文件太大 the file is too large", f"最多 at most {LARGEST_FILE // 1_000_000} MB")
    if path.suffix.lower() != ".csv":
        _unpacks_to_little(path)
    try:
        tables = reader(path)
    except GuihuaError:
        raise
    except Exception as error:  # the libraries raise whatever a broken file makes them raise
        raise _unreadable(
            path,
            f"文件已损坏 the file is damaged: {type(error).__name__}",
            "用 WPS 或 Excel 打开另存 open it there and save it",
        ) from None
    if sum(len(t.rows) for t in tables) > MOST_ROWS:
        raise _unreadable(path, "行数太多 the file has too many rows", f"最多 at most {MOST_ROWS}")
    return tables


def _xlsx(path: Path) -> list[Table]:
    from guihua.plan.workbook import open_workbook

    book = open_workbook(path, data_only=False)
    return [Table(sheet.title, _sheet_rows(sheet)) for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _sheet_rows(sheet: Any) -> tuple[tuple[Cell, ...], ...]:
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        if (area.max_row - area.min_row + 1) * (area.max_col - area.min_col + 1) > MOST_ROWS:
            continue
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                merged[row, column] = (area.min_row, area.min_col)
    if sheet.max_row > MOST_ROWS or sheet.max_column > 500:
        raise GuihuaError(
            "LG-TABLE",
            "表太大 the sheet is too large",
            f"最多 at most {MOST_ROWS} 行 rows, 500 列 columns",
            sheet.title,
        )
    rows = []
    for row in sheet.iter_rows():
        cells = []
        for cell in row:
            origin = merged.get((cell.row, cell.column))
            source = sheet.cell(*origin) if origin else cell
            cells.append(Cell(source.value, cell.coordinate, source.data_type == "f"))
        rows.append(tuple(cells))
    while rows and not any(c.text for c in rows[-1]):
        rows.pop()
    return tuple(rows)


def _docx(path: Path) -> list[Table]:
    from docx import Document

    found = []
    for number, table in enumerate(Document(str(path)).tables, 1):
        rows = [
            tuple(Cell(cell.text.strip() or None, f"表{number}第{r}行第{c}列") for c, cell in enumerate(row.cells, 1))
            for r, row in enumerate(table.rows, 1)
        ]
        found.append(Table(f"表{number}", tuple(rows)))
    return found


def _csv(path: Path) -> list[Table]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _unreadable(path, "文件既不是 UTF-8 也不是 GB18030 the file is neither", "另存为 UTF-8 save it as UTF-8")
    if "\0" in text:
        raise _unreadable(path, "文件不是文本 the file is no text", "给一个 .csv 文件 give a .csv file")
    rows = [
        tuple(Cell(value.strip() or None, f"{_letters(c)}{r}") for c, value in enumerate(row, 1))
        for r, row in enumerate(csv.reader(io.StringIO(text)), 1)
    ]
    return [Table(path.stem, tuple(rows))]


def _unpacks_to_little(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        raise _unreadable(
            path,
            "文件不是 .xlsx 或 .docx the file is neither",
            "用 Excel、Word 或 WPS 另存；.xls、.doc 是旧格式 save it anew",
        ) from None
    if unpacked > LARGEST_UNPACKED:
        raise _unreadable(
            path, "文件解压后过大 the file unpacks to far too much", f"最多 at most {LARGEST_UNPACKED // 1_000_000} MB"
        )


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unreadable(path: Path, title: str, hint: str) -> GuihuaError:
    return GuihuaError("LG-TABLE", title, hint, str(path))

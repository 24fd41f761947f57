"""Tables as files: CSV, XLSX, JSON, Arrow. What a spreadsheet would run as a formula is made harmless."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import quote

from django.http import HttpResponse

from guihua.errors import GuihuaError

Cell = str | int | None
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
KINDS = ("csv", "xlsx", "json", "arrow")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; name: of the file, without suffix."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def answer(table: Table, kind: str) -> HttpResponse:
    """The table as a download of one of KINDS."""
    if kind not in KINDS:
        raise GuihuaError("EXPORT-KIND-UNKNOWN", f"没有这种格式 no such format: {kind[:20]}", "、".join(KINDS))
    data, content = {"csv": _csv, "xlsx": _xlsx, "json": _json, "arrow": _arrow}[kind](table)
    return download(data, f"{table.name}.{kind}", content)


def download(data: bytes, name: str, content_type: str) -> HttpResponse:
    """Bytes as a file to keep, never to run: no sniffing, no inline display."""
    response = HttpResponse(data, content_type=content_type)
    ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    response.headers["Content-Disposition"] = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"
    return response


def harmless(cell: Cell) -> Cell:
    """The cell, with an apostrophe before what a spreadsheet would take for a formula; numbers stay numbers."""
    if not isinstance(cell, str) or _numeric(cell):
        return cell
    bare = cell.lstrip("".join(c for c in cell if c.isspace() or not c.isprintable()))
    return "'" + cell if cell.lstrip(" ").startswith(_STARTS) or bare.startswith(_STARTS) else cell


def _numeric(text: str) -> bool:
    try:
        return Decimal(text.strip()).is_finite()
    except InvalidOperation:
        return False


def _safe(table: Table) -> Sequence[Sequence[Cell]]:
    """Head and rows."""
    return [[harmless(cell) for cell in row] for row in (table.columns, *table.rows)]


def _csv(table: Table) -> tuple[bytes, str]:
    """UTF-8 with a mark at its start: Excel and WPS would read Chinese as GBK without it.

    Every cell is quoted: where lists are parted by semicolons or tabs, "a;=1" would else become two cells.
    """
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows(_safe(table))
    return b"\xef\xbb\xbf" + file.getvalue().encode(), "text/csv; charset=utf-8"


def _json(table: Table) -> tuple[bytes, str]:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode(), "application/json"


def _xlsx(table: Table) -> tuple[bytes, str]:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    sheet.freeze_panes = "A2"
    for row in _safe(table):
        sheet.append([_typed(cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _typed(cell: Cell) -> object:
    """A number as a number; text without the characters that no workbook may hold."""
    if isinstance(cell, str):
        if (
            _numeric(cell)
            and len(cell) < 16
            and not (cell.lstrip("+-").startswith("0") and cell.lstrip("+-")[1:2].isdigit())
        ):
            return Decimal(cell)
        return "".join(c for c in cell if c >= " " or c in "\t\n")
    return cell


def _arrow(table: Table) -> tuple[bytes, str]:
    """An Arrow stream; every column is text, as magnitudes are."""
    import pyarrow as pa

    columns = list(zip(*table.rows, strict=True)) if table.rows else [() for _ in table.columns]
    made = pa.table(
        {
            name: pa.array([None if c is None else str(c) for c in column], pa.string())
            for name, column in zip(table.columns, columns, strict=True)
        }
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, made.schema) as stream:
        stream.write_table(made)
    return sink.getvalue().to_pybytes(), "application/vnd.apache.arrow.stream"

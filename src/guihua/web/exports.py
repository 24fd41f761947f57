"""Tables as files: CSV, XLSX, JSON, Arrow. What a spreadsheet would run as a formula is made harmless."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

from guihua.errors import GuihuaError
from guihua.plan.cells import csv_text, numeric, sheet_row

Cell = str | int | None
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


def _csv(table: Table) -> tuple[bytes, str]:
    """UTF-8 with a mark at its start: Excel and WPS would read Chinese as GBK without it.

    Every cell is quoted: where lists are parted by semicolons or tabs, "a;=1" would else become two cells.
    """
    text = csv_text((table.columns, *table.rows), quoted=True)
    return b"\xef\xbb\xbf" + text.encode(), "text/csv; charset=utf-8"


def _json(table: Table) -> tuple[bytes, str]:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode(), "application/json"


def _xlsx(table: Table) -> tuple[bytes, str]:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    sheet.freeze_panes = "A2"
    for row in (table.columns, *table.rows):
        sheet.append([_typed(cell) for cell in sheet_row(row)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _typed(cell: Any) -> object:
    """A figure as a number where that loses no digit and no leading nought."""
    digits = cell.lstrip("+-") if isinstance(cell, str) else ""
    padded = digits.startswith("0") and digits[1:2].isdigit()
    return Decimal(cell) if digits and len(cell) < 16 and not padded and numeric(cell) else cell


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

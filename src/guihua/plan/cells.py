"""Cells of tables that leave the program: what a spreadsheet would run as a formula is made text (CWE-1236).

Everything that writes a CSV or a workbook for people goes through here. Names of indicators, notes and sources come from
other people's documents: `=HYPERLINK(…)` in one of them must not run in the office that opens the table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

#: What begins a formula, or a call to another program: OWASP's page on CSV injection, the full-width forms with them.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_UNITS = frozenset({"%"})
T = TypeVar("T")


def harmless(cell: T) -> T | str:
    """The cell, with an apostrophe before what a spreadsheet would take for a formula; figures and `%` stay as they are."""
    if not isinstance(cell, str) or cell in _UNITS or numeric(cell):
        return cell
    bare = cell.lstrip("".join(c for c in cell if c.isspace() or not c.isprintable()))
    return "'" + cell if cell.lstrip(" ").startswith(STARTS) or bare.startswith(STARTS) else cell


def as_written(cell: str) -> str:
    """What `harmless` was given: its apostrophe taken off again. Any other text as it is."""
    return cell[1:] if cell[:1] == "'" and harmless(cell[1:]) == cell else cell


def numeric(text: str) -> bool:
    """Whether a text is one finite number."""
    try:
        return Decimal(text.strip()).is_finite()
    except InvalidOperation:
        return False


def csv_text(rows: Iterable[Sequence[object]], *, quoted: bool = False) -> str:
    """Rows (the head first) as CSV, every cell harmless. quoted: every cell in quotes, lines as RFC 4180 ends them."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL) if quoted else csv.writer(out, lineterminator="\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def sheet_row(row: Iterable[object]) -> list[Any]:
    """A row for a workbook: every cell harmless, without the characters that no workbook may hold."""
    return [_printable(harmless(cell)) for cell in row]


def _printable(cell: object) -> object:
    return "".join(c for c in cell if c >= " " or c in "\t\n") if isinstance(cell, str) else cell

"""Sheets (.xlsx) out to bodies: prefilled, with drop-down lists and cell checks.

A sheet carries, hidden, what it was made from: the ledger, the log's head, and every object's values at that moment.
`taking` compares it when it comes back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import CLOSED, Field, FieldType, Ledger, Means, State, Status
from guihua.ledgers.wording import sheet_word

HIDDEN: Final = "_guihua"
FORMAT: Final = "guihua-sheet-1"
FIRST_ROW: Final = 6
SPARE_ROWS: Final = 30
NUMBERS: Final = (FieldType.NUMBER, FieldType.INTEGER)
STATE, BASIS, EVIDENCE, ID = "@state", "@basis", "@evidence", "@id"


@dataclass(frozen=True, slots=True)
class Request:
    """Which sheet: of whom ("" for all), for which month ("" for none), and whether new rows may be added."""

    body: str = ""
    month: str = ""
    new_rows: bool = False
    language: str = "zh"


def write_sheet(journal: Journal, path: Path, request: Request) -> int:
    """Write a prefilled sheet; returns how many objects are on it. Written beside and renamed: all of it or none."""
    from openpyxl import Workbook

    ledger = journal.ledger
    chosen = chosen_states(journal, request)
    book = Workbook()
    sheet: Any = book.active
    sheet.title = ledger.words.zh[:28]
    columns = sheet_columns(ledger, request)
    _write_head(sheet, ledger, columns, request)
    for row, state in enumerate(chosen, FIRST_ROW):
        _write_row(sheet, ledger, columns, row, state, request)
    spare = SPARE_ROWS if request.new_rows else 0
    for row in range(FIRST_ROW + len(chosen), FIRST_ROW + len(chosen) + spare):
        _style_row(sheet, ledger, columns, row, request)
    _checks(book, sheet, ledger, columns, FIRST_ROW + len(chosen) + spare - 1)
    _hide(book, journal, chosen, request)
    _finish(sheet, ledger, columns)
    partial = path.with_name(f".{path.name}.partial")
    book.save(partial)
    partial.replace(path)
    return len(chosen)


def chosen_states(journal: Journal, request: Request) -> list[State]:
    """The objects that belong on a sheet: not closed, and held by the body."""
    found = [s for s in in_order(journal.states()) if journal.ledger.meaning(s.state) not in CLOSED]
    if not request.body:
        return found
    return [s for s in found if journal.holds(request.body, s)]


def offered(ledger: Ledger) -> tuple[Status, ...]:
    """The states that a body may report: all but a draft's."""
    return tuple(s for s in ledger.states if s.means is not Means.PROPOSED)


def in_order(states: Mapping[str, State]) -> list[State]:
    """Objects in the order in which they came in, as the table that brought them had it."""
    return sorted(states.values(), key=lambda s: (min(s.sources.values(), default=s.entered), s.subject))


def sheet_columns(ledger: Ledger, request: Request) -> tuple[str, ...]:
    """Columns of a sheet: id, what is shown, then what is filled in (state first). Names of fields, or @id … ."""
    edited = ledger.edits if request.body or ledger.monthly else tuple(f.name for f in ledger.fields)
    edited = tuple(n for n in edited if n != "month")
    hidden = {"month", "due_text", "sentence"}
    if request.body:  # its own sheet need not say whose it is, nor what links the planners keep
        hidden |= {*ledger.holders, "section", "targets"} - set(edited)
    shown = tuple(f.name for f in ledger.fields if f.name not in edited and f.name not in hidden)
    return (ID, *shown, STATE, *edited, EVIDENCE, BASIS)


def editable(ledger: Ledger, column: str, request: Request) -> bool:
    """May this column be filled in?"""
    if column in (STATE, BASIS, EVIDENCE):
        return True
    if column == ID:
        return False
    return column in ledger.edits if request.body or ledger.monthly else True


def _write_head(sheet: Any, ledger: Ledger, columns: Sequence[str], request: Request) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    language = request.language
    form = ledger.form
    title = ledger.words.zh if language == "zh" else ledger.words.en
    settled = [
        (k, getattr(form, k if k != "form_number" else "number"))
        for k in ("form_number", "authority", "approval", "valid_until")
    ]
    colon = "：" if language == "zh" else ": "
    line = "    ".join(f"{sheet_word(k, language)}{colon}{v}" for k, v in settled if v)
    line = line or sheet_word("unsettled", language)
    whom = f"{sheet_word('body', language)}{colon}{request.body or sheet_word('all', language)}"
    when = f"    {sheet_word('month', language)}{colon}{request.month}" if request.month else ""
    for row, text in enumerate((title, line, whom + when, sheet_word("note", language)), 1):
        _put(sheet.cell(row, 1), text)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(columns))
        sheet.cell(row, 1).alignment = Alignment(horizontal="center" if row == 1 else "left", vertical="center")
    sheet.cell(1, 1).font = Font(size=16, bold=True)
    thin = Side(style="thin", color="999999")
    for i, column in enumerate(columns, 1):
        cell = sheet.cell(FIRST_ROW - 1, i)
        _put(cell, heading(ledger, column, language))
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6F0")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)


def heading(ledger: Ledger, column: str, language: str) -> str:
    """The head of a column, with its unit."""
    if column.startswith("@"):
        return sheet_word(column[1:], language)
    field = ledger.field(column)
    assert field is not None
    name = field.words.zh if language == "zh" else field.words.en
    return f"{name}（{field.unit}）" if field.unit else name


def _write_row(sheet: Any, ledger: Ledger, columns: Sequence[str], row: int, state: State, request: Request) -> None:
    _style_row(sheet, ledger, columns, row, request)
    for i, column in enumerate(columns, 1):
        if column == ID:
            _put(sheet.cell(row, i), state.subject)
        elif column == STATE:
            status = ledger.status(state.state)
            _put(sheet.cell(row, i), status.words.zh if status else state.state)
        elif not column.startswith("@"):
            field = ledger.field(column)
            assert field is not None
            _put(sheet.cell(row, i), state.text(column), field)


def _put(cell: Any, text: str, field: Field | None = None) -> None:
    """Write a value so that no program takes it for a formula; numbers as numbers where that loses nothing."""
    if not text:
        return
    if field is not None and field.type in NUMBERS:
        number = float(text) if "." in text else int(text)
        if Decimal(repr(number)) == Decimal(text):
            cell.value = number
            cell.number_format = "General"
            return
    if field is not None and field.type is FieldType.DATE:
        cell.value = date.fromisoformat(text)
        cell.number_format = "yyyy-mm-dd"
        return
    cell.value = _printable(text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text[0] in "=+-@\t"


def _printable(text: str) -> str:
    """Without the control characters that a sheet cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t")


def _style_row(sheet: Any, ledger: Ledger, columns: Sequence[str], row: int, request: Request) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

    thin = Side(style="thin", color="999999")
    fill = PatternFill("solid", fgColor="FFF9DB")
    for i, column in enumerate(columns, 1):
        cell = sheet.cell(row, i)
        cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        if editable(ledger, column, request):
            cell.fill = fill
            cell.protection = Protection(locked=False)


def _checks(book: Any, sheet: Any, ledger: Ledger, columns: Sequence[str], last: int) -> None:
    """Drop-down lists from a hidden sheet, and checks of numbers and dates, on the columns that may be filled in."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if last < FIRST_ROW:
        return
    lists = book.create_sheet("选项")
    lists.sheet_state = "hidden"
    used = 0
    for i, column in enumerate(columns, 1):
        letter = get_column_letter(i)
        area = f"{letter}{FIRST_ROW}:{letter}{last}"
        field = ledger.field(column)
        options = (
            [s.words.zh for s in offered(ledger)] if column == STATE else [o.zh for o in field.options] if field else []
        )
        if options:
            used += 1
            for row, option in enumerate(options, 1):
                _put(lists.cell(row, used), option)
            source = f"选项!${get_column_letter(used)}$1:${get_column_letter(used)}${len(options)}"
            check = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
            check.error = "请从下拉列表中选择"
        elif field and field.type in NUMBERS:
            check = DataValidation(
                type="whole" if field.type is FieldType.INTEGER else "decimal",
                operator="between",
                formula1=field.minimum or "-1000000000000",
                formula2=field.maximum or "1000000000000",
                allow_blank=True,
                showErrorMessage=True,
            )
            check.error = f"应为数字，范围{field.minimum or ''}~{field.maximum or ''}"
        elif field and field.type is FieldType.DATE:
            check = DataValidation(
                type="date", operator="greaterThan", formula1="18264", allow_blank=True, showErrorMessage=True
            )  # after 1950-01-01
            check.error = "应为日期，例如2018-06-30"
        else:
            continue
        check.errorTitle = "填写有误"
        sheet.add_data_validation(check)
        check.add(area)


def _hide(book: Any, journal: Journal, chosen: Sequence[State], request: Request) -> None:
    """What the sheet was made from, so that it can be compared when it comes back."""
    sheet = book.create_sheet(HIDDEN)
    sheet.sheet_state = "veryHidden"
    head = journal.head()
    meta = {
        "format": FORMAT,
        "ledger": journal.ledger.name,
        "body": request.body,
        "month": request.month,
        "size": head.size if head else 0,
        "root": str(head.root) if head else "",
    }
    _put(sheet.cell(1, 1), json.dumps(meta, ensure_ascii=False, sort_keys=True))
    for row, state in enumerate(chosen, 2):
        values = {n: list(v) if isinstance(v, tuple) else v for n, v in state.values.items()}
        text = json.dumps({"state": state.state, "values": values}, ensure_ascii=False, sort_keys=True)
        _put(sheet.cell(row, 1), state.subject)
        for part in range(0, len(text), 30_000):  # a cell holds 32,767 characters
            _put(sheet.cell(row, 2 + part // 30_000), text[part : part + 30_000])


def _finish(sheet: Any, ledger: Ledger, columns: Sequence[str]) -> None:
    from openpyxl.utils import get_column_letter

    widths = [_width(ledger, column) for column in columns]
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    for row in sheet.iter_rows(min_row=FIRST_ROW - 1):
        lines = [-(-_columns(str(c.value or "")) // max(w - 2, 1)) for c, w in zip(row, widths, strict=False)]
        sheet.row_dimensions[row[0].row].height = 16 * min(max([2, *lines]), 12)
    sheet.freeze_panes = sheet.cell(FIRST_ROW, 2)
    sheet.print_title_rows = f"{FIRST_ROW - 1}:{FIRST_ROW - 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _width(ledger: Ledger, column: str) -> int:
    """Width of a column, in columns of a terminal: numbers and dates narrow, what people write wide."""
    field = ledger.field(column)
    if field is None:
        return {ID: 15, STATE: 14}.get(column, 18)
    if field.type in NUMBERS or field.type in (FieldType.DATE, FieldType.MONTH, FieldType.CHOICE):
        return 12
    return 26 if column in ledger.edits or column in ledger.key else 18


def _columns(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)

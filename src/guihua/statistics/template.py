"""A workbook for a body to fill in: one figure a row, lists to choose from, cells that refuse what is no figure.

It is read back by ``guihua import`` like any long table: its heads are our columns' Chinese names.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guihua.plan.cells import harmless
from guihua.plan.data import load
from guihua.plan.statement import Statement
from guihua.plan.units import unit_names
from guihua.statistics.bodies import Bodies
from guihua.statistics.importing.table import DATA

SHEET, LISTS = "填报", "选项"
ROWS = 500
"""Rows prepared with lists and checks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One line that is asked for: everything but the value may be given."""

    region: str = ""
    indicator: str = ""
    period: str = ""
    unit: str = ""
    coverage: str = ""
    measure: str = "level"


def answers_of(targets: Sequence[Statement]) -> dict[str, Asked]:
    """The figure that answers the targets of each indicator: its amount before its share, its share before a change of it."""
    answers = load("template.yaml", DATA)["answers"]
    asked: dict[str, Asked] = {}
    for target in sorted(targets, key=lambda t: list(answers).index(str(t.form))):
        answer = answers[str(target.form)]
        unit = answer.get("unit", target.unit)
        asked.setdefault(target.indicator, Asked(indicator=target.indicator, unit=unit, measure=answer["measure"]))
    return {name: asked[name] for name in dict.fromkeys(t.indicator for t in targets)}


def template(
    asked: Sequence[Asked] = (), *, publisher: str = "", indicators: Sequence[str] = (), bodies: Bodies | None = None
) -> bytes:
    """An .xlsx with the lines that are asked for, and room for more.

    publisher   the body that fills it in
    indicators  names to choose from (besides those of ``asked``)
    bodies      the parks and enterprises that ``asked`` may name by code
    """
    import openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

    words = load("template.yaml", DATA)
    book = openpyxl.Workbook()
    sheet, lists = book.active, book.create_sheet(LISTS)
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    columns = words["columns"]
    _head(sheet, columns)
    choices = {
        **words["lists"],
        "indicator": list(dict.fromkeys([*(a.indicator for a in asked if a.indicator), *indicators])),
    }
    choices["unit"] = [*words["units"], *(u for u in unit_names() if u not in words["units"])][:80]
    ranges = _lists(lists, {name: values for name, values in choices.items() if values})
    for number, column in enumerate(columns, 1):
        _check(sheet, number, column, ranges)
        if column.get("text"):
            _as_text(sheet, number)
    for row, line in enumerate(asked, 2):
        _line(sheet, row, columns, line, publisher, bodies or Bodies())
    lists.sheet_state = "hidden"
    book.properties.creator = "guihua"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Any, columns: list[dict[str, Any]]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    thin = Side(style="thin", color="9DB8D2")
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(1, number, column["head"])
        cell.font = Font(bold=True, color="FFFFFF" if column.get("needed") else "1F4E79")
        cell.fill = PatternFill("solid", fgColor="1F4E79" if column.get("needed") else "E8EEF4")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(bottom=thin)
        cell.comment = Comment(column["help"], "guihua")
        sheet.column_dimensions[cell.column_letter].width = column["width"]
    sheet.row_dimensions[1].height = 28
    sheet.freeze_panes = "A2"


def _lists(sheet: Any, choices: dict[str, list[str]]) -> dict[str, str]:
    """Write the lists; the range of each."""
    from openpyxl.utils import get_column_letter

    ranges = {}
    for number, (name, values) in enumerate(choices.items(), 1):
        for row, value in enumerate(values, 1):
            sheet.cell(row, number, harmless(value))
        letter = get_column_letter(number)
        ranges[name] = f"'{LISTS}'!${letter}$1:${letter}${len(values)}"
    return ranges


def _check(sheet: Any, number: int, column: dict[str, Any], ranges: dict[str, str]) -> None:
    """A list to choose from, a number, or a pattern of length, for every prepared row."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(number)
    name, kind = column["name"], column.get("check", "")
    if name in ranges:
        rule = DataValidation(
            type="list", formula1=ranges[name], allow_blank=True, showErrorMessage=not column.get("open")
        )
    elif kind == "number":
        rule = DataValidation(
            type="decimal", operator="between", formula1="-1e15", formula2="1e15", showErrorMessage=True
        )
    elif kind == "code":
        rule = DataValidation(type="textLength", operator="between", formula1="4", formula2="32", showErrorMessage=True)
    else:
        return
    rule.errorTitle, rule.error = column["head"], column["help"]
    rule.promptTitle, rule.prompt = column["head"], column["help"]
    rule.showInputMessage = True
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{ROWS + 1}")


def _as_text(sheet: Any, number: int) -> None:
    """Cells that keep what is typed: a spreadsheet would make 2018-06 a day in June."""
    for row in range(2, ROWS + 2):
        sheet.cell(row, number).number_format = "@"


def _line(sheet: Any, row: int, columns: list[dict[str, Any]], line: Asked, publisher: str, bodies: Bodies) -> None:
    words = load("columns.yaml", DATA)["words"]["measure"]
    measure = next((w for w in words.get(line.measure, ()) if not w.isascii()), line.measure)
    given = {
        "region_code": line.region,
        "region": bodies.place(line.region).name if line.region else "",
        "indicator": line.indicator,
        "period": line.period,
        "unit": line.unit,
        "coverage": line.coverage,
        "measure": measure,
        "publisher": publisher,
    }
    for number, column in enumerate(columns, 1):
        if given.get(column["name"]):
            sheet.cell(row, number, harmless(given[column["name"]]))

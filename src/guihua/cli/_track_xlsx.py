"""The workbook of `guihua track`: targets, every method, the figures behind them, and how it was made."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.plan.cells import sheet_row

if TYPE_CHECKING:
    from guihua.tracking import Assessment, Tracking

SHEETS = {"zh": ("目标", "方法", "依据", "如何得到"), "en": ("targets", "methods", "observations", "how")}
METHODS = {
    "zh": ("指标", "方法", "状态", "标签", "数值", "说明"),
    "en": ("indicator", "method", "status", "label", "value", "why"),
}
EVIDENCE = {
    "zh": ("指标", "统计数", "时期", "数值", "单位", "统计范围", "发布版本", "来源级别", "来源", "编号"),
    "en": ("indicator", "observation", "period", "value", "unit", "coverage", "vintage", "grade", "source", "id"),
}
WIDEST, NARROWEST = 40, 8


def write_xlsx(path: Path, found: Tracking, shown: Sequence[Assessment], lang: str) -> None:
    """Write the workbook whole; `shown` are the assessments of its rows."""
    from openpyxl import Workbook

    from guihua.cli.track import COLUMNS, HEAD, rows
    from guihua.plan.files import write_whole

    lang = lang if lang in SHEETS else "zh"
    book = Workbook()
    del book[book.sheetnames[0]]
    targets, methods, evidence, made = (book.create_sheet(name) for name in SHEETS[lang])
    _fill(targets, HEAD[lang], ([row[name] for name in COLUMNS] for row in rows(shown, lang)))
    _fill(methods, METHODS[lang], _methods(shown, lang))
    _fill(evidence, EVIDENCE[lang], _evidence(shown, lang))
    _numbers(evidence, EVIDENCE[lang].index(EVIDENCE[lang][3]) + 1)
    for pair in (("as_of", found.as_of.isoformat()), ("region", found.region), ("method", found.method),
                 ("include_collected", str(found.include_collected)), *found.settings):  # fmt: skip
        made.append(sheet_row(pair))
    for sheet in book.worksheets:
        _look(sheet, headed=sheet is not made)
    buffer = io.BytesIO()
    book.save(buffer)
    write_whole(path, buffer.getvalue())


def _methods(shown: Iterable[Assessment], lang: str) -> Iterable[Sequence[Any]]:
    from guihua.view.assessments import record

    for a in shown:
        for m in record(a, lang)["methods"]:
            yield (a.statement.indicator, m["name"], m["status"], m["label_words"], m["progress"], m["why"])


def _evidence(shown: Iterable[Assessment], lang: str) -> Iterable[Sequence[Any]]:
    from guihua.statistics.observation import UNSTATED
    from guihua.view.phrases import period

    for a in shown:
        for o in dict.fromkeys((*a.observations, *a.nearest)):
            coverage = "" if o.coverage == UNSTATED else o.coverage
            yield (a.statement.indicator, o.indicator, period(str(o.period), lang), o.value, o.unit, coverage,
                   o.published.isoformat() if o.published else "", o.grade.value, o.source, o.id)  # fmt: skip


def _fill(sheet: Any, head: Sequence[str], body: Iterable[Sequence[Any]]) -> None:
    for row in (head, *body):
        sheet.append(sheet_row(row))


def _numbers(sheet: Any, column: int) -> None:
    """Figures as numbers that show the digits that were printed."""
    for (cell,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column):
        digits = len(str(cell.value).partition(".")[2])
        cell.value = float(cell.value)
        cell.number_format = "0" + ("." + "0" * digits if digits else "")


def _look(sheet: Any, *, headed: bool) -> None:
    """Head in the house's blue, kept in sight and on every printed page; columns as wide as their text; landscape."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    from guihua.cli._text import width

    for number, column in enumerate(sheet.columns, 1):
        longest = max((width(line) for c in column for line in str(c.value or "").split("\n")), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = max(NARROWEST, min(WIDEST, 3 + longest))
        for cell in column:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    if headed:
        for cell in sheet[1]:
            cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4E79")
        sheet.freeze_panes, sheet.print_title_rows = "B2", "1:1"
        sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True

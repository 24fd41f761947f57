"""The gap list as rows and as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from guihua.plan.cells import harmless
from guihua.tracking.gaps import Gap

HEADS = (
    "编号",
    "原文",
    "指标",
    "责任单位",
    "原因",
    "说明",
    "最新数",
    "能否有数",
    "公布机构",
    "在哪份文件",
    "年份",
    "预计公布",
    "是否逾期",
    "检索词",
    "本单位何处可能掌握",
    "依据",
)


def gap_row(g: Gap, on: date) -> tuple[str, ...]:
    """One line: what is missing, why, the latest figure, who publishes the next one and when, what it rests on."""
    due = g.due.isoformat() if g.due else ""
    late = "" if g.due is None else "应已公布" if g.due <= on else "未到公布时间"
    return (
        g.statement.id, g.statement.quote, g.name, g.body, g.said, g.why, g.latest, "能" if g.exists else "不能：以规划表述为评估意见",
        g.publication.publisher, g.publication.document, str(g.year), due, late, "；".join(g.words), g.publication.house,
        "惯例" if g.publication.source == "usage" else g.publication.source,
    )  # fmt: skip


def gap_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """The list as a workbook."""
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "待补数据清单"
    for number, line in enumerate([HEADS, *rows], 1):
        for column, word in enumerate(line, 1):
            cell = sheet.cell(number, column, harmless(word))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for column, head in enumerate(HEADS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = (
            40 if head in ("原文", "检索词") else 26 if head in ("最新数", "说明", "在哪份文件") else 14
        )
    sheet.freeze_panes = "C2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

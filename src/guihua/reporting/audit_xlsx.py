"""An audit as a table: one row a figure."""

from __future__ import annotations

import io

from guihua.checking.audit.records import Audit
from guihua.view.audit import rows

_WIDTHS = (6, 16, 48, 12, 8, 28, 12, 12, 16, 28, 10, 60)


def audit_xlsx(audit: Audit, lang: str = "zh") -> bytes:
    """The .xlsx: faults are shaded, the head stays in sight, figures of the paper are text as printed."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("数据核校" if lang == "zh" else "audit")
    table = rows(audit, lang)
    for line in table:
        sheet.append(["'" + cell if cell[:1] in "=+@" else cell for cell in line])
    shade = PatternFill("solid", fgColor="FDE9D9")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row, remark in zip(sheet.iter_rows(min_row=2), audit.remarks, strict=True):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if remark.stand.fault:
                cell.fill = shade
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

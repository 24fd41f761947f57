"""Runs as JSON for programs, as sheets for people, and the blank sheets that go out to be filled in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from guihua.mechanisms.core.records import Column, Declaration, Run, Table
from guihua.plan.cells import csv_text


def run_json(run: Run) -> dict[str, Any]:
    """A run as plain JSON: the answer in short, figures, tables as lists of objects, remarks, proposed acts."""
    job, outcome = run.job, run.decided.outcome
    return {
        "mechanism": job.declaration.name,
        "engine": job.declaration.engine,
        "zh": job.declaration.zh,
        "period": job.period,
        "on": job.on.isoformat() if job.on else None,
        "known": job.known.isoformat() if job.known else None,
        **dict(outcome.answer),
        "figures": {f.name: {"zh": f.zh, "value": f.value, "unit": f.unit, "system": f.system} for f in run.figures},
        "tables": {t.name: list(t.records()) for t in outcome.tables},
        "notes": [*outcome.notes, *warnings(run)],
        "effects": [{"ledger": e.ledger, "act": e.act, "values": dict(e.values)} for e in run.effects],
        "checked": not warnings(run),
    }


def warnings(run: Run) -> tuple[str, ...]:
    """What has to be said of a run whose rules nobody has held against the original yet."""
    found = []
    if run.job.declaration.checked in ("no", "") and run.job.declaration.source:
        found.append(
            f"办法的数字尚未由人对照原文核过（{run.job.declaration.source}）not yet checked against the original"
        )
    for key, rules in run.job.rules:
        if not rules.is_checked:
            found.append(
                f"规则 {key} 的数字尚未由人对照原文核过（{rules.source or '出处未写'}）not yet checked against the original"
            )
    return tuple(found)


def table_csv(table: Table) -> str:
    """A table as CSV, with the titles of its columns."""
    return csv_text([[titled(c) for c in table.columns], *table.rows])


def titled(column: Column) -> str:
    """A column's title with its unit."""
    return f"{column.title}（{column.unit}）" if column.unit else column.title


def write_workbook(tables: Sequence[Table], path: Path) -> None:
    """Tables as sheets of one workbook, written whole."""
    from guihua.plan.files import write_whole

    write_whole(path, workbook_bytes(tables))


def workbook_bytes(tables: Sequence[Table]) -> bytes:
    """Tables as sheets of one workbook; numbers as numbers."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet((table.zh or table.name)[:31])
        sheet.append([titled(c) for c in table.columns])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in table.rows:
            sheet.append([_value(v, c) for v, c in zip(row, table.columns, strict=True)])
        for i, column in enumerate(table.columns):
            widest = max([len(titled(column)), *(len(r[i]) for r in table.rows[:200])])
            sheet.column_dimensions[sheet.cell(1, i + 1).column_letter].width = min(2 * widest + 2, 60)
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def blank_tables(declaration: Declaration) -> tuple[Table, ...]:
    """The sheets that a mechanism asks for, empty."""
    return tuple(Table(i.name, i.columns, (), i.zh) for i in declaration.inputs)


def _value(text: str, column: Column) -> Any:
    if column.type in ("number", "integer") and text:
        try:
            return int(text) if text.lstrip("-").isdigit() and len(text) < 16 else float(text)
        except ValueError:
            return text
    return "'" + text if text[:1] in ("=", "+", "@") else text

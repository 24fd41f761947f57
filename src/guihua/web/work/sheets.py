"""The kinds of work of ledgers: a sheet made, a sheet or table taken back, documents drawn up."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from guihua.web import desk, results
from guihua.web.parsing import take_file
from guihua.web.place import place
from guihua.web.work.apart import apart
from guihua.web.work.kinds import kind
from guihua.web.work.queue import Progress


@kind("ledger-sheet")
def make_sheet(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """A prefilled sheet of one body and month."""
    from guihua.ledgers.sheets import Request, write_sheet

    of = desk.ledger(payload["ledger"])
    path = _room() / f"{progress.job.pk}.xlsx"
    rows = write_sheet(desk.journal(of), path, Request(payload["body"], payload["month"], language=payload["lang"]))
    return {
        "file": path.name,
        "name": "-".join(p for p in (of.words.zh, payload["body"], payload["month"]) if p) + ".xlsx",
        "rows": rows,
    }


@kind("ledger-take")
def take(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """A sheet that came back, or a table: in a process of its own with its own store; wrong cells come back in words and marked."""
    found = apart(
        take_file,
        str(place().root),
        payload,
        str(_room() / f"{progress.job.pk}.xlsx"),
        progress=progress,
        percent=30,
        stage=gettext_noop("读取报表"),
    )
    return dict(found)


@kind("ledger-document")
def draw(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Documents as drafts for a person to sign; several come in one archive."""
    from guihua.reporting.docx_writer import write_docx
    from guihua.reporting.ledger_documents import Order, draw_up

    of = desk.ledger(payload["ledger"])
    order = Order(
        date.today(), payload["month"], payload["body"], filing=results.project().filing, known=desk.register()
    )
    drawn = draw_up(desk.journal(of), payload["kind"], order)
    if len(drawn) == 1:
        path = _room() / f"{progress.job.pk}.docx"
        path.write_bytes(write_docx(drawn[0].document))
        return {"file": path.name, "name": f"{Path(drawn[0].name).stem}.docx", "documents": 1}
    path = _room() / f"{progress.job.pk}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in drawn:
            archive.writestr(f"{Path(item.name).stem}.docx", write_docx(item.document))
    return {"file": path.name if drawn else "", "name": f"{of.words.zh}.zip", "documents": len(drawn)}


def _room() -> Path:
    folder = place().store / "ledger-files"
    folder.mkdir(parents=True, exist_ok=True)
    return folder

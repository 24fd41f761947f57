"""The kinds of work on figures: read out of a published text, taken into the store, the gap list with its papers, the indicator sheet."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from guihua.web.parsing import audit_paper, harvest_rows, take_figures, take_indicators
from guihua.web.place import place
from guihua.web.work.apart import apart
from guihua.web.work.kinds import day_of, kind
from guihua.web.work.queue import Progress


@kind("harvest")
def read_figures(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The figures of a published text, in a process of its own."""
    found = apart(
        harvest_rows, str(place().root), payload, progress=progress, percent=30, stage=gettext_noop("摘录数据")
    )
    return dict(found)


@kind("harvest-take")
def keep_figures(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The lines that a person confirmed, into the store."""
    path = _room() / f"{progress.job.pk}.xlsx"
    found = apart(
        take_figures, str(place().root), payload, str(path), progress=progress, percent=30, stage=gettext_noop("入库")
    )
    return dict(found)


@kind("audit")
def audit_a_paper(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """A paper's figures against store, plan and itself, in a process of its own; the paper that was sent is not kept."""
    stem = _room() / str(progress.job.pk)
    try:
        found = apart(
            audit_paper,
            str(place().root),
            payload,
            str(stem),
            progress=progress,
            percent=30,
            stage=gettext_noop("核校数据"),
        )
    finally:
        Path(payload["path"]).unlink(missing_ok=True)
    return dict(found)


@kind("gaps")
def list_gaps(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The gap list, its workbook, and the papers that ask, in one archive."""
    from guihua.plan.files import write_whole
    from guihua.reporting.docx_writer import write_docx
    from guihua.reporting.gap_sheet import HEADS, gap_row, gap_workbook
    from guihua.reporting.requests import asked_of, request
    from guihua.statistics.template import template
    from guihua.tracking.gaps import by_asked, by_body

    on = day_of(payload)
    plan, found = _gaps(payload)
    progress(60, gettext_noop("写公文"))
    rows = [gap_row(g, on) for group in by_body(found).values() for g in group]
    write_whole(_room() / f"{progress.job.pk}.xlsx", gap_workbook(rows))
    with zipfile.ZipFile(_room() / f"{progress.job.pk}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for body, group in by_asked(found).items():
            paper = request(plan, body, group, on)
            archive.writestr(f"{paper.file}.docx", write_docx(paper.document))
            if asked := asked_of(group, plan):
                archive.writestr(f"填报-{paper.file.partition('-')[2]}.xlsx", template(asked, publisher=body))
    return {"heads": list(HEADS), "rows": rows, "day": on.isoformat(), "file": str(progress.job.pk)}


@kind("indicator-sheet")
def make_indicator_sheet(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The indicator sheet as a workbook, with suggestions from the store."""
    from guihua.plan.files import write_whole
    from guihua.tracking.indicators import rows_of, sheet_bytes

    plan, series, region = _series(payload)
    rows = rows_of(plan, series, region=region)
    write_whole(_room() / f"{progress.job.pk}.xlsx", sheet_bytes(rows, series))
    shown = [
        (
            row.statement.id,
            row.record.name or row.statement.indicator,
            row.joined,
            row.body,
            row.offers[0].series.name if row.offers else "",
            row.offers[0].reason if row.offers else "",
        )
        for row in rows
    ]
    return {"rows": shown, "file": str(progress.job.pk), "joined": sum(r.joined for r in rows)}


@kind("indicator-take")
def take_indicator_sheet(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """A sheet that came back: compared three ways, what it changes goes into decisions.yaml."""
    found = apart(
        take_indicators, str(place().root), payload, progress=progress, percent=30, stage=gettext_noop("读取清单")
    )
    return dict(found)


def _gaps(payload: dict[str, Any]) -> tuple[Any, Any]:
    from guihua.tracking import track
    from guihua.tracking.gaps import gaps
    from guihua.web import results

    of, on = results.project(), day_of(payload)
    plan, series, region = _series(payload)
    tracking = track(plan, results.store(of), on, region=region, project_settings=of.settings)
    return plan, gaps(plan, tracking.assessments, series, on, region=region)


def _series(payload: dict[str, Any]) -> tuple[Any, Any, str]:
    from guihua.project import read_plan
    from guihua.tracking.indicators import series_in
    from guihua.web import results

    of = results.project()
    plan = read_plan(of.plan_file if of.plan_file.exists() else of.plan)
    regions = tuple(dict.fromkeys(r for r in (plan.region or of.region, *(s.region for s in plan.targets)) if r))
    return plan, series_in(results.store(of), regions, day_of(payload)), of.region


def _room() -> Path:
    folder = place().store / "figure-files"
    folder.mkdir(parents=True, exist_ok=True)
    return folder

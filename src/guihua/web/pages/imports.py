"""Tables of statistics taken in: sent, matched on screen where a bureau made them, stored whole or not at all, every bad cell in its place."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from guihua.errors import GuihuaError
from guihua.proof.codec import decode
from guihua.statistics.importing.mapping import TIMES, TRANSFORMATIONS, to_yaml
from guihua.web import results, uploads
from guihua.web.mapped import MapTable, taken
from guihua.web.models import Job
from guihua.web.templating import page
from guihua.web.work import queue

TOLD = ("published", "publisher", "source", "period", "publish_level", "accounting")
LEVELS = ("", "public", "internal")


@require_POST
def data_import(request: HttpRequest) -> HttpResponse:
    """Take in a whole table of statistics (a planner's way)."""
    kept = uploads.keep(request.FILES.get("table"), uploads.TABLES)
    return _import(request, {"path": str(kept.path), "name": kept.name} | _told(request))


@require_POST
def data_match(request: HttpRequest, job: UUID) -> HttpResponse:
    """Take the table in as a person matched it; the matching is remembered with it, for next month."""
    asked = get_object_or_404(Job, pk=job, kind="import")
    mappings: dict[str, str] = {}
    for number, table in enumerate(_tables(asked)):
        if table.signature not in mappings:
            mappings[table.signature] = to_yaml(taken(table, number, request.POST))
    if not mappings:
        raise GuihuaError("IMPORT-UNKNOWN", "这份表没有要对照的内容 there is nothing to match")
    told = {k: v for k, v in _told(request).items() if k in request.POST or k == "skip_bad"}
    return _import(request, asked.payload | told | {"mappings": mappings})


def data_imported(request: HttpRequest, job: UUID) -> HttpResponse:
    """The table to be matched; or how many figures are new, and every bad row in its place."""
    found = get_object_or_404(Job, pk=job, kind="import")
    bad = {cell: code for _row, _column, code, _text, cell in found.result.get("bad", ()) if cell}
    return page(
        request,
        "pages/imported.html",
        job=found,
        result=found.result,
        tables=_tables(found),
        bad=bad,
        kinds=TRANSFORMATIONS,
        times=TIMES,
        levels=LEVELS,
        targets=_targets(),
    )


def publisher_before() -> str:
    """The bureau that the last table came from: next month's comes from it too."""
    last = Job.objects.filter(kind="import", state=Job.State.DONE).exclude(payload__publisher="").first()
    return str(last.payload.get("publisher", "")) if last else ""


def _import(request: HttpRequest, payload: dict[str, object]) -> HttpResponse:
    job = queue.ask("import", payload, request.principal)
    return HttpResponseRedirect(f"{reverse('job', args=[job.pk])}?then={reverse('data-imported', args=[job.pk])}")


def _told(request: HttpRequest) -> dict[str, object]:
    """What a person says about a table; a month may be written as 2018-06."""
    told: dict[str, object] = {k: request.POST.get(k, "").strip()[:200] for k in TOLD}
    told["period"] = re.sub(r"^(\d{4})-(\d{2})$", r"\1M\2", str(told["period"]))
    if told["publish_level"] not in LEVELS:
        raise GuihuaError("IMPORT-LEVEL", f"没有这个公布级别 no such level: {told['publish_level']}", "、".join(LEVELS))
    return told | {"skip_bad": request.POST.get("skip_bad") == "1"}


def _tables(job: Job) -> tuple[MapTable, ...]:
    return tuple(decode(MapTable, plain) for plain in job.result.get("ask", ()))


def _targets() -> tuple[str, ...]:
    """The names that the plan gives its indicators, to choose from."""
    found = results.ready(results.View(results.version(), results.today()))
    return tuple(sorted({s.indicator for s in found.plan.statements})) if found else ()

"""报告: make one, see what was made, compare two days, take self-evaluations, download."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from guihua.errors import GuihuaError
from guihua.web import desk, results, uploads
from guihua.web.models import Job, Organisation
from guihua.web.pages.downloads import send
from guihua.web.place import place
from guihua.web.released import ALL, RELEASE
from guihua.web.templating import page
from guihua.web.work import queue

KINDS = ("annual", "midterm", "final", "onepage", "self")
FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
}


def reports(request: HttpRequest) -> HttpResponse:
    """The form, and the documents made so far."""
    return page(
        request,
        "pages/reports.html",
        made=Job.objects.filter(kind="report")[:50],
        kinds=KINDS,
        formats=list(FORMATS),
        today=results.today(),
        there=results.has_plan(results.project()),
        bodies=Organisation.objects.all(),
        all_items=ALL,
        may_draft=any(t.name == "draft" for t in desk.open_actions(desk.ledger(RELEASE), None, request.principal)),
    )


@require_POST
def report_make(request: HttpRequest) -> HttpResponse:
    """Have a document made by the worker."""
    kind, form = request.POST.get("kind", ""), request.POST.get("format", "docx")
    if kind not in KINDS or form not in FORMATS:
        raise GuihuaError(
            "REPORT-KIND", f"没有这种报告 no such report: {kind[:20]} {form[:10]}", "、".join([*KINDS, *FORMATS])
        )
    body = request.POST.get("body", "").strip()[:120]
    if kind == "self" and not body:
        raise GuihuaError("REPORT-BODY", "没有指明填报单位 no body named", "填写单位名称 name the body")
    payload = {
        "kind": kind,
        "format": form,
        "as_of": _day(request.POST.get("as_of", "")).isoformat(),
        "body": body,
        "collected": request.POST.get("collected", "")[:1],
    }
    job = queue.ask("report", payload | {"lang": "en" if request.POST.get("lang") == "en" else "zh"}, request.principal)
    return HttpResponseRedirect(f"{reverse('job', args=[job.pk])}?then={reverse('reports')}")


@require_POST
def report_take(request: HttpRequest) -> HttpResponse:
    """Take back self-evaluations that bodies filled in."""
    kept = [uploads.keep(file, (".docx",)) for file in request.FILES.getlist("files")]
    if not kept:
        raise GuihuaError(
            "UPLOAD-EMPTY", "没有收到文件 no file arrived", "选择一个文件再提交 choose a file and send again"
        )
    job = queue.ask("opinions", {"files": [[u.name, str(u.path)] for u in kept]}, request.principal)
    return HttpResponseRedirect(f"{reverse('job', args=[job.pk])}?then={reverse('reports')}")


def report_file(request: HttpRequest, job: UUID) -> HttpResponse:
    """A document that was made."""
    found, path = _made(job, "file")
    return send(path, str(found.result["name"]), FORMATS[path.suffix[1:]])


def report_bundle(request: HttpRequest, job: UUID) -> HttpResponse:
    """The bundle of a report: `guihua verify` computes every figure again."""
    found, path = _made(job, "bundle")
    return send(path, f"{found.result['name']}.bundle.json", "application/json")


def _made(job: UUID, part: str) -> tuple[Job, Path]:
    found = get_object_or_404(Job, pk=job, kind="report", state=Job.State.DONE)
    name = str(found.result.get(part, ""))
    path = place().store / "reports" / name
    if not name or not path.is_file():
        raise Http404
    return found, path


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else results.today()
    except ValueError:
        raise GuihuaError("WEB-DATE", f"不是日期 {text[:20]!r} is no date", "写成 write it as 2021-12-31") from None

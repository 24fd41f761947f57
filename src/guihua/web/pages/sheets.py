"""Sheets of a ledger out and in, and the documents that it draws up."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from guihua.web import desk, uploads
from guihua.web.models import Job, Organisation
from guihua.web.pages.downloads import send
from guihua.web.place import place
from guihua.web.principal import Principal
from guihua.web.templating import page
from guihua.web.work import queue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"


def ledger_sheets(request: HttpRequest, ledger: str) -> HttpResponse:
    """Where sheets go out and come back, and documents are drawn up."""
    of = desk.ledger(ledger)
    return page(
        request,
        "pages/sheets.html",
        of=of,
        today=date.today(),
        bodies=Organisation.objects.all(),
        own=_own(request.principal),
        made=_made(request.principal, of.name),
    )


@require_POST
def ledger_sheet_out(request: HttpRequest, ledger: str) -> HttpResponse:
    """One prefilled sheet for a body and month; a reporter gets that of the own body."""
    of = desk.ledger(ledger)
    body = _own(request.principal) or request.POST.get("body", "").strip()[:120]
    return _ask(
        request,
        "ledger-sheet",
        {"ledger": of.name, "body": body, "month": request.POST.get("month", "").strip()[:7], "lang": request.lang},
    )


@require_POST
def ledger_sheet_in(request: HttpRequest, ledger: str) -> HttpResponse:
    """Take a sheet back, or bring a table of the ledger in."""
    of = desk.ledger(ledger)
    kept = uploads.keep(request.FILES.get("sheet"), (".xlsx", ".docx", ".csv"))
    way = "import" if request.POST.get("way") == "import" and request.principal.role != "reporter" else "take"
    return _ask(
        request,
        "ledger-take",
        {
            "ledger": of.name,
            "path": str(kept.path),
            "name": kept.name,
            "way": way,
            "skip_bad": request.POST.get("skip_bad") == "1",
        },
    )


@require_POST
def ledger_document(request: HttpRequest, ledger: str) -> HttpResponse:
    """Draw up a circular, reminders or slips."""
    of = desk.ledger(ledger)
    payload = {
        "ledger": of.name,
        "kind": request.POST.get("kind", "")[:20],
        "month": request.POST.get("month", "").strip()[:7],
        "body": request.POST.get("body", "").strip()[:120],
    }
    return _ask(request, "ledger-document", payload)


def ledger_result(request: HttpRequest, ledger: str, job: UUID) -> HttpResponse:
    """What came of it: changes, conflicts, wrong cells, files."""
    found = get_object_or_404(Job, pk=job, payload__ledger=ledger)
    return page(request, "pages/sheet_result.html", of=desk.ledger(ledger), job=found, result=found.result)


def ledger_file(request: HttpRequest, ledger: str, job: UUID) -> HttpResponse:
    """The file that was made."""
    found = get_object_or_404(Job, pk=job, payload__ledger=ledger, state=Job.State.DONE)
    path = place().store / "ledger-files" / str(found.result.get("file", ""))
    if not found.result.get("file") or not path.is_file():
        raise Http404
    return send(path, str(found.result["name"]), {".xlsx": XLSX, ".docx": DOCX, ".zip": ZIP}[path.suffix])


def _ask(request: HttpRequest, kind: str, payload: dict[str, object]) -> HttpResponse:
    principal: Principal = request.principal
    acting = {"actors": [principal.name, principal.body, principal.role]}
    job = queue.ask(kind, payload | acting, principal)
    then = reverse("ledger-result", args=[payload["ledger"], job.pk])
    return HttpResponseRedirect(f"{reverse('job', args=[job.pk])}?{urlencode({'then': then})}")


def _own(principal: Principal) -> str:
    return principal.body if principal.role == "reporter" else ""


def _made(principal: Principal, ledger: str) -> list[Job]:
    rows = Job.objects.filter(kind__startswith="ledger-", payload__ledger=ledger)
    if principal.role == "reporter":
        rows = rows.filter(organisation=principal.organisation)
    return list(rows[:20])

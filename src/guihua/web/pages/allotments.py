"""指标分解 and 可能性: a target shared out on the regions below, with its rounds; how likely the targets are. The worker computes."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from guihua.web import results, uploads
from guihua.web.models import Job
from guihua.web.pages.downloads import send
from guihua.web.pages.pathways import awaited, language
from guihua.web.pages.waiting import needs_results
from guihua.web.results import Results
from guihua.web.templating import page
from guihua.web.work import allotments, queue

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@needs_results
def allotment(request: HttpRequest, found: Results) -> HttpResponse:
    """Choose a target, a key and a rule; the last ones."""
    targets = [s for s in found.plan.targets if s.value and s.year]
    last = Job.objects.filter(kind="allot")[:10]
    return page(
        request, "pages/allotment.html", found=found, targets=targets, rules=allotments.RULES, last=last,
        target=request.GET.get("target", "")[:60],
    )  # fmt: skip


@require_POST
@needs_results
def allotment_do(request: HttpRequest, found: Results) -> HttpResponse:
    """Hand it to the worker; a round is recorded only where one was chosen."""
    sent = request.FILES.get("key")
    kept = uploads.keep(sent, (".csv", ".txt")) if sent else None
    target = found.plan.statement(request.POST.get("target", "")[:60])
    payload = results.asked(found.view) | {
        "target": target.id,
        "indicator": target.indicator,
        "path": str(kept.path) if kept else "",
        "name": kept.name if kept else "",
        "by": request.POST.get("by", "").strip()[:80],
        "rule": request.POST.get("rule", "proportional")[:20],
        "forecast": request.POST.get("forecast") == "1",
        "record": request.POST.get("record", "")[:12],
        "document": request.POST.get("document", "").strip()[:120],
        "by_name": request.principal.name,
        "by_body": request.principal.body,
        "by_role": "administrator" if request.principal.role == "local" else request.principal.role,
        "lang": language(request),
    }
    allotments.checked(payload)
    job = queue.ask("allot", payload, request.principal)
    then = reverse("allotment-made", args=[job.pk])
    return HttpResponseRedirect(f"{reverse('job', args=[job.pk])}?{urlencode({'then': then})}")


def allotment_made(request: HttpRequest, job: UUID) -> HttpResponse:
    """The shares, the rounds beside them, the files."""
    made = get_object_or_404(Job, pk=job, kind="allot")
    return page(request, "pages/allotment_made.html", job=made, shown=made.result)


def allotment_file(request: HttpRequest, job: UUID, kind: str) -> HttpResponse:
    """The workbook or the bundle of an allotment."""
    made = get_object_or_404(Job, pk=job, kind="allot", state=Job.State.DONE)
    path = allotments.files() / f"{made.pk}.{kind}"
    if kind not in TYPES or not path.is_file():
        raise Http404
    return send(path, f"{made.payload['indicator']}.{kind}", TYPES[kind])


@needs_results
def risk(request: HttpRequest, found: Results) -> HttpResponse:
    """How likely each target is and all together; the same seed gives the same numbers."""
    payload = results.asked(found.view) | {"seed": request.GET.get("seed", "1").strip()[:40] or "1"}
    job = awaited(queue.ask("risk", payload, request.principal, key=queue.key_of("risk", found.version, payload)))
    if job.state not in (Job.State.DONE, Job.State.FAILED):
        then = f"{request.path}?{urlencode(request.GET)}" if request.GET else request.path
        return page(request, "pages/waiting.html", job=job, then=then)
    shown = job.result if job.state == Job.State.DONE else {}
    return page(request, "pages/risk.html", found=found, shown=shown, job=job, seed=payload["seed"])

"""机制办理: one page serves all mechanisms: what it is, what it takes, run (dry first), results with their why, papers, verify."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from guihua.web import uploads
from guihua.web.models import Job
from guihua.web.pages.downloads import send
from guihua.web.place import place
from guihua.web.templating import page
from guihua.web.work import queue

if TYPE_CHECKING:
    from guihua.mechanisms.core.records import Declaration

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


def runs(request: HttpRequest) -> HttpResponse:
    """The mechanisms there are, by engine."""
    found = _declared()
    engines = dict.fromkeys(d.engine for d in found.values())
    groups = [(engine, [d for d in found.values() if d.engine == engine]) for engine in engines]
    return page(request, "pages/runs.html", groups=groups)


def run(request: HttpRequest, mechanism: str) -> HttpResponse:
    """One mechanism: the plan's sentence, what it takes, the form, the last results."""
    from guihua.mechanisms.core.keeping import kept

    of = _named(mechanism)
    stored = kept(place().root / "runs", of.name, most=10)
    jobs = Job.objects.filter(kind="mechanism-run", payload__mechanism=of.name)[:10]
    return page(request, "pages/run.html", of=of, stored=stored, jobs=jobs)


@require_POST
def run_do(request: HttpRequest, mechanism: str) -> HttpResponse:
    """Hand a sheet to the worker; a dry run stores nothing."""
    of = _named(mechanism)
    kept = uploads.keep(request.FILES.get("sheet"), (".xlsx", ".json", ".csv", ".docx"))
    payload = {
        "mechanism": of.name,
        "path": str(kept.path),
        "name": kept.name,
        "period": request.POST.get("period", "").strip()[:10],
        "on": request.POST.get("on", "").strip()[:10],
        "seed": [s.strip() for s in request.POST.get("seed", "")[:500].splitlines() if s.strip()],
        "dry": request.POST.get("dry") == "1",
        "by": request.principal.name,
    }
    job = queue.ask("mechanism-run", payload, request.principal)
    then = reverse("run-made", args=[of.name, job.pk])
    return HttpResponseRedirect(f"{reverse('job', args=[job.pk])}?{urlencode({'then': then})}")


def run_made(request: HttpRequest, mechanism: str, job: UUID) -> HttpResponse:
    """What came of it: tables, remarks, figures, files."""
    found = get_object_or_404(Job, pk=job, kind="mechanism-run", payload__mechanism=mechanism)
    return page(request, "pages/run_made.html", of=_named(mechanism), job=found, result=found.result)


def run_file(request: HttpRequest, mechanism: str, job: UUID, kind: str) -> HttpResponse:
    """The paper, the sheets or the bundle of a run."""
    found = get_object_or_404(Job, pk=job, kind="mechanism-run", payload__mechanism=mechanism, state=Job.State.DONE)
    path = place().store / "run-files" / f"{found.pk}.{kind}"
    if kind not in TYPES or not path.is_file():
        raise Http404
    return send(path, f"{_named(mechanism).zh}.{kind}", TYPES[kind])


def run_sheet(request: HttpRequest, mechanism: str) -> HttpResponse:
    """The blank sheets that a mechanism asks for, as CSV heads in one text: filled in a workbook by name."""
    from guihua.mechanisms.core.publishing import blank_tables, table_csv

    of = _named(mechanism)
    text = "\n".join(f"{t.zh}\n{table_csv(t)}" for t in blank_tables(of))
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{of.name}.csv"'
    return answer


def _declared() -> dict[str, Declaration]:
    from guihua.mechanisms.core.declaration import load_mechanisms

    return load_mechanisms(place().root / "mechanisms")


def _named(name: str) -> Declaration:
    try:
        return _declared()[name]
    except KeyError:
        raise Http404 from None

"""Long work as people see it: how far it is, cancel, try again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from guihua.web.access import owner_finder
from guihua.web.models import Job
from guihua.web.templating import page
from guihua.web.work import queue


def jobs(request: HttpRequest) -> HttpResponse:
    """The last pieces of work; of one's own organisation for those who are bound to it."""
    rows = Job.objects.exclude(kind="results")
    if request.principal.role in ("reporter", "evaluator"):
        rows = rows.filter(organisation=request.principal.organisation)
    return page(request, "pages/jobs.html", jobs=list(rows[:100]))


def job(request: HttpRequest, job: UUID) -> HttpResponse:
    """One piece of work, as a page or as the part that htmx asks for again and again."""
    found = get_object_or_404(Job, pk=job)
    then = request.GET.get("then", "")
    if then and not url_has_allowed_host_and_scheme(then, {request.get_host()}):
        then = ""
    if request.htmx:
        response = page(request, "parts/job.html", job=found, then=then)
        if found.state == Job.State.DONE and (then or found.result.get("then")):
            response.headers["HX-Redirect"] = then or found.result["then"]
        return response
    return page(request, "pages/job.html", job=found, then=then)


@require_POST
def job_cancel(request: HttpRequest, job: UUID) -> HttpResponse:
    """Stop it."""
    queue.cancel(get_object_or_404(Job, pk=job))
    return HttpResponseRedirect(reverse("job", args=[job]))


@require_POST
def job_again(request: HttpRequest, job: UUID) -> HttpResponse:
    """Try it again."""
    queue.again(get_object_or_404(Job, pk=job))
    return HttpResponseRedirect(reverse("job", args=[job]))


@owner_finder("job")
def _owner(arguments: Mapping[str, Any]) -> frozenset[str]:
    found = Job.objects.filter(pk=arguments["job"]).first()
    return frozenset({found.organisation}) if found else frozenset()

"""Pages that need results: they get them, or the person watches the worker until they are there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from guihua.web import results
from guihua.web.models import Job
from guihua.web.results import Results
from guihua.web.shell import as_of
from guihua.web.templating import page
from guihua.web.work import queue

View = Callable[..., HttpResponse]


def needs_results(view: View) -> View:
    """Hand the results of the day asked for to a view: `view(request, results, ...)`. Without a plan one is led to the first hour."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = obtain(request)
        return found if isinstance(found, HttpResponse) else view(request, found, *args, **kwargs)

    return respond


def obtain(request: HttpRequest) -> Results | HttpResponse:
    """The results, or the page that is shown until they are there."""
    if not results.has_plan(results.project()):
        from guihua.web.pages.start import start

        return start(request)
    view = results.view_of(request.principal.role, as_of(request), request.GET.get("collected") == "1")
    found = results.ready(view)
    if found is not None:
        return found
    job = queue.ask("results", results.asked(view), request.principal, key=str(view))
    found = results.wait_for(view)
    if found is not None:
        return found
    now = Job.objects.filter(pk=job.pk).first()  # another request may have cleared it away meanwhile
    if now is not None and now.state == now.State.DONE:
        now.delete()  # its file was cleared away: the next look asks anew
    job = now or queue.ask("results", results.asked(view), request.principal, key=str(view))
    return page(request, "pages/waiting.html", job=job, then=request.get_full_path())

"""The first hour: drop in a plan, watch it being read, then its review, its findings, a monthly table, one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from guihua.errors import GuihuaError
from guihua.web import results, uploads
from guihua.web.templating import page
from guihua.web.work import queue


def start(request: HttpRequest) -> HttpResponse:
    """Where one stands in the first hour."""
    of = results.project()
    there = results.has_plan(of)
    found = results.ready(results.View(results.version(), results.today())) if there else None
    return page(
        request,
        "pages/start.html",
        there=there,
        found=found,
        plan_name=of.plan.name,
        kinds=",".join(uploads.DOCUMENTS),
        tables=",".join(uploads.TABLES),
    )


@require_POST
def start_plan(request: HttpRequest) -> HttpResponse:
    """Take a plan's document and have it read. The document before it is kept beside it, for the comparison of versions."""
    of = results.project()
    if results.has_plan(of) and not request.POST.get("replace"):
        raise GuihuaError(
            "START-PLAN-EXISTS",
            "这里已有一份规划 there is a plan here already",
            "勾选“替换”再上传 tick “replace” and send again",
        )
    kept = uploads.keep(request.FILES.get("plan"), uploads.DOCUMENTS)
    job = queue.ask("read", {"path": str(kept.path), "name": kept.name}, request.principal)
    return HttpResponseRedirect(f"{reverse('job', args=[job.pk])}?then={reverse('text-review')}")

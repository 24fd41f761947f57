"""The first hour: drop in a plan, watch it being read, then its review, its findings, a monthly table, one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from guihua.errors import GuihuaError
from guihua.web import results, uploads
from guihua.web.pages.downloads import made_file
from guihua.web.pages.imports import publisher_before
from guihua.web.pages.waiting import needs_results
from guihua.web.results import Results
from guihua.web.templating import page
from guihua.web.work import queue


def start(request: HttpRequest) -> HttpResponse:
    """Where one stands in the first hour."""
    of = results.project()
    there = results.has_plan(of)
    return page(
        request,
        "pages/start.html",
        there=there,
        plan_name=of.plan.name,
        decided=there and of.plan_file.with_name("decisions.yaml").exists(),
        has_data=bool(results.store_version(of)),
        kinds=",".join(uploads.DOCUMENTS),
        tables=",".join(uploads.TABLES),
        publisher=publisher_before(),
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


@needs_results
def onepage(request: HttpRequest, found: Results) -> HttpResponse:
    """The one page for a leader, to read and to print: made by reporting, shown as it is in a frame of its own address."""
    name = "一页纸.html" if request.lang == "zh" else "one-page.html"
    payload = {
        "as_of": found.as_of.isoformat(),
        "lang": request.lang,
        "collected": "1" if found.collected else "",
        "public_on": results.public_word(found),
    }
    return made_file(
        request,
        f"{found.view}-{request.lang}-onepage.html",
        name,
        "text/html; charset=utf-8",
        "onepage",
        payload,
        shown=True,
    )

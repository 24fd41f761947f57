"""路径: what each year must bring for all targets to hold, and what gives way when one of them is moved. The worker computes."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from guihua.errors import GuihuaError
from guihua.web import results
from guihua.web.models import Job
from guihua.web.pages.waiting import needs_results
from guihua.web.results import Results
from guihua.web.templating import page
from guihua.web.work import queue

PATIENCE = 2.5
"""Seconds that the page itself waits for the worker, which is warm as a rule."""


@needs_results
def pathways(request: HttpRequest, found: Results) -> HttpResponse:
    """The path as of a day; with `target` and `value`, what would be if that target were another."""
    target, value = request.GET.get("target", "")[:60], request.GET.get("value", "").strip()[:30]
    changes = {target: value} if target and value else {}
    if changes:
        _check(found, target, value)
    payload = results.asked(found.view) | {"changes": changes, "lang": language(request)}
    job = awaited(queue.ask("path", payload, request.principal, key=queue.key_of("path", found.version, payload)))
    if job.state not in (Job.State.DONE, Job.State.FAILED):
        then = f"{request.path}?{urlencode(request.GET)}" if request.GET else request.path
        return page(request, "pages/waiting.html", job=job, then=then)
    shown: dict[str, Any] = job.result if job.state == Job.State.DONE else {}
    targets = [s for s in found.plan.targets if s.value and s.year]
    return page(
        request, "pages/pathways.html", found=found, shown=shown, job=job, targets=targets, target=target, value=value
    )


def _check(found: Results, target: str, value: str) -> None:
    """A target of the plan and a number, before any work is asked for."""
    found.plan.statement(target)
    try:
        right = float(value) >= 0
    except ValueError:
        right = False
    if not right:
        raise GuihuaError(
            "WHATIF-VALUE", f"新值不是数 is no number: {value!r:.40}", "写不为负的数 write a number, zero or more"
        )


def awaited(job: Job) -> Job:
    """The job once it is done, or as it stands when patience ends."""
    end = time.monotonic() + PATIENCE
    while job.state in (Job.State.QUEUED, Job.State.RUNNING) and time.monotonic() < end:
        time.sleep(0.05)
        job.refresh_from_db()
    return job


def language(request: HttpRequest) -> str:
    """The language of the person's page: zh or en."""
    from guihua.web.shell import shell

    return "en" if shell(request).lang == "en" else "zh"

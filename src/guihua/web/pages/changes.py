"""What changed between two days, target by target, with the reasons."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse

from guihua.errors import GuihuaError
from guihua.tracking.change import compare
from guihua.tracking.tracking import Tracking
from guihua.web import results
from guihua.web.results import Results
from guihua.web.templating import page
from guihua.web.work import queue


def changes(request: HttpRequest) -> HttpResponse:
    """Two days side by side."""
    a, b = _day(request, "a"), _day(request, "b")
    if a > b:
        a, b = b, a
    views = [results.view_of(request.principal.role, day) for day in (a, b)]
    found = [results.ready(view) for view in views]
    for view, have in zip(views, found, strict=True):
        if have is None:
            job = queue.ask("results", results.asked(view), request.principal, key=str(view))
            if results.wait_for(view) is None:
                return page(request, "pages/waiting.html", job=job, then=request.get_full_path())
    old, new = (results.ready(view) for view in views)
    assert old is not None and new is not None
    every = compare(_tracking(old), _tracking(new))
    return page(request, "pages/changes.html", a=a, b=b, rows=[c for c in every if c.changed], total=len(every))


def _tracking(found: Results) -> Tracking:
    first = found.assessments[0].settings if found.assessments else ()
    return Tracking(found.assessments, found.as_of, found.plan.region, found.collected, "all", first)


def _day(request: HttpRequest, name: str) -> date:
    asked = request.GET.get(name, "")
    try:
        return date.fromisoformat(asked) if asked else results.today()
    except ValueError:
        raise GuihuaError("WEB-DATE", f"不是日期 {asked[:20]!r} is no date", "写成 write it as 2021-12-31") from None

"""总览: counts by status, what most needs attention and why, what changed, the day one looks from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from guihua.web.pages import doors
from guihua.web.pages.waiting import obtain
from guihua.web.templating import page


def overview(request: HttpRequest) -> HttpResponse:
    """The first page. A stranger sees the login here; with the public site on, the way to it."""
    if not request.principal.known:
        return doors.login(request)
    found = obtain(request)
    if isinstance(found, HttpResponse):
        return found
    return page(request, "pages/overview.html", found=found)

"""Pages for what went wrong: closed doors, wrong addresses, a form that is too old, and errors that the user can mend."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse

from guihua.errors import GuihuaError
from guihua.web.templating import page

log = logging.getLogger("guihua.web")


def guihua_error(request: HttpRequest, error: GuihuaError) -> HttpResponse:
    """A GuihuaError with code, title, hint and place."""
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"code": error.code, "title": error.title, "hint": error.hint, "where": str(error.where)},
            status=404 if "UNKNOWN" in error.code else 400,
        )
    return page(request, "pages/fault.html", 404 if "UNKNOWN" in error.code else 400, error=error)


def forbidden(request: HttpRequest) -> HttpResponse:
    """A page that one's role may not open."""
    return page(request, "pages/forbidden.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page, or none that this person may know of."""
    _complete(request)
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"code": "WEB-NOT-FOUND", "title": "没有这一项 no such thing", "hint": "", "where": ""}, status=404
        )
    return page(request, "pages/notfound.html", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours. It is in the log; nothing of it is shown."""
    _complete(request)
    if request.path.startswith("/api/"):
        told = {
            "code": "WEB-BROKEN",
            "title": "程序出错 a fault of the program",
            "hint": "已记入日志，请稍后再试 it is in the log; try again later",
            "where": "",
        }
        return JsonResponse(told, status=500)
    return page(request, "pages/broken.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of this site, or from one that is too old."""
    _complete(request)
    return page(request, "pages/stale.html", 403)


def _complete(request: HttpRequest) -> None:
    """An error may strike before the middleware has told who asks and in which language."""
    from guihua.web.principal import STRANGER

    if not hasattr(request, "lang"):
        request.lang = "zh"
    if not hasattr(request, "principal"):
        request.principal = STRANGER

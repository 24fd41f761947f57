"""Between the server and a page: language, headers, the gate (who may do what), and errors told to people."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db import DatabaseError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from guihua.errors import GuihuaError
from guihua.web import access, fence
from guihua.web.database import fault
from guihua.web.principal import STRANGER, who
from guihua.web.switches import is_on

log = logging.getLogger("guihua.web")
Respond = Callable[[HttpRequest], HttpResponse]

LANGUAGE = "guihua_lang"
THEME = "guihua_theme"


def headers(get_response: Respond) -> Respond:
    """Headers that Django does not set by itself. Pages of an office are never kept by a shared cache."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return respond


def language(get_response: Respond) -> Respond:
    """Chinese first, whatever the browser says; English for who asked for it."""

    def respond(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang") or request.COOKIES.get(LANGUAGE, "")
        code = "en" if asked == "en" else "zh-hans"
        request.LANGUAGE_CODE = code
        request.lang = "en" if code == "en" else "zh"
        with translation.override(code):
            response = get_response(request)
        response.headers.setdefault("Content-Language", "en" if code == "en" else "zh-CN")
        return response

    return respond


class Gate:
    """Asks the table of rights before any view runs."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Tell who asks; until the page is known, nobody's rows are shown."""
        try:
            request.principal = who(request)
        except DatabaseError as error:
            return away(request, error)
        with fence.within(fence.NOTHING):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """None to go on, or the closed door."""
        match = request.resolver_match
        rule = access.rule_of(match.view_name) if match else None
        principal = request.principal
        fence.move(access.scope(rule, principal))
        switched = is_on(rule.switch) if rule and rule.switch else True
        owners = access.owners_of(rule, kwargs) if rule and principal.role in rule.own else frozenset()
        if request.path.startswith("/api/") and request.method not in access.SAFE and not principal.by_token:
            return refusal(request, 401)  # a page elsewhere may make a browser send its cookie, but never a token
        verdict = access.judge(rule, principal, request.method or "GET", owners, switched)
        if verdict is access.Verdict.ALLOW:
            return None
        if verdict is access.Verdict.HIDE:
            raise Http404
        if verdict is access.Verdict.LOGIN and not request.path.startswith("/api/"):
            return HttpResponseRedirect(f"{reverse('login')}?{urlencode({'next': request.get_full_path()})}")
        return refusal(request, 401 if verdict is access.Verdict.LOGIN else 403)


class Faults:
    """A GuihuaError is the user's to mend: it is shown with title, hint and place, never as a trace."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a GuihuaError or of a database that does not answer; None for anything else."""
        if isinstance(exception, OperationalError):
            return away(request, exception)
        if not isinstance(exception, GuihuaError):
            return None
        from guihua.web.pages.faults import guihua_error

        return guihua_error(request, exception)


def away(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database does not answer: not a fault of the page, and it may be mended."""
    from guihua.web.pages.faults import guihua_error

    log.error("the site's database: %s", error)
    if not hasattr(request, "principal"):
        request.principal = STRANGER
    response = guihua_error(request, fault(error))
    response.status_code = 503
    return response


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """A closed door, in the form that was asked for."""
    if request.path.startswith("/api/"):
        response = HttpResponse(
            b'{"code":"ACCESS","title":"not allowed","hint":"Use a token of an organisation that may do this.","where":""}',
            content_type="application/json",
            status=status,
        )
        if status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response
    from guihua.web.pages.faults import forbidden

    return forbidden(request) or HttpResponseForbidden()

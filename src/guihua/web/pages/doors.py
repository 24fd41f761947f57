"""Logging in and out, one's own password, language and theme."""

from __future__ import annotations

from math import ceil

from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth import login as begin_session
from django.contrib.auth import logout as end_session
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from guihua.web.accounts import login_wait
from guihua.web.middleware import LANGUAGE, THEME
from guihua.web.models import Person
from guihua.web.templating import page

YEAR = 365 * 24 * 3600


@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """The login page. A wrong name and a wrong password read the same."""
    target = _safe(request, request.POST.get("next") or request.GET.get("next") or reverse("overview"))
    username = request.POST.get("username", "")[:150]
    if request.method != "POST":
        return page(
            request,
            "pages/login.html",
            target=target,
            username="",
            failed=False,
            wait=0,
            first=not Person.objects.exists(),
        )
    person = authenticate(request, username=username, password=request.POST.get("password", "")[:4096])
    if person is not None:
        begin_session(request, person)
        return HttpResponseRedirect(target)
    wait = max(0, ceil(login_wait(request, username).total_seconds()))
    return page(
        request,
        "pages/login.html",
        429 if wait else 403,
        target=target,
        username=username,
        failed=True,
        wait=wait,
        first=False,
    )


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    end_session(request)
    return HttpResponseRedirect(reverse("login"))


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the account end."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        return HttpResponseRedirect(reverse("overview"))
    return page(request, "pages/password.html", form=form)


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Language and theme, kept in cookies of this browser."""
    response = HttpResponseRedirect(_safe(request, request.POST.get("next", "/")))
    if request.POST.get("lang") in ("zh", "en"):
        response.set_cookie(LANGUAGE, request.POST["lang"], max_age=YEAR, httponly=True, samesite="Lax")
    if request.POST.get("theme") in ("auto", "light", "dark"):
        response.set_cookie(THEME, request.POST["theme"], max_age=YEAR, httponly=True, samesite="Lax")
    return response


def health(request: HttpRequest) -> HttpResponse:
    """Alive: this process answers. It asks nothing of anything else, so that a monitor does not restart what only waits for its store."""
    return JsonResponse({"ok": True})


def ready(request: HttpRequest) -> HttpResponse:
    """Ready for work: the store opens, the worker was heard of lately, the disk has room. Which of them is not; never a figure or a path."""
    from guihua.web.readiness import parts

    found = parts()
    return JsonResponse({"ready": all(found.values()), **found}, status=200 if all(found.values()) else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for Prometheus: for this machine itself or a key of the API; 403 to others."""
    from guihua.web import observing

    if not observing.allowed(request):
        return HttpResponse(status=403)
    return HttpResponse(observing.metrics(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _safe(request: HttpRequest, target: str) -> str:
    """Only addresses of this site."""
    return (
        target
        if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
        else reverse("overview")
    )

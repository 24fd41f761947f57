"""Jinja2 for the pages: translation by gettext, links that keep the day one looks from, numbers and statuses from view."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from guihua.web import shown
from guihua.web.results import Results


def environment(**options: Any) -> Environment:
    """The environment that Django's Jinja2 backend uses. A name that is not there is an error, not an empty place."""
    made = Environment(
        **{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(asset=asset, url=url, with_query=with_query)
    from guihua.web.page_words import filters, functions

    made.globals.update(functions())
    made.filters.update(filters())
    return made


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page, or for htmx the part of it that the template names `content`."""
    from guihua.web.shell import shell

    html = get_template(template).render({**context, "shell": shell(request)}, request)
    file = shown.taken(request, html) if status == 200 else None
    return file or HttpResponse(shown.offered(request, html), status=status)


@dataclass(frozen=True, slots=True)
class Later:
    """A value of a template that is made only where the page is rendered."""

    make: Callable[[], Any]

    def __call__(self) -> Any:
        """The value."""
        return self.make()


def cached_page(request: HttpRequest, template: str, found: Results, **context: Any) -> HttpResponse:
    """A page whose content depends on the data's version, the address and who asks, and on nothing else: rendered once, kept. The
    form token is put in afterwards: it is nobody else's business. What is dear to make comes as `Later`."""
    from guihua.web.shell import shell

    around = shell(request)
    key = hashlib.sha256(repr((template, found.view, around)).encode()).hexdigest()
    with _LOCK:
        html = _PAGES.get(key)
        if html is not None:
            _PAGES.move_to_end(key)
    if html is None:
        made = get_template(template).template
        html = made.render(
            {
                **{k: v() if isinstance(v, Later) else v for k, v in context.items()},
                "found": found,
                "shell": around,
                "request": request,
                "csrf_input": Markup(_TOKEN_PLACE),
            }
        )
        html = shown.offered(request, html)
        with _LOCK:
            _PAGES[key] = html
            while len(_PAGES) > KEPT_PAGES:
                _PAGES.popitem(last=False)
    file = shown.taken(request, html)
    if file is not None:
        return file
    if _TOKEN_PLACE in html:
        html = html.replace(_TOKEN_PLACE, csrf_input(request))
    return HttpResponse(html, headers={"Vary": "HX-Request, Cookie"})


KEPT_PAGES = 200
_PAGES: OrderedDict[str, str] = OrderedDict()
_LOCK = threading.Lock()
_TOKEN_PLACE = "<!--form token-->"


@cache
def asset(path: str) -> str:
    """The address of a static file with the first digits of its hash behind it: a browser may keep it."""
    found = finders.find(path)
    if not found:
        raise LookupError(f"no static file {path}")
    with Path(found).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    return f"{static(path)}?v={digest}"


def url(name: str, *arguments: Any, **query: Any) -> str:
    """The address of a page by name; None and empty values of the query are left out."""
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    made: str = reverse(name, args=arguments) + (f"?{urlencode(kept, doseq=True)}" if kept else "")
    return made


def with_query(request: HttpRequest, **changes: Any) -> str:
    """The present address with some of its query changed; None takes a key away."""
    query = request.GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path

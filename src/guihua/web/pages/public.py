"""The public site, off until switched on: targets, statuses, data, bundles to verify and a feed, of what was released and nothing else."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from guihua.tracking.assessment import Assessment
from guihua.view.tracked import target_chart
from guihua.web import exports, results, tables
from guihua.web.page_words import lang
from guihua.web.pages.assets import vega_file
from guihua.web.pages.downloads import figures_answer, send
from guihua.web.place import place
from guihua.web.released import PUBLIC_ASKER, Release, public_results, releases, shown
from guihua.web.results import Results
from guihua.web.templating import page
from guihua.web.work import queue


def public(request: HttpRequest) -> HttpResponse:
    """What was released, and where its targets stand."""
    let_out, found = _what()
    rows = shown(found, let_out) if found else ()
    return page(request, "pages/public.html", releases=let_out, found=found, rows=rows)


def public_indicator(request: HttpRequest, statement: str) -> HttpResponse:
    """One released target with its chart and the figures that may be shown."""
    let_out, found = _what()
    a = _one(found, let_out, statement)
    return page(
        request,
        "pages/public_indicator.html",
        found=found,
        a=a,
        s=a.statement,
        drawn=target_chart(a, lang=lang()),
        vega=vega_file(),
        observations=sorted(a.observations, key=lambda o: (o.period.end, str(o.published or "")), reverse=True),
    )


def public_chart(request: HttpRequest, statement: str) -> HttpResponse:
    """The chart's definition."""
    let_out, found = _what()
    drawn = target_chart(_one(found, let_out, statement), lang=lang())
    if drawn is None:
        raise Http404
    return HttpResponse(drawn.spec, content_type="application/json")


def public_data(request: HttpRequest, kind: str) -> HttpResponse:
    """Released targets as a table."""
    let_out, found = _what()
    return exports.answer(tables.assessments(shown(found, let_out) if found else ()), kind)


def public_indicator_data(request: HttpRequest, statement: str, kind: str) -> HttpResponse:
    """The figures that may be shown of one released target."""
    let_out, found = _what()
    return figures_answer(_one(found, let_out, statement), kind)


def public_bundle(request: HttpRequest) -> HttpResponse:
    """The bundle that anyone recomputes offline: released figures, targets and verdicts."""
    let_out, found = _what()
    if found is None or not shown(found, let_out):
        raise Http404
    ids = [a.statement.id for a in shown(found, let_out)]
    key = f"public-{found.view}-{hashlib.sha256(' '.join(ids).encode()).hexdigest()[:16]}.json"
    path = place().results / key
    if not path.exists():
        queue.ask(
            "public-bundle", {"as_of": found.as_of.isoformat(), "ids": ids, "file": key}, PUBLIC_ASKER, key=key[:80]
        )
        return HttpResponse(status=503, headers={"Retry-After": "2"})
    return send(path, "guihua-public.json", "application/json")


def public_feed(request: HttpRequest) -> HttpResponse:
    """Releases as an Atom feed."""
    let_out = releases(results.today())
    site = request.build_absolute_uri(reverse("public"))
    response = page(request, "pages/feed.xml", releases=let_out, site=site)
    response.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    return response


def _what() -> tuple[tuple[Release, ...], Results | None]:
    let_out = releases(results.today())
    return let_out, public_results(let_out)


def _one(found: Results | None, let_out: tuple[Release, ...], statement: str) -> Assessment:
    if found is None:
        raise Http404
    for a in shown(found, let_out):
        if a.statement.id == statement:
            return a
    raise Http404

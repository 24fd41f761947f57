"""文本: the plan's text with its statements marked by status; one statement with slots, observations, methods, findings, tasks."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from markupsafe import Markup, escape

from guihua.plan.statement import Statement
from guihua.view import told
from guihua.view.marked import Mark, heading_id, marked_text, outline
from guihua.view.status import style
from guihua.web.page_words import lang
from guihua.web.pages.assets import vega_file
from guihua.web.pages.waiting import needs_results
from guihua.web.results import Results
from guihua.web.templating import Later, cached_page


@needs_results
def text(request: HttpRequest, found: Results, statement: str = "") -> HttpResponse:
    """The whole text; with a statement, its card beside it. htmx asks for the card alone."""
    chosen = found.plan.statement(statement) if statement else None
    card = _card(found, chosen) if chosen else {}
    if request.htmx and chosen:
        return cached_page(request, "parts/statement.html", found, vega=vega_file(), **card)
    tail = kept_query(request)
    return cached_page(
        request,
        "pages/text.html",
        found,
        body=Later(lambda: _body(found, tail)),
        outline=outline(found.plan),
        heading_id=heading_id,
        vega=vega_file(),
        chosen=chosen,
        **({"s": None} | card),
    )


def kept_query(request: HttpRequest) -> str:
    """The part of the address that says from which day one looks."""
    kept = {key: request.GET[key] for key in ("as_of", "collected") if request.GET.get(key)}
    return f"?{urlencode(kept)}" if kept else ""


def _card(found: Results, s: Statement) -> dict[str, object]:
    return {
        "s": s,
        "a": found.assessment(s.id),
        "findings": [f for f in found.findings if any(m.statement == s.id for m in f.members)],
        "tasks": [c for c in found.plan.commitments if c.section == s.section],
    }


def _body(found: Results, tail: str) -> Markup:
    """The marked text, its links leading to the cards of this site."""
    address = reverse("text-statement", args=["X"])
    before, after = address.split("X")
    html = marked_text(found.plan, _marks(found))
    return Markup(re.sub(r'href="#s-([^"]+)"', lambda m: f'href="{before}{m[1]}{after}{tail}" id="s-{m[1]}"', html))


def _marks(found: Results) -> dict[str, Mark]:
    """A class by status, a shape after the number, and the words for the pointer."""
    verdicts = {a.statement.id: a for a in found.assessments}
    heavy = {m.statement for f in found.findings if f.severity == "error" and not f.holds for m in f.members}
    marks = {}
    for s in found.plan.statements:
        a = verdicts.get(s.id)
        shown = style(a.status) if a else None
        chip = (
            f'<span class="chip s-{shown.code}">{shown.symbol}<span class="visually-hidden">{escape(shown.word(lang()))}</span></span>'
            if shown
            else ""
        )
        chip += '<span class="chip s-error">!</span>' if s.id in heavy else ""
        words = f"{told.name(s, lang())}{'：' + shown.word(lang()) if shown else ''}"
        marks[s.id] = Mark(f"t-{shown.code}" if shown else "", chip, words)
    return marks

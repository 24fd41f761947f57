"""Files of results: tables at once, pictures and documents by the worker."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from guihua.errors import GuihuaError
from guihua.statistics.exporting.sdmx import sdmx_csv
from guihua.tracking.assessment import Assessment
from guihua.web import exports, results, tables
from guihua.web.pages.indicators import one
from guihua.web.pages.waiting import needs_results
from guihua.web.place import place
from guihua.web.results import Results
from guihua.web.work import queue

PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
FINDINGS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "sarif": "application/json",
}


@needs_results
def indicators_table(request: HttpRequest, found: Results, kind: str) -> HttpResponse:
    """All targets with their verdicts."""
    return exports.answer(tables.assessments(found.assessments), kind)


@needs_results
def indicator_data(request: HttpRequest, found: Results, statement: str, kind: str) -> HttpResponse:
    """The observations that one verdict rests on, every vintage."""
    return figures_answer(one(found, statement), kind)


def figures_answer(a: Assessment, kind: str) -> HttpResponse:
    """The figures of a verdict in the form asked for, SDMX-CSV among them."""
    if kind == "sdmx.csv":
        head, *rows = sdmx_csv(a.observations)
        return exports.answer(exports.Table(f"{a.statement.id}-observations.sdmx", head, tuple(rows)), "csv")
    return exports.answer(tables.observations(a.observations, f"{a.statement.id}-observations"), kind)


@needs_results
def indicator_picture(request: HttpRequest, found: Results, statement: str, kind: str) -> HttpResponse:
    """The chart of one target as a picture."""
    if kind not in PICTURES:
        raise GuihuaError("EXPORT-KIND-UNKNOWN", f"没有这种格式 no such format: {kind[:20]}", "png、svg")
    a = one(found, statement)
    language = request.lang
    name = f"{a.statement.id}-{found.as_of}-{language}.{kind}"
    payload = {
        "as_of": found.as_of.isoformat(),
        "statement": a.statement.id,
        "kind": kind,
        "lang": language,
        "version": found.version,
        "collected": "1" if found.collected else "",
        "public_on": results.public_word(found),
    }
    return made_file(request, f"{found.view}-{name}", name, PICTURES[kind], "picture", payload)


@needs_results
def check_download(request: HttpRequest, found: Results, kind: str) -> HttpResponse:
    """The findings as an office passes them on, or as a bundle that anyone verifies offline."""
    if kind not in FINDINGS:
        raise GuihuaError("EXPORT-KIND-UNKNOWN", f"没有这种格式 no such format: {kind[:20]}", "、".join(FINDINGS))
    name = f"校核意见.{kind}" if kind != "json" else "findings.json"
    payload = {"kind": kind, "version": found.version, "as_of": found.as_of.isoformat()}
    return made_file(request, f"{found.version}-findings.{kind}", name, FINDINGS[kind], "findings", payload)


def made_file(
    request: HttpRequest, key: str, name: str, content: str, job: str, payload: dict[str, str], *, shown: bool = False
) -> HttpResponse:
    """A file that the worker makes once for each version of the data; until it is there, the page of its job."""
    path = place().results / key
    if path.exists():
        return send_page(path) if shown else send(path, name, content)
    asked = queue.ask(job, {**payload, "file": key}, request.principal, key=key[:80])
    if asked.state == asked.State.DONE:
        asked.delete()
        asked = queue.ask(job, {**payload, "file": key}, request.principal, key=key[:80])
    return HttpResponseRedirect(f"{reverse('job', args=[asked.pk])}?{urlencode({'then': request.get_full_path()})}")


def send_page(path: Path) -> HttpResponse:
    """A self-contained page that the site made, shown as it is: its own style is allowed by its hash, nothing else is."""
    html = path.read_text(encoding="utf-8")
    styles = (
        base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        for style in re.findall(r"<style[^>]*>(.*?)</style>", html, re.S)
    )
    response = HttpResponse(html)
    allowed = " ".join(f"'sha256-{digest}'" for digest in styles) or "'none'"
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {allowed}; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    return response


def send(path: Path, name: str, content: str) -> HttpResponse:
    """A file that the site made, as a download."""
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=content)
    return response

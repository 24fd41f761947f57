"""The kinds of work that write documents: reports with their bundles, the one page, self-evaluations out and back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from guihua.plan.files import write_whole
from guihua.statistics.disclosure import disclosure, publishable
from guihua.web import results
from guihua.web.parsing import take_opinions
from guihua.web.place import place
from guihua.web.work.apart import apart
from guihua.web.work.kinds import day_of, kind, public_day
from guihua.web.work.queue import Progress

if TYPE_CHECKING:
    from guihua.reporting.document import Document
    from guihua.reporting.gather import Sources

OPINIONS = "opinions.yaml"


@kind("report")
def make_report(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """A report, one page or self-evaluation as a file of the store; with a report goes the bundle that anyone recomputes."""
    from guihua.reporting.gather import material
    from guihua.reporting.one_page import one_page
    from guihua.reporting.report import make_report as composed
    from guihua.reporting.self_evaluation import self_evaluation

    progress(10, gettext_noop("测算"))
    sources = _sources(payload)
    progress(30, gettext_noop("写报告"))
    wanted = payload["kind"]
    if wanted == "onepage":
        return _kept(one_page(material(sources, charts=False)), payload)
    if wanted == "self":
        return _kept(self_evaluation(material(sources, charts=False), payload["body"]), payload)
    document = composed(material(sources))
    progress(80, gettext_noop("保存"))
    kept = _kept(document, payload)
    return {**kept, **_bundle(document, sources, kept)}


@kind("onepage")
def make_one_page(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The one page as a page of the site."""
    from guihua.reporting.gather import material
    from guihua.reporting.html_writer import write_html
    from guihua.reporting.one_page import one_page

    sources = _sources(payload | {"kind": "onepage"})
    outside = public_day(payload)
    document = one_page(material(_for_everybody(sources, outside) if outside else sources, charts=False))
    write_whole(place().results / payload["file"], write_html(document))
    return {}


@kind("opinions")
def keep_opinions(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Self-evaluations that came back: into the project's opinions, each once."""
    from guihua.reporting.self_evaluation import write_opinions

    files = [(name, Path(path)) for name, path in payload["files"]]
    opinions = apart(take_opinions, files, progress=progress, percent=30, stage=gettext_noop("读取自评表"))
    fresh = write_opinions(results.project().root / OPINIONS, opinions)
    return {"opinions": len(opinions), "new": fresh, "then": "/reports/"}


def _sources(payload: dict[str, Any]) -> Sources:
    from guihua.project import read_plan
    from guihua.reporting.gather import gather
    from guihua.reporting.material import ReportKind
    from guihua.reporting.self_evaluation import read_opinions

    of = results.project()
    plan = read_plan(of.plan_file if of.plan_file.exists() else of.plan)
    wanted = payload["kind"] if payload["kind"] in set(ReportKind) else ReportKind.MIDTERM
    return gather(
        plan,
        results.store(of),
        day_of(payload),
        kind=ReportKind(wanted),
        include_collected=payload.get("collected") == "1",
        region=of.region,
        settings=of.settings,
        ledgers=of.ledgers,
        path=of.plan_file,
        yearly=of.yearly,
        texts=read_opinions(of.root / OPINIONS),
        lang=payload.get("lang", "zh"),
    )


def _for_everybody(sources: Sources, today: date) -> Sources:
    """What may be shown to everybody today: published figures alone, no ledger's rows, nobody's opinions."""
    rule = disclosure(results.project().settings)
    return replace(
        sources,
        rows=publishable(sources.rows, today, rule=rule),
        rows_before=publishable(sources.rows_before, today, rule=rule),
        tasks=None,
        projects=None,
        problems=None,
        texts=(),
        regional=publishable(sources.regional, today, rule=rule),
        money=(),
        policies=(),
        steps=(),
    )


def _kept(document: Document, payload: dict[str, Any]) -> dict[str, Any]:
    data = _rendered(document, payload["format"])
    digest = hashlib.sha256(data).hexdigest()
    name = f"{digest[:24]}.{payload['format']}"
    write_whole(place().store / "reports" / name, data)
    return {
        "file": name,
        "name": f"{document.title.replace('/', '-')[:80]}.{payload['format']}",
        "sha256": digest,
        "figures": len(document.figures),
    }


def _bundle(document: Document, sources: Sources, kept: dict[str, Any]) -> dict[str, Any]:
    from guihua.reporting.bundle import file_made, write_bundle
    from guihua.reporting.ledger_lines import ledger_heads

    of = results.project()
    made = file_made(kept["name"], (place().store / "reports" / kept["file"]).read_bytes())
    data = write_bundle(document, sources, [*ledger_heads(results.store(of), of.ledgers), made])
    name = f"{hashlib.sha256(data).hexdigest()[:24]}.bundle.json"
    write_whole(place().store / "reports" / name, data)
    return {"bundle": name}


def _rendered(document: Document, form: str) -> bytes:
    """A document in one of the formats."""
    from guihua.reporting.render import render

    return render(document, form)

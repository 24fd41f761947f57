"""The kinds of long work: results for the pages, the browser's chart program."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from guihua.plan.files import write_whole
from guihua.web.place import place
from guihua.web.work.kinds import day_of, kind
from guihua.web.work.queue import Progress


@kind("results")
def make_results(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read, check and track, as known on a day."""
    from guihua.web import results

    of = results.project()
    key, day = results.version(), day_of(payload)
    progress(5, gettext_noop("读取规划"))
    plan = read(of)
    progress(30, gettext_noop("校核"))
    findings = check(plan)
    progress(60, gettext_noop("测算"))
    made = results.Results(key, day, plan, findings=findings)
    made = track(made, of)
    results.keep(made)
    return {"version": key}


@kind("vega")
def make_vega(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The program that draws charts in the browser, written once from the installed renderer."""
    from guihua.view.charts.chart import browser_bundle

    write_whole(place().results / payload["file"], browser_bundle())
    return {}


def read(of: Any) -> Any:
    """The project's plan with its decisions."""
    from guihua.project import read_plan

    return read_plan(of.plan_file if of.plan_file.exists() else of.plan)


def check(plan: Any) -> Any:
    """Findings, heaviest first."""
    from guihua.checking import check as check_plan

    return check_plan(plan).findings


def track(made: Any, of: Any) -> Any:
    """Assessments and what changed."""
    return made

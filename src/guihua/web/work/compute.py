"""The kinds of long work: results for the pages, the browser's chart program."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from guihua.checking.finding import Finding
from guihua.plan.files import write_whole
from guihua.plan.plan import Plan
from guihua.project import Project, read_plan
from guihua.statistics.observation import Observation
from guihua.tracking.assessment import Assessment
from guihua.web import results
from guihua.web.place import place
from guihua.web.results import Results, Turn
from guihua.web.work.kinds import day_of, kind
from guihua.web.work.queue import Progress


@kind("results")
def make_results(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read, check and track, as known on a day."""
    of = results.project()
    key, day, collected = results.version(), day_of(payload), bool(payload.get("collected"))
    if results.ready(results.View(key, day, collected)) is not None:
        return {"version": key}
    progress(5, gettext_noop("读取规划"))
    plan = _plan(of)
    progress(30, gettext_noop("校核"))
    findings = _findings(plan)
    progress(60, gettext_noop("测算"))
    results.keep(_tracked(results.Results(key, day, plan, findings=findings, collected=collected), of))
    return {"version": key}


@kind("vega")
def make_vega(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The program that draws charts in the browser, written once from the installed renderer."""
    from guihua.view.charts.chart import browser_bundle

    write_whole(place().results / payload["file"], browser_bundle())
    return {}


_READ: dict[str, Plan] = {}


def _plan(of: Project) -> Plan:
    """The project's plan with its decisions; of one version of the plan once."""
    key = results.plan_version()
    if key not in _READ:
        _READ.clear()
        _READ[key] = read_plan(of.plan_file if of.plan_file.exists() else of.plan)
    return _READ[key]


_CHECKED: dict[str, tuple[Finding, ...]] = {}


def _findings(plan: Plan) -> tuple[Finding, ...]:
    """Findings, heaviest first; of one version of the plan once."""
    from guihua.checking import check

    key = results.plan_version()
    if key not in _CHECKED:
        _CHECKED.clear()
        _CHECKED[key] = tuple(check(plan).findings)
    return _CHECKED[key]


def _tracked(made: Results, of: Project) -> Results:
    """With assessments, the days on which something became known, and what changed since the last of them that changed anything."""
    from guihua.tracking.tracking import observations_of

    region = made.plan.region or of.region
    if not region or not results.store_version(of):
        return made
    rows = observations_of(made.plan, results.store(of), region, results.today())
    days = tuple(sorted({o.published for o in rows if o.published and (made.collected or not o.collected)}))
    now = _assess(made, rows, region, of, made.as_of)
    since, turns = _turns(made, rows, region, of, now, days)
    return replace(made, assessments=now, days=days, since=since, turns=turns, has_data=bool(rows))


def _assess(
    made: Results, rows: tuple[Observation, ...], region: str, of: Project, day: date
) -> tuple[Assessment, ...]:
    from guihua.tracking.rules import settings
    from guihua.tracking.tracking import track_observations

    known = [o for o in rows if o.published is None or o.published <= day]
    return tuple(
        track_observations(made.plan, known, day, region, include_collected=made.collected, rules=settings(of.settings))
    )


LOOKED_BACK = 24


def _turns(
    made: Results,
    rows: tuple[Observation, ...],
    region: str,
    of: Project,
    now: tuple[Assessment, ...],
    days: tuple[date, ...],
) -> tuple[date | None, tuple[Turn, ...]]:
    """Back over the days of publication to the first whose statuses differ from now."""
    from guihua.view import told

    earlier = [d for d in days if d < made.as_of][-LOOKED_BACK:]
    for day in reversed(earlier):
        old = {a.statement.id: a for a in _assess(made, rows, region, of, day)}
        changed = tuple(
            Turn(
                a.statement.id,
                before.status.value,
                a.status.value,
                (told.why_changed(before, a, "zh"), told.why_changed(before, a, "en")),
                before.reason,
            )
            for a in now
            if (before := old.get(a.statement.id)) and told.turned(before, a)
        )
        if changed:
            return day, changed
    return (earlier[0] if earlier else None), ()


@kind("picture")
def make_picture(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """One target's chart as PNG or SVG."""
    from guihua.errors import GuihuaError
    from guihua.view.tracked import target_chart

    found = results.ready(results.View(payload["version"], day_of(payload), payload.get("collected") == "1"))
    a = found.assessment(payload["statement"]) if found else None
    drawn = target_chart(a, lang=payload["lang"]) if a else None
    if drawn is None:
        raise GuihuaError("CHART-UNKNOWN", "数据不足，没有图 too few figures for a chart")
    write_whole(place().results / payload["file"], drawn.svg() if payload["kind"] == "svg" else drawn.png())
    return {}

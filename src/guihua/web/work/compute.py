"""The kinds of long work: results for the pages, the browser's chart program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from guihua.errors import GuihuaError
from guihua.plan.files import write_whole
from guihua.plan.plan import Plan
from guihua.plan.regions import children
from guihua.plan.statement import Kind
from guihua.project import Project, read_plan
from guihua.statistics.disclosure import disclosure, publishable
from guihua.statistics.observation import Observation
from guihua.web import desk, results
from guihua.web.place import place
from guihua.web.results import Results
from guihua.web.work.kinds import day_of, kind, public_day
from guihua.web.work.queue import Progress

if TYPE_CHECKING:
    from guihua.checking import CheckResult
    from guihua.tracking.assessment import Assessment
    from guihua.tracking.change import Change
    from guihua.tracking.tracking import Tracking


@kind("results")
def make_results(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read, check and track, as known on a day."""
    of = results.project()
    view = results.View(results.version(), day_of(payload), bool(payload.get("collected")), public_day(payload))
    if results.ready(view) is not None:
        return {"version": view.version}
    progress(5, gettext_noop("读取规划"))
    plan = _plan(of)
    progress(30, gettext_noop("校核"))
    findings = tuple(_checked(plan).findings)
    progress(60, gettext_noop("测算"))
    blank = Results(
        view.version, view.as_of, plan, findings=findings, collected=view.collected, public_on=view.public_on
    )
    results.keep(_tracked(blank, of))
    return {"version": view.version}


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


_CHECKED: dict[str, CheckResult] = {}


def _checked(plan: Plan) -> CheckResult:
    """What checking says, heaviest first; of one version of the plan once."""
    from guihua.checking import check

    key = results.plan_version()
    if key not in _CHECKED:
        _CHECKED.clear()
        _CHECKED[key] = check(plan)
    return _CHECKED[key]


def _tracked(blank: Results, of: Project) -> Results:
    """With assessments, the days on which something became known, and what changed since the last of them that changed anything."""
    from guihua.tracking.tracking import observations_of

    region = blank.plan.region or of.region
    if not region or not results.store_version(
        of
    ):  # nothing to go by yet: the targets are there, and none can be assessed
        return replace(blank, assessments=_Desk(blank, (), region, of).on(blank.as_of).assessments)
    rows = observations_of(blank.plan, results.store(of), region, results.today())
    if blank.public_on is not None:
        rows = publishable(rows, blank.public_on, rule=disclosure(of.settings))
    desk = _Desk(blank, rows, region, of)
    days = tuple(sorted({o.published for o in rows if o.published and (blank.collected or not o.collected)}))
    now = desk.on(blank.as_of)
    since, changes = desk.changes(now, days)
    around = _around(blank, of, region)
    return replace(
        blank, assessments=now.assessments, days=days, since=since, changes=changes, has_data=bool(rows), **around
    )


LOOKED_BACK = 24


@dataclass(frozen=True, slots=True)
class _Desk:
    """Rows in hand for tracking on several days."""

    blank: Results
    rows: tuple[Observation, ...]
    region: str
    of: Project

    def on(self, day: date) -> Tracking:
        """The targets as known on a day."""
        from guihua.tracking.asof import plan_in_force, yearly_in_force
        from guihua.tracking.settings import settings
        from guihua.tracking.tracking import track_observations

        known = [o for o in self.rows if o.published is None or o.published <= day]
        plan = plan_in_force(self.blank.plan, self.of.plan_file, day)
        return track_observations(
            plan,
            known,
            day,
            self.region,
            include_collected=self.blank.collected,
            rules=settings(self.of.settings),
            yearly=yearly_in_force(plan, self.of.yearly, day),
        )

    def changes(self, now: Tracking, days: tuple[date, ...]) -> tuple[date | None, tuple[Change, ...]]:
        """Back over the days of publication to the first whose verdicts differ from now."""
        from guihua.tracking.change import compare

        earlier = [d for d in days if d < now.as_of][-LOOKED_BACK:]
        for day in reversed(earlier):
            changed = tuple(c for c in compare(self.on(day), now) if c.changed)
            if changed:
                return day, changed
        return (earlier[0] if earlier else None), ()


def _around(blank: Results, of: Project, region: str) -> dict[str, Any]:
    """Figures of the regions below, yearly plans, and what moved the total in the latest year."""
    from guihua.ledgers.issued import LEDGER, issued_targets
    from guihua.ledgers.journal import Journal
    from guihua.statistics.holding import snapshot
    from guihua.tracking.drivers import decompositions, newest
    from guihua.tracking.yearly import read_yearly, year_to_date

    rows = tuple(
        snapshot(results.store(of), as_of=blank.as_of, include_collected=blank.collected, public_on=blank.public_on)
    )
    if blank.public_on is not None:
        rows = publishable(rows, blank.public_on, rule=disclosure(of.settings))
    below = {r.code for r in children(region)}
    end = blank.plan.period[1] if blank.plan.period else blank.as_of.year
    regional = _latest(o for o in rows if o.region in below and o.period.last_year <= end)
    planned = read_yearly(of.yearly) if of.yearly and of.yearly.exists() else ()
    journal = Journal(results.store(of), desk.ledger(LEDGER))
    issued = issued_targets(journal, blank.plan, blank.as_of) if blank.public_on is None else ()
    targets = (*planned, *issued)
    yearly = tuple(year_to_date(t, rows, blank.as_of) for t in targets)
    moved = newest([o for o in rows if o.region == region])
    period, found = moved if moved else ("", ())
    start = blank.plan.period[0] - 1 if blank.plan.period else 0
    splits = decompositions([o for o in rows if o.region == region], start) if start else ()
    return {
        "regional": regional,
        "yearly": yearly,
        "drivers": found,
        "drivers_period": str(period),
        "splits": splits,
    }


def _latest(rows: Iterable[Observation]) -> tuple[Observation, ...]:
    """Of each series of a region the figure of its last period."""
    last: dict[tuple[str, ...], Observation] = {}
    for o in rows:
        key = (o.region, o.variable, o.transformation.value, o.coverage, o.span.value)
        if key not in last or o.period.end > last[key].period.end:
            last[key] = o
    return tuple(last[key] for key in sorted(last))


@kind("picture")
def make_picture(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """One target's chart as PNG or SVG."""
    from guihua.view.tracked import target_chart

    view = results.View(payload["version"], day_of(payload), payload.get("collected") == "1", public_day(payload))
    found = results.ready(view)
    a = found.assessment(payload["statement"]) if found else None
    drawn = target_chart(a, lang=payload["lang"]) if a else None
    if drawn is None:
        raise GuihuaError("CHART-UNKNOWN", "数据不足，没有图 too few figures for a chart")
    write_whole(place().results / payload["file"], drawn.svg() if payload["kind"] == "svg" else drawn.png())
    return {}


@kind("findings")
def make_findings(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The findings as .docx for an office, as a bundle that anyone verifies, as a page, or for a drafting tool."""
    from guihua.reporting.opinion import opinion_docx
    from guihua.view import findings as words

    checked = _checked(_plan(results.project()))
    lang = payload.get("lang", "zh")
    makers: dict[str, Any] = {
        "json": checked.to_bytes,
        "docx": lambda: opinion_docx(checked, lang),
        "html": lambda: words.page(checked, lang).encode(),
        "sarif": lambda: words.sarif(checked, "plan", lang).encode(),
    }
    write_whole(place().results / payload["file"], makers[payload["kind"]]())
    return {}


@kind("public-bundle")
def make_public_bundle(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """What was released as a bundle: the released targets, the plan's facts that their verdicts rest on, figures that may be shown, the verdicts."""
    from guihua.proof.bundle import write
    from guihua.tracking import bundle_of
    from guihua.tracking.asof import plan_in_force, yearly_in_force
    from guihua.tracking.tracking import observations_of

    of, day = results.project(), day_of(payload)
    today = results.today()
    found = results.ready(results.View(results.version(), day, public_on=today))
    if found is None:
        raise GuihuaError("WEB-STALE", "数据刚有变化 the data changed just now", "再试一次 try again")
    released = [a for a in found.assessments if a.statement.id in set(payload["ids"])]
    plan = _of_released(plan_in_force(_plan(of), of.plan_file, day), released)
    region = plan.region or of.region
    rows = publishable(observations_of(plan, results.store(of), region, day), today, rule=disclosure(of.settings))
    tracking = _Desk(Results("", day, plan, public_on=today), rows, region, of).on(day)
    bundle = bundle_of(plan, rows, tracking, yearly_in_force(plan, of.yearly, day), partial=True)
    write_whole(place().results / payload["file"], write(bundle))
    return {}


def _of_released(plan: Plan, released: list[Assessment]) -> Plan:
    """The plan with the released targets and the facts on their variables, and nothing else that it says."""
    targets = {a.statement.id for a in released}
    used = {o.id for a in released for o in (*a.observations, a.base, a.latest) if o is not None}
    variables = {a.statement.variable for a in released}
    return replace(
        plan,
        statements=tuple(
            s
            for s in plan.statements
            if s.id in targets or (s.kind is Kind.FACT and (f"plan:{s.id}" in used or s.variable in variables))
        ),
    )


@kind("verify")
def verify(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """A bundle that somebody brought, checked in a process of its own."""
    from guihua.web.parsing import verify_bundle
    from guihua.web.work.apart import apart

    return dict(apart(verify_bundle, Path(payload["path"]), progress=progress, percent=30, stage=gettext_noop("核验")))

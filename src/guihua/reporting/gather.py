"""From a plan and its store to the material of a report: first all that is read (`Sources`), then, purely, what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.ledgers.self_assessment import SelfVerdict, self_verdicts
from guihua.plan.periods import last_day
from guihua.plan.plan import Plan
from guihua.reporting.material import (
    Adjustment,
    Material,
    MoneyLine,
    Opinion,
    PolicyLine,
    ProblemLine,
    ReportKind,
    StepLine,
    TaskLine,
    YearlyLine,
)
from guihua.statistics.observation import Grade, Observation
from guihua.tracking.desk import YearlyPlans
from guihua.view.charts import Chart, StatusCount, status_overview
from guihua.view.messages import translator
from guihua.view.tracked import target_chart

if TYPE_CHECKING:
    from guihua.storage import Store
    from guihua.tracking import Tracking


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a report is made from, read once: the same sources give the same report.

    plan, plan_before   as it stood on the day, and on the earlier day
    rows, rows_before   what was known of the plan's variables on the day, and on the earlier day
    yearly, yearly_before   the yearly plans in force on the day, and on the earlier day
    adjusted, yearly_lines  what the report says of adjustments and yearly plans, with their documents
    settings            the project's, as text
    """

    plan: Plan
    as_of: date
    rows: tuple[Observation, ...]
    region: str
    before: date | None = None
    rows_before: tuple[Observation, ...] = ()
    plan_before: Plan | None = None
    yearly: YearlyPlans = field(default_factory=dict)
    yearly_before: YearlyPlans = field(default_factory=dict)
    kind: ReportKind = ReportKind.MIDTERM
    lang: str = "zh"
    include_collected: bool = False
    settings: tuple[tuple[str, str], ...] = ()
    check: bool = True
    tasks: tuple[TaskLine, ...] | None = None
    projects: tuple[TaskLine, ...] | None = None
    problems: tuple[ProblemLine, ...] | None = None
    texts: tuple[Opinion, ...] = ()
    adjusted: tuple[Adjustment, ...] = ()
    yearly_lines: tuple[YearlyLine, ...] = ()
    regional: tuple[Observation, ...] = ()
    money: tuple[MoneyLine, ...] = ()
    policies: tuple[PolicyLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    self_assessed: tuple[SelfVerdict, ...] = ()


def gather(
    plan: Plan,
    store: Store,
    as_of: date,
    *,
    kind: ReportKind = ReportKind.MIDTERM,
    before: date | None = None,
    include_collected: bool = False,
    region: str = "",
    settings: Mapping[str, str] | None = None,
    ledgers: Path | None = None,
    path: Path | None = None,
    yearly: Path | None = None,
    texts: tuple[Opinion, ...] = (),
    check: bool = True,
    lang: str = "zh",
) -> Sources:
    """Read what is known on the day, and on `before` where one is given: the day of an earlier evaluation.

    A yearly paper compares with a year earlier, where the plan was out by then; no other report compares by itself.

    path    what the plan was read from, where decisions may stand beside it; yearly: the file of yearly plans

    Raises GuihuaError REPORT-REGION where neither plan nor project names a region, REPORT-SINCE where `before` is not earlier.
    """
    from guihua.reporting.in_force import adjustments, yearly_lines
    from guihua.reporting.ledger_lines import problem_lines, project_lines, task_lines
    from guihua.reporting.process import all_opinions, opinion_lines, step_lines
    from guihua.reporting.safeguards import money_lines, policy_lines
    from guihua.tracking.asof import plan_in_force, yearly_in_force
    from guihua.tracking.tracking import observations_of

    where = plan.region or region
    if not where:
        raise GuihuaError(
            "REPORT-REGION",
            "规划没有写明地区 the plan names no region",
            '写明地区代码 give a code: guihua.toml, region = "150000"；全国规划 a national plan: "100000"',
        )
    if before is not None and before >= as_of:
        raise GuihuaError(
            "REPORT-SINCE",
            f"相比的日期不早于截止日期 nothing to compare: {before} is not before {as_of}",
            "--since 写早于 --as-of 的日期 give a day before --as-of",
        )
    earlier = before or (_a_year_before(as_of, plan) if kind is ReportKind.ANNUAL else None)
    now = plan_in_force(plan, path, as_of)
    then = plan_in_force(plan, path, earlier) if earlier else None
    return Sources(
        plan=now,
        as_of=as_of,
        rows=observations_of(now, store, where, as_of),
        region=where,
        before=earlier,
        rows_before=observations_of(then, store, where, earlier) if then and earlier else (),
        plan_before=then,
        yearly=yearly_in_force(now, yearly, as_of),
        yearly_before=yearly_in_force(then, yearly, earlier) if then and earlier else {},
        kind=kind,
        lang=lang,
        include_collected=include_collected,
        settings=tuple(sorted((settings or {}).items())),
        check=check,
        tasks=task_lines(store, as_of, ledgers, lang),
        projects=project_lines(store, as_of, ledgers, lang),
        problems=problem_lines(store, as_of, ledgers, lang),
        texts=all_opinions(texts, opinion_lines(store, as_of, ledgers)),
        adjusted=adjustments(now, path, as_of, lang),
        yearly_lines=yearly_lines(now, yearly, as_of, lang),
        regional=_regional(store, where, as_of, include_collected=include_collected),
        money=money_lines(store, as_of, ledgers, lang),
        policies=policy_lines(store, as_of, ledgers, lang),
        steps=step_lines(store, as_of, ledgers, lang),
        self_assessed=self_verdicts(store, as_of, ledgers),
    )


def _regional(store: Store, region: str, as_of: date, *, include_collected: bool) -> tuple[Observation, ...]:
    """Of each series of each region below the figure of its last period."""
    from guihua.plan.regions import children
    from guihua.statistics.holding import snapshot

    below = {r.code for r in children(region)}
    last: dict[tuple[str, ...], Observation] = {}
    for o in snapshot(store, as_of=as_of, include_collected=include_collected) if below else ():
        if o.region in below and o.grade is not Grade.PLAN:
            key = (o.region, o.variable, o.transformation.value, o.unit, o.coverage)
            if key not in last or last[key].period.end <= o.period.end:
                last[key] = o
    return tuple(sorted(last.values(), key=lambda o: (o.region, o.variable, o.id)))


def material(s: Sources, *, charts: bool = True) -> Material:
    """Track, compare, check and draw. Pure: no store, no clock."""
    from guihua.tracking.change import compare
    from guihua.tracking.settings import settings as rules_of
    from guihua.tracking.tracking import track_observations

    def tracked(plan: Plan, rows: tuple[Observation, ...], day: date, yearly: YearlyPlans) -> Tracking:
        rules = rules_of(dict(s.settings))
        return track_observations(
            plan, rows, day, s.region, include_collected=s.include_collected, rules=rules, yearly=yearly
        )

    now = tracked(s.plan, s.rows, s.as_of, s.yearly)
    before = tracked(s.plan_before or s.plan, s.rows_before, s.before, s.yearly_before) if s.before else None
    findings = None
    if s.check:
        from guihua.checking import check as check_plan

        findings = check_plan(s.plan).findings
    return Material(
        plan=s.plan,
        as_of=s.as_of,
        assessments=now.assessments,
        kind=s.kind,
        changes=compare(before, now) if before else (),
        before_day=s.before,
        findings=findings,
        charts=_charts(now, s.lang) if charts else (),
        known=s.rows,
        overview=_overview(now, s.lang) if charts else None,
        tasks=s.tasks,
        projects=s.projects,
        problems=s.problems,
        texts=s.texts,
        adjusted=s.adjusted,
        yearly=s.yearly_lines,
        regional=s.regional,
        money=s.money,
        policies=s.policies,
        steps=s.steps,
        self_assessed=s.self_assessed,
        include_collected=s.include_collected,
        settings=now.settings,
        region=s.region,
        lang=s.lang,
    )


def _charts(now: Tracking, lang: str) -> tuple[tuple[str, Chart], ...]:
    pairs = ((a.statement.id, target_chart(a, lang=lang, width=480, height=170, titled=False)) for a in now)
    return tuple((identity, chart) for identity, chart in pairs if chart is not None)


def _overview(now: Tracking, lang: str) -> Chart:
    main = [a for a in now if a.statement.main] or list(now)
    numbers = Counter(a.status.value for a in main)
    counts = tuple(StatusCount(status, n) for status, n in numbers.items())
    return status_overview(counts, title=translator(lang)("各状态主要指标数"), lang=lang, width=400, titled=False)


def _a_year_before(day: date, plan: Plan) -> date | None:
    """A year earlier, None where the plan was not issued by then."""
    earlier = date(day.year - 1, day.month, min(day.day, 28) if day.month == 2 else day.day)
    return None if plan.issued and earlier < last_day(plan.issued) else earlier

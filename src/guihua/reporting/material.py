"""What a report is made from: the plan as tracked on a day, as it stood before, what checking found, what ledgers hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guihua.checking.finding import Finding
from guihua.plan.plan import Plan
from guihua.plan.status import Status
from guihua.statistics.observation import Observation
from guihua.tracking.assessment import Assessment
from guihua.tracking.change import Change
from guihua.view.charts import Chart


class ReportKind(StrEnum):
    """年度监测分析, 中期评估, 总结评估."""

    ANNUAL = "annual"
    MIDTERM = "midterm"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task of the division of work as of the report's day; words are the ledger's own.

    names  every name under which a body leads it: full, short, and of those that follow it
    """

    id: str
    task: str
    bodies: str
    due: str
    state: str
    note: str = ""
    names: tuple[str, ...] = ()

    def led_by(self, body: str) -> bool:
        """Whether a body leads it, by any of its names or without the name of the region before it (财政厅)."""
        return any(name.endswith(body) for name in self.names)


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One open problem of the problem ledgers."""

    id: str
    problem: str
    body: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A target adjusted while the plan runs: its words before and after, the document, its date, the reason."""

    statement: str
    before: str
    after: str
    document: str
    on: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class YearlyLine:
    """One year's target of a yearly plan that a target's schedule follows: year, value in words, the document."""

    statement: str
    year: str
    value: str
    title: str
    number: str
    on: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a body says of one figure or paragraph in its self-evaluation, and what became of it."""

    body: str
    subject: str
    opinion: str
    adopted: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report says, as typed results.

    changes     every target against an earlier day (before_day); () where there was no earlier report
    tasks, projects, problems   None: no such ledger in this project; (): a ledger without entries
    known       all that was known of the plan's variables on the day
    charts      statement id → chart of its path
    texts       what bodies wrote in their self-evaluations: (body, subject, words)
    adjusted    targets adjusted by the day; yearly: what their schedules follow instead of the straight path
    """

    plan: Plan
    as_of: date
    assessments: tuple[Assessment, ...]
    kind: ReportKind = ReportKind.MIDTERM
    changes: tuple[Change, ...] = ()
    before_day: date | None = None
    findings: tuple[Finding, ...] | None = None
    known: tuple[Observation, ...] = ()
    charts: tuple[tuple[str, Chart], ...] = ()
    overview: Chart | None = None
    tasks: tuple[TaskLine, ...] | None = None
    projects: tuple[TaskLine, ...] | None = None
    problems: tuple[ProblemLine, ...] | None = None
    texts: tuple[Opinion, ...] = ()
    adjusted: tuple[Adjustment, ...] = ()
    yearly: tuple[YearlyLine, ...] = ()
    include_collected: bool = False
    settings: tuple[tuple[str, str], ...] = ()
    region: str = ""
    lang: str = "zh"

    @property
    def judged(self) -> tuple[Assessment, ...]:
        """The targets of which something can be said."""
        return tuple(a for a in self.assessments if a.status is not Status.UNKNOWN)

    @property
    def unknown(self) -> tuple[Assessment, ...]:
        """The targets of which nothing can be said yet."""
        return tuple(a for a in self.assessments if a.status is Status.UNKNOWN)

    @property
    def over(self) -> bool:
        """Whether the plan's period is past on the report's day."""
        return self.plan.period is not None and self.as_of.year > self.plan.period[1]

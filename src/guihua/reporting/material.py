"""What a report is made from: the plan as tracked on a day, as it stood before, what checking found, what ledgers hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guihua.checking.finding import Finding
from guihua.ledgers.self_assessment import SelfVerdict
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
    means  what its state comes to: waiting, running, behind, done, standing, dropped, proposed
    section, sentence, targets   the plan's section and sentence that it carries out, the targets that it serves
    problem, next_step   what its body last reported beside the progress (note)
    late   whether its time limit is past and it is not done
    done   what was done, as a sentence with result, proof and indicator; "" while it is not done
    """

    id: str
    task: str
    bodies: str
    due: str
    state: str
    note: str = ""
    names: tuple[str, ...] = ()
    means: str = ""
    section: str = ""
    sentence: str = ""
    targets: tuple[str, ...] = ()
    problem: str = ""
    next_step: str = ""
    late: bool = False
    done: str = ""

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
    ledger: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One figure that a ledger says of the plan's safeguards: issued, money, used, kept (aspect), with its own words."""

    aspect: str
    ledger: str
    feed: str
    what: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One document that was issued to carry a safeguard out: what, its number, by whom, in force or not."""

    name: str
    document: str
    issuer: str
    state: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the evaluation that was recorded: what was done, on which day, by whom, on which paper."""

    step: str
    on: str
    body: str
    document: str = ""
    note: str = ""


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
    """What somebody says of one figure, task or paragraph, and what became of it.

    about   what it is of by its id: a statement, task.<id>, text.<question>; "" where it is of no one thing
    round   when it was asked for: 自评 self-evaluation, 第三方 third party, 专家 experts, 征求意见 consultation, 公众 public
    """

    body: str
    subject: str
    opinion: str
    adopted: str = ""
    reason: str = ""
    about: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report says, as typed results.

    changes     every target against an earlier day (before_day); () where there was no earlier report
    tasks, projects, problems   None: no such ledger in this project; (): a ledger without entries
    known       all that was known of the plan's variables on the day
    charts      statement id → chart of its path
    texts       what bodies wrote in their self-evaluations: (body, subject, words)
    adjusted    targets adjusted by the day; yearly: what their schedules follow instead of the straight path
    regional    latest standing figures of the regions below; money, policies: what ledgers say of the safeguards
    steps       the steps of this evaluation that were recorded
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
    regional: tuple[Observation, ...] = ()
    money: tuple[MoneyLine, ...] = ()
    policies: tuple[PolicyLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    self_assessed: tuple[SelfVerdict, ...] = ()
    include_collected: bool = False
    settings: tuple[tuple[str, str], ...] = ()
    region: str = ""
    lang: str = "zh"

    @property
    def main(self) -> tuple[Assessment, ...]:
        """The main targets; all where the plan's text marks none as such."""
        return tuple(a for a in self.assessments if a.statement.main) or self.assessments

    @property
    def others(self) -> tuple[Assessment, ...]:
        """The other quantified targets."""
        mine = {a.statement.id for a in self.main}
        return tuple(a for a in self.assessments if a.statement.id not in mine)

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

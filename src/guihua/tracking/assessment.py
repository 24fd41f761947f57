"""What tracking takes and gives: a Case for every method, an Assessment for every target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guihua.plan.statement import Direction, Statement
from guihua.plan.status import ReasonCode, Status
from guihua.statistics.observation import Observation


@dataclass(frozen=True, slots=True)
class Point:
    """One year's value of a series (unit of the case), with the observation it came from ("" for the plan's own)."""

    year: int
    value: float
    observation: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What a method judges. Values share one unit, coverage, accounting and price; limit is a natural bound (100 %)."""

    series: tuple[Point, ...]
    base: Point | None
    target: float | None
    target_year: int
    direction: Direction
    as_of: date
    limit: float | None = None
    period: tuple[int, int] | None = None
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class MethodResult:
    """One method's answer: its own label and number, and the status on the common scale."""

    method: str
    status: Status
    label: str = ""
    progress: float | None = None
    score: float | None = None
    reason: ReasonCode | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A coded remark with figures, worded in view: 口径注, a break, a revision that bears on the verdict."""

    code: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading beside a verdict that cannot be said: published growth, target scaled by a revision …"""

    code: str
    known_since: date | None
    status: Status
    target: str = ""
    actual: str = ""
    unit: str = ""
    observations: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """Where one target stands as known on a date, with all that the verdict rests on."""

    statement: Statement
    as_of: date
    status: Status
    reason: ReasonCode | None = None
    coverage_note: bool = False
    notes: tuple[Note, ...] = ()
    base: Observation | None = None
    latest: Observation | None = None
    observations: tuple[Observation, ...] = ()
    methods: tuple[MethodResult, ...] = ()
    agree: bool = True
    readings: tuple[Reading, ...] = ()
    pace: str = ""
    gap: str = ""
    required: str = ""
    likelihood: str = ""
    likelihood_number: str = ""
    likelihood_n: int = 0
    include_collected: bool = False
    settings: tuple[tuple[str, str], ...] = ()

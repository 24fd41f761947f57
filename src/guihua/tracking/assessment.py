"""What tracking takes and gives: a Case for every method, an Assessment for every target."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from guihua.plan.indicators import MeasureKind
from guihua.plan.periods import Period
from guihua.plan.quantity import number_of
from guihua.plan.statement import Comparator, Direction, Form, Kind, Statement
from guihua.plan.status import ReasonCode, Status
from guihua.statistics.observation import Observation

UNNAMED = Statement(
    id="case", kind=Kind.TARGET, form=Form.LEVEL, comparator=Comparator.REACH, value=(), unit="", indicator="",
    quote="", start=0, end=0, value_start=0, value_end=0,
)  # fmt: skip
"""The statement of a Case that was made from figures alone."""


@dataclass(frozen=True, slots=True)
class Point:
    """One year's value of a series (unit of the case), with the observation it came from ("" for the plan's own).

    A year may carry a fraction: 2017.5 is the state at the middle of 2017.
    """

    year: float
    value: float
    observation: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What a method judges. Values share one unit, coverage, accounting and price; limit is a natural bound (100 %).

    series     the known values; those after the base make the history
    base       where the target starts from; None where there is none
    target     in the unit of the series; None for a target without a number
    period     first and last year of the plan: the year before the first starts the clock, also where the base is later
    tolerance  how far a hedged target (左右) gives way on the tolerant side, in the unit of the series
    form       LEVEL (also shares), GROWTH and CHANGE (index series: base 1, target (1+g)^n or 1+c), CUMULATIVE (sums)
    plan_path  the yearly plan: (year, value) in the unit of the series
    far        the other end of a range, which may not be passed; None where that side is open
    kind       whether what was reached within the period stands at its end (stock, event) or not (flow, rate)
    """

    series: tuple[Point, ...]
    base: Point | None
    target: float | None
    target_year: int
    direction: Direction
    as_of: date
    limit: float | None = None
    period: tuple[int, int] | None = None
    tolerance: float = 0.0
    form: Form = Form.LEVEL
    plan_path: tuple[tuple[int, float], ...] = ()
    statement: Statement = UNNAMED
    far: float | None = None
    kind: MeasureKind = MeasureKind.STOCK

    @property
    def over(self) -> bool:
        """Whether the target year is past."""
        return self.as_of > date(self.target_year, 12, 31)


@dataclass(frozen=True, slots=True)
class MethodResult:
    """One method's answer: its own label and number, and the status on the common scale.

    why is the method's own reason (guihua.tracking.methods.progress.REASONS) where it has no number.
    """

    method: str
    status: Status
    label: str = ""
    progress: float | None = None
    score: float | None = None
    reason: ReasonCode | None = None
    why: str = ""


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
class Foreseen:
    """One later year of a forecast in the unit of the target: the middle, and the ends of the 50 % and 80 % intervals."""

    year: int
    middle: str
    inner: tuple[str, str]
    outer: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Where one target stands as known on a date, with all that the verdict rests on.

    target_value, base_value, latest_value   magnitudes in `unit`, the target's own; latest_period as published
    pace      the value that the schedule asks for now; gap what is missing against it; required what is left a year
    fan       the forecast from the year after the latest to the target year, where a likelihood is given
    nearest   figures that were looked at but are of another coverage: shown, never judged
    judged    the point of the case whose value the verdict speaks of; None where there is none
    """

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
    unit: str = ""
    target_value: str = ""
    base_value: str = ""
    latest_value: str = ""
    latest_period: str = ""
    nearest: tuple[Observation, ...] = ()
    primary: str = ""
    case: Case | None = None
    fan: tuple[Foreseen, ...] = ()
    judged: Point | None = None

    def __repr__(self) -> str:
        why = f" ({self.reason.value})" if self.reason is not None else ""
        latest = f", latest {self.latest_value}{self.unit} in {self.latest_period}" if self.latest_value else ""
        return f"<Assessment {self.statement.indicator} {self.target_value}{self.unit} as of {self.as_of}: {self.status.value}{why}{latest}>"

    @property
    def target_number(self) -> Decimal | None:
        """The target in `unit`; None where it has no single number."""
        return number_of(self.target_value)

    @property
    def base_number(self) -> Decimal | None:
        """Where it starts from, in `unit`."""
        return number_of(self.base_value)

    @property
    def latest_number(self) -> Decimal | None:
        """The latest value in `unit`."""
        return number_of(self.latest_value)

    @property
    def latest_in(self) -> Period | None:
        """The period that the latest value is of; None where there is none."""
        return self.latest.period if self.latest is not None else None

    @property
    def spread(self) -> tuple[tuple[Status, int], ...]:
        """How many methods say what, the most first; the headline's own status counts like the others."""
        said = Counter(m.status for m in self.methods if m.status is not Status.UNKNOWN)
        return tuple(sorted(said.items(), key=lambda item: (-item[1], item[0].value)))

    @property
    def form(self) -> Form:
        """What was judged: GROWTH or CHANGE where the values are per cent, also of a level that published growth judges."""
        judged = self.case.form if self.case is not None else Form.LEVEL
        return judged if judged in (Form.GROWTH, Form.CHANGE) else self.statement.form

    def note(self, code: str) -> Note | None:
        """The remark with this code, None where it was not made."""
        return next((note for note in self.notes if note.code == code), None)

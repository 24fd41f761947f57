"""Evidence as a record: base, series and target on one scale, or the reason why they are not judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guihua.plan.statement import Direction, Form
from guihua.plan.status import ReasonCode
from guihua.statistics.observation import UNSTATED, Grade, Observation
from guihua.tracking.assessment import Note, Point
from guihua.tracking.figures import Figure, Known
from guihua.tracking.growth import Growth
from guihua.tracking.settings import Settings
from guihua.tracking.target import Target


@dataclass(frozen=True, slots=True)
class Evidence:
    """Base, series and target on one scale.

    form     LEVEL, GROWTH, CHANGE or CUMULATIVE: which scale `points`, `base_point` and `target` are on
    base, series   the figures behind the points (none for growth, whose observations are in `used`)
    reason   why the target may not be judged, None where it may
    nearest  figures to show where it may not
    coverage, how   of the figures, and how it stands to the target's (guihua.tracking.figures.relation)
    target, far, direction   the near end of what is asked for, the far end of a range, which way is good
    bounds   what the value judged might be instead, as (factor, summand) of it: of another coverage, of the whole year
    drift    the same for a break whose size is known
    latest   the newest figure of the line, whatever may be made of it
    nominal  the latest level where published growth judges a level in its place: shown, decides nothing
    history  (year, value) of the same coverage, the years before the base too: what a forecast may use
    from_earlier   the base is not the target's own: another year of the series stands in for the pace
    moved    remarks on other vintages of the base and of the year judged
    """

    form: Form = Form.LEVEL
    coverage: str = UNSTATED
    how: str = "same"
    direction: Direction = Direction.UNKNOWN
    far: Fraction | None = None
    target: Fraction | None = None
    tolerance: Fraction = Fraction(0)
    base: Figure | None = None
    series: tuple[Figure, ...] = ()
    base_point: Point | None = None
    points: tuple[Point, ...] = ()
    used: tuple[Observation, ...] = ()
    notes: tuple[Note, ...] = ()
    reason: ReasonCode | None = None
    nearest: tuple[Observation, ...] = ()
    history: tuple[tuple[int, float], ...] = ()
    growth: Growth | None = None
    moved: tuple[Note, ...] = ()
    nominal: Figure | None = None
    bounds: tuple[tuple[float, float], ...] = ()
    drift: tuple[tuple[float, float], ...] = ()
    latest: Figure | None = None
    from_earlier: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The day, the place and the settings that evidence is put together by; issued: the plan's own day."""

    as_of: date
    region: str
    rules: Settings
    issued: date | None


def rows_of(target: Target, known: Known) -> tuple[Observation, ...]:
    """The observations under the first of the target's names that statistics know."""
    return next((rows for name in target.variables if (rows := known.of_variable(name))), ())


def latest_part(rows: Iterable[Observation], target: Target) -> tuple[Observation, ...]:
    """The latest figure after the base that cannot be used (a part of a year, a gap before it)."""
    later = [r for r in rows if r.period.last_year > target.start and r.grade is not Grade.PLAN]
    return (max(later, key=lambda r: (r.period.end, r.id)),) if later else ()

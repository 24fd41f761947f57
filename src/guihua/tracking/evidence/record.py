"""Evidence as a record: base, series and target on one scale, or the reason why they are not judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guihua.plan.statement import Form
from guihua.plan.status import ReasonCode
from guihua.statistics.observation import Grade, Observation
from guihua.tracking.assessment import Note, Point
from guihua.tracking.figures import Figure, Known
from guihua.tracking.growth import Growth
from guihua.tracking.target import Target


@dataclass(frozen=True, slots=True)
class Evidence:
    """Base, series and target on one scale.

    form     LEVEL, GROWTH, CHANGE or CUMULATIVE: which scale `points`, `base_point` and `target` are on
    base, series   the figures behind the points (none for growth, whose observations are in `used`)
    reason   why the target may not be judged, None where it may
    nearest  figures to show where it may not
    nominal  the latest level where published growth judges a level in its place: shown, decides nothing
    history  (year, value) of the same coverage, the years before the base too: what a forecast may use
    moved    remarks on other vintages of the base and of the year judged
    least    the least share that the observed coverage has of the target's; parted: a break that may move it
    """

    form: Form = Form.LEVEL
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
    least: Fraction | None = None
    parted: bool = False
    history: tuple[tuple[int, float], ...] = ()
    growth: Growth | None = None
    moved: tuple[Note, ...] = ()
    nominal: Figure | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The day, the place and the widths that levels are put together by."""

    as_of: date
    region: str
    revision: Fraction
    issued: date | None


def rows_of(target: Target, known: Known) -> tuple[Observation, ...]:
    """The observations under the first of the target's names that statistics know."""
    return next((rows for name in target.variables if (rows := known.of_variable(name))), ())


def latest_part(rows: Iterable[Observation], target: Target) -> tuple[Observation, ...]:
    """The latest figure after the base that cannot be used (a part of a year, a gap before it)."""
    later = [r for r in rows if r.period.last_year > target.start and r.grade is not Grade.PLAN]
    return (max(later, key=lambda r: (r.period.end, r.id)),) if later else ()

"""One published figure, with everything that a verdict needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from guihua.plan.periods import Period
from guihua.plan.statement import Price


class Span(StrEnum):
    """What of the period is counted: all of it by itself, or the year to its end."""

    SINGLE = "single"
    YTD = "ytd"


class Transformation(StrEnum):
    """What was done to the level before it was published."""

    LEVEL = "level"
    YOY = "yoy"
    SHARE = "share"
    INDEX = "index"
    CHANGE = "change"
    MEAN_GROWTH = "mean_growth"

    @property
    def is_rate(self) -> bool:
        """A rate of change, not a quantity."""
        return self in (Transformation.YOY, Transformation.CHANGE, Transformation.MEAN_GROWTH)


class Grade(StrEnum):
    """How close to the issuing office the source stands."""

    OFFICIAL = "official"
    PRESS = "press"
    SECONDARY = "secondary"
    PLAN = "plan"


class DateTrust(StrEnum):
    """How far `published` can be trusted: the day, a partial date (its last day), when collected, none."""

    EXACT = "exact"
    PARTIAL = "partial"
    COLLECTED = "collected"
    NONE = "none"


UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Observation:
    """One published figure (统计数). What the source does not state is UNSTATED, never a default.

    variable   the concept expression (guihua.plan.concepts): "value_added[industry]"
    indicator  the name as published
    value      magnitude string in unit ("7939", "亿元")
    coverage   统计范围: 规模以上, 全部, 6000千瓦及以上电厂 …
    accounting 核算版本: 快报, 初步核算, 最终核实, 普查修订, 统一核算
    system     统计 | 监测 | 考核
    published  last day of the printed date; None where there is none
    """

    id: str
    region: str
    variable: str
    indicator: str
    period: Period
    span: Span
    value: str
    unit: str
    transformation: Transformation
    price: Price = Price.UNSTATED
    coverage: str = UNSTATED
    accounting: str = UNSTATED
    system: str = "统计"
    obs_status: str = ""
    publisher: str = UNSTATED
    published: date | None = None
    date_trust: DateTrust = DateTrust.NONE
    vintage_note: str = UNSTATED
    source: str = ""
    grade: Grade = Grade.SECONDARY
    publish_level: str = "public"
    base_period: Period | None = None
    withdrawn: str = ""
    note: str = ""

    def __repr__(self) -> str:
        when = self.published or "undated"
        return f"<Observation {self.region} {self.period} {self.indicator} {self.value}{self.unit}, {self.publisher}, {when}>"

    @property
    def number(self) -> Decimal:
        """The magnitude in `unit`."""
        return Decimal(self.value)

    @property
    def spans(self) -> frozenset[Span]:
        """What the figure answers as: a period that begins in January and ends in the same year is both (Q1, H1, 2015)."""
        both = self.period.first_month == 1 and self.period.first_year == self.period.last_year
        return frozenset(Span) if both else frozenset((self.span,))

    @property
    def available(self) -> date:
        """The day from which it counts as known: its date's last day; without a date its period's end."""
        return self.published or self.period.end

    @property
    def collected(self) -> bool:
        """Has no usable publication date: it answers only where rows by collected date are asked for."""
        return self.date_trust in (DateTrust.COLLECTED, DateTrust.NONE)

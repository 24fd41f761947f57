"""The calendar of publications: which office publishes a figure, in which document, and when the next one is due."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from guihua.plan.data import load


@dataclass(frozen=True, slots=True)
class Publication:
    """Where figures of a kind come out: months and day after the end of the year reported; who in the house may hold them."""

    pattern: re.Pattern[str]
    publisher: str
    document: str
    months: int
    day: int
    house: str
    source: str

    def due(self, year: int) -> date:
        """The day on which a year's figure is usually out."""
        after = year + 1 + (self.months - 1) // 12
        month = (self.months - 1) % 12 + 1
        return date(after, month, min(self.day, monthrange(after, month)[1]))


def publication_of(indicator: str) -> Publication:
    """The entry for an indicator; the last one takes every name."""
    return next(p for p in _calendar() if p.pattern.search(indicator))


@cache
def _calendar() -> tuple[Publication, ...]:
    raw = load("publications.yaml", "guihua.tracking.data")["publications"]
    return tuple(
        Publication(
            re.compile(e["match"]),
            e["publisher"],
            e["document"],
            e["after"]["months"],
            e["after"]["day"],
            e["house"],
            e["source"],
        )
        for e in raw
    )

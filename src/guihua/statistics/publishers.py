"""Who publishes official figures: a list by level and field. A name alone makes none: a person confirms the source once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.plan.data import load
from guihua.statistics.importing.table import DATA


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher of the list: level (national, region, city, county, any), field, and the grade that its figures can have."""

    name: str
    level: str
    field: str
    grade: str


def find(name: str) -> Publisher | None:
    """The entry that a publisher's name meets; joint publishers (国家统计局、科技部) by the first that is listed."""
    for part in re.split("[、,，;；]", name.strip()):
        for pattern, entry in _entries():
            if part and pattern.fullmatch(part.strip()):
                return Publisher(part.strip(), entry.level, entry.field, entry.grade)
    return None


@cache
def _entries() -> tuple[tuple[re.Pattern[str], Publisher], ...]:
    raw = load("publishers.yaml", DATA)["publishers"]
    return tuple((re.compile(e["name"]), Publisher("", e["level"], e["field"], e["grade"])) for e in raw)

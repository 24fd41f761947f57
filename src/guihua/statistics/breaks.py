"""Known changes of coverage, accounting and classification (``breaks.yaml``): what lies between two figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from guihua.plan.data import load
from guihua.plan.periods import last_day


@dataclass(frozen=True, slots=True)
class Source:
    """Where a break is attested: a name, the address at which it was read ("" for print), and what it is.

    kind  office, press, reprint (of an office's or the press's text, or an explanation of it) or print
    """

    name: str
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Break:
    """One change (口径变更).

    kind         coverage, accounting, classification, indicator, recognition, correction
    first_year   the first year measured in the new way
    known        the day it was announced (last day of a partial date)
    what, effect (zh, en)
    document     title, number, date as printed
    checked      of the number: printed (seen in a named source), recorded (entered earlier, not seen again), "" for none
    revised      earlier years were recalculated and published again
    ratio        the least and most that a figure in the old way is of one in the new; None where that is not known
    """

    code: str
    kind: str
    first_year: int
    known: date
    measures: tuple[str, ...]
    subjects: tuple[str, ...]
    populations: tuple[str, ...]
    regions: tuple[str, ...]
    revised: bool
    what: tuple[str, str]
    effect: tuple[str, str]
    document: tuple[str, str, str]
    checked: str
    sources: tuple[Source, ...]
    ratio: tuple[float, float] | None = None

    def concerns(self, variable: str, region: str = "", coverage: str = "") -> bool:
        """Whether figures of a variable (its parts included) are affected."""
        if self.regions and region and region not in self.regions:
            return False
        if self.populations and not coverage.startswith(self.populations):
            return False
        atoms = re.findall(r"([A-Za-z_]+)(?:\[([^\]]*)\])?", variable)
        return any(
            measure in self.measures and (not subject or not self.subjects or subject in self.subjects)
            for measure, subject in atoms
            if measure != "share"
        )


def breaks() -> tuple[Break, ...]:
    """All known breaks, oldest first."""
    return _breaks()


def between(
    variable: str, first_year: int, last_year: int, *, region: str = "", coverage: str = "", as_of: date | None = None
) -> tuple[Break, ...]:
    """The breaks that part a figure of ``first_year`` from one of ``last_year``, as far as announced by ``as_of``."""
    low, high = sorted((first_year, last_year))
    return tuple(
        b
        for b in breaks()
        if low < b.first_year <= high
        and (as_of is None or b.known <= as_of)
        and b.concerns(variable, region=region, coverage=coverage)
    )


def announced_between(
    variable: str, first: date, last: date, *, region: str = "", coverage: str = ""
) -> tuple[Break, ...]:
    """The breaks announced after ``first`` and by ``last`` that made earlier figures be published again: two vintages of
    one figure differ because of them."""
    return tuple(
        b
        for b in breaks()
        if b.revised and first < b.known <= last and b.concerns(variable, region=region, coverage=coverage)
    )


@cache
def _breaks() -> tuple[Break, ...]:
    found = [_break(row) for row in load("breaks.yaml", "guihua.statistics.data")["breaks"]]
    return tuple(sorted(found, key=lambda b: (b.first_year, b.code)))


def _break(row: dict[str, Any]) -> Break:
    def texts(name: str) -> tuple[str, ...]:
        return tuple(str(v) for v in row.get(name, ()))

    document = row["document"]
    return Break(
        code=row["code"],
        kind=row["kind"],
        first_year=int(row["from"]),
        known=last_day(str(row["known"])),
        measures=texts("measures"),
        subjects=texts("subjects"),
        populations=texts("populations"),
        regions=texts("regions"),
        revised=row["history"] == "revised",
        what=(row["what"]["zh"], row["what"]["en"]),
        effect=(row["effect"]["zh"], row["effect"]["en"]),
        document=(document["title"], document["number"], str(document["date"])),
        checked=str(document.get("checked", "")),
        ratio=(float(row["ratio"][0]), float(row["ratio"][1])) if "ratio" in row else None,
        sources=tuple(Source(s["name"], s["url"], s["is"]) for s in row["sources"]),
    )

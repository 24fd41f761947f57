"""Implied intervals as records: what `implied` gives, what a bundle of that kind holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from guihua.checking.certificates import Lemma
from guihua.checking.quantities import PRICE
from guihua.checking.result import lemma_from, lemma_record
from guihua.checking.roots import root_above, root_below
from guihua.checking.settings import Settings
from guihua.errors import GuihuaError
from guihua.plan.planfile import from_record, to_record
from guihua.plan.statement import Statement
from guihua.proof.bundle import Bundle, write

KIND = "implied"
VERSION = "2"


@dataclass(frozen=True, slots=True)
class Implied:
    """The interval of one quantity in one year, in the base unit of its dimension.

    low, high    the ends with their certificates; None where the statements leave that side open
    unit, factor for display: a unit that the plan uses for it, and how many base units it is
    stated       the plan itself gives a level or share for that year
    """

    variable: str
    indicator: str
    year: str
    low: Lemma | None
    high: Lemma | None
    unit: str = ""
    factor: Fraction = Fraction(1)
    stated: bool = False

    def active(self, end: Lemma | None) -> tuple[str, ...]:
        """The statements (and identities) that hold an end where it is."""
        if end is None:
            return ()
        names = (name.rsplit("#", 1)[0] for name, _ in end.multipliers if not name.startswith("positive:"))
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class ImpliedResult:
    """All intervals of a plan. withdrawn: statements left out because they contradict others (a smallest correction)."""

    title: str
    text_sha256: str
    settings: Settings
    intervals: tuple[Implied, ...]
    statements: tuple[Statement, ...]
    identities: tuple[str, ...]
    withdrawn: tuple[str, ...] = ()
    region: str = ""
    clashing: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """The bundle: every bound can be re-checked from it offline."""
        payload: dict[str, Any] = {
            "clashing": list(self.clashing),
            "identities": list(self.identities),
            "intervals": [_record(i) for i in self.intervals],
            "region": self.region,
            "settings": self.settings.to_record(),
            "statements": [to_record(s) for s in self.statements],
            "text_sha256": self.text_sha256,
            "title": self.title,
            "version": VERSION,
            "withdrawn": list(self.withdrawn),
        }
        return write(Bundle(KIND, payload, version=VERSION))


def yearly_change(interval: Implied, *, low: bool) -> Fraction | None:
    """An end of an implied price index as a change a year (a share of one), rounded outward; None for other quantities."""
    end = interval.low if low else interval.high
    first, dash, last = interval.year.partition("-")
    if end is None or not dash or not interval.variable.startswith(PRICE):
        return None
    root = root_below if low else root_above
    return root(end.limit, int(last) - int(first)) - 1


def from_payload(payload: Mapping[str, Any]) -> ImpliedResult:
    """The result of a bundle's payload; GuihuaError CHECK-BUNDLE for another version."""
    if payload["version"] != VERSION:
        raise GuihuaError(
            "CHECK-BUNDLE",
            f"区间结果的版本不同 intervals of version {payload['version']!r}",
            f"本程序读的版本 this guihua reads {VERSION}",
        )
    return ImpliedResult(
        payload["title"],
        payload["text_sha256"],
        Settings.from_record(payload["settings"]),
        tuple(_interval(i) for i in payload["intervals"]),
        tuple(from_record(dict(s)) for s in payload["statements"]),
        tuple(payload["identities"]),
        tuple(payload["withdrawn"]),
        payload["region"],
        tuple(payload["clashing"]),
    )


def _record(i: Implied) -> dict[str, Any]:
    return {
        "factor": str(i.factor),
        "high": None if i.high is None else lemma_record(i.high),
        "indicator": i.indicator,
        "low": None if i.low is None else lemma_record(i.low),
        "stated": i.stated,
        "unit": i.unit,
        "variable": i.variable,
        "year": i.year,
    }


def _interval(record: Mapping[str, Any]) -> Implied:
    low, high = record["low"], record["high"]
    return Implied(
        record["variable"],
        record["indicator"],
        record["year"],
        None if low is None else lemma_from(low),
        None if high is None else lemma_from(high),
        record["unit"],
        Fraction(record["factor"]),
        bool(record["stated"]),
    )

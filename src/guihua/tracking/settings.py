"""The written rules of tracking as records: settings, coverages, stand-ins, facts about statistics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from guihua.errors import GuihuaError
from guihua.plan.data import load
from guihua.plan.periods import last_day
from guihua.plan.status import ReasonCode

PACKAGE = "guihua.tracking.data"


@dataclass(frozen=True, slots=True)
class Settings:
    """Widths and lags that verdicts depend on; the defaults and their reasons are `tracking/data/settings.yaml`.

    reasons  (indicator, reason): what a project knows of targets without data (待部门提供, 不对外公布 …)
    """

    revision: Fraction
    break_factor: Fraction
    lag_months: int
    reasons: tuple[tuple[str, ReasonCode], ...] = ()

    def written(self) -> tuple[tuple[str, str], ...]:
        """Name and value of every setting as text, for the record of a result."""
        widths = tuple((f"track.{name}", str(_decimal(getattr(self, name)))) for name in _WIDTHS)
        return (*widths, *((f"{REASON}{indicator}", reason.value) for indicator, reason in self.reasons))


REASON = "track.reason."
"""Beginning of the settings that name a reason for an indicator."""
_WIDTHS = ("revision", "break_factor", "lag_months")


@dataclass(frozen=True, slots=True)
class Part:
    """`part` of `whole` is at least `least` of it, for variables that contain one of `variables`."""

    part: str
    whole: str
    least: Fraction
    variables: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """What stands in for a variable: how is complement (an identity), part or whole (at least `least` of the other), wider or
    narrower (shown, not judged)."""

    target: str
    source: str
    how: str
    note: str
    least: Fraction | None = None


@dataclass(frozen=True, slots=True)
class StatisticalFact:
    """Why a variable cannot be judged, since when, by which document; nearest is a figure to show."""

    variable: str
    region: str
    reason: ReasonCode
    since: date
    known: date
    document: str
    english: str
    source: str
    nearest: tuple[tuple[str, str], ...] = ()


def settings(given: Mapping[str, str] | None = None) -> Settings:
    """The defaults, with what a project sets under "track." in their place (decimal text, or a reason's code or word).

    Raises GuihuaError TRACK-SETTING for a name or a value that is none.
    """
    values = {name: entry["value"] for name, entry in load("settings.yaml", PACKAGE).items()}
    reasons = []
    for key, value in (given or {}).items():
        if key.startswith(REASON):
            reasons.append((key.removeprefix(REASON), _reason(key, value)))
        elif key.startswith("track."):
            if key.removeprefix("track.") not in values:
                raise GuihuaError(
                    "TRACK-SETTING",
                    f"没有这项设置 no setting is called {key!r}",
                    f"可用 known: track.{', track.'.join(values)}",
                )
            values[key.removeprefix("track.")] = value
    try:
        widths = {name: Fraction(values[name]) for name in _WIDTHS}
    except (ValueError, ZeroDivisionError):
        raise GuihuaError(
            "TRACK-SETTING",
            "测算设置不是小数 a setting of tracking is no decimal number",
            "写成 0.05 这样 write digits, a point, digits",
        ) from None
    if widths["break_factor"] < 1 or min(widths.values()) < 0:
        raise GuihuaError(
            "TRACK-SETTING",
            "测算设置超出范围 a setting of tracking is out of range",
            "break_factor 不小于 1，其余不小于 0 break_factor at least 1, others at least 0",
        )
    return Settings(widths["revision"], widths["break_factor"], int(widths["lag_months"]), tuple(sorted(reasons)))


def _reason(key: str, value: str) -> ReasonCode:
    for reason in ReasonCode:
        if value in (reason.value, reason.zh):
            return reason
    known = "、".join(reason.zh for reason in ReasonCode)
    raise GuihuaError("TRACK-SETTING", f"{key}：没有这个原因 {value!r} is no coded reason", f"可用 known: {known}")


@cache
def parts() -> tuple[Part, ...]:
    """Known parts of wholes."""
    return tuple(
        Part(entry["part"], entry["whole"], Fraction(entry["least"]), tuple(entry["variables"]), entry["source"])
        for entry in load("coverage.yaml", PACKAGE)["parts"]
    )


@cache
def wholes() -> frozenset[str]:
    """Words for the whole of a quantity."""
    return frozenset(load("coverage.yaml", PACKAGE)["wholes"])


@cache
def unstated_coverage() -> Mapping[str, str]:
    """Variable → the coverage that a plan means which names none."""
    return {entry["variable"]: entry["coverage"] for entry in load("coverage.yaml", PACKAGE)["unstated"]}


def accounting_family(accounting: str) -> str:
    """The accounting that a stage belongs to: 快报, 初步核算 and 最终核实 are stages of one."""
    families = load("coverage.yaml", PACKAGE)["accounting"]
    return next((name for name, stages in families.items() if accounting in stages), accounting)


def routine_accounting() -> str:
    """The accounting of figures that name none: the yearly routine."""
    return str(next(iter(load("coverage.yaml", PACKAGE)["accounting"])))


@cache
def stand_ins() -> Mapping[str, tuple[Nearest, ...]]:
    """Target variable → what can stand in for it."""
    found: dict[str, tuple[Nearest, ...]] = {}
    for entry in load("nearest.yaml", PACKAGE):
        least = Fraction(entry["least"]) if "least" in entry else None
        row = Nearest(entry["for"], entry["from"], entry["how"], entry["note"], least)
        found[row.target] = (*found.get(row.target, ()), row)
    return found


@cache
def statistical_facts() -> tuple[StatisticalFact, ...]:
    """Everything on record about discontinued or abolished statistics."""
    return tuple(_fact(entry) for entry in load("facts.yaml", PACKAGE))


def _fact(entry: Mapping[str, Any]) -> StatisticalFact:
    return StatisticalFact(
        variable=entry["variable"],
        region=entry.get("region", ""),
        reason=ReasonCode(entry["reason"]),
        since=last_day(str(entry["from"])),
        known=last_day(str(entry["known"])),
        document=entry["document"],
        english=entry["en"],
        source=entry["source"],
        nearest=tuple((key, str(value)) for key, value in entry.get("nearest", {}).items()),
    )


def _decimal(value: Fraction | int) -> Decimal | int:
    return value if isinstance(value, int) else Decimal(value.numerator) / Decimal(value.denominator)

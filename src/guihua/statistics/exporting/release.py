"""What is given out: observations, targets and statuses, already stripped of what is not public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from guihua.statistics.observation import Observation


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target of the plan. value: magnitudes as written, two for a range; direction: up, down or unknown."""

    id: str
    region: str
    indicator: str
    variable: str
    form: str
    comparator: str
    value: str
    unit: str
    year: str
    base_year: str
    direction: str
    nature: str


@dataclass(frozen=True, slots=True)
class StatusRow:
    """Where a target stood as known on a day: codes of the one scale, the figures that it rests on (ids)."""

    target: str
    as_of: str
    status: str
    reason: str
    coverage_note: str
    latest: str
    unit: str
    period: str
    observations: str


@dataclass(frozen=True, slots=True)
class Release:
    """All that one export holds. title, document: of the plan."""

    as_of: date
    observations: tuple[Observation, ...]
    targets: tuple[TargetRow, ...] = ()
    statuses: tuple[StatusRow, ...] = ()
    title: str = ""
    document: str = ""
    region: str = ""

    @property
    def standing(self) -> tuple[Observation, ...]:
        """The observations, one for each key of an SDMX message: of two recorded alike the later."""
        return tuple({sdmx_key(o): o for o in self.observations}.values())


def sdmx_key(o: Observation) -> tuple[str, ...]:
    """What identifies an observation among vintages and sources."""
    return (
        o.region, o.variable, o.unit, o.price, o.transformation, str(o.base_period or ""), o.coverage, o.accounting, o.system,
        o.span, str(o.published or ""), o.source, str(o.period),
    )  # fmt: skip


def columns(rows: Sequence[TargetRow] | Sequence[StatusRow], kind: type) -> tuple[str, ...]:
    """The names of a row's slots, also where there are no rows."""
    return tuple(f.name for f in fields(kind))

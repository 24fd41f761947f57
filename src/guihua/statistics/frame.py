"""Observations as columns: the one shape in which importers hand figures over and queries give them back.

A frame is an Arrow table with the text columns of ``COLUMNS`` and ``available`` (days since 1970-01-01: the last day of
the printed date; for a figure without a date the end of its period, before which it cannot have been known).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.plan.periods import Period
from guihua.plan.statement import Price
from guihua.statistics.observation import DateTrust, Grade, Observation, Span, Transformation

if TYPE_CHECKING:
    import pyarrow as pa

SERIES = (
    "region",
    "variable",
    "unit",
    "price",
    "transformation",
    "base_period",
    "coverage",
    "accounting",
    "system",
)
"""What makes a series: figures are vintages of one another only where all of these agree."""
PERIOD = ("label", "span")
SOURCE = ("source", "publisher", "grade", "publish_level")
WORDING = ("indicator", "note")
STATUS = ("obs_status", "vintage_note", "date_trust")
COLUMNS = (*SERIES, *PERIOD, *SOURCE, *WORDING, *STATUS, "value")

EPOCH = date(1970, 1, 1)


def frame(observations: Iterable[Observation]) -> pa.Table:
    """Records to columns; ids are left out, they follow from the content."""
    import pyarrow as pa

    rows = list(observations)
    columns: dict[str, object] = {name: pa.array([text(o, name) for o in rows], pa.string()) for name in COLUMNS}
    columns["available"] = pa.array([available(o) for o in rows], pa.int64())
    return pa.table(columns)


def text(observation: Observation, column: str) -> str:
    """One text column of an observation."""
    if column == "label":
        return str(observation.period)
    if column == "base_period":
        return str(observation.base_period) if observation.base_period else ""
    return str(getattr(observation, column))


def available(observation: Observation) -> int:
    """The day from which a figure counts as known, as days since 1970-01-01."""
    return days(observation.available)


def days(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def identity(values: Iterable[str]) -> str:
    """The id of an observation: ``o-`` and 16 hex digits of SHA-256 over all but its wording."""
    return "o-" + hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:16]


def identity_of(observation: Observation) -> str:
    """The id that an observation's content gives; one that states another is not what it says."""
    return identity([*(text(observation, name) for name in IDENTITY), str(available(observation))])


def check_identity(observation: Observation) -> Observation:
    """The observation, where its id is that of its content. GuihuaError PROOF-ID else."""
    if observation.id != identity_of(observation):
        raise GuihuaError(
            "PROOF-ID",
            f"统计数与其编号不符 an observation is not what its id says: {observation.id:.40}",
            "向出具方重新取一份 take the file from its source again",
        )
    return observation


IDENTITY = (*SERIES, *PERIOD, *SOURCE, *STATUS, "value")


def record(row: dict[str, str], day: int, withdrawn: str = "") -> Observation:
    """A row of a frame as a record."""
    trust = DateTrust(row["date_trust"])
    return Observation(
        id=identity([*(row[name] for name in IDENTITY), str(day)]),
        region=row["region"],
        variable=row["variable"],
        indicator=row["indicator"],
        period=_period(row["label"]),
        span=Span(row["span"]),
        value=row["value"],
        unit=row["unit"],
        transformation=Transformation(row["transformation"]),
        price=Price(row["price"]),
        coverage=row["coverage"],
        accounting=row["accounting"],
        system=row["system"],
        obs_status=row["obs_status"],
        publisher=row["publisher"],
        published=None if trust is DateTrust.NONE else EPOCH + timedelta(days=day),
        date_trust=trust,
        vintage_note=row["vintage_note"],
        source=row["source"],
        grade=Grade(row["grade"]),
        publish_level=row["publish_level"],
        base_period=_period(row["base_period"]) if row["base_period"] else None,
        withdrawn=withdrawn,
        note=row["note"],
    )


@lru_cache(maxsize=10_000)
def _period(label: str) -> Period:
    return Period.parse(label)

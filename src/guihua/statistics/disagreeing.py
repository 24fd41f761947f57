"""Sources that disagree: figures of one series and period from different sources whose values are more than a rounding apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guihua.plan.units import find_unit
from guihua.statistics.holding import query
from guihua.storage import Store

_KEY = (
    "region", "variable", "price", "transformation", "base_period", "coverage", "accounting", "system", "label", "span",
)  # fmt: skip
_SAID = ("indicator", "value", "unit", "source", "publisher", "grade", "vintage_note", "available")
MOST = 40
"""Up to so many variables are asked of the store one by one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says last: the printed value and unit, who and where, of which grade, from which day."""

    value: str
    unit: str
    source: str
    publisher: str
    grade: str
    since: date


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One figure told otherwise by several sources, the best and latest first."""

    region: str
    indicator: str
    period: str
    span: str
    transformation: str
    coverage: str
    said: tuple[Said, ...]


def disagreements(
    store: Store, *, as_of: date, variables: Iterable[str] | None = None, source: str = ""
) -> tuple[Disagreement, ...]:
    """Every figure of the store, known on a day, on which sources disagree, by region, indicator and period.

    variables  only these; source: only those in which this source takes part
    """
    asked = None if variables is None else sorted(set(variables))
    parts: tuple[str | None, ...] = (None,) if asked is None or len(asked) > MOST else tuple(asked)
    groups: dict[tuple[str, ...], dict[str, Said]] = {}
    names: dict[tuple[str, ...], str] = {}
    for part in parts:
        table = query(store, variable=part, as_of=as_of, include_collected=True).to_arrow()
        for row in table.select([*_KEY, *_SAID]).to_pylist():
            if asked is not None and row["variable"] not in asked:
                continue
            key = tuple(str(row[name] or "") for name in _KEY)
            said = Said(row["value"], row["unit"], row["source"], row["publisher"], row["grade"], row["available"])
            mine = groups.setdefault(key, {})
            before = mine.get(said.source)
            if before is None or before.since <= said.since:
                mine[said.source] = said
            names.setdefault(key, row["indicator"])
    found = (
        _disagreement(dict(zip(_KEY, key, strict=True)), names[key], tuple(mine.values()))
        for key, mine in groups.items()
        if len(mine) > 1 and (not source or source in mine)
    )
    return tuple(sorted((d for d in found if d), key=lambda d: (d.region, d.indicator, d.period, d.span)))


def _disagreement(key: dict[str, str], indicator: str, said: tuple[Said, ...]) -> Disagreement | None:
    if all(_alike(said[0], other) for other in said[1:]):
        return None
    order = {"official": 0, "press": 1, "secondary": 2, "plan": 3}
    ranked = sorted(said, key=lambda s: (order.get(s.grade, 9), -s.since.toordinal(), s.source))
    return Disagreement(
        key["region"], indicator, key["label"], key["span"], key["transformation"], key["coverage"], tuple(ranked)
    )


def _alike(a: Said, b: Said) -> bool:
    """Whether two printed values can be roundings of one: no further apart than half a step of the coarser."""
    one, other = find_unit(a.unit), find_unit(b.unit)
    if one is None or other is None or one.dimension != other.dimension:
        return a.unit == b.unit and a.value == b.value
    x, y = Fraction(a.value) * one.factor, Fraction(b.value) * other.factor
    return abs(x - y) <= max(_step(a.value) * one.factor, _step(b.value) * other.factor) / 2


def _step(value: str) -> Fraction:
    """The last printed place."""
    return Fraction(1, 10 ** len(value.partition(".")[2]))

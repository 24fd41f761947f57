"""The series that a store holds, each once with the names under which it is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from guihua.statistics.holding import query

if TYPE_CHECKING:
    from guihua.storage import Store


@dataclass(frozen=True, slots=True)
class Series:
    """One series: variable, region, the names it is published under, unit, kind of figure, coverage, price; the latest
    period with its value, who published it, and how many figures there are."""

    variable: str
    region: str
    names: tuple[str, ...]
    unit: str
    transformation: str
    coverage: str
    price: str
    latest: str
    value: str
    publisher: str
    source: str
    count: int

    @property
    def name(self) -> str:
        """The name most lately used."""
        return self.names[-1]


def series_in(store: Store, regions: tuple[str, ...], on: date) -> tuple[Series, ...]:
    """Every series of these regions as known on a day, rows by collected date included, in the order of their variables."""
    found: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for region in dict.fromkeys(regions):
        rows = query(store, region=region, as_of=on, include_collected=True)
        for o in rows.to_arrow().to_pylist() if len(rows) else []:
            key = tuple(str(o[k]) for k in ("region", "variable", "unit", "transformation", "coverage", "price"))
            found.setdefault(key, []).append(o)
    return tuple(_series(key, found[key]) for key in sorted(found))


def _series(key: tuple[str, ...], rows: list[dict[str, object]]) -> Series:
    region, variable, unit, transformation, coverage, price = key
    ordered = sorted(rows, key=lambda o: str(o["label"]))
    last = ordered[-1]
    names = tuple(dict.fromkeys(str(o["indicator"]) for o in ordered))
    return Series(
        variable, region, names, unit, transformation, coverage, price, str(last["label"]), str(last["value"]),
        str(last["publisher"]), str(last["source"]), len(rows),
    )  # fmt: skip

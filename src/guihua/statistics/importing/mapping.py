"""How a bureau's table maps to figures: made once, kept as YAML, remembered in the store, offered again next month."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from guihua.errors import GuihuaError
from guihua.plan.data import parse
from guihua.plan.files import read_utf8, write_whole
from guihua.storage import Store
from guihua.storage.store import now

TRANSFORMATIONS = ("level", "yoy", "share", "index", "change", "mean_growth", "skip")
TIMES = ("month", "ytd", "range", "quarter", "quarters", "half", "year", "whole_year", "one_month", "report")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A column by its head (digits as #): what is measured, which part of the report's time; ``skip`` leaves it out."""

    head: str
    transformation: str
    time: str = "report"


@dataclass(frozen=True, slots=True)
class RowMap:
    """A row by its label: the indicator it stands for ("" leaves it out), its unit where the table states none, price and
    coverage where a person knows them. printed: the unit that the table stated when the row was mapped."""

    label: str
    indicator: str
    unit: str = ""
    price: str = ""
    coverage: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """All of it. ``signature`` is of heads and labels, so that next month's table finds it.

    rows_are  indicators, or regions (then ``indicator`` is what the whole table is of)
    """

    signature: str
    title: str
    columns: tuple[ColumnMap, ...]
    rows: tuple[RowMap, ...]
    rows_are: str = "indicators"
    indicator: str = ""

    def row(self, label: str) -> RowMap | None:
        """The map of a label."""
        return next((r for r in self.rows if r.label == label), None)

    def with_row(self, row: RowMap) -> Mapping:
        """The same with one row's map replaced."""
        return replace(self, rows=tuple(row if r.label == row.label else r for r in self.rows))


def signature(heads: tuple[str, ...], labels: tuple[str, ...]) -> str:
    """16 hex digits of SHA-256 over heads and labels."""
    return hashlib.sha256("\x1f".join((*heads, "", *labels)).encode()).hexdigest()[:16]


def remember(store: Store, mapping: Mapping) -> None:
    """Keep a mapping in the store; the last one for a signature counts."""
    with store.transaction():
        store.execute(
            "INSERT INTO mapping (id, signature, name, body, recorded) VALUES (?, ?, ?, ?, ?)",
            (store.next_id("mapping"), mapping.signature, mapping.title, to_yaml(mapping), now()),
        )


def recall(store: Store, wanted: str, labels: tuple[str, ...]) -> Mapping | None:
    """The mapping remembered for a signature, else the latest one that knows most (four fifths) of the labels.

    Tables whose rows are regions all have the same labels, so one of those is never taken for another.
    """
    rows = store.execute("SELECT signature, body FROM mapping ORDER BY id DESC")
    for found, body in rows:
        if found == wanted:
            return from_yaml(str(body), "")
    for _, body in rows:
        kept = from_yaml(str(body), "")
        known = {r.label for r in kept.rows} if kept.rows_are != "regions" else set()
        if labels and len(known & set(labels)) >= 0.8 * len(labels):
            return kept
    return None


def write_mapping(path: Path, mapping: Mapping) -> None:
    """Write a mapping file for a person to edit."""
    write_whole(path, to_yaml(mapping))


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. Errors: MAPPING-INVALID."""
    return from_yaml(read_utf8(path), str(path))


def to_yaml(mapping: Mapping) -> str:
    """The mapping as YAML with its explanation at the head."""
    head = (
        "# 月报对照表 mapping of a published table. indicator 留空则不取该行 an empty indicator leaves the row out;\n"
        f"# transformation: {', '.join(TRANSFORMATIONS)}; time: {', '.join(TIMES)}\n"
    )
    body = {
        **asdict(mapping),
        "columns": [asdict(c) for c in mapping.columns],
        "rows": [_slim(r) for r in mapping.rows],
    }
    return head + yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=160)


def from_yaml(text: str, source: str) -> Mapping:
    """Parse a mapping. Errors: MAPPING-INVALID."""
    try:
        data: dict[str, Any] = parse(text)
        columns = tuple(ColumnMap(**{k: str(v) for k, v in c.items()}) for c in data["columns"])
        rows = tuple(RowMap(**{k: str(v) for k, v in r.items()}) for r in data["rows"])
        found = Mapping(
            str(data.get("signature", "")),
            str(data.get("title", "")),
            columns,
            rows,
            str(data.get("rows_are", "indicators")),
            str(data.get("indicator", "")),
        )
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise GuihuaError("MAPPING-INVALID", f"对照表有误 not a mapping: {error}", "columns, rows", source) from None
    for column in found.columns:
        if column.transformation not in TRANSFORMATIONS or column.time not in TIMES:
            raise GuihuaError(
                "MAPPING-INVALID",
                f"列 column {column.head!r}: {column.transformation} / {column.time}",
                f"transformation: {', '.join(TRANSFORMATIONS)}; time: {', '.join(TIMES)}",
                source,
            )
    return found


def _slim(row: RowMap) -> dict[str, str]:
    return {k: v for k, v in asdict(row).items() if v or k in ("label", "indicator")}

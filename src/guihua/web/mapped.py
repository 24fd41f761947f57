"""A bureau's table as it is shown to be matched: what was found in the sheet beside what each row and column would mean. No Django here.

The rules are the importer's (`statistics.importing`): a mapping is proposed from words and concepts, or the one remembered from last month.
"""

from __future__ import annotations

from collections.abc import Mapping as Given
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.statistics.importing.mapping import Mapping
    from guihua.statistics.importing.workbook import Offer

MOST_ROWS = 400


@dataclass(frozen=True, slots=True)
class MapColumn:
    """A column of figures: its letter in the sheet, head, and what it is taken for. key: its head with digits as #, by which a mapping goes;
    first: of the columns with this key the one that is asked about."""

    letter: str
    head: str
    key: str
    transformation: str
    time: str
    first: bool


@dataclass(frozen=True, slots=True)
class MapRow:
    """A row: its number in the sheet, label, the unit that the table states, what it is taken for, and its cells. first: as of columns."""

    number: int
    label: str
    unit: str
    indicator: str
    own_unit: str
    coverage: str
    known: bool
    cells: tuple[str, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class MapTable:
    """One table of a workbook. report: the period that it speaks of, empty where it does not say; remembered: from last month;
    rows_are: indicators, or regions (then `indicator` is what the whole table is of); mapping: the whole of it as YAML."""

    signature: str
    sheet: str
    title: str
    report: str
    remembered: bool
    rows_are: str
    indicator: str
    columns: tuple[MapColumn, ...]
    rows: tuple[MapRow, ...]
    mapping: str


def shown(offer: Offer) -> MapTable:
    """A table with its mapping, as a page shows it. Errors: IMPORT-LONG for a table too long for one page."""
    from guihua.plan import concepts
    from guihua.statistics.importing.mapping import RowMap, to_yaml
    from guihua.statistics.importing.sheets import address, cell

    table, mapping = offer.table, offer.mapping
    if len(table.rows) > MOST_ROWS:
        raise GuihuaError(
            "IMPORT-LONG",
            f"表有 {len(table.rows)} 行，网页上不便逐行对照 too many rows to match on a page: {len(table.rows)}",
            "用命令 guihua import --mapping 导入 import it by the command",
            table.grid.name,
        )
    roles = {c.head: c for c in mapping.columns}
    columns: list[MapColumn] = []
    for c in table.columns:
        role, first = roles[c.key], all(c.key != before.key for before in columns)
        columns.append(MapColumn(address(c.index), c.head, c.key, role.transformation, role.time, first))
    rows: list[MapRow] = []
    for row in table.rows:
        found = mapping.row(row.label) or RowMap(row.label, "")
        cells = tuple(cell(table.grid.cells[row.index], c.index) for c in table.columns)
        known = bool(found.indicator) and concepts.resolve(found.indicator).known
        first = all(row.label != before.label for before in rows)
        rows.append(
            MapRow(row.index + 1, row.label, row.unit, found.indicator, found.unit, found.coverage, known, cells, first)
        )
    return MapTable(
        table.signature,
        table.grid.name,
        table.title,
        str(table.report or ""),
        offer.remembered,
        mapping.rows_are,
        mapping.indicator,
        tuple(columns),
        tuple(rows),
        to_yaml(replace(mapping, signature=table.signature)),
    )


def taken(table: MapTable, number: int, sent: Given[str, str]) -> Mapping:
    """The mapping that a person confirmed, from the fields `{number}-…` of the form. Errors: MAPPING-INVALID, IMPORT-INDICATOR."""
    from guihua.statistics.importing.mapping import from_yaml, to_yaml

    mapping = from_yaml(table.mapping, "")

    def said(field: str, before: str) -> str:
        return sent.get(f"{number}-{field}", before).strip()[:120]

    place_of_column = {c.key: i for i, c in enumerate(table.columns) if c.first}
    columns = tuple(
        replace(c, transformation=said(f"kind-{i}", c.transformation), time=said(f"time-{i}", c.time))
        if (i := place_of_column.get(c.head)) is not None
        else c
        for c in mapping.columns
    )
    place_of_row = {r.label: i for i, r in enumerate(table.rows) if r.first}
    rows = tuple(
        replace(
            r,
            indicator=said(f"indicator-{i}", r.indicator),
            unit=said(f"unit-{i}", r.unit),
            coverage=said(f"coverage-{i}", r.coverage),
            printed=table.rows[i].unit,
        )
        if (i := place_of_row.get(r.label)) is not None
        else r
        for r in mapping.rows
    )
    whole = said("whole", mapping.indicator)
    if mapping.rows_are == "regions" and not whole:
        raise GuihuaError(
            "IMPORT-INDICATOR",
            "没有写明全表是哪个指标 which indicator the table is of is not said",
            "填写指标名称 name it",
            table.sheet,
        )
    return from_yaml(to_yaml(replace(mapping, columns=columns, rows=rows, indicator=whole)), table.sheet)

"""A first mapping of a published table, from its words and the concept table; what is doubtful is left for a person."""

from __future__ import annotations

import re

from guihua.plan import concepts
from guihua.statistics.importing.head_words import wide_words
from guihua.statistics.importing.heads import end_of_label, indicator_of, place_of, role
from guihua.statistics.importing.mapping import ColumnMap, Mapping, RowMap
from guihua.statistics.importing.wide import WideColumn, WideRow, WideTable
from guihua.statistics.importing.wordings import amounts


def propose(table: WideTable) -> Mapping:
    """A first mapping: heads by their words, rows by the concept table; what is not known is left empty."""
    columns = tuple(_propose_column(c, table) for c in table.columns)
    if table.of_regions:
        rows = tuple(RowMap(r.label, found.name if (found := place_of(r.label)) else "") for r in table.rows)
        return Mapping(table.signature, table.title, columns, rows, "regions", indicator_of(table.title))
    rows = tuple(_propose_row(r, table) for r in table.rows)
    return Mapping(table.signature, table.title, columns, rows)


def _propose_column(column: WideColumn, table: WideTable) -> ColumnMap:
    """A head by its words; of a table that its title says to be of growth, a plain head is of growth."""
    kind, time = role(column.head)
    plain = kind == "level" and not any(end_of_label(r.label)[1] for r in table.rows)
    rates = all(r.unit in ("", "%") for r in table.rows) and column.unit in ("", "%")
    if plain and rates and re.search(wide_words()["title_rate"], table.title):
        kind = "yoy"
    return ColumnMap(column.key, kind, time)


def offered(row: WideRow, table: WideTable) -> str:
    """The name that a person is offered for a row that the proposal leaves open."""
    name = row.label.rsplit("/", 1)[-1]
    return f"{name}增长率" if _is_rate_of_amount(row, table) else name


def _is_rate_of_amount(row: WideRow, table: WideTable) -> bool:
    """A level in per cent of what is no percentage: 规模以上工业增加值 (%) is a rate of growth, or a share; a person says which."""
    named = concepts.resolve(row.label)
    if row.unit != "%" or named.whole or named.transformation or named.measure not in amounts():
        return False
    return any(table.figure(row, c) and role(c.head)[0] == "level" for c in table.columns)


def unknown_rows(table: WideTable, mapping: Mapping) -> tuple[WideRow, ...]:
    """Rows that a mapping does not know, or leaves out."""
    return tuple(r for r in table.rows if not ((found := mapping.row(r.label)) and found.indicator))


def _propose_row(row: WideRow, table: WideTable) -> RowMap:
    """The label where it is an indicator, or with the measure that the title names (主要产品产量: 原煤 → 原煤产量)."""
    measures = [m for m in wide_words()["title_measures"] if m in table.title]
    label, kind, _ = end_of_label(row.label)
    if kind in ("yoy", "index") or not _is_rate_of_amount(row, table):
        for name in (label, *(f"{label}{measure}" for measure in measures)):
            if concepts.resolve(name).known:
                return RowMap(row.label, name, printed=row.unit)
    if row.part and (measure := _measure_of(row.whole, measures)):
        return RowMap(row.label, f"{row.label.rsplit('/', 1)[-1]}{measure}", printed=row.unit)
    return RowMap(row.label, "", printed=row.unit)


def _measure_of(whole: str, measures: list[str]) -> str:
    """The measure that a part takes from its whole, where the title names it: 其中：焦煤 under 原煤 is 焦煤产量."""
    return next((m for m in measures if whole and concepts.resolve(f"{whole}{m}").known), "")

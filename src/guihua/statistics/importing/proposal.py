"""A first mapping of a published table, from its words and the concept table; what is doubtful is left for a person."""

from __future__ import annotations

from guihua.plan import concepts
from guihua.plan.regions import find_region
from guihua.statistics.importing.head_words import wide_words
from guihua.statistics.importing.heads import indicator_of, role
from guihua.statistics.importing.mapping import ColumnMap, Mapping, RowMap
from guihua.statistics.importing.wide import WideRow, WideTable
from guihua.statistics.importing.wordings import amounts


def propose(table: WideTable) -> Mapping:
    """A first mapping: heads by their words, rows by the concept table; what is not known is left empty."""
    columns = tuple(ColumnMap(c.key, *role(c.head)) for c in table.columns)
    if table.of_regions:
        rows = tuple(RowMap(r.label, r.label if find_region(r.label) else "") for r in table.rows)
        return Mapping(table.signature, table.title, columns, rows, "regions", indicator_of(table.title))
    rows = tuple(_propose_row(r, table) for r in table.rows)
    return Mapping(table.signature, table.title, columns, rows)


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
    if not _is_rate_of_amount(row, table):
        for name in (row.label, *(f"{row.label}{measure}" for measure in measures)):
            if concepts.resolve(name).known:
                return RowMap(row.label, name, printed=row.unit)
    return RowMap(row.label, "", printed=row.unit)

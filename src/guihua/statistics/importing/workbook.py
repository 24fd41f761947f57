"""A workbook's sheets as one table of figures: long ones as they are, a bureau's published ones by the mapping that a person made.

A mapping is proposed from words and concepts, kept in the store, and offered again next month; what then is new or gone in
the table is told, and asked about where there is somebody to ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from guihua.errors import GuihuaError, Place
from guihua.statistics.importing.checked import Defaults
from guihua.statistics.importing.longer import differences, to_long
from guihua.statistics.importing.mapping import Mapping, recall
from guihua.statistics.importing.proposal import propose, unknown_rows
from guihua.statistics.importing.sheets import Grid, is_long, long_table, read_sheets, unfilled
from guihua.statistics.importing.table import RawTable, one_table
from guihua.statistics.importing.wide import WideTable, apart, find_table
from guihua.storage import Store


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the table that a mapping was made for: heads and labels that are new or gone, and rows that print
    another unit, as (label, before, now)."""

    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    units: tuple[tuple[str, str, str], ...] = ()

    @property
    def open(self) -> bool:
        """Whether the mapping says nothing of something that the table now has."""
        return bool(self.columns or self.rows)

    def told(self) -> tuple[str, ...]:
        """One sentence each."""
        units = (f"{label} {before} → {now}" for label, before, now in self.units)
        parts = (
            ("新增的列 new columns", self.columns),
            ("新增的行 new rows", self.rows),
            ("没有了或没有数 gone, or without a figure", self.gone),
            ("单位变了 unit changed", tuple(units)),
        )
        return tuple(f"{what}: {'、'.join(names)}" for what, names in parts if names)


@dataclass(frozen=True, slots=True)
class Offer:
    """A published table found in a workbook, with the mapping proposed for it, or remembered from an earlier month and
    completed by what `changes` says is new."""

    table: WideTable
    mapping: Mapping
    remembered: bool
    changes: Changes = field(default_factory=Changes)


class NeedsMapping(GuihuaError):
    """A bureau's table that nobody has mapped yet, or whose layout has changed; `offer` says what was found."""

    def __init__(self, offer: Offer, source: str) -> None:
        table, proposal = offer.table, offer.mapping
        open_rows = len(unknown_rows(table, proposal))
        super().__init__(
            "IMPORT-MAPPING",
            f"表的样子与上次不同 the layout has changed: {'; '.join(offer.changes.told())}"
            if offer.remembered
            else f"此表还没有对照（{len(table.rows)} 行中 {open_rows} 行未识别）this table is not mapped yet; {open_rows} rows unknown",
            "在终端里逐行确认，或 --mapping FILE，或 --yes 只取已识别的行 confirm at a terminal, give a mapping, or --yes",
            Place(source),
        )
        self.offer, self.source = offer, source

    @property
    def proposal(self) -> Mapping:
        """The mapping that a person may edit."""
        return self.offer.mapping

    def __reduce__(self) -> tuple[object, ...]:
        return NeedsMapping, (self.offer, self.source)


Decide = Callable[[Offer], Mapping]
"""Asks a person: what was found, with the mapping proposed or remembered -> the mapping to use."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How published tables are to be mapped: by this mapping, by asking, by what is proposed; the report's period."""

    mapping: Mapping | None = None
    decide: Decide | None = None
    accept: bool = False
    period: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read of a file: its kind, one table of text columns, the mappings used, what they leave out, what changed."""

    kind: str
    table: RawTable
    mappings: tuple[Mapping, ...] = ()
    left_out: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


def offers(store: Store, path: Path, period: str = "") -> tuple[Offer, ...]:
    """The published tables of a workbook and how each would be mapped; stores nothing. Empty where every sheet is a long table.

    Errors: IMPORT-WORKBOOK, IMPORT-NO-TABLE (no sheet holds a table), PERIOD-INVALID, FILE-NOT-FOUND.
    """
    _, wide = _found(path, period)
    return tuple(_offer(store, table) for table in wide)


def read_workbook(store: Store, path: Path, defaults: Defaults, wishes: Wishes) -> Taken:
    """All tables of a workbook as one table of text columns. Errors: NeedsMapping, IMPORT-NO-TABLE and those of reading."""
    long, wide = _found(path, wishes.period)
    tables = [(grid.name, long_table(grid, str(path))) for grid in long]
    left = [name for grid in long for name in unfilled(grid)]
    mappings: list[Mapping] = []
    changes: list[str] = []
    for table in wide:
        offer = _offer(store, table)
        used = _mapping(offer, path, wishes)
        mappings.append(used)
        changes += offer.changes.told() if wishes.mapping is None else ()
        left += [row.label for row in unknown_rows(table, used)]
        left += [f"{what}（百分点之差 difference in points）" for what in differences(table, used)]
        tables.append((table.grid.name, to_long(table, used, defaults, str(path))))
    whole = one_table(tables, defaults.of)
    if left and not whole.columns.num_rows:
        raise GuihuaError(
            "IMPORT-NO-ROWS",
            f"表里一行也没有取 none of {len(left)} rows was taken: {'、'.join(left[:3])}",
            "在对照表里写明各行的指标；一行一个数的表，表头要有指标、时期（或年份）、数值、单位 "
            "say in the mapping which indicator each row is; a table of one figure a row is headed by indicator, period, value, unit",
            Place(str(path)),
        )
    return Taken("workbook", whole, tuple(mappings), tuple(left), tuple(changes))


def _found(path: Path, period: str) -> tuple[list[Grid], list[WideTable]]:
    """Long sheets and published tables; sheets that hold neither are passed over where another holds one."""
    long: list[Grid] = []
    wide: list[WideTable] = []
    faults: list[GuihuaError] = []
    for grid in (part for sheet in read_sheets(path) for part in ((sheet,) if is_long(sheet) else apart(sheet))):
        if is_long(grid):
            long.append(grid)
            continue
        try:
            wide.append(find_table(grid, str(path), period))
        except GuihuaError as fault:
            faults.append(fault)
    if faults and not long and not wide:
        raise faults[0]
    return long, wide


def _offer(store: Store, table: WideTable) -> Offer:
    known = recall(store, table.signature, tuple(r.label for r in table.rows))
    if known is None:
        return Offer(table, propose(table), remembered=False)
    return Offer(table, _complete(known, table), remembered=True, changes=_changes(known, table))


def _changes(known: Mapping, table: WideTable) -> Changes:
    """What the table has that the mapping does not speak of, and the other way round."""
    heads, labels = {c.key for c in table.columns}, {r.label for r in table.rows}
    mapped = {c.head for c in known.columns}
    gone = [c.head for c in known.columns if c.head not in heads]
    gone += [r.label for r in known.rows if r.indicator and r.label not in labels]
    rows = [(r, known.row(r.label)) for r in table.rows]
    return Changes(
        tuple(dict.fromkeys(c.head for c in table.columns if c.key not in mapped)),
        tuple(r.label for r, found in rows if found is None),
        tuple(gone),
        tuple((r.label, f.printed, r.unit) for r, f in rows if f and f.printed and r.unit and f.printed != r.unit),
    )


def _complete(known: Mapping, table: WideTable) -> Mapping:
    """A remembered mapping with a proposal for the columns and rows that are new this month, under this table's signature.

    The printed units are taken over, but where a person gave a unit of their own: that one was given for the unit before.
    """
    fresh = propose(table)
    heads, labels = {c.head for c in known.columns}, {r.label for r in known.rows}
    printed = {r.label: r.unit for r in table.rows if r.unit}
    rows = (r if r.unit else replace(r, printed=printed.get(r.label, r.printed)) for r in known.rows)
    return replace(
        known,
        signature=table.signature,
        columns=(*known.columns, *(c for c in fresh.columns if c.head not in heads)),
        rows=(*rows, *(r for r in fresh.rows if r.label not in labels)),
    )


def _mapping(offer: Offer, path: Path, wishes: Wishes) -> Mapping:
    if wishes.mapping is not None:
        return wishes.mapping
    if wishes.decide is not None:
        return wishes.decide(offer)
    if not wishes.accept and (not offer.remembered or offer.changes.open):
        raise NeedsMapping(offer, str(path))
    return offer.mapping

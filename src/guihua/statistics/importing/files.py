"""One file into a store: its kind is known by its content, all of it counts or none of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from pathlib import Path

from guihua.errors import GuihuaError, Place
from guihua.plan.cells import csv_text
from guihua.plan.files import write_whole
from guihua.plan.units import find_unit
from guihua.statistics import facts
from guihua.statistics.bodies import Bodies
from guihua.statistics.importing import opensdg, sdmx
from guihua.statistics.importing.check import BadRow, Checked, Defaults, check, dimension_of
from guihua.statistics.importing.longer import to_long
from guihua.statistics.importing.mapping import Mapping, recall, remember, to_yaml
from guihua.statistics.importing.sheets import Grid, is_long, long_table, read_sheets, unfilled
from guihua.statistics.importing.table import RawTable, head_of, read_bytes, read_table, utf8
from guihua.statistics.importing.wide import WideTable, apart, find_table, propose, unknown_rows
from guihua.storage import Store


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: rows read, stored, already there, bad; heads that were ignored; where bad rows were written;
    rows of a published table that its mapping leaves out."""

    file: str
    read: int
    stored: int
    same: int
    bad: tuple[BadRow, ...] = ()
    ignored: tuple[str, ...] = ()
    bad_file: str = ""
    withdrawn: int = 0
    left_out: tuple[str, ...] = ()


class BadRows(GuihuaError):
    """A table with bad rows; nothing of it was stored."""

    def __init__(self, bad: Sequence[BadRow], read: int, source: str) -> None:
        first = bad[0]
        super().__init__(
            "IMPORT-BAD-ROWS",
            f"{len(bad)} 行有误，全表未入库 {len(bad)} of {read} rows are bad; nothing was stored",
            "改正后再导入，或加 --skip-bad 只导入好的行 mend them, or use --skip-bad to store the rest",
            Place(source, line=first.row, cell=first.cell or first.column),
        )
        self.bad, self.read = tuple(bad), read

    def __reduce__(self) -> tuple[object, ...]:
        return BadRows, (self.bad, self.read, self.where.file)


class NeedsMapping(GuihuaError):
    """A bureau's table that nobody has mapped yet; ``table`` and ``proposal`` say what was found."""

    def __init__(self, table: WideTable, proposal: Mapping, source: str) -> None:
        open_rows = len(unknown_rows(table, proposal))
        super().__init__(
            "IMPORT-MAPPING",
            f"此表还没有对照（{len(table.rows)} 行中 {open_rows} 行未识别）this table is not mapped yet; {open_rows} rows unknown",
            "在终端里逐行确认，或 --mapping FILE，或 --yes 只取已识别的行 confirm at a terminal, give a mapping, or --yes",
            Place(source),
        )
        self.table, self.proposal = table, proposal

    def __reduce__(self) -> tuple[object, ...]:
        return NeedsMapping, (self.table, self.proposal, self.where.file)


Decide = Callable[[WideTable, Mapping, bool], Mapping]
"""Asks a person: (table, proposed or remembered mapping, whether remembered) -> the mapping to use."""


def import_file(
    store: Store,
    path: Path,
    *,
    defaults: Defaults | None = None,
    skip_bad: bool = False,
    as_of: date | None = None,
    mapping: Mapping | None = None,
    decide: Decide | None = None,
    accept: bool = False,
    period: str = "",
    bodies: Bodies | None = None,
) -> Imported:
    """Read, check and store a file of any kind that is known. The same file again changes nothing.

    Kinds: long CSV or workbook (ours or from a template), a bureau's published table (.xlsx, or .csv with a mapping), Open
    SDG tidy CSV, SDMX-CSV 2.0, SDMX-ML 3.0.

    skip_bad  store the good rows and write the bad ones beside the file (``NAME.bad.csv``)
    as_of     the day of withdrawals that the table may hold (today)
    mapping, decide, accept, period   for a published table: the mapping to use; whom to ask; take the proposal for the
              rows that are known; the report's period where the table does not say it
    bodies    the project's parks and enterprises, which may stand where a region does

    Errors: BadRows (IMPORT-BAD-ROWS), NeedsMapping (IMPORT-MAPPING), IMPORT-COLUMNS, IMPORT-EMPTY, IMPORT-CSV,
    IMPORT-WORKBOOK, IMPORT-NO-TABLE, IMPORT-PERIOD, FILE-NOT-FOUND.
    """
    data = read_bytes(path)
    defaults = defaults or Defaults()
    taken = _read(store, path, data, defaults, _Wishes(mapping, decide, accept, period))
    digest = hashlib.sha256(
        data + "\x1f".join((*astuple(defaults), period, *map(to_yaml, taken.mappings))).encode()
    ).hexdigest()
    on = as_of or date.today()

    def put() -> list[Imported]:
        done = [
            store_table(
                store,
                raw,
                path,
                defaults=defaults,
                sha256=f"{digest}{mark}",
                skip_bad=skip_bad,
                on=on,
                kind=taken.kind,
                bodies=bodies,
            )
            for raw, mark in zip(taken.tables, ("", *(f"-{n}" for n in range(1, len(taken.tables)))), strict=True)
        ]
        for used in taken.mappings:
            remember(store, used)
        return done

    return replace(_together(store.attempt(put)), left_out=taken.left_out)


@dataclass(frozen=True, slots=True)
class Offer:
    """A published table found in a workbook, with the mapping proposed for it, or remembered from an earlier month."""

    table: WideTable
    mapping: Mapping
    remembered: bool


def offers(store: Store, path: Path, period: str = "") -> tuple[Offer, ...]:
    """The published tables of a workbook and how each would be mapped; stores nothing. Empty where every sheet is a long table.

    Errors: IMPORT-WORKBOOK, IMPORT-NO-TABLE (no sheet holds a table), PERIOD-INVALID, FILE-NOT-FOUND.
    """
    found: list[Offer] = []
    long, faults = 0, []
    for grid in _grids(path):
        if is_long(grid):
            long += 1
            continue
        try:
            wide = find_table(grid, str(path), period)
        except GuihuaError as fault:
            faults.append(fault)
            continue
        known = recall(store, wide.signature, tuple(r.label for r in wide.rows))
        found.append(Offer(wide, _complete(known, wide) if known else propose(wide), known is not None))
    if faults and not found and not long:
        raise faults[0]
    return tuple(found)


def _grids(path: Path) -> tuple[Grid, ...]:
    """The sheets of a workbook, those that hold several published tables taken apart."""
    return tuple(part for grid in read_sheets(path) for part in ((grid,) if is_long(grid) else apart(grid)))


def _complete(known: Mapping, wide: WideTable) -> Mapping:
    """A remembered mapping with a proposal for the columns and rows that are new this month."""
    fresh = propose(wide)
    heads, labels = {c.head for c in known.columns}, {r.label for r in known.rows}
    return replace(
        known,
        columns=(*known.columns, *(c for c in fresh.columns if c.head not in heads)),
        rows=(*known.rows, *(r for r in fresh.rows if r.label not in labels)),
    )


@dataclass(frozen=True, slots=True)
class _Wishes:
    mapping: Mapping | None
    decide: Decide | None
    accept: bool
    period: str


@dataclass(frozen=True, slots=True)
class _Taken:
    kind: str
    tables: tuple[RawTable, ...]
    mappings: tuple[Mapping, ...] = ()
    left_out: tuple[str, ...] = ()


def _read(store: Store, path: Path, data: bytes, defaults: Defaults, wishes: _Wishes) -> _Taken:
    """The text tables of a file, by its kind."""
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm", ".xls", ".et", ".ods") or (suffix == ".csv" and wishes.mapping):
        return _workbook(store, path, defaults, wishes)
    if data.lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<":
        return _Taken("sdmx-ml", (sdmx.read_xml(path, data),))
    heads = head_of(utf8(data, str(path)))
    if sdmx.is_csv(heads):
        return _Taken("sdmx-csv", (sdmx.read_csv(path, data),))
    if opensdg.is_csv(heads):
        return _Taken("open-sdg", (opensdg.read_csv(path, data, defaults),))
    return _Taken("csv", (read_table(path, data),))


def _workbook(store: Store, path: Path, defaults: Defaults, wishes: _Wishes) -> _Taken:
    tables: list[RawTable] = []
    mappings: list[Mapping] = []
    left: list[str] = []
    faults: list[GuihuaError] = []
    for grid in _grids(path):
        if is_long(grid):
            tables.append(long_table(grid, str(path)))
            left += unfilled(grid)
            continue
        try:
            wide = find_table(grid, str(path), wishes.period)
        except GuihuaError as fault:
            faults.append(fault)
            continue
        used = _mapping(store, wide, path, wishes)
        mappings.append(used)
        left += [row.label for row in unknown_rows(wide, used)]
        tables.append(to_long(wide, used, defaults, str(path)))
    if not tables:
        raise faults[0]
    return _Taken("workbook", tuple(tables), tuple(mappings), tuple(left))


def _mapping(store: Store, wide: WideTable, path: Path, wishes: _Wishes) -> Mapping:
    if wishes.mapping is not None:
        return wishes.mapping
    known = recall(store, wide.signature, tuple(r.label for r in wide.rows))
    found = known or propose(wide)
    if wishes.decide is not None:
        return wishes.decide(wide, found, known is not None)
    if known is None and not wishes.accept:
        raise NeedsMapping(wide, found, str(path))
    return found


def _together(done: list[Imported]) -> Imported:
    first = done[0]
    return replace(
        first,
        read=sum(d.read for d in done),
        stored=sum(d.stored for d in done),
        same=sum(d.same for d in done),
        bad=tuple(b for d in done for b in d.bad),
        withdrawn=sum(d.withdrawn for d in done),
    )


def store_table(
    store: Store,
    raw: RawTable,
    path: Path,
    *,
    defaults: Defaults,
    sha256: str,
    skip_bad: bool,
    on: date,
    kind: str = "csv",
    bodies: Bodies | None = None,
) -> Imported:
    """Check a table of text columns and store it."""
    checked = check(raw, defaults, dimensions=known_dimensions(store), bodies=bodies)
    if checked.bad and not skip_bad:
        raise BadRows(checked.bad, checked.read, str(path))
    if facts.imported(store, sha256):
        return Imported(path.name, checked.read, 0, checked.frame.num_rows, checked.bad, raw.ignored)
    with store.transaction():
        added = facts.add(store, _kept(checked, back=False), name=path.name, sha256=sha256, kind=kind)
        taken_back = _take_back(store, checked, on)
    written = _write_bad(path, checked.bad) if checked.bad else ""
    return Imported(path.name, checked.read, added.stored, added.same, checked.bad, raw.ignored, written, taken_back)


def known_dimensions(store: Store) -> dict[str, str]:
    """The dimension of each variable and transformation that the store holds."""
    rows = store.execute("SELECT DISTINCT variable, transformation, unit FROM series")
    found = {f"{variable!s}|{transformation!s}": find_unit(str(unit)) for variable, transformation, unit in rows}
    return {key: dimension_of(unit) for key, unit in found.items() if unit is not None}


def _kept(checked: Checked, *, back: bool) -> object:
    """The rows that are figures, or (back) those that take one back."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if checked.withdrawn is None:
        return checked.frame.slice(0, 0) if back else checked.frame
    blank = pc.equal(checked.withdrawn.cast(pa.string()), "")
    return checked.frame.filter(pc.invert(blank) if back else blank)


def _take_back(store: Store, checked: Checked, on: date) -> int:
    from guihua.statistics.frame import COLUMNS, record

    if checked.withdrawn is None:
        return 0
    rows = _kept(checked, back=True)
    reasons = [r for r in checked.withdrawn.to_pylist() if r]
    table = rows.select([*COLUMNS, "available"]).to_pylist()  # type: ignore[attr-defined]
    for row, reason in zip(table, reasons, strict=True):
        facts.withdraw(store, record(row, row.pop("available")), reason=reason, on=on)
    return len(reasons)


def _write_bad(path: Path, bad: Sequence[BadRow]) -> str:
    head = ("row", "column", "cell", "reason", "text")
    target = path.with_name(f"{path.stem}.bad.csv")
    write_whole(target, csv_text([head, *((b.row, b.column, b.cell, b.code, b.text) for b in bad)]))
    return str(target)

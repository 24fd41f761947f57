"""A checked table into the store: its rows become vintages or withdrawals, or all of it comes back as one table of bad rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from guihua.errors import GuihuaError, Place
from guihua.plan.cells import csv_text
from guihua.plan.files import write_whole
from guihua.plan.periods import Period
from guihua.plan.units import find_unit
from guihua.statistics import frame, holding
from guihua.statistics.bodies import Bodies
from guihua.statistics.coding import distinct
from guihua.statistics.importing.check import BadRow, Checked, Defaults, check, dimension_of
from guihua.statistics.importing.table import RawTable
from guihua.storage import Store


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: rows read, stored, already there, bad; heads that were ignored; where bad rows were written;
    rows of a published table that its mapping leaves out; what has changed in it since its mapping was made; figures dated
    before their period was over (expected, not counted); rows (figures of a published table) with faults; the region that was
    given because the table names none; figures without a stated level that are public because their source is a page;
    the quantities and the sources that the table speaks of; unconfirmed sources of figures that call themselves official."""

    file: str
    read: int
    stored: int
    same: int
    bad: tuple[BadRow, ...] = ()
    ignored: tuple[str, ...] = ()
    bad_file: str = ""
    withdrawn: int = 0
    left_out: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    early: int = 0
    faulty: int = 0
    placed: str = ""
    by_page: int = 0
    variables: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    unvouched: tuple[tuple[str, int], ...] = ()


class BadRows(GuihuaError):
    """A table with bad rows; nothing of it was stored."""

    def __init__(self, bad: Sequence[BadRow], read: int, source: str, faulty: int = 0) -> None:
        first, rows = bad[0], faulty or _faulty(bad, None)
        super().__init__(
            "IMPORT-BAD-ROWS",
            f"{rows} 行有误，全表未入库 {rows} of {read} rows are bad; nothing was stored",
            "改正后再导入，或加 --skip-bad 只导入好的行 mend them, or use --skip-bad to store the rest",
            Place(source, line=first.row, cell=first.cell or first.column),
        )
        self.bad, self.read, self.faulty = tuple(bad), read, rows

    def __reduce__(self) -> tuple[object, ...]:
        return BadRows, (self.bad, self.read, self.where.file, self.faulty)


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
        raise BadRows(checked.bad, checked.read, str(path), _faulty(checked.bad, raw))
    done = Imported(path.name, checked.read, 0, checked.frame.num_rows, checked.bad, raw.ignored)
    done = replace(done, early=_early(checked), faulty=_faulty(checked.bad, raw), by_page=checked.by_page)
    done = replace(
        done, variables=_words(checked, "variable"), sources=_words(checked, "source"), unvouched=checked.unvouched
    )
    if holding.imported(store, sha256):
        return replace(done, bad_file=_write_bad(path, checked.bad) if checked.bad else "")
    with store.transaction():
        added = holding.add(store, _kept(checked, back=False), name=path.name, sha256=sha256, kind=kind)
        taken_back = _take_back(store, checked, on)
    written = _write_bad(path, checked.bad) if checked.bad else ""
    return replace(done, stored=added.stored, same=added.same, bad_file=written, withdrawn=taken_back)


def _faulty(bad: Sequence[BadRow], raw: RawTable | None) -> int:
    """How many rows have faults; of a published table, where a row is read figure by figure, how many figures."""
    if raw is not None and raw.cells and not raw.letters:
        return len({b.cell for b in bad})
    return len({(b.cell.rpartition("!")[0], b.row) for b in bad})


def _words(checked: Checked, column: str) -> tuple[str, ...]:
    """The distinct words of a column."""
    return tuple(sorted({str(word) for word in checked.frame.column(column).unique().to_pylist() if word}))


def _early(checked: Checked) -> int:
    """Figures whose date lies before the end of their period: somebody's expectation, or a wrong date."""
    import numpy as np

    codes, uniques = distinct(checked.frame, ("label", "date_trust"))
    ends = [frame.days(Period.parse(label).end) if trust in ("exact", "partial") else 0 for label, trust in uniques]
    available = checked.frame.column("available").to_numpy()
    return int((available < np.array(ends, dtype=np.int64)[codes.to_numpy(zero_copy_only=False)]).sum()) if ends else 0


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
        holding.withdraw(store, record(row, row.pop("available")), reason=reason, on=on)
    return len(reasons)


def _write_bad(path: Path, bad: Sequence[BadRow]) -> str:
    head = ("row", "column", "cell", "reason", "text")
    target = path.with_name(f"{path.stem}.bad.csv")
    write_whole(target, csv_text([head, *((b.row, b.column, b.cell, b.code, b.text) for b in bad)]))
    return str(target)

"""One file into a store: its kind is known by its content, all of it counts or none of it."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

from guihua.errors import GuihuaError, Place
from guihua.plan.files import write_whole
from guihua.plan.units import find_unit
from guihua.statistics import facts
from guihua.statistics.importing.check import BadRow, Checked, Defaults, check
from guihua.statistics.importing.table import RawTable, read_bytes, read_table
from guihua.storage import Store


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: rows read, stored, already there, bad; heads that were ignored; where bad rows were written."""

    file: str
    read: int
    stored: int
    same: int
    bad: tuple[BadRow, ...] = ()
    ignored: tuple[str, ...] = ()
    bad_file: str = ""
    withdrawn: int = 0


class BadRows(GuihuaError):
    """A table with bad rows; nothing of it was stored."""

    def __init__(self, bad: Sequence[BadRow], read: int, source: str) -> None:
        first = bad[0]
        super().__init__(
            "IMPORT-BAD-ROWS",
            f"{len(bad)} 行有误，全表未入库 {len(bad)} of {read} rows are bad; nothing was stored",
            "改正后再导入，或加 --skip-bad 只导入好的行 mend them, or use --skip-bad to store the rest",
            Place(source, line=first.row, cell=first.column),
        )
        self.bad, self.read = tuple(bad), read

    def __reduce__(self) -> tuple[object, ...]:
        return BadRows, (self.bad, self.read, self.where.file)


def import_file(
    store: Store, path: Path, *, defaults: Defaults | None = None, skip_bad: bool = False, as_of: date | None = None
) -> Imported:
    """Read, check and store a long table. The same file again changes nothing.

    skip_bad  store the good rows and write the bad ones beside the file (``NAME.bad.csv``)
    as_of     the day of withdrawals that the table may hold (today)

    Errors: BadRows (IMPORT-BAD-ROWS), IMPORT-COLUMNS, IMPORT-EMPTY, IMPORT-CSV, FILE-NOT-FOUND.
    """
    data = read_bytes(path)
    defaults = defaults or Defaults()
    digest = hashlib.sha256(data + "\x1f".join(astuple(defaults)).encode()).hexdigest()
    raw = read_table(path, data)
    return store_table(store, raw, path, defaults=defaults, sha256=digest, skip_bad=skip_bad, on=as_of or date.today())


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
) -> Imported:
    """Check a table of text columns and store it."""
    checked = check(raw, defaults, dimensions=known_dimensions(store))
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
    return {key: unit.dimension for key, unit in found.items() if unit is not None}


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
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("row", "column", "reason", "text"))
    writer.writerows((b.row, b.column, b.code, b.text) for b in bad)
    target = path.with_name(f"{path.stem}.bad.csv")
    write_whole(target, text.getvalue())
    return str(target)

"""Parquet parts and their manifest: write, fsync, rename, and only then list it in the same transaction as the rest.

A file that the manifest does not list does not exist for any reader; ``tidy`` removes it once it is an hour old
(younger ones may belong to an import under way). Retired parts stay for an hour for those who still read them.
"""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.storage.bulk import BulkTable
from guihua.storage.store import Scan, Tidied, now, reading

if TYPE_CHECKING:
    import pyarrow as pa

    from guihua.storage.sqlite import SqliteStore

GRACE_SECONDS = 3600
ROW_GROUP = 65_536
MERGED_ROWS = 20_000_000
"""Parts are merged up to about this many rows each."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the manifest."""

    id: int
    file: str
    rows: int
    bytes: int
    sha256: str
    batch: int


def add(store: SqliteStore, table: BulkTable, rows: pa.Table, batch: int) -> Part:
    """Write rows as a part and list it. Call inside a transaction: it counts when that commits."""
    ordered = rows.select(list(table.names)).cast(table.schema()).sort_by([(name, "ascending") for name in table.sort])
    target = _new_file(store, table)

    def write(path: Path) -> None:
        import pyarrow.parquet as pq

        pq.write_table(ordered, path, row_group_size=ROW_GROUP, compression="zstd", use_dictionary=["value"])

    return _finish(store, table, target, write, rows.num_rows, batch)


def listed(store: SqliteStore, table: BulkTable) -> tuple[Part, ...]:
    """The parts that count, oldest first."""
    rows = store.execute(
        "SELECT id, file, row_count, byte_count, sha256, batch FROM part "
        "WHERE bulk = ? AND retired IS NULL ORDER BY id",
        (table.name,),
    )
    return tuple(Part(int(a or 0), str(b), int(c or 0), int(d or 0), str(e), int(f or 0)) for a, b, c, d, e, f in rows)


def tidy(store: SqliteStore, table: BulkTable, *, seal_rows: int, most_parts: int) -> Tidied:
    """Seal recent rows, merge parts, remove unlisted files; see the module."""
    sealed = _seal(store, table, seal_rows)
    merged = _merge(store, table) if len(listed(store, table)) > most_parts else 0
    return Tidied(sealed, merged, _sweep(store))


def check(store: SqliteStore, table: BulkTable) -> list[str]:
    """Parts that are missing or whose bytes differ from the manifest."""
    faults = []
    for part in listed(store, table):
        path = store.folder / "parts" / part.file
        if not path.exists():
            faults.append(f"part {part.file} is missing")
        elif _sha256(path) != part.sha256:
            faults.append(f"part {part.file} differs from its manifest")
    return faults


def _seal(store: SqliteStore, table: BulkTable, seal_rows: int) -> int:
    from guihua.storage.sqlite import to_arrow

    if int(store.execute(f"SELECT COUNT(*) FROM {table.name}")[0][0] or 0) < seal_rows:
        return 0
    with store.transaction():
        rows = store.execute(f"SELECT {', '.join(table.names)} FROM {table.name}")
        if len(rows) < seal_rows:
            return 0
        add(store, table, to_arrow(table, rows), batch=0)
        store.execute(f"DELETE FROM {table.name}")
    return len(rows)


def _merge(store: SqliteStore, table: BulkTable) -> int:
    with store.transaction():
        old = listed(store, table)
        group: list[Part] = []
        for part in old:
            if group and sum(p.rows for p in group) + part.rows > MERGED_ROWS:
                _merge_group(store, table, group)
                group = []
            group.append(part)
        if len(group) > 1:
            _merge_group(store, table, group)
    return len(old)


def _merge_group(store: SqliteStore, table: BulkTable, group: list[Part]) -> None:
    source = Scan(table, tuple(str(store.folder / "parts" / p.file) for p in group), table.schema().empty_table(), ())

    def write(path: Path) -> None:
        with reading(store, memory="700MB") as connection:
            query = f"SELECT * FROM {source.register(connection)} ORDER BY {', '.join(table.sort)}"
            connection.execute("SET preserve_insertion_order = true")
            connection.execute(
                f"COPY ({query}) TO '{str(path).replace(chr(39), chr(39) * 2)}' "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
            )

    _finish(store, table, _new_file(store, table), write, sum(p.rows for p in group), batch=0)
    store.executemany("UPDATE part SET retired = ? WHERE id = ?", [(now(), p.id) for p in group])


def _sweep(store: SqliteStore) -> int:
    limit = datetime.now(UTC) - timedelta(seconds=GRACE_SECONDS)
    kept = {str(row[0]) for row in store.execute("SELECT file FROM part WHERE retired IS NULL")}
    retired = store.execute("SELECT file, retired FROM part WHERE retired IS NOT NULL")
    waiting = {str(file) for file, when in retired if datetime.fromisoformat(str(when)) > limit}
    removed = 0
    for path in (store.folder / "parts").glob("*.parquet*"):
        known = {str(file) for file, _ in retired}
        old = time.time() - path.stat().st_mtime > GRACE_SECONDS
        if path.name not in kept | waiting and (old or path.name in known):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _new_file(store: SqliteStore, table: BulkTable) -> Path:
    folder = store.folder / "parts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{table.name}-{uuid.uuid4().hex}.parquet"


def _finish(
    store: SqliteStore, table: BulkTable, target: Path, write: Callable[[Path], None], rows: int, batch: int
) -> Part:
    temporary = target.with_suffix(".parquet.writing")
    write(temporary)
    _fsync(temporary)
    temporary.rename(target)
    _fsync(target.parent)
    part = Part(store.next_id("part"), target.name, rows, target.stat().st_size, _sha256(target), batch)
    store.execute(
        "INSERT INTO part (id, bulk, file, row_count, byte_count, sha256, batch, created) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (part.id, table.name, part.file, part.rows, part.bytes, part.sha256, batch, now()),
    )
    return part


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

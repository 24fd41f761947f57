"""The embedded store: a folder with ``store.db`` (SQLite) and ``parts/`` (Parquet)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.storage import parts
from guihua.storage.bulk import BulkTable, Condition
from guihua.storage.migrate import pending, prepare
from guihua.storage.store import ABSENT_HINT, Row, Scan, Store, Tidied, Value, closed, now, other_shape

if TYPE_CHECKING:
    import pyarrow as pa

SEAL_ROWS = 100_000
"""At so many recent rows they are sealed into a part; an append of as many becomes a part at once."""
MOST_PARTS = 200
"""Above so many parts they are merged."""
PUSHED = 500
"""Longer lists of ids are not handed to SQLite: its recent rows are few, DuckDB filters them."""


class SqliteStore(Store):
    """SQLite in WAL mode, IMMEDIATE transactions, synchronous FULL: the truth and the only commit point."""

    backend = "sqlite"

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self.where = str(folder)
        self._sql = connection

    @classmethod
    def open(cls, folder: Path, *, create: bool, upgrade: bool) -> SqliteStore:
        """Open or make the store in a folder."""
        file = folder / "store.db"
        if not file.exists():
            if not create:
                raise GuihuaError(
                    "STORE-ABSENT", "这里还没有数据仓 there is no store here yet", ABSENT_HINT, str(folder)
                )
            _make_folder(folder)
        try:
            store = cls(folder, _connected(file))
            rows = store.execute("SELECT COUNT(*) FROM migration")[0][0] if _is_ours(store, file, create) else 0
            if rows and upgrade and pending(store):
                _copy_before_upgrade(store, folder)
            prepare(store, fresh=not rows, upgrade=upgrade)
        except sqlite3.DatabaseError as error:
            raise _fault(error, str(file)) from error
        return store

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run one statement and return its rows."""
        with self._faults():
            return self._sql.execute(sql, parameters).fetchall()

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each row of parameters."""
        with self._faults():
            self._sql.executemany(sql, rows)

    def append(self, table: BulkTable, rows: pa.Table, *, batch: int) -> None:
        """Many rows become a part at once, few stay rows until there are SEAL_ROWS of them."""
        if rows.num_rows >= SEAL_ROWS:
            parts.add(self, table, rows, batch)
            return
        marks = ", ".join("?" * len(table.columns))
        columns = [rows.column(name).to_pylist() for name in table.names]
        self.executemany(
            f"INSERT INTO {table.name} ({', '.join(table.names)}) VALUES ({marks})", zip(*columns, strict=True)
        )

    def scan(self, table: BulkTable, conditions: Sequence[Condition] = ()) -> Scan:
        """Parts by name, recent rows as Arrow, of one moment."""
        pushed = [c for c in conditions if c.among is None or len(c.among) <= PUSHED]
        where = " AND ".join(c.literal() for c in pushed)
        sql = f"SELECT {', '.join(table.names)} FROM {table.name}" + (f" WHERE {where}" if where else "")
        with self.moment():
            found = self.execute(sql)
            listed = parts.listed(self, table)
        return Scan(
            table, tuple(str(self.folder / "parts" / p.file) for p in listed), to_arrow(table, found), conditions
        )

    def tidy(self, table: BulkTable) -> Tidied:
        """Seal recent rows, merge parts above MOST_PARTS, remove files that no manifest lists."""
        return parts.tidy(self, table, seal_rows=SEAL_ROWS, most_parts=MOST_PARTS)

    def check(self, table: BulkTable) -> list[str]:
        """Hash every listed part."""
        faults = [str(row[0]) for row in self.execute("PRAGMA integrity_check") if row[0] != "ok"]
        return faults + parts.check(self, table)

    def close(self) -> None:
        """Close the connection."""
        self._sql.close()

    def _begin(self) -> None:
        with self._faults():
            self._sql.execute("BEGIN IMMEDIATE")

    def _look(self) -> None:
        with self._faults():
            self._sql.execute("BEGIN")

    def _end(self, commit: bool) -> None:
        if self._sql.in_transaction:
            with self._faults():
                self._sql.execute("COMMIT" if commit else "ROLLBACK")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """SQLite's errors in this program's words; a constraint that is broken is a mistake of the caller and passes."""
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.ProgrammingError as error:
            raise closed(self.where) if "closed database" in str(error) else error from None
        except sqlite3.DatabaseError as error:
            raise _fault(error, self.where) from error


def _connected(file: Path) -> sqlite3.Connection:
    """A connection that may write; where the system lets nobody write here, one that reads."""
    try:
        connection = sqlite3.connect(file, timeout=30, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.OperationalError as error:
        if not re.search(r"readonly|read-only|unable to open", str(error)) or not file.exists():
            raise
        return _reading(file)
    connection.execute("PRAGMA foreign_keys = ON")
    # Indexes over hashes are touched all over: keep 32 MB of them, and write back every 32 MB, not every 4.
    connection.execute("PRAGMA cache_size = -32768")
    connection.execute("PRAGMA wal_autocheckpoint = 8000")
    return connection


def _reading(file: Path) -> sqlite3.Connection:
    """A connection to a file that nobody can write. What still stands in its write-ahead log could not be seen: then it is refused."""
    log = file.with_name(f"{file.name}-wal")
    if log.exists() and log.stat().st_size:
        raise GuihuaError(
            "STORE-UNWRITABLE",
            "数据仓只读，且有未归并的写入 the store is read-only and holds writes that are not merged",
            "在可写处打开一次再只读使用 open it once where it can be written, then use it read-only",
            str(file),
        )
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, timeout=30, isolation_level=None, check_same_thread=False)


def _is_ours(store: SqliteStore, file: Path, create: bool) -> bool:
    """Whether the file has our tables; False for a new one. A file of something else, or an empty one that should hold a store, is refused."""
    names = {str(row[0]) for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if {"meta", "migration"} <= names:
        return True
    if names or not create:
        what = "是别的程序的数据库 is a database of something else" if names else "是空的 is empty"
        raise GuihuaError(
            "STORE-FOREIGN",
            f"数据仓 store.db {what}",
            "换一个文件夹，或由备份恢复 use another folder, or restore a copy",
            str(file),
        )
    return False


def _copy_before_upgrade(store: SqliteStore, folder: Path) -> None:
    """The database as it was, beside it: parts never change, so with them it is the whole store."""
    kept = folder / "backups" / f"store-before-{pending(store)[-1].number:04d}-{now()[:19].replace(':', '')}.db"
    kept.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(kept)) as copy:
        store._sql.backup(copy)


def to_arrow(table: BulkTable, rows: Sequence[Row]) -> pa.Table:
    """Rows of a bulk table as Arrow, in its schema."""
    import pyarrow as pa

    columns = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, table.schema(), strict=True)],
        schema=table.schema(),
    )


def _fault(error: sqlite3.DatabaseError, where: str) -> GuihuaError:
    text = str(error)
    if re.search(r"no such (table|column)|has no column", text):
        return other_shape(text, where)
    if re.search(r"locked|busy", text):
        return GuihuaError(
            "STORE-BUSY",
            "另一个程序正在写这个数据仓 another program is writing to this store",
            "稍后再试 try again in a moment",
            where,
        )
    if re.search(r"full|readonly|read-only|unable to open", text):
        return GuihuaError(
            "STORE-UNWRITABLE",
            f"数据仓写不进去 the store cannot be written: {text}",
            "腾出空间，或取得写权限 make room, or ask for the right to write",
            where,
        )
    return GuihuaError(
        "STORE-DAMAGED",
        f"数据仓读不出来 store.db cannot be read: {text}",
        "由备份恢复文件夹 restore the folder from a copy",
        where,
    )


def _make_folder(folder: Path) -> None:
    try:
        (folder / "parts").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GuihuaError(
            "STORE-UNREACHABLE",
            f"建不了文件夹 the folder cannot be made: {error.strerror}",
            "换一个文件夹 choose another folder",
            str(folder),
        ) from error

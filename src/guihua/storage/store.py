"""Opening a store, and what every backend of it can do."""

from __future__ import annotations

import abc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TypeVar

from guihua.errors import GuihuaError
from guihua.storage.bulk import BulkTable, Condition

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Value = str | int | bytes | None
Row = tuple[Value, ...]
T = TypeVar("T")

CONFLICT = "STORE-CONFLICT"
"""The code of work that the database broke off for another's sake: it may be done again."""
TRIES = 3
ABSENT_HINT = "先导入 bring something in first: guihua import FILE；台账 a ledger: guihua ledger import LEDGER FILE"
"""What makes a store where there is none."""


def open_store(path_or_url: str | Path, *, create: bool = True, upgrade: bool = False) -> Store:
    """Open the store in a folder, or in a PostgreSQL schema (``postgresql://…/db?schema=guihua``).

    create   make it where there is none (otherwise ``STORE-ABSENT``)
    upgrade  bring an older store up to this program's tables (otherwise ``STORE-OUTDATED``)

    The store is a context manager. Use one store per thread.
    Errors: STORE-ABSENT, STORE-OUTDATED, STORE-NEWER, STORE-DAMAGED, STORE-UNREACHABLE.
    """
    text = str(path_or_url)
    if text.startswith(("postgresql://", "postgres://")):
        from guihua.storage.postgresql import PostgresqlStore

        return PostgresqlStore.open(text, create=create, upgrade=upgrade)
    if "://" in text:
        raise GuihuaError(
            "STORE-UNKNOWN",
            f"没有这种数据仓 no store of this kind: {text.split('://', maxsplit=1)[0]}",
            "写文件夹或 postgresql:// 地址 give a folder or a postgresql:// address",
        )
    from guihua.storage.sqlite import SqliteStore

    return SqliteStore.open(Path(text), create=create, upgrade=upgrade)


class Store(abc.ABC):
    """One open store. SQL uses ``?`` for parameters on every backend.

    Small tables are read and written by ``execute``; bulk tables (see ``BulkTable``) by ``append`` and ``scan``.
    All writing happens inside ``transaction()``: when the block ends everything counts, before that nothing does.
    """

    backend: Literal["sqlite", "postgresql"]
    where: str

    @abc.abstractmethod
    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run one statement and return its rows (none for a statement that has none)."""

    @abc.abstractmethod
    def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each row of parameters."""

    def put(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """As `executemany`, for what nobody reads before the transaction ends: a store that is asked over a network may send it with
        the commit. A broken constraint is told at the latest there."""
        self.executemany(sql, rows)

    @abc.abstractmethod
    def append(self, table: BulkTable, rows: pa.Table, *, batch: int) -> None:
        """Add rows to a bulk table, within the open transaction."""

    @abc.abstractmethod
    def scan(self, table: BulkTable, conditions: Sequence[Condition] = ()) -> Scan:
        """The rows of a bulk table that meet all conditions, ready for DuckDB."""

    @abc.abstractmethod
    def tidy(self, table: BulkTable) -> Tidied:
        """Seal small rows and merge small parts where that is due; takes its own transaction."""

    @abc.abstractmethod
    def check(self, table: BulkTable) -> list[str]:
        """Compare parts with their manifest; the faults found, in words for the log (none: sound)."""

    @abc.abstractmethod
    def close(self) -> None:
        """Close the connection."""

    @abc.abstractmethod
    def _begin(self) -> None: ...

    @abc.abstractmethod
    def _end(self, commit: bool) -> None: ...

    @abc.abstractmethod
    def _look(self) -> None: ...

    _depth = 0
    _looking = False

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. A transaction inside another joins it."""
        if self._depth:
            yield
            return
        self._begin()
        self._depth = 1
        try:
            yield
            self.put("UPDATE meta SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE name = ?", [("version",)])
        except BaseException:
            self._depth = 0
            self._end(commit=False)
            raise
        self._depth = 0
        self._end(commit=True)

    @contextmanager
    def moment(self) -> Iterator[None]:
        """All that is read inside is of one moment, whatever others write meanwhile. Nothing may be written inside."""
        if self._depth or self._looking:
            yield
            return
        self._look()
        self._looking = True
        try:
            yield
        finally:
            self._looking = False
            self._end(commit=False)

    def attempt(self, work: Callable[[], T]) -> T:
        """What `work` gives, run in a transaction; where the database broke it off for another's sake (deadlock), once more.

        Inside another transaction it joins that one, and the whole of that must be done again.
        Errors: STORE-CONFLICT after TRIES times.
        """
        tries = 1 if self._depth else TRIES
        for number in range(tries):
            try:
                with self.transaction():
                    return work()
            except GuihuaError as error:
                if error.code != CONFLICT or number == tries - 1:
                    raise
        raise AssertionError  # the last try returned or raised

    def version(self) -> int:
        """A number that grows with every committed change: a key for caches."""
        return int(str(self.execute("SELECT value FROM meta WHERE name = 'version'")[0][0]))

    def next_id(self, table: str) -> int:
        """The next free id of a small table; call it inside a transaction."""
        return int(self.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}")[0][0] or 1)  # table is ours, not input

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Scan:
    """Rows of a bulk table for one DuckDB query: parts by name, recent rows as Arrow."""

    def __init__(
        self, table: BulkTable, parts: tuple[str, ...], rows: pa.Table, conditions: Sequence[Condition]
    ) -> None:
        self.table, self.parts, self.rows, self.conditions = table, parts, rows, tuple(conditions)

    def register(self, connection: object) -> str:
        """Make the rows known to a DuckDB connection; returns SQL that stands for them in FROM."""
        name = f"recent_{self.table.name}"
        connection.register(name, self.rows)  # type: ignore[attr-defined]
        columns = ", ".join(self.table.names)
        recent = f"SELECT {columns} FROM {name}"
        if not self.parts:
            return f"({recent})"
        files = ", ".join("'" + part.replace("'", "''") + "'" for part in self.parts)
        where = " AND ".join(c.literal() for c in self.conditions)
        stored = f"SELECT {columns} FROM read_parquet([{files}])" + (f" WHERE {where}" if where else "")
        return f"({stored} UNION ALL {recent})"


class Tidied:
    """What ``tidy`` did: rows sealed into a part, parts merged, files removed."""

    def __init__(self, sealed: int = 0, merged: int = 0, removed: int = 0) -> None:
        self.sealed, self.merged, self.removed = sealed, merged, removed


def closed(where: str) -> GuihuaError:
    """The error of asking a store that was closed."""
    return GuihuaError(
        "STORE-CLOSED",
        "数据仓已关闭 this store was closed",
        "在 with 块内使用，或重新打开 use it inside its with block, or open it again",
        where,
    )


def other_shape(text: str, where: str) -> GuihuaError:
    """What to say of a store whose tables are not this program's, whatever its list of steps claims."""
    return GuihuaError(
        "STORE-SHAPE",
        f"数据仓的表结构与程序不符 the tables of this store are not those of this program: {text}",
        "先升级，仍不行就导入新的数据仓 run: guihua store upgrade; if that does not help, import into a new store",
        where,
    )


@contextmanager
def reading(store: Store, *, memory: str = "1200MB") -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB connection over a store's parts; its errors come out in this program's words.

    Errors: STORE-SHAPE (a part has other columns), STORE-MEMORY, STORE-DAMAGED (a part is missing or cannot be read).
    """
    import duckdb

    connection = duckdb.connect(config={"memory_limit": memory, "threads": 2, "preserve_insertion_order": False})
    try:
        yield connection
    except duckdb.BinderException as error:
        raise other_shape(str(error).splitlines()[0], store.where) from error
    except duckdb.OutOfMemoryException as error:
        raise GuihuaError(
            "STORE-MEMORY",
            "查询所需内存超过限额 the question needs more memory than is allowed",
            "只查一个地区或指标 ask for one region or indicator",
            store.where,
        ) from error
    except duckdb.Error as error:
        raise GuihuaError(
            "STORE-DAMAGED",
            f"数据仓有一部分读不出来 a part of the store cannot be read: {str(error).splitlines()[0]}",
            "先检查，再由备份恢复 run: guihua store check; restore the folder from a copy",
            store.where,
        ) from error
    finally:
        connection.close()


def now() -> str:
    """This moment, UTC, to the microsecond, as stored."""
    return datetime.now(UTC).isoformat(timespec="microseconds")

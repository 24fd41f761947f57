"""The shared store: one schema of a PostgreSQL database; bulk tables are its own, DuckDB answers the same queries."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from guihua.errors import GuihuaError
from guihua.storage.bulk import BulkTable, Condition
from guihua.storage.faults import driver, lost, of_address, of_connection, of_statement
from guihua.storage.migrate import prepare
from guihua.storage.store import ABSENT_HINT, Row, Scan, Store, Tidied, Value, closed

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT_SCHEMA = "guihua"
LOCK_SECONDS = 30
"""How long a writer waits for another, as long as in the embedded store."""
BLOCK_BYTES = 8 * 2**20
"""So much of a COPY is held as text at a time."""
T = TypeVar("T")


class PostgresqlStore(Store):
    """A schema of a PostgreSQL database. Writers queue on an advisory lock, as they do in the embedded store."""

    backend = "postgresql"

    def __init__(self, where: str, schema: str, address: str) -> None:
        self.where, self.schema, self._address = where, schema, address
        self._late: list[tuple[str, tuple[Value, ...]]] = []
        self._sql = self._connect()

    @classmethod
    def open(cls, url: str, *, create: bool, upgrade: bool) -> PostgresqlStore:
        """Open or make the store in a schema (``?schema=…``, else ``guihua``)."""
        address, schema = _address(url)
        store = cls(_shown(address), schema, address)
        try:
            there = store.execute("SELECT 1 FROM information_schema.schemata WHERE schema_name = ?", (schema,))
            if not there and not create:
                raise GuihuaError(
                    "STORE-ABSENT", "这里还没有数据仓 there is no store here yet", ABSENT_HINT, store.where
                )
            present = "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = 'migration'"
            rows = store.execute("SELECT COUNT(*) FROM migration")[0][0] if store.execute(present, (schema,)) else 0
            made = () if there else (f"CREATE SCHEMA IF NOT EXISTS {schema}",)
            prepare(store, fresh=not rows, upgrade=upgrade, first=made)
        except BaseException:
            store.close()
            raise
        return store

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run one statement and return its rows."""

        self._settle()

        def run() -> list[Row]:
            cursor = self._sql.execute(_marks(sql), tuple(parameters)) if parameters else self._sql.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []

        return self._run(run)

    def put(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each row of parameters, together with the commit: while it waits for the disc all other writers wait
        for this one, so every word over the wire counts."""
        self._late += [(_marks(sql), tuple(row)) for row in rows]

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each row of parameters."""
        self._settle()
        with self._faults(), self._sql.cursor() as cursor:
            cursor.executemany(_marks(sql), rows)

    def append(self, table: BulkTable, rows: pa.Table, *, batch: int) -> None:
        """COPY the rows in, within the open transaction."""
        import pyarrow.csv as pv

        self._settle()
        plain = rows.select(list(table.names)).cast(table.schema())
        options = pv.WriteOptions(include_header=False, quoting_style="needed")
        sql = f"COPY {table.name} ({', '.join(table.names)}) FROM STDIN (FORMAT csv)"
        with self._faults(), self._sql.cursor() as cursor, cursor.copy(sql) as copy:
            for block in plain.to_batches(max_chunksize=100_000):
                text = io.BytesIO()
                pv.write_csv(block, text, options)
                copy.write(text.getbuffer())

    def scan(self, table: BulkTable, conditions: Sequence[Condition] = ()) -> Scan:
        """All rows that meet the conditions, as Arrow."""
        self._settle()
        where = " AND ".join(c.literal() for c in conditions)
        sql = f"SELECT {', '.join(table.names)} FROM {table.name}" + (f" WHERE {where}" if where else "")
        return Scan(table, (), self._run(lambda: self._copied(table, sql)), conditions)

    def tidy(self, table: BulkTable) -> Tidied:
        """Nothing to seal or merge here."""
        return Tidied()

    def check(self, table: BulkTable) -> list[str]:
        """PostgreSQL checks itself."""
        return []

    def close(self) -> None:
        """Close the connection."""
        self._sql.close()

    def _begin(self) -> None:
        lock = f"SELECT pg_advisory_xact_lock(hashtext('guihua:{self.schema}'))"  # the schema's name is letters, digits and _
        self._late.clear()
        try:
            self._run(lambda: self._sql.execute(f"BEGIN ISOLATION LEVEL READ COMMITTED; {lock}"))
        except GuihuaError:
            self._end(commit=False)
            raise

    def _look(self) -> None:
        self._run(lambda: self._sql.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"))

    def _end(self, commit: bool) -> None:
        late, self._late = self._late, []
        if commit:
            try:
                with self._faults():
                    self._send([*late, ("COMMIT", ())])
            except BaseException:
                self._end(commit=False)
                raise
        elif not lost(self._sql):
            self._sql.execute("ROLLBACK")

    def _settle(self) -> None:
        """Send what waits for the commit before something that may depend on it."""
        if self._late:
            late, self._late = self._late, []
            with self._faults():
                self._send(late)

    def _send(self, statements: Sequence[tuple[str, tuple[Value, ...]]]) -> None:
        """Statements without an answer, in one go; the first that fails breaks off the rest."""
        if len(statements) == 1:
            self._sql.execute(*statements[0])
            return
        with self._sql.pipeline():
            for sql, values in statements:
                self._sql.execute(sql, values)

    def _connect(self) -> Any:
        psycopg = driver()
        try:
            connection = psycopg.connect(self._address, autocommit=True, connect_timeout=10)
            connection.execute(f"SET search_path TO {self.schema}; SET lock_timeout = '{LOCK_SECONDS}s'")
        except psycopg.ProgrammingError as error:
            raise of_address() from error
        except psycopg.Error as error:
            raise of_connection(error, self.where) from error
        return connection

    def _run(self, work: Callable[[], T]) -> T:
        """Outside a transaction a connection that was lost (the server was restarted) is made anew, once."""
        inside = self._depth or self._looking
        if not inside and lost(self._sql):
            self._sql = self._connect()
        try:
            with self._faults():
                return work()
        except GuihuaError:
            if inside or not lost(self._sql):
                raise
        self._sql = self._connect()
        with self._faults():
            return work()

    def _copied(self, table: BulkTable, sql: str) -> pa.Table:
        """The rows of a query, read as CSV block by block: the text is never held whole."""
        import pyarrow as pa

        found: list[pa.Table] = []
        held = bytearray()
        texts = ", ".join(name for name, kind in table.columns if kind == "text")  # quoted: "" is no NULL
        form = "FORMAT csv" + (f", FORCE_QUOTE ({texts})" if texts else "")
        with self._sql.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT ({form})") as copy:
            for row in copy:  # a message is one whole row
                held += row
                if len(held) > BLOCK_BYTES:
                    found.append(_read(table, held))
                    held = bytearray()
        found.append(_read(table, held))
        return pa.concat_tables(found)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """The driver's errors in this program's words; a constraint that is broken is a mistake of the caller and passes."""
        psycopg = driver()
        try:
            yield
        except (psycopg.IntegrityError, psycopg.errors.RaiseException):
            raise
        except psycopg.OperationalError as error:
            raise (
                closed(self.where) if "connection is closed" in str(error) else of_statement(error, self.where)
            ) from error
        except psycopg.Error as error:
            raise of_statement(error, self.where) from error


def _read(table: BulkTable, text: bytearray) -> pa.Table:
    import pyarrow as pa
    import pyarrow.csv as pv

    if not text:
        return table.schema().empty_table()
    return pv.read_csv(
        pa.py_buffer(text),
        read_options=pv.ReadOptions(column_names=list(table.names)),
        parse_options=pv.ParseOptions(newlines_in_values=True),
        convert_options=pv.ConvertOptions(column_types=table.schema(), strings_can_be_null=False),
    )


def _marks(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def _address(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise of_address() from None
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    schema = options.pop("schema", DEFAULT_SCHEMA)
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", schema):
        raise GuihuaError(
            "STORE-SCHEMA",
            f"不能作模式名 {schema!r} is no schema name",
            "只用小写字母、数字和下划线 use lower-case letters, digits and _",
        )
    return urlunsplit(parts._replace(query=urlencode(options, quote_via=quote))), schema


def _shown(address: str) -> str:
    """The address without name, password and options: what may be printed."""
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"

"""The shared store: one schema of a PostgreSQL database; bulk tables are its own, DuckDB answers the same queries."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from guihua.errors import GuihuaError
from guihua.storage.bulk import BulkTable, Condition
from guihua.storage.migrate import prepare
from guihua.storage.store import Row, Scan, Store, Tidied, Value, other_shape

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT_SCHEMA = "guihua"


class PostgresqlStore(Store):
    """A schema of a PostgreSQL database. Writers queue on an advisory lock, as they do in the embedded store."""

    backend = "postgresql"

    def __init__(self, where: str, schema: str, connection: Any) -> None:
        self.where, self.schema = where, schema
        self._sql = connection

    @classmethod
    def open(cls, url: str, *, create: bool, upgrade: bool) -> PostgresqlStore:
        """Open or make the store in a schema (``?schema=…``, else ``guihua``)."""
        psycopg = _driver()
        address, schema = _address(url)
        try:
            connection = psycopg.connect(address, autocommit=True, connect_timeout=10)
        except psycopg.Error as error:
            raise GuihuaError(
                "STORE-UNREACHABLE",
                f"the database does not answer: {str(error).strip()}",
                "check address, name and password",
                _shown(address),
            ) from error
        store = cls(_shown(address), schema, connection)
        if not store.execute("SELECT 1 FROM information_schema.schemata WHERE schema_name = ?", (schema,)):
            if not create:
                raise GuihuaError("STORE-ABSENT", "there is no store here yet", "run: guihua import FILE", store.where)
            store.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        store.execute(f"SET search_path TO {schema}")
        present = "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = 'migration'"
        rows = store.execute("SELECT COUNT(*) FROM migration")[0][0] if store.execute(present, (schema,)) else 0
        prepare(store, fresh=not rows, upgrade=upgrade)
        return store

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run one statement and return its rows."""
        psycopg = _driver()
        try:
            cursor = self._sql.execute(_marks(sql), tuple(parameters)) if parameters else self._sql.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as error:
            raise other_shape(str(error).splitlines()[0], self.where) from error
        except psycopg.OperationalError as error:
            raise GuihuaError(
                "STORE-UNREACHABLE", f"the database does not answer: {str(error).strip()}", "try again", self.where
            ) from error

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each row of parameters."""
        with self._sql.cursor() as cursor:
            cursor.executemany(_marks(sql), rows)

    def append(self, table: BulkTable, rows: pa.Table, *, batch: int) -> None:
        """COPY the rows in, within the open transaction."""
        import pyarrow.csv as pv

        text = io.BytesIO()
        pv.write_csv(
            rows.select(list(table.names)).cast(table.schema()),
            text,
            pv.WriteOptions(include_header=False, quoting_style="needed"),
        )
        sql = f"COPY {table.name} ({', '.join(table.names)}) FROM STDIN (FORMAT csv)"
        with self._sql.cursor() as cursor, cursor.copy(sql) as copy:
            copy.write(text.getvalue())

    def scan(self, table: BulkTable, conditions: Sequence[Condition] = ()) -> Scan:
        """All rows that meet the conditions, as Arrow."""
        import pyarrow as pa
        import pyarrow.csv as pv

        where = " AND ".join(c.literal() for c in conditions)
        sql = f"SELECT {', '.join(table.names)} FROM {table.name}" + (f" WHERE {where}" if where else "")
        sink = io.BytesIO()
        with self._sql.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)") as copy:
            for block in copy:
                sink.write(block)
        if not sink.tell():
            return Scan(table, (), table.schema().empty_table(), conditions)
        found = pv.read_csv(
            pa.py_buffer(sink.getbuffer()),
            read_options=pv.ReadOptions(column_names=list(table.names)),
            convert_options=pv.ConvertOptions(column_types=table.schema(), strings_can_be_null=False),
        )
        return Scan(table, (), found, conditions)

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
        self._sql.execute("BEGIN")
        self._sql.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"guihua:{self.schema}",))

    def _end(self, commit: bool) -> None:
        self._sql.execute("COMMIT" if commit else "ROLLBACK")


def _marks(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def _address(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    schema = options.pop("schema", DEFAULT_SCHEMA)
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", schema):
        raise GuihuaError("STORE-SCHEMA", f"{schema!r} is no schema name", "use lower-case letters, digits and _")
    return urlunsplit(parts._replace(query=urlencode(options))), schema


def _shown(address: str) -> str:
    """The address without its password."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


def _driver() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise GuihuaError(
            "STORE-DRIVER", "the PostgreSQL driver is not installed", "run: pip install 'guihua[postgres]'"
        ) from error
    return psycopg

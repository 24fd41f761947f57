"""The tables of a PostgreSQL schema out and in by COPY: all as of one snapshot, and back into an empty schema of the same steps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from guihua.errors import GuihuaError
from guihua.storage import faults

SITE_SCHEMA = "guihua_site"
_TABLES = """SELECT table_name FROM information_schema.tables WHERE table_schema = %s AND table_type = 'BASE TABLE' ORDER BY 1"""
_COLUMNS = """SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s
    AND is_generated = 'NEVER' ORDER BY ordinal_position"""
_KEYS = """SELECT c.relname, p.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype = 'f' AND n.nspname = %s AND c.oid <> p.oid"""
_SEQUENCES = "SELECT sequencename, COALESCE(last_value, 0) FROM pg_sequences WHERE schemaname = %s"


def dump(url: str, room: Path, under: str, schema: str = "") -> Iterator[tuple[str, Path]]:
    """Each table as a file in COPY's text form, with its columns and the schema's sequences in `tables.json`."""
    address, schema = _parts(url, schema)
    with _connected(address, url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tables = [row[0] for row in connection.execute(_TABLES, (schema,))]
        columns = {t: [row[0] for row in connection.execute(_COLUMNS, (schema, t))] for t in tables}
        sequences = dict(connection.execute(_SEQUENCES, (schema,)).fetchall())
        folder = room / under.replace("/", "-")
        folder.mkdir()
        for table in tables:
            path = folder / f"{table}.copy"
            with (
                path.open("wb") as out,
                connection.cursor().copy(_copy(schema, table, columns[table], "TO STDOUT")) as rows,
            ):
                for block in rows:
                    out.write(block)
            yield f"{under}/{table}.copy", path
        note = folder / "tables.json"
        note.write_text(json.dumps({"columns": columns, "sequences": sequences}), encoding="utf-8")
        yield f"{under}/tables.json", note


def load(url: str, folder: Path, schema: str = "") -> None:
    """Fill the tables of an empty schema. The schema's tables are made first by the program that owns them.

    Errors: BACKUP-TARGET where a table holds rows already or is not there.
    """
    address, schema = _parts(url, schema)
    told = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
    with _connected(address, url) as connection:
        there = {row[0] for row in connection.execute(_TABLES, (schema,))}
        missing = sorted(set(told["columns"]) - there)
        if missing:
            raise _target(f"没有这些表 these tables are missing: {', '.join(missing[:5])}")
        for table in _parents_first(connection, schema, sorted(told["columns"])):
            made_anew = table in ("meta", "migration") or table.startswith("django_") or table.startswith("auth_perm")
            if made_anew:
                connection.execute(f'TRUNCATE "{schema}"."{table}" CASCADE')
            elif connection.execute(f'SELECT 1 FROM "{schema}"."{table}" LIMIT 1').fetchone():
                raise _target(f"表里已有数据 the table holds rows: {table}")
            sql = _copy(schema, table, told["columns"][table], "FROM STDIN")
            with connection.cursor().copy(sql) as rows:
                rows.write((folder / f"{table}.copy").read_bytes())
        for name, last in told["sequences"].items():
            if last:
                connection.execute("SELECT setval(%s, %s)", (f'"{schema}"."{name}"', last))


def _parents_first(connection: Any, schema: str, tables: list[str]) -> list[str]:
    """Tables in an order in which what a row points to is there before it."""
    needs = {t: set[str]() for t in tables}
    for child, parent in connection.execute(_KEYS, (schema,)):
        if child in needs and parent in needs:
            needs[child].add(parent)
    ordered: list[str] = []
    while needs:
        free = sorted(t for t, parents in needs.items() if not parents - set(ordered)) or sorted(needs)
        ordered += free
        needs = {t: parents for t, parents in needs.items() if t not in free}
    return ordered


def _copy(schema: str, table: str, columns: list[str], way: str) -> str:
    return f'COPY "{schema}"."{table}" ({", ".join(f"{chr(34)}{c}{chr(34)}" for c in columns)}) {way}'


def _parts(url: str, schema: str) -> tuple[str, str]:
    """The address without our own option, and the schema."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    named = query.pop("schema", "guihua")
    return urlunsplit(parts._replace(query=urlencode(query))), schema or named


def _connected(address: str, url: str) -> Any:
    psycopg = faults.driver()
    try:
        return psycopg.connect(address)
    except psycopg.Error as error:
        raise faults.of_connection(error, url.rsplit("@", maxsplit=1)[-1]) from None


def _target(why: str) -> GuihuaError:
    return GuihuaError(
        "BACKUP-TARGET", f"恢复不进去 cannot be restored there: {why}", "换一个空的模式 use an empty schema"
    )

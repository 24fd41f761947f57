"""Observations in a store: adding, asking, withdrawing. Nothing is overwritten.

The contract for the rooms above: ``query`` gives every vintage known on a date, ``snapshot`` the one of each figure
that stood on that date, ``withdraw`` takes one back with a reason. A store is handed in open and stays open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.statistics import frame as columns
from guihua.statistics.observation import DateTrust, Observation
from guihua.statistics.observations import Observations
from guihua.storage import BulkTable, Condition, Store
from guihua.storage.store import now

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

FACTS = BulkTable(
    "observation",
    (
        ("series", "int"),
        ("period", "int"),
        ("source", "int"),
        ("available", "int"),
        ("status", "int"),
        ("value", "text"),
        ("wording", "int"),
        ("batch", "int"),
    ),
    sort=("series", "period", "available"),
)
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "series": columns.SERIES,
    "period": columns.PERIOD,
    "source": columns.SOURCE,
    "wording": columns.WORDING,
    "status": columns.STATUS,
}
GRADES = {"official": 3, "press": 2, "secondary": 1, "plan": 0}
MEMORY = "900MB"


def query(
    store: Store,
    *,
    variable: str | None = None,
    region: str | None = None,
    as_of: date,
    include_collected: bool = False,
    public_only: bool = False,
) -> Observations:
    """Every vintage known on a date, oldest period first, then oldest vintage first.

    variable, region   the concept expression and region code; None: all
    as_of              a figure counts if the last day of its printed date is not later
    include_collected  also figures whose date only says when they were collected, or that have none; they are marked by
                       ``date_trust`` (``observation.collected``)
    public_only        without internal figures and those embargoed beyond ``as_of``

    A figure withdrawn by ``as_of`` is left out.
    """
    return _ask(store, variable, region, as_of, include_collected, public_only, latest=False)


def snapshot(
    store: Store,
    *,
    variable: str | None = None,
    region: str | None = None,
    as_of: date,
    include_collected: bool = False,
    public_only: bool = False,
) -> Observations:
    """One figure for each series and period: the vintage that stood on a date.

    A series is region, variable, unit, price, transformation, base period, coverage, accounting and system. Among
    vintages: a plan's own fact yields to any other source; a dated one stands before one known by its collection date
    only; then the later date; then the higher grade; then a revised figure before a first one; then what was recorded
    later.
    """
    return _ask(store, variable, region, as_of, include_collected, public_only, latest=True)


@dataclass(frozen=True, slots=True)
class Added:
    """What an import did: rows read, rows stored, rows that were there already."""

    batch: int
    read: int
    stored: int
    same: int


def add(
    store: Store, rows: pa.Table | list[Observation], *, name: str, sha256: str = "", kind: str = "records"
) -> Added:
    """Store a frame (see ``guihua.statistics.frame``) or records, all or nothing. Known figures change nothing."""
    table = columns.frame(rows) if isinstance(rows, list) else rows
    with store.transaction():
        batch = store.next_id("batch")
        coded = _encode(store, table, batch)
        fresh = _without_known(store, coded)
        if fresh.num_rows:
            store.append(FACTS, fresh, batch=batch)
        if fresh.num_rows or sha256:
            store.execute(
                "INSERT INTO batch (id, kind, name, sha256, rows_read, rows_stored, recorded) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (batch, kind, name, sha256, table.num_rows, fresh.num_rows, now()),
            )
    store.tidy(FACTS)
    return Added(batch, table.num_rows, fresh.num_rows, table.num_rows - fresh.num_rows)


def withdraw(store: Store, observation: Observation, *, reason: str, on: date) -> None:
    """Take a figure back: from ``on`` it no longer answers; before, it still does. The figure itself stays.

    Errors: OBSERVATION-ABSENT where the store does not hold it; REASON-MISSING.
    """
    if not reason.strip():
        raise GuihuaError("REASON-MISSING", "a withdrawal needs its reason", "say why the figure was taken back")
    table = columns.frame([observation])
    with store.transaction():
        ids = {name: _lookup(store, name).get(_row(table, cols)) for name, cols in DIMENSIONS.items()}
        series, period, source, status = (ids[n] for n in ("series", "period", "source", "status"))
        key = (series, period, source, columns.available(observation), status, observation.value)
        if None in key or not _holds(store, key):
            raise GuihuaError(
                "OBSERVATION-ABSENT", "the store does not hold this figure", "take it from a query of the same store"
            )
        store.execute(
            "INSERT INTO withdrawal "
            "(id, series, period, source, available, status, value, withdrawn, reason, recorded) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (store.next_id("withdrawal"), *key, columns.days(on), reason, now()),
        )


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A figure taken back."""

    observation: Observation
    on: date
    reason: str


def imported(store: Store, sha256: str) -> bool:
    """Whether a file with this hash was stored before."""
    return bool(store.execute("SELECT 1 FROM batch WHERE sha256 = ? LIMIT 1", (sha256,)))


def variables(store: Store) -> tuple[tuple[str, str], ...]:
    """Every (variable, region) that the store has figures of."""
    rows = store.execute("SELECT DISTINCT variable, region FROM series ORDER BY variable, region")
    return tuple((str(a), str(b)) for a, b in rows)


def _ask(
    store: Store,
    variable: str | None,
    region: str | None,
    as_of: date,
    include_collected: bool,
    public_only: bool,
    *,
    latest: bool,
) -> Observations:
    connection = _duckdb()
    try:
        dimensions = _dimensions(store, variable, region)
        for name, table in dimensions.items():
            connection.register(name, table)
        conditions = [Condition("available", most=columns.days(as_of))]
        if variable is not None or region is not None:
            conditions.append(Condition("series", among=tuple(sorted(dimensions["series"].column("id").to_pylist()))))
        source = store.scan(FACTS, conditions).register(connection)
        connection.register("withdrawal", _withdrawals(store, as_of))
        sql = _sql(source, columns.days(as_of), as_of, include_collected, public_only, latest)
        return Observations(connection.execute(sql).to_arrow_table(), dimensions)
    finally:
        connection.close()


def _sql(source: str, day: int, as_of: date, include_collected: bool, public_only: bool, latest: bool) -> str:
    trust = "" if include_collected else "AND t.date_trust NOT IN ('collected', 'none')"
    public = (
        f"AND (s.publish_level = 'public' OR (s.publish_level LIKE 'embargoed until %' "
        f"AND substr(s.publish_level, 17) <= '{as_of.isoformat()}'))"
        if public_only
        else ""
    )
    grade = " ".join(f"WHEN '{name}' THEN {rank}" for name, rank in GRADES.items())
    rank = (
        "((((s.grade <> 'plan')::BIGINT * 2 + (t.date_trust NOT IN ('collected', 'none'))::BIGINT) * 100000 "
        f"+ o.available) * 4 + CASE s.grade {grade} ELSE 0 END) * 2 + (t.vintage_note = 'revised')::BIGINT"
    )
    known = f"""
        SELECT o.*, {rank} AS rank FROM {source} o
        JOIN source s ON s.id = o.source JOIN status t ON t.id = o.status
        WHERE o.available <= {day} {trust} {public} AND o.series IN (SELECT id FROM series)
          AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.series = o.series AND w.period = o.period
              AND w.source = o.source AND w.available = o.available AND w.status = o.status AND w.value = o.value)"""
    order = "series, p.label, p.span, available, rank, batch, source, value"
    if latest:
        known = f"""
            SELECT series, period, arg_max(o, (rank, batch, source, value)) AS best
            FROM ({known}) o GROUP BY series, period"""
        known = f"SELECT unnest(best) FROM ({known})"
    return f"""SELECT o.series, o.period, o.source, o.available, o.status, o.value, o.wording, o.batch
               FROM ({known}) o JOIN period p ON p.id = o.period ORDER BY {order}"""


def _dimensions(store: Store, variable: str | None, region: str | None) -> dict[str, pa.Table]:
    wanted = [(c, v) for c, v in (("variable", variable), ("region", region)) if v is not None]
    where = (" WHERE " + " AND ".join(f"{column} = ?" for column, _ in wanted)) if wanted else ""
    out = {}
    for name, cols in DIMENSIONS.items():
        narrow = name == "series"
        sql = f"SELECT id, {', '.join(cols)} FROM {name}" + (where if narrow else "")
        out[name] = _as_table(store.execute(sql, [v for _, v in wanted] if narrow else ()), cols)
    return out


def _as_table(rows: list[tuple[str | int | bytes | None, ...]], cols: tuple[str, ...]) -> pa.Table:
    import pyarrow as pa

    data = list(zip(*rows, strict=True)) if rows else [()] * (len(cols) + 1)
    types = [pa.int64(), *[pa.string()] * len(cols)]
    return pa.table([pa.array(d, t) for d, t in zip(data, types, strict=True)], names=["id", *cols])


def _withdrawals(store: Store, as_of: date) -> pa.Table:
    import pyarrow as pa

    names = ("series", "period", "source", "available", "status", "value")
    rows = store.execute(f"SELECT {', '.join(names)} FROM withdrawal WHERE withdrawn <= ?", (columns.days(as_of),))
    data = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    types = [pa.int64()] * 5 + [pa.string()]
    return pa.table([pa.array(d, t) for d, t in zip(data, types, strict=True)], names=list(names))


def _encode(store: Store, table: pa.Table, batch: int) -> pa.Table:
    """Text columns to ids of the small tables, which grow as needed."""
    import pyarrow as pa

    out: dict[str, pa.Array] = {}
    for name, cols in DIMENSIONS.items():
        codes, uniques = distinct(table, cols)
        known = _lookup(store, name)
        missing = [row for row in uniques if row not in known]
        if missing:
            first = store.next_id(name)
            known |= {row: first + i for i, row in enumerate(missing)}
            marks = ", ".join("?" * (len(cols) + 1))
            store.executemany(
                f"INSERT INTO {name} (id, {', '.join(cols)}) VALUES ({marks})", [(known[row], *row) for row in missing]
            )
        ids = pa.array([known[row] for row in uniques], pa.int64())
        out[name] = ids.take(codes) if len(uniques) else pa.array([], pa.int64())
    out["available"] = table.column("available").combine_chunks()
    out["value"] = table.column("value").combine_chunks().cast(pa.string())
    out["batch"] = pa.repeat(pa.scalar(batch, pa.int64()), table.num_rows)
    return pa.table({name: out[name] for name in FACTS.names})


def distinct(table: pa.Table, cols: tuple[str, ...]) -> tuple[pa.Array, list[tuple[str, ...]]]:
    """The distinct rows of some text columns, and for each row of the table the number of its distinct row."""
    import numpy as np
    import pyarrow as pa

    codes = np.zeros(table.num_rows, dtype=np.int64)
    for name in cols:
        words = table.column(name).combine_chunks()
        coded = words if pa.types.is_dictionary(words.type) else words.dictionary_encode()
        step = codes * max(len(coded.dictionary), 1) + coded.indices.to_numpy(zero_copy_only=False)
        codes = pa.array(step).dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    count = int(codes.max()) + 1 if len(codes) else 0
    first = np.zeros(count, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    rows = table.select(list(cols)).take(pa.array(first)) if count else table.select(list(cols)).slice(0, 0)
    data = [rows.column(name).to_pylist() for name in cols]
    return pa.array(codes), list(zip(*data, strict=True)) if count else []


def _without_known(store: Store, coded: pa.Table) -> pa.Table:
    """The rows that are not stored yet."""
    connection = _duckdb()
    try:
        connection.register("fresh", coded)
        series = coded.column("series").unique().to_pylist()
        source = store.scan(FACTS, [Condition("series", among=tuple(sorted(series)))]).register(connection)
        keys = "series, period, source, available, status, value"
        return connection.execute(
            f"SELECT f.* FROM fresh f ANTI JOIN (SELECT {keys} FROM {source}) k USING ({keys})"
        ).to_arrow_table()
    finally:
        connection.close()


def _lookup(store: Store, name: str) -> dict[tuple[str, ...], int]:
    rows = store.execute(f"SELECT id, {', '.join(DIMENSIONS[name])} FROM {name}")
    return {tuple(str(v) for v in row[1:]): int(row[0] or 0) for row in rows}


def _row(table: pa.Table, cols: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(table.column(name)[0].as_py() for name in cols)


def _holds(store: Store, key: tuple[str | int | None, ...]) -> bool:
    connection = _duckdb()
    try:
        source = store.scan(FACTS, [Condition("series", among=(int(key[0] or 0),))]).register(connection)
        where = "series = ? AND period = ? AND source = ? AND available = ? AND status = ? AND value = ?"
        return bool(connection.execute(f"SELECT 1 FROM {source} WHERE {where} LIMIT 1", list(key)).fetchall())
    finally:
        connection.close()


def _duckdb() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect(config={"memory_limit": MEMORY, "threads": 2, "preserve_insertion_order": False})


__all__ = ["FACTS", "Added", "DateTrust", "add", "imported", "query", "snapshot", "variables", "withdraw"]

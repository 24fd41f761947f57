"""Observations in a store: adding, asking, withdrawing. Nothing is overwritten.

The contract for the rooms above: ``query`` gives every vintage known on a date, ``snapshot`` the one of each figure
that stood on that date, ``withdraw`` takes one back with a reason. A store is handed in open and stays open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.statistics import frame as columns
from guihua.statistics.coding import DIMENSIONS, FACTS, as_table, encode, ids_of
from guihua.statistics.observation import DateTrust, Observation
from guihua.statistics.observations import Observations
from guihua.storage import Condition, Store
from guihua.storage.store import now, reading

if TYPE_CHECKING:
    import pyarrow as pa

EMBARGO = "embargoed until "
MEMORY = "1200MB"


def query(
    store: Store,
    *,
    variable: str | None = None,
    region: str | None = None,
    as_of: date,
    include_collected: bool = False,
    public_on: date | None = None,
) -> Observations:
    """Every vintage known on a date, oldest period first, then oldest vintage first.

    variable, region   the concept expression and region code; None: all
    as_of              a figure counts if the last day of its printed date is not later
    include_collected  also figures without any date; a date of collection is the latest day of publication: such a figure
                       is known from that day on, and marked by ``date_trust`` (``observation.collected``)
    public_on          the real day on which the figures are shown to everybody: without internal figures and those embargoed
                       beyond it. Never the day looked from: asking for another date opens no embargo

    A figure withdrawn by ``as_of`` is left out.
    """
    return _ask(store, variable, region, as_of, include_collected, public_on, latest=False)


def snapshot(
    store: Store,
    *,
    variable: str | None = None,
    region: str | None = None,
    as_of: date,
    include_collected: bool = False,
    public_on: date | None = None,
) -> Observations:
    """One figure for each series and period: the vintage that stood on a date.

    A series is region, variable, unit, price, transformation, base period, coverage, accounting and system. Among
    vintages: a plan's own fact yields to any other source; a dated one stands before one known by its collection date
    only; then the later date; then the higher grade; then a revised figure before a first one; then what was recorded
    later.
    """
    return _ask(store, variable, region, as_of, include_collected, public_on, latest=True)


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

    def put() -> tuple[int, int]:
        batch = store.next_id("batch")
        coded = encode(store, table, batch)
        fresh = _without_known(store, coded)
        if fresh.num_rows:
            store.append(FACTS, fresh, batch=batch)
        if fresh.num_rows or sha256:
            store.execute(
                "INSERT INTO batch (id, kind, name, sha256, rows_read, rows_stored, recorded) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (batch, kind, name, sha256, table.num_rows, fresh.num_rows, now()),
            )
        return batch, fresh.num_rows

    batch, stored = store.attempt(put)
    store.tidy(FACTS)
    return Added(batch, table.num_rows, stored, table.num_rows - stored)


def withdraw(store: Store, observation: Observation, *, reason: str, on: date) -> None:
    """Take a figure back: from ``on`` it no longer answers; before, it still does. The figure itself stays.

    Errors: OBSERVATION-ABSENT where the store does not hold it; REASON-MISSING.
    """
    if not reason.strip():
        raise GuihuaError(
            "REASON-MISSING",
            "撤回要写明原因 a withdrawal needs its reason",
            "写明为何撤回 say why the figure was taken back",
        )
    table = columns.frame([observation])

    def put() -> None:
        ids = {
            name: ids_of(store, name).get(tuple(table.column(c)[0].as_py() for c in cols))
            for name, cols in DIMENSIONS.items()
        }
        series, period, source, status = (ids[n] for n in ("series", "period", "source", "status"))
        key = (series, period, source, columns.available(observation), status, observation.value)
        if None in key or not _holds(store, key):
            raise GuihuaError(
                "OBSERVATION-ABSENT",
                "数据仓里没有这个数 the store does not hold this figure",
                "从同一数据仓查得后再用 take it from a query of the same store",
            )
        store.execute(
            "INSERT INTO withdrawal "
            "(id, series, period, source, available, status, value, withdrawn, reason, recorded) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (store.next_id("withdrawal"), *key, columns.days(on), reason, now()),
        )

    store.attempt(put)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A figure taken back: which, from what day, why."""

    variable: str
    region: str
    period: str
    value: str
    unit: str
    on: date
    reason: str


def withdrawals(store: Store) -> tuple[Withdrawal, ...]:
    """Every withdrawal on record, in the order in which it was recorded."""
    rows = store.execute(
        "SELECT s.variable, s.region, p.label, w.value, s.unit, w.withdrawn, w.reason FROM withdrawal w "
        "JOIN series s ON s.id = w.series JOIN period p ON p.id = w.period ORDER BY w.id"
    )
    return tuple(
        Withdrawal(str(a), str(b), str(c), str(d), str(e), columns.EPOCH + timedelta(days=int(f or 0)), str(g))
        for a, b, c, d, e, f, g in rows
    )


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
    public_on: date | None,
    *,
    latest: bool,
) -> Observations:
    with reading(store, memory=MEMORY) as connection, store.moment():
        dimensions = _dimensions(store, variable, region)
        narrow = variable is not None or region is not None
        conditions = [Condition("available", most=columns.days(as_of))]
        if narrow:
            conditions.append(Condition("series", among=tuple(sorted(dimensions["series"].column("id").to_pylist()))))
        if public_on is not None:
            connection.register("shown", _public_sources(dimensions["source"], public_on))
        connection.register("periods", _period_order(dimensions["period"]))
        if narrow:
            connection.register("wanted", dimensions["series"].select(["id"]))
        if not include_collected:
            connection.register("dated", _dated(dimensions["status"]))
        back = _withdrawals(store, as_of)
        connection.register("withdrawn", back)
        source = store.scan(FACTS, conditions).register(connection)
        wheres = [
            f"o.available <= {columns.days(as_of)}",
            "" if include_collected else "o.status IN (SELECT id FROM dated)",
            "o.series IN (SELECT id FROM wanted)" if narrow else "",
            "o.source IN (SELECT id FROM shown)" if public_on is not None else "",
            _NOT_WITHDRAWN if back.num_rows else "",
        ]
        sql = _sql(source, " AND ".join(w for w in wheres if w), latest=latest)
        found = connection.execute(sql).to_arrow_table()
        return Observations(_single(found) if latest else found, dimensions)


_NOT_WITHDRAWN = """NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.series = o.series AND w.period = o.period
    AND w.source = o.source AND w.available = o.available AND w.status = o.status AND w.value = o.value)"""


def _sql(source: str, where: str, *, latest: bool) -> str:
    """The one query behind both questions.

    ``standing`` orders the vintages of a figure in one integer: what its source and its date's trust are worth (high bits
    of ``merit``), then the day, then grade and revision (low bits), then the batch.
    """
    known = f"""
        SELECT o.*, ((((o.merit::BIGINT >> 3) << 23) + ((o.available::BIGINT + 32768) << 3) + (o.merit & 7)) << 32)
            + o.batch AS standing
        FROM {source} o WHERE {where}"""
    out = "k.series, k.period, k.source, k.available, k.status, k.value, k.wording, k.batch"
    if not latest:
        order = "k.series, p.place, k.available, k.standing, k.source, k.value"
        return f"SELECT {out} FROM ({known}) k JOIN periods p ON p.id = k.period ORDER BY {order}"
    return f"""
        WITH known AS NOT MATERIALIZED ({known}),
        best AS (SELECT series, period, max(standing) AS standing FROM known GROUP BY series, period),
        found AS (SELECT {out}, p.place FROM known k
            JOIN best b ON b.series = k.series AND b.period = k.period AND b.standing = k.standing
            JOIN periods p ON p.id = k.period)
        SELECT * EXCLUDE (place) FROM found ORDER BY series, place, source, value"""


def _single(found: pa.Table) -> pa.Table:
    """One row a figure: where two sources of one grade say different things on one day, the one recorded last in order."""
    import numpy as np
    import pyarrow as pa

    series, period = (found.column(n).to_numpy() for n in ("series", "period"))
    last = np.ones(found.num_rows, dtype=bool)
    last[:-1] = (series[1:] != series[:-1]) | (period[1:] != period[:-1])
    return found if last.all() else found.filter(pa.array(last))


def _dated(status: pa.Table) -> pa.Table:
    """The ids of the wordings of a status that carry a date, be it that of collection."""
    import pyarrow as pa

    known = [r["id"] for r in status.to_pylist() if r["date_trust"] != DateTrust.NONE.value]
    return pa.table({"id": pa.array(known, pa.int32())})


def _public_sources(source: pa.Table, today: date) -> pa.Table:
    import pyarrow as pa

    shown = [r["id"] for r in source.to_pylist() if is_public(r["publish_level"], today)]
    return pa.table({"id": pa.array(shown, pa.int32())})


def is_public(publish_level: str, today: date) -> bool:
    """Whether a figure may be shown to everybody today: public, or its embargo is over. The day looked from has no say."""
    return publish_level == "public" or (
        publish_level.startswith(EMBARGO) and publish_level.removeprefix(EMBARGO) <= today.isoformat()
    )


def _period_order(period: pa.Table) -> pa.Table:
    """Periods with their place in time."""
    import pyarrow as pa

    rows = sorted(period.to_pylist(), key=lambda r: (r["label"], r["span"], r["id"]))
    return pa.table(
        {"id": pa.array([r["id"] for r in rows], pa.int32()), "place": pa.array(range(len(rows)), pa.int64())}
    )


def _dimensions(store: Store, variable: str | None, region: str | None) -> dict[str, pa.Table]:
    wanted = [(c, v) for c, v in (("variable", variable), ("region", region)) if v is not None]
    where = (" WHERE " + " AND ".join(f"{column} = ?" for column, _ in wanted)) if wanted else ""
    out = {}
    for name, cols in DIMENSIONS.items():
        narrow = name == "series"
        sql = f"SELECT id, {', '.join(cols)} FROM {name}" + (where if narrow else "")
        out[name] = as_table(store.execute(sql, [v for _, v in wanted] if narrow else ()), cols)
    return out


def _withdrawals(store: Store, as_of: date) -> pa.Table:
    import pyarrow as pa

    names = ("series", "period", "source", "available", "status", "value")
    rows = store.execute(f"SELECT {', '.join(names)} FROM withdrawal WHERE withdrawn <= ?", (columns.days(as_of),))
    data = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    types = [pa.int32()] * 5 + [pa.string()]
    return pa.table([pa.array(d, t) for d, t in zip(data, types, strict=True)], names=list(names))


def _without_known(store: Store, coded: pa.Table) -> pa.Table:
    """The rows that are not stored yet; only rows of the same series and days can be the same."""
    import pyarrow.compute as pc

    with reading(store, memory=MEMORY) as connection:
        connection.register("fresh", coded)
        series = coded.column("series").unique().to_pylist()
        days = pc.min_max(coded.column("available"))
        conditions = [
            Condition("series", among=tuple(sorted(series))),
            Condition("available", least=days["min"].as_py() or 0, most=days["max"].as_py() or 0),
        ]
        source = store.scan(FACTS, conditions).register(connection)
        keys = "series, period, source, available, status, value"
        return connection.execute(
            f"SELECT f.* FROM fresh f ANTI JOIN (SELECT {keys} FROM {source}) k USING ({keys})"
        ).to_arrow_table()


def _holds(store: Store, key: tuple[str | int | None, ...]) -> bool:
    with reading(store, memory=MEMORY) as connection:
        source = store.scan(FACTS, [Condition("series", among=(int(key[0] or 0),))]).register(connection)
        where = "series = ? AND period = ? AND source = ? AND available = ? AND status = ? AND value = ?"
        return bool(connection.execute(f"SELECT 1 FROM {source} WHERE {where} LIMIT 1", list(key)).fetchall())

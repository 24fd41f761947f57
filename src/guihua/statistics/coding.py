"""Texts to numbers and back: each distinct wording of a figure is kept once in a small table, facts hold its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guihua.statistics import frame as columns
from guihua.storage import BulkTable, Store

if TYPE_CHECKING:
    import numpy as np
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
        ("merit", "int"),
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
DATED = 8
"""The bit of ``merit`` that says that a figure's date is known."""


def encode(store: Store, table: pa.Table, batch: int) -> pa.Table:
    """Text columns to ids of the small tables, which grow as needed."""
    import numpy as np
    import pyarrow as pa

    out: dict[str, pa.Array] = {}
    found: dict[str, tuple[np.ndarray, list[tuple[str, ...]]]] = {}
    for name, cols in DIMENSIONS.items():
        codes, uniques = distinct(table, cols)
        known = _ids(store, name, uniques)
        ids = np.array([known[row] for row in uniques], dtype=np.int32)
        where = codes.to_numpy(zero_copy_only=False)
        out[name] = pa.array(ids[where] if len(uniques) else ids)
        found[name] = (where, uniques)
    (source_of, sources), (status_of, statuses) = found["source"], found["status"]
    worth = np.array([[_merit(a, b) for b in statuses] for a in sources], dtype=np.int32).reshape(
        len(sources), len(statuses)
    )
    out["merit"] = pa.array(worth[source_of, status_of] if table.num_rows else np.zeros(0, dtype=np.int32))
    out["available"] = table.column("available").combine_chunks()
    out["value"] = table.column("value").combine_chunks().cast(pa.string())
    out["batch"] = pa.repeat(pa.scalar(batch, pa.int64()), table.num_rows)
    return pa.table({name: out[name] for name in FACTS.names}).cast(FACTS.schema())


def _ids(store: Store, name: str, rows: list[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Ids of the rows of a small table; rows that it lacks are added."""
    known = ids_of(store, name)
    missing = [row for row in rows if row not in known]
    if missing:
        cols = DIMENSIONS[name]
        first = store.next_id(name)
        known |= {row: first + i for i, row in enumerate(missing)}
        marks = ", ".join("?" * (len(cols) + 1))
        store.executemany(
            f"INSERT INTO {name} (id, {', '.join(cols)}) VALUES ({marks})", [(known[row], *row) for row in missing]
        )
    return known


def ids_of(store: Store, name: str) -> dict[tuple[str, ...], int]:
    """The numbers of all rows of a small table."""
    rows = store.execute(f"SELECT id, {', '.join(DIMENSIONS[name])} FROM {name}")
    return {tuple(str(v) for v in row[1:]): int(row[0] or 0) for row in rows}


def as_table(rows: list[tuple[str | int | bytes | None, ...]], cols: tuple[str, ...]) -> pa.Table:
    """Rows (id, texts …) of a small table as Arrow."""
    import pyarrow as pa

    data = list(zip(*rows, strict=True)) if rows else [()] * (len(cols) + 1)
    types = [pa.int32(), *[pa.string()] * len(cols)]
    return pa.table([pa.array(d, t) for d, t in zip(data, types, strict=True)], names=["id", *cols])


def distinct(table: pa.Table, cols: tuple[str, ...]) -> tuple[pa.Array, list[tuple[str, ...]]]:
    """The distinct rows of some text columns, and for each row of the table the number of its distinct row."""
    import numpy as np
    import pyarrow as pa

    codes = row_codes(table, cols)
    if not len(codes):
        return pa.array(codes), []
    first = np.zeros(int(codes.max()) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    rows = table.select(list(cols)).take(pa.array(first))
    data = [rows.column(name).to_pylist() for name in cols]
    return pa.array(codes), list(zip(*data, strict=True))


def row_codes(table: pa.Table, cols: tuple[str, ...]) -> np.ndarray:
    """A number for each row, the same where all the text columns are the same; 0, 1, 2 … in order of first appearance."""
    import numpy as np
    import pyarrow as pa

    codes = np.zeros(table.num_rows, dtype=np.int64)
    for name in cols:
        words = table.column(name).combine_chunks()
        coded = words if pa.types.is_dictionary(words.type) else words.dictionary_encode()
        if len(coded.dictionary) == 1:
            continue
        step = codes * max(len(coded.dictionary), 1) + coded.indices.to_numpy(zero_copy_only=False)
        codes = pa.array(step).dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return codes


def _merit(source: tuple[str, ...], status: tuple[str, ...]) -> int:
    """What a figure is worth beside another of the same day: 5 bits, highest first: its source is not the plan itself;
    its date is known; its grade (2 bits); it is revised."""
    grade, (_, vintage, trust) = source[columns.SOURCE.index("grade")], status
    dated = trust not in ("collected", "none")
    return (grade != "plan") * 16 + dated * DATED + GRADES[grade] * 2 + (vintage == "revised")

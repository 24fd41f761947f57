"""The same verdicts and the same floats, to the last bit, from a table, from a store of each kind and from Spark's partitions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from guihua.errors import GuihuaError
from guihua.statistics import snapshot
from guihua.statistics.importing import import_file
from guihua.storage import Store, open_store
from guihua.tracking.spark import judge_frame
from guihua.tracking.table import KERNELS, NEEDED, judge_table
from tests.corpus import ROOT

DAYS = (date(2019, 6, 30), date(2021, 6, 30))
JUDGED = ("label", "status", "reason", "progress", "score")
ROWS = 20_000


def series(rows: int = ROWS) -> pa.Table:
    """Random series of both signs with figures missing, and a number for each, to put them in order again."""
    rng = np.random.default_rng(5)
    base, latest, target = (np.round(rng.lognormal(3, 1, rows), 2) for _ in range(3))
    latest[rng.random(rows) < 0.02] = np.nan
    base[rng.random(rows) < 0.02] = 0
    target[rng.random(rows) < 0.05] *= -1
    years = [np.full(rows, year, dtype=float) for year in (2015, 2018, 2020)]
    columns = (years[0], base, years[1], latest, years[2], target, rng.choice([-1.0, 1.0], rows))
    named = {name: pa.array(column, from_pandas=True) for name, column in zip(NEEDED, columns, strict=True)}
    return pa.table(named | {"number": np.arange(rows)})


def bits(judged: pa.Table) -> list[Any]:
    """The judged columns in the order of their numbers, floats as their bytes."""
    ordered = judged.sort_by("number").combine_chunks()
    found: list[Any] = []
    for name in JUDGED:
        column = ordered.column(name).combine_chunks()
        if pa.types.is_floating(column.type):
            found.append((column.is_null().to_pylist(), column.fill_null(0.0).to_numpy().tobytes()))
        else:
            found.append(column.to_pylist())
    return found


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("method", sorted(KERNELS))
def test_however_the_rows_are_spread_every_bit_is_that_of_the_plain_kernel(spark: Any, method: str, day: date) -> None:
    table = series()
    plain = bits(judge_table(table, day, method))
    frame = spark.createDataFrame(table)
    for spread in (frame, frame.repartition(7), frame.coalesce(1), frame.repartition(5, "target")):
        assert bits(judge_frame(spread, day, method).toArrow()) == plain


def of_store(store: Store, day: date) -> pa.Table:
    """Every yearly series of a store with two years or more: its first figure, its last, and twice its first as target."""
    known = snapshot(store, as_of=day, include_collected=True).to_arrow()
    keys = (
        "variable",
        "region",
        "unit",
        "price",
        "transformation",
        "coverage",
        "accounting",
        "base_period",
        "system",
        "span",
    )
    name = pc.binary_join_element_wise(*[known.column(k).cast(pa.string()) for k in keys], "|")
    rows: dict[str, list[tuple[int, float]]] = {}
    for key, year, value in zip(
        name.to_pylist(), known.column("year").to_pylist(), known.column("number").to_pylist(), strict=True
    ):
        rows.setdefault(key, []).append((year, value))
    chosen = [(key, min(found), max(found)) for key, found in sorted(rows.items()) if len({y for y, _ in found}) > 1]
    columns = (
        [float(a[0]) for _, a, _ in chosen], [a[1] for _, a, _ in chosen], [float(b[0]) for _, _, b in chosen],
        [b[1] for _, _, b in chosen], [2025.0] * len(chosen), [2 * a[1] for _, a, _ in chosen], [1.0] * len(chosen),
    )  # fmt: skip
    made = {name: pa.array(column, pa.float64()) for name, column in zip(NEEDED, columns, strict=True)}
    return pa.table(made | {"number": pa.array(range(len(chosen)), pa.int64()), "name": [key for key, _, _ in chosen]})


def test_figures_of_either_store_are_judged_alike_here_and_on_partitions(
    spark: Any, postgres_schema: str, tmp_path: Path
) -> None:
    day = date(2024, 12, 31)
    tables = []
    for address in (str(tmp_path / "store"), postgres_schema):
        with open_store(address) as store:
            import_file(store, ROOT / "examples/neimenggu/observations.csv")
            tables.append(of_store(store, day))
    embedded, shared = tables
    assert embedded.num_rows > 40 and embedded.equals(shared)
    pq.write_table(shared, tmp_path / "series.parquet", row_group_size=16)
    frame = spark.read.parquet(str(tmp_path / "series.parquet")).repartition(3)
    for method in sorted(KERNELS):
        judged = judge_frame(frame, day, method).toArrow()
        assert bits(judged) == bits(judge_table(embedded, day, method))
        assert judged.sort_by("number").column("name").to_pylist() == embedded.column("name").to_pylist()


def test_what_cannot_be_judged_is_said_before_anything_runs(spark: Any) -> None:
    frame = spark.createDataFrame(series(5))
    for asked, method, code in ((frame, "pythia", "TRACK-METHOD"), (frame.drop("target"), "shixu", "TRACK-TABLE")):
        with pytest.raises(GuihuaError) as caught:
            judge_frame(asked, DAYS[0], method)
        assert caught.value.code == code


def test_a_row_without_a_direction_stops_the_computation_in_words(spark: Any) -> None:
    table = series(50).drop_columns(["direction"]).append_column("direction", pa.array([0.0] * 50))
    with pytest.raises(Exception, match="TRACK-DIRECTION"):
        judge_frame(spark.createDataFrame(table), DAYS[0]).toArrow()

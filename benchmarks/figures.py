"""How fast observations are imported and asked for, on made-up figures of the real shape, in the embedded store and in PostgreSQL.

    python benchmarks/figures.py [--rows 10000000] [--store sqlite|postgresql] [--check]

Prints one line a measure, with the bar the embedded store is held to; ``--check`` exits 1 where one is missed. PostgreSQL is
a server of the run with fsync and Debian's settings; it has no bars. The figures are generated (series × years × vintages)
and belong to no region; they never leave the temporary folder.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pv

sys.path.insert(0, str(Path(__file__).parents[1]))
from scripts.postgres import programs, server

from guihua.plan.regions import regions
from guihua.statistics import frame, holding, query, snapshot
from guihua.statistics.importing import import_file
from guihua.storage import Store, open_store

AS_OF = date(2021, 12, 31)
LABELS = (
    "工业增加值",
    "原煤产量",
    "粗钢产量",
    "水泥产量",
    "发电量",
    "规模以上工业利润总额",
    "工业固定资产投资",
    "工业用水量",
)
UNITS = ("亿元", "万吨", "万吨", "万吨", "亿千瓦时", "亿元", "亿元", "亿立方米")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--import-rows", type=int, default=1_000_000)
    parser.add_argument("--store", choices=("sqlite", "postgresql"))
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    if args.store is None:  # each in a process of its own, so that each has its own peak of memory
        stores = ("sqlite", "postgresql") if programs() else ("sqlite",)
        runs = [subprocess.run([sys.executable, *sys.argv, "--store", s], check=False).returncode for s in stores]
        return max(runs)
    print(f"-- {args.store}")
    with tempfile.TemporaryDirectory() as folder, address(args.store, Path(folder)) as place:
        missed = measured(place, Path(folder), args.rows, args.import_rows, args.store == "sqlite")
    return 1 if missed and args.check else 0


@contextmanager
def address(backend: str, folder: Path) -> Iterator[Callable[[str], str]]:
    """Gives the address of a fresh store by a name."""
    if backend == "sqlite":
        yield lambda name: str(folder / name)
        return
    with server(durable=True) as found:
        yield lambda name: f"{found.url}?schema={name}"


def measured(place: Callable[[str], str], folder: Path, rows: int, import_rows: int, held: bool) -> int:
    """All measures of one store; how many bars were missed (`held`: there are bars)."""
    none, most = 0.0, float("inf")
    speed = import_rows / import_seconds(place("imported"), folder, import_rows)
    missed = report("import", speed, 100_000 if held else none, "rows/s")
    with open_store(place("large")) as store:
        start = time.perf_counter()
        fill(store, rows)
        print(f"{rows:,} rows in batches of a million: {rows / (time.perf_counter() - start):,.0f} rows/s", flush=True)
        missed += report("one series as of a date", timed(store, one=True), 0.3 if held else most, "s", most=True)
        missed += report("whole snapshot as of a date", timed(store, one=False), 3.0 if held else most, "s", most=True)
        if store.backend == "postgresql":
            size = int(store.execute("SELECT pg_total_relation_size('observation')")[0][0] or 0)
            print(f"table and indexes on disk: {size / 2**30:.2f} GiB", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return missed + report("peak memory", peak, 2.0 if held else most, "GiB", most=True)


def report(name: str, value: float, bar: float, unit: str, *, most: bool = False) -> int:
    """Print a measure; 1 where its bar is missed."""
    good = value <= bar if most else value >= bar
    said = "" if bar in (0.0, float("inf")) else f"{'<=' if most else '>='} {bar:,} {'' if good else 'MISSED'}"
    print(f"{name:<30}{value:>14,.2f} {unit:<8}{said}", flush=True)
    return 0 if good else 1


def import_seconds(place: str, folder: Path, rows: int) -> float:
    """Write a CSV of the long layout, import it whole."""
    path = folder / "long.csv"
    pv.write_csv(long_table(rows), path)
    with open_store(place) as store:
        start = time.perf_counter()
        done = import_file(store, path)
        seconds = time.perf_counter() - start
    assert done.stored == rows, done
    return seconds


def long_table(rows: int) -> pa.Table:
    """Distinct figures: indicator × region × year × vintage."""
    codes = [r.code for r in regions() if r.level != "region"][:100]
    number = np.arange(rows)
    label, rest = number % len(LABELS), number // len(LABELS)
    region, rest = rest % len(codes), rest // len(codes)
    year, vintage = 1980 + rest % 44, rest // 44
    published = np.datetime64("1990-01-01") + vintage.astype("timedelta64[D]")
    value = np.char.mod("%.2f", (number % 100_000) / 7)
    return pa.table(
        {
            "region_code": pa.array(np.array(codes)[region]),
            "indicator": pa.array(np.array(LABELS)[label]),
            "period": pa.array(year.astype(str)),
            "span": pa.repeat("single", rows),
            "value": pa.array(value),
            "unit": pa.array(np.array(UNITS)[label]),
            "price_basis": pa.repeat("current", rows),
            "measure": pa.repeat("level", rows),
            "coverage": pa.repeat("", rows),
            "published": pa.array(np.datetime_as_string(published)),
            "vintage_note": pa.repeat("initial", rows),
            "source_grade": pa.repeat("press", rows),
            "source_url": pa.repeat("generated", rows),
        }
    )


def fill(store: Store, rows: int, batch: int = 1_000_000) -> None:
    """Store generated figures in batches, as imports would."""
    for start in range(0, rows, batch):
        holding.add(store, generated(start, min(batch, rows - start)), name=f"generated {start}")


def generated(start: int, rows: int) -> pa.Table:
    """Figures ``start`` to ``start + rows``: 20,000 series × 100 periods × 5 vintages."""
    number = np.arange(start, start + rows)
    series, period, vintage = number % 20_000, number // 20_000 % 100, number // 2_000_000
    columns = dict.fromkeys((*frame.COLUMNS, "available"), pa.repeat("", rows))
    columns |= {
        "region": words(150000 + series % 100),
        "variable": words(series // 100, "made_up"),
        "label": words(1950 + period),
        "unit": pa.repeat("亿元", rows),
        "value": pa.array(np.char.mod("%.2f", (number % 1_000_003) / 7)),
        "available": pa.array(frame.days(date(2016, 1, 1)) + 400 * vintage + period),
    }
    for name, text in (
        ("price", "current"), ("transformation", "level"), ("coverage", "unstated"), ("accounting", "unstated"),
        ("system", "统计"), ("span", "single"), ("source", "generated"), ("publisher", "unstated"), ("grade", "press"),
        ("publish_level", "public"), ("indicator", "made up"), ("vintage_note", "initial"), ("date_trust", "exact"),
    ):  # fmt: skip
        columns[name] = pa.repeat(text, rows)
    return pa.table(columns)


def words(numbers: np.ndarray, before: str = "") -> pa.Array:
    """Numbers as a dictionary of words."""
    unique, index = np.unique(numbers, return_inverse=True)
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32)), pa.array([f"{before}{n}" for n in unique]))


def timed(store: Store, *, one: bool) -> float:
    """Best of three."""
    best = float("inf")
    for turn in range(3):
        start = time.perf_counter()
        if one:
            found = query(store, variable=f"made_up{turn * 50 + 7}", region="150042", as_of=AS_OF)
            assert len(list(found)) > 0
        else:
            found = snapshot(store, as_of=AS_OF)
            assert len(found) > 0
        best = min(best, time.perf_counter() - start)
    return best


if __name__ == "__main__":
    sys.exit(main())

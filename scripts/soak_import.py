"""Kill an import at random moments, again and again: after each, all of the file is there or none of it.

    python -m scripts.soak_import [--kills 200] [--rows 150000] [--seed 7] [--store sqlite|postgresql]

Each round starts ``guihua import`` on a fresh store (a file large enough to become a part, then one small enough to stay
rows), sends SIGKILL after a random time, and opens the store as the next user would. Exit 1 where a store holds a part of
a file, or its parts differ from their manifest, or the import cannot be repeated to its end.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from scripts.postgres import server

from guihua.statistics import query
from guihua.statistics.coding import FACTS
from guihua.statistics.importing import import_file
from guihua.storage import open_store

SMALL = 500
CHILD = "import sys; from guihua.cli.main import main; sys.exit(main(sys.argv[1:]))"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--rows", type=int, default=150_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with (
        tempfile.TemporaryDirectory() as folder,
        nullcontext() if args.store == "sqlite" else server(durable=True) as found,
    ):
        counts = kill_imports(Path(folder), args.kills, args.rows, chance, found.url if found else "")
    print(
        f"{args.store}: {args.kills} kills: {counts[0]} before anything, {counts[1]} between the files, "
        f"{counts[2]} after both; none halved"
    )
    return 0


def kill_imports(folder: Path, kills: int, rows: int, chance: random.Random, url: str = "") -> tuple[int, int, int]:
    """(nothing stored, first file stored, both stored) after each kill; AssertionError where a file is halved.

    url  of a PostgreSQL database, in which each round has a schema of its own; without it each has a folder
    """

    def fresh(name: str) -> str:
        return f"{url}?schema={name}" if url else str(folder / name)

    large, small = folder / "large.csv", folder / "small.csv"
    write(large, rows, "150000")
    write(small, SMALL, "150100")
    whole = timed(fresh("timing"), large, small)
    outcomes = [0, 0, 0]
    for number in range(kills):
        place = fresh(f"store{number}")
        run(place, large, small, chance.uniform(0.05, whole * 1.05))
        outcomes[after(place, rows)] += 1
        if number % 10 == 0:
            finished(place, large, small, rows)
        remove(place)
    return outcomes[0], outcomes[1], outcomes[2]


def write(path: Path, rows: int, region: str) -> None:
    head = "region_code,indicator,period,value,unit,published,source"
    lines = (
        f"{region},工业增加值,{1950 + i % 70},{i}.5,亿元,{2000 + i // 70 % 20}-{1 + i // 1400 % 12:02d}-01,s{i}"
        for i in range(rows)
    )
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")


def timed(place: str, large: Path, small: Path) -> float:
    start = time.perf_counter()
    run(place, large, small, None)
    return time.perf_counter() - start


def run(place: str, large: Path, small: Path, seconds: float | None) -> None:
    """Import both files in a process of its own; kill it after some seconds."""
    command = [sys.executable, "-c", CHILD, "import", str(large), str(small), "--store", place]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as child:
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)


def after(place: str, rows: int) -> int:
    """0, 1 or 2 files are stored: never a part of one, and what is listed is sound."""
    with open_store(place) as store:
        with store.transaction():
            pass  # PostgreSQL may still be ending what the killed program began: it holds the writers' lock until then
        found = len(query(store, as_of=date(2030, 1, 1)))
        assert found in (0, rows, rows + SMALL), f"{found} rows of {rows} + {SMALL}"
        assert store.check(FACTS) == []
    return (0, rows, rows + SMALL).index(found)


def finished(place: str, large: Path, small: Path, rows: int) -> None:
    """The same import, run again, completes."""
    with open_store(place) as store:
        for path in (large, small):
            import_file(store, path)
        assert len(query(store, as_of=date(2030, 1, 1))) == rows + SMALL


def remove(place: str) -> None:
    """The store, whatever it is."""
    if "://" not in place:
        shutil.rmtree(place, ignore_errors=True)
        return
    with open_store(place, upgrade=True) as store:
        store.execute(f"DROP SCHEMA {place.rpartition('=')[2]} CASCADE")


if __name__ == "__main__":
    sys.exit(main())

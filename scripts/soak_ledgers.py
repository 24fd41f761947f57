"""Kill an import at a random moment, many times: each time all of the table is there or none, and the log verifies.

    python -m scripts.soak_ledgers [--kills 200] [--rows 300] [--seed 7] [--store sqlite|postgresql]

Every round brings one table of its own into one store; the child says when it starts to write and is killed (SIGKILL) up
to a second later, most often in the middle. Exit status 1 at the first round that leaves something halfway.
"""

from __future__ import annotations

import argparse
import csv
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from scripts.postgres import server

from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal, verify_log
from guihua.storage import open_store

CHILD = """
import sys
from datetime import date
from pathlib import Path
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.importing import prepare
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Actor
from guihua.storage import open_store
with open_store(sys.argv[1]) as store:
    journal = Journal(store, load_ledgers()["products"])
    batch = prepare(journal, Path(sys.argv[2]), date(2018, 1, 1), Actor("导入", "", "planner"))
    print("writing", flush=True)
    journal.record(batch.events)
    print("written", flush=True)
"""


def soak(kills: int, rows: int, seed: int, folder: Path, address: str = "") -> dict[str, int]:
    """Run so many rounds on one store (in the folder, or at an address); returns how they ended.

    Raises AssertionError where something was left halfway.
    """
    chance = random.Random(seed)
    store = address or str(folder / "store")
    open_store(store).close()
    told = {"whole": 0, "none": 0, "killed": 0}
    expected, longest = 0, 0.05
    for number in range(kills):
        table = folder / f"{number}.csv"
        with table.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("名称", "生产企业"), *((f"产品{number}-{i}", "某企业") for i in range(rows))])
        child = subprocess.Popen([sys.executable, "-c", CHILD, store, str(table)], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "writing\n"
        start = time.perf_counter()
        if number == 0:
            assert child.stdout.readline() == "written\n"  # once to the end, to know how long it takes
            longest = time.perf_counter() - start
            child.wait()
        else:
            time.sleep(chance.uniform(0, longest * 1.2))
            child.send_signal(signal.SIGKILL)
            told["killed"] += child.wait() == -signal.SIGKILL
        child.stdout.close()
        with open_store(store) as opened:
            with opened.transaction():
                pass  # PostgreSQL may still be ending what the killed program began: it holds the writers' lock until then
            there = len(Journal(opened, load_ledgers()["products"]).states())
            assert there in (expected, expected + rows), f"round {number}: {there} of {expected} or {expected + rows}"
            assert verify_log(opened, "products").faults == (), f"round {number}: the log does not verify"
        told["whole" if there > expected else "none"] += 1
        expected = there
        table.unlink()
    return told


def main() -> int:
    """Run and say how the rounds ended."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    args = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        nullcontext() if args.store == "sqlite" else server(durable=True) as found,
    ):
        try:
            told = soak(args.kills, args.rows, args.seed, Path(folder), found.url if found else "")
        except AssertionError as error:
            print(f"✗ {error}")
            return 1
    print(
        f"✓ {args.store}: {args.kills} rounds: {told['killed']} killed; {told['whole']} whole, {told['none']} none; the log verified each time"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

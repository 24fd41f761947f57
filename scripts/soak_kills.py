"""500 SIGKILLs over import, ledger import, take, backup and a site under writers: nothing that was acknowledged is lost, nothing is halved.

    python -m scripts.soak_kills [--rounds import=160 ledger=170 take=85 backup=70 serve=15] [--seed 7] [--out told.json]

Each round forks a process that does the work and says through a pipe when it is told that it is done (for the site: the
answer over HTTP); a SIGKILL comes at a random moment of its usual length. Afterwards another process opens the store as the
next user would: all of a file or none of it, everything acknowledged there, the log replayed through its rules, a backup
either absent or one that restores and verifies, no process of the site left. Exit 1 at the first round that fails.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb  # noqa: F401  (here, so that every forked process has it at once)
import openpyxl
import pyarrow.compute  # noqa: F401

import guihua.statistics.importing.workbook  # noqa: F401
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.importing import prepare
from guihua.ledgers.journal import Journal, now, verify_log
from guihua.ledgers.ledger import Actor, Event
from guihua.ledgers.sheets import FIRST_ROW, Request, sheet_columns, write_sheet
from guihua.ledgers.taking import take_sheet
from guihua.statistics import query
from guihua.statistics.coding import FACTS
from guihua.statistics.importing import import_file
from guihua.storage import open_store
from guihua.storage.backup import backup, restore

PLANNER = Actor("办理人", "", "planner")
DAY = date(2018, 6, 2)
ROWS = 500
"""Figures of an imported file, of which a store soon makes parts."""
ROUNDS = {"import": 160, "ledger": 170, "take": 85, "backup": 70, "serve": 15}
Say = Callable[[str], None]


@dataclass(slots=True)
class Told:
    """How the rounds of one kind ended: killed while at work, whole afterwards, acknowledged, and of these lost."""

    rounds: int = 0
    killed: int = 0
    whole: int = 0
    acknowledged: int = 0
    lost: int = 0


def forked(act: Callable[[Say], None], wait: float | None) -> tuple[list[str], bool, float]:
    """Run in a process of its own, killed after `wait` seconds: what it said, whether it was killed, how long it took."""
    out, into = os.pipe()
    start = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os.close(out)
        try:
            act(lambda word: (os.write(into, f"{word}\n".encode()), None)[1])
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        if wait is not None:
            pipe.readline()  # it is ready and starts
            time.sleep(wait)
            os.kill(pid, signal.SIGKILL)
        said = pipe.read().decode().split()
    _, status = os.waitpid(pid, 0)
    killed = os.WIFSIGNALED(status)
    if not killed and os.WEXITSTATUS(status):
        raise AssertionError("the process failed")
    return said, killed, time.perf_counter() - start


def checked(check: Callable[[], int]) -> int:
    """What a check finds, in a process of its own, so that this one never holds a store open."""
    said, _, _ = forked(lambda say: say(str(check())), None)
    return int(said[-1])


def rounds(count: int, chance: random.Random, act: Callable[[int, Say], None], check: Callable[[int], int]) -> Told:
    """Kill `act` (which says "+" once told that it is done) at random moments; `check` gives 0 (nothing) or 1 (all)."""
    told = Told(rounds=count)
    longest = 0.05
    for number in range(count + 1):

        def work(say: Say, number: int = number) -> None:
            say("ready")
            act(number, say)

        if number == 0:
            _, _, longest = forked(work, None)  # once to its end, to know how long it takes
            assert checked(lambda: check(0)) == 1
            continue
        said, killed, _ = forked(work, chance.uniform(0, longest * 1.15))
        there = checked(lambda number=number: check(number))
        told.killed += killed
        told.whole += there
        told.acknowledged += "+" in said
        told.lost += "+" in said and not there
        assert not told.lost, f"round {number}: acknowledged and not there"
    return told


def imports(count: int, chance: random.Random, folder: Path) -> Told:
    """Files of figures into one store."""
    store = folder / "store"

    def act(number: int, say: Say) -> None:
        with open_store(store) as opened:
            import_file(opened, folder / f"{number}.csv")
            say("+")

    def check(number: int) -> int:
        with open_store(store) as opened:
            rows = query(opened, region="150000", as_of=date(2030, 1, 1))
            found = sum(o.indicator.startswith(f"产品{chr(0x4E00 + number)}") for o in rows)
            assert found in (0, ROWS), f"{found} rows of {ROWS}"
            assert opened.check(FACTS) == []
            return found // ROWS

    for number in range(count + 1):
        head = "region_code,indicator,period,value,unit,published,source"
        rows = (
            f"150000,产品{chr(0x4E00 + number)}{chr(0x5000 + i // 50)}产量,{1960 + i % 50},{i}.5,万吨,2016-02-01,s"
            for i in range(ROWS)
        )
        (folder / f"{number}.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return rounds(count, chance, act, check)


def ledger_imports(count: int, chance: random.Random, folder: Path) -> Told:
    """Tables into one ledger."""
    store, size = folder / "store", 150

    def act(number: int, say: Say) -> None:
        table = folder / f"{number}.csv"
        table.write_text("名称,生产企业\n" + "".join(f"产品{number}-{i},某企业\n" for i in range(size)), "utf-8")
        with open_store(store) as opened:
            journal = Journal(opened, load_ledgers()["products"])
            journal.record(prepare(journal, table, DAY, PLANNER).events)
            say("+")

    def check(number: int) -> int:
        with open_store(store) as opened:
            states = Journal(opened, load_ledgers()["products"]).states()
            found = sum(name.startswith(f"产品{number}-") for name in states)
            assert found in (0, size), f"{found} of {size}"
            assert verify_log(opened, "products", load_ledgers()["products"]).faults == ()
            return found // size

    return rounds(count, chance, act, check)


def takes(count: int, chance: random.Random, folder: Path) -> Told:
    """Sheets that come back filled in."""
    store, size = folder / "store", 40

    def seed(say: Say) -> None:
        with open_store(store) as opened:
            journal = Journal(opened, load_ledgers()["tasks"])
            journal.record([task(f"T{n:03d}") for n in range(size)])
        say("+")

    def fill(number: int) -> int:
        with open_store(store) as opened:
            journal, request = (
                Journal(opened, load_ledgers()["tasks"]),
                Request("甲厅", f"20{18 + number // 12}-{number % 12 + 1:02d}"),
            )
            path = folder / f"{number}.xlsx"
            write_sheet(journal, path, request)
            book = openpyxl.load_workbook(path)
            column = sheet_columns(journal.ledger, request).index("progress") + 1
            for row in range(size):
                book.worksheets[0].cell(FIRST_ROW + row, column).value = f"第{number}次"
            book.save(path)
        return 1

    def act(number: int, say: Say) -> None:
        with open_store(store) as opened:
            journal = Journal(opened, load_ledgers()["tasks"])
            taken = take_sheet(
                journal, folder / f"{number}.xlsx", date(2027, 1, 1), Actor("填报人", "甲厅", "reporter")
            )
            assert taken.recorded and len(taken.events) == size
            say("+")

    def check(number: int) -> int:
        with open_store(store) as opened:
            states = Journal(opened, load_ledgers()["tasks"]).states()
            found = sum(s.text("progress") == f"第{number}次" for s in states.values())
            assert found in (0, size), f"{found} of {size}"
            assert verify_log(opened, "tasks", load_ledgers()["tasks"]).faults == ()
        fill(number + 1)
        return found // size

    forked(seed, None)
    checked(lambda: fill(0))
    return rounds(count, chance, act, check)


def task(name: str) -> Event:
    """A task of a body."""
    return Event("tasks", name, "assign", DAY, now(), PLANNER, "on_course", {"task": f"任务{name}", "lead": ("甲厅",)})


def writing(act: Callable[[Say], None]) -> tuple[int, int]:
    """A process that goes on until it is killed: its id, and the pipe through which it says what was acknowledged."""
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(out)
        try:
            act(lambda word: (os.write(into, f"{word}\n".encode()), None)[1])
        finally:
            os._exit(1)
    os.close(into)
    return pid, out


def backups(count: int, chance: random.Random, folder: Path) -> Told:
    """Backups of a project while another process writes to its ledger."""
    root = folder / "project"
    root.mkdir()
    (root / "guihua.toml").write_text('plan = "plan.md"\nstore = "store"\nregion = "150000"\n', encoding="utf-8")
    (root / "plan.md").write_text("# 规划\n", encoding="utf-8")

    def write(number: int, say: Say) -> None:
        with open_store(root / "store") as opened:
            journal = Journal(opened, load_ledgers()["tasks"])
            for turn in range(10_000):
                journal.record([task(f"{number}-{turn}")])
                say(f"{number}-{turn}")

    def act(number: int, say: Say) -> None:
        backup(root, root / "store", folder / f"{number}.tar.gz")
        say("+")

    written: list[str] = []

    def check(number: int) -> int:
        with open_store(root / "store") as opened:
            tasks = load_ledgers()["tasks"]
            missing = set(written) - set(Journal(opened, tasks).states())
            assert not missing, f"{len(missing)} acknowledged acts are gone"
            assert verify_log(opened, "tasks", tasks).faults == ()
        file = folder / f"{number}.tar.gz"
        if not file.exists():
            return 0
        restore(file, folder / "restored")
        with open_store(folder / "restored" / "store") as opened:
            assert verify_log(opened, "tasks", load_ledgers()["tasks"]).faults == ()
        shutil.rmtree(folder / "restored")
        file.unlink()
        return 1

    told = Told(rounds=count)
    longest = 0.05
    for number in range(count + 1):
        writer, out = writing(lambda say, number=number: write(number, say))
        pipe = os.fdopen(out, "rb")
        written.append(pipe.readline().decode().strip())  # it is at work

        def work(say: Say, number: int = number) -> None:
            say("ready")
            act(number, say)

        said, killed, took = forked(work, None if number == 0 else chance.uniform(0, longest * 1.15))
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        with pipe:
            written += pipe.read().decode().split("\n")[:-1]
        longest = took if number == 0 else longest
        there = checked(lambda number=number: check(number))
        assert there or "+" not in said, f"round {number}: a backup that was told of is not there"
        told.killed += killed + 1
        told.whole += there
        told.acknowledged = len(written)
    return told


def serves(count: int, chance: random.Random, folder: Path) -> Told:
    """A site that ten people write to, killed as a whole; what was answered as taken is in the log of the next start."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
    import asyncio

    from writers import COUNT, FURNISH, press, run

    from web import free_port, serve, wait

    (folder / "plan.md").write_text("# 规划\n", encoding="utf-8")
    (folder / "guihua.toml").write_text('plan = "plan.md"\nstore = "store"\nregion = "150000"\n', encoding="utf-8")
    sessions = [line.split()[1] for line in run(FURNISH, folder, {}, "10").splitlines() if line.startswith("session ")]
    told = Told(rounds=count)
    taken: set[str] = set()
    for number in range(count):
        port = free_port()
        process = serve(folder, port)
        wait(port, process, folder)
        children = [int(c) for f in Path(f"/proc/{process.pid}/task").glob("*/children") for c in f.read_text().split()]

        async def pressed(port: int = port, number: int = number, process: object = process) -> list[str]:
            kept: list[str] = []
            asked = asyncio.create_task(press(port, sessions, 60.0, 0.0, f"k{number}", kept))
            await asyncio.sleep(chance.uniform(0.3, 2.5))
            os.kill(process.pid, signal.SIGKILL)  # type: ignore[attr-defined]
            await asyncio.gather(asked, return_exceptions=True)
            return kept

        taken |= set(asyncio.run(pressed()))
        process.wait()
        end = time.monotonic() + 15
        while (left := [c for c in children if alive(c)]) and time.monotonic() < end:
            time.sleep(0.2)
        assert not left, f"round {number}: processes left: {left}"
        told.killed += 1
    lines = run(COUNT, folder, {}).splitlines()
    assert lines[0] == "faults 0", lines[0]
    told.acknowledged, told.lost = len(taken), len(taken - set(lines[1:]))
    told.whole = len(lines) - 1
    assert not told.lost, f"{told.lost} of {told.acknowledged} acknowledged reports are not in the log"
    return told


def alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


KINDS = {"import": imports, "ledger": ledger_imports, "take": takes, "backup": backups, "serve": serves}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", nargs="*", default=[f"{k}={n}" for k, n in ROUNDS.items()], metavar="KIND=N")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    told: dict[str, dict[str, float]] = {}
    for word in args.rounds:
        kind, _, number = word.partition("=")
        start = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix=f"guihua-kills-{kind}-") as folder:
            try:
                found = KINDS[kind](int(number), random.Random(f"{args.seed}{kind}"), Path(folder))
            except AssertionError as error:
                print(f"✗ {kind}: {error}", flush=True)
                return 1
        told[kind] = {**asdict(found), "seconds": round(time.perf_counter() - start)}
        print(f"✓ {kind}: {told[kind]}", flush=True)
        if args.out:
            args.out.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

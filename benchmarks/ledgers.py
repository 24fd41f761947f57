"""How fast ledgers are: appending events (SQLite, synchronous FULL), stated objects, replay, verification.

    python benchmarks/ledgers.py [--events 1000000] [--objects 100000] [--batch 1000]

Events are recorded a thousand to a transaction, as a sheet or an import does (each command is one transaction); the rate
of single-event commands, each with its own fsync, is given beside it. Verification is timed at a tenth, a half and the
whole of the log, to show that it is linear.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal, verify_log
from guihua.ledgers.ledger import Actor, Event
from guihua.storage import open_store

PLANNER = Actor("经办人", "自治区发展改革委", "planner")
FIRST = date(2017, 1, 1)


def events(count: int, objects: int) -> Iterator[Event]:
    """First every object once, then reports on them in turn."""
    for number in range(count):
        subject = f"tasks-{number % objects:06}"
        at, recorded = FIRST + timedelta(number // objects * 30), f"2026-01-01T00:00:00.{number:07}+08:00"
        if number < objects:
            values = {
                "task": f"任务{number}",
                "lead": ("自治区发展改革委",),
                "due": "2020-12-31",
                "deliverable": "印发文件",
            }
            yield Event("tasks", subject, "assign", at, recorded, PLANNER, "not_started", values)
        else:
            values = {
                "month": f"{at:%Y-%m}",
                "progress": f"第{number // objects}次填报，按计划推进",
                "share": str(number % 101),
            }
            yield Event("tasks", subject, "report", at, recorded, PLANNER, "on_course", values)


def measure(count: int, objects: int, batch: int) -> dict[str, object]:
    """Run all of it once in a temporary store."""
    with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
        journal = Journal(store, load_ledgers()["tasks"])
        waiting: list[Event] = []
        done, seconds, cpu, verified, spent = 0, 0.0, 0.0, {}, {}
        marks = [count // 10, count // 2, count]
        for event in events(count, objects):
            waiting.append(event)
            if len(waiting) == batch or done + len(waiting) == count:
                start, busy = time.perf_counter(), time.process_time()
                journal.record(waiting)
                seconds, cpu = seconds + time.perf_counter() - start, cpu + time.process_time() - busy
                done += len(waiting)
                waiting = []
            if not waiting and done in marks:
                start, busy = time.perf_counter(), time.process_time()
                assert verify_log(store, "tasks", journal.ledger).faults == ()
                verified[done] = round(time.perf_counter() - start, 2)
                spent[done] = round(time.process_time() - busy, 2)
        start = time.perf_counter()
        found = len(journal.states())
        stated = time.perf_counter() - start
        start = time.perf_counter()
        single = 200
        for event in events(objects + single, objects):
            if event.action == "report":
                last = journal.state(event.subject)
                assert last is not None
                journal.record([replace(event, at=last.last, recorded=f"x{event.recorded}")])
        singles = single / (time.perf_counter() - start)
        size = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())
    return {
        "events": count,
        "objects": found,
        "append_per_second": round(count / seconds),
        "append_per_cpu_second": round(count / cpu),
        "batch": batch,
        "single_commands_per_second": round(singles),
        "state_seconds": round(stated, 2),
        "verify_seconds": verified,
        "verify_cpu_seconds": spent,
        "verify_events_per_second": {n: round(n / s) for n, s in verified.items() if s},
        "bytes_per_event": size // count,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
    }


def main() -> int:
    """Measure and print as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=1000)
    args = parser.parse_args()
    print(json.dumps(measure(args.events, args.objects, args.batch), ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Twenty people write at once through the site: how long each waits, and that nothing is lost.

    python benchmarks/writers.py [--seconds 20] [--check] [--only sqlite|postgresql]

Twenty reporters of twenty bodies report progress on a task each, over HTTP, to two web processes: after two seconds of
warming up first one report a second each, as people at their desks at the end of a month, then each again as soon as
answered. Afterwards the log must hold every report that was answered as taken, and verify. PostgreSQL is a server of the
run, with fsync. Prints one line a measure with its bar; ``--check`` exits 1 where one is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))
from scripts.postgres import server

from web import body, environment, free_port, report, serve, stop, wait

PEOPLE = 20
BARS = {"sqlite": ("longest wait", 5000.0), "postgresql": ("99th percentile", 100.0)}
CSRF = "0123456789abcdefghijklmnopqrstuv"
FURNISH = """
import sys
from datetime import date
from pathlib import Path
from guihua.web.server import setup
setup(Path.cwd())
from django.conf import settings
from django.test import Client
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event
from guihua.web import results
from guihua.web.accounts import add_person
from guihua.web.models import Organisation
tasks = Journal(results.store(results.project()), load_ledgers()["tasks"])
for n in range(int(sys.argv[1])):
    Organisation.objects.create(code=f"body{n}", name=f"第{n}局")
    client = Client()
    client.force_login(add_person(f"person{n}", "long pass phrase 7", "reporter", f"body{n}", f"第{n}人"))
    values = {"task": f"任务{n}", "lead": (f"第{n}局",)}
    tasks.record([Event("tasks", f"T{n}", "assign", date(2018, 1, 1), now(), Actor("甲", "", "planner"), "on_course", values)])
    print("session", client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
COUNT = """
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal
from guihua.project import open_project
from guihua.storage import open_store
from pathlib import Path
of = open_project(Path.cwd())
with open_store(of.store_url or of.store) as store:
    journal = Journal(store, load_ledgers()["tasks"])
    texts = sorted(str(e.event.values["progress"]) for e in journal.events() if e.event.action == "report")
    print("faults", len(journal.verify().faults))
    print("\\n".join(texts))
"""


@dataclass(frozen=True, slots=True)
class Written:
    """Waits in milliseconds, and the texts that were answered as taken."""

    waits: tuple[float, ...]
    taken: tuple[str, ...]
    refused: int

    def percentile(self, share: float) -> float:
        """The wait that so large a share of the reports stayed under."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--only", choices=tuple(BARS))
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    missed = 0
    for backend in [args.only] if args.only else BARS:
        with site(backend) as (root, port, sessions):
            asyncio.run(press(port, sessions, 2.0, 0.2, "warm"))  # every thread opens its connections once
            for name, pause in (("one a second each", 1.0), ("as fast as answered", 0.0)):
                done = asyncio.run(press(port, sessions, args.seconds, pause, name.split()[0]))
                title, bar = BARS[backend]
                value = max(done.waits) if title == "longest wait" else done.percentile(0.99)
                held = bar if pause or backend == "sqlite" else float("inf")
                missed += report(f"{backend}, {name}: {title}", value, held, "ms", most=True)
                print(f"  median {done.percentile(0.5):.1f} ms, {len(done.waits) / args.seconds:.0f} reports a second")
                missed += lost(root, done)
    return 1 if missed and args.check else 0


@contextmanager
def site(backend: str, people: int = PEOPLE) -> Iterator[tuple[Path, int, list[str]]]:
    """A running site on a store of the backend (accounts in the same database): its folder, port and people's sessions."""
    with tempfile.TemporaryDirectory() as folder, database(backend) as address:
        root = Path(folder)
        (root / "plan.md").write_text("# 规划\n", encoding="utf-8")
        (root / "guihua.toml").write_text(
            f'plan = "plan.md"\nstore = "{address or "store"}"\nregion = "150000"\n', encoding="utf-8"
        )
        more = {"GUIHUA_DATABASE_URL": address} if address else {}
        told = run(FURNISH, root, more, str(people))
        sessions = [line.split()[1] for line in told.splitlines() if line.startswith("session ")]
        port = free_port()
        process = serve(root, port, **more)
        try:
            wait(port, process, root)
            yield root, port, sessions
        finally:
            stop(process)


@contextmanager
def database(backend: str) -> Iterator[str]:
    """The address of a database; empty for the embedded store."""
    if backend == "sqlite":
        yield ""
        return
    with server(durable=True) as found:
        yield found.url


def run(program: str, root: Path, more: dict[str, str], *arguments: str) -> str:
    """A program in the project's folder; what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=root, env=environment() | more, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return done.stdout


async def press(
    port: int, sessions: list[str], seconds: float, pause: float, mark: str, kept: list[str] | None = None
) -> Written:
    """Every person reports until the time is over; `pause` seconds lie between the beginnings of two reports.

    kept  takes the texts as they are answered, for a caller whose site may end in between
    """
    end = time.perf_counter() + seconds
    waits: list[float] = []
    taken: list[str] = [] if kept is None else kept
    refused = 0

    async def person(number: int, session: str) -> None:
        nonlocal refused
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.sleep(pause * number / len(sessions) % 0.25)  # nobody presses to the millisecond, but all at once
        turn = 0
        while (began := time.perf_counter()) < end:
            text = f"{mark}-{number}-{turn}"
            writer.write(request(number, session, text, turn))
            head = await reader.readuntil(b"\r\n\r\n")
            await body(reader, head.lower())
            waits.append((time.perf_counter() - began) * 1000)
            if head.startswith(b"HTTP/1.1 302") and b"/login/" not in head:
                taken.append(text)
            else:
                refused += 1
            turn += 1
            await asyncio.sleep(max(0.0, began + pause - time.perf_counter()))
        writer.close()

    await asyncio.gather(*(person(n, s) for n, s in enumerate(sessions)))
    return Written(tuple(waits), tuple(taken), refused)


def request(number: int, session: str, text: str, turn: int) -> bytes:
    """A report as a browser sends it."""
    form = urlencode(
        {"f-month": f"20{18 + turn // 12 % 80}-{1 + turn % 12:02}", "f-progress": text, "to": "on_course"}
    ).encode()
    head = (
        f"POST /ledgers/tasks/of/{quote(f'T{number}')}/do/report/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: guihua_session={session}; guihua_csrf={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
    )
    return head.encode() + form


def lost(root: Path, done: Written) -> int:
    """How many reports that were answered as taken the log does not hold, each once; the log must verify."""
    lines = run(COUNT, root, {}).splitlines()
    assert lines[0] == "faults 0", lines[0]
    held = set(lines[1:])
    assert len(held) == len(lines) - 1, "a report stands twice in the log"
    missing = [text for text in done.taken if text not in held]
    print(f"{'  taken, refused, lost':<34}{len(done.taken):>10} {done.refused:>6} {len(missing):>6}", flush=True)
    return len(missing) + done.refused


if __name__ == "__main__":
    sys.exit(main())

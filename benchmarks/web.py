"""How fast the site answers, with the example's targets and a store of made-up figures beside its own.

    python benchmarks/web.py [--rows 100000] [--seconds 6] [--check]

Two web processes on this machine's own address, 16 connections kept open, one person logged in, every page warm. Prints one line a
measure with the bar it is held to; ``--check`` exits 1 where one is missed. Everything lives in a temporary folder.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "neimenggu"
CONNECTIONS = 16
FURNISH = """
import sys
from pathlib import Path
from guihua.cli.main import main
main(["read", "plan.zh.md", "-o", "plan.yaml"]), main(["import", "observations.csv"])
import importlib.util
spec = importlib.util.spec_from_file_location("made_up", Path(sys.argv[1]) / "figures.py")
made_up = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made_up)
from guihua.storage import open_store
with open_store("store") as store:
    made_up.fill(store, int(sys.argv[2]))
from guihua.web.server import setup
setup(Path.cwd())
from django.conf import settings
from django.test import Client
from guihua.web.accounts import add_person
client = Client()
client.force_login(add_person("bench", "long pass phrase 7", "planner", "", "bench", ""))
print("session", client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What a page did under load: requests a second, the 95th percentile in milliseconds, answers that were no 200."""

    rate: float
    p95: float
    bad: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        session = furnish(root, args.rows)
        port = free_port()
        started = time.perf_counter()
        site = serve(root, port)
        try:
            wait(port, site, root)
            missed += report("first answer after start", time.perf_counter() - started, 3.0, "s", most=True)
            indicator = warm(port, session)
            for name, path in (("overview", "/"), ("indicators", "/indicators/"), ("one indicator", indicator)):
                load = asyncio.run(press(port, path, session, args.seconds))
                assert not load.bad, f"{path}: {load.bad} answers were no 200"
                missed += report(f"{name}: answers", load.rate, 150, "a second")
                missed += report(f"{name}: 95th percentile", load.p95, 150, "ms", most=True)
            missed += report("largest web process", largest(site.pid), 150, "MB", most=True)
        finally:
            stop(site)
    return 1 if missed and args.check else 0


def report(name: str, value: float, bar: float, unit: str, *, most: bool = False) -> int:
    """Print a measure; 1 where its bar is missed."""
    good = value <= bar if most else value >= bar
    print(
        f"{name:<34}{value:>10,.1f} {unit:<10}{'<=' if most else '>='} {bar:,} {'' if good else 'MISSED'}", flush=True
    )
    return 0 if good else 1


def furnish(root: Path, rows: int) -> str:
    """The example with made-up figures beside its own and one person; returns the session."""
    for name in ("guihua.toml", "plan.zh.md", "observations.csv", "yearly.yaml", "bodies.csv"):
        shutil.copyfile(EXAMPLE / name, root / name)
    done = subprocess.run(
        [sys.executable, "-c", FURNISH, str(Path(__file__).parent), str(rows)],
        cwd=root, env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return next(line.split()[1] for line in done.stdout.splitlines() if line.startswith("session "))


def environment() -> dict[str, str]:
    """Ours, without settings of another site."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("GUIHUA_", "DJANGO_"))}


def serve(root: Path, port: int, **more: str) -> subprocess.Popen[bytes]:
    """The site as people start it; `more`: of its environment."""
    command = [sys.executable, "-m", "guihua.cli.main", "serve", "--port", str(port), "--workers", "2"]
    with (root / "log").open("w") as log:
        return subprocess.Popen(command, cwd=root, env=environment() | more, stderr=log)


def stop(site: subprocess.Popen[bytes]) -> None:
    """End it, kindly first."""
    site.send_signal(signal.SIGTERM)
    try:
        site.wait(timeout=15)
    except subprocess.TimeoutExpired:
        site.kill()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(port: int, site: subprocess.Popen[bytes], root: Path) -> None:
    """Until the site answers."""
    end = time.monotonic() + 60
    while time.monotonic() < end and site.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit((root / "log").read_text())


def warm(port: int, session: str) -> str:
    """Ask until the worker has made the results; returns the address of one target with a chart."""
    import re

    end = time.monotonic() + 120
    while time.monotonic() < end:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/indicators/", headers={"Cookie": f"guihua_session={session}"}
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:
            found = re.search(r'href="(/indicators/[^"/]+/)"', answer.read().decode())
        if found:
            return found[1]
        time.sleep(0.3)
    raise SystemExit("the results did not come within two minutes")


async def press(port: int, path: str, session: str, seconds: float) -> Load:
    """16 connections, each asking again as soon as it is answered; the first second warms and is not counted."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: guihua_session={session}\r\n\r\n".encode()
    start = time.perf_counter() + 1.0
    end = start + seconds
    times: list[float] = []
    bad = 0

    async def one() -> None:
        nonlocal bad
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (began := time.perf_counter()) < end:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await body(reader, head.lower())
            bad += not head.startswith(b"HTTP/1.1 200")
            if began >= start:
                times.append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    times.sort()
    return Load(len(times) / seconds, times[int(len(times) * 0.95)] * 1000, bad)


async def body(reader: asyncio.StreamReader, head: bytes) -> None:
    """Read an answer to its end, whole or in chunks."""
    if b"content-length:" in head:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


def largest(parent: int) -> float:
    """The memory of the largest web process, in MB; the worker beside them, which computes and draws, is not one."""
    listed = Path(f"/proc/{parent}/task").glob("*/children")
    children = [int(child) for line in listed for child in line.read_text().split()]
    web = [c for c in children if b"worker\0" not in Path(f"/proc/{c}/cmdline").read_bytes()]
    return max(memory(pid) for pid in (parent, *web))


def memory(pid: int) -> float:
    """What a process holds in memory, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())

"""Python servers side by side under slow senders: a bare WSGI page, two processes, with and without 60 sockets that send a byte every two seconds.

    python benchmarks/servers.py [--seconds 6] [--only NAME …]

Prints the 95th percentile of a reader's answers, quiet and beside 30 senders that drip their head and 30 that drip their
body, and how many of the 60 the server has ended after 45 seconds. gunicorn, uvicorn and hypercorn are no dependencies:
those that are not installed are passed over.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

APP = """
def app(environ, start):
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]
try:
    from a2wsgi import WSGIMiddleware
    asgi = WSGIMiddleware(app)
except ImportError:
    pass
"""
PORT = "{port}"
SERVERS = {
    "waitress": ["-m", "waitress", "--listen=127.0.0.1:{port}", "--threads=8", "bare:app"],
    "granian": [
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        PORT,
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "bare:app",
    ],
    "gunicorn sync": ["-m", "gunicorn", "-b", "127.0.0.1:{port}", "-w", "2", "bare:app"],
    "gunicorn gthread": [
        "-m",
        "gunicorn",
        "-b",
        "127.0.0.1:{port}",
        "-w",
        "2",
        "-k",
        "gthread",
        "--threads",
        "4",
        "bare:app",
    ],
    "uvicorn": ["-m", "uvicorn", "--port", PORT, "--workers", "2", "--log-level", "error", "bare:asgi"],
    "hypercorn": ["-m", "hypercorn", "-b", "127.0.0.1:{port}", "-w", "2", "bare:asgi"],
    "guihua (waitress behind a gate)": ["-m", "guihua.cli.main", "serve", "--port", PORT, "--workers", "2"],
}
SLOW = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--only", nargs="*", default=[])
    args = parser.parse_args()
    print(f"{'server':<34}{'p95 quiet, ms':>14}{'p95 beside 60':>14}{'not answered':>13}{'ended in 45 s':>14}")
    for name, command in SERVERS.items():
        module = command[1].partition(".")[0]
        if (args.only and name not in args.only) or find_spec(module) is None:
            continue
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "bare.py").write_text(APP, encoding="utf-8")
            (Path(folder) / "plan.md").write_text("# 规划\n", encoding="utf-8")
            (Path(folder) / "guihua.toml").write_text('plan = "plan.md"\nstore = "store"\n', encoding="utf-8")
            tried(name, command, Path(folder), args.seconds)
    return 0


def tried(name: str, command: list[str], folder: Path, seconds: float) -> None:
    """One server: started, asked, slowed, asked again, ended."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    line = [sys.executable, *(word.format(port=port) for word in command)]
    paths = os.pathsep.join((str(folder), *(p for p in sys.path if p)))
    process = subprocess.Popen(
        line, cwd=folder, env={**os.environ, "PYTHONPATH": paths}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        began = time.monotonic()
        while time.monotonic() < began + 40 and asked(port) is None:
            time.sleep(0.2)
        quiet, _ = p95(port, seconds)
        slow = [dripping(port, head=n % 2 == 0) for n in range(SLOW)]
        start = time.monotonic()
        beside, lost = p95(port, seconds, slow)
        while time.monotonic() < start + 45:
            drip(slow)
            time.sleep(2)
        ended = sum(not open_still(s) for s in slow)
        print(f"{name:<34}{quiet:>14.1f}{beside:>14.1f}{lost:>13}{ended:>14}", flush=True)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def asked(port: int) -> float | None:
    """Milliseconds of one answer on a connection of its own; None where none comes within two seconds."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health/")
        connection.getresponse().read()
    except OSError:
        return None
    finally:
        connection.close()
    return (time.perf_counter() - start) * 1000


def p95(port: int, seconds: float, slow: list[socket.socket] | None = None) -> tuple[float, int]:
    """The 95th percentile of answers over some seconds, and how many did not come; 2,000 stands for those."""
    times, lost, end, next_drip = [], 0, time.monotonic() + seconds, 0.0
    while time.monotonic() < end:
        if slow and time.monotonic() > next_drip:
            drip(slow)
            next_drip = time.monotonic() + 2
        took = asked(port)
        lost += took is None
        times.append(2000.0 if took is None else took)
        time.sleep(0.01)
    return sorted(times)[int(len(times) * 0.95)], lost


def dripping(port: int, *, head: bool) -> socket.socket:
    """A connection that has begun a request and will go on a byte at a time."""
    found = socket.create_connection(("127.0.0.1", port), timeout=5)
    whole = b"POST /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\n"
    found.sendall(b"GET / HTTP/1.1\r\nX-Slow: " if head else whole)
    return found


def drip(slow: list[socket.socket]) -> None:
    """A byte more on each."""
    for one in slow:
        with contextlib.suppress(OSError):
            one.sendall(b"a")


def open_still(one: socket.socket) -> bool:
    """Whether the server has not ended the connection."""
    one.setblocking(False)
    try:
        return one.recv(100_000) != b"" and not _answered(one)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        one.close()


def _answered(one: socket.socket) -> bool:
    """After an answer (408 …): whether the connection is closed behind it."""
    try:
        return one.recv(100_000) == b""
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())

"""Starting the site: a socket, web processes that share it, and beside them the worker of the jobs table, each restarted if it dies.

Whoever dies with the parent does so at once: every process watches for it, so that a killed `guihua serve` leaves nothing behind.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from guihua.errors import GuihuaError
from guihua.web import place as place_module

BACKLOG = 1024
GRACE = 5.0


def serve(
    root: Path, host: str, port: int, workers: int = 2, with_worker: bool = True, hosts: str = "", proxy: str = ""
) -> int:
    """Serve until stopped. On this machine alone (127.0.0.1) one person needs no login until the first account exists.

    hosts   names that the site answers to; proxy: the address of the TLS proxy before it, which makes it no local start
    """
    if workers < 1:
        raise GuihuaError("WEB-WORKERS", f"网页进程数不对 not a number of processes: {workers}", "--workers 1, 2 …")
    _environment(root, host, hosts, proxy)
    sock = _listening(host, port)
    import django

    django.setup()
    from django.db import connections

    from guihua.web import observing
    from guihua.web.database import prepare
    from guihua.web.pages.assets import ask_for_vega

    prepare()
    observing.begin(place_module.place().store)
    ask_for_vega()
    connections.close_all()
    parent = str(os.getpid())
    processes = [[sys.executable, "-m", "guihua.web.server", str(sock.fileno()), parent]] * workers
    if with_worker:
        processes.append([sys.executable, "-m", "guihua.cli.main", "worker", "--parent", parent])
    name = f"[{host}]" if ":" in host else host
    print(f"http://{name}:{sock.getsockname()[1]}/", file=sys.stderr, flush=True)
    _keep(processes, root, sock.fileno())
    return 0


def worker(root: Path, once: bool = False, parent: int | None = None) -> int:
    """Work on the jobs table."""
    _environment(root, os.environ.get("GUIHUA_HOST", "127.0.0.1"), "", os.environ.get(place_module.PROXY, ""))
    import django

    django.setup()
    from guihua.web import fence
    from guihua.web.database import prepare
    from guihua.web.work.loop import run

    fence.move(fence.ALL)
    if parent is None:
        prepare()
    else:
        end_with(parent)
    return run(once=once, parent=parent)


def setup(root: Path) -> None:
    """Django, ready for a command such as `guihua user`, which sees the whole site."""
    _environment(root, "127.0.0.1", "", "")
    import django

    django.setup()
    from guihua.web import fence
    from guihua.web.database import prepare

    fence.move(fence.ALL)
    prepare()


def end_with(parent: int) -> None:
    """End this process as soon as that one, its parent, is gone, whatever it is doing."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.25)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def _environment(root: Path, host: str, hosts: str, proxy: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "guihua.web.settings"
    os.environ[place_module.PROJECT] = str(root)
    os.environ.setdefault("GUIHUA_HOST", host)
    os.environ[place_module.PROXY] = proxy
    if host in ("127.0.0.1", "::1", "localhost") and not proxy:
        os.environ[place_module.LOCAL] = "1"
    else:
        os.environ.pop(place_module.LOCAL, None)
        os.environ[place_module.HOSTS] = hosts or host
    if hosts:
        os.environ[place_module.HOSTS] = hosts


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
    except (OSError, OverflowError) as error:
        sock.close()
        raise GuihuaError(
            "WEB-PORT",
            f"监听不了这个端口 cannot listen on {host}:{port}: {getattr(error, 'strerror', '') or error}",
            "换一个端口 choose another one with --port",
        ) from None
    sock.listen(BACKLOG)
    sock.setblocking(False)
    sock.set_inheritable(True)
    return sock


def _keep(commands: Sequence[Sequence[str]], root: Path, fd: int) -> None:
    """Run the processes, start anew what dies, end all when told to stop."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    children = [_start(command, root, fd) for command in commands]
    try:
        while not stopping.wait(0.3):
            for i, child in enumerate(children):
                if child.poll() is not None and not stopping.wait(0.7):
                    children[i] = _start(commands[i], root, fd)
    finally:
        for child in children:
            child.terminate()
        end = time.monotonic() + GRACE
        for child in children:
            try:
                child.wait(timeout=max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()


def _start(command: Sequence[str], root: Path, fd: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=root, env={**os.environ}, pass_fds=(fd,), stdin=subprocess.DEVNULL)


def _web_process(fd: int, parent: int) -> None:
    """One web process on the shared socket."""
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's Ctrl-C reaches all: the parent ends us in order
    signal.signal(signal.SIGTERM, lambda _n, _f: sys.exit(0))
    from guihua.web.front import front
    from guihua.web.wsgi import application

    where = place_module.place()
    sock = socket.socket(fileno=fd)
    front(application, sock, local=where.local, proxy=where.proxy).run()


if __name__ == "__main__":
    _web_process(int(sys.argv[1]), int(sys.argv[2]))

"""Starting the site: granian with two workers, and beside it the worker of the jobs table, restarted if it dies."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from guihua.errors import GuihuaError
from guihua.web import place as place_module


def serve(root: Path, host: str, port: int, workers: int = 2, with_worker: bool = True, hosts: str = "") -> int:
    """Serve until stopped. On this machine alone (127.0.0.1) one person needs no login until the first account exists."""
    _environment(root, host, hosts)
    _port_is_free(host, port)
    import django

    django.setup()
    from guihua.web.database import prepare

    prepare()
    from guihua.web.pages.assets import ask_for_vega

    ask_for_vega()
    stopping = threading.Event()
    if with_worker:
        threading.Thread(target=_keep_worker, args=(root, stopping), daemon=True).start()
    from granian import Granian
    from granian.constants import Interfaces

    print(f"http://{host}:{port}/", file=sys.stderr, flush=True)
    try:
        Granian(
            "guihua.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            backpressure=64,
            websockets=False,
            respawn_failed_workers=True,
            log_access=False,
            log_level="warning",  # type: ignore[arg-type]
        ).serve()
    finally:
        stopping.set()
    return 0


def worker(root: Path, once: bool = False, parent: int | None = None) -> int:
    """Work on the jobs table."""
    _environment(root, os.environ.get("GUIHUA_HOST", "127.0.0.1"), "")
    import django

    django.setup()
    from guihua.web import fence
    from guihua.web.database import prepare
    from guihua.web.work.loop import run

    fence.move(fence.ALL)
    if parent is None:
        prepare()
    return run(once=once, parent=parent)


def setup(root: Path) -> None:
    """Django, ready for a command such as `guihua user`, which sees the whole site."""
    _environment(root, "127.0.0.1", "")
    import django

    django.setup()
    from guihua.web import fence
    from guihua.web.database import prepare

    fence.move(fence.ALL)
    prepare()


def _environment(root: Path, host: str, hosts: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "guihua.web.settings"
    os.environ[place_module.PROJECT] = str(root)
    os.environ.setdefault("GUIHUA_HOST", host)
    if host in ("127.0.0.1", "::1", "localhost"):
        os.environ[place_module.LOCAL] = "1"
    else:
        os.environ.pop(place_module.LOCAL, None)
        os.environ[place_module.HOSTS] = hosts or host
    if hosts:
        os.environ[place_module.HOSTS] = hosts


def _port_is_free(host: str, port: int) -> None:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise GuihuaError(
                "WEB-PORT",
                f"监听不了这个端口 cannot listen on {host}:{port}: {error.strerror}",
                "换一个端口 choose another one with --port",
            ) from None


def _keep_worker(root: Path, stopping: threading.Event) -> None:
    command = [sys.executable, "-m", "guihua.cli.main", "worker", "--parent", str(os.getpid())]
    while not stopping.is_set():
        child = subprocess.Popen(command, cwd=root, env={**os.environ})
        while child.poll() is None and not stopping.wait(0.5):
            pass
        if stopping.is_set():
            child.terminate()
            try:
                child.wait(timeout=5)
            except subprocess.TimeoutExpired:
                child.kill()
            return
        time.sleep(1)

"""A PostgreSQL server of one's own, for tests, kill runs and benchmarks: in a temporary folder, gone afterwards.

    with server() as found:
        open_store(found.url)

It listens on a free port of 127.0.0.1 and on a socket in its folder, which nobody else can enter. Where the server's
owner is killed, the kernel stops the server (PR_SET_PDEATHSIG), so none is left behind; its folder in /tmp is.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROLE = "guihua"
ADMIN = "postgres"
START_SECONDS = 60
# Sorting by a language's rules, as many servers do: an order that follows bytes in one store and letters in the other shows.
CLUSTER = ("-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh-CN")
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Nothing survives a power cut; for tests, which care for no power cut."""


@dataclass(frozen=True, slots=True)
class Server:
    """url: of a role that owns its database and is no superuser; admin: of the superuser, over the socket; pid: its process."""

    url: str
    admin: str
    pid: int


def programs() -> Path | None:
    """Where initdb and postgres stand: Debian keeps them out of the path; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    elsewhere = shutil.which("initdb")
    return found[-1].parent if found else Path(elsewhere).resolve().parent if elsewhere else None


@contextmanager
def server(*, durable: bool = False, **settings: str) -> Iterator[Server]:
    """A running server, stopped and removed when the block ends. `durable`: with fsync, as an office runs it."""
    where = programs()
    if where is None:
        raise RuntimeError("PostgreSQL is not installed: no initdb")
    folder = Path(tempfile.mkdtemp(prefix="guihua-pg-", dir="/tmp"))  # a socket's path has at most 107 bytes
    try:
        if os.getuid() == 0:
            shutil.chown(folder, ADMIN, ADMIN)
        subprocess.run(
            [*_as_owner(), where / "initdb", "-D", folder / "data", "-U", ADMIN, "-N", *CLUSTER,
             "--auth-local=trust", "--auth-host=scram-sha-256"],
            check=True, capture_output=True, cwd=folder, text=True,
        )  # fmt: skip
        process, port = _start(where, folder, settings if durable else QUICK | settings)
        try:
            admin = f"postgresql://{ADMIN}@/postgres?host={folder}&port={port}"
            yield Server(_own_database(admin, port), admin, process.pid)
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner() -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as Debian's user postgres."""
    tool = shutil.which("setpriv")
    if tool is None:
        return []
    change = [f"--reuid={ADMIN}", f"--regid={ADMIN}", "--clear-groups"] if os.getuid() == 0 else []
    return [tool, *change, "--pdeathsig=INT", "--"]


def _start(where: Path, folder: Path, settings: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(3):  # somebody else may take the free port first
        port = _free_port()
        fixed = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": str(folder)}
        given = [f"--{name}={value}" for name, value in (fixed | settings).items()]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [*_as_owner(), where / "postgres", "-D", folder / "data", *given],
                stdout=log, stderr=log, cwd=folder, start_new_session=True,
            )  # fmt: skip
        if _answers(process, folder, port):
            return process, port
        _stop(process)
    raise RuntimeError((folder / "log").read_text(errors="replace")[-2000:])


def _answers(process: subprocess.Popen[bytes], folder: Path, port: int) -> bool:
    import psycopg

    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            psycopg.connect(host=str(folder), port=port, user=ADMIN, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    return False


def _own_database(admin: str, port: int) -> str:
    import psycopg
    from psycopg import sql

    password = secrets.token_urlsafe(16)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}").format(
                sql.Identifier(ROLE), sql.Literal(password)
            )
        )
        connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(ROLE)))
    return f"postgresql://{ROLE}:{password}@127.0.0.1:{port}/{ROLE}"


def _stop(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, immediate, none
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            continue


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

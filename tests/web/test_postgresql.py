"""The site on PostgreSQL: it passes the same tests, keeps its fence, starts with a role of its own only, says what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import OperationalError
from scripts.postgres import Server

from guihua.web import middleware
from guihua.web.database import postgresql
from tests.corpus import ROOT

HERE = Path(__file__).parent
ALONE = (
    "test_browser",
    "test_postgresql",
    "test_clock",
    "test_figures",
    "test_front",
    "test_nginx",
    "test_pathways",
    "test_readiness",
    "test_runs",
    "test_secrets",
    "test_submissions",
    "test_systems",
)
"""Files with a server of their own, and those that so far hold for the embedded site alone."""
WITHOUT_DATABASE = "not gate_follows_the_table and not every_address_has_a_rule"


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GUIHUA_", "DJANGO_", "PYTEST_"))}
    return {**kept, "GUIHUA_LANG": "en", "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), **more}


def fresh_database(server: Server, name: str, role: str = "guihua") -> str:
    """The address of a new database of the site's own role."""
    import psycopg

    with psycopg.connect(server.admin, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"CREATE DATABASE {name} OWNER {role}")
    return server.url.rpartition("/")[0] + f"/{name}"


def test_the_sites_own_tests_and_those_of_the_fence_pass_on_postgresql(own_server: Server) -> None:
    files = [str(p) for p in sorted(HERE.glob("test_*.py")) if not p.name.startswith(ALONE)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", WITHOUT_DATABASE,
         *files, str(HERE / "fence_on_postgresql.py")],
        cwd=ROOT, env=environment(GUIHUA_TEST_SITE=fresh_database(own_server, "site_tests")), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert "skipped" not in done.stdout.splitlines()[-1]


def start(root: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The shortest command that opens the site's database."""
    (root / "plan.md").write_text("# 规划\n", encoding="utf-8")
    if not (root / "guihua.toml").exists():
        (root / "guihua.toml").write_text('plan = "plan.md"\nstore = "store"\n', encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "guihua.cli.main", "user", "list"],
        cwd=root, env=environment(**more), capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_site_does_not_start_as_superuser_nor_past_row_security(own_server: Server, tmp_path: Path) -> None:
    import psycopg

    with psycopg.connect(own_server.admin, autocommit=True) as admin:
        admin.execute("DROP ROLE IF EXISTS passing")
        admin.execute("CREATE ROLE passing LOGIN BYPASSRLS PASSWORD 'passing'")
    host = urlsplit(own_server.url)
    passing = f"postgresql://passing:passing@{host.hostname}:{host.port}/guihua"
    for address in (own_server.admin, passing):
        done = start(tmp_path, GUIHUA_DATABASE_URL=address)
        assert done.returncode == 2 and "WEB-SUPERUSER" in done.stderr and "Traceback" not in done.stderr
    assert start(tmp_path, GUIHUA_DATABASE_URL=fresh_database(own_server, "site_start")).returncode == 0


def test_nor_does_it_open_the_projects_store_as_superuser(own_server: Server, tmp_path: Path) -> None:
    (tmp_path / "guihua.toml").write_text(
        f'plan = "plan.md"\nstore = "{own_server.admin}&schema=of_the_superuser"\n', encoding="utf-8"
    )
    done = start(tmp_path)
    assert done.returncode == 2 and "WEB-SUPERUSER" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://u:geheim@127.0.0.1:1/site", "WEB-DATABASE"),
        ("postgresql://u:geheim@127.0.0.1:port/site", "WEB-DATABASE-ADDRESS"),
        ("postgresql://u:geheim@[::1/site", "WEB-DATABASE-ADDRESS"),
        ("mysql://u:geheim@127.0.0.1/site", "WEB-DATABASE-ADDRESS"),
    ],
)
def test_a_database_that_is_not_there_is_told_in_words_without_its_password(
    address: str, code: str, tmp_path: Path
) -> None:
    done = start(tmp_path, GUIHUA_DATABASE_URL=address)
    assert done.returncode == 2 and code in done.stderr
    assert "geheim" not in done.stderr + done.stdout and "Traceback" not in done.stderr


def test_a_wrong_password_is_told_from_a_missing_database(own_server: Server, tmp_path: Path) -> None:
    host = urlsplit(own_server.url)
    wrong = f"postgresql://guihua:geheim@{host.hostname}:{host.port}/guihua"
    assert "role or its password" in start(tmp_path, GUIHUA_DATABASE_URL=wrong).stderr
    missing = own_server.url.rpartition("/")[0] + "/no_such_database"
    assert "no such database" in start(tmp_path, GUIHUA_DATABASE_URL=missing).stderr


def test_a_socket_and_options_of_an_address_are_kept() -> None:
    found = postgresql("postgresql://a:b%40c@/site?host=/run/pg&port=5433&sslmode=require")
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("/run/pg", "5433", "b@c")
    assert found["OPTIONS"]["sslmode"] == "require" and "port" not in found["OPTIONS"]


def test_while_the_database_is_away_a_page_says_so(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_request: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(middleware, "who", gone)
    answer = client.get("/")
    assert answer.status_code == 503 and b"WEB-DATABASE" in answer.content
    answer = client.get("/api/v1/plan")
    assert answer.status_code == 503 and answer.json()["code"] == "WEB-DATABASE"

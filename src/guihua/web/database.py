"""The database of accounts, sessions and jobs: the embedded file by default, PostgreSQL by address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from guihua.errors import GuihuaError

SCHEMA = "guihua_site"


def embedded(path: Path) -> dict[str, Any]:
    """SQLite in WAL; writers take the lock at once (IMMEDIATE), so twenty people wait in line instead of failing half-way."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
        "CONN_MAX_AGE": None,
    }


def postgresql(address: str) -> dict[str, Any]:
    """Django's settings for a postgresql:// address; anything else is refused with its reason, the password never printed."""
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise GuihuaError(
            "WEB-DATABASE-ADDRESS",
            "GUIHUA_DATABASE_URL is not an address of a PostgreSQL database",
            "Write it as postgresql://role:password@host:5432/database.",
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or query.pop("host", "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": {**query, "options": f"-c search_path={SCHEMA}"},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def refuse_superuser() -> None:
    """A site that runs as superuser walks through every fence of the database: it does not start. Nor may its role bypass row security."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
    if row and row[0]:
        raise GuihuaError(
            "WEB-SUPERUSER",
            "the site's database role is a superuser or may bypass row security",
            "Give the site a role of its own: CREATE ROLE guihua LOGIN NOSUPERUSER NOBYPASSRLS.",
        )


def prepare() -> None:
    """Bring the tables of accounts and jobs up to date; quick where they are."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    refuse_superuser()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)

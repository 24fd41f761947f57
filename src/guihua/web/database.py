"""The database of accounts, sessions and jobs: the embedded file by default, PostgreSQL by address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from guihua.errors import GuihuaError
from guihua.web import fence
from guihua.web.place import DATABASE

SCHEMA = "guihua_site"
_POWERS = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


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
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _no_address() from None
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise _no_address()
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "guihua.web.fenced",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or query.pop("host", "")),
        "PORT": str(port or query.pop("port", "")),
        "OPTIONS": {**query, "options": f"-c search_path={SCHEMA}"},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def refuse_superuser() -> None:
    """A site that runs as superuser walks through every fence of the database: it does not start. Nor may its role bypass row security.

    The same holds for the role by which it opens the project's store.
    """
    from django.db import connection

    from guihua.storage import open_store
    from guihua.web.results import project

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_POWERS)
            _refuse(cursor.fetchone())
    address = project().store_url
    if address:
        with open_store(address, upgrade=True) as store:
            _refuse(*store.execute(_POWERS))


def prepare() -> None:
    """Bring the tables of accounts and jobs up to date; quick where they are.

    Errors: WEB-SUPERUSER; WEB-DATABASE where the database does not let it.
    """
    from django.db import Error

    try:
        fence.for_all(_prepare)()
    except Error as error:
        raise fault(error) from error


def fault(error: Exception) -> GuihuaError:
    """What Django reports of its database, in this program's words."""
    from guihua.storage import faults

    cause = error.__cause__ or error
    told: Callable[[Exception, str], GuihuaError] = (
        faults.of_statement if getattr(cause, "sqlstate", None) else faults.of_connection
    )
    found = told(cause if isinstance(cause, Exception) else error, DATABASE)
    return GuihuaError("WEB-DATABASE", found.title, found.hint, DATABASE)


def _prepare() -> None:
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


def _refuse(row: Any) -> None:
    if row and row[0]:
        raise GuihuaError(
            "WEB-SUPERUSER",
            "站点的数据库角色是超级用户，或能绕过行级安全 the site's database role is a superuser or may bypass row security",
            "给站点单独的角色 give the site a role of its own: CREATE ROLE guihua LOGIN NOSUPERUSER NOBYPASSRLS",
        )


def _no_address() -> GuihuaError:
    return GuihuaError(
        "WEB-DATABASE-ADDRESS",
        f"不是 PostgreSQL 数据库的地址 {DATABASE} is not an address of a PostgreSQL database",
        "写成 write it as postgresql://role:password@host:5432/database",
    )

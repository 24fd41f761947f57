"""What all tests share: property tests never fail on the clock of a loaded machine; a store of every backend."""

from __future__ import annotations

import os
import re
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from scripts.postgres import Server, programs, server

from guihua.errors import GuihuaError, Place, described
from guihua.storage import Store, open_store

settings.register_profile(
    "guihua", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], derandomize=True
)
settings.load_profile("guihua")

_PLAIN = GuihuaError.__init__


def _checked(self: GuihuaError, code: str, title: str, hint: str = "", where: Place | str = "") -> None:
    """Whatever guihua raises in any test has a described code and a message in both languages."""
    if str(sys._getframe(1).f_globals.get("__name__", "")).startswith("guihua."):
        assert code in described(), f"no entry in error_codes.toml: {code}  (python -m scripts.error_codes --write)"
        assert re.search(r"[一-龥]", title) and re.search(r"[A-Za-z]{2}", title), (
            f"not in both languages: {code} {title!r}"
        )
    _PLAIN(self, code, title, hint, where)


GuihuaError.__init__ = _checked  # type: ignore[method-assign]


def _no_network(event: str, arguments: tuple[object, ...]) -> None:
    """Nothing is fetched at run time: whatever in this process asks for a machine but this one fails its test."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
        assert host.startswith("127.") or host in ("::1", "localhost", "0.0.0.0", "::"), f"a connection to {host}"


sys.addaudithook(_no_network)


@pytest.fixture(scope="session")
def own_server() -> Iterator[Server]:
    """A PostgreSQL server of this run, where Debian's is installed."""
    if programs() is None:
        pytest.skip("no PostgreSQL server is installed (apt install postgresql)")
    with server() as found:
        yield found


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> str:
    """The address of a database on a real server: the one that GUIHUA_TEST_POSTGRES names, else one of this run."""
    named = os.environ.get("GUIHUA_TEST_POSTGRES", "")
    return named or str(request.getfixturevalue("own_server").url)


@pytest.fixture
def postgres_schema(postgres: str) -> Iterator[str]:
    """The address of a schema that is not there yet; it is removed afterwards."""
    import psycopg

    schema = f"guihua_{uuid.uuid4().hex[:12]}"
    yield f"{postgres}{'&' if '?' in postgres else '?'}schema={schema}"
    with psycopg.connect(postgres) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a fresh store of each backend may be made."""
    return str(tmp_path / "store") if request.param == "sqlite" else str(request.getfixturevalue("postgres_schema"))


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """A fresh store of each backend."""
    with open_store(address) as opened:
        yield opened

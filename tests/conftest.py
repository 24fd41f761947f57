"""What all tests share: property tests never fail on the clock of a loaded machine; a store of every backend."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from scripts.postgres import Server, programs, server

from guihua.storage import Store, open_store

settings.register_profile(
    "guihua", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], derandomize=True
)
settings.load_profile("guihua")


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

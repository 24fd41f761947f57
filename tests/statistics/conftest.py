"""A fresh store of every backend that can be tried here."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from guihua.storage import Store, open_store

POSTGRES = os.environ.get("GUIHUA_TEST_POSTGRES", "")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        with open_store(tmp_path / "store") as opened:
            yield opened
        return
    if not POSTGRES:
        pytest.skip("GUIHUA_TEST_POSTGRES names no PostgreSQL server")
    schema = f"guihua_{uuid.uuid4().hex[:12]}"
    mark = "&" if "?" in POSTGRES else "?"
    with open_store(f"{POSTGRES}{mark}schema={schema}") as opened:
        yield opened
        opened.execute(f"DROP SCHEMA {schema} CASCADE")

"""Twenty people write at once through the site, on either database: every report that was answered as taken is in the log, once."""

from __future__ import annotations

import asyncio
import importlib

import pytest
from scripts.postgres import programs

from tests.corpus import ROOT


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_of_twenty_who_write_at_once_nobody_loses_anything(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if backend == "postgresql" and programs() is None:
        pytest.skip("no PostgreSQL server is installed (apt install postgresql)")
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    writers = importlib.import_module("writers")
    with writers.site(backend) as (root, port, sessions):
        done = asyncio.run(writers.press(port, sessions, 2.0, 0.0, "test"))
        assert len(sessions) == 20 and len(done.taken) >= 20 and done.refused == 0
        assert writers.lost(root, done) == 0

"""Alive and ready are two questions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from guihua.errors import GuihuaError
from guihua.web import readiness, results, switches


def test_alive_says_nothing_of_the_store(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "store_version", lambda _of: 1 / 0)
    assert client.get("/health/").json() == {"ok": True}


def test_ready_needs_store_worker_and_disk(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/ready/").json() == {"ready": False, "store": True, "worker": False, "disk": True}
    readiness.heard()
    answer = client.get("/ready/")
    assert answer.status_code == 200 and answer.json()["ready"]

    def broken(_of: object) -> int:
        raise GuihuaError("STORE-DAMAGED", "x", "")

    monkeypatch.setattr(results, "store_version", broken)
    answer = client.get("/ready/")
    assert (answer.status_code, answer.json()["store"]) == (503, False)


def test_a_worker_that_was_silent_for_a_minute_is_not_ready(client: Any) -> None:
    switches.turn_to(readiness.HEARD, (timezone.now() - timedelta(seconds=61)).isoformat(), "worker")
    assert client.get("/ready/").json()["worker"] is False


def test_a_full_disk_is_not_ready(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "LEAST_FREE", 1 << 62)
    assert client.get("/ready/").json()["disk"] is False

"""Site and command run by one clock."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from guihua.web.clock import machine_zone


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "America/New_York"])
def test_the_zone_is_the_one_that_the_machine_is_told(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    assert machine_zone() == zone


def test_a_zone_that_does_not_exist_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Nowhere/Land")
    assert ZoneInfo(machine_zone())


def test_the_site_says_the_day_that_the_command_says() -> None:
    from django.conf import settings

    assert datetime.now(ZoneInfo(settings.TIME_ZONE)).date() == date.today()

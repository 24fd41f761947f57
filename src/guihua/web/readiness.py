"""What the site needs besides itself: its store, its worker, room on the disk. For `/ready/`."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils import timezone

from guihua.errors import GuihuaError
from guihua.web import results, switches
from guihua.web.place import place

HEARD = "worker-heard"
SILENT = timedelta(seconds=60)
LEAST_FREE = 200 * 1024 * 1024


def parts() -> Mapping[str, bool]:
    """Each part by its name, and whether it can be used now."""
    return {"store": _store(), "worker": _worker(), "disk": _disk()}


def heard() -> None:
    """The worker says that it is there."""
    switches.turn_to(HEARD, timezone.now().isoformat(), "worker")


def _store() -> bool:
    try:
        results.store_version(results.project())
    except (GuihuaError, OSError):
        return False
    return True


def _worker() -> bool:
    try:
        said = switches.said(HEARD)
    except DatabaseError:
        return False
    return bool(said) and timezone.now() - datetime.fromisoformat(said) < SILENT


def _disk() -> bool:
    try:
        return shutil.disk_usage(place().store).free > LEAST_FREE
    except OSError:
        return False

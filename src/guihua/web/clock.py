"""The machine's own time zone: site and command run by one clock, or a page would say tomorrow's date beside today's command."""

from __future__ import annotations

import os
import time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOCAL = Path("/etc/localtime")


def machine_zone() -> str:
    """Its name: that of $TZ, else of /etc/localtime, else the whole hours from Greenwich ("Etc/GMT-8" lies east), else UTC."""
    hours = -time.timezone // 3600
    link = str(LOCAL.resolve()).partition("zoneinfo/")[2]
    by_hours = f"Etc/GMT{-hours:+d}" if hours else "UTC"
    return next((name for name in (os.environ.get("TZ", ""), link, by_hours) if _known(name)), "UTC")


def _known(name: str) -> bool:
    try:
        return bool(name) and ZoneInfo(name) is not None
    except (ZoneInfoNotFoundError, ValueError):
        return False

"""A fault of guihua's own: one message for the person, and a file with what whoever mends it needs."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from guihua.errors import GuihuaError

FAULT = 4
"""The exit status."""


def report(error: Exception, arguments: Sequence[str]) -> GuihuaError:
    """Write the report (to `GUIHUA_FAULTS`, else the folder for temporary files) and say where it is. No figure or text of the plan is in it
    but what the error itself says."""
    if isinstance(error, MemoryError):
        return GuihuaError("FAULT-MEMORY", "内存不足 out of memory", "拆分文件后再试 split the file and try again")
    lines = [
        f"guihua {_version()}, Python {sys.version.split()[0]}, {platform.platform()}",
        f"{datetime.now(UTC).isoformat(timespec='seconds')}  guihua {' '.join(arguments)}",
        "",
        *traceback.format_exception(error),
    ]
    told = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    title = f"guihua 自身出错，不是您的输入格式问题 a fault of guihua's own: {told}"
    hint = "把报告文件交给维护者；数据未改动 give the report file to whoever maintains guihua; nothing half written is kept"
    return GuihuaError("FAULT", title, hint, str(_kept("\n".join(lines)) or ""))


def _kept(text: str) -> Path | None:
    folder = Path(os.environ.get("GUIHUA_FAULTS") or tempfile.gettempdir())
    path = folder / f"guihua-fault-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return path


def _version() -> str:
    from guihua.version import __version__

    return __version__

"""The kind of work of mechanisms: a sheet read and decided in a process of its own, its files made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from guihua.web.parsing import run_mechanism
from guihua.web.place import place
from guihua.web.work.apart import apart
from guihua.web.work.kinds import kind
from guihua.web.work.queue import Progress


@kind("mechanism-run")
def make_run(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """A mechanism run on a sheet: tables for the page, and the paper, sheets and bundle as files."""
    stem = str(_room() / str(progress.job.pk))
    found = apart(
        run_mechanism, str(place().root), payload, stem, progress=progress, percent=30, stage=gettext_noop("办理机制")
    )
    return dict(found)


def _room() -> Path:
    folder = place().store / "run-files"
    folder.mkdir(parents=True, exist_ok=True)
    return folder

"""Runs kept in a project: one bundle a run, in runs/NAME/, named by period and digest; read again for the site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guihua.errors import GuihuaError
from guihua.mechanisms.core.records import Run
from guihua.mechanisms.core.running import bundle_of, run_from
from guihua.plan.files import write_whole
from guihua.proof.bundle import read, write


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored run: its file, its digest, and the run; None where the file is damaged."""

    path: Path
    digest: str
    run: Run | None


def keep(run: Run, folder: Path) -> Path:
    """Store a run; the same run again is the same file."""
    bundle = bundle_of(run)
    name = f"{run.job.period or 'undated'}-{bundle.digest.value.hex()[:12]}.json".replace("/", "-")
    path = folder / run.job.declaration.name / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        write_whole(path, write(bundle))
    return path


def kept(folder: Path, mechanism: str, *, most: int = 50) -> list[Kept]:
    """The stored runs of a mechanism, newest first."""
    files = sorted((folder / mechanism).glob("*.json"), key=lambda p: p.stat().st_mtime, reverse=True)[:most]
    return [_read(path) for path in files]


def _read(path: Path) -> Kept:
    try:
        bundle = read(path.read_bytes())
        return Kept(path, str(bundle.digest), run_from(dict(bundle.payload)))
    except (GuihuaError, OSError, KeyError, ValueError, TypeError):
        return Kept(path, "", None)

"""What a command's result rests on, as subjects of its bundle: the files that were read, by the digests of their bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.proof.bundle import Subject

_YAML = (".yaml", ".yml")


def subjects_of(plan: Path | None, yearly: Path | None = None) -> tuple[Subject, ...]:
    """The plan file with the decisions beside it, or the document; and the file of yearly plans."""
    files: list[tuple[str, Path]] = []
    if plan is not None and plan.suffix.lower() in _YAML:
        files += [("plan", plan), ("decisions", plan.with_name("decisions.yaml"))]
    elif plan is not None:
        files.append(("document", plan))
    if yearly is not None:
        files.append(("yearly", yearly))
    return tuple(file_subject(kind, path) for kind, path in files if path.is_file())


def file_subject(kind: str, path: Path) -> Subject:
    """One file by its digest."""
    from guihua.proof.bundle import Subject
    from guihua.proof.hashes import digest

    return Subject(kind, digest(path.read_bytes()), path.name)

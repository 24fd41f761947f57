"""Which rules made a result: the digest of a room's code and data, so that a bundle can say by which version it was made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from guihua.proof.bundle import Subject
from guihua.proof.hashes import Digest, digest

RULES = "rules"
_KINDS = (".py", ".yaml", ".csv", ".json", ".txt")


@cache
def rules_digest(room: str) -> Digest:
    """The digest of everything in a room (guihua.<room>) that decides what it gives: code and data, by name."""
    lines = [f"{name}\x1f{digest(item.read_bytes())}" for name, item in sorted(_files(files(f"guihua.{room}"), ""))]
    return digest("\n".join(lines).encode("utf-8"))


def rules_subjects(*rooms: str) -> tuple[Subject, ...]:
    """The rooms' digests as subjects of a bundle."""
    return tuple(Subject(RULES, rules_digest(room), room) for room in rooms)


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.is_dir():
            if item.name != "__pycache__":
                yield from _files(item, f"{prefix}{item.name}/")
        elif item.name.endswith(_KINDS):
            yield f"{prefix}{item.name}", item

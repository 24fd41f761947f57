"""Which rules made a result: the digest of a room's code and data, so that a bundle can say by which version it was made."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from guihua.proof.bundle import Subject
from guihua.proof.hashes import Digest, digest

RULES = "rules"
_KINDS = (".py", ".yaml", ".csv", ".json", ".txt")
_HOUSE = Path(__file__).parent.parent


@cache
def rules_digest(room: str) -> Digest:
    """The digest of everything in a room (guihua.<room>) that decides what it gives: code and data, by name."""
    folder = _HOUSE / room
    found = {f.relative_to(folder).as_posix(): f for f in folder.rglob("*") if f.suffix in _KINDS}
    lines = [f"{name}\x1f{digest(found[name].read_bytes())}" for name in sorted(found)]
    return digest("\n".join(lines).encode("utf-8"))


def rules_subjects(*rooms: str) -> tuple[Subject, ...]:
    """The rooms' digests as subjects of a bundle."""
    return tuple(Subject(RULES, rules_digest(room), room) for room in rooms)

"""The registry of kinds: which program checks which kind and version of bundle; read from kinds.yaml, imported when needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from guihua.plan.data import load
from guihua.proof.canonical import Json
from guihua.proof.verify import Part


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind and version of bundle, with the places (module:function) of what checks it. See kinds.yaml."""

    name: str
    version: str
    zh: str
    en: str
    checker: str
    subjects: Mapping[str, str] = field(default_factory=dict)
    resealer: str = ""
    recomputer: str = ""
    rules: tuple[str, ...] = ()

    def check(self, payload: Mapping[str, Json]) -> Sequence[Part]:
        """What the payload proves by itself."""
        found: Sequence[Part] = _function(self.checker)(payload)
        return found

    def recompute(self, payload: Mapping[str, Json]) -> Sequence[Part]:
        """What running the same program again says."""
        found: Sequence[Part] = _function(self.recomputer)(payload) if self.recomputer else ()
        return found

    def against(self, subject: str, payload: Mapping[str, Json], path: Path | str) -> Sequence[Part] | None:
        """What the payload proves against a subject's file; None where this kind has no such check."""
        place = self.subjects.get(subject)
        return None if place is None else _function(place)(payload, path if "://" in str(path) else Path(path))

    def reseal(self, payload: Mapping[str, Json]) -> Mapping[str, Json]:
        """The payload with the ids and hashes inside made anew."""
        found: Mapping[str, Json] = _function(self.resealer)(payload) if self.resealer else payload
        return found


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind and version that this guihua checks."""
    rows = load("kinds.yaml", "guihua.verification")["kinds"]
    return tuple(
        Kind(
            row["kind"],
            str(row["version"]),
            row["zh"],
            row["en"],
            row["check"],
            dict(row.get("against", {})),
            row.get("reseal", ""),
            row.get("recompute", ""),
            tuple(row.get("rules", ())),
        )
        for row in rows
    )


def kind_of(name: str, version: str) -> Kind | None:
    """The entry of a kind and version; None where it is not known."""
    return next((k for k in kinds() if (k.name, k.version) == (name, version)), None)


def _function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found

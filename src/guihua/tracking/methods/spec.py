"""The written part of every method: names, formulas, thresholds and labels, read from `tracking/data/methods.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Spec:
    """One method as its record says it: `thresholds` as written, `open` from own label to the one scale, `met`."""

    code: str
    name_zh: str
    name_en: str
    formula: str
    source: str
    published: bool
    thresholds: Mapping[str, Any]
    labels: tuple[str, ...]
    met: tuple[str, ...]
    open: Mapping[str, str]
    note: str = ""


@cache
def spec(code: str) -> Spec:
    """The record of the method `code`; KeyError for a code that no record carries."""
    return _specs()[code]


def codes() -> tuple[str, ...]:
    """All method codes in the order of the record."""
    return tuple(_specs())


@cache
def _specs() -> Mapping[str, Spec]:
    from guihua.plan.data import load

    entries = load("methods.yaml", "guihua.tracking.data")
    return MappingProxyType({code: _spec(code, entry) for code, entry in entries.items()})


def _spec(code: str, entry: Mapping[str, Any]) -> Spec:
    return Spec(
        code=code,
        name_zh=entry["name"]["zh"],
        name_en=entry["name"]["en"],
        formula=entry["formula"],
        source=entry["source"],
        published=entry["published"],
        thresholds=MappingProxyType(entry["thresholds"]),
        labels=tuple(entry["labels"]),
        met=tuple(entry["met"]),
        open=MappingProxyType(entry["open"]),
        note=entry.get("note", ""),
    )

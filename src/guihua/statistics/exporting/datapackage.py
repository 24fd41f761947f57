"""A Data Package (Frictionless Data, specification v1): three CSV files and their description in datapackage.json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from guihua.plan.cells import csv_text
from guihua.plan.files import write_whole
from guihua.statistics.exporting.release import Release, StatusRow, TargetRow, columns
from guihua.statistics.observation import Observation

FIELDS = (
    "id", "region", "variable", "indicator", "period", "span", "value", "unit", "transformation", "price", "coverage",
    "accounting", "system", "base_period", "obs_status", "publisher", "published", "date_trust", "vintage_note", "source",
    "grade", "note",
)  # fmt: skip
TYPES = {"value": "number", "published": "date"}


def write_datapackage(release: Release, folder: Path) -> tuple[Path, ...]:
    """observations.csv, targets.csv, statuses.csv and datapackage.json."""
    tables: list[tuple[str, tuple[str, ...], list[tuple[str, ...]]]] = [
        ("observations", FIELDS, [_row(o, FIELDS) for o in release.observations]),
        ("targets", columns((), TargetRow), [_row(t, columns((), TargetRow)) for t in release.targets]),
        ("statuses", columns((), StatusRow), [_row(s, columns((), StatusRow)) for s in release.statuses]),
    ]
    files, resources = [], []
    for name, heads, rows in tables:
        text = csv_text([heads, *rows])
        files.append(folder / f"{name}.csv")
        write_whole(files[-1], text)
        resources.append(_resource(name, heads, text))
    files.append(folder / "datapackage.json")
    write_whole(files[-1], json.dumps(_package(release, resources), ensure_ascii=False, indent=1) + "\n")
    return tuple(files)


def _row(record: Observation | TargetRow | StatusRow, names: Sequence[str]) -> tuple[str, ...]:
    values = (getattr(record, n) for n in names)
    return tuple("" if v is None else str(v) for v in values)


def _resource(name: str, heads: Sequence[str], text: str) -> dict[str, Any]:
    data = text.encode()
    numbers = TYPES if name == "observations" else {}
    schema: dict[str, Any] = {
        "fields": [{"name": h, "type": numbers.get(h, "string")} for h in heads],
        "missingValues": [""],
    }
    if name != "statuses":
        schema["primaryKey"] = "id"
    else:
        schema["primaryKey"] = ["target", "as_of"]
        schema["foreignKeys"] = [{"fields": "target", "reference": {"resource": "targets", "fields": "id"}}]
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }


def _package(release: Release, resources: list[dict[str, Any]]) -> dict[str, Any]:
    sources = sorted({o.source for o in release.observations if o.source})
    return {
        "profile": "tabular-data-package",
        "name": f"guihua-{release.region or 'plan'}",
        "title": release.title or "guihua",
        "description": f"Targets, published figures and statuses as known on {release.as_of}. {release.document}".strip(),
        "sources": [{"title": s, **({"path": s} if s.startswith(("http://", "https://")) else {})} for s in sources],
        "resources": resources,
    }

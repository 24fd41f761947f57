"""Who publishes official figures: a list by level and field. A name alone makes none: a person confirms the source once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from guihua.errors import GuihuaError
from guihua.plan.data import load
from guihua.plan.files import write_whole
from guihua.plan.yaml_files import dump, load_yaml
from guihua.statistics.importing.table import DATA


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher of the list: level (national, region, city, county, any), field, and the grade that its figures can have."""

    name: str
    level: str
    field: str
    grade: str


def find(name: str) -> Publisher | None:
    """The entry that a publisher's name meets; joint publishers (国家统计局、科技部) by the first that is listed."""
    for part in re.split("[、,，;；]", name.strip()):
        for pattern, entry in _entries():
            if part and pattern.fullmatch(part.strip()):
                return Publisher(part.strip(), entry.level, entry.field, entry.grade)
    return None


SOURCES = "sources.yaml"
"""The project's file of sources that a person has confirmed."""
ANY = "*"
"""Stands for every source: where a person vouches for each figure by other means."""


def source_name(publisher: str, source: str) -> str:
    """By what a figure's source is known and confirmed: its publisher, else the host of its page; "" where it states neither."""
    if publisher and publisher != "unstated":
        return publisher
    return (urlsplit(source).hostname or "") if source.startswith(("http://", "https://")) else ""


def can_be_official(name: str) -> bool:
    """Whether a publisher is on the list with grade official, or a host is a government's."""
    found = find(name)
    return (found is not None and found.grade == "official") or re.fullmatch(r"(?:[\w-]+\.)*gov\.cn", name) is not None


def confirmed(root: Path) -> frozenset[str]:
    """The sources that a person has confirmed in a project. Errors: SOURCES-FILE where the file is none of ours."""
    path = root / SOURCES
    if not path.is_file():
        return frozenset()
    read = load_yaml(path, "SOURCES-FILE")
    rows = read.get("sources") if isinstance(read, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("source") for row in rows):
        raise GuihuaError(
            "SOURCES-FILE",
            "来源名单写法有误 not a list of confirmed sources",
            "每条写 each: - {source: …, day: 2021-12-31}",
            str(path),
        )
    return frozenset(str(row["source"]) for row in rows)


def listed(names: Iterable[str]) -> None:
    """Errors: IMPORT-PUBLISHER for a source that cannot be official."""
    for name in names:
        if not can_be_official(name):
            raise GuihuaError(
                "IMPORT-PUBLISHER",
                f"公布机构不在名单上，不能记为官方 not on the list of publishers: {name}",
                "写机构全称或政府网站域名，或 write its full name or a gov.cn host, or --grade press",
            )


def confirm(root: Path, names: Iterable[str], on: date) -> tuple[str, ...]:
    """Remember sources as confirmed; gives those that are new. Errors: IMPORT-PUBLISHER for one that cannot be official."""
    wanted = tuple(dict.fromkeys(names))
    listed(wanted)
    known = confirmed(root)
    fresh = tuple(name for name in wanted if name not in known)
    if fresh:
        path = root / SOURCES
        rows = load_yaml(path, "SOURCES-FILE")["sources"] if path.is_file() else []
        rows = [*rows, *({"source": name, "day": on.isoformat()} for name in fresh)]
        head = "# 人已确认为官方的来源 sources that a person has confirmed as official (guihua import --confirm)\n"
        write_whole(path, head + dump({"sources": rows}))
    return fresh


@cache
def _entries() -> tuple[tuple[re.Pattern[str], Publisher], ...]:
    raw = load("publishers.yaml", DATA)["publishers"]
    return tuple((re.compile(e["name"]), Publisher("", e["level"], e["field"], e["grade"])) for e in raw)

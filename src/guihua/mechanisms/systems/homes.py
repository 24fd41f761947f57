"""Homes of systems by their words, and the systems that other bodies run: homes.yaml and links.yaml, checked when loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.plan.yaml_files import load_yaml

FOLDER = Path(__file__).parent
KINDS = ("ledger", "run", "link", "form", "indicator", "task")
"""What a home may be; the last two are found for each plan and stand in no file."""


@dataclass(frozen=True, slots=True)
class Home:
    """One entry of homes.yaml: sentences with these words live there.

    homes  "ledger:parks" …, the best first; body: who answers for it where the sentence names nobody; lacks: what the
           home does not do; yes, no: sentences that are and are not of this entry
    """

    pattern: re.Pattern[str]
    homes: tuple[str, ...]
    body: str
    lacks: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A system that another body runs; what it exports comes in by a format into a ledger ("" for a link alone)."""

    name: str
    zh: str
    en: str
    holder: str
    format: str
    into: str


@lru_cache(maxsize=1)
def homes() -> tuple[Home, ...]:
    """The homes that come with guihua. Raises GuihuaError SYS-HOME where one is not clear."""
    return load_homes(FOLDER / "homes.yaml")


def load_homes(path: Path) -> tuple[Home, ...]:
    """Homes from a file. Raises GuihuaError SYS-HOME with the file and the entry."""
    return tuple(_home(row, path) for row in load_yaml(path, "SYS-HOME"))


@lru_cache(maxsize=1)
def links() -> tuple[Link, ...]:
    """The systems of other bodies."""
    return tuple(
        Link(**{k: str(v or "") for k, v in row.items()}) for row in load_yaml(FOLDER / "links.yaml", "SYS-HOME")
    )


def resolved(homes: Sequence[str], known: frozenset[str], used: frozenset[str] = frozenset()) -> str:
    """The first of these homes that is in use, else the first that is there, "" where none is."""
    there = [home for home in homes if home in known]
    return next((home for home in there if home in used), there[0] if there else "")


def unresolved(entries: Iterable[Home], known: frozenset[str]) -> list[str]:
    """The entries of which no home is there, by their homes; empty where every one resolves."""
    return ["、".join(entry.homes) for entry in entries if not resolved(entry.homes, known)]


def _home(row: dict[Any, Any], path: Path) -> Home:
    named = tuple(str(home) for home in row.get("home", ()))
    wrong = next((home for home in named if home.partition(":")[0] not in KINDS[:4] or not home.partition(":")[2]), "")
    if wrong or not named:
        title = f"归属写法不对 no home is written so: {wrong or '（空 empty）'}"
        raise GuihuaError(
            "SYS-HOME", title, f"写作 write {'、'.join(k + ':NAME' for k in KINDS[:4])}", Place(str(path))
        )
    try:
        pattern = re.compile(row["pattern"])
    except (KeyError, re.error) as error:
        title = f"{named[0]}: 词式有误 its pattern is wrong: {error}"
        raise GuihuaError("SYS-HOME", title, "改好 pattern mend it", Place(str(path))) from None
    yes, no = row.get("yes", row.get(True, ())), row.get("no", row.get(False, ()))
    return Home(pattern, named, str(row.get("body", "")), str(row.get("lacks", "")), tuple(yes), tuple(no))

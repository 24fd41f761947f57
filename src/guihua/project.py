"""A project: a folder with `guihua.toml`, found upward from the current folder."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError, Place

if TYPE_CHECKING:
    from guihua.plan.plan import Plan

FILE = "guihua.toml"
KNOWN = {"plan", "store", "region", "regions", "settings", "ledgers", "title", "yearly", "bodies"}


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project keeps its things. Paths are absolute.

    plan      the document or plan file; store: a folder (or a PostgreSQL address, kept as text in `store_url`)
    bodies    the table of parks and enterprises that have figures of their own
    settings  the [settings] table, flattened to "hedge.about" → "0.03"
    """

    root: Path
    plan: Path
    store: Path
    store_url: str = ""
    region: str = ""
    ledgers: Path | None = None
    yearly: Path | None = None
    bodies: Path | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def plan_file(self) -> Path:
        """Where `guihua read` writes the plan file by default."""
        return self.root / "plan.yaml"


def find_project(start: Path | None = None) -> Project | None:
    """The project of this folder or of the nearest one above it; None where there is none."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return open_project(folder)
    return None


def require_project(start: Path | None = None) -> Project:
    """As `find_project`, but a GuihuaError where there is none."""
    project = find_project(start)
    if project is None:
        raise GuihuaError(
            "PROJECT-NOT-FOUND",
            "这里没有规划项目 no project here or above",
            "guihua init 建一个 makes one; or name files",
        )
    return project


def open_project(root: Path) -> Project:
    """Read `guihua.toml` of this folder."""
    path = root / FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise GuihuaError("PROJECT-TOML", f"guihua.toml: {error}", "mend the line", Place(str(path))) from None
    except (OSError, UnicodeDecodeError) as error:
        raise GuihuaError("PROJECT-TOML", f"cannot read guihua.toml: {error}", "", Place(str(path))) from None
    unknown = sorted(set(table) - KNOWN)
    if unknown:
        raise GuihuaError(
            "PROJECT-KEY", f"unknown key {unknown[0]!r}", f"known keys: {', '.join(sorted(KNOWN))}", Place(str(path))
        )
    store = str(table.get("store", "store"))
    url = store if "://" in store else ""
    return Project(
        root=root,
        plan=(root / str(table.get("plan", "plan.yaml"))).resolve(),
        store=(root / "store" if url else root / store).resolve(),
        store_url=url,
        region=str(table.get("region", "")),
        ledgers=(root / str(table["ledgers"])).resolve() if "ledgers" in table else None,
        yearly=(root / str(table["yearly"])).resolve() if "yearly" in table else None,
        bodies=(root / str(table["bodies"])).resolve() if "bodies" in table else None,
        settings=dict(_flatten(table.get("settings", {}))),
    )


def read_plan(path_or_text: str | Path, *, statements_only: bool = False) -> Plan:
    """Read a document, a plan file (.yaml, with its decisions applied), or a text that has a line break in it.

    statements_only leaves the tasks and names of a document unread.
    """
    from guihua.plan.planfile import read_planfile
    from guihua.reading import read_document, read_text

    if isinstance(path_or_text, str) and "\n" in path_or_text:
        return read_text(path_or_text, statements_only=statements_only)
    path = Path(path_or_text)
    if path.suffix.lower() in (".yaml", ".yml"):
        return read_planfile(path)
    return read_document(path, statements_only=statements_only)


def _flatten(table: object, prefix: str = "") -> list[tuple[str, str]]:
    if not isinstance(table, dict):
        return [(prefix.rstrip("."), str(table))]
    return [row for key, value in table.items() for row in _flatten(value, f"{prefix}{key}.")]

"""A project: a folder with `guihua.toml`, found upward from the current folder."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError, Place

if TYPE_CHECKING:
    from guihua.plan.plan import Plan

FILE = "guihua.toml"
LEDGERS = "ledgers"
KNOWN = {"plan", "store", "region", "settings", "ledgers", "yearly", "bodies", "project", "notices"}


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project keeps its things. Paths are absolute.

    plan      the document or plan file; store: a folder (or a PostgreSQL address, kept as text in `store_url`)
    filing    number under which the year's plan of inspections and appraisals is filed ([project] filing), "" where none is
    notices   where reminders go besides the site: file, webhook, smtp, sender, user
    shared    several people work on it: a command takes its role from an account ([project] shared = true)
    bodies    the table of parks and enterprises that have figures of their own
    region    a code of GB/T 2260 (100000 for a national plan), "" where the file names none
    ledgers   the folder of the project's own ledgers: as named, else `ledgers` where there is one
    yearly    the file of yearly plans
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
    shared: bool = False
    filing: str = ""
    notices: dict[str, str] = field(default_factory=dict)

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
            "guihua init 建一个 makes one; 或写明文件 or name files",
        )
    return project


def open_project(root: Path) -> Project:
    """Read `guihua.toml` of this folder.

    Errors: PROJECT-TOML (unreadable, not TOML), PROJECT-KEY (a key that means nothing), REGION-UNKNOWN.
    """
    path = root / FILE
    where = Place(str(path))
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        hint = "改好这一行；文字和代码要加引号 mend the line; words and codes stand in quotes"
        raise GuihuaError("PROJECT-TOML", f"guihua.toml 写法有误 is not TOML: {error}", hint, where) from None
    except UnicodeDecodeError:
        title, hint = "guihua.toml 不是 UTF-8 is not UTF-8", "另存为 UTF-8 save it as UTF-8"
        raise GuihuaError("PROJECT-TOML", title, hint, where) from None
    except OSError as error:
        title = f"guihua.toml 读不出来 cannot be read: {error.strerror or error}"
        raise GuihuaError("PROJECT-TOML", title, "检查权限 check its permissions", where) from None
    unknown = sorted(set(table) - KNOWN)
    if unknown:
        hint = f"可用的键 known keys: {', '.join(sorted(KNOWN))}"
        raise GuihuaError("PROJECT-KEY", f"没有这个键 unknown key {unknown[0]!r}", hint, where)
    code = str(table.get("region", ""))
    store = str(table.get("store", "store"))
    url = store if "://" in store else ""
    return Project(
        root=root,
        plan=(root / str(table.get("plan", "plan.yaml"))).resolve(),
        store=(root / "store" if url else root / store).resolve(),
        store_url=url,
        region=_known_region(code, where) if code else "",
        ledgers=_ledgers(root, table),
        yearly=(root / str(table["yearly"])).resolve() if "yearly" in table else None,
        bodies=(root / str(table["bodies"])).resolve() if "bodies" in table else None,
        settings=dict(_flatten(table.get("settings", {}))),
        shared=_shared(table.get("project", {}), where),
        notices=dict(_flatten(table.get("notices", {}))),
        filing=str(table.get("project", {}).get("filing", "")),
    )


def _shared(table: object, where: Place) -> bool:
    found = table.get("shared", False) if isinstance(table, dict) and set(table) <= {"shared", "filing"} else None
    if not isinstance(found, bool):
        hint = '[project]\nshared = true\nfiling = "报备文号 number"'
        raise GuihuaError("PROJECT-KEY", "[project] 只有两个键 has two keys: shared, filing", hint, where)
    return found


def read_plan(path_or_text: str | Path, *, statements_only: bool = False) -> Plan:
    """Read a document, a plan file (.yaml, with its decisions applied), or a text that has a line break in it.

    statements_only leaves the tasks and names of a document unread.
    """
    from guihua.plan.planfile import read_planfile
    from guihua.reading import read_document, read_text
    from guihua.reading.script import require_chinese

    if isinstance(path_or_text, str) and "\n" in path_or_text:
        return read_text(require_chinese(path_or_text), statements_only=statements_only)
    path = Path(path_or_text)
    if path.suffix.lower() in (".yaml", ".yml"):
        return read_planfile(path)
    return read_document(path, statements_only=statements_only)


def _known_region(code: str, where: Place) -> str:
    from guihua.plan.regions import region

    try:
        return region(code).code
    except GuihuaError as error:
        raise GuihuaError(error.code, error.title, error.hint, where) from None


def _ledgers(root: Path, table: dict[str, Any]) -> Path | None:
    if "ledgers" in table:
        return (root / str(table["ledgers"])).resolve()
    usual = root / LEDGERS
    return usual.resolve() if usual.is_dir() else None


def _flatten(table: object, prefix: str = "") -> list[tuple[str, str]]:
    if not isinstance(table, dict):
        return [(prefix.rstrip("."), str(table))]
    return [row for key, value in table.items() for row in _flatten(value, f"{prefix}{key}.")]

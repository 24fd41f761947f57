"""What the library computed for the pages, keyed by the data's version and the day one looks from: the worker computes, the pages read.

A web process never loads a solver, a renderer or a database of columns: it reads one file of typed records and keeps the last few in memory.
The key holds everything that a result depends on, so a cached result is never stale: a changed plan, decision, setting or store is another key.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from guihua.checking.finding import Finding
from guihua.errors import GuihuaError
from guihua.plan.files import write_whole
from guihua.plan.plan import Plan
from guihua.project import FILE, Project, open_project
from guihua.proof.codec import decode, encode, shape_of
from guihua.statistics.observation import Observation
from guihua.storage import Store, open_store
from guihua.tracking.assessment import Assessment
from guihua.tracking.change import Change
from guihua.tracking.drivers import Decomposition, Driver
from guihua.tracking.yearly import YearToDate
from guihua.web import access
from guihua.web.place import place

KEPT = 6
FILES_KEPT = 400
WAIT = 0.6


@dataclass(frozen=True, slots=True)
class View:
    """Which results: a version of the data, as known on a day, with or without rows that are dated only by when they were collected; `public_on`:
    from figures alone that may be shown to everybody on that real day (an embargo knows no other)."""

    version: str
    as_of: date
    collected: bool = False
    public_on: date | None = None

    @property
    def public(self) -> bool:
        """Whether internal and embargoed figures are left out."""
        return self.public_on is not None

    def __str__(self) -> str:
        return f"{self.version}-{self.as_of.isoformat()}{'-c' if self.collected else ''}{f'-p{self.public_on.isoformat()}' if self.public_on else ''}"


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that the pages show of one version of the data as known on one day.

    days: the days on which something became known, oldest first (for the slider); changes: the targets whose verdict differs from that of the
    day `since`; regional: the latest standing figure of each series of the regions below; yearly: yearly plans; drivers: what moved the total
    in the latest year; splits: why intensities moved since the year before the plan.
    """

    version: str
    as_of: date
    plan: Plan
    assessments: tuple[Assessment, ...] = ()
    findings: tuple[Finding, ...] = ()
    days: tuple[date, ...] = ()
    since: date | None = None
    changes: tuple[Change, ...] = ()
    regional: tuple[Observation, ...] = ()
    yearly: tuple[YearToDate, ...] = ()
    drivers: tuple[Driver, ...] = ()
    drivers_period: str = ""
    splits: tuple[Decomposition, ...] = ()
    has_data: bool = False
    collected: bool = False
    public_on: date | None = None

    @property
    def public(self) -> bool:
        """Whether internal and embargoed figures were left out."""
        return self.public_on is not None

    @property
    def view(self) -> View:
        """What was asked for."""
        return View(self.version, self.as_of, self.collected, self.public_on)

    def assessment(self, statement: str) -> Assessment | None:
        """The assessment of one target."""
        return next((a for a in self.assessments if a.statement.id == statement), None)


def view_of(role: str, as_of: date, collected: bool = False) -> View:
    """What a role sees: all figures inside the house, else those alone that may be shown to everybody."""
    return View(version(), as_of, collected, None if role in access.inside() else today())


def asked(view: View) -> dict[str, object]:
    """The payload of the work that computes it."""
    return {"as_of": view.as_of.isoformat(), "collected": view.collected, "public_on": public_word(view)}


def public_word(view: View | Results) -> str:
    """The real day of a view for everybody, as a job's payload keeps it; "" inside the house."""
    return view.public_on.isoformat() if view.public_on else ""


def project() -> Project:
    """The project as its file says now; read again only where the file is another."""
    root = place().root
    try:
        state = (root / FILE).stat()
    except OSError:
        return open_project(root)
    return _opened(root, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=4)
def _opened(root: Path, _changed: int, _size: int, _inode: int) -> Project:
    return open_project(root)


def today() -> date:
    """Today, the day one looks from where no other is asked for."""
    return date.today()


def has_plan(of: Project) -> bool:
    """Whether there is a plan to show."""
    return of.plan_file.exists() or of.plan.exists()


def plan_version() -> str:
    """A short digest of what reading and checking depend on: plan, decisions, settings, the program."""
    from guihua.version import __version__

    of = project()
    parts = [_shape(), __version__]
    for path in (of.root / "guihua.toml", of.plan_file, of.plan, of.plan_file.with_name("decisions.yaml"), of.yearly):
        if path is None:
            continue
        try:
            state = path.stat()
            parts.append(f"{path.name}:{state.st_mtime_ns}:{state.st_size}")
        except OSError:
            parts.append(path.name)
    return _digest(parts)


def version() -> str:
    """A short digest of all that results depend on: the plan's version and the store's."""
    return _digest([plan_version(), str(store_version(project()))])


@cache
def _shape() -> str:
    return shape_of(Results)


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def store_version(of: Project) -> int:
    """The store's own counter; 0 where there is no store yet."""
    if not of.store_url and not (of.store / "store.db").exists():
        return 0
    return store(of).version()


def store(of: Project) -> Store:
    """This thread's open store."""
    if getattr(_HERE, "store", None) is None:
        _HERE.store = open_store(of.store_url or of.store, create=True, upgrade=True)
    held: Store = _HERE.store
    return held


def ready(view: View) -> Results | None:
    """The results, if the worker has made them."""
    with _LOCK:
        if view in _MEMORY:
            _MEMORY.move_to_end(view)
            return _MEMORY[view]
    path = _file(view)
    try:
        found = decode(Results, json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, GuihuaError):
        path.unlink(missing_ok=True)
        return None
    with _LOCK:
        _MEMORY[view] = found
        while len(_MEMORY) > KEPT:
            _MEMORY.popitem(last=False)
    return found


def wait_for(view: View, seconds: float | None = None) -> Results | None:
    """As `ready`, but gives a warm worker a moment, so that most changes of the day show at once."""
    end = time.monotonic() + (WAIT if seconds is None else seconds)
    while (found := ready(view)) is None and time.monotonic() < end:
        time.sleep(0.06)
    return found


def keep(results: Results) -> Path:
    """Write results for the pages (worker). The oldest files go."""
    path = _file(results.view)
    write_whole(path, json.dumps(encode(results), ensure_ascii=False, separators=(",", ":")))
    files = sorted(path.parent.glob("r-*.json"), key=lambda p: p.stat().st_mtime)
    for old in files[:-FILES_KEPT]:
        old.unlink(missing_ok=True)
    return path


def _file(view: View) -> Path:
    return place().results / f"r-{view}.json"


_MEMORY: OrderedDict[View, Results] = OrderedDict()
_LOCK = threading.Lock()
_HERE = threading.local()

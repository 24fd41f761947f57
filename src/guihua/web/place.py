"""Where the site stands: the project's folder, its store, and how the site was started. Known before Django is."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from guihua.errors import GuihuaError

PROJECT = "GUIHUA_PROJECT"
LOCAL = "GUIHUA_LOCAL"
HOSTS = "GUIHUA_HOSTS"
DATABASE = "GUIHUA_DATABASE_URL"
PROXY = "GUIHUA_PROXY"


@dataclass(frozen=True, slots=True)
class Place:
    """root: the project's folder; store: its store; local: bound to this machine alone, so that one person needs no login until the first
    account is made; hosts: names that the site answers to; database: a postgresql:// address, or empty for the embedded file; proxy: the
    address of the TLS proxy before the site, empty where there is none."""

    root: Path
    store: Path
    local: bool
    hosts: tuple[str, ...]
    database: str
    proxy: str = ""

    @property
    def site_db(self) -> Path:
        """Accounts, sessions and jobs. A file of its own: a login must never wait for an import that holds the store's write lock."""
        return self.store / "site.db"

    @property
    def uploads(self) -> Path:
        """Files that people sent."""
        return self.store / "uploads"

    @property
    def results(self) -> Path:
        """What the worker computed for the pages, by data version: disposable."""
        return self.store / "site-cache"


@cache
def place() -> Place:
    """The place told by the environment (set by `guihua serve` and `guihua worker`), else the project around the current folder."""
    from guihua.project import require_project

    project = require_project(Path(os.environ.get(PROJECT) or "."))
    store = project.store
    try:
        store.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GuihuaError(
            "WEB-STORE",
            f"站点的数据文件夹建不了 the site's folder cannot be made: {error.strerror}",
            "换到可写的文件夹，或取得写权限 serve from a folder that may be written",
            str(store),
        ) from None
    hosts = tuple(h for h in os.environ.get(HOSTS, "").split(",") if h) or ("127.0.0.1", "localhost", "[::1]")
    return Place(
        project.root,
        store,
        os.environ.get(LOCAL) == "1",
        hosts,
        os.environ.get(DATABASE, ""),
        os.environ.get(PROXY, ""),
    )


def secret_key(store: Path) -> str:
    """The key that signs sessions: made once, readable by the owner alone, never in the repository."""
    path = store / "site.key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()

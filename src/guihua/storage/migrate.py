"""Tables come from numbered SQL files; a store remembers which it has."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files

from guihua.errors import GuihuaError
from guihua.storage.store import Store, now


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file of SQL statements."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Hash of the text: a released migration never changes."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations(backend: str) -> tuple[Migration, ...]:
    """All migrations this program knows for a backend, in order."""
    found = []
    for entry in files("guihua.storage.migrations").joinpath(backend).iterdir():
        if entry.name.endswith(".sql"):
            number, _, name = entry.name[:-4].partition("_")
            found.append(Migration(int(number), name, entry.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda m: m.number))


def pending(store: Store) -> tuple[Migration, ...]:
    """The migrations a store still lacks.

    Errors: STORE-NEWER where the store has a migration that this program does not know.
    """
    have = {int(str(row[0])): str(row[1]) for row in store.execute("SELECT number, sha256 FROM migration")}
    known = {m.number: m for m in migrations(store.backend)}
    for number in sorted(have):
        if number not in known:
            raise GuihuaError(
                "STORE-NEWER",
                f"数据仓由更新的 guihua 建成 this store was made by a newer guihua (it has step {number:04d})",
                "安装新版，或换一个数据仓 install the newer guihua, or use another store",
                store.where,
            )
    return tuple(m for number, m in sorted(known.items()) if number not in have)


def apply(store: Store) -> tuple[Migration, ...]:
    """Bring a store up to date in one transaction; returns what was applied."""
    with store.transaction():
        todo = pending(store)
        for step in todo:
            for statement in statements(step.sql):
                store.execute(statement)
            store.execute(
                "INSERT INTO migration (number, name, sha256, applied) VALUES (?, ?, ?, ?)",
                (step.number, step.name, step.sha256, now()),
            )
    return todo


def statements(sql: str) -> list[str]:
    """Split a file into statements: ``;`` at a line's end ends one, except inside BEGIN … END; and $$ … $$."""
    out: list[str] = []
    buffer: list[str] = []
    until = ""
    for line in sql.splitlines():
        bare = line.strip().upper()
        if not buffer and (not bare or bare.startswith("--")):
            continue
        buffer.append(line)
        if until:
            until = "" if bare.startswith(until) else until
        elif bare.endswith("AS $$"):
            until = "$$"
        elif bare.endswith("BEGIN"):
            until = "END;"
        if bare.endswith(";") and not until:
            out.append("\n".join(buffer).rstrip().rstrip(";"))
            buffer = []
    if buffer:
        out.append("\n".join(buffer))
    return out


BOOTSTRAP = (
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, "
    "sha256 TEXT NOT NULL, applied TEXT NOT NULL)",
    "INSERT INTO meta (name, value) VALUES ('version', '0') ON CONFLICT (name) DO NOTHING",
)


def prepare(store: Store, *, fresh: bool, upgrade: bool, first: tuple[str, ...] = ()) -> None:
    """Make a fresh store's tables (after the statements of `first`); refuse an outdated one unless it may be upgraded.

    Two programs may make the same store at once: everything is done under the writer's lock, and looked at anew there.
    """
    if fresh:
        with store.transaction():
            for statement in (*first, *BOOTSTRAP):
                store.execute(statement)
    todo = pending(store)
    if not todo:
        return
    if not (fresh or upgrade):
        raise GuihuaError(
            "STORE-OUTDATED",
            f"数据仓的表结构较旧 this store lacks {len(todo)} step(s) of this program's tables",
            "先运行 run: guihua store upgrade",
            store.where,
        )
    apply(store)

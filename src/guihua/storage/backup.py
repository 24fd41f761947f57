"""A backup of a whole project in one file while it is in use, and a project made of it again.

The file is a .tar.gz: `manifest.json` (format, when, every other member with its size and SHA-256), the project's own files, its store as of
one moment (`store.db` by SQLite's backup, the parts it lists; or each table of a PostgreSQL schema by COPY in one snapshot), the site's
database likewise, its key, uploads and reports. What is disposable (results computed for pages) is left out.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from guihua.errors import GuihuaError
from guihua.storage import copying
from guihua.storage.store import now

FORMAT = "guihua-backup/1"
MANIFEST = "manifest.json"
STORE, SITE = "store.db", "site.db"
_DISPOSABLE = frozenset({"site-cache", "backups"})
_NOT_OURS = frozenset({".git", ".venv", "out", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: files and bytes, and where it stands."""

    file: Path
    files: int
    size: int
    taken: str


def backup(root: Path, store: Path | str, file: Path, site_database: str = "") -> Backup:
    """Write the project at `root` with its store into a file, whole or not at all.

    store          the store's folder, or its postgresql:// address (then `root`/store is the folder of the site's files)
    site_database  the postgresql:// address of accounts and jobs; "" for the embedded file

    Errors: BACKUP-WRITE where the file cannot be written, STORE-… of the stores.
    """
    folder = root / "store" if isinstance(store, str) else store
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".guihua-backup-") as room:
            members = dict(_members(root, folder, store, Path(room), site_database, file))
            taken = now()
            listed = {name: {"size": path.stat().st_size, "sha256": _sha256(path)} for name, path in members.items()}
            manifest = {"format": FORMAT, "taken": taken, "members": listed}
            written = Path(room) / "written.tar.gz"
            with tarfile.open(written, "w:gz", compresslevel=3) as tar:
                note = Path(room) / MANIFEST
                note.write_text(json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1), encoding="utf-8")
                tar.add(note, MANIFEST)
                for name, path in members.items():
                    tar.add(path, name, recursive=False)
            with written.open("rb+") as made:
                os.fsync(made.fileno())
            written.replace(file)
    except OSError as error:
        raise GuihuaError(
            "BACKUP-WRITE",
            f"备份写不成 the backup cannot be written: {error.strerror or error}",
            "检查磁盘空间和权限 check the space left and the permissions",
            str(file),
        ) from None
    return Backup(file, len(members), file.stat().st_size, taken)


def restore(file: Path, into: Path, store: str = "", site_database: str = "") -> Backup:
    """Make the project again in a new or empty folder; every member is compared with the manifest before anything is put in place.

    store, site_database   postgresql:// addresses of empty schemas, for a backup whose store or accounts were in one

    Errors: BACKUP-READ (no backup of ours, damaged, a member missing or another), BACKUP-TARGET (the folder or schema is not empty; an address
    is missing).
    """
    if into.exists() and any(into.iterdir()):
        raise GuihuaError(
            "BACKUP-TARGET", "目标文件夹不是空的 the folder is not empty", "--into 新文件夹 a new folder", str(into)
        )
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into.parent, prefix=".guihua-restore-") as room:
        made = Path(room) / "made"
        made.mkdir()
        manifest = _unpack(file, made)
        names = manifest["members"]
        _tables_back(made, "tables/store", store, "--store", file)
        _tables_back(made, "tables/site", site_database, "GUIHUA_DATABASE_URL", file)
        shutil.rmtree(made / "tables", ignore_errors=True)
        into.mkdir(exist_ok=True)
        for entry in made.iterdir():
            shutil.move(str(entry), str(into / entry.name))
    return Backup(file, len(names), file.stat().st_size, str(manifest["taken"]))


def _members(
    root: Path, folder: Path, store: Path | str, room: Path, site: str, target: Path
) -> Iterator[tuple[str, Path]]:
    """Name in the archive, and the file to take."""
    for path in _own_files(root, folder, target):
        yield path.relative_to(root).as_posix(), path
    if isinstance(store, str):
        yield from copying.dump(store, room, "tables/store")
    else:
        yield from _embedded(folder, room, "store")
    if site:
        yield from copying.dump(site, room, "tables/site", schema=copying.SITE_SCHEMA)
    elif (folder / SITE).exists():
        yield f"store/{SITE}", _copied(folder / SITE, room / SITE)
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        parts = path.relative_to(folder).parts
        if path.is_file() and parts[0] not in _DISPOSABLE | {"parts"} and not parts[0].startswith((STORE, SITE)):
            yield f"store/{'/'.join(parts)}", path


def _own_files(root: Path, folder: Path, target: Path) -> Iterator[Path]:
    for entry in sorted(root.iterdir()):
        if entry == folder or entry.name in _NOT_OURS or entry.name.startswith(".guihua-"):
            continue
        for path in [entry] if entry.is_file() else sorted(entry.rglob("*")):
            if path.is_file() and not path.is_symlink() and path != target and folder not in path.parents:
                yield path


def _embedded(folder: Path, room: Path, under: str) -> Iterator[tuple[str, Path]]:
    if not (folder / STORE).exists():
        return
    copy = _copied(folder / STORE, room / STORE)
    yield f"{under}/{STORE}", copy
    with closing(sqlite3.connect(copy)) as held:
        there = held.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'part'").fetchone()[0]
        names = held.execute("SELECT file FROM part WHERE retired IS NULL").fetchall() if there else []
    for (name,) in names:
        yield f"{under}/parts/{name}", folder / "parts" / str(name)


def _copied(source: Path, target: Path) -> Path:
    """A database as of one moment, while others write to it."""
    try:
        with closing(sqlite3.connect(source, timeout=30)) as a, closing(sqlite3.connect(target)) as b:
            a.backup(b, pages=4096)
            b.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        raise GuihuaError(
            "STORE-DAMAGED", f"数据库读不出来 cannot be read: {error}", "由备份恢复 restore a copy", str(source)
        ) from None
    return target


def _unpack(file: Path, made: Path) -> Mapping[str, Any]:
    try:
        with tarfile.open(file, "r:gz") as tar:
            first = tar.next()
            if first is None or first.name != MANIFEST:
                raise _unreadable(file, "没有清单 it has no manifest")
            manifest = json.loads(tar.extractfile(first).read())  # type: ignore[union-attr]
            if manifest.get("format") != FORMAT:
                raise _unreadable(file, "不是这个格式 of another format")
            wanted = dict(manifest["members"])
            for member in list(tar)[1:]:
                told = wanted.pop(member.name, None)
                if told is None or not member.isfile() or not _inside(member.name):
                    raise _unreadable(file, f"有清单外的内容 holds what the manifest does not: {member.name[:60]}")
                _take(tar, member, made / member.name, told, file)
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise _unreadable(file, f"{type(error).__name__}") from None
    if wanted:
        raise _unreadable(file, f"缺少 lacks {len(wanted)} 个文件 files")
    return manifest  # type: ignore[no-any-return]


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path, told: Mapping[str, Any], file: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    source = tar.extractfile(member)
    assert source is not None
    digest = hashlib.sha256()
    with path.open("wb") as out:
        while block := source.read(1 << 20):
            digest.update(block)
            out.write(block)
    if path.stat().st_size != told["size"] or digest.hexdigest() != told["sha256"]:
        raise _unreadable(file, f"内容与清单不符 another content than the manifest says: {member.name[:60]}")
    if path.name == "site.key":
        path.chmod(0o600)


def _tables_back(made: Path, name: str, address: str, option: str, file: Path) -> None:
    if not (made / name).is_dir():
        return
    if not address:
        raise GuihuaError(
            "BACKUP-TARGET",
            "这份备份来自 PostgreSQL this backup is of PostgreSQL",
            f"{option} postgresql://…",
            str(file),
        )
    copying.load(address, made / name, copying.SITE_SCHEMA if name.endswith("site") else "")


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\x00" not in name


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _unreadable(file: Path, why: str) -> GuihuaError:
    return GuihuaError(
        "BACKUP-READ", f"不是完好的备份文件 not a sound backup: {why}", "取另一份备份 take another copy", str(file)
    )

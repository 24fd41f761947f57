"""A backup in one file while the project is in use, and the project made of it again: equal, checked, and nothing half done."""

from __future__ import annotations

import json
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from guihua.cli.main import main
from guihua.errors import GuihuaError
from guihua.statistics import add, query
from guihua.storage import open_store, sqlite
from guihua.storage.backup import MANIFEST, backup, restore
from guihua.storage.drafts import draft, keep_draft
from tests.statistics.test_holding import figure

DAY = date(2030, 1, 1)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "项目"
    (root / "ledgers").mkdir(parents=True)
    (root / "guihua.toml").write_text('plan = "plan.txt"\nregion = "150000"\n', encoding="utf-8")
    (root / "plan.txt").write_text("某市规划\n\n到2020年，产量达到100万吨。\n", encoding="utf-8")
    (root / "decisions.yaml").write_text("[]\n", encoding="utf-8")
    monkeypatch.setattr(sqlite, "SEAL_ROWS", 3)
    with open_store(root / "store") as store:
        add(store, [figure(str(n), date(2016, 1, 1 + n)) for n in range(5)], name="a")
        keep_draft(store, "form/1", {"v": "12.5"})
    (root / "store" / "uploads").mkdir()
    (root / "store" / "uploads" / "x.bin").write_bytes(b"\x00\x01")
    (root / "store" / "site-cache").mkdir()
    (root / "store" / "site-cache" / "r.json").write_text("{}")
    with sqlite3.connect(root / "store" / "site.db") as site:
        site.execute("CREATE TABLE person (name TEXT)")
        site.execute("INSERT INTO person VALUES ('li')")
    return root


def test_what_is_restored_is_what_was_backed_up(project: Path, tmp_path: Path) -> None:
    done = backup(project, project / "store", tmp_path / "b.tar.gz")
    made = tmp_path / "again"
    assert restore(done.file, made).files == done.files
    with open_store(project / "store") as one, open_store(made / "store", create=False) as two:
        assert [o.value for o in query(one, as_of=DAY)] == [o.value for o in query(two, as_of=DAY)]
        assert draft(two, "form/1") == {"v": "12.5"}
    kept = {p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()}
    assert {"guihua.toml", "plan.txt", "decisions.yaml", "store/site.db", "store/uploads/x.bin"} <= kept
    assert not any("site-cache" in name for name in kept)
    with sqlite3.connect(made / "store" / "site.db") as site:
        assert site.execute("SELECT name FROM person").fetchall() == [("li",)]


def test_a_backup_under_writers_is_of_one_moment(project: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with open_store(project / "store") as store:
            n = 0
            while not stop.is_set():
                n += 1
                add(store, [figure(f"{n}.1", date(2017, 1, 1)), figure(f"{n}.2", date(2017, 1, 2))], name=f"w{n}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        files = [backup(project, project / "store", tmp_path / f"{i}.tar.gz").file for i in range(4)]
    finally:
        stop.set()
        writer.join()
    for i, file in enumerate(files):
        restore(file, tmp_path / f"r{i}")
        with open_store(tmp_path / f"r{i}" / "store", create=False) as store:
            values = [o.value for o in query(store, as_of=DAY) if o.value.endswith((".1", ".2"))]
            assert sum(v.endswith(".1") for v in values) == sum(v.endswith(".2") for v in values)


def _forged(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with tarfile.open(source) as tar:
        held = {m.name: tar.extractfile(m).read() for m in tar}  # type: ignore[union-attr]
    change(held)
    with tarfile.open(target, "w:gz") as tar:
        for name, data in held.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            import io

            tar.addfile(info, io.BytesIO(data))
    return target


def _escape(held: dict[str, bytes]) -> None:
    told = json.loads(held[MANIFEST])
    told["members"]["../out.txt"] = {
        "size": 1,
        "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
    }
    held[MANIFEST] = json.dumps(told).encode()
    held["../out.txt"] = b"x"


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held.update({"plan.txt": b"another"}),
        lambda held: held.pop("plan.txt"),
        lambda held: held.update({"extra.txt": b"x"}),
        lambda held: held.pop(MANIFEST),
        _escape,
    ],
)
def test_a_changed_backup_is_refused_and_leaves_nothing(
    project: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    sound = backup(project, project / "store", tmp_path / "b.tar.gz").file
    with pytest.raises(GuihuaError) as caught:
        restore(_forged(sound, tmp_path / "f.tar.gz", change), tmp_path / "again")
    assert caught.value.code == "BACKUP-READ"
    assert not (tmp_path / "again").exists() and not (tmp_path / "out.txt").exists()
    assert not list(tmp_path.glob(".guihua-*"))


@pytest.mark.parametrize("data", [b"", b"no archive", b"\x1f\x8b" + b"\x00" * 40])
def test_what_is_no_backup_is_a_clear_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "b").write_bytes(data)
    with pytest.raises(GuihuaError) as caught:
        restore(tmp_path / "b", tmp_path / "again")
    assert caught.value.code == "BACKUP-READ"


def test_a_folder_with_something_in_it_is_not_overwritten(project: Path, tmp_path: Path) -> None:
    file = backup(project, project / "store", tmp_path / "b.tar.gz").file
    with pytest.raises(GuihuaError) as caught:
        restore(file, project)
    assert caught.value.code == "BACKUP-TARGET" and (project / "plan.txt").exists()


def test_the_commands_say_what_they_did(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.delenv("GUIHUA_DATABASE_URL", raising=False)
    assert main(["store", "backup", str(tmp_path / "b.tar.gz")]) == 0
    assert main(["store", "restore", str(tmp_path / "b.tar.gz"), "--into", str(tmp_path / "again")]) == 0
    assert "sound" in capsys.readouterr().err
    assert main(["store", "restore", str(tmp_path / "b.tar.gz")]) == 2


def test_a_store_is_copied_before_it_is_upgraded(project: Path) -> None:
    with open_store(project / "store") as store:
        store.execute("DROP TABLE draft")
        store.execute("DELETE FROM migration WHERE number = 120")
    with open_store(project / "store", upgrade=True) as store:
        assert draft(store, "form/1") == {}
    (kept,) = (project / "store" / "backups").iterdir()
    with sqlite3.connect(kept) as before:
        assert not before.execute("SELECT 1 FROM migration WHERE number = 120").fetchall()


@pytest.mark.parametrize("made", [b"", "foreign"])
def test_an_empty_or_foreign_file_is_no_sound_store(tmp_path: Path, made: bytes | str) -> None:
    file = tmp_path / "store.db"
    if isinstance(made, bytes):
        file.write_bytes(made)
    else:
        with sqlite3.connect(file) as other:
            other.execute("CREATE TABLE bookmarks (address TEXT)")
    with pytest.raises(GuihuaError) as caught:
        open_store(tmp_path, create=False)
    assert caught.value.code == "STORE-FOREIGN"


def test_a_store_that_nobody_may_write_is_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [o.value for o in _values(project)]
    plain = sqlite3.connect

    def refused(database: object, *args: object, **options: object) -> sqlite3.Connection:
        if not options.get("uri"):
            raise sqlite3.OperationalError("attempt to write a readonly database")
        return plain(database, *args, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite.sqlite3, "connect", refused)
    assert [o.value for o in _values(project)] == before
    with open_store(project / "store", create=False) as store, pytest.raises(GuihuaError) as caught:
        keep_draft(store, "x", {})
    assert caught.value.code == "STORE-UNWRITABLE"


def _values(project: Path) -> list[object]:
    with open_store(project / "store", create=False) as store:
        return list(query(store, as_of=DAY))


def test_a_store_on_postgresql_comes_back_in_another_schema(
    project: Path, tmp_path: Path, postgres: str, postgres_schema: str
) -> None:
    with open_store(postgres_schema) as store:
        add(store, [figure(str(n), date(2016, 1, 1 + n)) for n in range(5)], name="a")
        keep_draft(store, "form/1", {"v": "12.5"})
        before = [o.value for o in query(store, as_of=DAY)]
    file = backup(project, postgres_schema, tmp_path / "b.tar.gz").file
    with pytest.raises(GuihuaError) as caught:
        restore(file, tmp_path / "none")
    assert caught.value.code == "BACKUP-TARGET" and not (tmp_path / "none").exists()
    address = f"{postgres_schema.split('schema=', maxsplit=1)[0]}schema=restored_here"
    open_store(address).close()
    restore(file, tmp_path / "again", address)
    with open_store(address, create=False) as store:
        assert [o.value for o in query(store, as_of=DAY)] == before
        assert draft(store, "form/1") == {"v": "12.5"}
        add(store, [figure("9", date(2020, 1, 1))], name="b")
        store.execute("DROP SCHEMA restored_here CASCADE")

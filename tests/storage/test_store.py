"""The store itself: one commit point, numbered tables, parts that count only when listed."""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest
from scripts.soak_import import kill_imports

from guihua.errors import GuihuaError
from guihua.storage import BulkTable, Condition, Store, migrate, open_store, parts, sqlite
from guihua.storage.sqlite import SqliteStore

TABLE = BulkTable("thing", (("a", "int"), ("b", "text")), sort=("a",))


@pytest.fixture
def things(store: Store) -> Store:
    store.execute("CREATE TABLE thing (a BIGINT, b TEXT)")
    return store


def rows(*numbers: int) -> pa.Table:
    return pa.table({"a": pa.array(numbers, pa.int32()), "b": pa.array([f"n{n}" for n in numbers], pa.string())})


def held(store: Store, *conditions: Condition) -> list[tuple[int, str]]:
    import duckdb

    connection = duckdb.connect()
    found = store.scan(TABLE, conditions).register(connection)
    return connection.execute(f"SELECT a, b FROM {found} ORDER BY a").fetchall()


def test_rows_are_there_after_the_transaction_and_not_before(things: Store) -> None:
    with pytest.raises(RuntimeError), things.transaction():
        things.append(TABLE, rows(1), batch=1)
        raise RuntimeError
    assert held(things) == []
    with things.transaction():
        things.append(TABLE, rows(2, 1), batch=1)
    assert held(things) == [(1, "n1"), (2, "n2")]


def test_a_transaction_inside_another_joins_it(things: Store) -> None:
    with pytest.raises(RuntimeError), things.transaction():
        with things.transaction():
            things.append(TABLE, rows(1), batch=1)
        raise RuntimeError
    assert held(things) == []


def test_the_version_grows_with_every_commit_and_only_then(things: Store) -> None:
    before = things.version()
    with pytest.raises(RuntimeError), things.transaction():
        raise RuntimeError
    assert things.version() == before
    with things.transaction():
        things.append(TABLE, rows(1), batch=1)
    assert things.version() > before


def test_conditions_narrow_what_is_read(things: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "SEAL_ROWS", 3)
    with things.transaction():
        things.append(TABLE, rows(1, 2, 3, 4), batch=1)
        things.append(TABLE, rows(5, 6), batch=1)
    assert [a for a, _ in held(things, Condition("a", most=5), Condition("a", among=(2, 5, 6)))] == [2, 5]
    assert held(things, Condition("a", among=())) == []
    assert len(held(things, Condition("a", among=tuple(range(1, 12))))) == 6


def test_texts_that_look_empty_or_quoted_survive(things: Store) -> None:
    texts = ["", " ", '"', "'", ",", "a\nb", "\\N", "NULL", "统计"]
    with things.transaction():
        things.append(TABLE, pa.table({"a": pa.array(range(len(texts)), pa.int32()), "b": texts}), batch=1)
    assert [b for _, b in held(things)] == texts


def test_numbered_tables_are_known_and_an_older_store_is_upgraded_on_request(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        assert migrate.pending(store) == ()
        last = max(m.number for m in migrate.migrations("sqlite"))
        store.execute("DELETE FROM migration WHERE number = ?", (last,))
        tables = store.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'log%'")
        for (name,) in tables:
            store.execute(f"DROP TABLE {name}")
    with pytest.raises(GuihuaError) as outdated:
        open_store(tmp_path / "s")
    assert outdated.value.code == "STORE-OUTDATED" and "upgrade" in outdated.value.hint
    with open_store(tmp_path / "s", upgrade=True) as store:
        assert migrate.pending(store) == ()


def test_a_newer_store_is_refused(address: str) -> None:
    with open_store(address) as store:
        store.execute("INSERT INTO migration (number, name, sha256, applied) VALUES (9999, 'x', 'x', 'x')")
    with pytest.raises(GuihuaError) as newer:
        open_store(address)
    assert newer.value.code == "STORE-NEWER"


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda p: None, "STORE-ABSENT"),
        (lambda p: (p.mkdir(), (p / "store.db").write_bytes(b"no database " * 999)), "STORE-DAMAGED"),
    ],
)
def test_what_is_no_store_is_refused(tmp_path: Path, prepare: object, code: str) -> None:
    prepare(tmp_path / "s")  # type: ignore[operator]
    with pytest.raises(GuihuaError) as refused:
        open_store(tmp_path / "s", create=False)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "address", ["mysql://x", "postgresql://127.0.0.1:1/none", "postgresql://127.0.0.1/x?schema=a;b"]
)
def test_an_address_that_leads_nowhere_is_an_error(address: str) -> None:
    with pytest.raises(GuihuaError):
        open_store(address)


def test_both_backends_have_the_same_steps() -> None:
    assert [(m.number, m.name) for m in migrate.migrations("sqlite")] == [
        (m.number, m.name) for m in migrate.migrations("postgresql")
    ]


def test_statements_of_triggers_stay_whole() -> None:
    sql = "-- note\nCREATE TABLE a (b TEXT);\n\nCREATE TRIGGER t BEFORE DELETE ON a\nBEGIN\n  SELECT 1;\nEND;\nSELECT 2;\n"
    assert [s.split()[1] for s in migrate.statements(sql)] == ["TABLE", "TRIGGER", "2"]
    function = "CREATE FUNCTION f() RETURNS trigger AS $$\nBEGIN\n  RETURN NULL;\nEND;\n$$ LANGUAGE plpgsql;\nSELECT 1;"
    assert len(migrate.statements(function)) == 2


def embedded(tmp_path: Path) -> SqliteStore:
    store = open_store(tmp_path / "s")
    assert isinstance(store, SqliteStore)
    store.execute("CREATE TABLE thing (a BIGINT, b TEXT)")
    return store


def test_an_unlisted_part_does_not_exist_and_is_swept_when_old(tmp_path: Path) -> None:
    with embedded(tmp_path) as store:
        with store.transaction():
            parts.add(store, TABLE, rows(1), batch=1)
        good = next((store.folder / "parts").glob("*.parquet"))
        stray, young = good.with_name("thing-stray.parquet"), good.with_name("thing-young.parquet.writing")
        stray.write_bytes(good.read_bytes())
        young.write_bytes(b"")
        os.utime(stray, (time.time() - 2 * parts.GRACE_SECONDS,) * 2)
        assert held(store) == [(1, "n1")]
        store.tidy(TABLE)
        assert not stray.exists() and young.exists() and good.exists()


def test_a_changed_or_missing_part_is_found(tmp_path: Path) -> None:
    with embedded(tmp_path) as store:
        with store.transaction():
            parts.add(store, TABLE, rows(1), batch=1)
            parts.add(store, TABLE, rows(2), batch=1)
        assert store.check(TABLE) == []
        first, second = sorted((store.folder / "parts").glob("*.parquet"))
        first.write_bytes(first.read_bytes() + b"x")
        second.unlink()
        assert sorted(f.split()[-1] for f in store.check(TABLE)) == ["manifest", "missing"]


def test_recent_rows_are_sealed_and_many_parts_merged_without_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SEAL_ROWS", 4)
    monkeypatch.setattr(sqlite, "MOST_PARTS", 3)
    with embedded(tmp_path) as store:
        for start in range(0, 40, 2):
            with store.transaction():
                store.append(TABLE, rows(start, start + 1), batch=1)
            store.tidy(TABLE)
        assert [a for a, _ in held(store)] == list(range(40))
        assert len(parts.listed(store, TABLE)) <= 4
        assert store.check(TABLE) == []


def test_two_writers_wait_for_one_another(tmp_path: Path) -> None:
    embedded(tmp_path).close()
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            with open_store(tmp_path / "s") as store:
                for _ in range(10):
                    with store.transaction():
                        count = int(store.execute("SELECT COUNT(*) FROM thing")[0][0] or 0)
                        store.append(TABLE, rows(count), batch=number)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with open_store(tmp_path / "s") as store:
        assert [a for a, _ in held(store)] == list(range(40))


def test_writing_is_synchronous_and_in_wal(tmp_path: Path) -> None:
    with embedded(tmp_path) as store:
        assert store.execute("PRAGMA journal_mode")[0][0] == "wal"
        assert store.execute("PRAGMA synchronous")[0][0] == 2
    assert sqlite3.connect(tmp_path / "s" / "store.db").execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_an_import_killed_at_any_moment_leaves_all_of_a_file_or_none(
    backend: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = "" if backend == "sqlite" else str(request.getfixturevalue("postgres"))
    outcomes = kill_imports(tmp_path, kills=10, rows=100_000, chance=random.Random(11), url=url)
    assert sum(outcomes) == 10

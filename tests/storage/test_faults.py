"""Errors of SQLite and DuckDB never leak: a store of another shape, or damaged, says so in this program's words."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from guihua.cli.main import main
from guihua.errors import GuihuaError
from guihua.statistics import add, query, snapshot
from guihua.storage import open_store, sqlite
from tests.statistics.test_derived import observation

DAY = date(2024, 12, 31)


def raw(folder: Path, sql: str) -> None:
    connection = sqlite3.connect(folder / "store.db", isolation_level=None)
    connection.executescript(sql)
    connection.close()


def filled(folder: Path) -> Path:
    with open_store(folder) as store:
        add(store, [observation("gdp", "1"), observation("gdp", "2", 2019)], name="t")
    return folder


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE withdrawal",
        "ALTER TABLE series RENAME COLUMN coverage TO scope",
        "ALTER TABLE observation RENAME COLUMN merit TO weight",
        "ALTER TABLE part RENAME COLUMN row_count TO n",
    ],
)
def test_a_store_of_another_shape_is_refused_in_words(tmp_path: Path, sql: str) -> None:
    folder = filled(tmp_path / "s")
    raw(folder, sql)
    with open_store(folder) as store, pytest.raises(GuihuaError) as caught:
        query(store, variable="gdp", as_of=DAY)
    assert caught.value.code == "STORE-SHAPE"
    assert str(folder) in str(caught.value.where)
    assert "guihua store upgrade" in caught.value.hint


def test_an_older_list_of_steps_is_refused_in_words(tmp_path: Path) -> None:
    folder = filled(tmp_path / "s")
    raw(folder, "ALTER TABLE migration RENAME COLUMN sha256 TO hash")
    with pytest.raises(GuihuaError) as caught:
        open_store(folder)
    assert caught.value.code == "STORE-SHAPE"


def test_the_command_says_it_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = filled(tmp_path / "s")
    raw(folder, "DROP TABLE withdrawal")
    assert main(["series", "gdp[]", "--store", str(folder)]) == 2
    assert main(["store", "withdrawals", "--store", str(folder)]) == 2
    said = capsys.readouterr().err
    assert "STORE-SHAPE" in said and "Traceback" not in said


def test_a_part_with_other_columns_or_no_bytes_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "SEAL_ROWS", 1)
    folder = filled(tmp_path / "s")
    (part,) = (folder / "parts").glob("*.parquet")
    pq.write_table(pa.table({"other": [1]}), part)
    with open_store(folder) as store, pytest.raises(GuihuaError) as caught:
        snapshot(store, as_of=DAY)
    assert caught.value.code == "STORE-SHAPE"
    part.write_bytes(b"")
    with open_store(folder) as store, pytest.raises(GuihuaError) as caught:
        snapshot(store, as_of=DAY)
    assert caught.value.code == "STORE-DAMAGED"
    part.unlink()
    with open_store(folder) as store, pytest.raises(GuihuaError) as caught:
        snapshot(store, as_of=DAY)
    assert caught.value.code == "STORE-DAMAGED"


def test_a_store_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    with open_store(filled(tmp_path / "s")) as store:
        store.execute("PRAGMA query_only = ON")
        with pytest.raises(GuihuaError) as caught:
            add(store, [observation("gdp", "3", 2018)], name="t")
    assert caught.value.code == "STORE-UNWRITABLE"

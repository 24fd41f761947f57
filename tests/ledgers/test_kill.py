"""Ten kills in the middle of imports into each store (two hundred in scripts/soak_ledgers.py)."""

from __future__ import annotations

from pathlib import Path

from scripts.soak_ledgers import soak


def test_a_killed_import_leaves_all_of_a_table_or_none(address: str, tmp_path: Path) -> None:
    told = soak(11, 150, 7, tmp_path, address)
    assert told["whole"] + told["none"] == 11
    assert told["killed"] >= 3

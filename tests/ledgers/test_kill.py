"""Ten kills in the middle of imports (two hundred in scripts/soak_ledgers.py)."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_killed_import_leaves_all_of_a_table_or_none(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("soak_ledgers", ROOT / "scripts" / "soak_ledgers.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    told = module.soak(11, 150, 7, tmp_path)
    assert told["whole"] + told["none"] == 11
    assert told["killed"] >= 3

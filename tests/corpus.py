"""Where the corpus of plans, gold and reference data is; tests that need it skip, with the reason, where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def corpus() -> Path:
    """The corpus folder (environment GUIHUA_CORPUS, else `../shared` beside the repository), or skip."""
    folder = Path(os.environ.get("GUIHUA_CORPUS") or ROOT.parent / "shared")
    if not (folder / "plans").is_dir():
        pytest.skip(f"the corpus is not here: {folder.name}/plans is missing (set GUIHUA_CORPUS)")
    return folder

"""Where the shared texts and tables are; tests that need them skip, with the reason, where they are absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def corpus(*parts: str) -> Path:
    """The corpus folder, or a path below it; skips the test where it is absent."""
    path = Path(os.environ.get("GUIHUA_CORPUS") or ROOT.parent / "shared").joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs the corpus (GUIHUA_CORPUS): {'/'.join(parts) or 'folder'} is not there")
    return path

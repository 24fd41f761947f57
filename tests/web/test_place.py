"""Where the site keeps its things, and what it says where they cannot be kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.web.place import PROJECT, place


def test_a_folder_that_cannot_be_made_is_one_line_with_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "guihua.toml").write_text('plan = "规划.txt"\nstore = "taken/store"\n', encoding="utf-8")
    (tmp_path / "taken").write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv(PROJECT, str(tmp_path))
    with pytest.raises(GuihuaError) as caught:
        place.__wrapped__()
    assert caught.value.code == "WEB-STORE"
    assert str(caught.value.where) == str(tmp_path / "taken" / "store")

"""The first steps of somebody new: what can be said before any figure is there, and what is no project."""

from __future__ import annotations

from pathlib import Path

import pytest

from guihua.cli.main import main
from guihua.plan.planfile import write_planfile
from tests.checking.making import level, plan_of


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_planfile(
        plan_of(level("风电装机容量", "4500", "万千瓦"), region="150000", title="甲"), tmp_path / "plan.yaml"
    )
    (tmp_path / "guihua.toml").write_text('plan = "plan.yaml"\nregion = "150000"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_sheet_and_the_gaps_are_there_before_any_figure(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicators", "sheet", "-o", "表.xlsx"]) == 0
    assert main(["gaps", "--as-of", "2018-12-31"]) == 0
    said = capsys.readouterr()
    assert "风电装机容量" in said.out and "还没有数据仓" in said.err
    assert (project / "表.xlsx").exists() and not (project / "store").exists()


def test_a_store_that_is_named_has_to_be_there(project: Path) -> None:
    assert main(["gaps", "--as-of", "2018-12-31", "--store", "nowhere"]) == 2


def test_a_file_is_no_folder_for_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "规划.txt").write_text("甲", encoding="utf-8")
    assert main(["init", str(tmp_path / "规划.txt")]) == 2
    assert "PROJECT-FOLDER" in capsys.readouterr().err


def test_a_page_that_was_made_here_is_no_file_to_be_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["page", "-o", "页.html"]) == 0
    (project / "公报.html").write_text("<p>甲</p>", encoding="utf-8")
    capsys.readouterr()
    assert main([]) == 0
    said = capsys.readouterr().out
    assert "公报.html" in said and "页.html" not in said

"""The command as a user meets it: exit statuses, errors in words, nothing half written."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from guihua.cli.main import main
from guihua.project import find_project


def run(*arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "guihua.cli.main", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_help_lists_the_verbs_and_the_exit_statuses(capsys):
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert "guihua" in text and "init" in text and "exit status" in text


def test_an_unknown_verb_is_bad_input_and_suggests_one():
    result = run("innit")
    assert result.returncode == 2
    assert "guihua init" in result.stderr
    assert result.stdout == ""


def test_init_makes_a_project_and_refuses_to_overwrite_it(tmp_path):
    (tmp_path / "规划.md").write_text("# 规划\n", encoding="utf-8")
    assert run("init", "--region", "150000", cwd=tmp_path).returncode == 0
    project = find_project(tmp_path)
    assert project is not None
    assert project.plan.name == "规划.md"
    assert project.region == "150000"
    again = run("init", cwd=tmp_path)
    assert again.returncode == 2
    assert "PROJECT-EXISTS" in again.stderr


def test_init_refuses_an_unknown_region_and_writes_nothing(tmp_path):
    assert run("init", "--region", "999999", cwd=tmp_path).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_project_is_found_from_a_folder_below(tmp_path):
    run("init", "x", cwd=tmp_path)
    below = tmp_path / "x" / "a" / "b"
    below.mkdir(parents=True)
    assert find_project(below).root == (tmp_path / "x").resolve()


@pytest.mark.parametrize(("text", "code"), [("plan = ", "PROJECT-TOML"), ("plans = 'x'", "PROJECT-KEY")])
def test_a_broken_project_file_is_a_clear_error(tmp_path, text, code):
    (tmp_path / "guihua.toml").write_text(text, encoding="utf-8")
    result = run("show", cwd=tmp_path)
    assert result.returncode == 2
    assert code in result.stderr


def test_a_language_chosen_for_one_command_does_not_stay(monkeypatch, capsys):
    monkeypatch.delenv("GUIHUA_LANG", raising=False)
    assert main(["--lang", "en", "--help"]) == 0
    assert "GUIHUA_LANG" not in os.environ
    capsys.readouterr()

"""The tutorial does what it says: each command of the page runs, and each line shown under it is printed."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from scripts.tutorial_files import write

from guihua.cli.main import main

DOCS = Path(__file__).parent.parent / "docs"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def steps(page: Path) -> list[tuple[str, list[str]]]:
    """The commands of a page, each with the lines that are shown under it."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.strip():
                found[-1][1].append(" ".join(line.split()))
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_of_the_tutorial_prints_what_the_page_shows(lang, tmp_path, monkeypatch, capsys):
    for file in (DOCS / "tutorial" / "files").iterdir():
        shutil.copy(file, tmp_path / file.name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUIHUA_LANG", lang)
    monkeypatch.setattr(
        "guihua.reporting.numbering.number_contents", lambda data: data
    )  # LibreOffice has tests of its own
    done = steps(DOCS / "tutorial" / f"own-plan.{lang}.md")
    assert len(done) > 15
    for command, shown in done:
        program, *arguments = shlex.split(command)
        assert program == "guihua"
        status = main(arguments)
        printed = capsys.readouterr()
        told = " ".join((printed.out + "\n" + printed.err).split())
        assert status in (0, 1), (command, told[-500:])
        for line in shown:
            assert line in told, (command, line, told[-1500:])


def test_the_tutorial_s_files_are_those_that_its_script_writes(tmp_path):
    write(tmp_path)
    kept = DOCS / "tutorial" / "files"
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in kept.iterdir()}
    for name in ("统计.csv", "公报.md"):
        assert (tmp_path / name).read_bytes() == (kept / name).read_bytes()

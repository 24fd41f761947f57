"""The documents: commands that they show are commands that there are, their links lead somewhere."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest

from guihua.cli.main import load, verbs

DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(
    p for p in [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")] if not {"_build", "_made", "errors"} & set(p.parts)
)
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")
MADE = ("reference/errors/", "_made/")


def commands(page: Path) -> list[str]:
    """Every `$ guihua …` of a page, those after && and | too."""
    lines = [
        line[2:].split("  #")[0] for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("$ ")
    ]
    parts = [part.strip() for line in lines for part in re.split(r"&&|\|", line)]
    return [part for part in parts if part.startswith("guihua ") and "…" not in part]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(DOCS.parent).as_posix())
def test_every_command_that_a_page_shows_is_one_that_the_program_takes(page):
    for command in commands(page):
        arguments = shlex.split(re.sub(r"<\(.*?\)|>.*", "", command))[1:]
        if arguments and arguments[0] == "--lang":
            arguments = arguments[2:]
        if not arguments or arguments[0].startswith("-"):
            continue
        assert arguments[0] in verbs(), command
        module = load(arguments[0])
        parser = argparse.ArgumentParser(prog="guihua", exit_on_error=False)
        module.configure(parser)
        try:
            parser.parse_args(arguments[1:])
        except (argparse.ArgumentError, SystemExit) as error:
            pytest.fail(f"{page.name}: {command}: {error}")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(DOCS.parent).as_posix())
def test_every_link_to_a_file_leads_to_one(page):
    for target, _ in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target or target.startswith(("mailto:", "#")):
            continue
        found = (page.parent / target).resolve()
        made = found.is_relative_to(DOCS) and found.relative_to(DOCS).as_posix().startswith(MADE)
        assert made or found.exists(), f"{page.name}: {target}"

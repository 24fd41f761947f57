"""Who may do what by the command in a shared project: every verb has a row, and every row holds for every role."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from guihua.cli import _account
from guihua.cli._rights import LEDGER, require, rights
from guihua.cli.main import load, main, verbs
from guihua.errors import GuihuaError
from guihua.ledgers.ledger import Actor
from guihua.web.access import rules

ROLES = ("reporter", "evaluator", "reviewer", "planner", "administrator")
CASES = [(verb, word, right) for verb, row in rights().items() for word, right in row.changes.items()]
PAGES = [(verb, word, right) for verb, word, right in CASES if right != LEDGER]


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "plan.txt").write_text("某市规划\n\n到2020年，产量达到100万吨。\n", encoding="utf-8")
    (tmp_path / "guihua.toml").write_text('plan = "plan.txt"\nregion = "150200"\n\n[project]\nshared = true\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("GUIHUA_ACCOUNT", "GUIHUA_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_has_a_row(verb: str) -> None:
    assert verb in rights(), f"{verb} has no row in rights.yaml"


def test_every_right_is_a_page_of_the_site_or_the_ledgers_own() -> None:
    assert {right for _, _, right in CASES} - {LEDGER} <= set(rules())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("verb", "word", "page"), PAGES)
def test_a_role_may_by_the_command_what_it_may_on_the_page(
    verb: str, word: str, page: str, role: str, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_account, "signed_in", lambda args, project: Actor("某人", "", role))
    if role in rules()[page].write:
        require(verb, [word], argparse.Namespace())
        return
    with pytest.raises(GuihuaError) as refused:
        require(verb, [word], argparse.Namespace())
    assert refused.value.code == "ACCOUNT-ROLE"


def test_what_reads_asks_nobody(shared: Path) -> None:
    for verb, row in rights().items():
        if "" not in row.changes:
            require(verb, ["x"], argparse.Namespace())


COMMANDS = {
    "import": ["import", "x.csv"],
    "harvest": ["harvest", "take", "x.xlsx"],
    "gaps": ["gaps", "take", "x.xlsx"],
    "indicators": ["indicators", "take", "x.xlsx"],
    "report": ["report", "--take", "x.docx"],
    "review": ["review"],
    "run": ["run", "quotas", "--publish"],
    "store": ["store", "withdraw", "o-1", "--reason", "错"],
}


def test_every_verb_that_asks_a_page_is_tried() -> None:
    assert set(COMMANDS) == {verb for verb, _, _ in PAGES}


@pytest.mark.parametrize("verb", COMMANDS)
def test_without_an_account_the_command_changes_nothing(
    verb: str, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(p.name for p in shared.iterdir())
    assert main(COMMANDS[verb]) == 2
    assert "ACCOUNT-NONE" in capsys.readouterr().err
    assert sorted(p.name for p in shared.iterdir()) == before


@pytest.mark.parametrize("verb", sorted({verb for verb, _, right in CASES if right == LEDGER}))
def test_what_acts_on_a_ledger_takes_who_acts_from_one_place(verb: str) -> None:
    """Whoever writes to a ledger asks `actor_of`, which in a shared project knows accounts alone."""
    source = Path(str(load(verb).__file__)).read_text("utf-8")
    helpers = {"ledger": "_ledger_write.py", "allot": "_allot_rounds.py"}
    if verb in helpers:
        source += Path(str(load(verb).__file__)).with_name(helpers[verb]).read_text("utf-8")
    assert "actor_of(" in source and "Actor(" not in source

"""A shared project: what a person may do comes from an account, and a typed role is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shared")
    (root / "plan.txt").write_text("某市规划\n\n到2020年，产量达到100万吨。\n", encoding="utf-8")
    (root / "guihua.toml").write_text('plan = "plan.txt"\nregion = "150200"\n\n[project]\nshared = true\n', "utf-8")
    made = _run(root, "user", "add", "li", "--role", "reviewer", "--password-stdin", given="long pass phrase 7\n")
    assert made.returncode == 0, made.stderr
    return root


def _run(root: Path, *arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GUIHUA_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "guihua", *arguments], cwd=root, input=given, env=clean | environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


ACT = ("ledger", "act", "projects", "x", "reserve")


@pytest.mark.parametrize("typed", [("--role", "administrator"), ("--by", "leader"), ("--as-body", "某厅")])
def test_a_typed_identity_is_refused(project: Path, typed: tuple[str, str]) -> None:
    done = _run(project, *ACT, *typed, GUIHUA_ACCOUNT="li", GUIHUA_PASSWORD="long pass phrase 7")
    assert done.returncode == 2 and "ACCOUNT-TYPED" in done.stderr


def test_without_an_account_nothing_is_done(project: Path) -> None:
    done = _run(project, *ACT)
    assert done.returncode == 2 and "ACCOUNT-NONE" in done.stderr


def test_a_wrong_password_is_refused_and_the_right_one_gives_the_accounts_role(project: Path) -> None:
    wrong = _run(project, *ACT, GUIHUA_ACCOUNT="li", GUIHUA_PASSWORD="wrong")
    assert wrong.returncode == 2 and "ACCOUNT-WRONG" in wrong.stderr
    right = _run(project, *ACT, "--account", "li", GUIHUA_PASSWORD="long pass phrase 7")
    assert (
        right.returncode == 2 and "ACCOUNT" not in right.stderr
    )  # the account is known; what it asks for is not allowed

"""May this be done in a shared project? `rights.yaml` says by whose right a command changes what the project keeps."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from guihua.errors import GuihuaError

LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Right:
    """changes: a word among the arguments ("" for always) -> a page of the site, or `ledger`."""

    changes: Mapping[str, str] = field(default_factory=dict)

    def asked(self, arguments: Sequence[str]) -> str:
        """By whose right these arguments are done; "" where they change nothing that is kept for the project."""
        words = {"", *(a.partition("=")[0] for a in arguments)}
        return next((right for word, right in self.changes.items() if word in words), "")


@cache
def rights() -> Mapping[str, Right]:
    """The row of every verb."""
    from guihua.plan.data import load

    rows = load("rights.yaml", "guihua.cli")["verbs"]
    return {verb: Right(row.get("changes", {})) if isinstance(row, dict) else Right() for verb, row in rows.items()}


def add_account(parser: argparse.ArgumentParser, verb: str) -> None:
    """`--account` for the verbs that ask for the right of a page."""
    row = rights().get(verb)
    if row is not None and set(row.changes.values()) - {LEDGER}:
        parser.add_argument(
            "--account", default="", metavar="NAME", help="共用项目：办理人的账号 in a shared project, who acts"
        )


def require(verb: str, arguments: Sequence[str], args: argparse.Namespace) -> None:
    """Refuse, in a shared project, what the account's role may not do on the site either.

    What a ledger's own rules decide is decided there, where the act is known. Errors: CLI-RIGHTS (a verb without a row),
    ACCOUNT-ROLE, and those of signing in.
    """
    row = rights().get(verb)
    asked = row.asked(arguments) if row is not None else "?"
    if asked in ("", LEDGER):
        return
    from guihua.project import find_project

    project = find_project()
    if project is None or not project.shared:
        return
    if row is None:
        raise GuihuaError(
            "CLI-RIGHTS",
            f"权限表没有这个命令 no row of rights for: {verb}",
            "在 cli/rights.yaml 里加一行 add a row to cli/rights.yaml",
        )
    from guihua.cli._account import signed_in

    role = signed_in(args, project).role
    from guihua.web.access import rules

    if role not in rules()[asked].write:
        may = "、".join(sorted(rules()[asked].write - {"local"}))
        raise GuihuaError(
            "ACCOUNT-ROLE",
            f"这个账号的角色不能办 the account's role may not do this: {role}",
            f"可以办的角色 roles that may: {may}",
            f"guihua {verb}",
        )

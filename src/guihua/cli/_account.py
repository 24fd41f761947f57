"""Who acts in a shared project: an account of the site, with its password; nothing that is typed makes a role."""

from __future__ import annotations

import argparse
import os
import sys

from guihua.errors import GuihuaError
from guihua.ledgers.ledger import Actor
from guihua.project import Project

PASSWORD = "GUIHUA_PASSWORD"
"""Where a script keeps the password: in the environment, never among the arguments, which every process can see."""


def signed_in(args: argparse.Namespace, project: Project) -> Actor:
    """The person of an account as the ledgers know them.

    Errors: ACCOUNT-TYPED where --role, --by or --as-body is given; ACCOUNT-NONE without an account; ACCOUNT-WRONG; USER-PASSWORD.
    """
    typed = [f"--{name.replace('_', '-')}" for name in ("role", "by", "as_body") if getattr(args, name, "")]
    if typed:
        raise GuihuaError(
            "ACCOUNT-TYPED",
            f"共用项目的身份来自账号，不能写 in a shared project the account says who acts, not {', '.join(typed)}",
            "去掉这个选项，用 leave it out and give --account NAME",
        )
    name = getattr(args, "account", "") or os.environ.get("GUIHUA_ACCOUNT", "")
    if not name:
        raise GuihuaError(
            "ACCOUNT-NONE",
            "共用项目要用账号办理 a shared project asks for an account",
            "--account NAME; guihua user add",
        )
    from guihua.web.server import setup

    setup(project.root)
    from django.contrib.auth import authenticate
    from django.core.exceptions import PermissionDenied

    try:
        person = authenticate(None, username=name, password=_password())
    except PermissionDenied:
        person = None
    if person is None:
        raise GuihuaError(
            "ACCOUNT-WRONG",
            "账号或密码不正确，或暂被限制 the account or its password is wrong, or must wait after failures",
            "guihua user list",
        )
    body = person.organisation.name if person.organisation else ""
    return Actor(str(person), body, person.role)


def _password() -> str:
    kept = os.environ.get(PASSWORD)
    if kept is not None:
        return kept
    if not sys.stdin.isatty():
        raise GuihuaError("USER-PASSWORD", "没有终端可输入密码 no terminal to ask for the password", f"{PASSWORD}=…")
    from getpass import getpass

    return getpass("密码 password: ")

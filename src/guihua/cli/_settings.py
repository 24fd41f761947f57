"""Settings from a command's options and the project's file."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.checking.settings import Settings


def settings_of(args: argparse.Namespace) -> Settings:
    """The shipped settings, with those of `--settings` laid over them and the assumptions of `--assume` switched on."""
    from guihua.checking.settings import default_settings, load_settings, override

    settings = load_settings(args.settings) if args.settings else default_settings()
    return override(settings, assumptions=tuple(args.assume)) if args.assume else settings


def filing_of(args: argparse.Namespace) -> str:
    """The number under which the year's plan of inspections is filed: --filing, else [project] filing in guihua.toml, "" for none."""
    from guihua.project import find_project

    project = find_project()
    return str(args.filing or (project.filing if project else ""))

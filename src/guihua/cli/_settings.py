"""Settings of checking from a command's options."""

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

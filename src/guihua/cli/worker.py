"""Work on the site's jobs: reading, tracking, drawing, reports. `guihua serve` starts one by itself."""

from __future__ import annotations

import argparse

HELP = "执行网站的后台任务 run the site's long work"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `guihua worker`."""
    parser.add_argument("--once", action="store_true", help="做完等待中的任务就结束 stop when nothing is waiting")
    parser.add_argument("--parent", type=int, default=None, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Work until stopped."""
    from guihua.project import require_project
    from guihua.web.server import worker

    return worker(require_project().root, once=args.once, parent=args.parent)

"""What the verbs on statistics share: which store is meant, and dates at the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.statistics.bodies import Bodies
    from guihua.storage import Store


def add_store(parser: argparse.ArgumentParser) -> None:
    """Declare --store."""
    parser.add_argument(
        "--store", default="", help="数据仓 store: 文件夹或 postgresql:// 地址 (default: the project's)"
    )


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """Declare --as-of and --include-collected."""
    parser.add_argument("--as-of", default="", metavar="DATE", help="按这一天已公布的数据 as known on this day (today)")
    parser.add_argument(
        "--include-collected",
        action="store_true",
        help="也用没有任何日期的数据 also figures without any date (marked)",
    )


def store_of(args: argparse.Namespace, *, create: bool = False, upgrade: bool = False) -> Store:
    """Open the store that is meant: --store, else the project's."""
    from guihua.storage import open_store

    return open_store(store_address(args), create=create, upgrade=upgrade)


@contextmanager
def store_or_empty(args: argparse.Namespace) -> Iterator[Store]:
    """The store that is meant, or an empty one for as long as it is asked: what can be said before any figure is there."""
    from guihua.storage import open_store

    try:
        found = store_of(args)
    except GuihuaError as error:
        if error.code != "STORE-ABSENT" or args.store:  # one that was named has to be there
            raise
        print("还没有数据仓，按一个数也没有处理 no store yet: taken as one without figures", file=sys.stderr)
        with TemporaryDirectory(prefix="guihua-empty-") as folder, open_store(folder, create=True) as empty:
            yield empty
        return
    with found:
        yield found


def store_address(args: argparse.Namespace) -> str | Path:
    """The folder or address of the store that is meant."""
    if args.store:
        return str(args.store)
    from guihua.project import require_project

    project = require_project()
    return project.store_url or project.store


def bodies_here() -> Bodies:
    """The parks and enterprises of the project; none outside one."""
    from guihua.project import find_project
    from guihua.statistics.bodies import Bodies, read_bodies

    project = find_project()
    return read_bodies(project.bodies) if project else Bodies()


def region_of(args: argparse.Namespace) -> str:
    """The code of --region, of a region or a body of the project, else the project's region; "" where there is none.

    Raises GuihuaError REGION-UNKNOWN for a code that is neither.
    """
    from guihua.project import find_project

    if args.region:
        return bodies_here().place(args.region).code
    project = find_project()
    return project.region if project else ""


def as_of(args: argparse.Namespace) -> date:
    """The day of --as-of, else today."""
    return day(args.as_of) if args.as_of else date.today()


def day(text: str) -> date:
    """A day at the terminal."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise GuihuaError("DATE-INVALID", f"{text!r} 不是日期 is no date", "写成 write 2021-12-31") from None

"""数据仓 the store: what is in it, bring it up to date, check it, tidy it, take a figure back.

guihua store info
guihua store upgrade
guihua store check                                     # 逐个分片核对 hash every part
guihua store withdraw o-1a2b… --reason 数据不实 --on 2018-01-03
guihua store backup 备份.tar.gz                        # 整个项目，站点可同时运行 the whole project, while the site runs
guihua store restore 备份.tar.gz --into 新文件夹       # 逐个核对后放回 compared one by one, then put in place
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.storage import Store

HELP = "数据仓 the store: info, upgrade, check, tidy, withdraw, backup, restore"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_store

    parser.add_argument("action", choices=tuple(_ACTIONS))
    parser.add_argument(
        "id",
        nargs="?",
        default="",
        help="统计数编号或备份文件 the figure's id (guihua series prints it), or the backup",
    )
    parser.add_argument("--into", default="", metavar="FOLDER", help="恢复到的新文件夹 the new folder to restore into")
    parser.add_argument("--reason", default="", help="撤回原因 why it is taken back")
    parser.add_argument("--on", default="", metavar="DATE", help="撤回日期 from which day (today)")
    add_store(parser)


def run(args: argparse.Namespace) -> int:
    """Do one thing to the store."""
    from guihua.cli._store import store_of

    if args.action in ("backup", "restore"):
        return _backup(args) if args.action == "backup" else _restore(args)
    with store_of(args, upgrade=args.action == "upgrade") as store:
        return _withdraw(store, args) if args.action == "withdraw" else int(_ACTIONS[args.action](store))


def _backup(args: argparse.Namespace) -> int:
    from guihua.cli._store import store_address
    from guihua.project import require_project
    from guihua.storage.backup import backup

    where = store_address(args)
    address = where if "://" in str(where) else Path(where)
    done = backup(
        require_project().root, address, Path(_named(args)).resolve(), os.environ.get("GUIHUA_DATABASE_URL", "")
    )
    print(done.file)
    print(f"{done.files} 个文件 files, {done.size:,} 字节 bytes, 截至 as of {done.taken}", file=sys.stderr)
    return 0


def _restore(args: argparse.Namespace) -> int:
    from guihua.errors import GuihuaError
    from guihua.storage import open_store
    from guihua.storage.backup import restore

    if not args.into:
        raise GuihuaError("BACKUP-TARGET", "没有写恢复到哪里 no folder to restore into", "--into 新文件夹 a new folder")
    into, site = Path(args.into).resolve(), os.environ.get("GUIHUA_DATABASE_URL", "")
    if args.store:
        open_store(args.store, create=True).close()
    done = restore(Path(_named(args)), into, args.store, site)
    print(into)
    print(f"{done.files} 个文件 files, 备份于 taken {done.taken}", file=sys.stderr)
    where = args.store or into / "store"
    if not args.store and not (into / "store" / "store.db").exists():
        return 0
    with open_store(where, create=False) as store:
        return _check(store)


def _named(args: argparse.Namespace) -> str:
    from guihua.errors import GuihuaError

    if not args.id:
        raise GuihuaError("BACKUP-FILE", "没有写备份文件 no backup file is named", "guihua store backup 备份.tar.gz")
    return str(args.id)


def _info(store: Store) -> int:
    """What is in the store."""

    def count(sql: str) -> int:
        return int(store.execute(sql)[0][0] or 0)

    recent = count("SELECT COUNT(*) FROM observation")
    sealed = count("SELECT COALESCE(SUM(row_count), 0) FROM part WHERE bulk = 'observation' AND retired IS NULL")
    print(f"位置 where\t{store.where} ({store.backend})")
    print(f"统计数 observations\t{recent + sealed}")
    print(f"序列 series\t{count('SELECT COUNT(*) FROM series')}")
    print(f"来源 sources\t{count('SELECT COUNT(*) FROM source')}")
    print(f"批次 imports\t{count('SELECT COUNT(*) FROM batch')}")
    print(f"分片 parts\t{count('SELECT COUNT(*) FROM part WHERE retired IS NULL')}")
    print(f"撤回 withdrawals\t{count('SELECT COUNT(*) FROM withdrawal')}")
    print(f"版本 version\t{store.version()}")
    return 0


def _check(store: Store) -> int:
    from guihua.statistics.coding import FACTS

    faults = store.check(FACTS)
    for fault in faults:
        print(fault)
    print("完好 sound" if not faults else f"{len(faults)} 处有误 faults", file=sys.stderr)
    return 1 if faults else 0


def _tidy(store: Store) -> int:
    from guihua.statistics.coding import FACTS

    done = store.tidy(FACTS)
    print(f"封存 sealed {done.sealed}，合并 merged {done.merged}，清除 removed {done.removed}", file=sys.stderr)
    return 0


def _withdrawals(store: Store) -> int:
    from guihua.statistics import withdrawals

    for w in withdrawals(store):
        print(f"{w.on}\t{w.region}\t{w.variable}\t{w.period}\t{w.value}{w.unit}\t{w.reason}")
    return 0


def _withdraw(store: Store, args: argparse.Namespace) -> int:
    from datetime import date

    from guihua.cli._store import day
    from guihua.errors import GuihuaError
    from guihua.statistics import query, withdraw

    found = query(store, as_of=date.max, include_collected=True)
    observation = next((o for o in found if o.id == args.id), None)
    if observation is None:
        raise GuihuaError(
            "OBSERVATION-ABSENT", f"没有此编号 no figure {args.id!r}", "guihua series 指标 可见编号 prints ids"
        )
    withdraw(store, observation, reason=args.reason, on=day(args.on) if args.on else date.today())
    print(
        f"已撤回 withdrawn: {observation.indicator} {observation.period} {observation.value}{observation.unit}",
        file=sys.stderr,
    )
    return 0


_ACTIONS: dict[str, Callable[..., int]] = {
    "info": _info,
    "upgrade": _info,
    "check": _check,
    "tidy": _tidy,
    "withdraw": _withdraw,
    "withdrawals": _withdrawals,
    "backup": _backup,
    "restore": _restore,
}

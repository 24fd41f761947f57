"""盟市 what leagues divide and release: 一级抓一级, each league with ledgers of its own.

guihua leagues undivided 包头市                             # 本盟市承担、还没有分解的任务 tasks that it has not divided yet
guihua ledger import league_tasks 分解表.xlsx --role reporter --as-body 包头市 --by 某某    # 分解给所属部门
guihua ledger act league_tasks ID report --set month=2018-05 --set progress=… --role reporter --as-body 包头市能源局
guihua leagues release 包头市 --by 某某                      # 盟市把现在的情况报自治区 the league releases what stands now
guihua leagues released [--task ID]                         # 自治区看到的 what the region sees
"""

from __future__ import annotations

import argparse
import sys
from datetime import date

from guihua.cli._store import add_as_of, add_store
from guihua.cli.ledger import acting

HELP = "盟市任务分解 what leagues divide among departments and release"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("undivided", help="还没有分解的任务 tasks not divided yet")
    one.add_argument("league", help="盟市 league")
    add_store(one)
    one = actions.add_parser("release", help="报自治区 release to the region")
    one.add_argument("league", help="盟市 league")
    acting(one)
    one = actions.add_parser("released", help="各盟市已报的 what the region sees")
    one.add_argument("--task", default="", help="上级任务编号 one task")
    add_as_of(one)
    add_store(one)


def run(args: argparse.Namespace) -> int:
    """Run one action."""
    return {"undivided": _undivided, "release": _release, "released": _released}[args.action](args)


def _undivided(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import journal_of, ledger_named, opened
    from guihua.ledgers.subledgers import TASKS, undivided
    from guihua.ledgers.wording import title_of

    with opened(args) as store:
        tasks, inner = journal_of(store, ledger_named("tasks")), journal_of(store, ledger_named(TASKS))
        found = undivided(tasks, inner, args.league)
        for state in found:
            print(f"{state.subject}\t{state.text('due')}\t{title_of(tasks.ledger, state)}")
    print(f"待分解 to divide: {len(found)}", file=sys.stderr)
    return 0


def _release(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import actor_of, at_of, journal_of, ledger_named, opened
    from guihua.ledgers.journal import now
    from guihua.ledgers.ledger import Event
    from guihua.ledgers.subledgers import RELEASE, TASKS

    at, actor = at_of(args), actor_of(args, body=args.league, role="reporter")
    with opened(args) as store:
        inner = journal_of(store, ledger_named(TASKS))
        act = inner.ledger.transition(RELEASE)
        assert act is not None
        mine = [
            s
            for s in inner.states().values()
            if inner.same_body(args.league, s.text("league")) and s.state in act.sources
        ]
        inner.record([Event(TASKS, s.subject, RELEASE, at, now(), actor) for s in mine])
    print(f"已报 released: {len(mine)}", file=sys.stderr)
    return 0


def _released(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import journal_of, ledger_named, opened
    from guihua.cli._store import day
    from guihua.ledgers.subledgers import TASKS, by_task, summary

    on: date | None = day(args.as_of) if args.as_of else None
    with opened(args) as store:
        found = by_task(journal_of(store, ledger_named(TASKS)), on)
    for parent, shares in found.items():
        for one in shares if args.task in ("", parent) else ():
            counts = f"完成 done {one.done}/{one.parts}\t未达序时 behind {one.behind}"
            print(f"{parent}\t{one.league}\t{counts}\t{one.released}\t{'；'.join(one.said)}")
    told = summary(found)
    print(f"完成 done {told['done']}，未达序时 behind {told['behind']}，推进中 open {told['open']}", file=sys.stderr)
    return 0

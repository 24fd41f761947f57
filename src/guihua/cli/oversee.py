"""督办 matters overseen: opened, handed out, signed for, answered, checked by another, concluded, struck off, archived.

guihua ledger act oversight 督〔2018〕3号 open --set number=督〔2018〕3号 --set problem=… --set source=领导批示 --set ground=…
guihua ledger act oversight 督〔2018〕3号 instruct --set leader=… --set instruction=… --set instructed_on=2018-05-02
guihua oversee assign 督〔2018〕3号 --owner 甲厅 --others 乙局,丙委 --due 2018-06-30 --requirement 查明原因并整改
guihua oversee board --as-of 2018-06-20                        # 红黄绿灯 the board with its lights
guihua oversee papers --kind slip -o 公文/                      # 督办单；urge 催办 closing 办结报告 table 调度表 brief 专报
guihua ledger act oversight 督〔2018〕3号 answer|conclude|close|archive …    # 反馈、核查办结、销号、归档
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from guihua.cli._store import add_as_of, add_store
from guihua.cli.ledger import acting

HELP = "督办 matters overseen: hand out, board with lights, papers"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("assign", help="交办：主办、协办各一行 hand out, a line for each body")
    one.add_argument("number", help="督办编号 number")
    one.add_argument("--owner", default="", help="主办单位 lead body")
    one.add_argument("--others", default="", help="协办单位 A,B assisting bodies")
    one.add_argument("--due", default="", metavar="DATE", help="办结时限 time limit")
    one.add_argument("--requirement", default="", help="办理要求 what is asked")
    acting(one)
    one = actions.add_parser("board", help="红黄绿灯 the board")
    add_as_of(one)
    add_store(one)
    one = actions.add_parser("papers", help="公文 papers (.docx)")
    one.add_argument("--kind", required=True, choices=["slip", "urge", "closing", "table", "brief"])
    one.add_argument("--id", default="", help="督办编号 one matter")
    one.add_argument("--body", default="", help="催办：只要该单位的 of one body")
    one.add_argument("--issuer", default="", help="发文机关 who will sign")
    one.add_argument("--cc", default="", help="抄送机关 copies to")
    one.add_argument("--filing", default="", help="督查检查考核计划的报备文号 number of the filed plan of inspections")
    one.add_argument("-o", "--output", type=Path, required=True, help="文件夹 folder")
    add_as_of(one)
    add_store(one)


def run(args: argparse.Namespace) -> int:
    """Run one action."""
    return {"assign": _assign, "board": _board, "papers": _papers}[args.action](args)


def _assign(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import actor_of, at_of, journal_of, ledger_named, opened
    from guihua.ledgers.journal import now
    from guihua.ledgers.ledger import Event, Value
    from guihua.ledgers.oversight import LINES, MATTERS, hand_out, matter_of

    values: dict[str, Value | None] = {}
    for name in ("owner", "due", "requirement"):
        if getattr(args, name):
            values[name] = getattr(args, name)
    others = tuple(n.strip() for n in args.others.replace("，", ",").replace("、", ",").split(",") if n.strip())
    if others:
        values["others"] = others
    at, actor = at_of(args), actor_of(args)
    with opened(args) as store:
        matters, lines = journal_of(store, ledger_named(MATTERS)), journal_of(store, ledger_named(LINES))
        with store.transaction():
            if values:
                amend = Event(
                    MATTERS,
                    matter_of(matters, args.number).subject,
                    "amend",
                    at,
                    now(),
                    actor,
                    values=values,
                    basis="交办",
                )
                matters.record([amend])
            made = hand_out(matters, lines, args.number, at, actor)
    for state in made.values():
        print(f"{state.text('part')}\t{state.text('body')}\t{state.text('due')}")
    return 0


def _board(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import journal_of, ledger_named, opened, word
    from guihua.cli._store import as_of
    from guihua.ledgers.oversight import LINES, MATTERS, board

    with opened(args) as store:
        matters, lines = journal_of(store, ledger_named(MATTERS)), journal_of(store, ledger_named(LINES))
        found = board(matters, lines, as_of(args))
        for m in found:
            status = matters.ledger.status(m.state.state)
            cells = (
                word(m.light.words), m.state.text("number"), m.state.text("problem"), m.state.text("owner"),
                m.state.text("due"), word(status.words) if status else m.state.state, m.why,
            )  # fmt: skip
            print("\t".join(cells))
            for line in m.lines:
                there = lines.ledger.status(line.state)
                words = word(there.words) if there else line.state
                print(f"\t{line.text('part')}\t{line.text('body')}\t{words}\t{line.text('progress')}")
    print(f"{len(found)} 项 matters", file=sys.stderr)
    return 0


def _papers(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import journal_of, ledger_named, opened
    from guihua.cli._ledger_write import write_papers
    from guihua.cli._settings import filing_of
    from guihua.cli._store import as_of
    from guihua.ledgers.oversight import LINES, MATTERS
    from guihua.ledgers.register import register
    from guihua.reporting.ledger_documents import Order
    from guihua.reporting.oversight_papers import oversight_papers

    with opened(args) as store:
        matters, lines = journal_of(store, ledger_named(MATTERS)), journal_of(store, ledger_named(LINES))
        known = register(journal_of(store, ledger_named("bodies")), as_of(args))
        order = Order(
            as_of(args),
            body=args.body,
            subject=args.id,
            issuer=args.issuer,
            cc=args.cc,
            filing=filing_of(args),
            known=known,
        )
        return write_papers(oversight_papers(matters, lines, args.kind, order), args.output)

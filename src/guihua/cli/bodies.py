"""机构名录 the register of bodies: one for accounts, ledgers, forms and regions.

guihua bodies start -o 机构名录.xlsx                     # 本地区各盟市和规划点名的单位，填好后收回 a table to begin with
guihua bodies take 机构名录.xlsx --at 2017-01-10         # 登记或变更 register or amend
guihua bodies list                                      # 名录；--league 包头市 只看一个盟市 of one league
guihua bodies show 包头市                                # 一个单位：名称、上下级、前身后继、手上的事项 one body
guihua bodies check                                     # 核对名录；与账号、指标清单不一致的地方 does it hold together?
guihua bodies resolve tasks                             # “有关盟市”等待确认的 words for several bodies
guihua bodies confirm tasks ID --field others --as 包头市,鄂尔多斯市
guihua bodies confirm tasks --all-sure                  # “各盟市”一次确认 all that can mean only one list
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.cli._store import add_as_of, add_store
from guihua.cli.ledger import acting
from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.ledgers.register import Entry, Register
    from guihua.storage import Store

HELP = "机构名录 the register of bodies; whom 有关盟市 means"
COLUMNS = (("name", "机构名称"), ("short", "其他名称"), ("kind", "类别"), ("level", "层级"), ("region", "地区代码"))
MORE = ("上级单位", "前身单位", "岗位", "联系人", "联系电话", "电子邮箱", "有效期起", "认定文号")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("start", help="生成名录初表 a table to begin with")
    one.add_argument("--region", default="", help="地区代码 region code (default: the project's)")
    one.add_argument("-o", "--output", required=True, metavar="FILE", help=".xlsx")
    one = actions.add_parser("take", help="收回填好的名录 take the filled-in table")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    acting(one)
    one = actions.add_parser("list", help="列出 list")
    one.add_argument("--league", default="", help="只看该盟市下属单位 the bodies of one league")
    _dated(one)
    one = actions.add_parser("show", help="一个单位 one body with what it holds")
    one.add_argument("name")
    _dated(one)
    one = actions.add_parser("check", help="核对名录 does the register hold together?")
    _dated(one)
    one = actions.add_parser("resolve", help="列出“有关盟市”等待确认的单位 words for several bodies")
    one.add_argument("ledgers", nargs="*", metavar="LEDGER")
    _dated(one)
    one = actions.add_parser("confirm", help="确认是哪些单位 say which bodies are meant")
    one.add_argument("ledger")
    one.add_argument("id", nargs="?", default="")
    one.add_argument("--field", default="", help="栏目 field (default: the only one that waits)")
    one.add_argument("--as", dest="chosen", default="", metavar="A,B", help="确认的单位 the bodies")
    one.add_argument("--all-sure", action="store_true", help="确认全部“各……” confirm all that mean one list only")
    acting(one)


def run(args: argparse.Namespace) -> int:
    """Run one action."""
    return _RUN[args.action](args)


def _start(args: argparse.Namespace) -> int:
    from openpyxl import Workbook

    from guihua.cli._output import form_of
    from guihua.ledgers.register import starting_rows
    from guihua.project import find_project, read_plan

    form_of(args.output, None, {".xlsx": ("xlsx",)}, files_only=frozenset({""}))
    project = find_project()
    place = args.region or (project.region if project else "")
    if not place:
        raise GuihuaError(
            "BODIES-REGION", "没有写明地区 no region is named", "--region 150000; guihua.toml: region", ""
        )
    named: tuple[str, ...] = ()
    if project is not None:
        plan = read_plan(project.plan_file if project.plan_file.exists() else project.plan)
        named = tuple(b for item in plan.commitments for b in item.bodies)
    rows = starting_rows(place, named)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "机构名录"
    sheet.append([*(head for _, head in COLUMNS), *MORE])
    for row in rows:
        sheet.append([*(row[key] for key, _ in COLUMNS), *("" for _ in MORE)])
    for letter, width in zip("ABCDEFGHIJKLM", (34, 16, 14, 10, 12, 24, 24, 16, 12, 16, 24, 12, 20), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "B2"
    book.save(args.output)
    print(f"{args.output}: {len(rows)} 个单位 bodies", file=sys.stderr)
    return 0


def _take(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import actor_of, at_of, journal_of, ledger_named, opened
    from guihua.cli._ledger_write import print_bad
    from guihua.ledgers.importing import BadRows, import_file
    from guihua.ledgers.register import register

    ledger = ledger_named("bodies")
    with opened(args, create=True) as store:
        journal = journal_of(store, ledger)
        for file in args.files:
            try:
                batch = import_file(journal, file, at_of(args), actor_of(args))
            except BadRows as error:
                print_bad(ledger, error.batch.bad)
                raise
            told = f"读入 read {batch.rows} 行，入账 recorded {len(batch.events)}，无变化 same {batch.same}"
            print(f"{file.name}: {told}", file=sys.stderr)
        faults = tuple(register(journal).faults())
    return _say_faults(faults)


def _list(args: argparse.Namespace) -> int:
    with _opened(args) as (_store, known):
        chosen = known.below(args.league) if args.league else known.entries
        for e in chosen:
            print("\t".join((e.name, e.kind, e.level, e.region, e.parent, "、".join(e.others), _state(e))))
        print(f"{len(chosen)} 个单位 bodies", file=sys.stderr)
    return 0


def _show(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import declared, journal_of, word
    from guihua.ledgers.ledger import CLOSED
    from guihua.ledgers.wording import title_of

    with _opened(args) as (store, known):
        entry = known.find(args.name)
        if entry is None:
            raise GuihuaError(
                "BODIES-STRANGER",
                f"机构名录里没有这个单位 the register knows no such body: {args.name}",
                "guihua bodies list",
            )
        rows = [
            ("机构名称 name", entry.name), ("其他名称 other names", "、".join(entry.others)),
            ("类别 kind", entry.kind), ("层级 level", entry.level), ("地区代码 region", known.region_of(entry.name)),
            ("上级单位 superior", entry.parent), ("下属单位 below", "、".join(e.name for e in known.below(entry.name))),
            ("前身 predecessors", "、".join(known.predecessors(entry.name))),
            ("承继单位 successors", "、".join(entry.successors)), ("岗位 posts", "、".join(entry.posts)),
            ("联系 contact", " ".join(filter(None, (entry.contact, entry.phone, entry.email)))), ("状态 state", _state(entry)),
        ]  # fmt: skip
        for head, value in rows:
            if value:
                print(f"{head}\t{value}")
        for ledger in declared().values():
            if ledger.holders and ledger.name not in ("bodies", "reminders"):
                journal = journal_of(store, ledger, known.bodies)
                held = [s for s in journal.states().values() if journal.holds(entry.name, s)]
                open_ = [s for s in held if ledger.meaning(s.state) not in CLOSED]
                if held:
                    print(f"{word(ledger.words)}\t{len(open_)} 项未办结 open / {len(held)}")
                for state in open_[:10]:
                    print(f"  {title_of(ledger, state)}")
    return 0


def _check(args: argparse.Namespace) -> int:
    from guihua.project import find_project, read_plan

    with _opened(args) as (_store, known):
        faults = list(known.faults())
        project = find_project()
        if project is not None and project.plan_file.exists():
            bodies = dict.fromkeys(r.body for r in read_plan(project.plan_file).indicators if r.body)
            said = "指标责任清单里有，名录里没有 in the indicator sheet, not in the register"
            faults += [(name, said) for name in known.bodies.strangers(bodies)]
        print(f"{len(known.entries)} 个单位 bodies", file=sys.stderr)
    return _say_faults(faults)


def _resolve(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import declared, journal_of, ledger_named
    from guihua.ledgers.groups import unresolved
    from guihua.ledgers.wording import title_of

    count = 0
    with _opened(args) as (store, known):
        names = [ledger_named(n) for n in args.ledgers] or list(declared().values())
        for ledger in names:
            journal = journal_of(store, ledger, known.bodies)
            states = journal.states()
            for r in unresolved(journal, known):
                count += 1
                sure = "全部 all" if r.sure else "须人工确认 a person says which"
                offered = "、".join(r.offered) or f"—（备选 of: {'、'.join(r.among) or '名录里没有 none registered'}）"
                head = f"{ledger.name}\t{r.subject}\t{r.field}\t{r.words}\t{sure}\t{offered}"
                print(f"{head}\t{title_of(ledger, states[r.subject])[:60]}")
    print(f"待确认 to confirm: {count}", file=sys.stderr)
    return 0


def _confirm(args: argparse.Namespace) -> int:
    from guihua.cli._ledger import actor_of, at_of, journal_of, ledger_named
    from guihua.ledgers.groups import confirm, unresolved

    ledger = ledger_named(args.ledger)
    with _opened(args) as (store, known):
        journal = journal_of(store, ledger, known.bodies)
        open_ = unresolved(journal, known)
        if args.all_sure:
            chosen = {(r.subject, r.field): r.offered for r in open_ if r.sure and r.offered}
        else:
            mine = [r for r in open_ if r.subject == args.id and args.field in ("", r.field)]
            field = args.field or (mine[0].field if mine else "")
            names = [n.strip() for n in args.chosen.replace("，", ",").replace("、", ",").split(",") if n.strip()]
            chosen = {(args.id, field): tuple(names)}
        done = confirm(journal, known, chosen, at_of(args), actor_of(args)) if chosen else {}
    print(f"已确认 confirmed: {len(done)}", file=sys.stderr)
    return 0


@contextmanager
def _opened(args: argparse.Namespace) -> Iterator[tuple[Store, Register]]:
    """The store that is meant and the register of the day that is asked for."""
    from guihua.cli._ledger import journal_of, ledger_named, opened
    from guihua.cli._store import as_of
    from guihua.ledgers.register import register

    with opened(args) as store:
        on = as_of(args) if getattr(args, "as_of", "") else date.max
        yield store, register(journal_of(store, ledger_named("bodies")), on)


def _say_faults(found: Sequence[tuple[str, str]]) -> int:
    for name, what in found:
        print(f"! {name}  {what}", file=sys.stderr)
    return 1 if found else 0


def _state(entry: Entry) -> str:
    return "" if entry.until is None else f"至 until {entry.until}"


def _dated(one: argparse.ArgumentParser) -> None:
    add_as_of(one)
    add_store(one)


_RUN = {
    "start": _start, "take": _take, "list": _list, "show": _show, "check": _check, "resolve": _resolve, "confirm": _confirm,
}  # fmt: skip

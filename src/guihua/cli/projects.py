"""项目组合 the portfolio of projects: does it deliver in time, which carry the risk; exchange as OC4IDS.

    guihua projects outlook 项目.csv --by 2020-12-31 --investment 38000 --capacity 风电=4500
    guihua projects targets                                                # 每个目标由哪些项目支撑 which projects serve each target; 没有的是缺口
    guihua projects oc4ids 项目.csv --publisher 自治区工信厅 --uri https://…/projects.json -o projects.json
    guihua projects table projects.json -o 项目.csv                          # OC4IDS 进来 in

项目表的列 columns: code, name, total, done, plan_start, plan_end, start, product, capacity, capacity_unit, industry_code, league,
owner_firm, state。不写文件则取台账 projects；项目投资之和不是统计的投资额 a sum of projects is no statistic of investment.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import fields
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from fractions import Fraction

    from guihua.mechanisms.portfolio.outlook import Outlook
    from guihua.mechanisms.portfolio.projects import Project
    from guihua.mechanisms.portfolio.serving import Served

HELP = "看项目 does the portfolio deliver; OC4IDS out and in"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    parser.add_argument("action", choices=("outlook", "targets", "oc4ids", "table"), help="做什么 what to do")
    parser.add_argument("file", nargs="?", default="", help="项目表，或 OC4IDS 包 the table, or a package")
    add_store(parser)
    add_as_of(parser)
    parser.add_argument("--by", default="", metavar="DATE", help="到哪一天 by this day")
    parser.add_argument(
        "--investment", type=float, default=None, metavar="亿元", help="投资目标 the target of investment"
    )
    parser.add_argument("--capacity", action="append", default=[], metavar="PRODUCT=AMOUNT", help="产能目标，可重复")
    parser.add_argument("--seed", type=int, default=1, help="随机种子 the same seed gives the same numbers")
    parser.add_argument("--draws", type=int, default=10_000, help="抽样次数 (default: 10000)")
    parser.add_argument("--publisher", default="", help="发布单位 who publishes")
    parser.add_argument("--uri", default="", help="包的网址 where the package will stand")
    parser.add_argument("--prefix", default="guihua", help="编号前缀 the publisher's prefix of ids")
    parser.add_argument("-o", "--output", metavar="FILE", help=".json .csv")


def run(args: argparse.Namespace) -> int:
    """Run one action."""
    from guihua.cli._output import file_of, form_of, put_text

    if args.action == "table":
        form_of(args.output, None, {".csv": ("csv",)}, default="csv")
        from guihua.mechanisms.portfolio.oc4ids import read_package

        put_text(file_of(args.output), _csv(read_package(args.file)), "")
        return 0
    if args.action == "targets":
        return _targets(args)
    form_of(args.output, None, {".json": ("json",)}, default="json")
    projects = _projects(args)
    text = _package(args, projects) if args.action == "oc4ids" else _outlook(args, projects)
    if args.action == "oc4ids" or args.output:
        put_text(file_of(args.output), text, "")
        if args.output:
            print(args.output, file=sys.stderr)
    return 0


def _projects(args: argparse.Namespace) -> tuple[Project, ...]:
    from guihua.mechanisms.portfolio.projects import from_ledger, read_projects

    if args.file:
        return read_projects(args.file)
    from guihua.cli._ledger import journal_of, ledger_named
    from guihua.cli._store import store_of

    with store_of(args) as store:
        states = journal_of(store, ledger_named("projects")).states()
    return from_ledger({**s.values, "state": s.state} for s in states.values())


def _targets(args: argparse.Namespace) -> int:
    """Each main target with the projects that serve it; projects come from the ledger."""
    from guihua.cli._inputs import inputs
    from guihua.cli._ledger import journal_of, ledger_named
    from guihua.cli._output import file_of, form_of, put_text
    from guihua.cli._store import as_of, store_of
    from guihua.mechanisms.portfolio.serving import idle, served
    from guihua.plan.cells import csv_text

    form = form_of(args.output, None, {".csv": ("csv",), ".json": ("json",), ".txt": ("table",)}, default="table")
    plan = inputs(args.file or None).plan
    with store_of(args) as store:
        states = tuple(journal_of(store, ledger_named("projects")).states(as_of=as_of(args)).values())
    found = served(plan, states)
    rows = [_served_row(s) for s in found]
    if form == "json":
        text = (
            json.dumps([dict(zip(TARGET_HEADS, row, strict=True)) for row in rows], ensure_ascii=False, indent=1) + "\n"
        )
    elif form == "csv":
        text = csv_text([TARGET_HEADS, *rows])
    else:
        from guihua.cli._text import shorten, text_table

        text = (
            text_table(TARGET_HEADS, [(shorten(r[0], 30), *r[1:]) for r in rows], frozenset({1, 2, 3, 4, 5, 6})) + "\n"
        )
    put_text(file_of(args.output), text, form)
    gaps, without = sum(s.gap for s in found), idle(plan, states)
    print(
        f"{len(found)} 项目标，没有项目的 without a project {gaps}；不支撑目标的项目 projects that serve none {len(without)}；"
        "新增能力是项目的，不是全区的 new capacity is the projects', not the region's",
        file=sys.stderr,
    )
    return 0


TARGET_HEADS = ("目标", "要求", "比基期", "投产新增", "在建和储备", "还差", "项目数", "项目")


def _served_row(s: Served) -> tuple[str, ...]:
    def told(value: Fraction | None) -> str:
        return "" if value is None else f"{float(value):g}"

    t = s.target
    numbers = (told(s.asked), told(s.built), told(s.coming), told(s.lacking))
    names = "、".join(p.name for p in s.projects)
    return (t.indicator, f"{'～'.join(t.value)}{t.unit}", *numbers, str(len(s.projects)) if s.projects else "无", names)


def _package(args: argparse.Namespace, projects: tuple[Project, ...]) -> str:
    from guihua.cli._store import as_of
    from guihua.mechanisms.portfolio.oc4ids import package

    if not args.publisher or not args.uri:
        raise GuihuaError(
            "OC4IDS-PUBLISHER", "要写明发布单位和网址 publisher and uri are needed", "--publisher … --uri …"
        )
    made = package(projects, publisher=args.publisher, uri=args.uri, on=as_of(args), prefix=args.prefix)
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _outlook(args: argparse.Namespace, projects: tuple[Project, ...]) -> str:
    from guihua.cli._store import as_of, day
    from guihua.mechanisms.portfolio.outlook import outlook

    if not args.by:
        raise GuihuaError("PROJECT-DATES", "到哪一天没有写 no day is named", "--by 2020-12-31")
    capacities = {}
    for item in args.capacity:
        name, _, amount = item.partition("=")
        try:
            capacities[name] = float(amount)
        except ValueError:
            raise GuihuaError("PROJECT-CAPACITY", f"产能目标写得不对 no amount: {item!r}", "风电=4500") from None
    found = outlook(
        projects,
        as_of(args),
        day(args.by),
        investment=args.investment,
        capacities=capacities,
        seed=args.seed,
        draws=args.draws,
    )
    print(_told(found))
    rows = [{f.name: getattr(d, f.name) for f in fields(d)} for d in found.deliveries]
    carriers = [{f.name: getattr(c, f.name) for f in fields(c)} for c in found.carriers]
    made = {"by": found.by.isoformat(), "as_of": found.as_of.isoformat(), "seed": found.seed, "draws": found.draws}
    return json.dumps({**made, "deliveries": rows, "carriers": carriers}, ensure_ascii=False, indent=1) + "\n"


def _told(found: Outlook) -> str:
    from guihua.cli._text import shorten, text_table
    from guihua.mechanisms.portfolio.outlook import COMMON, SPREAD

    head = ("什么 what", "预计 expected", "八成区间 80 %", "目标 target", "可能性 chance")
    rows = []
    for d in found.deliveries:
        name = "投资 investment" if d.what == "investment" else d.what
        chance = "" if d.chance is None else f"{100 * d.chance:.0f}%"
        rows.append(
            (
                name,
                f"{d.expected:,.0f}{d.unit}",
                f"{d.low:,.0f}～{d.high:,.0f}",
                "" if d.target is None else f"{d.target:,.0f}",
                chance,
            )
        )
    lines = [text_table(head, rows, frozenset({1, 2, 3, 4}))]
    if found.carriers:
        lines += ["", "最影响结果的项目 what carries the risk:"]
        lines += [
            f"  {c.code}  {shorten(c.name, 40)}  差 lacks {c.lacking:,.1f}亿元  进度指数 SPI(t) {c.index:.2f}"
            for c in found.carriers
        ]
    lines.append(
        f"截至 {found.as_of}，到 {found.by}；{found.draws} 次抽样，种子 {found.seed}；误差 {SPREAD:g}，其中共同 {COMMON:g}；项目之和不是统计的投资额"
    )
    return "\n".join(lines)


def _csv(projects: tuple[Project, ...]) -> str:
    from guihua.mechanisms.portfolio.projects import COLUMNS
    from guihua.plan.cells import csv_text

    rows = [[_cell(getattr(p, name)) for name in COLUMNS] for p in projects]
    return csv_text([list(COLUMNS), *rows])


def _cell(value: object) -> str:
    return "" if value in (None, 0.0) else f"{value:g}" if isinstance(value, float) else str(value)

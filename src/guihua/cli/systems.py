"""实施机制清单 what the plan sets up, where each system lives, and whether it works.

guihua systems                                   # 项目的规划 the project's plan
guihua systems 规划.docx --format json            # 任何规划 any plan; fields: quote, start, end, section, home, state, figures, missing, body …
guihua systems --home ledger:parks               # 只看某个归属 of one home; --state none 只看还没有的
guihua systems --confirm ID --by 张三             # 人工确认 confirm; 记入台账 systems
guihua systems --confirm ID --home-is ledger:parks --body 某厅 --by 张三   # 改归属 name its home
guihua systems --merge ID --into ID --basis 会议纪要 --by 张三             # 并入另一项 one system with another
guihua systems --drop ID --basis 理由 --by 张三                           # 不是机制 no system

归属 homes: ledger:NAME 台账（ledger list）, run:NAME 机制办理（run --list）, link:NAME 其他单位的系统,
  form:表号 项目的报表, indicator:ID 指标, task:ID 任务。
状态 states: works 项目库里有最近一次办理、填报或导入；partly 已建未用；none 还没有。示例生成的数据标“示例”。
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.mechanisms.systems import Standing, System
    from guihua.plan.plan import Plan

HELP = "实施机制清单 what the plan sets up and where each lives"
SUFFIXES = {".json": ("json",), ".csv": ("csv",), ".txt": ("table",)}
_STATES = {"works": ("✓ 在用", "✓ works"), "partly": ("△ 已建未用", "△ partly"), "none": ("○ 没有", "○ none")}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    parser.add_argument("plan", nargs="?", help="规划文本或 plan.yaml (default: the project's)")
    parser.add_argument("--home", default="", help="只看归属以此开头的 of homes that begin so: ledger:parks, run:")
    parser.add_argument("--state", default="", choices=["", *_STATES], help="只看此状态 of one state")
    parser.add_argument("--format", default="", choices=["", "table", "json", "csv"])
    parser.add_argument("-o", "--output", default="", help="写入文件 .json .csv .txt")
    add_as_of(parser)
    add_store(parser)
    decide = parser.add_argument_group("人工确认 decisions")
    decide.add_argument("--confirm", default="", metavar="ID", help="确认 confirm")
    decide.add_argument("--home-is", default="", metavar="HOME", help="归属改为 its home")
    decide.add_argument("--body", default="", help="责任单位 who answers for it")
    decide.add_argument("--merge", default="", metavar="ID", help="并入另一项 merge …")
    decide.add_argument("--into", default="", metavar="ID", help="… 到这一项 into this one")
    decide.add_argument("--drop", default="", metavar="ID", help="不是机制 no system")
    decide.add_argument("--basis", default="", help="依据 basis")
    decide.add_argument("--by", default="", help="经办人 who decides")
    decide.add_argument("--at", default="", metavar="DATE", help="日期 day (today)")
    parser.set_defaults(as_body="", role="")


def run(args: argparse.Namespace) -> int:
    """Print the list, or record a decision."""
    from guihua.cli._inputs import inputs
    from guihua.cli._output import form_of, put_text
    from guihua.mechanisms.systems import systems

    form = form_of(args.output, args.format or None, SUFFIXES, default="table")
    plan = inputs(args.plan).plan
    if args.confirm or args.merge or args.drop:
        return _decide(args, plan)
    found = systems(plan, standing_here(args))
    shown = [s for s in found if s.home.startswith(args.home) and args.state in ("", s.state)]
    text = {"json": _json, "csv": _csv, "table": _table}[form](shown)
    put_text(args.output if args.output != "-" else "", text, form)
    counts = {state: sum(s.state == state for s in found) for state in _STATES}
    made = sum(s.made for s in found)
    said = "、".join(f"{_STATES[state][0]} {n}" for state, n in counts.items())
    print(f"{len(found)} 项 systems：{said}；其中示例数据 made up {made}", file=sys.stderr)
    return 0


def standing_here(args: argparse.Namespace) -> Standing:
    """What homes this project has and what stands in its store; outside a project, what comes with guihua."""
    from guihua.cli._ledger import declared
    from guihua.cli._store import as_of, store_address
    from guihua.mechanisms.systems import standing
    from guihua.project import find_project
    from guihua.storage import open_store

    project = find_project()
    address = store_address(args) if args.store or project is not None else ""
    there = bool(address) and ("://" in str(address) or Path(address).exists())
    with ExitStack() as stack:
        store = stack.enter_context(open_store(address)) if there else None
        return standing(declared(), store, project.root if project else None, as_of(args))


def _decide(args: argparse.Namespace, plan: Plan) -> int:
    """One decision into the ledger `systems`."""
    from guihua.cli._ledger import actor_of, at_of, journal_of, ledger_named, opened
    from guihua.errors import GuihuaError
    from guihua.mechanisms.systems import decision, systems

    of = standing_here(args)
    names = {s.id: s for s in systems(plan, of)}
    subject = args.confirm or args.merge or args.drop
    for wanted in filter(None, (subject, args.into)):
        if wanted not in names and wanted not in of.decided:
            raise GuihuaError("SYS-ABSENT", f"清单里没有 not in the list: {wanted}", "guihua systems")
    if args.home_is and args.home_is not in of.known | _of_plan(plan, of):
        raise GuihuaError(
            "SYS-HOME",
            f"归属对不上 no such home: {args.home_is}",
            "guihua ledger list; guihua run --list; guihua read (indicator:ID); guihua ledger state tasks (task:ID)",
        )
    if args.merge and not args.into:
        raise GuihuaError("SYS-MERGE", "并到哪一项没有写 --into is missing", "--merge ID --into ID")
    with opened(args, create=True) as store:
        journal = journal_of(store, ledger_named("systems"))
        events = decision(
            journal, subject, at_of(args), actor_of(args),
            act="merge" if args.merge else "revoke" if args.drop else "list",
            title=names[subject].name if subject in names else "",
            home=args.home_is, body=args.body, into=args.into, basis=args.basis,
        )  # fmt: skip
        journal.record(events)
    print(f"{subject}  {'并入 ' + args.into if args.merge else '不是机制' if args.drop else '已确认'}")
    return 0


def _of_plan(plan: Plan, of: Standing) -> frozenset[str]:
    """The homes that are found for each plan: its targets, its tasks and those of the ledger of tasks."""
    tasks = (*(c.id for c in plan.commitments), *(state.subject for state in of.tasks))
    return frozenset([*(f"indicator:{s.id}" for s in plan.targets), *(f"task:{name}" for name in tasks)])


def record(system: System) -> dict[str, object]:
    """A system as a JSON object."""
    from dataclasses import asdict

    return {**asdict(system), "figures": list(system.figures), "merged": list(system.merged)}


def _json(found: list[System]) -> str:
    return json.dumps([record(s) for s in found], ensure_ascii=False, indent=1) + "\n"


def _csv(found: list[System]) -> str:
    from guihua.plan.cells import csv_text

    head = (
        "id",
        "section",
        "name",
        "home",
        "state",
        "made",
        "figures",
        "missing",
        "body",
        "decided",
        "quote",
        "start",
        "end",
    )
    rows = [
        (s.id, s.section, s.name, s.home, s.state, "示例" if s.made else "", "；".join(s.figures), s.missing, s.body,
         s.decided, s.quote, str(s.start), str(s.end))
        for s in found
    ]  # fmt: skip
    return csv_text([head, *rows])


def _table(found: list[System]) -> str:
    from guihua.cli._ledger import lang
    from guihua.cli._text import shorten, text_table

    zh = lang() == "zh"
    head = (
        ("编号", "机制", "归属", "状态", "现有数据", "责任单位")
        if zh
        else ("id", "system", "home", "state", "figures", "body")
    )
    rows = [
        (s.id, shorten(s.name, 40), s.home, _STATES[s.state][0 if zh else 1] + ("（示例）" if s.made else ""),
         shorten("；".join(s.figures) or s.missing, 44), shorten(s.body, 20))
        for s in found
    ]  # fmt: skip
    return text_table(head, rows) + "\n"

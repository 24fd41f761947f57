"""填报表 a workbook for a body to fill in, with lists, units and checks; guihua import reads it back.

guihua template -o 填报.xlsx                                       # 空表 empty, with the plan's indicators to choose from
guihua template --region 150100 --period 2018M06 --all -o 呼市.xlsx   # 规划全部指标各一行 a line for each of the plan's
guihua template --indicator 工业增加值 --indicator 原煤产量 --period 2018
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.plan.plan import Plan

HELP = "填报表 a workbook for a body to fill in"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("-o", "--output", default="填报.xlsx", metavar="FILE", help="(default: 填报.xlsx)")
    parser.add_argument("--indicator", action="append", default=[], help="要填的指标 an indicator that is asked for")
    parser.add_argument("--all", action="store_true", help="规划的每个目标各一行 a line for each of the plan's targets")
    parser.add_argument(
        "--region",
        action="append",
        default=[],
        help="地区、园区或企业代码 code of a region, park or enterprise (may be given several times)",
    )
    parser.add_argument("--period", default="", help="时期 e.g. 2018, 2018M06")
    parser.add_argument("--publisher", default="", help="填报单位 the body that fills it in")


def run(args: argparse.Namespace) -> int:
    """Write the workbook."""
    from pathlib import Path

    from guihua.cli._output import form_of
    from guihua.cli._store import bodies_here
    from guihua.plan.files import write_whole
    from guihua.plan.periods import Period
    from guihua.statistics.template import Asked, answers_of, template

    form_of(args.output, None, {".xlsx": ("xlsx",)}, files_only=frozenset({""}))
    period = str(Period.parse(args.period)) if args.period else ""
    bodies = bodies_here()
    codes = [bodies.place(code).code for code in args.region] or [_project_region()]
    plan = _plan()
    named = answers_of(plan.targets) if plan else {}
    wanted = dict.fromkeys([*args.indicator, *(named if args.all else ())])
    if args.all and not named:
        raise GuihuaError(
            "TEMPLATE-EMPTY", "这里没有规划的目标 no plan's targets here", "在项目里运行 run in a project"
        )
    asked = [replace(named.get(n, Asked(indicator=n)), region=code, period=period) for code in codes for n in wanted]
    path = Path(args.output)
    write_whole(path, template(asked, publisher=args.publisher, indicators=list(named), bodies=bodies))
    print(path)
    print(f"{len(asked)} 行待填 lines asked for; 填好后 then: guihua import {path.name}", file=sys.stderr)
    return 0


def _plan() -> Plan | None:
    from guihua.project import find_project, read_plan

    project = find_project()
    if project is None:
        return None
    path = project.plan_file if project.plan_file.exists() else project.plan
    return read_plan(path) if path.exists() else None


def _project_region() -> str:
    from guihua.project import find_project

    project = find_project()
    return project.region if project else ""

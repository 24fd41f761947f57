"""指标责任清单 which series judges each target, and which body answers for it: one sheet that a person owns.

guihua indicators                                # 每条主要目标由哪个序列测算，没有的给出相近的 what is joined, and near names
guihua indicators sheet -o 指标责任清单.xlsx      # 带下拉清单和建议 with lists to choose from and suggestions
guihua indicators take 指标责任清单.xlsx --by 张三  # 三方比对后记入 decisions.yaml compared three ways
guihua indicators accept                         # 逐条问是否采纳首选 asks, one key a target；--yes 采纳名称相同的 the same names
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.plan.plan import Plan
    from guihua.tracking.indicators import Row, Series

HELP = "指标责任清单：序列、责任单位、建议 which series judges which target, and who answers for it"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_store

    parser.add_argument(
        "action", nargs="?", default="list", choices=("list", "sheet", "take", "accept"), help="做什么 (default: list)"
    )
    parser.add_argument("file", nargs="?", default="", help="take: 交回的清单 the sheet that came back")
    parser.add_argument("--plan", default="", help="规划 plan (default: the project's)")
    parser.add_argument("-o", "--output", default="", help="sheet: 清单文件 the workbook (.xlsx)")
    parser.add_argument("--all", action="store_true", help="其他定量表述也列 other quantified targets too")
    parser.add_argument("--by", default="", help="谁的决定 who decides (default: the login name)")
    parser.add_argument("--as-of", default="", metavar="DATE", help="按这一天已公布的数据 (default: today)")
    parser.add_argument(
        "--yes", action="store_true", help="accept: 不问，只采纳很相近的 without asking, only what is very near"
    )
    add_store(parser)


def run(args: argparse.Namespace) -> int:
    """List, write, take or accept."""
    plan, path, region = _plan(args)
    if args.action == "take":
        return _take(args, plan, path)
    series = _series(args, plan, region)
    from guihua.tracking.indicators import rows_of

    rows = rows_of(plan, series, region=region, every=args.all)
    if args.action == "sheet":
        return _sheet(args, rows, series)
    if args.action == "accept":
        return _accept(args, rows, plan, path)
    for row in rows:
        print(_line(row))
    _summary(rows)
    return 0


def _plan(args: argparse.Namespace) -> tuple[Plan, Path, str]:
    """The plan with its decisions, its plan file, and the project's region."""
    from guihua.cli.review import plan_file
    from guihua.plan.planfile import read_planfile
    from guihua.project import find_project

    path = plan_file(args.plan or None)
    project = find_project()
    return read_planfile(path), path, project.region if project else ""


def _series(args: argparse.Namespace, plan: Plan, region: str) -> tuple[Series, ...]:
    from guihua.cli._store import as_of, store_or_empty
    from guihua.tracking.indicators import series_in

    regions = (
        plan.region or region,
        *(s.region for s in plan.targets if s.region),
        *(r.region for r in plan.indicators if r.region),
    )
    with store_or_empty(args) as store:
        return series_in(store, tuple(r for r in regions if r), as_of(args))


def _sheet(args: argparse.Namespace, rows: tuple[Row, ...], series: tuple[Series, ...]) -> int:
    from guihua.cli._output import form_of
    from guihua.plan.files import write_whole
    from guihua.tracking.indicators import sheet_bytes

    output = args.output or "指标责任清单.xlsx"
    form_of(output, None, {".xlsx": ("xlsx",)}, files_only=frozenset(("xlsx",)))
    write_whole(output, sheet_bytes(rows, series))
    print(f"{output}: {len(rows)} 条 targets", file=sys.stderr)
    _summary(rows)
    return 0


def _take(args: argparse.Namespace, plan: Plan, path: Path) -> int:
    from guihua.plan.decisions import append_decision
    from guihua.tracking.indicators import take_sheet

    if not args.file:
        raise GuihuaError("CLI-ARGUMENTS", "没有写明清单 which sheet?", "guihua indicators take 指标责任清单.xlsx")
    taken = take_sheet(Path(args.file), plan, by=_by(args), on=date.today().isoformat())
    append_decision(path.with_name("decisions.yaml"), *taken.decisions)
    for c in taken.conflicts:
        print(
            f"  冲突 conflict: 第 {c.row} 行 {c.statement} {c.slot}: 清单 sheet “{c.sheet}”，现为 held “{c.held}”，未改 left",
            file=sys.stderr,
        )
    print(
        f"记入 decided {len(taken.decisions)} 条，采纳建议 suggestions accepted {taken.accepted}，冲突 conflicts {len(taken.conflicts)}",
        file=sys.stderr,
    )
    return 1 if taken.conflicts else 0


def _accept(args: argparse.Namespace, rows: tuple[Row, ...], plan: Plan, path: Path) -> int:
    from guihua.plan.decisions import append_decision
    from guihua.plan.indicators import IndicatorRecord, indicator_decision
    from guihua.tracking.indicators.near import SURE
    from guihua.tracking.indicators.workbook import series_words

    chosen = []
    for row in rows:
        if row.joined or not row.offers or row.record.series:
            continue
        first = row.offers[0]
        offer = (first if first.likeness >= SURE else None) if args.yes else _asked(row)
        if offer is None:
            continue
        changes = {"series": series_words(offer.series)}
        if offer.series.coverage != "unstated":
            changes["coverage"] = offer.series.coverage
        record = IndicatorRecord(row.statement.id)
        chosen.append(
            indicator_decision(
                plan, record, by=_by(args), on=date.today().isoformat(), changes=changes, reason=offer.reason
            )
        )
    append_decision(path.with_name("decisions.yaml"), *chosen)
    print(f"采纳 accepted {len(chosen)} 条", file=sys.stderr)
    return 0


def _asked(row: Row):  # type: ignore[no-untyped-def]  # Near | None; kept out of start-up
    """One key: y takes the first, a digit another, anything else none."""
    if not sys.stdin.isatty():
        raise GuihuaError(
            "CLI-TERMINAL", "要在终端里逐条确认 asks at a terminal", "或 or: --yes，guihua indicators sheet"
        )
    print(f"\n{row.statement.quote}\n  指标 {row.statement.indicator}", file=sys.stderr)
    for number, offer in enumerate(row.offers, 1):
        print(
            f"  {number}. {offer.series.name} [{offer.series.unit}] {offer.series.latest}：{offer.reason}",
            file=sys.stderr,
        )
    answer = input("采纳 accept? y / 1-5 / 回车跳过 enter: none > ").strip().lower()
    if answer == "y":
        return row.offers[0]
    return row.offers[int(answer) - 1] if answer.isdigit() and 1 <= int(answer) <= len(row.offers) else None


def _line(row: Row) -> str:
    s = row.statement
    mark = "●" if row.joined else "○"
    if row.record.keep is False:
        mark = "—"
    first = row.offers[0] if row.offers else None
    said = (
        f"{first.series.name} {first.series.latest} {first.series.value}{first.series.unit}：{first.reason}"
        if first and not row.parts
        else f"由各部分相加 the sum of {'、'.join(s.name for s in row.parts)}"
        if row.parts
        else "库中没有相近的序列 no near series"
    )
    return "\t".join(
        (mark, s.id, row.record.name or s.indicator, "—".join(s.value) + s.unit, row.body or "责任单位未定", said)
    )


def _summary(rows: tuple[Row, ...]) -> None:
    joined = sum(r.joined for r in rows)
    near = sum(bool(r.offers) and not r.joined for r in rows)
    none = len(rows) - joined - near
    said = f"已对上序列 joined {joined}，有相近的 near names {near}，库中没有 nothing near {none}"
    print(
        f"{len(rows)} 条主要目标 main targets：{said}；责任单位未定 without a body {sum(not r.body for r in rows)}",
        file=sys.stderr,
    )


def _by(args: argparse.Namespace) -> str:
    import getpass

    return args.by or getpass.getuser()

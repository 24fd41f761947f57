"""待补数据清单 what to ask whom: each target without a verdict, why, the latest figure, who publishes the next one and when.

guihua gaps --as-of 2021-12-31                     # 清单 the list
guihua gaps -o 待补数据清单.xlsx                    # 工作簿；.docx 为文件 a workbook, or a document
guihua gaps --papers 商请/ --issuer 自治区工业和信息化厅  # 每个责任单位一份公文（函、通知、请示）和一张填报表
guihua gaps take 商请/填报-统计局.xlsx              # 填好的表导入 a table that came back is imported
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
    from guihua.tracking.gaps import Gap

HELP = "待补数据清单，并起草商请公文 what data is missing, whom to ask for it, and the papers that ask"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    parser.add_argument("action", nargs="?", default="list", choices=("list", "take"), help="(default: list)")
    parser.add_argument("files", nargs="*", help="take: 填好的表 tables that came back")
    parser.add_argument("--plan", default="", help="规划 plan (default: the project's)")
    parser.add_argument("-o", "--output", default="", help="清单文件 the list as .xlsx, .docx or .csv")
    parser.add_argument(
        "--papers", default="", metavar="FOLDER", help="每个责任单位一份公文和填报表 a paper and a table for each body"
    )
    parser.add_argument("--paper", default="", help="公文种类 kind of paper: 函 通知 请示 报告 (default: by the body)")
    parser.add_argument("--body", default="", help="只要这个责任单位的 of this body only")
    parser.add_argument("--issuer", default="", help="发文机关 who issues the papers")
    parser.add_argument("--reply-by", default="", metavar="DATE", help="回复期限 by when to answer")
    add_as_of(parser)
    add_store(parser)


def run(args: argparse.Namespace) -> int:
    """List, write, draft, or take."""
    if args.action == "take":
        return _take(args)
    from guihua.cli._output import file_of, form_of
    from guihua.cli._store import as_of

    suffixes = {".xlsx": ("xlsx",), ".docx": ("docx",), ".csv": ("csv",)}
    form = form_of(args.output, None, suffixes, default="text", files_only=frozenset(("xlsx", "docx")))
    on = as_of(args)
    plan, found = _found(args, on)
    if args.body:
        found = tuple(g for g in found if args.body in g.body)
    _put(plan, found, form, file_of(args.output), on)
    if args.papers:
        _papers(args, plan, found, on)
    cannot = sum(not g.exists for g in found)
    late = sum(bool(g.due and g.due <= on) for g in found)
    said = f"应已公布 should be out {late}，不会有数 can have none {cannot}"
    print(f"截至 as of {on}：{len(found)} 条目标没有结论 targets without a verdict；{said}", file=sys.stderr)
    return 0


def _found(args: argparse.Namespace, on: date) -> tuple[Plan, tuple[Gap, ...]]:
    from guihua.cli._inputs import inputs
    from guihua.cli._store import store_or_empty
    from guihua.tracking.gaps import gaps
    from guihua.tracking.indicators import series_in

    given = inputs(args.plan or None)
    plan = given.plan_on(on)
    with store_or_empty(args) as store:
        tracking = given.tracked(store, on, include_collected=args.include_collected)
        regions = tuple(dict.fromkeys(r for r in (plan.region or given.region, *(s.region for s in plan.targets)) if r))
        series = series_in(store, regions, on)
    return plan, gaps(plan, tracking.assessments, series, on, region=given.region)


def _put(plan: Plan, found: tuple[Gap, ...], form: str, output: str, on: date) -> None:
    from guihua.cli._output import put_text
    from guihua.reporting.gap_sheet import HEADS, gap_row, gap_workbook
    from guihua.tracking.gaps import by_body

    rows = [gap_row(g, on) for group in by_body(found).values() for g in group]
    if form == "csv":
        from guihua.plan.cells import csv_text

        put_text(output, csv_text([HEADS, *rows]), form)
    elif form == "xlsx":
        from guihua.plan.files import write_whole

        write_whole(output, gap_workbook(rows))
        print(output, file=sys.stderr)
    elif form == "docx":
        from guihua.plan.files import write_whole
        from guihua.reporting.docx_writer import write_docx
        from guihua.reporting.requests import gap_document

        write_whole(output, write_docx(gap_document(plan, found, on)))
        print(output, file=sys.stderr)
    else:
        for body, group in by_body(found).items():
            print(f"{body}（{len(group)}）")
            for g in group:
                print(_line(g, on))


def _line(g: Gap, on: date) -> str:
    when = f"预计 {g.due}{'，应已公布' if g.due <= on else ''}" if g.due else "不会有数"
    latest = f"最新 {g.latest}" if g.latest else "库中没有相关的数"
    why = f"（{g.why}）" if g.why else ""
    return f"  {g.statement.id}\t{g.name}\t{g.said}{why}\t{latest}\t{g.publication.publisher}《{g.publication.document}》{g.year}年数，{when}"


def _papers(args: argparse.Namespace, plan: Plan, found: tuple[Gap, ...], on: date) -> None:
    from guihua.cli._store import bodies_here, day
    from guihua.plan.files import write_whole
    from guihua.reporting.docx_writer import write_docx
    from guihua.reporting.requests import asked_of, request
    from guihua.statistics.template import template
    from guihua.tracking.gaps import by_asked

    folder = Path(args.papers)
    folder.mkdir(parents=True, exist_ok=True)
    until = day(args.reply_by) if args.reply_by else None
    for body, group in by_asked(found).items():
        paper = request(plan, body, group, on, kind=args.paper, issuer=args.issuer, reply_by=until)
        write_whole(folder / f"{paper.file}.docx", write_docx(paper.document))
        asked = asked_of(group, plan)
        if asked:
            write_whole(
                folder / f"填报-{paper.file.partition('-')[2]}.xlsx",
                template(asked, publisher=body, bodies=bodies_here()),
            )
        print(f"{folder / paper.file}.docx（{paper.kind}，{len(group)} 项）", file=sys.stderr)


def _take(args: argparse.Namespace) -> int:
    """A table that came back is imported like any other; what was left open is told."""
    from guihua.cli._store import bodies_here, region_of, store_of
    from guihua.cli.import_ import print_bad
    from guihua.statistics.importing import Defaults, import_file
    from guihua.statistics.importing.files import BadRows

    if not args.files:
        raise GuihuaError("CLI-ARGUMENTS", "没有写明填好的表 which table?", "guihua gaps take 填报.xlsx")
    args.region = ""
    with store_of(args, create=True) as store:
        for name in args.files:
            try:
                done = import_file(store, Path(name), defaults=Defaults(region=region_of(args)), bodies=bodies_here())
            except BadRows as error:
                print_bad(error.bad)
                raise
            print(
                f"{done.file}: 入库 stored {done.stored}，已有 known {done.same}；仍缺 still missing {len(done.left_out)}",
                file=sys.stderr,
            )
            for left in done.left_out:
                print(f"  {left}", file=sys.stderr)
    return 0

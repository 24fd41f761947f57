"""写评估报告 write the evaluation report, every figure recomputable.

    guihua report --kind midterm --as-of 2018-12-31 -o 中期评估.docx      # .docx .html .md .pdf
    guihua report --one-page --as-of 2018-12-31 -o 一页纸.docx
    guihua report --self-evaluation --body 自治区统计局 -o 自评表.docx     # 发出 send out
    guihua report --take 自评表*.docx -o 意见采纳情况表.docx               # 收回 take back
    guihua report --update 改过的.docx -o 新稿.docx                        # 更新数字，保留文字 refresh figures, keep words

报告旁另写 <名称>.bundle.json，可用 guihua verify 重算；写上报告文件，还核对它有无改动。A bundle is written beside it.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.reporting.document import Document
    from guihua.reporting.gather import Sources
    from guihua.reporting.material import Opinion
    from guihua.reporting.update import Update

HELP = "写评估报告 write the evaluation report"
KINDS = ("annual", "midterm", "final")
SUFFIXES = (".docx", ".html", ".md", ".pdf")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    parser.add_argument("plan", nargs="?", help="规划文本或 plan.yaml (default: the project's plan)")
    add_store(parser)
    add_as_of(parser)
    parser.add_argument("--kind", choices=KINDS, default=None, help="年度、中期、总结 (default: midterm)")
    parser.add_argument(
        "--since", default="", metavar="DATE", help="与哪一天所知相比 compare with (default: a year before)"
    )
    parser.add_argument("--one-page", action="store_true", help="一页纸 one page for a leader")
    parser.add_argument(
        "--self-evaluation", action="store_true", help="自评表 a prefilled self-evaluation (with --body)"
    )
    parser.add_argument("--body", default="", help="自评单位 the body that fills it in")
    parser.add_argument(
        "--take", nargs="+", default=[], metavar="FILE", help="收回的自评表 self-evaluations to take back"
    )
    parser.add_argument(
        "--update", default="", metavar="FILE", help="更新改过的报告 refresh the figures of an edited .docx"
    )
    parser.add_argument("--no-check", action="store_true", help="不校核文本 leave checking out")
    parser.add_argument("--no-bundle", action="store_true", help="不写核验文件 write no bundle")
    parser.add_argument("-o", "--output", default="", metavar="FILE", help="写到 write to: .docx .html .md .pdf")


def run(args: argparse.Namespace) -> int:
    """Make what is asked for and write it whole."""
    if args.take:
        return _take(args)
    from guihua.cli._output import form_of

    if not args.output:
        raise GuihuaError("REPORT-OUTPUT", "没有指明写到哪里 no output named", "加 add: -o 中期评估.docx")
    form_of(args.output, None, {suffix: (suffix,) for suffix in SUFFIXES}, files_only=frozenset({""}))
    if args.update:
        return _update(args)
    from guihua.reporting.gather import material
    from guihua.reporting.report import make_report

    if args.self_evaluation and not args.body:
        raise GuihuaError("REPORT-BODY", "没有指明填报单位 no body named", "加 add: --body 单位名称")
    sources = _sources(args)
    if args.self_evaluation:
        from guihua.reporting.self_evaluation import self_evaluation

        made = material(sources, charts=False)
        document = self_evaluation(made, args.body)
        if made.tasks and not any(t.led_by(args.body) for t in made.tasks):
            print(
                f"  ! 任务台账里没有由 {args.body} 牵头的任务，请核对名称 no task is led by it: check the name",
                file=sys.stderr,
            )
    elif args.one_page:
        from guihua.reporting.one_page import one_page

        document = one_page(material(sources, charts=False))
    else:
        document = make_report(material(sources))
    data = deliver(args.output, document)
    if not (args.no_bundle or args.self_evaluation or args.one_page):
        _bundle(args, document, sources, data)
    words = f"截至 as of {sources.as_of}，{len(document.figures)} 个可追溯的数字 traceable figures"
    print(args.output)
    print(words, file=sys.stderr)
    return 0


def deliver(output: str, document: Document) -> bytes:
    """Write a document in the form that the file's suffix names; its bytes."""
    from guihua.plan.files import write_whole
    from guihua.reporting.render import render

    data = render(document, Path(output).suffix.lower().removeprefix("."))
    write_whole(output, data)
    return data


def _sources(args: argparse.Namespace, *, kind: str = "", day: str = "", lang: str = "") -> Sources:
    """Read the project's plan and what its store knew on the day."""
    from guihua.cli._inputs import inputs
    from guihua.cli._store import as_of, store_of
    from guihua.cli._store import day as parse_day
    from guihua.reporting.gather import gather
    from guihua.reporting.material import ReportKind
    from guihua.reporting.self_evaluation import read_opinions

    given = inputs(args.plan)
    if day:
        args.as_of = day
    with store_of(args, upgrade=True) as store:
        return gather(
            given.plan,
            store,
            as_of(args),
            kind=ReportKind(kind or args.kind or "midterm"),
            before=parse_day(args.since) if args.since else None,
            include_collected=args.include_collected,
            region=given.region,
            settings=given.settings,
            ledgers=given.ledgers,
            path=given.path,
            yearly=given.yearly,
            texts=read_opinions(given.root / "opinions.yaml"),
            check=not args.no_check,
            lang=lang or os.environ.get("GUIHUA_LANG", "zh"),
        )


def _bundle(args: argparse.Namespace, document: Document, sources: Sources, data: bytes) -> None:
    from guihua.cli._inputs import inputs
    from guihua.cli._store import store_of
    from guihua.cli._subjects import subjects_of
    from guihua.plan.files import write_whole
    from guihua.reporting.bundle import file_made, write_bundle
    from guihua.reporting.ledger_lines import ledger_heads

    path, given = Path(args.output).with_suffix(".bundle.json"), inputs(args.plan)
    with store_of(args) as store:
        heads = ledger_heads(store, given.ledgers)
    subjects = (*subjects_of(given.path, given.yearly), *heads, file_made(Path(args.output).name, data))
    write_whole(path, write_bundle(document, sources, subjects))
    print(f"核验文件 bundle: {path}", file=sys.stderr)


def _take(args: argparse.Namespace) -> int:
    """Take self-evaluations back: into the project's opinions, and as a document where -o names one."""
    from guihua.plan.files import file_bytes
    from guihua.project import find_project
    from guihua.reporting.self_evaluation import collected, read_opinions, write_opinions
    from guihua.reporting.taking import COMMENT, DELETED, OUTSIDE, take

    opinions = take((name, file_bytes(name)) for name in args.take)
    project = find_project()
    path = (project.root if project else Path()) / "opinions.yaml"
    fresh = write_opinions(path, opinions)
    print(f"{path}: {len(opinions)} 条意见 opinions，新增 new {fresh}", file=sys.stderr)
    if project is not None:
        _enter(args, opinions)
    for o in opinions:
        if OUTSIDE in o.subject or o.subject in (COMMENT, DELETED):
            print(f"请核实 look at  {o.body}：{o.subject}：{o.opinion}", file=sys.stderr)
    if args.output:
        deliver(args.output, collected(read_opinions(path), os.environ.get("GUIHUA_LANG", "zh")))
        print(args.output)
    return 0


def _enter(args: argparse.Namespace, opinions: tuple[Opinion, ...]) -> None:
    """Into the ledger of opinions too, where each waits for an answer."""
    from datetime import date
    from getpass import getuser

    from guihua.cli._inputs import inputs
    from guihua.cli._store import store_of
    from guihua.ledgers.ledger import Actor
    from guihua.reporting.process import enter_opinions

    with store_of(args, upgrade=True) as store:
        entered = enter_opinions(store, opinions, date.today(), Actor(getuser()), inputs(args.plan).ledgers)
    print(f"评估意见台账 ledger evaluation_opinions: 新登记 entered {entered}", file=sys.stderr)


def _update(args: argparse.Namespace) -> int:
    """Refresh the figures of an edited report; 3 where a person's figure was kept against the computed one."""
    from guihua.plan.files import file_bytes, write_whole
    from guihua.reporting.carried import carried
    from guihua.reporting.gather import material
    from guihua.reporting.numbering import number_contents
    from guihua.reporting.report import make_report
    from guihua.reporting.update import update_docx

    data = file_bytes(args.update)
    meta = carried(data, args.update).meta
    if meta.get("document") != "report":
        raise GuihuaError(
            "REPORT-UPDATE",
            "这不是评估报告 no evaluation report",
            "给出 guihua 写的报告 give a report that guihua wrote",
            args.update,
        )
    args.include_collected = args.include_collected or meta.get("include_collected") == "yes"
    day = args.as_of or meta.get("as_of", "")
    args.since = args.since or (meta.get("before", "") if day == meta.get("as_of") else "")
    sources = _sources(args, kind=args.kind or meta.get("kind", ""), day=day, lang=meta.get("lang", ""))
    document = make_report(material(sources))
    done = update_docx(data, document, args.update)
    data = number_contents(done.data)
    write_whole(args.output, data)
    if not args.no_bundle:
        _bundle(args, document, sources, data)
    print(args.output)
    for line in _told(done):
        print(line)
    counts = (
        f"更新 refreshed {len(done.refreshed)}，重画 redrawn {len(done.drawn)}，新行 new rows {len(done.rows.added)}"
    )
    print(f"{counts}，保留人改 kept {len(done.kept) + len(done.drawn_by_others)}", file=sys.stderr)
    return 0 if done.quiet else 3


def _told(done: Update) -> list[str]:
    """What an update did, a line each."""
    rows = done.rows
    lines = [f"更新 refreshed  {what}: {before} → {after}" for what, before, after in done.refreshed]
    lines += [f"保留人改 kept  {what}: {mine}（测算 computed {computed}）" for what, mine, computed in done.kept]
    for words, found in (
        ("重画 redrawn", done.drawn),
        ("图被人换过，未重画 changed by a person, not redrawn", done.drawn_by_others),
        ("新行 new row", rows.added),
        ("删行 row removed", rows.removed),
        ("不再测算，人改过而保留 no longer computed, kept as a person changed it", rows.kept),
        ("人删去，未恢复 deleted by a person, not restored", (*rows.deleted, *done.deleted)),
        ("文中没有这张表 no such table in the file", rows.homeless),
        ("不再测算 no longer computed", (*done.gone, *done.charts_gone)),
        ("文中没有位置 without a place", (*done.fresh, *done.charts_fresh)),
    ):
        lines += [f"{words}  {what}" for what in found]
    return lines

"""数据核校 a paper's figures against the store, the plan and itself: what is wrong, and where the right figure stands.

    guihua audit 工作报告.docx                                   # 有问题的数列在屏幕 figures that need a word
    guihua audit 工作报告.docx -o 核校.docx -o 核校.xlsx           # 原文件加批注，另出一张表 the paper with comments, a table
    guihua audit 讲话.txt -o 核校.html -o 核校.json               # 原文与意见对照页；核验文件 a page beside the text; a bundle
    guihua audit 二稿.docx --since 一稿.docx                      # 两稿之间哪些数变了 figures changed between two drafts

每个数得一个结论：相符、四舍五入后相符、旧版本数据、不同（差多少、可能的原因）、与文中另一处不符、与规划（不）一致、库中没有。
退出码 exit status: 1 有要改的数 where a figure needs a word, else 0.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.checking.audit.records import Audit, Tracked
    from guihua.plan.plan import Plan
    from guihua.storage import Store

HELP = "数据核校 every figure of a paper against store, plan and itself"
SUFFIXES = {".docx", ".xlsx", ".html", ".htm", ".json", ".txt"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_store

    parser.add_argument("paper", help="文稿 .docx .pdf .html .txt .md")
    parser.add_argument(
        "-o",
        "--output",
        action="append",
        default=[],
        metavar="FILE",
        help=".docx 批注 .xlsx 表 .html 页 .json 核验文件，可重复 may be repeated",
    )
    parser.add_argument("--plan", help="规划 the plan (default: the project's, where there is one)")
    parser.add_argument("--as-of", default="", metavar="DATE", help="按这一天已公布的数据 as known on this day (today)")
    parser.add_argument("--region", default="", help="文中没有写明地区时 region code, where the paper names none")
    parser.add_argument("--since", metavar="OLD", help="上一稿 the draft before: which figures changed")
    parser.add_argument("--all", action="store_true", help="列出每一个数 list every figure, not the faults alone")
    add_store(parser)


def run(args: argparse.Namespace) -> int:
    """Read, judge, write; 1 where a figure needs a word."""
    from guihua.cli._store import as_of
    from guihua.reading.documents import extract
    from guihua.view import audit as words

    lang = os.environ.get("GUIHUA_LANG", "zh")
    outputs = [Path(o) for o in args.output]
    _refuse_unknown(outputs)
    document = extract(args.paper)
    found = _audited(args, document, as_of(args))
    if args.since:
        _since(args, document, lang)
    for path in outputs:
        _write(path, found, Path(args.paper), lang)
        print(path)
    if not outputs:
        print(words.text(found, lang, everything=args.all))
    print(words.summary(found, lang), file=sys.stderr)
    return 1 if found.faults else 0


def _audited(args: argparse.Namespace, document: object, day: date) -> Audit:
    """The audit with whatever is at hand: the store named or the project's, the plan named or the project's."""
    from guihua.checking.audit.auditing import audit
    from guihua.project import find_project
    from guihua.reading.documents import Document
    from guihua.statistics.known import Known

    assert isinstance(document, Document)
    project = find_project()
    place = args.region or (getattr(project, "region", "") if project is not None else "")
    plan = _plan(args)
    if not (args.store or project is not None):
        print("没有数据仓，只核对文稿自身（加 --store）no store: the paper against itself alone", file=sys.stderr)
        return audit(document, day, place=place, plan=plan)
    from guihua.cli._store import store_of

    with store_of(args) as store:
        return audit(
            document,
            day,
            ask=Known(store, day).ask,
            place=place,
            plan=plan,
            tracked=() if plan is None else _tracked(args, plan, store, day),
        )


def _plan(args: argparse.Namespace) -> Plan | None:
    from guihua.project import find_project, read_plan

    if args.plan:
        return read_plan(Path(args.plan))
    project = find_project()
    path = None if project is None else project.plan
    return read_plan(path) if path is not None and Path(path).exists() else None


def _tracked(args: argparse.Namespace, plan: Plan, store: Store, day: date) -> tuple[Tracked, ...]:
    """What the tracker says of every target on the day."""
    from guihua.checking.audit.records import Tracked
    from guihua.tracking import track

    found = track(plan, store, day, include_collected=True, region=args.region or plan.region)
    return tuple(Tracked(a.statement.id, str(a.status)) for a in found.assessments)


def _refuse_unknown(outputs: list[Path]) -> None:
    from guihua.errors import GuihuaError

    for path in outputs:
        if path.suffix.lower() not in SUFFIXES:
            raise GuihuaError(
                "AUDIT-FORMAT",
                f"不会写这种文件 cannot write {path.name}",
                "用 use .docx .xlsx .html .json .txt",
                str(path),
            )


def _write(path: Path, found: Audit, paper: Path, lang: str) -> None:
    from guihua.plan.files import write_whole
    from guihua.view import audit as words

    kind = path.suffix.lower()
    if kind == ".docx":
        from guihua.reporting.audit_docx import commented, made

        data = commented(found, paper.read_bytes(), lang) if paper.suffix.lower() == ".docx" else made(found, lang)
    elif kind == ".xlsx":
        from guihua.reporting.audit_xlsx import audit_xlsx

        data = audit_xlsx(found, lang)
    elif kind == ".json":
        data = found.to_bytes()
    elif kind == ".txt":
        data = (words.text(found, lang, everything=True) + "\n").encode("utf-8")
    else:
        data = words.page(found, lang).encode("utf-8")
    write_whole(str(path), data)


def _since(args: argparse.Namespace, document: object, lang: str) -> None:
    """Print what changed since the draft before."""
    from guihua.checking.audit.since import since
    from guihua.reading.documents import Document, extract
    from guihua.statistics.harvest import harvest
    from guihua.view import audit as words

    assert isinstance(document, Document)
    changes = since(harvest(extract(args.since), args.region).figures, harvest(document, args.region).figures)
    head = words.texts()["since"][lang]
    lines = words.changed_lines(changes, lang)
    print(f"{head}：{len(lines)}" if lang == "zh" else f"{head}: {len(lines)}")
    print("\n".join(lines))

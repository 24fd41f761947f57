"""数据摘录 figures out of published texts: one line a figure with its sentence, for a person to confirm.

guihua harvest 公报.docx                          # 看读出了什么 what was read
guihua harvest 公报/ -o 核对表.xlsx               # 一文件夹的公报，一张核对表 a folder into one table to confirm
guihua harvest take 核对表.xlsx                   # 选了“是”的行入库 lines marked 是 into the store
guihua harvest take 核对表.xlsx --yes --sure 0.95 # 没有选的，确信度够的也入库 unmarked lines too, if sure enough
guihua harvest 公报.html --format jsonl           # 一行一个数，带字符位置 one figure a line, with its characters
"""

from __future__ import annotations

import argparse
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.statistics.harvest import Harvest
    from guihua.statistics.harvest.against import Standing

HELP = "从公报、月报中摘录数据 figures out of bulletins, for a person to confirm"
SHOWN = 400


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_store

    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="文件或文件夹 files or folders; 或 or: take 核对表.xlsx"
    )
    parser.add_argument("-o", "--output", default="", help="核对表 the table to confirm (.xlsx), or .jsonl, .csv")
    parser.add_argument("--format", choices=("text", "jsonl", "csv", "xlsx"), help="输出格式 (default: text)")
    parser.add_argument(
        "--region",
        default="",
        help="文中没有写明地区时 region code, where the text names none (default: the project's)",
    )
    parser.add_argument("--address", default="", help="文件的网址，记入来源 the page's address, for the source")
    parser.add_argument(
        "--yes", action="store_true", help="take: 没有选的行，够确信的也入库 unmarked lines too, where sure enough"
    )
    parser.add_argument(
        "--sure", default="0.95", metavar="SHARE", help="take --yes: 最低确信度 the least certainty (default: 0.95)"
    )
    parser.add_argument(
        "--publish-level", default="public", help="take: 公布级别 public, internal, 'embargoed until DATE'"
    )
    add_store(parser)


def run(args: argparse.Namespace) -> int:
    """Read the texts, or take a table that came back."""
    if args.files[0] == "take":
        return _take(args)
    from guihua.cli._output import file_of, form_of
    from guihua.cli._store import region_of
    from guihua.statistics.harvest import harvest_file

    suffixes = {".xlsx": ("xlsx",), ".jsonl": ("jsonl",), ".csv": ("csv",)}
    form = form_of(args.output, args.format, suffixes, default="text", files_only=frozenset(("xlsx",)))
    place = region_of(args)
    read: list[Harvest] = []
    failed = 0
    files = _files(args.files)
    for file in files:
        try:
            read.append(harvest_file(file, place))
        except GuihuaError as error:
            if len(files) == 1:
                raise
            failed += 1
            print(f"✗ {file}: [{error.code}] {error.title}", file=sys.stderr)
    for one in read:
        _told(one)
    _put(read, form, file_of(args.output), args)
    return 2 if failed and not read else 3 if failed else 0


def _files(named: list[str]) -> list[Path]:
    from guihua.reading.documents import SUFFIXES

    files: list[Path] = []
    for name in named:
        path = Path(name)
        if path.is_dir():
            files += sorted(
                p
                for p in path.rglob("*")
                if p.suffix.lower() in SUFFIXES and p.is_file() and not p.name.startswith(".")
            )
        else:
            files.append(path)
    if not files:
        raise GuihuaError(
            "READ-NO-FILE",
            f"文件夹里没有可读的文件 no readable file in {named[0]}",
            "放入 put in .docx .html .pdf .txt",
            named[0],
        )
    return files


def _told(one: Harvest) -> None:
    """What a release is and what to look at, on standard error."""
    r = one.release
    doubtful = sum(bool(f.doubtful) for f in one.figures)
    said = (
        r.region.words or "地区不明",
        r.when.words or "时期不明",
        r.publisher or "公布机构不明",
        r.published or "公布日期未写",
    )
    head = f"{Path(r.file).name}: {r.kind}《{r.title}》 {' '.join(said)}"
    print(f"{head}；{len(one.figures)} 个数 figures，存疑 doubtful {doubtful}", file=sys.stderr)
    if not one.figures:
        print("  没有读出数字 no figures in this text（是图片或扫描件吗？ a picture or a scan?）", file=sys.stderr)
    for a, b in one.contradictions[:20]:
        places = f"{a.value}{a.unit}（字符 {a.value_start}） / {b.value}{b.unit}（字符 {b.value_start}）"
        print(f"  文中自相矛盾 the text contradicts itself: {a.indicator} {a.when.words} {places}", file=sys.stderr)
    for warning in r.warnings:
        print(f"  {warning}", file=sys.stderr)


def _put(read: list[Harvest], form: str, output: str, args: argparse.Namespace) -> None:
    from guihua.cli._output import put_text
    from guihua.statistics.harvest.jsonl import figure_json

    if form == "jsonl":
        put_text(output, "".join(figure_json(f, one.release) + "\n" for one in read for f in one.figures), form)
        return
    if form == "text":
        put_text(output, "".join(_lines(one) for one in read), form)
        return
    from guihua.plan.cells import csv_text
    from guihua.statistics.harvest.sheet import HEADS, rows_of, write_sheet

    rows = [row for one in read for row in rows_of(one, _standings(one, args), args.address)]
    if form == "csv":
        put_text(output, csv_text([HEADS, *rows]), form)
        return
    write_sheet(Path(output), rows)
    print(
        f"核对表 table to confirm: {output}（{len(rows)} 行 lines；选好“入库”后 then: guihua harvest take {output}）",
        file=sys.stderr,
    )


def _standings(one: Harvest, args: argparse.Namespace) -> list[Standing]:
    from datetime import date

    from guihua.cli._store import store_of
    from guihua.project import find_project
    from guihua.statistics.harvest.against import standings

    project = find_project()
    there = (args.store and ("://" in args.store or Path(args.store).exists())) or (
        not args.store and project is not None and (project.store_url or project.store.exists())
    )
    if not there:
        return standings(one.figures, None, date.today())
    with store_of(args) as store:
        return standings(one.figures, store, date.today())


def _lines(one: Harvest) -> str:
    from guihua.statistics.harvest.sheet import KINDS

    out = []
    for f in one.figures:
        mark = "？" if f.doubtful else " "
        span = "累计" if f.when.span == "ytd" else ""
        cells = (
            f.region.words,
            f.indicator,
            f.when.period + span,
            f.bound + f.value + f.unit,
            KINDS[f.transformation],
            f.quote[:40],
        )
        out.append(mark + "\t".join(cell or "—" for cell in cells) + "\n")
    return "".join(out)


def _take(args: argparse.Namespace) -> int:
    from datetime import date

    from guihua.cli._store import bodies_here, store_of
    from guihua.project import find_project
    from guihua.statistics.harvest.taking import take
    from guihua.statistics.importing.files import BadRows
    from guihua.statistics.publishers import can_be_official, confirm

    if len(args.files) < 2:
        raise GuihuaError("CLI-ARGUMENTS", "没有写明核对表 which table?", "guihua harvest take 核对表.xlsx")
    sure = _share(args.sure) if args.yes else None
    with store_of(args, create=True) as store:
        for name in args.files[1:]:
            try:
                done = take(store, Path(name), sure=sure, publish_level=args.publish_level, bodies=bodies_here())
            except BadRows as error:
                from guihua.cli.import_ import print_bad

                print_bad(error.bad)
                raise
            print(
                f"{Path(name).name}: {done.read} 行 lines，入库 stored {done.stored}，库中已有 linked {done.linked}，不入 refused {done.refused}，"
                f"只供核对 not of a kind that is stored {done.aside}，未定 without a word {done.left}",
                file=sys.stderr,
            )
            remember = tuple(name for name in done.confirmed if can_be_official(name))
            if project := find_project():
                confirm(project.root, remember, date.today())
            for publisher in done.confirmed:
                print(f"  来源已由人确认 source confirmed: {publisher}", file=sys.stderr)
    return 0


def _share(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not 0 <= value <= 1:
        raise GuihuaError(
            "CLI-ARGUMENTS", f"确信度是 0 到 1 的数 a certainty lies between 0 and 1: {text!r}", "例如 e.g. --sure 0.95"
        )
    return value

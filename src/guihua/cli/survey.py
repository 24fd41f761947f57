"""通读一批规划 one pass over many plans: read, check, page each of them; goes on where it was broken off.

guihua survey 规划/ -o 结果/              # 每份：plan.yaml、校核意见（核验文件）、一页；两核并行 all cores
guihua survey 规划/ -o 结果/              # 中断后再来一次，只做没做完的 the same again does only what is left
guihua survey 规划/ -o 结果/ --jobs 1 --format json

结果文件夹里 survey.jsonl 一份一行；文档或规则变了的会重做。 A document or rules that changed are done again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.reporting.survey import Row

HELP = "通读一批规划：读、校、成页，可续做 one pass over many plans, with resume"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("paths", nargs="+", metavar="FILE|FOLDER", help="文件或文件夹 documents or folders of them")
    parser.add_argument("-o", "--output", required=True, metavar="FOLDER", help="结果文件夹 the folder of results")
    parser.add_argument("--jobs", type=int, default=0, help="并行进程数 processes (default: one a core)")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Do what is left; 2 where a document could not be done."""
    from guihua.cli._folder import documents_in, passed_lines
    from guihua.errors import GuihuaError
    from guihua.reading.documents import SUFFIXES
    from guihua.reporting.survey import survey, totals

    out, documents, passed = Path(args.output), list[Path](), []
    for name in args.paths:
        if Path(name).is_dir():
            inside, others = documents_in(Path(name), tuple(SUFFIXES), out)
            documents += inside
            passed += others
        else:
            documents.append(Path(name))
    if not documents:
        hint = f"认得的文件 known endings: {' '.join(SUFFIXES)}"
        raise GuihuaError("READ-NO-FILE", "文件夹里没有可读的文件 no readable file in the folder", hint, args.paths[0])
    begun = perf_counter()
    made = survey(documents, out, processes=args.jobs or os.cpu_count() or 1, lang=os.environ.get("GUIHUA_LANG", "zh"))
    rows = list(_shown(made, len(documents)))
    told = totals(rows)
    for row in rows:
        if row.error:
            print(f"✗ {row.path}: {row.error}", file=sys.stderr)
    for line in passed_lines(passed):
        print(line, file=sys.stderr)
    if args.format == "json":
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(args.output)
        counts = (
            f"{told['documents']} 份 documents：表述 statements {told['statements']}，意见 findings {told['findings']}"
        )
        counts += f"（错误 errors {told['errors']}）"
        rest = f"此前已做 done before {told['again']}，未成 failed {told['failed']}，{perf_counter() - begun:.1f} 秒"
        print(f"{counts}；{rest}", file=sys.stderr)
    return 2 if told["failed"] else 0


def _shown(rows: Iterable[Row], total: int) -> Iterator[Row]:
    """The rows, with a bar on a terminal while they come: how many, how long it will take."""
    if not sys.stderr.isatty():
        yield from rows
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("通读 survey", total=total)
        for row in rows:
            bar.update(task, advance=1, description=Path(row.path).name[:24])
            yield row

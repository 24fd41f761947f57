"""做一页自含网页 write one self-contained page: the text with its statements marked, findings, statuses by date.

    guihua page                                    # out/plan.html
    guihua page -o 规划.html --as-of 2017-06-30 --as-of 2021-12-31

日期可重复；不给时取项目设置 page.dates，再没有就取今天。
Dates may repeat; without any, the project's setting `page.dates`, else today.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

HELP = "做一页自含网页 write one self-contained page"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("plan", nargs="?", help="规划文本或 plan.yaml (default: the project's plan)")
    parser.add_argument("-o", "--output", default="out/plan.html", help="写到 write to (default: out/plan.html)")
    parser.add_argument("--as-of", action="append", default=[], metavar="DATE", help="按哪一天所知，可重复 repeatable")
    parser.add_argument(
        "--include-collected", action="store_true", help="也用只知收集日期的数 take rows dated by collection"
    )
    parser.add_argument("--no-check", action="store_true", help="不校核 leave checking out")
    parser.add_argument("--no-track", action="store_true", help="不测 leave statuses out")


def run(args: argparse.Namespace) -> int:
    """Read, check, track at each date, write the page."""
    from guihua.plan.files import write_whole
    from guihua.view.page import plan_page

    lang = os.environ.get("GUIHUA_LANG", "zh")
    from guihua.cli._inputs import dated, inputs
    from guihua.cli._output import form_of

    form_of(args.output, None, {".html": ("html",), ".htm": ("html",)}, files_only=frozenset({""}))
    given = inputs(args.plan)
    findings = None
    if not args.no_check:
        from guihua.checking import check

        findings = check(given.plan).findings
    days = _days(args.as_of, given.settings.get("page.dates", ""))
    dates = () if args.no_track else dated(given, days, include_collected=args.include_collected, lang=lang)
    write_whole(args.output, plan_page(given.plan, findings=findings, dates=dates, lang=lang))
    told = f"{len(given.plan.statements)} 条表述 statements"
    if findings is not None:
        told += f", {len(findings)} 条意见 findings"
    if dates:
        told += f", 截至 as of {', '.join(d.day.isoformat() for d in dates)}"
    print(args.output)
    print(told, file=sys.stderr)
    return 0


def _days(options: list[str], setting: str) -> tuple[date, ...]:
    from datetime import date

    from guihua.plan.periods import last_day

    texts = options or setting.replace(",", " ").split()
    return tuple(sorted({last_day(text) for text in texts})) or (date.today(),)

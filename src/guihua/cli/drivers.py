"""看拉动 what moves a total: pull, contribution, and the split of an intensity into structure and efficiency (LMDI).

guihua drivers 2021M01-M10                     # 各行业、各盟市对总量的拉动和贡献率 pull and contribution
guihua drivers 2015 2020 --lmdi 能源消费总量 --by 工业增加值   # 强度变化分为结构与效率 structure and efficiency
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guihua.statistics.observation import Observation
    from guihua.tracking.drivers import Split

HELP = "看拉动 what moves a total: pull, contribution, LMDI"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    parser.add_argument("period", help="时期 period: 2021M01-M10, 2020; LMDI 时为起始年 with --lmdi the first year")
    parser.add_argument("until", nargs="?", default="", help="终止年 the last year (with --lmdi)")
    parser.add_argument(
        "--lmdi", default="", metavar="LABEL", help="分行业的用量 what is used, by industry (能源消费总量)"
    )
    parser.add_argument("--by", default="工业增加值", metavar="LABEL", help="除以什么 over what (工业增加值)")
    add_store(parser)
    add_as_of(parser)
    parser.add_argument("--region", default="", help="行政区划代码 region code (default: the project's)")
    parser.add_argument("--format", choices=("table", "json", "csv", "xlsx"), default="table")
    parser.add_argument("-o", "--output", default="", metavar="FILE", help="写到文件 write to")


def run(args: argparse.Namespace) -> int:
    """Print pull and contribution of a period, or the split of an intensity between two years."""
    lang = os.environ.get("GUIHUA_LANG", "zh")
    if not args.lmdi:
        from guihua.cli._track_more import drivers

        args.drivers = args.period
        return drivers(args, lang)
    return _split(args, lang)


def _split(args: argparse.Namespace, lang: str) -> int:
    from guihua.cli._store import as_of, region_of, store_of
    from guihua.cli._track_more import data_out
    from guihua.cli.track import deliver
    from guihua.errors import GuihuaError
    from guihua.plan import concepts
    from guihua.statistics.holding import query
    from guihua.tracking.drivers import split_of

    if not (args.period.isdigit() and args.until.isdigit()):
        raise GuihuaError(
            "DRIVERS-YEARS",
            "LMDI 要起止两个年份 a split needs two years",
            "guihua drivers 2015 2020 --lmdi 能源消费总量",
        )
    measures = [concepts.resolve(label).measure for label in (args.lmdi, args.by)]
    with store_of(args) as store:
        rows: tuple[Observation, ...] = tuple(
            query(store, region=region_of(args) or None, as_of=as_of(args), include_collected=args.include_collected)
        )
    found = split_of(rows, measures[0], measures[1], int(args.period), int(args.until))
    table = _rows(found, lang)
    if args.format == "table":
        from guihua.cli._text import text_table

        heads = ("", "结构", "效率", "合计") if lang == "zh" else ("", "structure", "efficiency", "total")
        deliver(args.output, text_table(heads, [tuple(r.values()) for r in table], right=frozenset({1, 2, 3})))
    else:
        data_out(args, table)
    skipped = "、".join(found.left_out)
    if skipped:
        print(f"缺数而未计入 left out for want of figures: {skipped}", file=sys.stderr)
    return 0


def _rows(found: Split, lang: str) -> list[dict[str, Any]]:
    def text(value: float) -> str:
        return f"{value:+.4g}".replace("-", "−")

    total = "合计" if lang == "zh" else "total"
    rows = [
        {"part": name, "structure": text(s), "efficiency": text(e), "total": text(s + e)} for name, s, e in found.parts
    ]
    last = {
        "part": total,
        "structure": text(found.structure),
        "efficiency": text(found.efficiency),
        "total": text(found.total),
    }
    return [*rows, last]

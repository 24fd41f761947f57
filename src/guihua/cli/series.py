"""一个指标的序列 one indicator's figures by vintage, with the breaks that part them; as a table or a chart.

guihua series 工业增加值                                  # 表 table
guihua series 风电装机容量 --include-collected -o 风电.svg   # 图 chart: .svg or .png
guihua series 地区生产总值 --ahead 3 -o 预测.png            # 图上加预测 with a forecast
guihua series 工业增加值 --as-of 2021-12-31 --format csv
guihua series 研发经费占GDP比重 --derived                  # 由公布数推算 derived from published figures
guihua series 工业增加值 --rollup                          # 盟市之和与全区数 leagues summed, against the total
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.statistics import Observation
    from guihua.statistics.breaks import Break
    from guihua.storage import Store

HELP = "一个指标的序列 one indicator's figures by vintage, table or chart"
COLUMNS = (
    "period", "span", "value", "unit", "transformation", "price", "coverage", "accounting", "published", "date_trust",
    "vintage_note", "grade", "publisher", "source", "indicator", "note", "withdrawn", "id",
)  # fmt: skip
SHOWN = (
    "period", "span", "value", "unit", "transformation", "price", "coverage", "accounting", "published", "date_trust",
    "vintage_note", "grade", "id",
)  # fmt: skip
TABLES = {".txt": ("table",), ".csv": ("csv",), ".json": ("json",)}
SUFFIXES = {".svg": ("chart",), ".png": ("chart",), **TABLES}
HEAD = {
    "zh": (
        "时期",
        "时段",
        "数值",
        "单位",
        "类型",
        "计价",
        "统计范围",
        "核算版本",
        "公布",
        "日期可信度",
        "版本",
        "来源级别",
        "编号",
    ),
    "en": SHOWN,
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    parser.add_argument("indicator", help="指标名称或变量 indicator in words, or variable")
    parser.add_argument("--region", default="", help="行政区划代码 region code (default: the project's)")
    parser.add_argument("--format", choices=("table", "csv", "json"), help="输出格式 (default: table)")
    parser.add_argument(
        "-o", "--output", default="", metavar="FILE", help="图 chart: .svg .png; 表 table: .csv .json .txt"
    )
    parser.add_argument(
        "--ahead", type=int, default=0, metavar="N", choices=range(1, 11), help="图上预测 N 年 forecast N years (chart)"
    )
    parser.add_argument("--derived", action="store_true", help="推算的指标 what can be derived of it, by vintage")
    parser.add_argument(
        "--rollup", action="store_true", help="下级之和与公布总数相比 sums of the parts against the total"
    )
    add_as_of(parser)
    add_store(parser)


def run(args: argparse.Namespace) -> int:
    """Print the figures, or draw them."""
    from guihua.cli._output import file_of, form_of
    from guihua.cli._series_chart import draw
    from guihua.cli._store import as_of, region_of, store_of
    from guihua.plan import concepts
    from guihua.statistics import query
    from guihua.statistics.breaks import between

    day = as_of(args)
    beside = args.derived or args.rollup
    args.format = form_of(args.output, args.format, TABLES if beside else SUFFIXES, default="table")
    args.output, region = file_of(args.output), region_of(args)
    variable = args.indicator if "[" in args.indicator else concepts.resolve(args.indicator).variable
    if beside:
        from guihua.cli._series_more import derived, rollup

        return (derived if args.derived else rollup)(args, variable, region, day)
    with store_of(args) as store:
        found = query(
            store, variable=variable, region=region or None, as_of=day, include_collected=args.include_collected
        )[:]
        if not found:
            raise GuihuaError(
                "SERIES-EMPTY", f"没有数据 no figures of {variable} as of {day}", _hint(store, variable, args)
            )
        years = [o.period.last_year for o in found]
        parted = between(variable, min(years), max(years), region=region, coverage=_coverage(found), as_of=day)
        if args.format == "chart":
            draw(args, found, parted, store, day)
        else:
            _write(args, found)
    _say(variable, day, found, parted)
    return 0


def _write(args: argparse.Namespace, found: Sequence[Observation]) -> None:
    """The table, to a file or standard output."""
    from guihua.cli._output import put_text
    from guihua.plan.cells import csv_text

    if args.format == "json":
        text = json.dumps([_row(o, COLUMNS) for o in found], ensure_ascii=False, indent=1) + "\n"
    elif args.format == "csv":
        text = csv_text([COLUMNS, *(tuple(_row(o, COLUMNS).values()) for o in found)])
    else:
        text = _table(found)
    put_text(args.output, text, args.format)


def _row(o: Observation, columns: Sequence[str]) -> dict[str, str]:
    return {name: "" if getattr(o, name) is None else str(getattr(o, name)) for name in columns}


def _table(found: Sequence[Observation]) -> str:
    import os

    from guihua.cli._text import text_table

    head = HEAD[os.environ.get("GUIHUA_LANG", "zh")]
    return text_table(head, [tuple(_row(o, SHOWN).values()) for o in found], right=frozenset({2})) + "\n"


def _say(variable: str, day: date, found: Sequence[Observation], parted: Sequence[Break]) -> None:
    """Summary and breaks, on standard error."""
    import os

    lang = 0 if os.environ.get("GUIHUA_LANG", "zh") == "zh" else 1
    collected = sum(o.collected for o in found)
    print(
        f"{variable} · 截至 as of {day} · {len(found)} 个数 figures, 其中只有采集日期 by collection date {collected}",
        file=sys.stderr,
    )
    for b in parted:
        document = " ".join(p for p in b.document if p)
        print(f"  口径变更 break {b.first_year}: {b.what[lang]}（{document}）{b.effect[lang]}", file=sys.stderr)


def _coverage(found: Sequence[Observation]) -> str:
    return next((o.coverage for o in found if o.coverage.startswith(("规模以上", "规上"))), "")


def _hint(store: Store, variable: str, args: argparse.Namespace) -> str:
    """What might help: collected-date rows, or a variable that is there and looks alike."""
    from difflib import get_close_matches

    from guihua.statistics import variables

    names = {v for v, _ in variables(store)}
    if variable in names and not args.include_collected:
        return "加 --include-collected 也看只有采集日期的数 also looks at figures dated by collection"
    near = get_close_matches(variable, names, 3, 0.4)
    return f"相近的 near: {', '.join(near)}" if near else "guihua import 先导入 import first"

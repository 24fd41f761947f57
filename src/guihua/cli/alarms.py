"""查异常 where a series looks as if its measure had changed: unlikely jumps, sums that fall within a year, parts above their whole.

guihua alarms                                  # 本地区所有序列 every series of the region
guihua alarms --as-of 2021-12-31 --find 发电量
guihua alarms --sources                        # 各来源说法不一的数 figures on which sources disagree
guihua alarms --format json -o 疑似口径变动.json
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from guihua.statistics.observation import Observation

HELP = "查异常 series that look as if their measure had changed"
HEAD = {
    "zh": ("种类", "地区", "指标", "统计范围", "前", "后", "说明"),
    "en": ("kind", "region", "indicator", "coverage", "before", "after", "what"),
}
KIND = {
    "jump": ("年间突变", "jump between years"),
    "fall": ("年内累计数下降", "sum of the year so far falls"),
    "above": ("下级大于上级", "part above its whole"),
    "break": ("已有记录", "on record"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    add_store(parser)
    add_as_of(parser)
    parser.add_argument("--region", default="", help="行政区划代码 region code (default: the project's)")
    parser.add_argument(
        "--find", default="", metavar="WORDS", help="只看指标含有 only indicators that hold these words"
    )
    parser.add_argument(
        "--sources", action="store_true", help="各来源说法不一的数 figures on which sources disagree, instead"
    )
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
    parser.add_argument("-o", "--output", default="", metavar="FILE", help="写到文件 write to")


def run(args: argparse.Namespace) -> int:
    """List the alarms of every series; what a recorded break explains is marked so."""
    from guihua.cli._output import put_text
    from guihua.cli._store import as_of, region_of, store_of
    from guihua.statistics.holding import query

    day, lang = as_of(args), os.environ.get("GUIHUA_LANG", "zh")
    if args.sources:
        return _sources(args, day, lang)
    with store_of(args) as store:
        rows = tuple(query(store, as_of=day, include_collected=args.include_collected))
    region = region_of(args)
    found = [row for row in _alarms(rows, region, day, lang) if args.find in row[2]]
    put_text(args.output, _text(found, args.format, lang) + "\n", args.format)
    series = len({(r.region, r.variable, r.coverage) for r in rows})
    print(f"{series} 个序列，{len(found)} 处疑似口径变动 alarms on {series} series", file=sys.stderr)
    return 0


def _sources(args: argparse.Namespace, day: date, lang: str) -> int:
    """Figures that sources tell otherwise, best grade and latest first."""
    from guihua.cli._output import put_text
    from guihua.cli._store import store_of
    from guihua.statistics.disagreeing import disagreements

    with store_of(args) as store:
        found = disagreements(store, as_of=day)
    side = 0 if lang == "zh" else 1
    kind = ("来源不一", "sources disagree")[side]
    rows = [
        (
            kind,
            d.region,
            f"{d.indicator} {d.period} {d.span} {d.transformation}",
            d.coverage,
            *(f"{s.value}{s.unit} {s.grade} {s.since}" for s in d.said[:2]),
            "；".join(f"{s.value}{s.unit} {s.source}" for s in d.said),
        )
        for d in found
        if args.find in d.indicator and (not args.region or d.region == args.region)
    ]
    put_text(args.output, _text(rows, args.format, lang) + "\n", args.format)
    print(f"{len(rows)} 个数各来源不一 figures on which sources disagree", file=sys.stderr)
    return 0


def _alarms(rows: tuple[Observation, ...], region: str, day: date, lang: str) -> list[tuple[str, ...]]:
    """Every alarm as a row of the table: jumps by series, then falls, then parts above their whole."""
    from guihua.plan.regions import children
    from guihua.statistics.alarms import above, falls

    side = 0 if lang == "zh" else 1
    groups: dict[tuple[str, str], list[Observation]] = {}
    for row in rows:
        groups.setdefault((row.region, row.variable), []).append(row)
    out = [row for _, mine in sorted(groups.items()) for row in _jumps(mine, day, side)]
    for fall in falls(rows):
        a, b = fall.earlier, fall.later
        before, after = (f"{o.period} {o.value}{o.unit}" for o in (a, b))
        out.append((KIND["fall"][side], a.region, a.indicator, a.coverage, before, after, a.source))
    below = [r.code for r in children(region)] if region else []
    for part, whole in above(rows, region, below):
        before, after = f"{whole.period} {whole.value}{whole.unit}", f"{part.value}{part.unit}"
        out.append((KIND["above"][side], part.region, part.indicator, part.coverage, before, after, part.source))
    return out


def _jumps(mine: list[Observation], day: date, side: int) -> list[tuple[str, ...]]:
    """The unlikely steps of one variable in one place, by coverage."""
    from guihua.statistics.alarms import jumps
    from guihua.statistics.breaks import between
    from guihua.tracking.figures import by_coverage, figures, yearly

    unit, first = _unit(mine), mine[0]
    out: list[tuple[str, ...]] = []
    for coverage, line in sorted(by_coverage(figures(mine, unit, stock="capacity" in first.variable)).items()):
        points = [(f.year, float(f.value)) for f in yearly(line, parts_too=False)]
        for jump in jumps(points, percent=unit == "%"):
            known = between(first.variable, jump.since, jump.year, region=first.region, coverage=coverage, as_of=day)
            what = f"×{jump.score:.0f}" + (f"；{KIND['break'][side]} {known[0].code}" if known else "")
            before, after = f"{jump.since} {jump.before:g}{unit}", f"{jump.year} {jump.after:g}{unit}"
            out.append((KIND["jump"][side], first.region, first.indicator, coverage, before, after, what))
    return out


def _unit(rows: Iterable[Observation]) -> str:
    """The unit that most levels of a variable are printed in."""
    from collections import Counter

    units = Counter(r.unit for r in rows if not r.transformation.is_rate)
    return max(units, key=lambda u: (units[u], u)) if units else ""


def _text(found: list[tuple[str, ...]], form: str, lang: str) -> str:
    if form == "json":
        import json

        heads = HEAD["en"]
        return json.dumps([dict(zip(heads, row, strict=True)) for row in found], ensure_ascii=False, indent=1)
    if form == "csv":
        from guihua.plan.cells import csv_text

        return csv_text([HEAD[lang], *found]).rstrip("\n")
    from guihua.cli._text import text_table

    return text_table(HEAD[lang], found)

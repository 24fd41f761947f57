"""What `guihua series` prints beside an indicator's own figures: what is derived of it, and the roll-up over regions."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.plan.regions import Region

DERIVED = {
    "zh": ("时期", "数值", "单位", "由", "公式", "统计范围", "公布", "来源级别"),
    "en": ("period", "value", "unit", "from", "formula", "coverage", "published", "grade"),
}
ROLLUP = {
    "zh": ("地区", "各部分", "时期", "公布总数", "各部分之和", "差额", "单位", "统计范围", "核算版本", "部分", "缺"),
    "en": (
        "region",
        "parts are",
        "period",
        "published total",
        "sum of parts",
        "difference",
        "unit",
        "coverage",
        "accounting",
        "parts",
        "missing",
    ),
}


ROLLED = {
    "zh": {"regions": "下级地区", "park": "园区", "enterprise": "企业"},
    "en": {"regions": "regions", "park": "parks", "enterprise": "enterprises"},
}
NAMED = 5
"""Missing parts that are named; of more the number is given."""


def derived(args: argparse.Namespace, variable: str, region: str, day: date) -> int:
    """Every vintage of what can be derived of a variable, and what was refused."""
    from guihua.cli._store import store_of
    from guihua.statistics import query
    from guihua.statistics.derived import derive, inputs_of, vintages

    names = sorted(inputs_of([variable]))
    if not names:
        raise GuihuaError("SERIES-UNDERIVED", f"没有推算办法 nothing declares how to derive {variable}", "derived.yaml")
    lang = _lang()
    with store_of(args) as store:
        collected = args.include_collected
        rows = [
            o
            for name in names
            for o in query(store, variable=name, region=region or None, as_of=day, include_collected=collected)
        ]
    mine = [d for d in vintages(rows) if d.rule.variable == variable]
    table = [
        (
            str(o.period),
            o.value,
            o.unit,
            o.note,
            d.rule.words[lang != "zh"],
            o.coverage,
            str(o.published),
            o.grade.value,
        )
        for d in mine
        for o in (d.observation,)
    ]
    _deliver(args, DERIVED[lang], table, frozenset({1}))
    for refused in (r for r in derive(rows).refused if r.rule.variable == variable):
        of, by = refused.inputs
        print(
            f"  未推算 refused（{refused.what}）: {of.indicator} {of.period} {of.coverage} / {by.indicator} {by.coverage}",
            file=sys.stderr,
        )
    print(f"{variable} · 截至 as of {day} · 推算 derived {len(mine)}", file=sys.stderr)
    return 0


def rollup(args: argparse.Namespace, variable: str, region: str, day: date) -> int:
    """The parts of a region summed against its published total, and the parts of each part."""
    from guihua.cli._store import bodies_here, store_of
    from guihua.statistics import query
    from guihua.statistics.rollup import rollups

    if not region:
        raise GuihuaError("SERIES-REGION", "没有地区 no region to roll up", "加 add: --region 150000")
    with store_of(args) as store:
        rows = query(store, variable=variable, as_of=day, include_collected=args.include_collected)[:]
    found = rollups(rows, region, bodies_here())
    by = ROLLED[_lang()]
    table = [
        (
            r.region.name,
            by[r.by],
            str(r.period),
            "" if r.total is None else r.total.value,
            f"{r.sum:f}",
            "" if r.difference is None else f"{r.difference:f}",
            r.unit,
            r.coverage,
            r.accounting,
            f"{len(r.parts)}/{len(r.parts) + len(r.missing)}",
            _missing(r.missing),
        )
        for r in found
    ]
    _deliver(args, ROLLUP[_lang()], table, frozenset({3, 4, 5}))
    print(f"{variable} · 截至 as of {day} · 汇总 rolled up {len(found)}", file=sys.stderr)
    return 0


def _missing(parts: Sequence[Region]) -> str:
    """The parts without a figure by name, the rest by number."""
    names = [part.name if part.level in ("park", "enterprise") else part.short for part in parts[:NAMED]]
    more = len(parts) - len(names)
    return "、".join(names) + (f" … +{more}" if more else "")


def _lang() -> str:
    lang = os.environ.get("GUIHUA_LANG", "zh")
    return lang if lang in DERIVED else "zh"


def _deliver(
    args: argparse.Namespace, head: Sequence[str], table: Sequence[tuple[str, ...]], right: frozenset[int]
) -> None:
    """As a table, CSV or JSON, to a file or standard output."""
    import json

    from guihua.cli._output import put_text
    from guihua.cli._text import text_table
    from guihua.plan.cells import csv_text

    if args.format == "json":
        text = json.dumps([dict(zip(head, row, strict=True)) for row in table], ensure_ascii=False, indent=1) + "\n"
    elif args.format == "csv":
        text = csv_text([head, *table])
    else:
        text = text_table(head, table, right=right) + "\n"
    put_text(args.output, text, args.format)

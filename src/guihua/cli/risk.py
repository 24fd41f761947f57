"""实现可能性 how likely each target is to be met, and all together; which fails first and what drives it. Seeded: same seed, same numbers.

    guihua risk --as-of 2018-12-31                      # 各目标、全部目标同时 each, and all at once
    guihua risk --as-of 2018-12-31 --seed 2018 --draws 10000 --jobs 2 -o 风险.json && guihua verify 风险.json

误差来自回测（`guihua backtest`），校准情况一并打印；回测不足30次的只作参考。共同原因的权重是本程序的设置，写在结果里。
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.pathways.chances import Risk

HELP = "估可能 how likely targets are, each and together; what drives it"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    parser.add_argument("plan", nargs="?", help="规划文本或 plan.yaml (default: the project's)")
    add_store(parser)
    add_as_of(parser)
    parser.add_argument("--region", default="", help="行政区划代码 region code, where plan and project name none")
    parser.add_argument("--seed", default="1", help="随机种子 any text; the same seed gives the same numbers")
    parser.add_argument("--draws", type=int, default=None, help="抽样次数 draws (default: 10000)")
    parser.add_argument("--jobs", type=int, default=1, help="进程数，不影响结果 processes; the result is the same")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="核验文件 the bundle that `guihua verify` checks (.json)"
    )


def run(args: argparse.Namespace) -> int:
    """Forecast, draw, write, print."""
    from guihua.cli._inputs import inputs
    from guihua.cli._output import file_of, form_of
    from guihua.cli._store import as_of, region_of, store_of
    from guihua.pathways.result import risk_bytes
    from guihua.pathways.risk import risk
    from guihua.plan.files import write_whole
    from guihua.statistics.holding import query
    from guihua.tracking.backtest import annual_series
    from guihua.tracking.settings import settings
    from guihua.tracking.tracking import desks_of, observations_of

    if args.output:
        form_of(args.output, None, {".json": ("json",)})
    given, day = inputs(args.plan), as_of(args)
    plan = given.plan_on(day)
    region = plan.region or region_of(args) or given.region
    with store_of(args, upgrade=True) as store:
        rows = observations_of(plan, store, region, day)
        pool = annual_series(query(store, as_of=day, include_collected=args.include_collected))
    desks = desks_of(plan, rows, day, region, include_collected=args.include_collected, rules=settings(given.settings))
    found = risk(desks[region], pool, seed=args.seed, draws=args.draws, jobs=args.jobs)
    if args.output:
        write_whole(Path(file_of(args.output)), risk_bytes(found))
        print(args.output, file=sys.stderr)
    print(_text(found, os.environ.get("GUIHUA_LANG", "zh")))
    return 0


def _text(found: Risk, lang: str) -> str:
    from guihua.cli._text import shorten, text_table

    zh = lang == "zh"
    head = ["指标", "可能性", "未校准", "提前年数", "回测次数", "最先不达", ""]
    if not zh:
        head = ["indicator", "chance", "nominal", "years ahead", "back-tests", "fails first", ""]
    failed = found.draws - found.count("all")
    rows = []
    for c in found.chances:
        worst = found.count(f"worst:{c.statement}") / failed if failed else 0.0
        marks = [("仅供参考" if zh else "indicative")] if c.indicative else []
        if c.basis != "own":
            later = c.basis == "published"
            whose = (
                ("误差取自已公布的回测表", "published errors")
                if later
                else ("误差取自库中其他序列", "errors of other series")
            )
            marks.append(whose[0 if zh else 1])
        shares = [f"{100 * float(p):.0f}%" for p in (c.chance, c.nominal)]
        rows.append(
            [shorten(c.indicator, 36), *shares, str(c.horizon), str(c.n), f"{100 * worst:.0f}%", "；".join(marks)]
        )
    lines = [text_table(head, rows, frozenset({1, 2, 3, 4, 5})), ""]
    mark = ("（仅供参考）" if zh else " (indicative)") if found.indicative else ""
    lines.append(
        f"{len(found.chances)} 项目标同时实现的可能性：{100 * found.together:.1f}%{mark}（{found.draws} 次抽样，种子 {found.seed}）"
        if zh
        else f"all {len(found.chances)} together: {100 * found.together:.1f}%{mark} ({found.draws} draws, seed {found.seed})"
    )
    told = "影响最大（误差最差一成时 → 最好一成时，全部实现的可能性）："
    lines.append(told if zh else "what drives it (chance of all in the worst → best tenth of its error):")
    lines += [
        f"  {shorten(c.indicator, 40)}  {100 * low:.0f}% → {100 * high:.0f}%" for c, low, high in found.tornado()[:8]
    ]
    said = "，".join(f"{k} {v}" for k, v in found.settings if k != "draws")
    lines.append(f"共同原因的设置 common causes: {said}；没有预测的目标 without a forecast: {len(found.without)}")
    return "\n".join(lines)

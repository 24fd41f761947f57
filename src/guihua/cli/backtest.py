"""回测 how the forecasts would have done: every yearly series of the store, every origin, one to five years ahead.

guihua backtest                      # 校准与误差 calibration and error, with n
guihua backtest --format json
guihua backtest --publish FILE.yaml  # 写成随程序发布的校准表 as the table that ships with the program
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.tracking.backtest import Row

HELP = "回测预测，公布校准 back-test the forecasts, publish their calibration"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    add_store(parser)
    add_as_of(parser)
    parser.add_argument("--format", choices=("table", "json"), default="table", help="输出格式 (default: table)")
    parser.add_argument(
        "--extra",
        action="store_true",
        help="也回测 statsforecast 的模型 also the models of statsforecast (guihua[forecast])",
    )
    parser.add_argument("--publish", default="", metavar="FILE", help="写成 YAML write the calibration as YAML")


def run(args: argparse.Namespace) -> int:
    """Back-test all series of the store and print the calibration."""
    from guihua.cli._store import as_of, store_of
    from guihua.statistics.holding import query
    from guihua.tracking.backtest import annual_series, as_data, backtest
    from guihua.tracking.forecast import DEFAULT, has_extra

    if args.extra and not has_extra():
        raise GuihuaError("FORECAST-EXTRA", "没有装 statsforecast is not installed", "pip install 'guihua[forecast]'")
    lang = os.environ.get("GUIHUA_LANG", "zh")
    day = as_of(args)
    with store_of(args) as store:
        series = annual_series(query(store, as_of=day, include_collected=args.include_collected))
    found = backtest(series, extra=args.extra)
    data = as_data(found, len(series), {"as_of": day.isoformat(), "default": DEFAULT})
    if args.publish:
        from guihua.plan.files import write_whole
        from guihua.plan.planfile import dump

        write_whole(Path(args.publish), "# Made by `guihua backtest --publish`.\n" + dump(data))
        print(args.publish, file=sys.stderr)
    elif args.format == "json":
        import json

        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        print(_table(found, lang))
    few = "没有足够长的序列" if lang == "zh" else "no series is long enough"
    zh = f"{len(series)} 条年度序列（连续 5 年以上）；默认模型 {DEFAULT}，先于回测选定；用终值回测，未用当时版本"
    en = f"{len(series)} yearly series (5 years or more without a gap); default model {DEFAULT}, fixed before; final figures, not vintages"
    print((zh if lang == "zh" else en) if series else few, file=sys.stderr)
    return 0


def _table(rows: tuple[Row, ...], lang: str) -> str:
    from guihua.cli._text import text_table

    head = ("模型", "提前年数", "次数", "序列", "50%区间", "80%区间", "95%区间", "低于10%", "低于50%", "低于90%", "胜过不变") if lang == "zh" else (
        "model", "years ahead", "n", "series", "in 50 %", "in 80 %", "in 95 %", "below 10 %", "below 50 %", "below 90 %", "skill")  # fmt: skip
    body = []
    for row in rows:
        inside, below = dict(row.inside), dict(row.below)
        shares = [inside[0.5], inside[0.8], inside[0.95], below[0.1], below[0.5], below[0.9]]
        skill = "—" if row.skill is None else f"{row.skill:+.2f}"
        body.append(
            (row.model, str(row.horizon), str(row.n), str(row.series), *(f"{100 * s:.0f}%" for s in shares), skill)
        )
    return text_table(head, body, right=frozenset(range(1, len(head))))

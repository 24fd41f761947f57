"""画图 draw a chart, the same as in page and report: .svg, .png, or the Vega-Lite specification (.json).

guihua chart target 工业增加值 -o 图.svg          # 一个目标的路径 the path of one target (words or id)
guihua chart status --as-of 2021-12-31 -o 图.png  # 各状态目标数 targets by status
guihua chart structure -o 图.svg                  # 构成 shares of the whole over the years
guihua chart contribution 2021M01-M10 -o 图.svg   # 拉动和贡献率 what moved it
guihua chart contribution 2022 --whole gdp -o 图.svg  # 三次产业对地区生产总值 sectors in gross regional product
guihua chart map 工业增加值增速 -o 图.svg            # 盟市示意图 leagues and cities; --shapes: 自备底图 your own
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.statistics.observation import Observation
    from guihua.tracking import Tracking
    from guihua.view.charts import Chart

HELP = "画图 draw a chart (svg, png, Vega-Lite)"
SUFFIXES = {".svg": ("svg",), ".png": ("png",), ".json": ("json",)}
WHAT = ("target", "status", "structure", "contribution", "map")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    parser.add_argument("what", choices=WHAT, help="画什么 what to draw")
    parser.add_argument("of", nargs="?", default="", help="指标、编号或时期 an indicator, an id, a period")
    add_store(parser)
    add_as_of(parser)
    parser.add_argument("--plan", default=None, help="规划文本或 plan.yaml (default: the project's plan)")
    parser.add_argument("--region", default="", help="行政区划代码 region code (default: the project's)")
    parser.add_argument(
        "--whole", choices=("industry", "gdp"), default="industry", help="拉动谁的增长 whose growth is moved"
    )
    parser.add_argument("--shapes", default="", metavar="FILE", help="自备底图 your own GeoJSON for the map")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="写到 write to: .svg .png .json")


def run(args: argparse.Namespace) -> int:
    """Draw and write."""
    from guihua.cli._output import form_of
    from guihua.cli._store import region_of

    lang = os.environ.get("GUIHUA_LANG", "zh")
    form = form_of(args.output, None, SUFFIXES, files_only=frozenset({""}))
    args.region = region_of(args)
    if args.of and args.what in ("status", "structure"):
        raise GuihuaError(
            "CHART-OF",
            f"这种图不分对象，不知道 {args.of!r} 指什么 this picture is of the whole; it takes no {args.of!r}",
            "去掉它；要另一天的，加 leave it out; for another day add --as-of DATE",
        )
    drawn = _drawn(args, lang)
    from guihua.plan.files import write_whole

    write_whole(args.output, drawn.png() if form == "png" else drawn.svg() if form == "svg" else drawn.spec + "\n")
    print(args.output)
    for line in (drawn.alt, *drawn.notes):
        print(line, file=sys.stderr)
    return 0


def _drawn(args: argparse.Namespace, lang: str) -> Chart:
    from guihua.view import charted

    if args.what == "target":
        return _target(args, lang)
    if args.what == "status":
        return _status(args, lang)
    rows, region = _rows(args)
    here = [r for r in rows if r.region == region]
    if args.what == "structure":
        return charted.structure_of(here, lang=lang)
    if args.what == "contribution":
        return _contribution(args, here, lang)
    from guihua.plan import concepts
    from guihua.statistics.observation import Transformation

    title = args.of or "工业增加值增速"
    wanted = concepts.resolve(title)
    kind = Transformation.YOY if wanted.transformation == "yoy" else Transformation.LEVEL
    shapes = Path(args.shapes) if args.shapes else None
    mine = [r for r in rows if r.variable == wanted.variable]
    return charted.map_of(mine, whole=region, title=title, transformation=kind, lang=lang, shapes=shapes)


def _contribution(args: argparse.Namespace, rows: list[Observation], lang: str) -> Chart:
    from guihua.plan.periods import Period
    from guihua.tracking.drivers import drivers, growth_of_gdp, of_gdp
    from guihua.view import charted
    from guihua.view.messages import translator
    from guihua.view.phrases import period as period_words

    if not args.of:
        raise GuihuaError("CHART-PERIOD", "没有指明时期 no period named", "guihua chart contribution 2021M01-M10 -o …")
    period, _ = Period.parse(args.of), translator(lang)
    when = period_words(args.of, lang)
    if args.whole == "gdp":
        title = _("{period}地区生产总值增长的拉动").format(period=when)
        found = of_gdp(rows, period)
        return charted.contribution_of(found, name=args.of, title=title, lang=lang, total=growth_of_gdp(found))
    title = _("{period}规模以上工业增长的拉动").format(period=when)
    return charted.contribution_of(drivers(rows, period), name=args.of, title=title, lang=lang)


def _target(args: argparse.Namespace, lang: str) -> Chart:
    from guihua.view.tracked import target_chart

    tracking = _tracking(args)
    found = [a for a in tracking if a.statement.id.startswith(args.of)] if args.of else []
    found = found or [a for a in tracking if args.of and args.of in a.statement.indicator]
    if not found:
        said = f"没有这样的目标 no target {args.of!r}" if args.of else "没有指明目标 no target named"
        raise GuihuaError(
            "CHART-TARGET", said, "guihua show 列出 lists them; 例 e.g. guihua chart target 工业增加值 -o …"
        )
    for assessment in found:
        drawn = target_chart(assessment, lang=lang)
        if drawn is not None:
            return drawn
    raise GuihuaError(
        "CHART-EMPTY",
        "不足两期可比的统计数 fewer than two figures on one scale",
        "换一个日期，或加 try another date, or --include-collected",
    )


def _status(args: argparse.Namespace, lang: str) -> Chart:
    from guihua.view.tracked import status_chart

    return status_chart(_tracking(args), lang=lang)


def _tracking(args: argparse.Namespace) -> Tracking:
    from guihua.cli._inputs import inputs
    from guihua.cli._store import as_of, store_of

    given = inputs(args.plan)
    with store_of(args, upgrade=True) as store:
        return given.tracked(store, as_of(args), include_collected=args.include_collected, region=args.region or "")


def _rows(args: argparse.Namespace) -> tuple[tuple[Observation, ...], str]:
    """What the store knew on the day, and the region that is meant."""
    from guihua.cli._store import as_of, store_of
    from guihua.statistics.holding import query

    region = args.region
    if not region:
        raise GuihuaError("CHART-REGION", "没有指明地区 no region named", "--region 150000")
    with store_of(args, upgrade=True) as store:
        return tuple(query(store, as_of=as_of(args), include_collected=args.include_collected)), region

"""规划隐含的区间 what the plan implies: each indicator and year as an interval, with the statements active at each end.

guihua implied plan.yaml               # 全部指标 every indicator
guihua implied plan.yaml 工业增加值     # 一个指标 one indicator
guihua implied plan.yaml -o implied.json && guihua verify implied.json
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.checking.intervals import Implied, ImpliedResult

HELP = "推算 what the plan implies: intervals by indicator and year"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("plan", nargs="?", help="规划文本或 plan.yaml (default: the project's plan)")
    parser.add_argument("indicator", nargs="?", default="", help="指标名的一部分 part of an indicator's name")
    parser.add_argument("--settings", help="设置文件 a YAML file of settings")
    parser.add_argument(
        "--assume", action="append", default=[], metavar="NAME", help="启用假定，可重复 switch on an assumption"
    )
    parser.add_argument("--unstated", action="store_true", help="只列文中未写出的 only what the text does not state")
    parser.add_argument("-o", "--output", help="另存为可核验的 JSON write the bundle that `guihua verify` checks")


def run(args: argparse.Namespace) -> int:
    """Print the intervals."""
    from guihua.checking.implied import implied
    from guihua.cli._inputs import inputs
    from guihua.cli._output import form_of
    from guihua.cli._settings import settings_of
    from guihua.cli._text import shorten, text_table

    lang = os.environ.get("GUIHUA_LANG", "zh")
    if args.output:
        form_of(args.output, None, {".json": ("json",)}, files_only=frozenset({""}))
    given = inputs(args.plan)
    result = implied(given.plan, args.indicator, settings_of(args))
    if args.output:
        from guihua.cli._subjects import subjects_of
        from guihua.plan.files import write_whole

        write_whole(args.output, result.to_bytes(subjects_of(given.path)))
        print(args.output)
    shown = [i for i in result.intervals if not (args.unstated and i.stated)]
    head = ("指标", "年份", "下限", "上限", "单位", "下限依据", "上限依据")
    if lang == "en":
        head = ("indicator", "year", "low", "high", "unit", "low by", "high by")
    rows = [
        (shorten(_name(i, lang), 36), i.year, _digits(i, low=True), _digits(i, low=False), i.unit or "—",
         _active(result, i, low=True), _active(result, i, low=False))
        for i in shown
    ]  # fmt: skip
    print(text_table(head, rows, frozenset((2, 3))))
    for line in _price_lines(shown, lang):
        print(line)
    if result.withdrawn:
        print(f"因矛盾未计入 left out because contradicted: {', '.join(result.withdrawn)}", file=sys.stderr)
    return 0


def _price_lines(intervals: list[Implied], lang: str) -> list[str]:
    """Implied price indices as yearly changes, which is how an office knows prices."""
    from guihua.checking.arithmetic import printed
    from guihua.checking.intervals import yearly_change
    from guihua.view.findings import minus, unknown_words

    lines = []
    for i in intervals:
        low, high = (yearly_change(i, low=end) for end in (True, False))
        if low is not None and high is not None:
            name, ends = unknown_words(i.indicator, lang), [minus(printed(x * 100, 1)) for x in (low, high)]
            said = "隐含价格年均变化{}%至{}%" if lang == "zh" else "implied yearly change of prices {} to {} %"
            lines.append(f"{name} {i.year}{'：' if lang == 'zh' else ': '}{said.format(*ends)}")
    return lines


def _name(i: Implied, lang: str) -> str:
    """The plan's own label; a quantity that it only implies is named from the concept table."""
    from guihua.view.findings import unknown_words

    made = "[" in i.indicator or i.indicator.isascii()
    return unknown_words(i.indicator, lang) if made else i.indicator


def _digits(i: Implied, *, low: bool) -> str:
    """An end in the display unit, rounded outward to six significant digits."""
    from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

    end = i.low if low else i.high
    if end is None:
        return "—"
    value = end.limit / i.factor
    with localcontext() as context:
        context.prec, context.rounding = 6, ROUND_FLOOR if low else ROUND_CEILING
        rounded = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{rounded.normalize():f}".replace("-", "−")


def _active(result: ImpliedResult, i: Implied, *, low: bool) -> str:
    from guihua.checking.finding import Member
    from guihua.cli._text import shorten
    from guihua.view.findings import member_words

    names = i.active(i.low if low else i.high)
    said = "、".join(n if not n.startswith("identity；") else member_words(Member(name=n)) for n in names)
    return shorten(said, 44)

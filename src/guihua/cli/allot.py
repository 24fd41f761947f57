"""指标分解 share a target out on leagues, counties, parks, firms or any tree, by a key that you name. Sums are exact.

    guihua allot 3.2-6aab99e6 --on leagues --by 依据.csv                     # 列 region,key；地区代码或名称
    guihua allot 风电装机容量 --on leagues --by 风电装机容量@2016 --rule all    # 按已公布的数 by published figures
    guihua allot 2.3-70b5bfe1 --on leagues --by 能耗.csv --rule equal-effort   # 率和比重：另要 base、denominator、base_denominator 列
    guihua allot 风电装机容量 --on leagues --by 依据.csv --forecast          # 旁边列各地按自身趋势的预测 each one's own forecast beside it
    guihua allot TARGET … --record propose --xlsx 分解.xlsx           # 建议数记入台账 allotments；control、offer、issue 同
    guihua allot TARGET --on 名单.csv --by 依据.csv -o 分解.json --csv 分解.csv && guihua verify 分解.json

方法 rules: proportional 按比例, equal-effort 同等努力, capability 按能力, minimax-regret 最大损失最小, all 各法并列。
取整 rounding: hamilton 最大余额 (default), webster, hill, jefferson, adams。依据总要写明，不编造 a key is always named, never invented.
"""

from __future__ import annotations

import argparse
import os
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.cli._inputs import Inputs
    from guihua.pathways.allotment import Allotment, Member
    from guihua.plan.statement import Statement

HELP = "分指标 share a target out on leagues, parks or firms, sums exact"
RULES = ("proportional", "equal-effort", "capability", "minimax-regret", "all")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    parser.add_argument("target", help="目标的编号或指标名 the target's id or indicator")
    parser.add_argument("--plan", help="规划文本或 plan.yaml (default: the project's)")
    parser.add_argument(
        "--on", default="leagues", metavar="WHOM", help="leagues, counties, bodies 或名单文件 or a file of members"
    )
    parser.add_argument(
        "--by", default="", metavar="KEY", help="依据：FILE.csv 或 指标[@年] a file, or an indicator[@year]"
    )
    parser.add_argument("--rule", choices=RULES, default="proportional", help="分解方法 (default: proportional)")
    parser.add_argument("--rounding", default="hamilton", help="取整方法 hamilton, webster, hill, jefferson, adams")
    parser.add_argument(
        "--step", default="", help="最末位 the last place of a share, e.g. 1 or 0.1 (default: the target's)"
    )
    parser.add_argument(
        "--forecast",
        action="store_true",
        help="各地自身预测：按数据仓里该指标各年的数 each one's own forecast from the store's figures",
    )
    parser.add_argument(
        "--region", default="", help="上级地区代码 the region that is shared out (default: the project's)"
    )
    add_store(parser)
    add_as_of(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="核验文件 the bundle that `guihua verify` checks (.json)"
    )
    parser.add_argument("--csv", metavar="FILE", help="分解表 the shares as a table")
    parser.add_argument(
        "--xlsx",
        metavar="FILE",
        help="建议数、控制数、申报数、下达数、差额、之比和图 the rounds as a workbook with a map",
    )
    parser.add_argument(
        "--record", metavar="ROUND", help="记入台账 record in the ledger: propose, offer, control, issue"
    )
    parser.add_argument("--document", default="", help="这一步的文件 the round's document")
    parser.add_argument("--at", default="", metavar="DATE", help="这一步的日期 the day of the round (today)")
    parser.add_argument("--who", default="", help="办理人 who records it")


def run(args: argparse.Namespace) -> int:
    """Share out, write, print."""
    from guihua.cli._inputs import inputs
    from guihua.cli._output import file_of, form_of, put_text
    from guihua.pathways.allot import allot
    from guihua.pathways.result import allotment_bytes
    from guihua.plan.files import write_whole

    lang = os.environ.get("GUIHUA_LANG", "zh")
    if args.output:
        form_of(args.output, None, {".json": ("json",)})
    if args.csv:
        form_of(args.csv, None, {".csv": ("csv",)})
    if args.xlsx:
        form_of(args.xlsx, None, {".xlsx": ("xlsx",)})
    given = inputs(args.plan)
    statement = target_of(given, args.target)
    region = args.region or given.plan.region or given.region
    members, key = members_of(args, given, region)
    if args.forecast:
        members = _with_forecasts(args, members, statement)
    found = allot(statement, members, args.rule, key=key, region=region, rounding=args.rounding, step=_step(args.step))
    if args.output:
        write_whole(file_of(args.output), allotment_bytes(found))
    if args.record:
        from guihua.cli._allot_rounds import record

        print(f"{record(args, found, args.record)} 条记入台账 recorded in the ledger allotments", file=sys.stderr)
    if args.xlsx:
        from guihua.cli._allot_rounds import rounds_here
        from guihua.view.allotment_book import allotment_book

        write_whole(Path(args.xlsx), allotment_book(found, rounds_here(args, found), lang))
    if args.csv:
        put_text(file_of(args.csv), csv_of(found), "")
    print(table_of(found, lang))
    print(_summary(found, lang), file=sys.stderr)
    return 0


def target_of(given: Inputs, wanted: str) -> Statement:
    """The target that is meant: by its id, else by its indicator where one target alone bears it."""
    named = [s for s in given.plan.targets if s.indicator == wanted]
    if not named:
        named = [s for s in given.plan.targets if wanted and wanted in s.indicator]
    if len(named) == 1:
        return named[0]
    if len(named) > 1:
        raise GuihuaError(
            "ALLOT-TARGET",
            f"{len(named)} 个目标都叫这个名字 targets bear this name",
            "写编号 name its id: " + "、".join(s.id for s in named[:6]),
        )
    found = given.plan.statement(wanted)
    if found.kind.value != "target":
        raise GuihuaError("ALLOT-TARGET", f"{found.id} 不是目标 is no target", "guihua show --kind target")
    return found


def members_of(args: argparse.Namespace, given: Inputs, region: str) -> tuple[tuple[Member, ...], str]:
    """The members and what their key is, from --on and --by."""
    from guihua.pathways.members import joined, read_table

    tree = _tree(args.on, region)
    path = Path(args.by) if args.by else None
    if path is not None and (path.suffix.lower() in (".csv", ".txt") or path.exists()):
        table = read_table(path)
        return (joined(tree, table, args.by), path.name) if tree else (table, path.name)
    if path is None:
        listed = Path(args.on)
        if args.on not in ("leagues", "counties", "bodies"):
            return read_table(listed), listed.name
        raise GuihuaError(
            "ALLOT-KEY",
            "没有依据，不编造 no key is named, and none is invented",
            "--by 依据.csv，或 or --by 指标@年份 (guihua series 列出已有的 lists those at hand)",
        )
    return _by_figures(args, tree or read_table(Path(args.on)), region)


def _tree(on: str, region: str) -> tuple[Member, ...]:
    """The members that --on names."""
    from guihua.cli._store import bodies_here
    from guihua.pathways.allotment import Member
    from guihua.pathways.members import counties, leagues, read_table

    if on == "leagues":
        return leagues(region)
    if on == "counties":
        return counties(region)
    if on == "bodies":
        found = tuple(Member(b.code, b.name) for b in bodies_here().bodies)
        if not found:
            raise GuihuaError(
                "ALLOT-TREE", "项目里没有园区和企业 the project lists no bodies", "guihua.toml: bodies = …"
            )
        return found
    return read_table(Path(on))


def _by_figures(args: argparse.Namespace, tree: tuple[Member, ...], region: str) -> tuple[tuple[Member, ...], str]:
    """Published figures of one indicator as the key."""
    from guihua.cli._store import as_of, store_of
    from guihua.pathways.members import from_figures, known_as_of
    from guihua.plan.concepts import resolve
    from guihua.statistics.holding import query

    name, _, year = args.by.partition("@")
    if year and not year.isdigit():
        raise GuihuaError("ALLOT-KEY", f"年份不是数 {year!r} is no year", "指标@2016")
    day = as_of(args)
    variable = resolve(name).variable
    codes = {m.code for m in tree}
    with store_of(args, upgrade=True) as store:
        rows = [
            o
            for o in query(store, variable=variable, as_of=day, include_collected=args.include_collected)
            if o.region in codes
        ]
    members, key = from_figures(tree, rows, variable, int(year) if year else None)
    return members, f"{name}：{key}，{known_as_of(day)}"


def _with_forecasts(args: argparse.Namespace, members: tuple[Member, ...], target: Statement) -> tuple[Member, ...]:
    """Where each would come by itself, from the store's figures; who has none is said."""
    from guihua.cli._store import as_of, store_of
    from guihua.pathways.members import with_forecasts
    from guihua.statistics.holding import query

    codes = {m.code for m in members}
    with store_of(args, upgrade=True) as store:
        rows = query(store, variable=target.variable, as_of=as_of(args), include_collected=args.include_collected)
        found, without = with_forecasts(members, [o for o in rows if o.region in codes], target)
    if without:
        print(f"没有预测 no forecast: {'、'.join(without)}", file=sys.stderr)
    return found


def csv_of(found: Allotment) -> str:
    """The shares as a table for other programs: plain numbers, one row a member, a column a rule."""
    from guihua.plan.cells import csv_text

    by_code = {m.code: m for m in found.members}
    head = [
        "region",
        "name",
        "parent",
        "apart",
        "key",
        "forecast",
        "ideal",
        "share",
        "rate",
        "ratio",
        "declared",
        "low",
        "high",
    ]
    more = [f"{d.rule}{'' if d.tier == 0 else '+'}" for d in found.divisions[1:]]
    rows: list[list[object]] = [[*head, *more]]
    for node in found.proposed.nodes:
        for s in node.shares:
            m = by_code[s.code]
            cells = [
                s.code,
                m.name,
                m.parent,
                "yes" if m.apart else "",
                _digits(m.key),
                _digits(m.forecast),
                _digits(s.ideal),
                _exact(s.share),
            ]
            cells += [_digits(s.rate), _digits(s.ratio), _digits(m.declared), _digits(m.low), _digits(m.high)]
            rows.append([*cells, *(_exact(d.of(s.code).share) for d in found.divisions[1:])])
    return csv_text(rows)


def table_of(found: Allotment, lang: str) -> str:
    """The shares on the screen."""
    from guihua.cli._text import text_table

    zh = lang == "zh"
    by_code = {m.code: m for m in found.members}
    head = (
        [
            "地区",
            "依据",
            "预测" if zh else "forecast",
            f"建议数（{found.unit}）",
            "自身口径",
            "与上级目标之比",
            "申报数",
        ]
        if zh
        else ["member", "key", "forecast", f"proposed ({found.unit})", "own rate", "ratio to upper", "declared"]
    )
    extra = [f"{d.rule}{'' if d.tier == 0 else ' 激励' if zh else ' stretch'}" for d in found.divisions[1:]]
    rows = []
    for node in found.proposed.nodes:
        for s in node.shares:
            m = by_code[s.code]
            indent = "  " if m.parent else ""
            name = f"{indent}{'其中：' if m.apart and zh else 'of which: ' if m.apart else ''}{m.name or m.code}"
            cells = [
                name,
                _short(m.key),
                _short(m.forecast),
                _exact(s.share),
                _short(s.rate),
                _short(s.ratio),
                _short(m.declared),
            ]
            rows.append([*cells, *(_exact(d.of(s.code).share) for d in found.divisions[1:])])
        total = "合计" if zh else "total"
        if not node.parent:
            rows.append(
                [
                    total,
                    "",
                    "",
                    _exact(node.total),
                    "",
                    "",
                    "",
                    *(_exact(d.nodes[0].total) for d in found.divisions[1:]),
                ]
            )
    keep = [c for c in range(len(head)) if c in (0, 3) or any(r[c] for r in rows)]
    wide = [*keep, *range(len(head), len(head) + len(extra))]
    head += extra
    return text_table([head[c] for c in wide], [[r[c] for c in wide] for r in rows], frozenset(range(1, len(wide))))


def _summary(found: Allotment, lang: str) -> str:
    s = found.statement
    names = {m.code: m.name or m.code for m in found.members}
    value = "～".join(s.value) + s.unit
    key, rule, rounding = found.key, found.proposed.rule, found.rounding
    if lang == "zh":
        said = f"{s.indicator} {s.year}：{value}；依据 {key or '各自的预测或基期数'}；{rule}；取整 {rounding}，合计分毫不差"
    else:
        said = f"{s.indicator} {s.year}: {value}; key {key or 'own forecasts or bases'}; {rule}; rounding {rounding}, exact sum"
    lines = [said]
    if found.alabama:
        who = "、".join(names[c] for c in found.alabama)
        lines.append(
            f"再多分一个末位单位，{who} 反而少一个（阿拉巴马悖论）；--rounding webster 没有这个问题"
            if lang == "zh"
            else f"with one more unit to share, {who} would get one less (Alabama paradox); --rounding webster knows none"
        )
    return "\n".join(lines)


def _step(text: str) -> Fraction | None:
    if not text:
        return None
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        value = Fraction(0)
    if value <= 0:
        raise GuihuaError("ALLOT-STEP", f"最末位要是正数 {text!r} is no positive number", "写 write 1, 0.1, 0.01 …")
    return value


def _exact(value: Fraction) -> str:
    """A number on its step, in full."""
    from decimal import Decimal

    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def _digits(value: Fraction | None) -> str:
    """Up to nine significant digits, plain."""
    from decimal import Decimal, localcontext

    if value is None:
        return ""
    with localcontext() as context:
        context.prec = 9
        return f"{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():f}"


def _short(value: Fraction | None) -> str:
    return "" if value is None else f"{float(value):.4g}" if abs(value) < 10**4 else f"{float(value):,.0f}"

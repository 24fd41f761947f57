"""导入统计数据 bring statistics in: all of a file or none of it; the same file twice changes nothing.

guihua import observations.csv             # 长表 one figure a row
guihua import 月报.xlsx                     # 统计月报 a bureau's monthly table: mapped once, remembered
guihua import 月报.xlsx --mapping 月报.mapping.yaml --published 2018-07-20 --publisher 内蒙古自治区统计局
guihua import data.csv data.xml            # Open SDG CSV, SDMX-CSV 2.0, SDMX-ML 3.0
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.statistics.importing import Imported
    from guihua.statistics.importing.check import BadRow
    from guihua.statistics.importing.files import NeedsMapping
    from guihua.storage import Store

HELP = "导入统计数据 bring statistics in (csv, xlsx, SDMX, Open SDG)"
SHOWN = 50


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_store

    parser.add_argument("files", nargs="+", help="要导入的文件 files")
    parser.add_argument(
        "--skip-bad", action="store_true", help="好的行入库，有误的行另存 store good rows, write bad ones beside"
    )
    parser.add_argument("--mapping", default="", help="月报对照表 mapping file of a monthly table (YAML)")
    parser.add_argument(
        "--yes", action="store_true", help="接受建议或记住的对照 take the remembered or proposed mapping"
    )
    parser.add_argument("--indicator", default="", help="文件未写明指标时 the indicator, where the file names none")
    parser.add_argument("--unit", default="", help="文件未写明单位时 the unit, where the file names none")
    parser.add_argument(
        "--region", default="", help="文件未写明地区时 region code, where the file names none (default: the project's)"
    )
    parser.add_argument("--period", default="", help="月报的报告期 the report's period, e.g. 2018M06")
    parser.add_argument("--published", default="", metavar="DATE", help="公布日期 publication date")
    parser.add_argument("--publisher", default="", help="公布机构 publisher")
    parser.add_argument("--source", default="", help="来源 source (address or document)")
    parser.add_argument("--grade", default="", choices=["", "official", "press", "secondary", "plan"], help="来源级别")
    parser.add_argument(
        "--confirm",
        action="append",
        default=[],
        metavar="SOURCE",
        help="确认为官方来源，记住 confirm a publisher or a government's host as official, once: 内蒙古自治区统计局, tj.nmg.gov.cn",
    )
    parser.add_argument("--accounting", default="", help="核算版本: 快报, 初步核算, 最终核实 …")
    parser.add_argument(
        "--publish-level",
        default="",
        help="公布级别，表中未写明的 of figures that state none: public, internal, 'embargoed until DATE'",
    )
    add_store(parser)


def run(args: argparse.Namespace) -> int:
    """Import the files in turn; stops at the first that is refused."""
    from guihua.cli._mapping import Dialogue
    from guihua.cli._store import bodies_here, region_of, store_of
    from guihua.statistics.importing import Defaults, import_file
    from guihua.statistics.importing.files import BadRows, NeedsMapping
    from guihua.statistics.importing.mapping import read_mapping

    vouched = _confirm(args)
    defaults = Defaults(
        region=region_of(args),
        published=args.published,
        publisher=args.publisher,
        source=args.source,
        grade=args.grade,
        publish_level=args.publish_level,
        accounting=args.accounting,
        indicator=args.indicator,
        unit=args.unit,
        confirmed=vouched,
    )
    mapping = read_mapping(Path(args.mapping)) if args.mapping else None
    ask = Dialogue().decide if sys.stdin.isatty() and not args.yes else None
    with store_of(args, create=True) as store:
        for name in args.files:
            try:
                done = import_file(
                    store,
                    Path(name),
                    defaults=defaults,
                    skip_bad=args.skip_bad,
                    mapping=mapping,
                    decide=ask,
                    accept=args.yes,
                    period=args.period,
                    bodies=bodies_here(),
                )
            except BadRows as error:
                print_bad(error.bad)
                raise
            except NeedsMapping as error:
                _write_proposal(Path(name), error)
                raise
            _report(done, told=bool(args.region))
            _disagree(store, done)
        _offer(store)
    return 0


def _confirm(args: argparse.Namespace) -> str:
    """The confirmed sources, a line each: those of the project, and those of --confirm or of --grade official with its publisher,
    which are remembered. An official figure is one of a publisher on the list that a person has confirmed; a name makes none."""
    from datetime import date

    from guihua.project import find_project
    from guihua.statistics import publishers

    said = list(args.confirm)
    if args.grade == "official" and (name := publishers.source_name(args.publisher, args.source)):
        said.append(name)
    project = find_project()
    if project is None:
        publishers.listed(said)
        return "\n".join(said)
    for name in publishers.confirm(project.root, said, date.today()):
        print(f"来源已确认，记在 source confirmed, remembered in {publishers.SOURCES}: {name}", file=sys.stderr)
    return "\n".join(sorted(publishers.confirmed(project.root)))


def _offer(store: Store) -> None:
    """Targets of the project that have no series yet and might be met by what the store now holds."""
    from datetime import date

    from guihua.plan.planfile import read_planfile
    from guihua.project import find_project
    from guihua.tracking.indicators import rows_of, series_in

    project = find_project()
    if project is None or not project.plan_file.exists():
        return
    plan = read_planfile(project.plan_file)
    regions = tuple(dict.fromkeys(r for r in (plan.region or project.region, *(s.region for s in plan.targets)) if r))
    near = [
        r
        for r in rows_of(plan, series_in(store, regions, date.today()), region=project.region)
        if r.offers and not r.joined
    ]
    for row in near[:5]:
        offer = row.offers[0]
        print(f"  相近的名称 near: {row.statement.indicator} ← {offer.series.name}：{offer.reason}", file=sys.stderr)
    if near:
        print(
            f"  {len(near)} 条目标有相近的序列 targets with a near series; 采纳 accept: guihua indicators accept",
            file=sys.stderr,
        )


def _disagree(store: Store, done: Imported) -> None:
    """Figures of the file that another source tells otherwise; both stay in the store."""
    from datetime import date

    from guihua.statistics.disagreeing import disagreements

    mine = set(done.sources)
    found = [
        d
        for d in disagreements(store, as_of=date.today(), variables=done.variables)
        if any(s.source in mine for s in d.said)
    ]
    for d in found[:3]:
        told = "；".join(
            f"{s.value}{s.unit}（{s.grade} {s.publisher if s.publisher != 'unstated' else s.source}）"
            for s in d.said[:3]
        )
        print(f"  来源不一 sources disagree: {d.indicator} {d.period}：{told}", file=sys.stderr)
    if found:
        print(
            f"  {len(found)} 个数各来源不一，都留在库中 figures on which sources disagree, all kept; 全部 all: guihua alarms --sources",
            file=sys.stderr,
        )


def _write_proposal(path: Path, error: NeedsMapping) -> None:
    """Leave the proposed mapping beside the table, for an editor and --mapping."""
    from guihua.statistics.importing.mapping import write_mapping

    target = path.with_name(f"{path.stem}.mapping.yaml")
    if target.exists():
        print(f"已有对照表，未覆盖 a mapping is there already, kept: {target}", file=sys.stderr)
        return
    write_mapping(target, error.proposal)
    print(f"建议的对照已写入 proposed mapping written: {target}", file=sys.stderr)


def _report(done: Imported, *, told: bool) -> None:
    say = [
        f"{done.file}: 读入 read {done.read} 行，新存 stored {done.stored}，已有 known {done.same}",
    ]
    if done.withdrawn:
        say.append(f"撤回 withdrawn {done.withdrawn}")
    if done.bad:
        say.append(f"有误 bad {done.faulty} → {done.bad_file}")
    print("，".join(say), file=sys.stderr)
    if done.placed and not told:
        print(
            f"  表中没有地区，记为项目的地区 no region in the table, taken as the project's: {done.placed}",
            file=sys.stderr,
        )
    if done.by_page:
        said = f"{done.by_page} 个数没有写公布级别，出处是网页，视为公开 no publish level, but the source is a page: taken as public"
        print(f"  {said}（不公开的 if not: --publish-level internal）", file=sys.stderr)
    for name, count in done.unvouched:
        said = f"{count} 个数自称官方，来源没有人确认过，按转引入库 call themselves official, unconfirmed, taken as secondary: {name}"
        print(f"  {said}（确认一次 confirm once: --confirm {name}）", file=sys.stderr)
    for change in done.changes:
        print(f"  与上次的表不同 not as in the table before: {change}", file=sys.stderr)
    if done.early:
        said = f"{done.early} 个数的公布日期早于时期之末，是预计数，还是日期有误 dated before their period ended"
        print(f"  {said}: expected figures, or wrong dates?", file=sys.stderr)
    if done.left_out:
        print(f"  未取的行 rows left out: {', '.join(done.left_out)}", file=sys.stderr)
    if done.ignored:
        print(f"  未用的列 columns not used: {', '.join(done.ignored)}", file=sys.stderr)


def print_bad(bad: Sequence[BadRow]) -> None:
    """The table of bad rows, on standard output."""
    from guihua.plan.data import load

    reasons = {r["code"]: f"{r['zh']} {r['en']}" for r in load("reasons.yaml", "guihua.statistics.data")["reasons"]}
    print("位置 place\t列 column\t原因 reason\t内容 content")
    for row in bad[:SHOWN]:
        print(f"{row.cell or row.row}\t{row.column}\t[{row.code}] {reasons.get(row.code, '')}\t{row.text}")
    if len(bad) > SHOWN:
        print(f"… 另有 and {len(bad) - SHOWN} 行 more")

"""机制办理 run the plan's mechanisms: draws, decisions by rule, appraisals, accounts; every outcome can be checked by anyone.

guihua run --list                                             # 有哪些机制 which there are
guihua run NAME --about                                       # 它是什么、要什么表 what it is and what it takes
guihua run NAME --sheet 空表.xlsx                              # 取空表 the blank sheets (--made 示例.xlsx: with made data)
guihua run NAME --input 表.xlsx --period 2021                  # 办理 run; several inputs: --input objects=a.csv --input staff=b.xlsx
guihua run NAME … --format json                               # 给程序 for programs
guihua run NAME … -o 通知.docx | -o 结果.xlsx | -o 结果.json    # 文件、表、核验文件 paper, sheets, bundle (guihua verify 结果.json)
guihua run NAME … --dry                                       # 只试算，不入库 nothing is stored
guihua run NAME --examples                                    # 跑声明自带的例子 run the declaration's own examples
guihua run accept RUN.json --by 张三 --basis 厅办公会纪要        # 采用：按结果在台账上办理 take the proposed acts on the ledgers
guihua run draw --rfc3797 --key 9319./2.5.8.10.12./ --pool 25 --take 16 [--format json]
guihua run matching FILE.json | market FILE.json [-o 核验.json]  # 撮合、竞价 a meeting by itself: lists, costs, flows, orders
guihua run draw --beacon ROUND.json                           # 核验 drand 信标 check a beacon

在项目里办理的结果存入 runs/，有数据仓的记入台账 runs。退出码 exit status: 0 完成 done, 1 例子或核验不符, 2 输入有误 bad input。
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.mechanisms.core.records import Declaration, Frozen, Job, Run, Table
    from guihua.mechanisms.draw.beacon import Beacon

HELP = "机制办理 run mechanisms: draws, decisions, appraisals, accounts"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("name", nargs="?", default="", help="机制 the mechanism, or draw, accept")
    parser.add_argument("file", nargs="?", default="", help="accept 的核验文件 the bundle to accept")
    parser.add_argument("--list", action="store_true", help="列出机制 list the mechanisms")
    parser.add_argument("--about", action="store_true", help="说明 what it is and what it takes")
    parser.add_argument("--examples", action="store_true", help="跑自带例子 run the declaration's examples")
    parser.add_argument("--declaration", default="", metavar="FILE", help="用这份声明 a declaration from this file")
    parser.add_argument("--sheet", default="", metavar="FILE.xlsx", help="写出空表 write the blank sheets")
    parser.add_argument(
        "-i",
        "--input",
        action="append",
        default=[],
        metavar="[NAME=]FILE",
        help="输入表 an input: .csv .xlsx .docx .json",
    )
    parser.add_argument("--made", default="", metavar="FILE.xlsx", help="写出示例数据 write made data to try it with")
    parser.add_argument("--period", default="", help="哪一期 which period: 2021, 2021-03, 2021Q3")
    parser.add_argument("--on", default="", metavar="DATE", help="按哪一天的规则 the day whose rules hold")
    parser.add_argument("--known", default="", metavar="DATE", help="按这一天已知的参数 as known on this day")
    parser.add_argument(
        "--seed", action="append", default=[], help="随机种子 a source of randomness, as announced (repeat)"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="改设置 change a setting for this run"
    )
    parser.add_argument(
        "--commit",
        default="",
        metavar="FILE",
        help="抽取前公布名录摘要 write the digests of the inputs, before the seed exists",
    )
    parser.add_argument(
        "--commitment",
        default="",
        metavar="FILE",
        help="按公布过的摘要核对名录 hold the inputs against digests published before",
    )
    parser.add_argument(
        "--publish", action="store_true", help="指标存入数据仓（监测） store its figures as observations"
    )
    parser.add_argument("--dry", action="store_true", help="只试算 store nothing")
    parser.add_argument("--by", default="", help="办理人 who runs it")
    parser.add_argument("--basis", default="", help="采用的依据 the document by which it is taken")
    parser.add_argument(
        "--previous", default="", metavar="FILE", help="更正哪一次 the earlier run that this one revises"
    )
    parser.add_argument("--paper", default="", help="写哪一份文件 which of the papers")
    parser.add_argument("--table", default="", help="只要哪张表 which table")
    parser.add_argument("--format", choices=["table", "json", "csv"], default="")
    parser.add_argument(
        "-o", "--output", default="", help=".docx 文件 paper, .xlsx 表 sheets, .csv 主表, .json 核验文件 bundle"
    )
    parser.add_argument("--store", default="", help="数据仓 store")
    draws = parser.add_argument_group("draw 直接抽取 a draw by itself")
    draws.add_argument("--rfc3797", action="store_true", help="按 RFC 3797")
    draws.add_argument("--key", default="", help="随机数字串 key string, as RFC 3797 builds it")
    draws.add_argument("--pool", default="", help="总数 how many there are, or a file of names")
    draws.add_argument("--take", type=int, default=0, help="抽几个 how many are drawn")
    draws.add_argument(
        "--beacon",
        default="",
        metavar="FILE",
        help="drand 的一轮（JSON）：单独写则核验，用于抽取则作种子 a round of drand: checked by itself, or the seed of a draw",
    )


def run(args: argparse.Namespace) -> int:  # noqa: PLR0911  (one line an action)
    """Run one action."""
    if args.name == "draw":
        return _draw(args)
    if args.name in ("matching", "market"):
        from guihua.cli._meeting import meet

        return meet(args)
    if args.name == "accept":
        return _accept(args)
    known = declared()
    if args.list or (not args.name and not args.declaration):
        return _list(known, args)
    declaration = _named(args, known)
    if args.about:
        return _about(declaration)
    if args.examples:
        return _examples(declaration)
    if args.sheet:
        from guihua.mechanisms.core.publishing import blank_tables, write_workbook

        write_workbook(blank_tables(declaration), Path(args.sheet))
        return 0
    if args.made:
        return _made(declaration, args.made)
    job = _job(args, declaration)
    if args.commit:
        return _commit(job, args)
    return _run(job, args)


def _made(declaration: Declaration, path: str) -> int:
    from guihua.mechanisms.core.making import made_tables
    from guihua.mechanisms.core.publishing import write_workbook

    write_workbook(made_tables(declaration), Path(path))
    print("· 程序生成的示例数据，不代表任何单位 made data: they stand for nobody", file=sys.stderr)
    return 0


def declared() -> dict[str, Declaration]:
    """All mechanisms, a project's own (folder mechanisms/) included."""
    from guihua.mechanisms.core.declaration import load_mechanisms
    from guihua.project import find_project

    project = find_project()
    return load_mechanisms(project.root / "mechanisms" if project is not None else None)


def _named(args: argparse.Namespace, known: dict[str, Declaration]) -> Declaration:
    if args.declaration:
        from guihua.mechanisms.core.declaration import load_mechanism

        return load_mechanism(Path(args.declaration))
    found = known.get(args.name) or next((d for d in known.values() if args.name in (d.zh, d.en)), None)
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(args.name, known, 1)
        hint = f"是否要用 did you mean {near[0]}" if near else "guihua run --list"
        raise GuihuaError("RUN-UNKNOWN", f"没有机制 no mechanism {args.name!r}", hint)
    return found


def _list(known: dict[str, Declaration], args: argparse.Namespace) -> int:
    if args.format == "json":
        rows = [{"mechanism": d.name, "engine": d.engine, "zh": d.zh, "en": d.en} for d in known.values()]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for d in known.values():
        print(f"{d.name:<22} {d.engine:<9} {d.zh}  {d.en}")
    return 0


def _about(declaration: Declaration) -> int:
    print(f"{declaration.name}  {declaration.zh} {declaration.en}（引擎 engine: {declaration.engine}）")
    if declaration.about:
        print(declaration.about)
    for section, sentence in declaration.serves:
        print(f"规划 plan {section}: {sentence}")
    for wanted in declaration.inputs:
        extra = "（可不给 optional）" if wanted.optional else ""
        origin = f"台账 ledger {wanted.of}" if wanted.kind == "ledger" else "表 table"
        print(
            f"输入 input {wanted.name} {wanted.zh}{extra}，{origin}：{'｜'.join(c.title + ('*' if c.required else '') for c in wanted.columns)}"
        )
    for paper in declaration.papers:
        print(f"文件 paper {paper.name}: {paper.title} → {paper.addressee}")
    for feed in declaration.feeds:
        print(f"指标 figure {feed.name}: {feed.zh}（{feed.unit}）")
    if declaration.source:
        print(f"依据 source: {declaration.source}；人工核对 checked: {declaration.checked}")
    return 0


def _examples(declaration: Declaration) -> int:
    from guihua.mechanisms.core.examples import run_example
    from guihua.mechanisms.core.running import bundle_of
    from guihua.mechanisms.core.verify import check_run
    from guihua.proof.bundle import read, write

    wrong = 0
    for example in declaration.examples:
        found, faults = run_example(declaration, example)
        if found is not None:
            parts = check_run(read(write(bundle_of(found))).payload)
            faults = [*faults, *(f"核验 {p.name}: {p.reason}" for p in parts if p.verdict.name != "HOLDS")]
        print(f"{'✗' if faults else '✓'} {example.name}")
        for fault in faults:
            print(f"    {fault}")
        wrong += bool(faults)
    print(f"{len(declaration.examples) - wrong} / {len(declaration.examples)} 个例子相符 examples hold")
    return 1 if wrong else 0


def _job(args: argparse.Namespace, declaration: Declaration) -> Job:
    from guihua.cli._store import day
    from guihua.mechanisms.core.records import Job
    from guihua.mechanisms.core.running import rules_of, span

    period_end = span(args.period)[1]
    on = day(args.on) if args.on else period_end
    return Job(
        declaration,
        _inputs(args, declaration),
        rules_of(declaration),
        args.period,
        on,
        day(args.known) if args.known else None,
        (*args.seed, *_rounds(args)),
        dict(_setting(text) for text in args.set),
    )


def _rounds(args: argparse.Namespace) -> tuple[str, ...]:
    """The rounds of a beacon that a draw starts from, as texts of its seed."""
    if not args.beacon:
        return ()
    from guihua.mechanisms.draw.seeding import seed_of

    return tuple(seed_of(beacon) for beacon in _beacons(args.beacon))


def _setting(text: str) -> tuple[str, Any]:
    from guihua.rules.rulefile import load_texts

    key, sign, value = text.partition("=")
    if not sign:
        raise GuihuaError("RUN-SETTING", f"--set 要写成 is written KEY=VALUE: {text}", "如 e.g. --set rate=0.05")
    return key.strip(), load_texts(value, "--set")


def _inputs(args: argparse.Namespace, declaration: Declaration) -> tuple[Frozen, ...]:
    from guihua.mechanisms.core.freezing import freeze_inputs

    files: dict[str, Path] = {}
    loose: list[Path] = []
    for text in args.input:
        name, sign, path = text.partition("=")
        if sign and declaration.input(name) is not None:
            files[name] = Path(path)
        elif sign and not Path(text).exists():
            names = "、".join(i.name for i in declaration.inputs)
            raise GuihuaError("RUN-INPUT", f"没有这项输入 no input is called {name!r}", f"有 there are: {names}")
        else:
            loose.append(Path(text))
    return freeze_inputs(declaration, files, loose, lambda wanted: _from_ledger(args, wanted))


def _from_ledger(args: argparse.Namespace, wanted: Any) -> Frozen:
    from guihua.cli._ledger import journal_of, ledger_named, opened
    from guihua.mechanisms.core.ledgers import freeze_ledger

    with opened(args) as store:
        return freeze_ledger(wanted, journal_of(store, ledger_named(wanted.of)))


def _commit(job: Job, args: argparse.Namespace) -> int:
    from guihua.mechanisms.core.commitment import commitment_text
    from guihua.plan.files import write_whole

    write_whole(args.commit, commitment_text(job))
    print(
        f"名录摘要已写到 {args.commit}；先公布它，再等随机数产生 publish it before the randomness exists",
        file=sys.stderr,
    )
    return 0


def _run(job: Job, args: argparse.Namespace) -> int:
    import getpass

    from guihua.cli._output import form_of
    from guihua.mechanisms.core.running import run as decide

    suffixes = {".json": ("json",), ".csv": ("csv",), ".xlsx": ("xlsx",), ".docx": ("docx",), ".txt": ("table",)}
    form = form_of(args.output, args.format or None, suffixes, default="table")
    if args.commitment:
        from guihua.mechanisms.core.commitment import hold_against
        from guihua.plan.files import read_utf8

        hold_against(job, read_utf8(args.commitment), args.commitment)
    previous = _previous(args.previous)
    found = decide(job, by=args.by or getpass.getuser(), previous=previous)
    if not args.dry:
        _keep(found, args)
    _write(found, form, args)
    _tell(found)
    if args.previous:
        _tell_changes(found, args.previous)
    return 0


def _previous(path: str) -> str:
    if not path:
        return ""
    from guihua.plan.files import file_bytes
    from guihua.proof.bundle import read

    return str(read(file_bytes(path, "RUN-READ")).digest)


def _tell_changes(found: Run, path: str) -> None:
    """What the revision changes, and because of what."""
    from guihua.mechanisms.core.revising import changes
    from guihua.mechanisms.core.running import run_from
    from guihua.plan.files import file_bytes
    from guihua.proof.bundle import read

    earlier = run_from(dict(read(file_bytes(path, "RUN-READ")).payload))
    for change in changes(earlier, found):
        print(f"± {change.told()}", file=sys.stderr)


def _write(found: Run, form: str, args: argparse.Namespace) -> None:
    from guihua.mechanisms.core.publishing import run_json, table_csv, write_workbook
    from guihua.mechanisms.core.running import bundle_of
    from guihua.plan.files import write_whole
    from guihua.proof.bundle import write

    outcome = found.decided.outcome
    tables = [outcome.table(args.table)] if args.table else list(outcome.tables)
    output = "" if args.output == "-" else args.output
    if form == "json" and output:
        write_whole(output, write(bundle_of(found)))
    elif form == "json":
        print(json.dumps(run_json(found), ensure_ascii=False, indent=1))
    elif form == "csv":
        from guihua.cli._output import put_text

        put_text(output, table_csv(tables[0]), "csv")
    elif form == "xlsx":
        write_workbook(tables, Path(output))
    elif form == "docx":
        from guihua.project import find_project
        from guihua.reporting.mechanism_papers import paper_docx

        write_whole(output, paper_docx(found, args.paper, project.filing if (project := find_project()) else ""))
    else:
        from guihua.cli._output import put_text

        put_text(output, "\n".join(_table_lines(t) for t in tables if t.rows) + "\n", "table")


def _table_lines(table: Table) -> str:
    from guihua.mechanisms.core.publishing import titled

    lines = [f"【{table.zh or table.name}】", "\t".join(titled(c) for c in table.columns)]
    return "\n".join([*lines, *("\t".join(row) for row in table.rows)])


def _tell(found: Run) -> None:
    from guihua.mechanisms.core.publishing import warnings

    for figure in found.figures:
        if figure.value:
            print(f"{figure.zh} = {figure.value}{figure.unit}（{figure.system}）", file=sys.stderr)
    for note in (*found.decided.outcome.notes, *warnings(found)):
        print(f"· {note}", file=sys.stderr)
    if found.effects:
        print(
            f"· 拟在台账上办理 {len(found.effects)} 件，guihua run accept 采用 acts proposed, not yet taken",
            file=sys.stderr,
        )


def _keep(found: Run, args: argparse.Namespace) -> None:
    from guihua.project import find_project

    project = find_project()
    if project is None:
        return
    from guihua.mechanisms.core.keeping import keep

    path = keep(found, project.root / "runs")
    print(f"· 已存 stored: {path}", file=sys.stderr)
    _enter(found, args)


def _enter(found: Run, args: argparse.Namespace) -> None:
    """The run in the ledger of runs, and its figures in the store, where the project has one."""
    from guihua.cli._ledger import actor_of, journal_of, ledger_named, opened
    from guihua.mechanisms.core.observing import observations, record
    from guihua.mechanisms.core.running import bundle_of
    from guihua.project import require_project
    from guihua.statistics import holding

    project = require_project()
    if not (args.store or project.store_url or project.store.exists()):
        return
    digest = str(bundle_of(found).digest)
    args.as_body, args.role = "", ""
    with opened(args) as store:
        if record(journal_of(store, ledger_named("runs")), found, digest, actor_of(args)):
            print("· 已记入台账“机制办理登记” entered in the ledger runs", file=sys.stderr)
        if args.publish:
            rows = observations(found, digest, project.region)
            added = holding.add(store, rows, name=f"run {found.job.declaration.name}") if rows else None
            said = f"存入 stored {added.stored}，已有 known {added.same}" if added else "没有可存的数 nothing to store"
            print(f"· {said}", file=sys.stderr)


def _accept(args: argparse.Namespace) -> int:
    from datetime import date

    from guihua.cli._ledger import actor_of, journal_of, ledger_named, opened
    from guihua.mechanisms.core.ledgers import events_of
    from guihua.mechanisms.core.running import run_from
    from guihua.plan.files import file_bytes
    from guihua.proof.bundle import read
    from guihua.verification import verify

    data = file_bytes(args.file, "RUN-READ")
    checked = verify(data)
    refused = next((p for p in checked.parts if p.verdict.name == "REFUSED"), None)
    if refused is not None:
        raise GuihuaError(
            "RUN-REFUSED",
            f"核验不过，不能采用 refused: {refused.name} {refused.reason}",
            "重新办理 run it again",
            args.file,
        )
    bundle = read(data)
    found = run_from(dict(bundle.payload))
    if not args.basis:
        raise GuihuaError(
            "RUN-BASIS",
            "采用要有依据 an outcome is taken by a document",
            "加 --basis 文号或会议纪要 add --basis with the document or the minutes",
        )
    args.as_body, args.role = "", ""
    with opened(args) as store:
        for name in dict.fromkeys(e.ledger for e in found.effects):
            ledger = ledger_named(name)
            own = [e for e in found.effects if e.ledger == name]
            at = found.job.on or date.today()
            journal_of(store, ledger).record(events_of(own, ledger, actor_of(args), at, args.basis, str(bundle.digest)))
            print(f"{ledger.words.zh}：办理 {len(own)} 件 acts taken")
    return 0


def _draw(args: argparse.Namespace) -> int:
    if args.beacon:
        return _beacon(args)
    from guihua.proof.draws import digests, key_of, rfc3797

    key = args.key or key_of(args.seed)
    if not key:
        raise GuihuaError(
            "DRAW-SEED",
            "没有随机数字串 no key",
            "加 add --key 9319./2.5.8.10.12./ 或 or --seed 9319 --seed '2 5 12 8 10'",
        )
    names = _pool(args.pool)
    drawn = rfc3797(key, len(names), args.take)
    if args.format == "json":
        named = {} if args.pool.isdigit() else {"names": [names[n - 1] for n in drawn]}
        print(
            json.dumps({"key": key, "pool": len(names), "take": args.take, "drawn": drawn, **named}, ensure_ascii=False)
        )
    else:
        for place, (number, digest) in enumerate(zip(drawn, digests(key, args.take), strict=True), 1):
            print(
                f"{place}\t{digest}\t{len(names) - place + 1}\t{number}\t{'' if args.pool.isdigit() else names[number - 1]}".rstrip()
            )
    return 0


def _pool(text: str) -> range | list[str]:
    if text.isdigit():
        return range(1, int(text) + 1)
    if not text:
        raise GuihuaError("DRAW-SIZE", "没有说总数 no pool", "加 add --pool 25 或 or --pool 名单.txt")
    from guihua.plan.files import read_utf8

    return [line.strip() for line in read_utf8(text).splitlines() if line.strip()]


def _beacons(path: str) -> list[Beacon]:
    """The rounds of a file. Raises GuihuaError DRAW-BEACON."""
    from guihua.mechanisms.draw.beacon import beacon_from
    from guihua.plan.files import read_utf8

    try:
        found = json.loads(read_utf8(path))
    except (ValueError, RecursionError) as error:
        raise GuihuaError(
            "DRAW-BEACON", f"不是 JSON not readable as JSON: {error}", "存一轮的 JSON save a round's JSON", path
        ) from None
    return [beacon_from(row) for row in (found if isinstance(found, list) else [found])]


def _beacon(args: argparse.Namespace) -> int:
    from guihua.mechanisms.draw.beacon import check_beacon

    rounds = _beacons(args.beacon)
    worst = 0
    for beacon in rounds:
        checked = check_beacon(beacon)
        sign = "✓" if checked.holds and checked.signature else "○" if checked.holds else "✗"
        print(f"{sign} round {beacon.round} {checked.reason}".rstrip())
        worst = max(worst, 0 if sign == "✓" else 3 if sign == "○" else 1) if sign != "✗" else 1
    return worst

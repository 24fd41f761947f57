"""规则 rules: decision tables (DMN or readable YAML): tested, asked, checked, rewritten.

guihua rules test FILE.dmn CASES.xml                      # 跑 DMN 测试文件 run a DMN test file
guihua rules eval FILE --input '{"Age": 18}'              # 问一次 ask once (JSON text, or a .json or .csv file)
guihua rules eval cit-west.yaml --input firms.csv --on 2021-06-30 --known 2021-12-31
guihua rules check FILE                                   # 空当、冲突、用不上的行 gaps, clashes, dead rows: exact
guihua rules convert FILE -o FILE.yaml                    # DMN 与 YAML 互换 between DMN and YAML

缺少的事实不猜：答不了时列出最少还需要哪些。A missing fact is never guessed: the smallest sets that would decide are named.
退出码 exit status: test 有不符 1; check 有错误 1; 输入有误 2。
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.rules.asking import Ruling
    from guihua.rules.rulefile import RuleFile

HELP = "规则 rules: decision tables tested, asked, checked, rewritten"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("test", help="跑测试文件 run a DMN test file")
    one.add_argument("file", help="规则 the model: .dmn or .yaml")
    one.add_argument("cases", nargs="+", help="测试文件 DMN test files (.xml)")
    one.add_argument("--format", choices=["table", "json"], default="table")
    one = actions.add_parser("eval", help="按规则回答 answer by the rules, with the trace")
    one.add_argument("file", help="规则 the model: .dmn or .yaml")
    one.add_argument(
        "--input", required=True, metavar="JSON|CSV", help="事实 facts: JSON text, or a .json or .csv file"
    )
    one.add_argument("--decision", default="", help="哪个判定 which decision (all that no other needs)")
    one.add_argument("--on", default="", metavar="DATE", help="参数按哪一天 the day whose parameters hold")
    one.add_argument("--known", default="", metavar="DATE", help="按这一天已公布的参数 parameters as known on this day")
    one.add_argument("--format", choices=["table", "json", "csv"], default="")
    one.add_argument("-o", "--output", default="", help="写到文件 to a file: .json .csv .txt")
    one = actions.add_parser("check", help="静态校验 gaps, clashes and dead rows")
    one.add_argument("files", nargs="+")
    one = actions.add_parser("convert", help="互换 between DMN and YAML")
    one.add_argument("file")
    one.add_argument("-o", "--output", required=True, help=".dmn or .yaml")


def run(args: argparse.Namespace) -> int:
    """Run one action."""
    return int(globals()[f"_{args.action}"](args))


def _test(args: argparse.Namespace) -> int:
    from guihua.rules.dmn.cases import run_cases
    from guihua.rules.rulefile import read_rulefile

    rules = read_rulefile(args.file)
    results = [result for file in args.cases for result in run_cases(rules.model, file)]
    wrong = [r for r in results if not r.holds]
    if args.format == "json":
        rows = [
            {"case": r.case, "name": r.name, "expected": r.expected, "found": r.found, "holds": r.holds}
            for r in results
        ]
        print(
            json.dumps({"passed": len(results) - len(wrong), "of": len(results), "results": rows}, ensure_ascii=False)
        )
    else:
        for r in wrong:
            print(
                f"✗ {r.case} {r.name}：应为 expected {r.expected}，得 found {r.found} {'；'.join(r.remarks)}".rstrip()
            )
        print(f"{len(results) - len(wrong)} / {len(results)} 项相符 results hold")
    return 1 if wrong else 0


def _eval(args: argparse.Namespace) -> int:
    from guihua.cli._output import form_of, put_text
    from guihua.cli._store import day
    from guihua.rules.asking import ask
    from guihua.rules.facts import facts
    from guihua.rules.rulefile import read_rulefile
    from guihua.rules.soundness import require_sound

    suffixes = {".json": ("json",), ".csv": ("csv",), ".txt": ("table",)}
    form = form_of(args.output, args.format or None, suffixes, default="table")
    rules = read_rulefile(args.file)
    if not str(args.file).endswith((".dmn", ".xml")):
        require_sound(rules)
    on, known = (day(args.on) if args.on else None), (day(args.known) if args.known else None)
    names = [args.decision] if args.decision else top_decisions(rules)
    rows = _input_rows(args.input)
    found: list[tuple[Mapping[str, Any], list[Ruling]]] = []
    for number, row in enumerate(rows, 1):
        given = facts(row, rules.model, f"row {number}" if len(rows) > 1 else "")
        if len(names) == 1 or not args.decision:
            given = _only_known(given, rules, strict=len(rows) == 1)
        found.append((row, [ask(rules, name, given, on=on, known=known) for name in names]))
    text = {"json": _as_json, "csv": _as_csv, "table": _as_table}[form](rules, found)
    put_text(args.output if args.output != "-" else "", text, form)
    if not rules.is_checked:
        print(
            "! 规则中的数字尚未由人对照原文核过 numbers of these rules are not yet checked against the original",
            file=sys.stderr,
        )
    return 0


def top_decisions(rules: RuleFile) -> list[str]:
    """Decisions that no other decision needs."""
    needed = {name for d in rules.model.decisions for name in d.requires}
    return [d.name for d in rules.model.decisions if d.name not in needed] or [d.name for d in rules.model.decisions]


def _only_known(given: dict[str, Any], rules: RuleFile, *, strict: bool) -> dict[str, Any]:
    """Of a sheet, only the columns that the rules ask for; a single object is held to the names of the rules."""
    if strict:
        return given
    known = {d.name for d in rules.model.data} | {d.name for d in rules.model.decisions}
    return {k: v for k, v in given.items() if k in known}


def _input_rows(text: str) -> list[Mapping[str, Any]]:
    """Rows of facts: from JSON text, or from a .json or .csv file."""
    path = Path(text)
    if text.lstrip().startswith(("{", "[")):
        return _json_rows(text, "--input")
    if path.suffix.lower() == ".json":
        from guihua.plan.files import read_utf8

        return _json_rows(read_utf8(path), str(path))
    from guihua.ledgers.tables import read_tables

    tables = read_tables(path)
    if not tables or not tables[0].rows:
        raise GuihuaError(
            "RULE-INPUT", "表里没有行 the sheet has no rows", "第一行是列名 the first row names the columns", str(path)
        )
    head = [cell.text for cell in tables[0].rows[0]]
    return [{h: c.text for h, c in zip(head, row, strict=False) if h} for row in tables[0].rows[1:]]


def _json_rows(text: str, where: str) -> list[Mapping[str, Any]]:
    try:
        found = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError) as error:
        raise GuihuaError(
            "RULE-INPUT", f"不是 JSON not readable as JSON: {error}", '写成 write {"名称 name": 值 value}', where
        ) from None
    rows = found if isinstance(found, list) else [found]
    if not all(isinstance(row, dict) for row in rows):
        raise GuihuaError("RULE-INPUT", "JSON 应是对象或对象的列表 an object or a list of objects is wanted", "", where)
    return rows


def _plain(value: Any) -> Any:
    """A value of FEEL as JSON: numbers as their digits where they are exact, else as texts."""
    from guihua.rules.feel.values import plain, text_of

    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        text = plain(value)
        return json.loads(text) if len(text.lstrip("-").replace(".", "")) <= 15 else text
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return text_of(value)


def ruling_json(ruling: Ruling) -> dict[str, Any]:
    """A ruling as JSON."""
    return {
        "status": str(ruling.status),
        "value": _plain(ruling.value),
        "needs": [list(n) for n in ruling.needs],
        "possible": list(ruling.possible),
        "undefined": list(ruling.undefined),
        "trace": [
            {"decision": s.decision, "rows": list(s.rows), "clauses": list(s.clauses), "value": _plain(s.value)}
            for s in ruling.trace
        ],
        "parameters": [
            {
                "name": p.name,
                "value": p.value,
                "valid": [_day_text(p.start), _day_text(p.end)],
                "source": p.source,
                "checked": p.checked or "no",
            }
            for p in ruling.parameters
        ],
        "remarks": list(ruling.remarks),
        "checked": ruling.checked,
    }


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _as_json(rules: RuleFile, found: Sequence[tuple[Mapping[str, Any], list[Ruling]]]) -> str:
    rows = [
        {"input": _plain(dict(row)), "answers": {r.decision: ruling_json(r) for r in rulings}} for row, rulings in found
    ]
    made = {"rules": rules.name, "version": rules.digest, "checked": rules.is_checked, "results": rows}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _as_csv(rules: RuleFile, found: Sequence[tuple[Mapping[str, Any], list[Ruling]]]) -> str:
    from guihua.plan.cells import csv_text

    names = list(found[0][0]) if found else []
    lines: list[list[Any]] = [[*names, "判定", "状态", "答案", "缺何事实", "条款"]]
    for row, rulings in found:
        for r in rulings:
            needs = " 或 ".join("＋".join(n) for n in r.needs)
            lines.append(
                [*(row.get(n, "") for n in names), r.decision, str(r.status), r.text, needs, "；".join(r.clauses)]
            )
    return csv_text(lines)


_WORDS = {
    "decided": "答案 answer",
    "unknown": "还答不了 open",
    "undefined": "未定义 not defined",
    "none": "没有答案 no answer",
}


def _as_table(rules: RuleFile, found: Sequence[tuple[Mapping[str, Any], list[Ruling]]]) -> str:
    lines = []
    for number, (_, rulings) in enumerate(found, 1):
        if len(found) > 1:
            lines.append(f"# {number}")
        for r in rulings:
            lines.append(f"{r.decision}：{_WORDS[str(r.status)]}{f' {r.text}' if r.value is not None else ''}")
            if r.possible:
                lines.append(f"  可能是 may be: {' / '.join(r.possible)}")
            lines += [f"  还缺 needs: {' ＋ '.join(n)}" for n in r.needs]
            lines += [f"  这一天没有取值 no value on that day: {n}" for n in r.undefined]
            lines += [
                f"  依据 by: {s.decision} 第 {'、'.join(map(str, s.rows)) or '—'} 行 rows {'；'.join(s.clauses)}"
                for s in r.trace
            ]
            lines += [
                f"  参数 parameter: {p.name} = {p.value}（{p.start or '…'} 至 {p.end or '…'}，{p.source or '出处未写 no source'}）"
                for p in r.parameters
                if p.value is not None
            ]
            lines += [f"  ! {remark}" for remark in r.remarks]
    return "\n".join(lines) + "\n"


def _check(args: argparse.Namespace) -> int:
    from guihua.rules.rulefile import read_rulefile
    from guihua.rules.soundness import faults

    errors = 0
    for file in args.files:
        rules = read_rulefile(file)
        found = faults(rules)
        for fault in found:
            allowed = fault.code == "RULE-INEXACT" or (fault.code == "RULE-GAP" and rules.gaps == "allowed")
            errors += not allowed
            print(f"{'·' if allowed else '✗'} [{fault.code}] {fault.told()}")
        if not found:
            print(f"✓ {file}：无空当、无冲突、无用不上的行 no gap, no clash, no dead row")
    return 1 if errors else 0


def _convert(args: argparse.Namespace) -> int:
    from guihua.plan.files import write_whole
    from guihua.rules.dmn.writing import write_dmn
    from guihua.rules.rulefile import read_rulefile, write_rules

    rules = read_rulefile(args.file)
    suffix = Path(args.output).suffix.lower()
    if suffix not in (".dmn", ".yaml", ".yml"):
        raise GuihuaError("OUTPUT-SUFFIX", f"不认识的后缀 unknown suffix {suffix!r}", ".dmn 或 or .yaml", args.output)
    if suffix == ".dmn" and rules.parameters:
        print("! 随时间变的参数在 DMN 里成为输入项 dated parameters become input data in DMN", file=sys.stderr)
        from dataclasses import replace

        from guihua.rules.dmn.model import Datum

        data = (*rules.model.data, *(Datum(p.name, "", "", p.zh) for p in rules.parameters))
        rules = replace(rules, model=replace(rules.model, data=data))
    write_whole(args.output, write_dmn(rules.model) if suffix == ".dmn" else write_rules(rules))
    return 0

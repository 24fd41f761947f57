"""测进度 where each target stands, as known on a date: base, latest, pace, gap, status by every method, reasons.

guihua track                                       # 按今天已公布的数据 as known today
guihua track --as-of 2021-12-31 --format json
guihua track --as-of 2025-01-31 --include-collected -o 进度.xlsx   # .xlsx .csv .json .txt
guihua track --as-of 2024-12-31 --against 2018-06-30   # 哪些结论变了、为什么 what changed, and why
guihua track --drivers 2021M01-M10                     # 什么在拉动 what moves it: pull and contribution
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from guihua.plan.plan import Plan
    from guihua.tracking import Assessment, Tracking

HELP = "测进度 where each target stands as known on a date"
FORMATS = ("table", "json", "csv", "xlsx")
SUFFIXES = {".txt": ("table",), ".json": ("json",), ".csv": ("csv",), ".xlsx": ("xlsx",)}
COLUMNS = (
    "indicator", "target", "base", "latest", "latest_period", "coverage", "vintage", "pace", "gap", "required",
    "status", "status_code", "reason", "mark", "agree", "likelihood", "readings", "remarks", "id",
)  # fmt: skip
HEAD = {
    "zh": ("指标", "目标", "基期", "最新", "时期", "统计范围", "发布版本", "序时进度", "差距", "余下每年", "状态", "状态码",
           "原因", "口径注", "各法一致", "可能性", "旁注读数", "说明", "编号"),
    "en": ("indicator", "target", "base", "latest", "period", "coverage", "vintage", "pace", "gap", "needed a year",
           "status", "code", "reason", "coverage note", "methods agree", "likelihood", "readings", "remarks", "id"),
}  # fmt: skip


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    parser.add_argument("plan", nargs="?", help="规划文本或 plan.yaml (default: the project's plan)")
    add_store(parser)
    add_as_of(parser)
    parser.add_argument("--region", default="", help="行政区划代码 region code, where plan and project name none")
    parser.add_argument("--method", default="all", help="方法 all, shixu, statcan, eurostat, unsd, escap, liancheng")
    parser.add_argument(
        "--against", default="", metavar="DATE", help="与这一天相比 what changed since this day, and why"
    )
    parser.add_argument("--all", action="store_true", help="与 --against 合用：不变的也列 unchanged targets too")
    parser.add_argument(
        "--drivers", default="", metavar="PERIOD", help="拉动与贡献率 pull and contribution in a period"
    )
    parser.add_argument("--yearly", action="store_true", help="年度计划与余下月份 yearly plans and the months left")
    parser.add_argument(
        "--find", default="", metavar="WORDS", help="只看指标含有 only indicators that hold these words"
    )
    parser.add_argument(
        "--remarks", action="store_true", help="表中列出各法、旁注和说明 methods and remarks under each row"
    )
    parser.add_argument("--format", choices=FORMATS, help="输出格式 (default: table, or by the suffix of -o)")
    parser.add_argument(
        "--bundle", default="", metavar="FILE", help="存成可重算的核验文件 freeze into a bundle for verify"
    )
    parser.add_argument("-o", "--output", default="", metavar="FILE", help="写到文件 write to: .xlsx .csv .json .txt")


def run(args: argparse.Namespace) -> int:
    """Track and print."""
    from guihua.cli._output import file_of, form_of
    from guihua.cli._store import as_of, day, region_of
    from guihua.tracking.assess import wanted_methods

    lang = os.environ.get("GUIHUA_LANG", "zh")
    args.format = form_of(args.output, args.format, SUFFIXES, default="table", files_only=frozenset({"xlsx"}))
    args.output, args.region = file_of(args.output), region_of(args)
    if args.drivers or args.yearly:
        from guihua.cli._track_more import drivers, yearly

        return drivers(args, lang) if args.drivers else yearly(args, lang)
    wanted_methods(args.method)
    later = as_of(args)
    if args.against:
        from guihua.cli._track_more import against

        return against(args, later, day(args.against), lang)
    found = tracking(args, later)
    if args.bundle:
        print(args.bundle, file=sys.stderr)
    shown = [a for a in found if args.find in a.statement.indicator]
    if args.format == "xlsx":
        from guihua.cli._track_xlsx import write_xlsx

        write_xlsx(Path(args.output), found, shown, lang)
        print(args.output, file=sys.stderr)
    else:
        deliver(args.output, _body(args.format, shown, lang, args.remarks))
    print(_summary(found, lang), file=sys.stderr)
    if args.find:
        said = f"其中列出 {len(shown)} 项" if lang == "zh" else f"of these shown: {len(shown)}"
        print(f"{said} --find {args.find}", file=sys.stderr)
    return 0


def _tell_force(plan: Plan, day: date) -> None:
    """Say so where the plan was not in force on the day that is asked about."""
    since = plan.in_force_from
    if since is not None and day < since:
        print(f"  ! 截至 {day} 规划尚未施行（{since} 起）the plan was not yet in force", file=sys.stderr)


def tracking(args: argparse.Namespace, day: Any) -> Tracking:
    """The plan's targets as known on a day, from the options."""
    from guihua.cli._inputs import inputs
    from guihua.cli._store import store_of

    given = inputs(args.plan)
    _tell_force(given.plan, day)
    if day > type(day).today():
        print(
            f"  ! {day} 还没有到，其后公布的数还不知道 this day is yet to come: what it will know is not known",
            file=sys.stderr,
        )
    with store_of(args, upgrade=True) as store:
        found = given.tracked(
            store, day, method=args.method, include_collected=args.include_collected, region=args.region or ""
        )
        if args.bundle:
            from guihua.cli._subjects import subjects_of
            from guihua.plan.files import write_whole
            from guihua.proof.bundle import write
            from guihua.tracking import bundle_of, observations_of
            from guihua.tracking.asof import yearly_in_force

            plan = given.plan_on(day)
            rows = observations_of(plan, store, found.region, day)
            yearly = yearly_in_force(plan, given.yearly, day)
            rests_on = subjects_of(given.path, given.yearly)
            write_whole(Path(args.bundle), write(bundle_of(plan, rows, found, yearly, subjects=rests_on)))
    return found


def deliver(output: str, text: str) -> None:
    """Print, or write to a file whole."""
    from guihua.cli._output import put_text

    put_text(output, text + "\n", Path(output).suffix.lower().removeprefix("."))
    if output:
        print(output, file=sys.stderr)


def rows(assessments: Sequence[Assessment], lang: str) -> list[dict[str, str]]:
    """One flat row a target, everything as text."""
    from guihua.view.assessments import likelihood_words, note_sentence, reading_sentence, record, status_word
    from guihua.view.told import base_words, latest_words

    found = []
    for a in assessments:
        r = record(a, lang)
        latest = r["latest"] or {}
        found.append(
            {
                "indicator": r["indicator"],
                "target": r["target"]["words"],
                "base": base_words(a, lang),
                "latest": latest_words(a, lang),
                "latest_period": a.latest_period,
                "coverage": latest.get("coverage", ""),
                "vintage": latest.get("vintage", ""),
                "pace": _amount(a.pace, a.unit, lang),
                "gap": _amount(a.gap, "个百分点" if a.unit == "%" else a.unit, lang),
                "required": _amount(a.required, a.unit, lang),
                "status": status_word(a, lang),
                "status_code": a.status.value,
                "reason": r["reason"],
                "mark": r["mark"],
                "agree": "" if not a.methods else ("是" if a.agree else "否") if lang == "zh" else str(a.agree).lower(),
                "likelihood": likelihood_words(a, lang),
                "readings": "；".join(reading_sentence(x, lang) for x in a.readings),
                "remarks": "；".join(s for s in (note_sentence(n, lang) for n in a.notes) if s),
                "id": r["id"],
            }
        )
    return found


def _body(form: str, shown: Sequence[Assessment], lang: str, remarks: bool) -> str:
    if form == "json":
        import json

        from guihua.view.assessments import record

        return json.dumps([record(a, lang) for a in shown], ensure_ascii=False, indent=1)
    if form == "csv":
        from guihua.plan.cells import csv_text

        return csv_text([COLUMNS, *([row[name] for name in COLUMNS] for row in rows(shown, lang))]).rstrip("\n")
    return _table(shown, lang, remarks)


def _table(shown: Sequence[Assessment], lang: str, remarks: bool) -> str:
    """Target, base, latest, pace, gap, status; readings and remarks on lines of their own under the table's row."""
    from guihua.cli._text import shorten, text_table
    from guihua.view.status import style

    zh = lang == "zh"
    head = ("指标", "目标", "基期", "最新", "时期", "应到", "差距", "状态") if zh else (
        "indicator", "target", "base", "latest", "period", "due", "gap", "status")  # fmt: skip
    body: list[tuple[str, ...]] = []
    beside: list[list[str]] = []
    for a, row in zip(shown, rows(shown, lang), strict=True):
        status = f"{style(a.status.zh).symbol} {row['status']}{'' if a.agree else ' ≠'}"
        figures = (row["target"], row["base"], row["latest"], row["latest_period"], row["pace"], row["gap"])
        body.append((shorten(row["indicator"], 36), *figures, status))
        beside.append(["  · " + shorten(line, 160) for line in _beside(a, lang, remarks)])
    table = text_table(head, body, right=frozenset({2, 3, 5, 6})).split("\n")
    lines = table[:2]
    for line, readings in zip(table[2:], beside, strict=True):
        lines += [line, *readings]
    return "\n".join(lines)


def _beside(a: Assessment, lang: str, every: bool) -> list[str]:
    """What stands under a row: the methods where they differ, the readings; with `every` all methods and remarks."""
    from guihua.view.assessments import likelihood_words, method_name, note_sentence, reading_sentence
    from guihua.view.status import style

    found = []
    if a.methods and (every or not a.agree):
        said: dict[str, list[str]] = {}
        for m in a.methods:
            said.setdefault(style(m.status.zh).word(lang), []).append(method_name(m.method, lang))
        join, colon = ("、", "：") if lang == "zh" else (", ", ": ")
        words = (f"{status}{colon}{join.join(names)}" for status, names in said.items())
        found.append(("各法——" if lang == "zh" else "methods — ") + ("；" if lang == "zh" else "; ").join(words))
    if a.likelihood:
        found.append(likelihood_words(a, lang))
    found += [reading_sentence(r, lang) for r in a.readings]
    if every:
        found += [sentence for n in a.notes if (sentence := note_sentence(n, lang))]
    return found


def _summary(found: Tracking, lang: str) -> str:
    from collections import Counter

    from guihua.view.status import style

    counts = Counter(a.status for a in found)
    parts = [f"{style(s.zh).symbol}{s.zh if lang == 'zh' else style(s.zh).word(lang)} {n}" for s, n in counts.items()]
    split = sum(1 for a in found if not a.agree)
    if lang == "zh":
        tail = f"；{split} 项各法结论不一（≠）" if split else ""
        return f"截至 {found.as_of} 已公布的数据：{len(found)} 项目标，{'，'.join(parts)}{tail}"
    tail = f"; methods differ on {split} (≠)" if split else ""
    return f"as known on {found.as_of}: {len(found)} targets, {', '.join(parts)}{tail}"


def _amount(value: str, unit: str, lang: str) -> str:
    """A computed magnitude in its readable unit; "" for none."""
    from guihua.view.told import amount

    return amount(value, unit, lang) if value else ""

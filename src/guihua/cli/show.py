"""看读到了什么 show what was read: targets as a table; or facts, tasks, unread digits, names.

guihua show                       # 目标 targets
guihua show --kind all --section 3.1
guihua show --tasks               # 任务 commitments
guihua show --unread              # 未读的数字：漏读警报 the recall alarm
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.plan.plan import Plan
    from guihua.plan.statement import Statement

HELP = "看目标、任务、未读的数字 show targets, tasks, unread digits"
UNSURE = "(?)"
"""The mark of a reading that is less sure."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("plan", nargs="?", help="规划文本或 plan.yaml (default: the project's plan)")
    kinds = ("target", "fact", "policy", "all")
    parser.add_argument("--kind", choices=kinds, default="target", help="哪一类 which kind (default: target)")
    parser.add_argument("--section", default="", help="只看某节 of this section only, e.g. 3.1")
    parser.add_argument("--find", default="", metavar="WORDS", help="指标或原句含有 whose label or sentence holds")
    parser.add_argument("--tasks", action="store_true", help="任务 commitments")
    parser.add_argument("--names", action="store_true", help="地区、园区、机构等名称 named things")
    parser.add_argument("--unread", action="store_true", help="未读的数字 digits that were not read")
    parser.add_argument(
        "--format", choices=("table", "jsonl", "json"), default="table", help="输出格式 (default: table)"
    )


def run(args: argparse.Namespace) -> int:
    """Print the table that was asked for."""
    from guihua.cli._inputs import inputs

    plan = inputs(args.plan).plan
    lang = os.environ.get("GUIHUA_LANG", "zh")
    if args.unread:
        print(_unread_table(plan))
        print(f"{len(plan.unread)} 处没有读进的数字 digits that were not read；{plan.title}", file=sys.stderr)
    elif args.tasks:
        print(_task_table(plan, args.section, args.find))
    elif args.names:
        print(_name_table(plan))
    else:
        found = [s for s in plan.statements if _wanted(s, args)]
        if args.format != "table":
            import json

            from guihua.plan.planfile import to_json_record

            records = [to_json_record(statement) for statement in found]
            lines = [json.dumps(record, ensure_ascii=False) for record in records]
            joined = ",\n".join(lines)
            print("\n".join(lines) if args.format == "jsonl" else f"[{joined}]")
        else:
            print(statement_table(found, lang))
        print(f"{len(found)} 条 statements；{plan.title}", file=sys.stderr)
    return 0


def statement_table(statements: Sequence[Statement], lang: str = "zh") -> str:
    """Statements as a table, the plan's main ones first: id, indicator, year, value, kind; what is in doubt is marked and said below."""
    from guihua.cli._text import shorten, text_table
    from guihua.view.statements import doubt_words, kind_word, unsure_word, value_words

    head = ("编号", "指标", "年份", "数值", "类别") if lang == "zh" else ("id", "indicator", "year", "value", "kind")
    rows = [
        (s.id, shorten(s.indicator, 46), str(s.year or ""), _value(s, value_words(s, lang)), kind_word(s.kind, lang))
        for s in sorted(statements, key=lambda s: not s.main)
    ]
    table = text_table(head, rows, frozenset({2}))
    said = [words for s in statements for words in (unsure_word(s.unsure, lang), doubt_words(s, lang)) if words]
    return f"{table}\n{UNSURE} {'；'.join(dict.fromkeys(said))}" if said else table


def _value(statement: Statement, words: str) -> str:
    """The value, with a mark where its reading is less sure."""
    return (words or "—") + (f" {UNSURE}" if statement.unsure or statement.doubtful else "")


def _wanted(statement: Statement, args: argparse.Namespace) -> bool:
    if args.kind not in ("all", statement.kind.value):
        return False
    if args.section and not f"{statement.section}.".startswith(f"{args.section}."):
        return False
    return args.find in statement.indicator or args.find in statement.quote


def _task_table(plan: Plan, section: str, words: str) -> str:
    from guihua.cli._text import shorten, text_table

    rows = [
        (c.id, c.section, c.action, shorten(c.object, 60), "、".join(c.bodies), str(c.year or ""))
        for c in plan.commitments
        if f"{c.section}.".startswith(f"{section}.") or not section
        if words in c.quote
    ]
    return text_table(("编号 id", "节", "动作", "对象", "谁", "年份"), rows)


def _name_table(plan: Plan) -> str:
    from guihua.cli._text import text_table

    counts: dict[tuple[str, str, str], int] = {}
    for mention in plan.mentions:
        key = (mention.kind, mention.name, mention.concept)
        counts[key] = counts.get(key, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    rows = [(kind, name, concept, str(count)) for (kind, name, concept), count in ordered]
    return text_table(("类 kind", "名称 name", "概念 concept", "次"), rows, frozenset({3}))


def _unread_table(plan: Plan) -> str:
    from guihua.cli._text import shorten, text_table

    rows = [
        (u.text, str(u.start), u.reason, shorten(plan.text[max(0, u.start - 16) : u.end + 16], 60)) for u in plan.unread
    ]
    return text_table(("数字 digits", "位置", "原因", "上下文"), rows, frozenset({1}))

"""比较两稿 compare two versions of a plan by meaning: statements added, removed, changed; not by lines.

guihua diff 征求意见稿.docx 正式稿.docx
guihua diff plan-2019.yaml plan.yaml --format jsonl
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.plan.statement import Statement
    from guihua.reading.diff import Change, Division, TaskChange

HELP = "按含义比较两稿 compare two versions by meaning"
WORDS = {
    "added": ("新增", "added"),
    "removed": ("删去", "removed"),
    "changed": ("改动", "changed"),
    "reworded": ("改写", "reworded"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("old", help="旧稿：文本或 plan.yaml")
    parser.add_argument("new", help="新稿：文本或 plan.yaml")
    parser.add_argument("--no-tasks", action="store_true", help="不比任务 leave tasks out")
    parser.add_argument("--no-reworded", action="store_true", help="不列只改写的 leave out what is only reworded")
    parser.add_argument("--format", choices=("table", "jsonl"), default="table", help="输出格式 (default: table)")


def run(args: argparse.Namespace) -> int:
    """Read both, print what changed."""
    from guihua.project import read_plan
    from guihua.reading.diff import ChangeKind, diff_plans, diff_tasks, divided

    old, new = read_plan(Path(args.old)), read_plan(Path(args.new))
    changes = diff_plans(old, new)
    if args.no_reworded:
        changes = tuple(c for c in changes if c.kind is not ChangeKind.REWORDED)
    tasks = () if args.no_tasks else diff_tasks(old, new)
    if args.format == "jsonl":
        _print_lines(changes, tasks, divided(changes))
    else:
        _print_tables(changes, tasks, os.environ.get("GUIHUA_LANG", "zh"))
        _print_divisions(divided(changes), os.environ.get("GUIHUA_LANG", "zh"))
    counts = (f"{zh} {sum(c.kind == key for c in changes)}" for key, (zh, _) in WORDS.items())
    print("；".join(counts) + f"；任务 tasks ±{len(tasks)}", file=sys.stderr)
    return 0


def _print_divisions(divisions: tuple[Division, ...], lang: str) -> None:
    """Targets told as several, and several told as one."""
    for division in divisions:
        whole = f"{division.whole.indicator} {_value(division.whole, lang)}"
        parts = " + ".join(f"{s.indicator} {_value(s, lang)}" for s in division.parts)
        word = ("合并", "merged") if division.merged else ("拆分", "divided")
        sides = (parts, whole) if division.merged else (whole, parts)
        print(f"{word[lang == 'en']}  {sides[0]} → {sides[1]}")


def _print_lines(changes: tuple[Change, ...], tasks: tuple[TaskChange, ...], divisions: tuple[Division, ...]) -> None:
    import json

    from guihua.plan.planfile import to_json_record

    for change in changes:
        row = {
            "change": str(change.kind),
            "slots": list(change.slots),
            "old": to_json_record(change.old) if change.old else None,
            "new": to_json_record(change.new) if change.new else None,
        }
        print(json.dumps(row, ensure_ascii=False))
    for division in divisions:
        row = {
            "change": "merged" if division.merged else "divided",
            "whole": division.whole.id,
            "parts": [s.id for s in division.parts],
        }
        print(json.dumps(row, ensure_ascii=False))
    for task in tasks:
        row = {"change": str(task.kind), "task": {"id": task.task.id, "quote": task.task.quote}}
        print(json.dumps(row, ensure_ascii=False))


def _print_tables(changes: tuple[Change, ...], tasks: tuple[TaskChange, ...], lang: str) -> None:
    from guihua.cli._text import shorten, text_table

    rows = []
    for change in changes:
        shown = change.new or change.old
        assert shown is not None
        before, after = (_value(side, lang) if side else "" for side in (change.old, change.new))
        word = WORDS[change.kind][lang == "en"]
        rows.append((word, shorten(shown.indicator, 40), before, after, " ".join(change.slots)))
    head = (
        ("变化", "指标", "旧", "新", "不同的槽位") if lang == "zh" else ("change", "indicator", "old", "new", "slots")
    )
    print(text_table(head, rows) if rows else "定量表述没有变化 no statement changed")
    if tasks:
        lines = [(WORDS[t.kind][lang == "en"], shorten(t.task.quote, 90)) for t in tasks]
        print("\n" + text_table(("任务", "原文") if lang == "zh" else ("task", "words"), lines))


def _value(statement: Statement, lang: str) -> str:
    """The value with its year in brackets: 1万个（2010）; 10 thousand (2010)."""
    from guihua.view.statements import value_words

    words = value_words(statement, lang)
    if not statement.year:
        return words
    return f"{words}（{statement.year}）" if lang == "zh" else f"{words} ({statement.year})"

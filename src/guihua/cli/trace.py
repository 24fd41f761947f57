"""查数字的来路 trace every figure of a report: the plan's statement, the observations, the method.

guihua trace 中期评估.docx
guihua trace 中期评估.html --find 工业增加值
guihua trace 中期评估.docx --format csv > 来路.csv
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.reporting.carried import Carried
    from guihua.reporting.document import Figure

HELP = "查报告中每个数字的来路 trace the figures of a report"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", help="报告 the report (.docx, .html)")
    parser.add_argument("--find", default="", metavar="WORDS", help="只看含有这些字的 only lines that hold these words")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text", help="输出格式 (default: text)")


def run(args: argparse.Namespace) -> int:
    """List the figures, one a line; figures that a person changed are marked."""
    from guihua.plan.files import file_bytes
    from guihua.reporting.carried import carried

    file = carried(file_bytes(args.file), args.file)
    rows = [row for row in _rows(file) if args.find in " ".join(row)]
    print(_written(rows, args.format))
    changed = len(file.changed())
    told = f"{len(rows)} 个数字 figures"
    if changed:
        told += f"，人改过 changed by hand: {changed}"
    print(told, file=sys.stderr)
    return 0


HEAD = ("id", "text", "what", "statement", "quote", "observations", "method", "changed")


def _rows(file: Carried) -> list[tuple[str, ...]]:
    changed = {figure.id: text for figure, text in file.changed()}
    return [_row(figure, changed.get(figure.id, "")) for figure in file.figures]


def _row(f: Figure, changed: str) -> tuple[str, ...]:
    return f.id, f.text, f.what, f.statement, f.quote, "；".join(f.observations), f.method, changed


def _written(rows: list[tuple[str, ...]], form: str) -> str:
    if form == "json":
        import json

        return json.dumps([dict(zip(HEAD, row, strict=True)) for row in rows], ensure_ascii=False, indent=1)
    if form == "csv":
        from guihua.plan.cells import csv_text

        return csv_text([HEAD, *rows]).rstrip("\n")
    return "\n".join(_line(dict(zip(HEAD, row, strict=True))) for row in rows)


def _line(row: dict[str, str]) -> str:
    """id, figure, name; then ← the plan's words ← observations ← method."""
    parts = [f"{row['id']}  {row['text']}  {row['what']}"]
    if row["quote"]:
        parts.append(f"规划 “{row['quote']}”")
    if row["observations"]:
        parts.append(f"统计 {row['observations']}")
    if row["method"]:
        parts.append(f"方法 {row['method']}")
    if row["changed"]:
        parts.append(f"已被人改为 changed to {row['changed']}")
    return " ← ".join(part.replace("\n", " ") for part in parts)

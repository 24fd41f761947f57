"""说明一条表述怎么来的 explain one statement: its sentence, where each slot came from, the rule, the token kinds.

guihua explain 2.3-1a2b3c4d       # 编号的开头即可 a unique beginning is enough
guihua explain READ-SCAN          # 错误代码：什么意思，怎么办 an error's code: what it means and how to mend it
"""

from __future__ import annotations

import argparse
import os
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.plan.plan import Plan
    from guihua.plan.statement import Statement

HELP = "说明一条表述的由来、一个错误代码 explain where a statement came from, or an error's code"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("id", help="表述编号，或错误代码 the statement's id (see guihua show), or an error's code")
    parser.add_argument("plan", nargs="?", help="规划文本或 plan.yaml (default: the project's plan)")


def run(args: argparse.Namespace) -> int:
    """Print the explanation."""
    from guihua.cli._inputs import inputs
    from guihua.errors import described

    code = described().get(args.id.upper())
    if code is not None:
        print(code.words(os.environ.get("GUIHUA_LANG", "zh")))
        return 0
    plan = inputs(args.plan).plan
    print(explanation(plan, plan.statement(args.id), os.environ.get("GUIHUA_LANG", "zh")))
    return 0


def explanation(plan: Plan, statement: Statement, lang: str = "zh") -> str:
    """The statement in its sentence, its slots with their origins, and the rule that made it."""
    from guihua.cli._text import text_table
    from guihua.view.statements import slots

    rows = [(slot.name, slot.value, slot.origin) for slot in slots(statement, lang)]
    head = ("槽位", "值", "来历") if lang == "zh" else ("slot", "value", "from")
    lines = [
        f"{statement.id}  {_section(plan, statement)}",
        "",
        *_sentence(plan.text, statement),
        "",
        text_table(head, rows),
        "",
        *_reading(statement),
        *_context(plan, statement),
        f"位置 characters: {statement.start}–{statement.end}（值 value {statement.value_start}–{statement.value_end}）",
        f"变量 variable: {statement.variable}",
    ]
    if statement.supersedes:
        lines.append(f"替代 supersedes: {statement.supersedes}")
    return "\n".join(lines)


def _reading(statement: Statement) -> list[str]:
    """How it was read; a statement that a person added was not."""
    from guihua.plan.statement import ADDED

    if statement.rule == ADDED:
        return ["人工增补，见 decisions.yaml added by a person, see decisions.yaml"]
    return [
        f"规则 rule: {statement.rule or '—'}",
        f"词类 token kinds: {statement.tokens or '—'}",
        f"证据 evidence: {statement.evidence}",
    ]


def _context(plan: Plan, statement: Statement) -> list[str]:
    """Of which period the document, the section and the paragraph speak there: set by whom, from where to where."""
    from guihua.plan.statement import ADDED
    from guihua.reading.context import context_at

    if statement.rule == ADDED or not plan.text:
        return []
    lines = ["上下文 context:"]
    scopes = context_at(plan.text, statement.value_start, plan.title).scopes
    lines += [f"  {_SCOPES[s.kind]}  {s.says}  [{s.begin}–{s.end}]  {s.by}".rstrip() for s in scopes]
    return lines


_SCOPES = {"document": "全文 document", "section": "章节 section", "subject": "主体 subject"}


def _section(plan: Plan, statement: Statement) -> str:
    title = next((s.title for s in plan.sections if s.number == statement.section), "")
    return f"{statement.section} {title}".strip()


def _sentence(text: str, statement: Statement) -> list[str]:
    """The sentence that holds the statement, with the number underlined."""
    start = max(text.rfind(mark, 0, statement.start) for mark in "。；\n") + 1
    ends = [i for i in (text.find(mark, statement.end) for mark in "。；\n") if i >= 0]
    sentence = text[start : min(ends) + 1 if ends else len(text)].rstrip("\n")
    lead = len(sentence) - len(sentence.lstrip("　 "))
    shown = sentence[lead:]
    blank = "".join("  " if _wide(c) else " " for c in text[start + lead : statement.value_start])
    line = "".join("▔▔" if _wide(c) else "▔" for c in text[statement.value_start : statement.value_end])
    return [shown, blank + line]


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"

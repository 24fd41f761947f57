"""说明一条表述怎么来的 explain one statement: its sentence, where each slot came from, the rule, the token kinds.

guihua explain 2.3-1a2b3c4d       # 编号的开头即可 a unique beginning is enough
guihua explain READ-SCAN          # 错误代码：什么意思，怎么办 an error's code: what it means and how to mend it
"""

from __future__ import annotations

import argparse
import os
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
    from guihua.view.explained import explain

    found = explain(plan, statement, lang)
    head = ("槽位", "值", "来历") if lang == "zh" else ("slot", "value", "from")
    title = f"{statement.id}  {found.section}"
    return "\n".join([title, "", *found.sentence, "", text_table(head, found.slots), "", *found.rest])

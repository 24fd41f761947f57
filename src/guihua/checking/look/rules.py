"""The rules of the second look as data, and the pages that are made of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from guihua.checking.codes import known_codes
from guihua.plan.data import load


@dataclass(frozen=True, slots=True)
class LookRule:
    """One rule: what it compares, why, what keeps it still, and examples in which it finds a clash or none."""

    name: str
    code: str
    zh: str
    what: str
    why: str
    not_when: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def known_rules() -> tuple[LookRule, ...]:
    """Every rule, in the order of the data."""
    return tuple(
        LookRule(
            r["name"], r["code"], r["zh"], r["what"], r["why"], tuple(r["not_when"]), tuple(r["yes"]), tuple(r["no"])
        )
        for r in load("look_rules.yaml", "guihua.checking.data")["rules"]
    )


def page(rule: LookRule) -> str:
    """The page of a rule: what, why, when it keeps still, examples, how to mend."""
    code = known_codes()[rule.code]
    shown = [f"```text\n{text.strip()}\n```" for text in rule.yes]
    still = [f"```text\n{text.strip()}\n```" for text in rule.no]
    return "\n".join(
        [
            f"# {rule.zh} `{rule.name}`",
            "",
            f"{rule.what}",
            "",
            f"**为什么 why.** {rule.why}",
            "",
            f"**给出 gives.** [{rule.code} {code.title_zh}](../findings.md) *{code.title_en}*",
            "",
            "**不判 it keeps still** when: " + "; ".join(rule.not_when) + ".",
            "",
            "## 会指出 found",
            "",
            *("\n\n".join(shown).split("\n")),
            "",
            "## 不指出 not found",
            "",
            *("\n\n".join(still).split("\n")),
            "",
            f"## 怎样改 how to mend\n\n{code.mend}",
            "",
        ]
    )


def index() -> str:
    """The page that lists the rules."""
    lines = [
        "# 校核规则 Rules of checking",
        "",
        "文中数字之间逐条核对的规则；例子即测试。",
        "",
        "| 规则 rule | 意见 finding | 比什么 what |",
        "|---|---|---|",
    ]
    lines += [f"| [{r.zh}](rules/{r.name}.md) | {r.code} | {r.what} |" for r in known_rules()]
    lines += ["", "```{toctree}", ":hidden:", "", *(f"rules/{r.name}" for r in known_rules()), "```", ""]
    return "\n".join(lines)

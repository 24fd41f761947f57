"""The finding codes: one entry each, with what, why, an example and how to mend."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from guihua.checking.finding import Severity
from guihua.plan.data import load


@dataclass(frozen=True, slots=True)
class Code:
    """A finding code as the reference prints it."""

    code: str
    severity: Severity
    title_zh: str
    title_en: str
    what: str
    why: str
    example: str
    sums: str
    mend: str


def known_codes() -> dict[str, Code]:
    """Every code, in order."""
    return dict(_table())


def reference() -> str:
    """The page docs/reference/findings.md, made from the data."""
    lines = [
        "# Findings",
        "",
        "What `guihua check` and `guihua compare` may say, code by code. Examples are invented.",
        "",
    ]
    for code in _table().values():
        lines += [
            f"## {code.code} {code.title_zh}",
            "",
            f"*{code.title_en}* · usually {code.severity}",
            "",
            code.what,
            "",
            f"**Why it matters.** {code.why}",
            "",
            f"**Example.** {code.example} ({code.sums})",
            "",
            f"**How to mend it.** {code.mend}",
            "",
        ]
    return "\n".join(lines)


@cache
def _table() -> dict[str, Code]:
    return {
        entry["code"]: Code(
            entry["code"],
            Severity(entry["severity"]),
            entry["title"]["zh"],
            entry["title"]["en"],
            entry["what"],
            entry["why"],
            entry["example"],
            entry["sums"],
            entry["mend"],
        )
        for entry in load("codes.yaml", "guihua.checking.data")["codes"]
    }

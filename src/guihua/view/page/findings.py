"""Findings as the page shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markupsafe import Markup

from guihua.checking.finding import Finding
from guihua.plan.plan import Plan
from guihua.view.findings import explanation_words, member_words, needs_words, severity, step_words
from guihua.view.findings import sentence as finding_sentence
from guihua.view.messages import translator


@dataclass(frozen=True, slots=True)
class _Member:
    id: str
    text: str
    needs: str


@dataclass(frozen=True, slots=True)
class _FindingView:
    id: str
    code: str
    severity: str
    symbol: str
    word: str
    sentence: Markup
    members: list[_Member]
    steps: Sequence[Any]
    explanations: list[Markup]
    proof: str


def finding_view(f: Finding, plan: Plan, lang: str) -> _FindingView:
    """A finding with its members, sums and explanations."""
    known = {s.id for s in plan.statements}
    members = [
        _Member(m.statement if m.statement in known else "", member_words(m, lang), needs_words(m, lang))
        for m in f.members
    ]
    explanations = [raised(explanation_words(e, lang)) for e in f.explanations]
    symbol, word = severity(f, lang)
    return _FindingView(
        f.id, f.code, f.severity, symbol, word, raised(finding_sentence(f, lang)), members,
        [raised(step_words(s, lang)) for s in f.steps], explanations, f.proof,
    )  # fmt: skip


def raised(expression: str) -> Markup:
    """1.08^5 with its exponent raised."""
    return Markup(re.sub(r"\^(\w+|\([^)]*\))", r"<sup>\1</sup>", str(escape(expression))))


def findings_lead(findings: list[Finding], lang: str) -> str:
    """How many findings of each weight there are."""
    _ = translator(lang)
    numbers = {level: sum(f.severity == level for f in findings) for level in ("error", "warning", "note")}
    return _(
        "错误 {error} 条，提示 {warning} 条，说明 {note} 条。每条附算式；证明可用 guihua verify 离线重验。"
    ).format(**numbers)

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
from guihua.view import told
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
        _Member(m.statement if m.statement in known else "", told.member_words(m, lang), told.needs_words(m, lang))
        for m in f.members
    ]
    explanations = [powers(told.explanation_words(e, lang)) for e in f.explanations]
    symbol, word = told.severity(f, lang)
    return _FindingView(
        f.id, f.code, f.severity, symbol, word, powers(told.finding_sentence(f, lang)), members,
        [powers(told.step_words(s, lang)) for s in f.steps], explanations, f.proof,
    )  # fmt: skip


def powers(expression: str) -> Markup:
    """1.08^5 with its exponent raised."""
    return Markup(re.sub(r"\^(\w+|\([^)]*\))", r"<sup>\1</sup>", str(escape(expression))))


def findings_lead(findings: list[Finding], lang: str) -> str:
    """How many findings of each weight there are."""
    _ = translator(lang)
    numbers = {level: sum(f.severity == level for f in findings) for level in ("error", "warning", "note")}
    return _(
        "错误 {error} 条，提醒 {warning} 条，说明 {note} 条。每条附算式；证明可用 guihua verify 离线重验。"
    ).format(**numbers)

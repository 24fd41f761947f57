"""What checking found, as page and report tell it."""

from __future__ import annotations

from guihua.checking.finding import Explanation, Finding, Member, Severity, Step
from guihua.view import findings
from guihua.view.messages import translator


def severity(finding: Finding, lang: str = "zh") -> tuple[str, str]:
    """Symbol and word of a finding's weight; what only shows a sum that holds says so."""
    if finding.holds:
        return "＝", severity_word("holds", lang)
    symbol = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.NOTE: "i"}[finding.severity]
    return symbol, severity_word(finding.severity.value, lang)


def severity_word(code: str, lang: str = "zh") -> str:
    """The word for error, warning, note or holds."""
    return translator(lang)({"error": "矛盾", "warning": "提醒", "note": "说明", "holds": "相符"}[code])


def finding_sentence(finding: Finding, lang: str = "zh") -> str:
    """The finding in one sentence."""
    return findings.sentence(finding, lang)


def explanation_words(explanation: Explanation, lang: str = "zh") -> str:
    """A reading that would explain the clash, with its figures."""
    return findings.explanation_words(explanation, lang)


def needs_words(member: Member, lang: str = "zh") -> str:
    """How far this number alone would have to move; "" where that would not do."""
    return findings.needs_words(member, lang)


def member_words(member: Member, lang: str = "zh") -> str:
    """The plan's words that a finding rests on, or what an identity says."""
    return findings.member_words(member, lang)


def step_words(step: Step, lang: str = "zh") -> str:
    """A line of arithmetic: 推算：7939 × 1.08^5 = 11665亿元."""
    return findings.step_words(step, lang)

"""Findings in words: one sentence in Chinese and English, the sums as people write them, and what would mend it.

Everything here takes typed findings; nothing is reckoned. Forms: text for a terminal, a fragment of HTML, SARIF 2.1.0.
"""

from __future__ import annotations

from guihua.view.findings.listing import assumptions_list, html, page, severity, severity_word, summary, text
from guihua.view.findings.names import english_name, label_words, minus, unit_behind, unknown_words
from guihua.view.findings.sarif import sarif
from guihua.view.findings.sentences import (
    explanation_words,
    member_words,
    needs_words,
    quoted,
    sentence,
    step_words,
    title,
)

__all__ = [
    "assumptions_list",
    "english_name",
    "explanation_words",
    "html",
    "label_words",
    "member_words",
    "minus",
    "needs_words",
    "page",
    "quoted",
    "sarif",
    "sentence",
    "severity",
    "severity_word",
    "step_words",
    "summary",
    "text",
    "title",
    "unit_behind",
    "unknown_words",
]

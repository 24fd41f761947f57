"""Findings and assessments in words, as the page and the report need them: short, with their figures, never more.

Sentences for findings come from `view.findings`, those for verdicts from `view.assessments`; here they are put together
for reading, with observations as a reader cites them.
"""

from __future__ import annotations

from guihua.view.told.amounts import (
    amount,
    base_words,
    gap_words,
    latest_note,
    latest_words,
    name,
    pace_words,
    printed_as_judged,
    required_words,
    target_words,
)
from guihua.view.told.checks import (
    explanation_words,
    finding_sentence,
    member_words,
    needs_words,
    severity,
    severity_word,
    step_words,
)
from guihua.view.told.methods import method_formula, method_short, method_source, method_word, setting_word
from guihua.view.told.observations import (
    observation_cited,
    observation_name,
    observation_note,
    observation_words,
    published_words,
)
from guihua.view.told.verdicts import (
    Row,
    causes,
    figures,
    grounds,
    likelihood_words,
    nature,
    notes,
    reading_how,
    reason_word,
    remarks,
    sentence,
    why,
)

__all__ = [
    "Row",
    "amount",
    "base_words",
    "causes",
    "explanation_words",
    "figures",
    "finding_sentence",
    "gap_words",
    "grounds",
    "latest_note",
    "latest_words",
    "likelihood_words",
    "member_words",
    "method_formula",
    "method_short",
    "method_source",
    "method_word",
    "name",
    "nature",
    "needs_words",
    "notes",
    "observation_cited",
    "observation_name",
    "observation_note",
    "observation_words",
    "pace_words",
    "printed_as_judged",
    "published_words",
    "reading_how",
    "reason_word",
    "remarks",
    "required_words",
    "sentence",
    "setting_word",
    "severity",
    "severity_word",
    "step_words",
    "target_words",
    "why",
]

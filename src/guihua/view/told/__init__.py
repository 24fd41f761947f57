"""Assessments in words, as the page and the report need them: short, with their figures, never more.

The sentences of verdicts come from `view.assessments`; here they are put together for reading, with observations as a
reader cites them.
"""

from __future__ import annotations

from guihua.view.assessments import likelihood_why, likelihood_words, method_name, remarks, why
from guihua.view.told.amounts import (
    amount,
    base_words,
    derived_words,
    gap_words,
    latest_note,
    latest_words,
    marked_name,
    name,
    pace_words,
    printed_as_judged,
    required_words,
    target_words,
)
from guihua.view.told.methods import method_formula, method_short, method_source, setting_word
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
    notes,
    reading_how,
    reason_word,
    sentence,
    what_would_change,
)

__all__ = [
    "Row",
    "amount",
    "base_words",
    "causes",
    "derived_words",
    "figures",
    "gap_words",
    "grounds",
    "latest_note",
    "latest_words",
    "likelihood_why",
    "likelihood_words",
    "marked_name",
    "method_formula",
    "method_name",
    "method_short",
    "method_source",
    "name",
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
    "target_words",
    "what_would_change",
    "why",
]

"""How often each rule was right on annotated text (`make accuracy` counts it)."""

from __future__ import annotations

from functools import cache

from guihua.plan.statement import Evidence
from guihua.reading.compiler import load


@cache
def evidence_of(rule: str) -> Evidence:
    """The evidence of a rule; of one that annotations never met, none."""
    right, n = (load("evidence.yaml") or {}).get(rule, (0, 0))
    return Evidence(right, n)

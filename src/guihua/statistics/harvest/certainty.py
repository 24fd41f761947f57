"""How sure a figure read out of a text is: how often figures read in the same way were right on annotated texts."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from guihua.plan.data import load
from guihua.statistics.harvest.records import Figure

USUAL = Decimal("0.9")
"""Rows below this are never taken without a person's word."""


def certainty(figure: Figure) -> Decimal:
    """The share that was right whole; 0 where a slot was guessed."""
    if figure.doubtful:
        return Decimal(0)
    table = _measured()
    return table.get(figure.transformation, table["other"])


@cache
def _measured() -> dict[str, Decimal]:
    raw = load("certainty.yaml", "guihua.statistics.harvest.data")
    return {
        str(k): Decimal(str(v["right"])) / Decimal(str(v["of"])) if v["of"] >= 10 else Decimal("0.5")
        for k, v in raw["measured"].items()
    }

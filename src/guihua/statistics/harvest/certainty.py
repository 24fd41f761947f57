"""How sure a figure read out of a text is: how often figures read in the same way were right on annotated texts."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from guihua.plan.data import load
from guihua.statistics.harvest.records import Figure

FEWEST = 10
"""With fewer cases nothing is known: one half."""


def certainty(figure: Figure, kind: str = "") -> Decimal:
    """The share that was right whole, of figures of this transformation, in releases of this kind; 0 where a slot was guessed."""
    if figure.doubtful:
        return Decimal(0)
    measured, kinds = _measured()
    usual = measured.get(figure.transformation, measured["other"])
    return min(usual, kinds.get(kind, usual))


@cache
def _measured() -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    raw = load("certainty.yaml", "guihua.statistics.harvest.data")
    return (
        {str(k): _share(v) for k, v in raw["measured"].items()},
        {str(k): _share(v) for k, v in raw["kinds"].items()},
    )


def _share(cases: dict[str, int]) -> Decimal:
    return Decimal(cases["right"]) / Decimal(cases["of"]) if cases["of"] >= FEWEST else Decimal("0.5")

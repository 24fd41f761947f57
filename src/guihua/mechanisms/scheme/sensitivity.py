"""How far a weight may move before somebody's class is another one: what the classes owe to the weights.

One weight moves, the others move with it in proportion, so that their sum stays; with weights w (sum W) and marks s (sum S)

    score(t) = S + t·(sᵢ − (S − sᵢ)·wᵢ/(W − wᵢ)),   −1 ≤ t ≤ (W − wᵢ)/wᵢ

so the least t that reaches the bound above, or falls to that of the own class, is exact. Added and deducted points stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from guihua.mechanisms.core.records import columns
from guihua.mechanisms.scheme.records import Indicator, Scheme, shown

SENSITIVE = columns(
    "name|对象", "class|等次", "kept|权重变动不超过此数等次不变|number|%", "indicator|最敏感的指标", "to|再多则变为"
)


def sensitivity(
    scheme: Scheme,
    points: Mapping[str, Mapping[str, Fraction | None]],
    classes: Mapping[str, str],
    bound: Sequence[str],
) -> tuple[tuple[str, ...], ...]:
    """A row for everybody who is graded by points; points: name → indicator → marks; bound: who is held by a veto (left out)."""
    if any(c.points is None for c in scheme.classes) or scheme.most is not None:
        return ()
    found = []
    for name, own in points.items():
        if classes[name] not in [c.name for c in scheme.classes] or None in own.values() or name in bound:
            continue
        least = min(_moves(scheme, own, classes[name]), key=lambda m: (abs(m[0]), m[1].name), default=None)
        told = ("", "", "") if least is None else (shown(100 * abs(least[0]), 1), least[1].zh, least[2])
        found.append((name, classes[name], *told))
    return tuple(found)


def _moves(scheme: Scheme, own: Mapping[str, Fraction | None], now: str) -> list[tuple[Fraction, Indicator, str]]:
    """(relative change of a weight, whose, the class that it leads to) of every change that matters."""
    plain = [i for i in scheme.indicators if not i.extra]
    total = sum((v for v in own.values() if v is not None), Fraction(0))
    base = sum((own[i.name] or Fraction(0) for i in plain), Fraction(0))
    weights = sum((i.weight for i in plain), Fraction(0))
    names = [c.name for c in scheme.classes]
    at = names.index(now)
    found = []
    for i in plain:
        rest = weights - i.weight
        if not rest or not i.weight:
            continue
        mine = own[i.name] or Fraction(0)
        slope = mine - (base - mine) * i.weight / rest
        sides = [(at - 1, at - 1)] if at else []
        sides += [(at, at + 1)] if at + 1 < len(names) else []
        for edge, other in sides:
            limit = scheme.classes[edge].points
            step = (limit - total) / slope if slope and limit is not None else None
            if step is not None and -1 <= step <= rest / i.weight:
                found.append((step, i, names[other]))
    return found

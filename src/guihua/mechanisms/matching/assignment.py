"""Assignment: as many pairs as possible among those that may meet, at the least total cost, with prices that prove it.

The worth of a pair is a base above every sum of costs, less its cost; so the greatest worth has the most pairs first. Prices
come from shortest paths along the pairs found.

Sources: Kuhn (1955); Jonker and Volgenant (1987) as in scipy; duality of the assignment problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.mechanisms.matching.records import Assigned

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGEST = 2**52
"""Doubles are exact up to here; costs with more digits are refused rather than rounded."""


def assign(
    costs: Mapping[tuple[str, str], Fraction | int], lefts: Sequence[str] = (), rights: Sequence[str] = ()
) -> Assigned:
    """The best assignment of lefts to rights. costs: (left, right) → cost, for the pairs that may meet.

    Raises GuihuaError MATCH-COST (below zero, or too many digits), MATCH-LIST (a name twice).
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    left = tuple(lefts) or tuple(dict.fromkeys(a for a, _ in costs))
    right = tuple(rights) or tuple(dict.fromkeys(b for _, b in costs))
    if len(set(left)) < len(left) or len(set(right)) < len(right):
        raise GuihuaError("MATCH-LIST", "名单里有重复 a name stands twice", "每人只写一次 once each")
    values = list(costs.values())
    if values and min(values) < 0:
        pair = min(costs, key=lambda p: costs[p])
        raise GuihuaError(
            "MATCH-COST", f"{pair[0]}—{pair[1]} 的费用为负 has a cost below zero", "写 0 或正数 zero or more"
        )
    scale = lcm(1, *{v.denominator for v in values})
    whole = [int(v * scale) for v in values] if scale > 1 else values
    most = int(max(whole, default=0))
    base = most * (min(len(left), len(right)) + 1) + 1
    if base * 4 > LARGEST:
        raise GuihuaError(
            "MATCH-COST", "费用的位数太多 the costs have too many digits", "减少小数位 use fewer decimals"
        )
    row, column = {a: i for i, a in enumerate(left)}, {b: j for j, b in enumerate(right)}
    worth = np.zeros((len(left), len(right)))
    at = (
        np.fromiter((row[a] for a, _ in costs), dtype=np.int64),
        np.fromiter((column[b] for _, b in costs), dtype=np.int64),
    )
    worth[at] = base - np.array(whole, dtype=np.float64)
    i, j = linear_sum_assignment(worth, maximize=True)
    kept = worth[i, j] > 0
    i, j = i[kept], j[kept]
    u, v = _prices(worth, i, j)
    return Assigned(
        left, right, tuple((a, b, c) for (a, b), c in costs.items()), Fraction(base, scale),
        tuple((left[a], right[b]) for a, b in zip(i.tolist(), j.tolist(), strict=True)),
        tuple((left[k], Fraction(int(x), scale)) for k, x in enumerate(u) if x),
        tuple((right[k], Fraction(int(x), scale)) for k, x in enumerate(v) if x),
    )  # fmt: skip


def _prices(
    worth: NDArray[np.float64], i: NDArray[np.int64], j: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least prices of lefts and rights: u ≥ 0, v ≥ 0, u + v ≥ worth, equal on pairs, zero for whoever is alone.

    v of a matched right starts at what an unmatched left would give for it, and rises along the pairs until it is steady.
    """
    import numpy as np

    rows, columns = worth.shape
    u, v = np.zeros(rows), np.zeros(columns)
    if not len(i):
        return u, v
    alone = np.ones(rows, dtype=bool)
    alone[i] = False
    between = worth[np.ix_(i, j)]
    own = between.diagonal()
    v[j] = worth[np.ix_(alone, j)].max(axis=0, initial=0.0)
    for _ in range(len(i) + 1):
        u[i] = own - v[j]
        raised = np.maximum(v[j], (between - u[i][:, None]).max(axis=0))
        if (raised == v[j]).all():
            break
        v[j] = raised
    return u, v

"""The transport problem: goods from places that have them to places that need them, at the least cost.

Source: Hitchcock (1941); Dantzig, Linear Programming and Extensions (1963), chapter 3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.pathways.models.proved import Proved, prove
from guihua.solving.assembly import Assembly

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shipping:
    """What goes where (places that have × places that need), its cost, and the shadow price of a unit at each place."""

    cost: float
    amounts: Floats
    supply_prices: Floats
    demand_prices: Floats
    proved: Proved


def ship(
    supply: ArrayLike, demand: ArrayLike, cost: ArrayLike, *, most: ArrayLike = float("inf"),
    origins: Sequence[str] = (), destinations: Sequence[str] = (),
) -> Shipping:  # fmt: skip
    """The cheapest way to meet every demand. cost: m × n a unit; most: what one way can carry (a number, or m × n).

    Raises GuihuaError MODEL-SHAPE, MODEL-INFEASIBLE (less there than needed).
    """
    import numpy as np

    have, need, price = (np.asarray(v, dtype=np.float64) for v in (supply, demand, cost))
    if price.shape != (len(have), len(need)):
        raise GuihuaError(
            "MODEL-SHAPE", f"费用 {price.shape} 与产地 {len(have)}、销地 {len(need)} 不配 do not fit", "m×n"
        )
    a = Assembly()
    amounts = a.unknowns(price.shape, cost=price, upper=most)
    out = a.rows([(amounts, 1.0)], upper=have)
    into = a.rows([(amounts.T, 1.0)], lower=need)
    there = tuple(origins) or tuple(f"o{i}" for i in range(len(have)))
    here = tuple(destinations) or tuple(f"d{j}" for j in range(len(need)))
    found = prove(
        a.program(), name="transport", columns=[f"{o}→{d}" for o in there for d in here],
        rows=[*(f"from {o}" for o in there), *(f"to {d}" for d in here)],
    )  # fmt: skip
    return Shipping(found.objective, found.point[amounts], found.prices[out], found.prices[into], found)

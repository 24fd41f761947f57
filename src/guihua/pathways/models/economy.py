"""Dynamic input-output planning: production, stocks and building of capacity over years, with labour.

Year by year, what is produced and taken from stock covers demand, the inputs of next year's production and the inputs of
capacity that starts two years on (lags may be set):

    production[t] + stock[t−1] = demand + inputs · production[t+1] + building_inputs · building[t+2] + stock[t]
    production[t] ≤ capacity + Σ building up to t

Opening stocks feed year 0, in which nothing is produced. After the last year production must be able to go on for ever
(at least what the demand needs, Leontief's outputs), and nothing more is built.

Source: H. P. Williams, Model Building in Mathematical Programming, problem “Economic planning”.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError
from guihua.pathways.models.leontief import leontief
from guihua.pathways.models.proved import Proved, prove
from guihua.plan.files import read_utf8
from guihua.solving.assembly import Assembly

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Goal(StrEnum):
    """What is made greatest: work done, capacity at the end, or production of the last two years."""

    LABOUR = "labour"
    CAPACITY = "capacity"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class Economy:
    """The tables of an economy of n industries. inputs, building: n × n (row used by column); the others of length n.

    demand may also be years × n.
    """

    industries: tuple[str, ...]
    inputs: Floats
    building: Floats
    labour: Floats
    building_labour: Floats
    stock: Floats
    capacity: Floats
    demand: Floats

    @property
    def last_demand(self) -> Floats:
        """That of the last year, which goes on after it."""
        found: Floats = self.demand if self.demand.ndim == 1 else self.demand[-1]
        return found


@dataclass(frozen=True, slots=True)
class EconomyPlan:
    """A plan for an economy; arrays are years × industries, from year 0.

    production, stock, building   building[t] is capacity that starts in year t
    static                        outputs that the demand needs for ever
    """

    objective: float
    production: Floats
    stock: Floats
    building: Floats
    static: Floats
    proved: Proved


def plan_economy(
    economy: Economy,
    years: int = 5,
    goal: str = Goal.LABOUR,
    *,
    labour_limit: float | None = None,
    counted: tuple[int, int] | None = None,
    demand_at_start: bool = False,
    exogenous: bool = True,
    lag: int = 1,
    building_lag: int = 2,
) -> EconomyPlan:
    """The best plan over some years.

    labour_limit     most work a year; None for none
    counted          first and last year of production whose work counts (capacity is built in the year before it starts);
                     Williams counts the years after the opening one to the one after the last: (2, years + 1)
    demand_at_start  demand also in year 0, from opening stocks
    exogenous        False: the demand of the years is left out (but not what must be possible for ever)

    Raises GuihuaError MODEL-GOAL, MODEL-INFEASIBLE, MODEL-UNBOUNDED, MODEL-UNPRODUCTIVE.
    """
    import numpy as np

    if goal not in tuple(Goal):
        raise GuihuaError("MODEL-GOAL", f"没有这种目标 no goal {goal!r}", f"可用 one of: {', '.join(Goal)}")
    n, last = len(economy.industries), years + lag
    static = leontief(economy.inputs, economy.last_demand).output
    a = Assembly()
    lower = np.zeros((last + 1, n))
    lower[years + 1 :] = static
    upper = np.full((last + 1, n), np.inf)
    upper[0] = 0
    production = a.unknowns((last + 1, n), lower=lower, upper=upper)
    stock = a.unknowns((years + 1, n))
    open_ = np.zeros((years + building_lag + 1, n))
    open_[building_lag : years + 1] = np.inf
    building = a.unknowns((years + building_lag + 1, n), upper=open_)
    for t in range(years + 1):
        _balance(
            a, economy, (production, stock, building), t, (lag, building_lag), exogenous and (t > 0 or demand_at_start)
        )
    for t in range(1, last + 1):
        begun = building[: min(t, years + building_lag) + 1].T
        a.rows([(production[t][:, None], 1.0), (begun, -1.0)], upper=economy.capacity)
    if labour_limit is not None:
        for t in range(1, last + 1):
            work = np.concatenate([production[t], building[t + 1]]) if t + 1 < len(building) else production[t]
            weights = np.concatenate([economy.labour, economy.building_labour])[: len(work)]
            a.rows([(work, weights)], upper=labour_limit)
    cost = _cost(economy, (production, building), Goal(goal), counted or (2, years + 1), years, a.program().columns)
    names = tuple(f"{kind}[{i}|{t}]" for kind, shape in (("production", last + 1), ("stock", years + 1), ("building", len(building)))
                  for t in range(shape) for i in economy.industries)  # fmt: skip
    found = prove(replace(a.program(), cost=cost), name=f"economy {goal}", maximise=True, columns=names)
    point = found.point
    extra = float(economy.capacity.sum()) if goal == Goal.CAPACITY else 0.0
    return EconomyPlan(found.objective + extra, point[production], point[stock], point[building], static, found)


def read_economy(path: Path | str) -> Economy:
    """An economy from a long table: table, row, col, value, with the tables inout_prod, inout_cap, labour_prod,
    labour_cap, stock0, capacity0, demand. GuihuaError MODEL-TABLE names what is missing."""
    import numpy as np

    rows = list(csv.DictReader(io.StringIO(read_utf8(path))))
    cells: dict[tuple[str, str, str], float] = {}
    for row in rows:
        try:
            cells[row["table"], row["row"], row["col"]] = float(row["value"])
        except (KeyError, TypeError, ValueError):
            raise GuihuaError(
                "MODEL-TABLE",
                f"这一行读不出 cannot read the row: {row}",
                "列 columns: table, row, col, value",
                str(path),
            ) from None
    industries = tuple(dict.fromkeys(c for t, _, c in cells if t == "inout_prod"))

    def vector(table: str) -> Any:
        missing = [c for c in industries if (table, "", c) not in cells]
        if missing or not industries:
            raise GuihuaError(
                "MODEL-TABLE",
                f"缺 {table}：{'、'.join(missing)} is missing",
                "每个部门一个数 a number for each industry",
                str(path),
            )
        return np.array([cells[table, "", c] for c in industries])

    def square(table: str) -> Any:
        return np.array([[cells.get((table, r, c), 0.0) for c in industries] for r in industries])

    return Economy(
        industries, square("inout_prod"), square("inout_cap"), vector("labour_prod"), vector("labour_cap"),
        vector("stock0"), vector("capacity0"), vector("demand"),
    )  # fmt: skip


def _balance(
    a: Assembly, e: Economy, blocks: tuple[Any, Any, Any], t: int, lags: tuple[int, int], demanded: bool
) -> None:
    """What comes in and goes out in one year."""
    import numpy as np

    production, stock, building = blocks
    n = len(e.industries)
    demand = (e.demand if e.demand.ndim == 1 else e.demand[max(t - 1, 0)]) if demanded else np.zeros(n)
    terms: list[tuple[Any, Any]] = [(production[t][:, None], 1.0), (stock[t][:, None], -1.0)]
    if t:
        terms.append((stock[t - 1][:, None], 1.0))
    if t + lags[0] < len(production):
        terms.append((np.tile(production[t + lags[0]], (n, 1)), -e.inputs))
    if t + lags[1] < len(building):
        terms.append((np.tile(building[t + lags[1]], (n, 1)), -e.building))
    a.rows(terms, equal=demand if t else demand - e.stock)


def _cost(
    e: Economy, blocks: tuple[Any, Any], goal: Goal, counted: tuple[int, int], years: int, columns: int
) -> Floats:
    import numpy as np

    production, building = blocks
    cost = np.zeros(columns)
    if goal is Goal.CAPACITY:
        cost[building[: years + 1]] = 1
    elif goal is Goal.PRODUCTION:
        cost[production[years - 1 : years + 1]] = 1
    else:
        for t in range(counted[0], counted[1] + 1):
            if t < len(production):
                cost[production[t]] = e.labour
            if t + 1 < len(building):
                cost[building[t + 1]] = e.building_labour
    return cost

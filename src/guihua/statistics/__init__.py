"""What happened: observations with coverage and vintages, importers, derived indicators.

The contract for the rooms above, on a store opened by ``guihua.storage.open_store``:

    query(store, variable=…, region=…, as_of=…)      every vintage known on a date
    snapshot(store, variable=…, region=…, as_of=…)   the vintage of each figure that stood on a date
    add(store, observations, name=…)                  new vintages; nothing is overwritten
    withdraw(store, observation, reason=…, on=…)      a figure taken back, with its reason

Both questions answer with ``Observations``: a sequence of ``Observation`` with ``.to_arrow()`` for column kernels.
"""

from guihua.statistics.holding import (
    Added,
    Withdrawal,
    add,
    imported,
    query,
    snapshot,
    variables,
    withdraw,
    withdrawals,
)
from guihua.statistics.observation import Observation
from guihua.statistics.observations import Observations

__all__ = [
    "Added",
    "Observation",
    "Observations",
    "Withdrawal",
    "add",
    "imported",
    "query",
    "snapshot",
    "variables",
    "withdraw",
    "withdrawals",
]

"""A table of series judged at once: Arrow in, Arrow out, so one function serves a file, a table or a Spark partition.

    judged = judge_table(table, as_of=date(2023, 6, 30), method="statcan")

Whole columns are judged by the method's kernel; nothing is decided here that `assess` decides otherwise.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError
from guihua.plan.status import ReasonCode, Status
from guihua.tracking.methods import escap, eurostat, shixu, statcan, unsd
from guihua.tracking.methods.progress import REASONS
from guihua.tracking.methods.spec import spec

if TYPE_CHECKING:
    import pyarrow as pa

KERNELS = {m.CODE: m.kernel for m in (statcan, eurostat, unsd, escap, shixu)}
NEEDED = ("base_year", "base_value", "current_year", "current_value", "target_year", "target", "direction")
_CODED = {"no_base": ReasonCode.NO_BASE, "no_latest": ReasonCode.NO_DATA}


def judge_table(table: pa.Table, as_of: date, method: str = "shixu") -> pa.Table:
    """The table with five columns more: label, progress, score, status (the one scale) and reason (a code, or null).

    The table has the columns of NEEDED (numbers; null where a figure is missing; direction 1 or -1) and may have `limit`;
    any others are kept. A row whose target year is past is met or missed by the value it holds.
    Raises GuihuaError TRACK-METHOD, TRACK-TABLE (a column is missing), TRACK-DIRECTION (a row without a direction).
    """
    import numpy as np
    import pyarrow as pa

    if method not in KERNELS:
        raise GuihuaError(
            "TRACK-METHOD", f"表格没有这种方法 no method {method!r} for tables", f"可用 known: {', '.join(KERNELS)}"
        )
    missing = [name for name in NEEDED if name not in table.column_names]
    if missing:
        raise GuihuaError(
            "TRACK-TABLE", f"表里缺列 the table has no column {missing[0]!r}", f"需要 needed: {', '.join(NEEDED)}"
        )
    columns = {name: _numbers(table, name) for name in (*NEEDED, *(["limit"] if "limit" in table.column_names else []))}
    if not np.isin(columns["direction"], (1.0, -1.0)).all():
        raise GuihuaError(
            "TRACK-DIRECTION",
            "有一行没有方向 a row has no direction",
            "1 为越多越好，-1 为越少越好 1 where more is better, -1 where less is",
        )
    found = KERNELS[method](**columns)
    over = as_of.year > columns["target_year"]
    record = spec(method)
    running = np.array([record.open.get(label, Status.UNKNOWN.value) for label in record.labels])[found.label]
    held = np.isin(found.label, [record.labels.index(label) for label in record.met])
    known = ~np.isnan(columns["current_value"]) & ~np.isnan(columns["target"])
    past = np.where(held, Status.MET.value, Status.MISSED.value)
    status = np.where(over & known, past, np.where(over, Status.UNKNOWN.value, running))
    why = np.array([str(_CODED.get(code, ReasonCode.NOT_QUANTIFIABLE)) for code in REASONS])[found.reason]
    why = np.where(np.isnan(columns["current_value"]), str(ReasonCode.NO_DATA), why)
    added = {
        "label": pa.array(np.array(record.labels)[found.label]),
        "progress": pa.array(found.value, from_pandas=True),
        "score": pa.array(found.score, from_pandas=True),
        "status": pa.array(status),
        "reason": pa.array(why, mask=status != Status.UNKNOWN.value),
    }
    for name, column in added.items():
        table = table.append_column(name, column)
    return table


def _numbers(table: pa.Table, name: str) -> Any:
    import pyarrow as pa

    return table.column(name).cast(pa.float64()).to_numpy()

"""UNSD's progress chart of 2023: where the present growth leads by the target year.

With a target:    E = (v_e - v_b)/(v_T - v_b), v_e = v_t·(1+CAGR)^(T-t): on track >= 0.95, fair >= 0.10,
                  else stagnation or regression
Without a target: d·CAGR: on track >= 2 % a year, fair >= 0.5 %, else stagnation or regression

A latest value that meets the target counts as met whatever the trend; past the target year nothing is extrapolated.
Thresholds and labels are the record `unsd` of `tracking/data/methods.yaml`. Source: UNSD, SDG Progress Chart 2023, Technical Note.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from guihua.tracking.methods import formulas
from guihua.tracking.methods.progress import (
    BASE_AT_TARGET,
    Columns,
    Progress,
    checked_direction,
    columns,
    met,
    obstacles,
    ratio_obstacle,
    reached,
    valueless,
)
from guihua.tracking.methods.spec import spec

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from guihua.tracking.methods.progress import Floats

CODE = "unsd"
MET, ON_TRACK, FAIR, STAGNATION, NOT_AVAILABLE = range(5)


def progress(
    base_year: float | None,
    base_value: float | None,
    current_year: float | None,
    current_value: float | None,
    target_year: float | None,
    target: float | None,
    direction: int | None,
    limit: float | None = None,
) -> Progress:
    """Progress of one series; years are calendar years, values in the indicator's own unit, `direction` 1 or -1.

    `limit` is not used by this method. Raises GuihuaError TRACK-DIRECTION if the direction is unknown.
    """
    way = checked_direction(direction)
    labels = spec(CODE).labels
    done = reached(current_value, target, way)
    reason = ratio_obstacle(base_year, base_value, current_year, current_value)
    if not reason and target is not None and target == base_value:
        reason = "base_at_target"
    if reason:
        return valueless(CODE, reason, done, MET, STAGNATION, NOT_AVAILABLE)
    assert base_year is not None and base_value is not None and current_year is not None and current_value is not None
    if target is None:
        value = float(formulas.growth_alone(base_year, base_value, current_year, current_value, way))
        high, low = _bounds("without_target")
    else:
        assert target_year is not None
        left = max(target_year - current_year, 0)
        value = float(formulas.projected(base_year, base_value, current_year, current_value, left, target, way))
        high, low = _bounds("with_target")
    label = ON_TRACK + (value < high) + (value < low)
    return Progress(value, labels[MET if done else label])


def kernel(
    base_year: ArrayLike,
    base_value: ArrayLike,
    current_year: ArrayLike,
    current_value: ArrayLike,
    target_year: ArrayLike,
    target: ArrayLike,
    direction: ArrayLike,
    limit: ArrayLike | None = None,
) -> Columns:
    """`progress` for n series at once: float64 columns, NaN for a missing figure; label numbers follow the record."""
    import numpy as np

    y0, v0, y1, v1, yt, vt, d = columns(
        base_year, base_value, current_year, current_value, target_year, target, direction
    )
    aimed = ~np.isnan(vt)
    with np.errstate(all="ignore"):
        left = np.maximum(yt - y1, 0)
        alone: Floats = formulas.growth_alone(y0, v0, y1, v1, d)
        towards: Floats = formulas.projected(y0, v0, y1, v1, left, vt, d)
        value = np.where(aimed, towards, alone)
    reason = obstacles(y0, v0, y1, v1, np.full(v0.shape, np.nan))
    reason[(reason == 0) & (vt == v0)] = BASE_AT_TARGET
    value[reason > 0] = np.nan
    known = ~np.isnan(value)
    label = np.full(v0.shape, NOT_AVAILABLE, dtype=np.int8)
    for rows, kind in ((aimed & known, "with_target"), (~aimed & known, "without_target")):
        high, low = _bounds(kind)
        label[rows] = (ON_TRACK + (value < high).astype(np.int8) + (value < low))[rows]
    label[reason == BASE_AT_TARGET] = STAGNATION
    label[met(v1, vt, d)] = MET
    return Columns(value, label, np.full(v0.shape, np.nan), reason)


@cache
def _bounds(kind: str) -> tuple[float, float]:
    high, low = spec(CODE).thresholds[kind].values()
    return high, low

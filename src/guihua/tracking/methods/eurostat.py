"""Eurostat's assessment of indicator trends: actual against required compound growth.

With a target:    R = d·s·CAGR(base→current) / |CAGR(base→target)|: significant >= 95 %, moderate >= 60 %,
                  insufficient >= 0, else movement away
Without a target: d·s·CAGR: significant >= 1 % a year, moderate >= 0, moderate movement away >= -1 %, else movement away

Thresholds and labels are the record `eurostat` of `tracking/data/methods.yaml`. Source: Eurostat, Sustainable
development in the European Union, monitoring report, annex on the assessment of indicator trends.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from guihua.tracking.methods.progress import (
    BASE_AT_TARGET,
    Columns,
    Progress,
    checked_direction,
    columns,
    growth_measure,
    growth_measures,
    met,
    obstacles,
    ratio_obstacle,
    reached,
    valueless,
)
from guihua.tracking.methods.spec import spec

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

CODE = "eurostat"
REACHED, SIGNIFICANT, MODERATE, INSUFFICIENT, MODERATE_AWAY, AWAY, NOT_AVAILABLE = range(7)


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
    reason = ratio_obstacle(base_year, base_value, current_year, current_value, target)
    if reason:
        return valueless(CODE, reason, done, REACHED, AWAY, NOT_AVAILABLE)
    assert base_year is not None and base_value is not None and current_year is not None and current_value is not None
    value = growth_measure(base_year, base_value, current_year, current_value, target_year, target, way)
    if target is None:
        significant, moderate, away = _bounds("without_target")
        place = (value < significant) + (value < moderate) + (value < away)
        return Progress(value, labels[(SIGNIFICANT, MODERATE, MODERATE_AWAY, AWAY)[place]])
    significant, moderate, least = _bounds("with_target")
    label = (SIGNIFICANT, MODERATE, INSUFFICIENT, AWAY)[(value < significant) + (value < moderate) + (value < least)]
    return Progress(value, labels[REACHED if done else label])


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
    value = growth_measures(y0, v0, y1, v1, yt, vt, d)
    reason = obstacles(y0, v0, y1, v1, vt)
    value[reason > 0] = np.nan
    known = ~np.isnan(value)
    label = np.full(v0.shape, NOT_AVAILABLE, dtype=np.int8)
    for rows, kind, steps in (
        (aimed & known, "with_target", (SIGNIFICANT, MODERATE, INSUFFICIENT, AWAY)),
        (~aimed & known, "without_target", (SIGNIFICANT, MODERATE, MODERATE_AWAY, AWAY)),
    ):
        place = sum((value < bound).astype(np.int8) for bound in _bounds(kind))
        label[rows] = np.asarray(steps, dtype=np.int8)[place][rows]
    label[reason == BASE_AT_TARGET] = AWAY
    label[met(v1, vt, d)] = REACHED
    return Columns(value, label, np.full(v0.shape, np.nan), reason)


@cache
def _bounds(kind: str) -> tuple[float, float, float]:
    first, second, third = spec(CODE).thresholds[kind].values()
    return first, second, third

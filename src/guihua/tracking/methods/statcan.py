"""Statistics Canada's progress measure, as Open SDG computes it (ratio of compound growth rates).

With a target:    P = d·s·CAGR(base→current) / |CAGR(base→target)|,   s the sign of the base, d the direction
Without a target: P = d·s·CAGR(base→current), thresholds shrunk near a natural limit L by 1 - (base/L)^4.44

Thresholds, labels and the score lines are the record `statcan` of `tracking/data/methods.yaml`.
Source: Statistics Canada, Progress Measurement for Canada's Sustainable Development Goals; Open SDG sdg-build,
`ProgressMeasure.py`. Differences, all said with a reason: no stand-in of 0.001 for a zero base or target, no infinity
where base equals target, and an unknown direction is an error instead of "negative".
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
)
from guihua.tracking.methods.spec import spec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

CODE = "statcan"
ACHIEVED, SUBSTANTIAL, MODERATE, LIMITED, DETERIORATION, NOT_AVAILABLE = range(6)


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
    """Progress of one series.

    Years are calendar years; values are in the indicator's own unit; `direction` is 1 (more is better) or -1;
    `limit` is the natural limit of an indicator without a target (100 for a percentage).

    Raises GuihuaError TRACK-DIRECTION if the direction is unknown.
    """
    way = checked_direction(direction)
    done = reached(current_value, target, way)
    reason = ratio_obstacle(base_year, base_value, current_year, current_value, target)
    if reason:
        return _without_ratio(reason, done)
    assert base_year is not None and base_value is not None and current_year is not None and current_value is not None
    value = growth_measure(base_year, base_value, current_year, current_value, target_year, target, way)
    if target is None:
        shrink = 1.0 if limit is None else _shrink(base_value, limit)
        return Progress(value, _labels()[_trend_label(value, shrink)], _trend_score(value, shrink))
    if done:
        return Progress(value, _labels()[ACHIEVED], 5.0)
    return Progress(value, _labels()[_ratio_label(value)], _ratio_score(value))


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
    achieved = met(v1, vt, d)
    aimed = ~np.isnan(vt)
    value = growth_measures(y0, v0, y1, v1, yt, vt, d)
    reason = obstacles(y0, v0, y1, v1, vt)
    value[reason > 0] = np.nan
    label = np.full(v0.shape, NOT_AVAILABLE, dtype=np.int8)
    score = np.full(v0.shape, np.nan)
    _with_target(value, aimed, label, score)
    if not aimed.all():
        _without_target(value, ~aimed, v0, limit, label, score)
    label[reason == BASE_AT_TARGET], score[reason == BASE_AT_TARGET] = DETERIORATION, -5.0
    label[achieved], score[achieved] = ACHIEVED, 5.0
    return Columns(value, label, score, reason)


def _with_target(
    value: NDArray[np.float64], rows: NDArray[np.bool_], label: NDArray[np.int8], score: NDArray[np.float64]
) -> None:
    import numpy as np

    high, med, low = _bounds("with_target")
    lines = spec(CODE).thresholds["score"]["with_target"]
    rows = rows & ~np.isnan(value)
    label[rows] = (SUBSTANTIAL + (value < high).astype(np.int8) + (value < med) + (value < low))[rows]
    upper = lines["upper"][0] * value + lines["upper"][1]
    lower = lines["lower"][0] * value + lines["lower"][1]
    score[rows] = np.clip(np.where(value >= med, upper, lower), -5.0, 5.0)[rows]


def _without_target(
    value: NDArray[np.float64],
    rows: NDArray[np.bool_],
    base: NDArray[np.float64],
    limit: ArrayLike | None,
    label: NDArray[np.int8],
    score: NDArray[np.float64],
) -> None:
    import numpy as np

    shrink = np.ones(base.shape)
    if limit is not None:
        edge = np.abs(np.broadcast_to(np.asarray(limit, dtype=np.float64), base.shape))
        size = np.abs(base)
        power = spec(CODE).thresholds["limit_exponent"]
        with np.errstate(all="ignore"):
            near = 1 - np.where(size <= edge, size / edge, (2 * edge - size) / edge) ** power
        shrink = np.where(np.isnan(edge) | (size >= 2 * edge), 1.0, near)
    high, med, low = _bounds("without_target")
    lines = spec(CODE).thresholds["score"]["without_target"]
    rows = rows & ~np.isnan(value)
    label[rows] = (
        SUBSTANTIAL + (value < high * shrink).astype(np.int8) + (value < med * shrink) + (value < low * shrink)
    )[rows]
    with np.errstate(all="ignore"):
        scaled = value / shrink
        above = np.where(
            value >= high * shrink,
            lines["high"][0] * scaled + lines["high"][1],
            np.where(
                value >= med * shrink,
                lines["med"][0] * scaled + lines["med"][1],
                lines["low"][0] * scaled + lines["low"][1],
            ),
        )
        above = np.where(shrink == 0, 5.0, above)
    below = lines["below"][0] * value + lines["below"][1]
    score[rows] = np.clip(np.where(value < low * shrink, below, above), -5.0, 5.0)[rows]


def _without_ratio(reason: str, achieved: bool) -> Progress:
    if achieved:
        return Progress(None, _labels()[ACHIEVED], 5.0, reason)
    if reason == "base_at_target":
        return Progress(None, _labels()[DETERIORATION], -5.0, reason)
    return Progress(None, _labels()[NOT_AVAILABLE], None, reason)


@cache
def _labels() -> tuple[str, ...]:
    return spec(CODE).labels


@cache
def _bounds(kind: str) -> tuple[float, float, float]:
    bounds = spec(CODE).thresholds[kind]
    return bounds["high"], bounds["med"], bounds["low"]


@cache
def _lines(kind: str) -> dict[str, tuple[float, float]]:
    return {name: tuple(line) for name, line in spec(CODE).thresholds["score"][kind].items()}


def _ratio_label(value: float) -> int:
    high, med, low = _bounds("with_target")
    return SUBSTANTIAL + (value < high) + (value < med) + (value < low)


def _ratio_score(value: float) -> float:
    slope, shift = _lines("with_target")["upper" if value >= _bounds("with_target")[1] else "lower"]
    return min(max(slope * value + shift, -5.0), 5.0)


def _shrink(base: float, limit: float) -> float:
    """How far thresholds shrink near the natural limit: 1 far from it, 0 at it."""
    size, edge = abs(base), abs(limit)
    if size >= 2 * edge:
        return 1.0
    near = size / edge if size <= edge else (2 * edge - size) / edge
    return float(1 - near ** spec(CODE).thresholds["limit_exponent"])


def _trend_label(value: float, shrink: float) -> int:
    high, med, low = _bounds("without_target")
    return SUBSTANTIAL + (value < high * shrink) + (value < med * shrink) + (value < low * shrink)


def _trend_score(value: float, shrink: float) -> float:
    high, med, low = (bound * shrink for bound in _bounds("without_target"))
    lines = _lines("without_target")
    if value < low:
        slope, shift = lines["below"]
        return max(slope * value + shift, -5.0)
    if shrink == 0:
        return 5.0
    slope, shift = lines["high" if value >= high else "med" if value >= med else "low"]
    return min(slope * value / shrink + shift, 5.0)

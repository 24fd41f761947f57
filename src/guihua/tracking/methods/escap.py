"""ESCAP's two indices: how far since the base (current status), and where the trend leads (anticipated progress).

current status = 10·d·(v_t - v_b)/|v_T - v_b|
anticipated    = 10·d·(v_e - v_b)/|v_T - v_b|, v_e the time-weighted straight line through the series, read at T
maintain: anticipated > 9 (a gap under 10 %); accelerate: > 0; reverse: the trend leads away from the target.

Source: ESCAP Statistics Division, SD/WP/05 (May 2017); Progress Assessment Methodology. The notes say that recent
years weigh more without printing the weights: here a year weighs its place counted from the first year (1, 2, …).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guihua.tracking.methods import formulas
from guihua.tracking.methods.progress import (
    BASE_AT_TARGET,
    NO_TARGET,
    Columns,
    Progress,
    checked_direction,
    columns,
    met,
    obstacles,
    reached,
    valueless,
    way_obstacle,
)
from guihua.tracking.methods.spec import spec

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

CODE = "escap"
ACHIEVED, MAINTAIN, ACCELERATE, REVERSE, NOT_AVAILABLE = range(5)


def current_status(base_value: float, current_value: float, target: float, direction: int | None) -> float | None:
    """Current status index: 10 is the target, 0 the base, negative a regression; None where base is the target."""
    way = checked_direction(direction)
    if target == base_value:
        return None
    return float(formulas.index(base_value, current_value, target, way))


def anticipated(years: Sequence[float], values: Sequence[float], target_year: float) -> float | None:
    """The value that the time-weighted straight line gives at `target_year`; None with fewer than two years."""
    if len(set(years)) < 2:
        return None
    first = min(years)
    weights = [year - first + 1 for year in years]
    total = sum(weights)
    t = sum(w * x for w, x in zip(weights, years, strict=True)) / total
    v = sum(w * y for w, y in zip(weights, values, strict=True)) / total
    spread = sum(w * (x - t) ** 2 for w, x in zip(weights, years, strict=True))
    slope = sum(w * (x - t) * (y - v) for w, x, y in zip(weights, years, values, strict=True)) / spread
    return v + slope * (target_year - t)


def progress(
    base_year: float | None,
    base_value: float | None,
    current_year: float | None,
    current_value: float | None,
    target_year: float | None,
    target: float | None,
    direction: int | None,
    limit: float | None = None,
    years: Sequence[float] = (),
    values: Sequence[float] = (),
) -> Progress:
    """Anticipated progress of one series (`progress_value`), with the current status index as `score`.

    `years` and `values` are the whole series; without them base and latest make the line. `limit` is not used.
    Raises GuihuaError TRACK-DIRECTION if the direction is unknown.
    """
    way = checked_direction(direction)
    labels = spec(CODE).labels
    done = reached(current_value, target, way)
    reason = way_obstacle(base_year, base_value, current_year, current_value, target)
    if reason:
        return valueless(CODE, reason, done, ACHIEVED, REVERSE, NOT_AVAILABLE)
    assert base_year is not None and base_value is not None and current_year is not None and current_value is not None
    assert target is not None and target_year is not None
    line = (years, values) if len(set(years)) > 1 else ((base_year, current_year), (base_value, current_value))
    expected = anticipated(*line, target_year)
    assert expected is not None
    value = float(formulas.index(base_value, expected, target, way))
    score = current_status(base_value, current_value, target, way)
    maintain, accelerate = spec(CODE).thresholds["maintain"], spec(CODE).thresholds["accelerate"]
    label = ACHIEVED if done else MAINTAIN if value > maintain else ACCELERATE if value > accelerate else REVERSE
    return Progress(value, labels[label], score)


def kernel(
    base_year: ArrayLike,
    base_value: ArrayLike,
    current_year: ArrayLike,
    current_value: ArrayLike,
    target_year: ArrayLike,
    target: ArrayLike,
    direction: ArrayLike,
    limit: ArrayLike | None = None,
    expected: ArrayLike | None = None,
) -> Columns:
    """`progress` for n series at once; `expected` is the column of `lines`, else the line through base and latest."""
    import numpy as np

    y0, v0, y1, v1, yt, vt, d = columns(
        base_year, base_value, current_year, current_value, target_year, target, direction
    )
    with np.errstate(all="ignore"):
        ve = v0 + (v1 - v0) / (y1 - y0) * (yt - y0)
        if expected is not None:
            given = np.asarray(expected, dtype=np.float64)
            ve = np.where(np.isnan(given), ve, given)
        value, score = formulas.index(v0, ve, vt, d), formulas.index(v0, v1, vt, d)
    reason = obstacles(y0, v0, y1, v1, vt, ratios=False)
    reason[(reason == 0) & np.isnan(vt)] = NO_TARGET
    value[reason > 0] = score[reason > 0] = np.nan
    label = np.full(v0.shape, NOT_AVAILABLE, dtype=np.int8)
    known = ~np.isnan(value)
    thresholds = spec(CODE).thresholds
    steps = MAINTAIN + (value <= thresholds["maintain"]).astype(np.int8) + (value <= thresholds["accelerate"])
    label[known] = steps[known]
    label[reason == BASE_AT_TARGET] = REVERSE
    label[met(v1, vt, d)] = ACHIEVED
    return Columns(value, label, score, reason)


def lines(years: ArrayLike, values: ArrayLike, target_year: ArrayLike) -> NDArray[np.float64]:
    """`anticipated` for n series: `years` (m), `values` (n, m) with NaN for a gap, `target_year` (n)."""
    import numpy as np

    x = np.asarray(years, dtype=np.float64)[None, :]
    y = np.asarray(values, dtype=np.float64)
    there = ~np.isnan(y)
    with np.errstate(all="ignore"):
        first = np.min(np.where(there, x, np.inf), axis=1, keepdims=True)
        w = np.where(there, x - first + 1, 0.0)
        total = w.sum(axis=1, keepdims=True)
        t = (w * x).sum(axis=1, keepdims=True) / total
        v = (w * np.where(there, y, 0.0)).sum(axis=1, keepdims=True) / total
        away = w * (x - t)
        slope = (away * np.where(there, y - v, 0.0)).sum(axis=1) / (away * (x - t)).sum(axis=1)
        line: NDArray[np.float64] = v[:, 0] + slope * (np.asarray(target_year, dtype=np.float64) - t[:, 0])
    line[there.sum(axis=1) < 2] = np.nan
    return line

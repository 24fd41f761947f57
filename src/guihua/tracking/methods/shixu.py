"""China's 时序进度: what is done of the way against what is due by now, linear or along the yearly plan.

done = (v_t - v_b)/(v_T - v_b);  due = share of the period gone, or the yearly plan's value on that way;
pace = done/due

Chinese mid-term reports print four classes (提前实现, 快于预期, 基本符合预期, 滞后于预期) and no thresholds: those
in the record `shixu` of `tracking/data/methods.yaml` are this program's own settings, named so wherever they are used.
 Source of the linear pace: research note on the State Council's 2024-2025 energy-saving action plan, 2024-05.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
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
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

CODE = "shixu"
REACHED, FASTER, ON_TRACK, BEHIND, NOT_AVAILABLE = range(5)


@dataclass(frozen=True, slots=True)
class Pace:
    """How far and how far by now: shares of the way from base to target (1 is the target).

    expected is the value that the schedule asks for now; needed is the change a year that what is left asks for.
    """

    done: float
    due: float
    expected: float
    gap: float
    needed: float | None

    @property
    def ratio(self) -> float | None:
        """done / due; None before anything is due."""
        return float(formulas.pace(self.done, self.due)) if self.due > 0 else None


def pace(
    base_year: float,
    base_value: float,
    current_year: float,
    current_value: float,
    target_year: float,
    target: float,
    plan: Mapping[int, float] | None = None,
) -> Pace:
    """Schedule pace of one series; `plan` holds the yearly plan's values (year → value), linear between its years.

    gap is in the indicator's unit and is what is missing against the schedule in the sense of the target: positive
    where the way done is short. Base and target must differ; the current year may carry a fraction (2017.5).
    """
    way = target - base_value
    due = _due(base_year, base_value, current_year, target_year, target, plan)
    done = float(formulas.done(base_value, current_value, target))
    left = target_year - current_year
    return Pace(
        done=done,
        due=due,
        expected=base_value + due * way,
        gap=(due - done) * abs(way),
        needed=(target - current_value) / left if left > 0 else None,
    )


def progress(
    base_year: float | None,
    base_value: float | None,
    current_year: float | None,
    current_value: float | None,
    target_year: float | None,
    target: float | None,
    direction: int | None,
    limit: float | None = None,
    plan: Mapping[int, float] | None = None,
) -> Progress:
    """Class of one series: `progress_value` is pace (done/due), `score` the share of the way done.

    Raises GuihuaError TRACK-DIRECTION if the direction is unknown. `limit` is not used.
    """
    way = checked_direction(direction)
    labels = spec(CODE).labels
    done = reached(current_value, target, way)
    reason = way_obstacle(base_year, base_value, current_year, current_value, target)
    if reason:
        return valueless(CODE, reason, done, REACHED, BEHIND, NOT_AVAILABLE)
    assert base_year is not None and base_value is not None and current_year is not None and current_value is not None
    assert target is not None and target_year is not None
    if (target - base_value) * way < 0:  # beyond the target at the base: the way is no longer one
        return Progress(None, labels[REACHED if done else BEHIND], None, "base_at_target")
    found = pace(base_year, base_value, current_year, current_value, target_year, target, plan)
    ratio = found.ratio
    assert ratio is not None
    return Progress(ratio, labels[REACHED if done else label_of(ratio)], found.done)


def label_of(ratio: float) -> int:
    """The class of a pace by the record's thresholds (the program's own)."""
    thresholds = spec(CODE).thresholds
    return FASTER if ratio >= thresholds["faster"] else ON_TRACK if ratio >= thresholds["on_track"] else BEHIND


def kernel(
    base_year: ArrayLike,
    base_value: ArrayLike,
    current_year: ArrayLike,
    current_value: ArrayLike,
    target_year: ArrayLike,
    target: ArrayLike,
    direction: ArrayLike,
    limit: ArrayLike | None = None,
    due: ArrayLike | None = None,
) -> Columns:
    """`progress` for n series at once; `due` replaces the linear share where it is not NaN (yearly plans)."""
    import numpy as np

    y0, v0, y1, v1, yt, vt, d = columns(
        base_year, base_value, current_year, current_value, target_year, target, direction
    )
    with np.errstate(all="ignore"):
        share = np.minimum((y1 - y0) / (yt - y0), 1.0)
        if due is not None:
            given = np.broadcast_to(np.asarray(due, dtype=np.float64), share.shape)
            share = np.where(np.isnan(given), share, given)
        done = formulas.done(v0, v1, vt)
        value = formulas.pace(done, share)
    reason = obstacles(y0, v0, y1, v1, vt, ratios=False)
    reason[(reason == 0) & np.isnan(vt)] = NO_TARGET
    reason[(reason == 0) & ((vt - v0) * d < 0)] = BASE_AT_TARGET
    value[reason > 0] = done[reason > 0] = np.nan
    thresholds = spec(CODE).thresholds
    label = np.full(v0.shape, NOT_AVAILABLE, dtype=np.int8)
    known = ~np.isnan(value)
    steps = FASTER + (value < thresholds["faster"]).astype(np.int8) + (value < thresholds["on_track"])
    label[known] = steps[known]
    label[reason == BASE_AT_TARGET] = BEHIND
    label[met(v1, vt, d)] = REACHED
    return Columns(value, label, done, reason)


def _due(
    base_year: float,
    base_value: float,
    year: float,
    target_year: float,
    target: float,
    plan: Mapping[int, float] | None,
) -> float:
    """Share of the way that is due in `year`: linear, or along the yearly plan where one exists."""
    if not plan:
        return min((year - base_year) / (target_year - base_year), 1.0)
    path: dict[float, float] = {base_year: base_value, target_year: target} | {float(y): v for y, v in plan.items()}
    for (y0, v0), (y1, v1) in pairwise(sorted(path.items())):
        if y0 <= year <= y1:
            value = v0 + (v1 - v0) * (year - y0) / (y1 - y0)
            return (value - base_value) / (target - base_value)
    return 1.0

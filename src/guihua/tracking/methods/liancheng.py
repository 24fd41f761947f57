"""China's chained formula for intensity targets (单位GDP能耗 and the like): falls multiply, they do not add.

progress = ln∏(1+r_i) / ln(1-T);   left = 1 - (1-T)/∏(1+r_i);   left a year = 1 - (1-left)^(1/years left)

Source: Qinghai bureau of statistics, how the progress of the energy-saving target is computed (2009-09-17), after the
method of the National Bureau of Statistics for the 11th plan.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.tracking.methods import formulas
from guihua.tracking.methods.progress import Columns, Progress
from guihua.tracking.methods.spec import spec

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

CODE = "liancheng"
REACHED, FASTER, ON_TRACK, BEHIND, NOT_AVAILABLE = range(5)


@dataclass(frozen=True, slots=True)
class Chain:
    """Where an intensity target stands: shares, and changes as fractions (-0.1275 is a fall of 12.75 %).

    done       share of the target done (0.268 is 26.8 %)
    so_far     total change so far
    left       change that is left until the end of the period
    left_year  the same a year; None when no year is left
    """

    done: float
    so_far: float
    left: float
    left_year: float | None


def chain(changes: Sequence[float], target: float, years_left: float) -> Chain:
    """Progress of yearly `changes` (fractions, falls negative) towards a total `target` change (fraction, not 0).

    Raises GuihuaError TRACK-CHAIN for a target of 0 or a change of -100 % or more.
    """
    if target == 0 or target <= -1 or any(change <= -1 for change in changes):
        raise GuihuaError(
            "TRACK-CHAIN",
            "连乘要求各年变化大于 -100%、目标不为 0 a chain of changes needs changes above -100 % and a target other than 0",
        )
    product = math.prod(1 + change for change in changes)
    rest = (1 + target) / product
    return Chain(
        done=float(formulas.chained(product, 1 + target, math.log)),
        so_far=product - 1,
        left=rest - 1,
        left_year=rest ** (1 / years_left) - 1 if years_left > 0 else None,
    )


def progress(changes: Sequence[float], target: float, years: float) -> Progress:
    """Class of one intensity: `progress_value` is share done over share of time gone, `score` the share done.

    `changes` are the yearly changes since the base as fractions, `years` the length of the whole period.
    """
    if not changes:
        return Progress(None, spec(CODE).labels[NOT_AVAILABLE], None, "no_latest")
    return progress_total(math.prod(1 + change for change in changes) - 1, len(changes), target, years)


def progress_total(total: float, elapsed: float, target: float, years: float) -> Progress:
    """As `progress`, from the change so far (fraction) after `elapsed` years; also for growth, where both are rises."""
    labels = spec(CODE).labels
    reason = "no_time" if elapsed <= 0 else "zero_target" if target <= -1 or target == 0 or total <= -1 else ""
    if reason:
        return Progress(None, labels[NOT_AVAILABLE], None, reason)
    found = chain([total], target, years - elapsed)
    value = float(formulas.pace(found.done, min(elapsed / years, 1.0)))
    thresholds = spec(CODE).thresholds
    label = FASTER + (value < thresholds["faster"]) + (value < thresholds["on_track"])
    if found.done >= 1:
        label = REACHED
    return Progress(value, labels[label], found.done)


def kernel(total: ArrayLike, elapsed: ArrayLike, target: ArrayLike, years: ArrayLike) -> Columns:
    """`progress` for n intensities: `total` change so far, `elapsed` years, total `target` change, `years` in all."""
    import numpy as np

    product, gone, aim, length = (np.asarray(x, dtype=np.float64) for x in (total, elapsed, target, years))
    product, gone, aim, length = np.broadcast_arrays(1 + product, gone, 1 + aim, length)
    with np.errstate(all="ignore"):
        done = formulas.chained(product, aim, np.log)
        value = formulas.pace(done, np.minimum(gone / length, 1.0))
    reason = np.zeros(done.shape, dtype=np.int8)
    reason[np.isnan(product)] = 2
    reason[(aim <= 0) | (aim == 1) | (product <= 0)] = 5
    reason[gone <= 0] = 3
    value[reason > 0] = done[reason > 0] = np.nan
    thresholds = spec(CODE).thresholds
    label = np.full(done.shape, NOT_AVAILABLE, dtype=np.int8)
    known = ~np.isnan(value)
    steps = FASTER + (value < thresholds["faster"]).astype(np.int8) + (value < thresholds["on_track"])
    label[known] = steps[known]
    label[done >= 1] = REACHED
    return Columns(value, label, done, reason)

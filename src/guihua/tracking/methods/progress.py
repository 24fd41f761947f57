"""What a method answers, and the arithmetic that several methods share.

The thin functions work on Python floats one series at a time; the kernels work on numpy columns. Both follow the same
rules, which a test holds them to: growth ratios need base, current value and target of one sign and none of them zero
at the base or the target; no stand-in is put for a zero; no infinity is ever returned.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.tracking.methods import formulas
from guihua.tracking.methods.spec import spec

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int8]

UP, DOWN = 1, -1

#: Why a method has no value, in the order of the codes that kernels return (0 = it has one).
REASONS = (
    "",
    "no_base",
    "no_latest",
    "no_time",
    "zero_base",
    "zero_target",
    "sign_change",
    "base_at_target",
    "no_target",
    "few_points",
)
_CODE = {reason: code for code, reason in enumerate(REASONS)}
BASE_AT_TARGET, NO_TARGET = _CODE["base_at_target"], _CODE["no_target"]


@dataclass(frozen=True, slots=True)
class Progress:
    """A method's answer for one series.

    progress_value  the method's own measure (dimensionless); None where it cannot be formed
    status          the method's own label
    score           the method's own score, where it has one
    reason          one of REASONS; "" where the value exists
    """

    progress_value: float | None
    status: str
    score: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """A kernel's answer for n series: values (NaN where none), label numbers, scores (NaN where none), reason codes."""

    value: Floats
    label: Codes
    score: Floats
    reason: Codes

    def rows(self, labels: Sequence[str]) -> list[Progress]:
        """One Progress a series; `labels` are the method's own, in the order of their numbers."""
        values = [None if isnan(x) else x for x in self.value.tolist()]
        scores = [None if isnan(x) else x for x in self.score.tolist()]
        return [
            Progress(value, labels[label], score, REASONS[reason])
            for value, label, score, reason in zip(
                values, self.label.tolist(), scores, self.reason.tolist(), strict=True
            )
        ]


def checked_direction(direction: int | None) -> int:
    """1 for "more is better", -1 for "less is better"; GuihuaError TRACK-DIRECTION for anything else."""
    if direction not in (UP, DOWN):
        raise no_direction()
    return direction


def no_direction() -> GuihuaError:
    """What to say where nobody knows whether more is better."""
    return GuihuaError(
        "TRACK-DIRECTION",
        "不知道目标要升还是要降 the direction of the target is unknown",
        "依文字、指标性质或目标与基期之比指明 give it: by its words, the indicator's polarity, or target against base",
    )


def growth(now: float, then: float, years: float) -> float:
    """Compound growth a year, (now/then)^(1/years) - 1; both of one sign, `then` not zero, `years` positive."""
    return float(formulas.compound(now, then, years))


def holds(value: float, target: float, direction: int) -> bool:
    """Whether `value` meets `target` in the given direction."""
    return value >= target if direction == UP else value <= target


def reached(value: float | None, target: float | None, direction: int) -> bool:
    """Whether both are known and `value` meets `target`."""
    return value is not None and target is not None and holds(value, target, direction)


def valueless(code: str, reason: str, done: bool, met: int, at_base: int, missing: int) -> Progress:
    """The answer of method `code` without a value: label `met` where the target holds all the same, `at_base` where
    the base stood at it already, else `missing`."""
    label = met if done else at_base if reason == "base_at_target" else missing
    return Progress(None, spec(code).labels[label], None, reason)


def growth_measure(
    base_year: float, base: float, year: float, value: float, target_year: float | None, target: float | None, way: int
) -> float:
    """Compound growth in the sense of the target, over that which the target asks for where there is one."""
    if target is None or target_year is None:
        return float(formulas.growth_alone(base_year, base, year, value, way))
    return float(formulas.growth_measure(base_year, base, year, value, target_year, target, way))


def growth_measures(y0: Floats, v0: Floats, y1: Floats, v1: Floats, yt: Floats, vt: Floats, way: Floats) -> Floats:
    """`growth_measure` for columns; NaN where it cannot be formed, and no target where `vt` is NaN."""
    import numpy as np

    with np.errstate(all="ignore"):
        alone: Floats = formulas.growth_alone(y0, v0, y1, v1, way)
        asked: Floats = formulas.asked_of(alone, y0, v0, yt, vt)
        result: Floats = np.where(np.isnan(vt), alone, asked)
    return result


def ratio_obstacle(
    base_year: float | None,
    base: float | None,
    year: float | None,
    value: float | None,
    target: float | None = None,
) -> str:
    """Why no growth ratio can be formed, or ""; the order is that of REASONS."""
    missing = missing_part(base_year, base, year, value)
    if missing:
        return missing
    assert base is not None and value is not None
    if base == 0:
        return "zero_base"
    if target == 0:
        return "zero_target"
    if base * value < 0 or (target is not None and base * target < 0):
        return "sign_change"
    return "base_at_target" if target == base else ""


def way_obstacle(
    base_year: float | None, base: float | None, year: float | None, value: float | None, target: float | None
) -> str:
    """Why no share of the way from base to target can be formed, or ""."""
    return (
        missing_part(base_year, base, year, value)
        or ("no_target" if target is None else "")
        or ("base_at_target" if target == base else "")
    )


def missing_part(base_year: float | None, base: float | None, year: float | None, value: float | None) -> str:
    """Which figure is missing, or that no time has gone by, or ""."""
    if base is None or base_year is None:
        return "no_base"
    if value is None or year is None:
        return "no_latest"
    return "no_time" if year <= base_year else ""


def obstacles(
    base_year: Floats, base: Floats, year: Floats, value: Floats, target: Floats, *, ratios: bool = True
) -> Codes:
    """`ratio_obstacle` for columns, as codes of REASONS; `target` NaN means none.

    Without `ratios` only what hinders any comparison is said: missing figures, no time, base already at the target.
    """
    import numpy as np

    reason = np.zeros(base.shape, dtype=np.int8)
    tests = [("base_at_target", target == base)]
    if ratios:
        tests += [
            ("sign_change", (base * value < 0) | (base * target < 0)),
            ("zero_target", target == 0),
            ("zero_base", base == 0),
        ]
    tests += [
        ("no_time", year <= base_year),
        ("no_latest", np.isnan(value) | np.isnan(year)),
        ("no_base", np.isnan(base) | np.isnan(base_year)),
    ]
    for name, mask in tests:
        reason[mask] = _CODE[name]
    return reason


def met(value: Floats, target: Floats, direction: Floats) -> NDArray[np.bool_]:
    """`holds` for columns; False where target or value is NaN."""
    result: NDArray[np.bool_] = (direction * (value - target)) >= 0
    return result


def columns(*arrays: object) -> list[Floats]:
    """The given columns as float64 arrays of one shape; None and missing become NaN."""
    import numpy as np

    return [np.ascontiguousarray(x) for x in np.broadcast_arrays(*(np.asarray(a, dtype=np.float64) for a in arrays))]

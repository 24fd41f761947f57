"""Convex quadratic programs by an interior point (Mehrotra's predictor and corrector), on sparse matrices.

HiGHS's own method for quadratic programs gives up on problems whose rows nearly coincide, as a plan's targets do; this one
does not, and its answer is polished and checked in fractions like any other.

Source: Mehrotra, On the implementation of a primal-dual interior point method, SIAM J. Optimization 2 (1992).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guihua.solving.program import OPTIMAL, UNKNOWN, Program, Solution

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROUNDS = 100
NEAR = 1e-10
"""Residuals and complementarity at which the method stops, relative."""

STEADY = 1e-9
"""What is added to the diagonal, so that directions in which nothing is curved do no harm."""


def solve_quadratic(program: Program) -> Solution:
    """The optimum of a program with a curved objective that has a feasible point; status `unknown` where none is reached."""
    import numpy as np
    from scipy.sparse import csr_array, diags_array, eye_array, vstack

    n = program.columns
    matrix = csr_array((program.value, program.index, program.start), shape=(program.rows, n))
    equal = program.row_lower == program.row_upper
    low, high = np.isfinite(program.row_lower) & ~equal, np.isfinite(program.row_upper) & ~equal
    floor, ceiling = np.isfinite(program.lower), np.isfinite(program.upper)
    unit = eye_array(n, format="csr")
    sides = vstack([matrix[low], -matrix[high], unit[floor], -unit[ceiling]], format="csr")
    least = np.concatenate(
        [program.row_lower[low], -program.row_upper[high], program.lower[floor], -program.upper[ceiling]]
    )
    curvature = np.zeros(n) if program.curvature is None else program.curvature
    with np.errstate(
        over="ignore", divide="ignore", invalid="ignore"
    ):  # a run that diverges ends as one that found nothing
        point, on_equal, on_sides, status = _interior(
            diags_array(curvature), program.cost, matrix[equal], program.row_lower[equal], sides, least
        )
    if status != OPTIMAL:
        return _by_highs(program)
    rows, columns = np.zeros(program.rows), np.zeros(n)
    rows[equal] = on_equal
    ends = np.cumsum([low.sum(), high.sum(), floor.sum(), ceiling.sum()])
    rows[low] += on_sides[: ends[0]]
    rows[high] -= on_sides[ends[0] : ends[1]]
    columns[floor] += on_sides[ends[1] : ends[2]]
    columns[ceiling] -= on_sides[ends[2] :]
    objective = float(program.cost @ point + 0.5 * (curvature * point) @ point)
    return Solution(status, objective, point, rows, columns, np.zeros(0))


def _by_highs(program: Program) -> Solution:
    """The solver's own method, where the interior point finds none: it copes with problems that have no interior."""
    import highspy
    import numpy as np

    from guihua.solving.program import model_of
    from guihua.solving.solver import new_highs

    model = highspy.HighsModel()
    model.lp_ = model_of(program)
    curvature = np.zeros(program.columns) if program.curvature is None else program.curvature
    held = np.flatnonzero(curvature).astype(np.int32)
    model.hessian_.dim_, model.hessian_.format_ = program.columns, highspy.HessianFormat.kTriangular
    model.hessian_.start_ = np.concatenate(([0], np.cumsum(curvature != 0))).astype(np.int32)
    model.hessian_.index_, model.hessian_.value_ = held, curvature[held]
    highs: Any = new_highs()
    for option, value in (("solver", "choose"), ("primal_feasibility_tolerance", 1e-7), ("time_limit", 20.0)):
        highs.setOptionValue(option, value)
    highs.passModel(model)
    highs.run()
    found = highs.getSolution()
    there = found.value_valid and len(found.col_value) == program.columns
    good = there and highs.getModelStatus() in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolveError)
    point = np.array(found.col_value) if there else np.zeros(program.columns)
    rows, columns = (
        np.array(d) if there else np.zeros(n)
        for d, n in ((found.row_dual, program.rows), (found.col_dual, program.columns))
    )
    objective = float(program.cost @ point + 0.5 * (curvature * point) @ point)
    return Solution(OPTIMAL if good else UNKNOWN, objective, point, rows, columns, np.zeros(0))


def _interior(
    curved: Any, cost: Floats, equal: Any, right: Floats, sides: Any, least: Floats
) -> tuple[Floats, Floats, Floats, str]:
    """min ½xQx + c·x over equal·x = right, sides·x ≥ least: the point, the multipliers of both, the status."""
    import numpy as np

    n, m, k = len(cost), len(right), len(least)
    x, y, z = np.zeros(n), np.zeros(m), np.ones(k)
    s = np.maximum(sides @ x - least, 1.0) if k else np.zeros(0)
    size = 1 + max((float(np.abs(v).max()) for v in (cost, right, least) if len(v)), default=0.0)
    for _ in range(ROUNDS):
        slope = curved @ x + cost - equal.T @ y - sides.T @ z
        off, gap = equal @ x - right, sides @ x - s - least
        mean = float(s @ z) / k if k else 0.0
        worst = max((float(np.abs(v).max()) for v in (slope, off, gap) if len(v)), default=0.0)
        if worst < NEAR * size and mean < NEAR * size:
            return x, y, z, OPTIMAL
        solver = _factored(curved, equal, sides, s, z)
        if solver is None:
            break
        dx, dy, ds, dz = solver.step(slope, off, gap, s * z)
        length = min(_length(s, ds), _length(z, dz))
        centre = (float((s + length * ds) @ (z + length * dz)) / k / mean) ** 3 if k and mean else 0.0
        dx, dy, ds, dz = solver.step(slope, off, gap, s * z + ds * dz - centre * mean)
        length = _back(s, z, ds, dz) if k else 1.0
        if k and float((s + length * ds) @ (z + length * dz)) / k > 0.5 * mean:  # the corrector overshot: only centre
            dx, dy, ds, dz = solver.step(slope, off, gap, s * z - 0.2 * mean)
            length = _back(s, z, ds, dz)
        x, y, s, z = x + length * dx, y + length * dy, s + length * ds, z + length * dz
        if not np.isfinite(x).all():
            break
    near = worst < 1e-6 * size and mean < 1e-6 * size
    return x, y, z, OPTIMAL if near else UNKNOWN


def _factored(curved: Any, equal: Any, sides: Any, s: Floats, z: Floats) -> _Newton | None:
    """The linear system of a round; steadied more where it is singular; None where even that does not help."""
    for steady in (STEADY, 1e3 * STEADY, 1e6 * STEADY):
        try:
            return _Newton(curved, equal, sides, s, z, steady)
        except RuntimeError:  # SuperLU: the factor is singular
            continue
    return None


class _Newton:
    """One linear system of the method, factored once for predictor and corrector."""

    def __init__(self, curved: Any, equal: Any, sides: Any, s: Floats, z: Floats, steady: float) -> None:
        from scipy.sparse import block_array, diags_array, eye_array
        from scipy.sparse.linalg import splu

        self._s, self._z, self._sides, self._weights = s, z, sides, z / s if len(s) else z
        n, m = curved.shape[0], equal.shape[0]
        head = (
            curved + sides.T @ diags_array(self._weights) @ sides + steady * eye_array(n)
            if len(s)
            else curved + steady * eye_array(n)
        )
        self._n, self._m = n, m
        whole = block_array([[head, -equal.T], [equal, steady * eye_array(m)]]) if m else head
        self._factor = splu(whole.tocsc())

    def step(self, slope: Floats, off: Floats, gap: Floats, product: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Changes of point, multipliers of equations, slacks, multipliers of sides."""
        import numpy as np

        back = -product / self._s - self._weights * gap if len(self._s) else gap
        right = np.concatenate([-slope + (self._sides.T @ back if len(self._s) else 0), -off])
        found = self._factor.solve(right)
        dx, dy = found[: self._n], found[self._n :]
        if not len(self._s):
            return dx, dy, np.zeros(0), np.zeros(0)
        ds = self._sides @ dx + gap
        return dx, dy, ds, -product / self._s - self._weights * ds


def _back(s: Floats, z: Floats, ds: Floats, dz: Floats) -> float:
    """A step that stays off the edge."""
    return 0.99 * min(_length(s, ds), _length(z, dz))


def _length(value: Floats, change: Floats) -> float:
    """How far a positive vector can go before a part of it is used up, at most one."""
    shrinking = change < 0
    return min(1.0, float((-value[shrinking] / change[shrinking]).min())) if shrinking.any() else 1.0

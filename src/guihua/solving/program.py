"""A linear or convex quadratic program in arrays, and its solution with the multipliers that prove it.

    minimise  offset + cost·x + ½ Σ curvature·x²   where   row_lower ≤ A·x ≤ row_upper,  lower ≤ x ≤ upper

`solve` answers once; a `Solver` keeps the problem, so that after one changed limit it goes on from where it stood.
Doubles are what comes out: `proof.optimality` checks them in fractions within a stated tolerance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int32]

OPTIMAL, INFEASIBLE, UNBOUNDED, UNKNOWN = "optimal", "infeasible", "unbounded", "unknown"


@dataclass(frozen=True, slots=True)
class Program:
    """One program; A by rows (row i holds index[start[i]:start[i+1]]). Infinite limits are open sides.

    curvature   the diagonal of the objective's second derivative, each at least zero; None for a linear program
    whole       columns that take whole numbers only; None for none (a program with them has no multipliers)
    """

    cost: Floats
    start: Whole
    index: Whole
    value: Floats
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    curvature: Floats | None = None
    whole: NDArray[np.bool_] | None = None

    @property
    def columns(self) -> int:
        """How many unknowns."""
        return len(self.cost)

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.row_lower)


@dataclass(frozen=True, slots=True)
class Solution:
    """status; point; multipliers of rows and of columns' limits (d objective / d limit); ray where it is infeasible.

    ray   multipliers of rows that add up to a contradiction, as far as doubles tell; empty where there is none
    """

    status: str
    objective: float
    point: Floats
    rows: Floats
    columns: Floats
    ray: Floats

    @property
    def optimal(self) -> bool:
        """Was an optimum found?"""
        return self.status == OPTIMAL


def solve(program: Program, *, presolve: bool = True) -> Solution:
    """The optimum of a program, or why there is none.

    A program with a curved objective must have a feasible point: ask for it first without the curvature.
    """
    if program.curvature is not None:
        from guihua.solving.quadratic import solve_quadratic

        return solve_quadratic(program)
    return Solver(program, presolve=presolve).solve()


class Solver:
    """A linear program that stays in the solver, for questions that differ in a few limits or costs."""

    def __init__(self, program: Program, *, presolve: bool = True) -> None:
        from guihua.solving.solver import new_highs

        self.program = program
        self._highs: Any = new_highs()
        if presolve:
            self._highs.setOptionValue("presolve", "on")
        if program.whole is not None:
            self._highs.setOptionValue("solver", "choose")
        self._highs.passModel(model_of(program))

    def solve(self) -> Solution:
        """The optimum as the program now stands."""
        import highspy
        import numpy as np

        self._highs.run()
        status = self._highs.getModelStatus()
        word = {
            highspy.HighsModelStatus.kOptimal: OPTIMAL,
            highspy.HighsModelStatus.kInfeasible: INFEASIBLE,
            highspy.HighsModelStatus.kUnbounded: UNBOUNDED,
            highspy.HighsModelStatus.kModelEmpty: OPTIMAL,
        }.get(status, UNKNOWN)
        found = self._highs.getSolution()
        ray: Floats = np.zeros(0)
        if word == INFEASIBLE and self.program.whole is None:
            _, exists, values = self._highs.getDualRay()
            ray = np.array(values) if exists else ray
        return Solution(
            word,
            float(self._highs.getInfo().objective_function_value),
            np.array(found.col_value),
            np.array(found.row_dual),
            np.array(found.col_dual),
            ray,
        )

    def limit_row(self, row: int, lower: float, upper: float) -> None:
        """Change the limits of a row."""
        self._highs.changeRowBounds(row, lower, upper)

    def costs(self, columns: Sequence[int], values: Sequence[float]) -> None:
        """Change the costs of some unknowns."""
        import numpy as np

        self._highs.changeColsCost(
            len(columns), np.asarray(columns, dtype=np.int32), np.asarray(values, dtype=np.float64)
        )


def model_of(program: Program) -> Any:
    """The program without its curvature as the solver takes it."""
    import highspy

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = program.columns, program.rows
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = program.cost, program.lower, program.upper
    lp.row_lower_, lp.row_upper_ = program.row_lower, program.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = program.start, program.index, program.value
    if program.whole is not None:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(flag)] for flag in program.whole]
    return lp

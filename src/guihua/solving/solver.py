"""The solver, and what is taken from it: yes or no, a ray, a vertex, an optimum with its duals. All are doubles, none
is trusted: `exact` turns them into rationals that are checked.

One HiGHS model a component; groups are switched by opening the bounds of their rows, so that the next question starts
from the last basis. Presolve is off (with it, HiGHS gives no ray), one thread. Every row reads Σ a·x ≤ b with free x.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Vertex:
    """A vertex of the active rows: a double for each column, the rows that hold with equality, the columns left at zero."""

    point: NDArray[np.float64]
    tight: tuple[int, ...]
    zero: tuple[int, ...]
    duals: NDArray[np.float64]


class Model:
    """Rows Σ a·x ≤ b in doubles; each row belongs to a group, which can be switched off.

    rows      for each row its columns and coefficients
    limits    b of each row
    groups    the group's number of each row (rows of number -1 are always on)
    """

    def __init__(
        self,
        columns: int,
        rows: Sequence[tuple[Sequence[int], Sequence[float]]],
        limits: Sequence[float],
        groups: Sequence[int],
    ) -> None:
        import numpy as np

        self._limits = np.array(limits, dtype=np.float64)
        self._columns = columns
        self._active: frozenset[int] | None = None
        self._numbers = frozenset(g for g in groups if g >= 0)
        self._rows_of: dict[int, list[int]] = {}
        for row, group in enumerate(groups):
            self._rows_of.setdefault(group, []).append(row)
        self._cost = False
        self._highs = new_highs()
        self._highs.passModel(_program(columns, rows, self._limits))

    def feasible(self, active: Collection[int]) -> bool:
        """Do the rows of these groups have a common solution (within the solver's tolerance)?"""
        import highspy

        self._switch(active)
        self._objective(())
        return bool(self._run() != highspy.HighsModelStatus.kInfeasible)

    def ray(self) -> NDArray[np.float64] | None:
        """After an infeasible answer: multipliers λ ≥ 0 of the rows, or None where the solver gives none."""
        import numpy as np

        _, exists, values = self._highs.getDualRay()
        return np.abs(np.array(values)) if exists else None

    def values(self) -> NDArray[np.float64]:
        """After a feasible answer: a double for each column."""
        import numpy as np

        return np.array(self._highs.getSolution().col_value)

    def vertex(self) -> Vertex:
        """After a feasible answer or an optimum: the vertex reached."""
        import highspy
        import numpy as np

        basis, basic = self._highs.getBasis(), highspy.HighsBasisStatus.kBasic
        bounds = (highspy.HighsBasisStatus.kUpper, highspy.HighsBasisStatus.kLower)
        tight = tuple(i for i, status in enumerate(basis.row_status) if status in bounds)
        zero = tuple(j for j, status in enumerate(basis.col_status) if status != basic)
        solution = self._highs.getSolution()
        return Vertex(np.array(solution.col_value), tight, zero, np.array(solution.row_dual))

    def maximum(self, terms: Sequence[tuple[int, float]], active: Collection[int]) -> Vertex | None:
        """The vertex where Σ terms is largest over the rows of these groups; None where it has no largest value."""
        import highspy

        self._switch(active)
        self._objective(terms)
        return self.vertex() if self._run() == highspy.HighsModelStatus.kOptimal else None

    def _switch(self, active: Collection[int]) -> None:
        import highspy
        import numpy as np

        wanted = frozenset(active)
        before = self._numbers if self._active is None else self._active
        rows = sorted((row, g in wanted) for g in before ^ wanted for row in self._rows_of.get(g, ()))
        if rows:
            changed = np.array([row for row, _ in rows], dtype=np.int32)
            upper = np.where([on for _, on in rows], self._limits[changed], highspy.kHighsInf)
            lower = np.full(len(changed), -highspy.kHighsInf)
            self._highs.changeRowsBounds(len(changed), changed, lower, upper)
        self._active = wanted

    def _objective(self, terms: Sequence[tuple[int, float]]) -> None:
        import numpy as np

        if not terms and not self._cost:
            return
        cost = np.zeros(self._columns)
        for column, value in terms:
            cost[column] -= value
        self._highs.changeColsCost(self._columns, np.arange(self._columns, dtype=np.int32), cost)
        self._cost = bool(terms)

    def _run(self) -> Any:
        self._highs.run()
        return self._highs.getModelStatus()


def new_highs() -> Any:
    """A silent HiGHS: simplex, one thread, presolve off. The library's banner is kept off standard output."""
    _quiet_banner()
    import highspy

    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy annotates no constructor
    for option, value in (("output_flag", False), ("presolve", "off"), ("solver", "simplex"), ("threads", 1)):
        highs.setOptionValue(option, value)
    highs.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
    highs.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
    return highs


@cache
def _quiet_banner() -> None:
    """The first HiGHS of a process prints a banner on descriptor 1; results belong there, so it is made elsewhere."""
    import highspy

    try:
        sys.stdout.flush()
        library = ctypes.CDLL(None)
        library.fflush(None)
        saved, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    except (OSError, ValueError, AttributeError, TypeError):
        highspy.Highs()  # type: ignore[no-untyped-call]
        return
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
        library.fflush(None)
    finally:
        os.dup2(saved, 1)
        os.close(saved)
        os.close(nowhere)


def _program(columns: int, rows: Sequence[tuple[Sequence[int], Sequence[float]]], limits: NDArray[np.float64]) -> Any:
    import highspy
    import numpy as np

    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = columns, len(rows)
    program.col_cost_ = np.zeros(columns)
    program.col_lower_ = np.full(columns, -highspy.kHighsInf)
    program.col_upper_ = np.full(columns, highspy.kHighsInf)
    program.row_lower_ = np.full(len(rows), -highspy.kHighsInf)
    program.row_upper_ = limits
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    counts = np.array([len(index) for index, _ in rows], dtype=np.int64)
    program.a_matrix_.start_ = np.concatenate(([0], np.cumsum(counts)))
    program.a_matrix_.index_ = np.array([c for index, _ in rows for c in index], dtype=np.int64)
    program.a_matrix_.value_ = np.array([v for _, values in rows for v in values], dtype=np.float64)
    return program

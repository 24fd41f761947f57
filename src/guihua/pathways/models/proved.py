"""Solving a linear program so that a stranger can check it: arrays to the solver, names and fractions into the bundle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError
from guihua.pathways.trend import rounded
from guihua.pathways.verify_program import KIND, VERSION, Stated, verify_program
from guihua.proof.bundle import Bundle, write
from guihua.proof.codec import encode
from guihua.proof.optimality import Limit
from guihua.solving.program import OPTIMAL, Program, Solution, solve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOLERANCE = Fraction(1, 10**6)

__all__ = ["Proved", "prove", "proved_bytes", "read_program", "verify_program"]


@dataclass(frozen=True, slots=True)
class Proved:
    """An optimum with its program: objective and point in the model's own sense, row multipliers as shadow prices.

    prices   d objective / d limit of each row, in the model's own sense
    """

    name: str
    program: Program
    solution: Solution
    maximise: bool
    columns: tuple[str, ...]
    rows: tuple[str, ...]

    @property
    def objective(self) -> float:
        """The optimum."""
        return -self.solution.objective if self.maximise else self.solution.objective

    @property
    def point(self) -> NDArray[np.float64]:
        """The unknowns."""
        return self.solution.point

    @property
    def prices(self) -> NDArray[np.float64]:
        """Shadow prices of the rows."""
        return -self.solution.rows if self.maximise else self.solution.rows


def prove(
    program: Program, *, name: str = "", maximise: bool = False, columns: Sequence[str] = (), rows: Sequence[str] = ()
) -> Proved:
    """Solve a program (its costs in the model's own sense) and keep what proves the optimum.

    Raises GuihuaError MODEL-INFEASIBLE, MODEL-UNBOUNDED, MODEL-SOLVER.
    """
    solved = solve(replace(program, cost=-program.cost) if maximise else program)
    if solved.status != OPTIMAL:
        raise _unsolved(solved.status, name)
    return Proved(
        name, program, solved, maximise,
        tuple(columns) or tuple(f"x{j}" for j in range(program.columns)),
        tuple(rows) or tuple(f"r{i}" for i in range(program.rows)),
    )  # fmt: skip


def proved_bytes(found: Proved) -> bytes:
    """The bundle: the whole program with point and multipliers, checked without a solver by `guihua verify`."""
    return write(Bundle(KIND, encode(stated(found)), version=VERSION))


def stated(found: Proved) -> Stated:
    """The program and its optimum in fractions."""
    program, solved, names = found.program, found.solution, found.columns
    limits = [
        Limit(f"row:{name}", _terms(program, i, names), _end(program.row_lower[i]), _end(program.row_upper[i]))
        for i, name in enumerate(found.rows)
    ]
    limits += [
        Limit(f"bound:{name}", ((name, Fraction(1)),), _end(program.lower[j]), _end(program.upper[j]))
        for j, name in enumerate(names)
        if _end(program.lower[j]) is not None or _end(program.upper[j]) is not None
    ]
    multipliers = [(f"row:{n}", y) for n, y in zip(found.rows, solved.rows, strict=True)]
    multipliers += [(f"bound:{n}", z) for n, z in zip(names, solved.columns, strict=True)]
    curvature = () if program.curvature is None else tuple(
        (n, Fraction(str(q))) for n, q in zip(names, map(float, program.curvature), strict=True) if q
    )  # fmt: skip
    return Stated(
        found.name,
        found.maximise,
        tuple((n, _exact(c)) for n, c in zip(names, program.cost, strict=True) if c),
        curvature,
        tuple(limits),
        tuple((n, rounded(Fraction(float(x)), 15)) for n, x in zip(names, solved.point, strict=True) if x),
        tuple((n, rounded(Fraction(float(y)), 15)) for n, y in multipliers if abs(y) > 1e-11),
        rounded(Fraction(found.objective), 15),
        TOLERANCE,
    )


def read_program(path: Path | str) -> Proved:
    """A linear program from a file in MPS or LP format, solved.

    Raises GuihuaError MODEL-READ where it cannot be read or holds whole-numbered unknowns, and what `prove` raises.
    """
    import highspy
    import numpy as np

    from guihua.solving.solver import new_highs

    highs: Any = new_highs()
    if not Path(path).is_file() or highs.readModel(str(path)) == highspy.HighsStatus.kError:
        raise GuihuaError(
            "MODEL-READ", "读不出模型 cannot read the model", "MPS 或 LP 格式 a file in MPS or LP format", str(path)
        )
    lp = highs.getLp()
    if any(kind != highspy.HighsVarType.kContinuous for kind in lp.integrality_):
        raise GuihuaError(
            "MODEL-READ",
            "有整数变量 whole-numbered unknowns",
            "只收线性规划 linear programs only",
            str(path),
        )
    highs.ensureRowwise() if hasattr(highs, "ensureRowwise") else lp.a_matrix_.ensureRowwise()
    lp = highs.getLp()
    start, index, value = _by_rows(lp)
    maximise = lp.sense_ == highspy.ObjSense.kMaximize
    program = Program(
        np.array(lp.col_cost_), start, index, value, _infinite(lp.row_lower_), _infinite(lp.row_upper_),
        _infinite(lp.col_lower_), _infinite(lp.col_upper_),
    )  # fmt: skip
    columns = tuple(lp.col_names_) if len(set(lp.col_names_)) == lp.num_col_ else ()
    rows = tuple(lp.row_names_) if len(set(lp.row_names_)) == lp.num_row_ else ()
    return prove(program, name=Path(path).name, maximise=maximise, columns=columns, rows=rows)


def _by_rows(lp: Any) -> tuple[Any, Any, Any]:
    """The matrix by rows, however it is held."""
    import highspy
    import numpy as np
    from scipy.sparse import csc_array, csr_array

    held = lp.a_matrix_
    parts = (np.array(held.value_), np.array(held.index_), np.array(held.start_))
    shape = (lp.num_row_, lp.num_col_)
    by_rows = held.format_ == highspy.MatrixFormat.kRowwise
    matrix = csr_array(parts, shape=shape) if by_rows else csr_array(csc_array(parts, shape=shape))
    return matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data


def _infinite(values: Any) -> NDArray[np.float64]:
    import numpy as np

    found = np.array(values, dtype=np.float64)
    found[found >= 1e30], found[found <= -1e30] = np.inf, -np.inf
    return found


def _terms(program: Program, row: int, names: Sequence[str]) -> tuple[tuple[str, Fraction], ...]:
    places = range(program.start[row], program.start[row + 1])
    return tuple((names[program.index[k]], _exact(program.value[k])) for k in places)


def _end(value: float) -> Fraction | None:
    return None if abs(value) == float("inf") else _exact(value)


def _exact(value: float) -> Fraction:
    """A double as the number that it prints as: 0.1 is 1/10."""
    return Fraction(repr(float(value)))


def _unsolved(status: str, name: str) -> GuihuaError:
    words = {
        "infeasible": ("MODEL-INFEASIBLE", "各约束不能同时成立 the limits cannot all hold"),
        "unbounded": ("MODEL-UNBOUNDED", "目标没有界 the objective has no bound"),
    }
    code, title = words.get(status, ("MODEL-SOLVER", f"求解没有完成 the solver did not finish: {status}"))
    return GuihuaError(code, title, "检查模型的数 check the model's figures", name)

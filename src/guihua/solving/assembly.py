"""Putting a program together: blocks of unknowns, blocks of rows, whole arrays at a time.

    a = Assembly()
    ship = a.unknowns((plants, markets), cost=freight)          # an array of column numbers in that shape
    a.rows([(ship, 1.0)], upper=supply)                         # one row a plant: summed over what is left of the shape
    a.rows([(ship.T, 1.0)], lower=demand)
    solution = solve(a.program())

A term is (columns, coefficients); the first axes of `columns` are those of the rows, the others are summed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from guihua.solving.program import Program

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Columns = NDArray[np.int64]

INFINITE = float("inf")


class Assembly:
    """Collects blocks; `program` joins them once."""

    def __init__(self) -> None:
        self._count = 0
        self._rows = 0
        self._columns: list[tuple[Any, Any, Any, Any]] = []
        self._limits: list[tuple[Any, Any]] = []
        self._entries: list[tuple[Any, Any, Any]] = []

    def unknowns(
        self,
        shape: int | Sequence[int],
        *,
        cost: ArrayLike = 0.0,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = INFINITE,
        curvature: ArrayLike = 0.0,
    ) -> Columns:
        """New unknowns in a shape; gives their column numbers. Costs and limits are broadcast to the shape."""
        import numpy as np

        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        size = int(np.prod(shape, dtype=np.int64))
        numbers = np.arange(self._count, self._count + size, dtype=np.int64).reshape(shape)
        self._count += size
        wide = [
            np.broadcast_to(np.asarray(v, dtype=np.float64), shape).ravel() for v in (cost, lower, upper, curvature)
        ]
        self._columns.append((wide[0], wide[1], wide[2], wide[3]))
        return numbers

    def rows(
        self,
        terms: Sequence[tuple[Columns, ArrayLike]],
        *,
        lower: ArrayLike = -INFINITE,
        upper: ArrayLike = INFINITE,
        equal: ArrayLike | None = None,
    ) -> NDArray[np.int64]:
        """New rows, one for each place of the limits' shape; gives their numbers in that shape."""
        import numpy as np

        low, high = (lower, upper) if equal is None else (equal, equal)
        low, high = np.broadcast_arrays(np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64))
        size = low.size
        for columns, coefficients in terms:
            wide = columns.reshape(low.shape + columns.shape[low.ndim :]) if low.ndim else columns.reshape(1, -1)
            values = np.broadcast_to(np.asarray(coefficients, dtype=np.float64), columns.shape).reshape(size, -1)
            flat = wide.reshape(size, -1)
            rows = np.repeat(np.arange(self._rows, self._rows + size), flat.shape[1])
            keep = values.ravel() != 0
            self._entries.append((rows[keep], flat.ravel()[keep], values.ravel()[keep]))
        numbers = np.arange(self._rows, self._rows + size, dtype=np.int64).reshape(low.shape)
        self._limits.append((low.ravel(), high.ravel()))
        self._rows += size
        return numbers

    def program(self) -> Program:
        """All blocks joined; entries on the same place add up."""
        import numpy as np
        from scipy.sparse import csr_array

        def joined(parts: Sequence[Any], dtype: Any = np.float64) -> Any:
            return np.concatenate(parts).astype(dtype) if parts else np.zeros(0, dtype=dtype)

        rows, columns, values = (joined([e[k] for e in self._entries]) for k in range(3))
        matrix = csr_array((values, (rows.astype(np.int64), columns.astype(np.int64))), shape=(self._rows, self._count))
        cost, lower, upper, curvature = (joined([c[k] for c in self._columns]) for k in range(4))
        low, high = (joined([limit[k] for limit in self._limits]) for k in range(2))
        return Program(
            cost,
            matrix.indptr.astype(np.int32),
            matrix.indices.astype(np.int32),
            matrix.data,
            low,
            high,
            lower,
            upper,
            curvature if curvature.any() else None,
        )

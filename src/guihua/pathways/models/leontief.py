"""Input-output: what outputs a final demand needs, and how much of each input one unit of it draws.

x = A·x + y, so x = (I − A)⁻¹·y. Column j of A is what one unit of output j uses of each input.

Source: Leontief (1936); Miller and Blair, Input-Output Analysis: Foundations and Extensions (2009), chapter 2.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError, Place
from guihua.plan.files import read_utf8

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Leontief:
    """The inverse, the outputs for a demand, and multipliers (column sums of the inverse)."""

    inverse: Floats
    output: Floats
    multipliers: Floats


def leontief(coefficients: ArrayLike, demand: ArrayLike) -> Leontief:
    """Outputs that a final demand needs. coefficients: n × n, demand: n.

    Raises GuihuaError MODEL-SHAPE, MODEL-UNPRODUCTIVE (no inverse, or one with entries below zero: the economy uses more
    than it makes).
    """
    import numpy as np

    a, y = np.asarray(coefficients, dtype=np.float64), np.asarray(demand, dtype=np.float64)
    if a.ndim != 2 or a.shape[0] != a.shape[1] or y.shape != (a.shape[0],):
        raise GuihuaError(
            "MODEL-SHAPE",
            f"系数 {a.shape} 与需求 {y.shape} 不配 do not fit",
            "系数 n×n，需求 n coefficients n × n, demand n",
        )
    try:
        inverse = np.linalg.inv(np.eye(len(a)) - a)
    except np.linalg.LinAlgError:
        inverse = np.full_like(a, -1.0)
    if (inverse < -1e-9).any():
        raise GuihuaError(
            "MODEL-UNPRODUCTIVE",
            "系数表用的比产的多 the economy uses more than it makes",
            "检查系数，列和应小于 1 check the coefficients",
        )
    output: Floats = inverse @ y
    return Leontief(inverse.astype(np.float64), output, inverse.sum(axis=0))


def read_coefficients(path: Path | str) -> tuple[tuple[str, ...], Floats]:
    """Names and coefficients from a table: a head of names and a first column of names, in the same order.

    In the layout of pymrio's exports (two or three index columns, region and sector, and as many head lines) names are
    joined by a stroke: "cn/coal". Separators are tab, comma or semicolon. GuihuaError MODEL-TABLE, by line.
    """
    import numpy as np

    text = read_utf8(path)
    separator = max("\t,;", key=text.split("\n", 1)[0].count)
    rows = [r for r in csv.reader(io.StringIO(text), delimiter=separator) if any(c.strip() for c in r)]
    deep = _index_columns(rows)
    heads = [r for r in rows if not _numbers(r[deep:])]
    body = rows[len(heads) :]
    names = tuple("/".join(c.strip() for c in r[:deep]) for r in body)
    across = tuple("/".join(h[k].strip() for h in heads if k < len(h)) for k in range(deep, len(rows[0])))
    if len(body) != len(across):
        raise GuihuaError(
            "MODEL-TABLE",
            f"{len(body)} 行 {len(across)} 列，不是方阵 not square",
            "每个部门一行一列 a row and a column each",
            str(path),
        )
    values = []
    for line, row in enumerate(body, start=len(heads) + 1):
        if not _numbers(row[deep:]):
            raise GuihuaError(
                "MODEL-TABLE", "有的格不是数 a cell is no number", "写数字 write digits", Place(str(path), line=line)
            )
        values.append([float(c or 0) for c in row[deep:]])
    return names, np.array(values, dtype=np.float64)


def _index_columns(rows: Sequence[Sequence[str]]) -> int:
    """How many columns of names stand before the numbers."""
    last = rows[-1] if rows else []
    return next((k for k, cell in enumerate(last) if _number(cell)), 1) or 1


def _numbers(cells: Sequence[str]) -> bool:
    return bool(cells) and all(_number(c) or not c.strip() for c in cells) and any(c.strip() for c in cells)


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True

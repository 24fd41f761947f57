"""Tables that a user supplies: a matrix with names on both sides."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError, Place
from guihua.plan.files import read_utf8

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def read_matrix(path: Path | str) -> tuple[tuple[str, ...], tuple[str, ...], NDArray[np.float64]]:
    """(names of rows, names of columns, values) of a table with a head and a first column of names.

    GuihuaError MODEL-TABLE, by line, for a cell that is no number, a negative one, a row of another length, a name twice.
    """
    import numpy as np

    rows = [r for r in csv.reader(io.StringIO(read_utf8(path))) if any(c.strip() for c in r)]
    if len(rows) < 2 or len(rows[0]) < 2:
        raise GuihuaError(
            "MODEL-TABLE", "表是空的 the table is empty", "表头一行、名称一列 a head and a column of names", str(path)
        )
    across = tuple(c.strip() for c in rows[0][1:])
    names, values = [], []
    for line, row in enumerate(rows[1:], start=2):
        try:
            numbers = [float(c) for c in row[1:]]
        except ValueError:
            numbers = []
        if len(numbers) != len(across) or min(numbers, default=0.0) < 0:
            raise GuihuaError(
                "MODEL-TABLE",
                "这一行的数不对 not a number at least zero each",
                "每列一个不为负的数 a number not below zero in each column",
                Place(str(path), line=line),
            )
        names.append(row[0].strip())
        values.append(numbers)
    if len(set(names)) < len(names) or len(set(across)) < len(across):
        raise GuihuaError("MODEL-TABLE", "名称重复 a name stands twice", "改正名称 mend the names", str(path))
    return tuple(names), across, np.array(values, dtype=np.float64)

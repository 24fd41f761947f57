"""The rows of a table -> label, unit, nature and the figures of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from guihua.plan.statement import Nature
from guihua.reading.compiler import pattern
from guihua.reading.documents.document import Cell
from guihua.reading.tables.cells import bare, child_of, label_and_unit, nature, with_parent
from guihua.reading.tables.columns import MOVING, Column
from guihua.reading.tables.grid import Grid

_MARK = pattern(r"[①-⑳*#]+|注\d?$")


@dataclass(slots=True)
class Row:
    """One row of figures: its label, unit and nature, and where its words begin."""

    label: str
    unit: str
    nature: Nature
    start: int
    mark: str = ""
    figures: list[tuple[Column, Cell]] = field(default_factory=list)


def rows_of(grid: Grid, depth: int, columns: dict[int, Column], table_unit: str) -> Iterator[Row]:
    """Every row under the heads; a 其中 row takes the measure of the row above it, one without a label none at all."""
    by_role: dict[str, list[int]] = {}
    for c, column in columns.items():
        by_role.setdefault(column.role, []).append(c)
    parent = ""
    for r in range(depth, max(r for r, _ in grid.places) + 1):
        labels = [grid.places[r, c] for c in by_role.get("indicator", []) if (r, c) in grid.places]
        if not labels or grid.full_width(labels[0]):
            continue
        words, mark = _label_words(grid, labels)
        child = child_of(words)
        label, own_unit = label_and_unit(child if child is not None else words)
        if child is not None:
            label = with_parent(label, parent)
        elif label:
            parent = label
        unit = bare(_first(grid, r, by_role.get("unit", [])))
        unit = unit if unit not in ("", "-", "—", "/") else own_unit
        row = Row(label, unit or table_unit, nature(_first(grid, r, by_role.get("nature", []))), labels[0].start, mark)
        row.figures = [
            (columns[c], grid.places[r, c])
            for c in columns
            if columns[c].role in ("year", *MOVING) and (r, c) in grid.places
        ]
        yield row


def _first(grid: Grid, row: int, columns: list[int]) -> str:
    """The words of the first of these columns that the row has."""
    return next((grid.words(grid.places[row, c]) for c in columns if (row, c) in grid.places), "")


def _label_words(grid: Grid, labels: list[Cell]) -> tuple[str, str]:
    """The words of the label's cells, a cell that covers both once, and the footnote mark on them."""
    cells = list({id(cell): cell for cell in labels}.values())
    words = "".join(grid.words(cell) for cell in cells)
    found = _MARK.search(words)
    return (_MARK.sub("", words) if found else words).strip(), found.group() if found else ""

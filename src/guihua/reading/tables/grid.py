"""A table's cells at every place that they cover."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from guihua.reading.documents.document import Cell, Table
from guihua.reading.tables.cells import YEAR, bare

MOST_PLACES = 200_000
"""A table that claims more places than this is no table of data."""
MOST_ROWS, MOST_COLUMNS = 400, 60
"""One cell covers no more than so many."""


@dataclass(frozen=True, slots=True)
class Grid:
    """(row, column) → the cell that covers this place; `rows` and `columns` as the table states them.

    inner: the spans of tables inside its cells, which are tables of their own
    """

    text: str
    places: dict[tuple[int, int], Cell]
    rows: int
    columns: int
    inner: tuple[tuple[int, int], ...] = ()

    def words(self, cell: Cell) -> str:
        """The cell's text as it stands, without tables inside it."""
        if not self.inner:
            return self.text[cell.start : cell.end]
        words, position = "", cell.start
        for start, end in self.inner:
            if cell.start <= start and end <= cell.end:
                words += self.text[position:start]
                position = end
        return (
            (words + self.text[position : cell.end]).strip()
            if position > cell.start
            else self.text[cell.start : cell.end]
        )

    def full_width(self, cell: Cell) -> bool:
        """Whether the cell spans the table, as titles of groups do."""
        return cell.column_span >= self.columns > 1


def grid_of(text: str, table: Table, tables: Iterable[Table] = ()) -> Grid:
    """The table's grid, with the indicators in rows; empty where the table claims more places than any table of data.

    tables: all of the document, of which some may stand inside this one's cells.
    """
    inside = [t for t in tables if t is not table and table.start <= t.start and t.end <= table.end]
    inner = tuple(
        (t.start, t.end)
        for t in inside
        if not any(o is not t and o.start <= t.start and t.end <= o.end for o in inside)
    )
    grid = Grid(text, _places(table), table.rows, table.columns, inner)
    if _years_in_rows(grid):
        return replace(grid, places={(c, r): cell for (r, c), cell in grid.places.items()})
    return grid


def _places(table: Table) -> dict[tuple[int, int], Cell]:
    places: dict[tuple[int, int], Cell] = {}
    for cell in table.cells:
        for r in range(min(cell.row_span, MOST_ROWS)):
            for c in range(min(cell.column_span, MOST_COLUMNS)):
                places[cell.row + r, cell.column + c] = cell
        if len(places) > MOST_PLACES:
            return {}
    return places


def _years_in_rows(grid: Grid) -> bool:
    """Whether the years stand in the first column and the indicators at the head."""
    rows = {r for r, _ in grid.places}
    first = [bare(grid.words(grid.places[r, 0])) for r in rows if (r, 0) in grid.places]
    dated = [w for w in first if YEAR.match(w) and len(w) <= 8]
    top = [bare(grid.words(cell)) for (r, _), cell in grid.places.items() if r == 0]
    return len(dated) >= 2 and len(dated) * 2 >= len(first) and not any(YEAR.search(w) for w in top)

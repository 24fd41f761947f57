"""The rows of a table -> label, group, unit, nature and the figures of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from guihua.plan.statement import Nature
from guihua.plan.units import find_unit
from guihua.reading.compiler import pattern
from guihua.reading.documents.document import Cell
from guihua.reading.tables.cells import (
    NATURES,
    bare,
    child_of,
    label_and_unit,
    measured,
    names_itself,
    nature,
    of_header,
    with_parent,
)
from guihua.reading.tables.columns import MOVING, Column
from guihua.reading.tables.grid import Grid

_NUMBER = pattern(r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.．、]?|")
_MARK = pattern(r"[①-⑳*#]+|注\d?$")


@dataclass(slots=True)
class Row:
    """One row of figures: its label, unit and nature, and where its words begin.

    group  the category cell, merged or across the table, that it stands under
    way    the word of movement that its group's header gives (减少), "" for none
    """

    label: str
    unit: str
    nature: Nature
    start: int
    mark: str = ""
    group: str = ""
    way: str = ""
    figures: list[tuple[Column, Cell]] = field(default_factory=list)
    words: tuple[str, ...] = ()
    """Of its figures, as they stand."""


@dataclass(frozen=True, slots=True)
class _Over:
    """What the rows above say of those below.

    group                 the category
    measure, unit, way    of a header whose rows are sorts of what it names
    parent, parent_unit   the row that those of 其中 are parts of
    above                 the own words of the row that a share (占…) right under it is of
    """

    group: str = ""
    measure: str = ""
    unit: str = ""
    way: str = ""
    nature: Nature = Nature.UNSTATED
    parent: str = ""
    parent_unit: str = ""
    above: str = ""


def rows_of(grid: Grid, depth: int, columns: dict[int, Column], table_unit: str) -> Iterator[Row]:
    """Every row under the heads; a 其中 row takes the measure of the row above it, one without a label none at all."""
    by_role: dict[str, list[int]] = {}
    for c, column in columns.items():
        by_role.setdefault(column.role, []).append(c)
    over = _Over()
    for r in range(depth, max(r for r, _ in grid.places) + 1):
        cells = [grid.places[r, c] for c in by_role.get("indicator", []) if (r, c) in grid.places]
        if not cells:
            continue
        figures = [(columns[c], grid.places[r, c]) for c in columns if columns[c].role in ("year", *MOVING)
                   and (r, c) in grid.places]  # fmt: skip
        if grid.full_width(cells[0]) or not any(grid.words(cell) for _, cell in figures):
            over = _titled(grid.words(cells[0]), over)
            continue
        row, over = _row(grid, r, cells, by_role, over)
        row.unit = row.unit or table_unit
        row.figures, row.words = figures, tuple(grid.words(cell) for _, cell in figures)
        yield row


def _titled(words: str, over: _Over) -> _Over:
    """What a row without figures says of those below it."""
    if NATURES.fullmatch(bare(words)):
        return _Over(over.group, nature=nature(words))
    label, _ = label_and_unit(words)
    if header := measured(words):
        return _Over(over.group, *header, nature=over.nature)
    return _Over(label or over.group, nature=over.nature)


def _row(grid: Grid, r: int, cells: list[Cell], by_role: dict[str, list[int]], over: _Over) -> tuple[Row, _Over]:
    """One row of figures, and what it says of the next."""
    headers, labels = _parted(grid, cells)
    categories = _group_words(grid, r, by_role)
    group, measure, unit, way = "", over.measure, over.unit, over.way
    for category in dict.fromkeys([*categories, *map(grid.words, headers)]):
        if header := measured(category):
            measure, unit, way = header
        else:
            group = label_and_unit(category)[0]
            measure, unit, way = (measure, unit, way) if category in categories else ("", "", "")
    headed = bool(headers) or any(map(measured, categories))
    words, mark = _label_words(grid, labels)
    column_unit = bare(_first(grid, r, by_role.get("unit", [])))
    if column_unit and find_unit(column_unit) is None and (header := measured(words)) and header[2]:
        measure, unit, way = header  # a header over its rows alone: what they are stands where the units do
        headed, words, column_unit = True, column_unit, ""
    child = child_of(words)
    label, own_unit = label_and_unit(child if child is not None else words)
    above = over.above if label.startswith("占") else label
    if not headed and (own_unit or names_itself(label)) and not label.endswith(measure):
        measure, unit, way = "", "", ""  # a row with a unit or a measure of its own is no sort of what the header names
    own_unit = column_unit if column_unit not in ("", "-", "—", "/") else own_unit
    parent, parent_unit = over.parent, over.parent_unit
    if label.startswith("占") and over.above:
        label = over.above + label
    elif child is not None:
        own_unit = own_unit or parent_unit
        label = with_parent(label, parent)
    elif label:
        parent, parent_unit = label, own_unit
    label = of_header(label, measure) if label else label
    stated = nature(_first(grid, r, by_role.get("nature", [])))
    row = Row(label, own_unit or unit, stated if stated is not Nature.UNSTATED else over.nature, labels[0].start, mark)
    row.group, row.way = group or over.group, way
    kept = replace(over, group=row.group, parent=parent, parent_unit=parent_unit, above=above)
    return row, kept if measure or headed else replace(kept, measure="", unit="", way="")


def _parted(grid: Grid, cells: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    """(headers, labels): of several label cells those before the last that go on over further rows; running numbers are none."""
    apart = list({id(cell): cell for cell in cells}.values())
    apart = [cell for cell in apart[:-1] if not _NUMBER.fullmatch(bare(grid.words(cell)))] + apart[-1:]
    headers = [cell for cell in apart[:-1] if cell.row_span > 1]
    return headers, [cell for cell in apart if cell not in headers]


def _group_words(grid: Grid, r: int, by_role: dict[str, list[int]]) -> list[str]:
    return [
        words for c in by_role.get("group", []) if (r, c) in grid.places and (words := grid.words(grid.places[r, c]))
    ]


def _first(grid: Grid, row: int, columns: list[int]) -> str:
    """The words of the first of these columns that the row has."""
    return next((grid.words(grid.places[row, c]) for c in columns if (row, c) in grid.places), "")


def _label_words(grid: Grid, labels: list[Cell]) -> tuple[str, str]:
    """The words of the label's cells and the footnote mark on them."""
    words = "".join(grid.words(cell) for cell in labels)
    found = _MARK.search(words)
    return (_MARK.sub("", words) if found else words).strip(), found.group() if found else ""

"""Tables whose cells are parted by blanks alone, as text drawn from a page has them.

    指标 2020年 2025年 属性
    城镇化率（%） 60.5 65 预期性

A line that names two years or more begins one; every line after it with as many cells is a row, and blanks inside its
label belong to the label.
"""

from __future__ import annotations

import re

from guihua.reading.documents.document import Cell, Table

_LINE = re.compile(r"^[^\n\t|。；，]{8,200}$", re.MULTILINE)
_PARTED = re.compile(r"[一-鿿）)][ 　]+")
_CELL = re.compile(r"[^ 　]+")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_FIGURE = re.compile(r"^[≥≤<>＜＞〔\[（(+\-]*\d")
_FEWEST_ROWS = 2


def find_spaced(text: str) -> tuple[Table, ...]:
    """Tables of blank-parted cells; marked as not sure."""
    tables: list[Table] = []
    floor = 0
    for found in _LINE.finditer(text):
        if found.start() < floor or not _heads(found.group()):
            continue
        head = _cells(text, found.start(), found.end())
        if len(head) < 3 or sum(bool(_YEAR.search(text[a:b])) for a, b in head) < 2:
            continue
        rows = [head, *_rows(text, found.end() + 1, len(head))]
        if len(rows) > _FEWEST_ROWS:
            floor = rows[-1][-1][1]
            cells = tuple(Cell(r, c, 1, 1, a, b, r == 0) for r, row in enumerate(rows) for c, (a, b) in enumerate(row))
            tables.append(Table(found.start(), floor, len(rows), len(head), cells, sure=False))
    return tuple(tables)


def _heads(line: str) -> bool:
    """Whether two years stand after a blank that ends a word."""
    parted = _PARTED.search(line)
    return parted is not None and len(_YEAR.findall(line, parted.end())) >= 2


def _rows(text: str, start: int, width: int) -> list[list[tuple[int, int]]]:
    """The lines from start on that have so many cells, with a figure or a dash in each but the first and the last two."""
    rows = []
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        cells = _cells(text, start, end)
        if len(cells) > width:
            extra = len(cells) - width
            cells = [(cells[0][0], cells[extra][1]), *cells[extra + 1 :]]
        figures = sum(bool(_FIGURE.match(text[a:b])) for a, b in cells[1:])
        if len(cells) != width or not figures:
            break
        rows.append(cells)
        start = end + 1
    return rows


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [found.span() for found in _CELL.finditer(text, start, end)]

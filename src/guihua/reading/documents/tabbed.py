"""Tables whose cells are parted by tabs in plain text, as a copy out of Word, a browser or a sheet leaves them.

    指标	目标		完成
    2015年	年均增速（%）	2015年	年均增速（%）
    总量
    1.产值（亿元）	16	10	17.1	13

A short line alone between rows is the title of a group; heads that have fewer cells than the rows spread over the columns;
a second head within a run begins another table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from guihua.plan.units import find_unit
from guihua.reading.documents.document import Cell, Table

LONGEST_GROUP = 30
"""A line alone between rows with more characters than this is prose."""
_BLANK = " 　*"
_LINE = re.compile(r"[^\n\f]*")
_PROSE = ("。", "；", "！", "？", "：")
Span = tuple[int, int]
FIXED = ("index", "indicator", "unit", "group", "nature", "skip")
"""Roles of columns that hold no figures: a head over several columns is never one of them."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a run: its cells, blanks round them left out; a single cell is the title of a group."""

    cells: tuple[Span, ...]


def find_tabbed(text: str, mark: str = "\t") -> tuple[Table, ...]:
    """The tables of lines whose cells are parted by tabs, or by another mark."""
    if mark not in text:
        return ()
    made = [
        table for run in _runs(text, mark) for part in _parted(text, run) if (table := _table(text, part)) is not None
    ]
    return tuple(made)


def _runs(text: str, mark: str) -> Iterator[list[_Line]]:
    """Lines with tabs that follow one another; a short line alone or an empty line may stand between two of them."""
    run: list[_Line] = []
    waiting: list[_Line] = []
    for line in _LINE.finditer(text):
        words, position = line.group(), line.start()
        if run and position and text[position - 1] == "\f":  # another document, or another page
            yield run
            run, waiting = [], []
        cells = _cells(words, position, mark)
        filled = sum(a < b for a, b in cells)
        if mark in words and (filled >= 2 or (run and filled and len(cells) > 2 and cells[0][0] == cells[0][1])):
            run += [*waiting, _Line(cells)]
            waiting = []
        elif (
            run
            and filled == 1
            and not waiting
            and len(words.strip()) <= LONGEST_GROUP
            and not words.strip().endswith(_PROSE)
        ):
            waiting = [_Line(tuple(c for c in cells if c[0] < c[1]))]
        elif filled or not run:
            if run:
                yield run
            run, waiting = [], []
    if run:
        yield run


def _cells(words: str, position: int, mark: str) -> tuple[Span, ...]:
    spans = []
    for part in words.split(mark):
        stripped = part.strip(_BLANK)
        begin = position + (part.find(stripped) if stripped else 0)
        spans.append((begin, begin + len(stripped)))
        position += len(part) + 1
    if mark != "\t" and words.lstrip(_BLANK).startswith(mark):
        del spans[0]  # a rule outside the table
    if len(spans) > 2 and spans[-1][0] == spans[-1][1] and mark != "\t":
        spans.pop()
    return tuple(spans)


def _parted(text: str, run: list[_Line]) -> Iterator[list[_Line]]:
    """The tables of a run: a head after rows of figures begins the next, and a line alone before it is its caption."""
    part: list[_Line] = []
    begun = False
    for line in run:
        words = [text[a:b] for a, b in line.cells]
        if begun and sum(bool(_role(w)) for w in words if w) >= 2 and not any(map(_is_figure, words)):
            yield part[:-1] if len(part[-1].cells) == 1 else part
            part, begun = [], False
        begun = begun or any(map(_is_figure, words))
        part.append(line)
    yield part


def _table(text: str, lines: list[_Line]) -> Table | None:
    rows = [line for line in lines if len(line.cells) > 1]
    filled = [text[a:b] for line in rows for a, b in line.cells if a < b]
    if len(rows) < 2 or sum("。" in words for words in filled) * 2 >= len(filled):
        return None  # sentences with a tab in them are prose
    heads = 0
    while heads < len(lines) and len(lines[heads].cells) > 1 and not _has_figure(text, lines[heads]):
        heads += 1
    counts = Counter(len(line.cells) for line in lines[heads:] if _has_figure(text, line))
    width = max(counts, key=lambda n: (counts[n], n)) if counts else max(len(line.cells) for line in rows)
    if width < 3 and not (width == 2 and heads):
        return None
    placed = _Placed(text, width, lines[heads:])
    for r, line in enumerate(lines):
        if r < heads:
            placed.head(r, line, lines[r + 1] if r + 1 < heads else None)
        else:
            placed.row(r, line)
    return Table(lines[0].cells[0][0], lines[-1].cells[-1][1], len(lines), width, tuple(placed.cells))


def _has_figure(text: str, line: _Line) -> bool:
    return any(_is_figure(text[a:b]) for a, b in line.cells)


def _role(words: str) -> str:
    """What a head holds, by its words; "" where that is unknown."""
    from guihua.reading.tables.columns import column_role

    return column_role(words)


def _is_figure(words: str) -> bool:
    from guihua.reading.tables.cells import is_figure

    return is_figure(words)


class _Placed:
    """The cells of one table at their places, filled line by line.

    lead, trail  columns before and after those over which the first line of heads spreads
    groups       the first column holds groups, so that a row may lack its cell
    group        which of the cells is the group that rows below may belong to, None before the first
    """

    def __init__(self, text: str, width: int, body: list[_Line]) -> None:
        self.text, self.width, self.body = text, width, body
        self.cells: list[Cell] = []
        self.lead = self.trail = 0
        self.groups = False
        self.group: int | None = None

    def head(self, r: int, line: _Line, below: _Line | None) -> None:
        """A line of heads: one that has too few cells spreads over the columns of the line below."""
        roles = [_role(self.text[a:b]) for a, b in line.cells]
        n = len(line.cells)
        if r == 0:
            self.groups = roles[0] == "group"
        if n >= self.width:
            self._merged(r, line, below)
        elif r and self.lead + n + self.trail == self.width:
            self._put(r, [(self.lead + i, 1, cell) for i, cell in enumerate(line.cells)])
        elif below is None and n == self.width - 1:
            self._one_short(r, line, roles)
        else:
            self._spread(r, line, roles)

    def _spread(self, r: int, line: _Line, roles: list[str]) -> None:
        n = len(line.cells)
        lead = next((i for i, name in enumerate(roles) if name not in FIXED), n)
        trail = next((i for i, name in enumerate(reversed(roles)) if name not in FIXED), 0)
        free, columns = n - lead - trail, self.width - lead - trail
        if free <= 0 or columns % free:
            self._put(r, [(i, 1, cell) for i, cell in enumerate(line.cells)])
            return
        each = columns // free
        places = [(i, 1) for i in range(lead)] + [(lead + i * each, each) for i in range(free)]
        places += [(self.width - trail + i, 1) for i in range(trail)]
        self._put(r, [(c, span, cell) for (c, span), cell in zip(places, line.cells, strict=True)])
        self.lead, self.trail = lead, trail

    def _one_short(self, r: int, line: _Line, roles: list[str]) -> None:
        """One head too few: its first is over a group and its members, or the second column, of units, has none."""
        first = roles.index("indicator") if "indicator" in roles[:2] else 0
        whole = [row.cells for row in self.body if len(row.cells) == self.width]
        seconds = [self.text[a:b] for cells in whole for a, b in cells[first + 1 : first + 2] if a < b]
        units = bool(seconds) and all(find_unit(words) is not None for words in seconds)
        self.groups = self.groups or (first == 0 and not units)
        placed = [(i, 1, cell) for i, cell in enumerate(line.cells[: first + 1])]
        placed += [(i + 2 + first, 1, cell) for i, cell in enumerate(line.cells[first + 1 :])]
        if not units:
            c, _, cell = placed[first]
            placed[first] = (c, 2, cell)
        self._put(r, placed)

    def _merged(self, r: int, line: _Line, below: _Line | None) -> None:
        """A whole line of heads, where an empty cell over a head belongs to the cell before it."""
        placed: list[tuple[int, int, Span]] = []
        for i, (a, b) in enumerate(line.cells[: self.width]):
            lower = below.cells[i] if below is not None and i < len(below.cells) == len(line.cells) else (0, 0)
            if a == b and placed and lower[0] < lower[1]:
                c, span, cell = placed[-1]
                if _role(self.text[cell[0] : cell[1]]) not in FIXED:
                    placed[-1] = (c, span + 1, cell)
                    continue
            placed.append((i, 1, (a, b)))
        self._put(r, placed)

    def row(self, r: int, line: _Line) -> None:
        """A line of figures, or the title of a group across the table."""
        cells = line.cells
        if len(cells) == 1:
            self._put(r, [(0, self.width, cells[0])])
            self.group = None
            return
        shifted = len(cells) == self.width - 1
        lacks = len(cells) == self.width and cells[0][0] == cells[0][1]
        if self.groups and self.group is not None and (shifted or lacks):
            group = self.cells[self.group]
            self.cells[self.group] = Cell(group.row, 0, r - group.row + 1, 1, group.start, group.end)
            self._put(r, [(i + 1, 1, cell) for i, cell in enumerate(cells if shifted else cells[1:])])
            return
        self.group = len(self.cells)
        self._put(r, [(i, 1, cell) for i, cell in enumerate(cells[: self.width])])

    def _put(self, r: int, placed: list[tuple[int, int, Span]]) -> None:
        self.cells += [Cell(r, c, 1, span, a, b) for c, span, (a, b) in placed]

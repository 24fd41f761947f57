"""The tables of a PDF's pages: ruled ones by their rules, others by their columns, each joined with its next page.

A table that goes on is one table: heads printed again are page furniture, as 续表 is.
"""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from guihua.reading.documents.builder import RawCell, RawTable
from guihua.reading.documents.glyphs import Glyph, Line, glyph_lines, line_of, lines_of
from guihua.reading.documents.laid import Laid
from guihua.reading.documents.segments import segments
from guihua.reading.documents.unruled import continued, find_unruled, head_again
from guihua.reading.documents.unruled_rows import FULL, OPENS

SAME = 6.0
"""Columns of two pages no further apart than so many points are one."""

_AGAIN = re.compile(r"[（(]?续(?:上?表)?[\d一二三四五六七八九十]*[）)]?.{0,20}|表.{0,24}[（(]续[表\d]*[）)]")
_HEAD = re.compile(r"指标|单位|项目|名称|(?:19|20)\d\d年")


@dataclass(slots=True)
class PageGlyphs:
    """What stands on a page: glyphs, its height in points, and whether it has rules enough for a table."""

    glyphs: list[Glyph]
    height: float
    ruled: bool


Part = Line | Laid


class Tables:
    """Ruled tables' rules are found by pdfplumber, opened when the first is looked for; their words are our glyphs."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.plumber: Any = None

    def page(self, number: int, page: PageGlyphs, before: Laid | None) -> list[Part]:
        """Lines and tables of a page from top to bottom; `before`: a table without rules that ended the page before."""
        tables: list[Laid] = []
        rest = page.glyphs
        for cells in self._boxes(number) if page.ruled else []:
            table = _ruled(cells, rest, page.height)
            if table is not None:
                tables.append(table)
                rest = [g for g in rest if g not in table.glyphs]
        for table in _unruled(rest, before if not tables else None):
            tables.append(table)
            rest = [g for g in rest if g not in table.glyphs]
        return sorted([*tables, *lines_of(rest)], key=lambda p: -(p.top if isinstance(p, Laid) else p.middle))

    def close(self) -> None:
        """Let go of the file; closing walks the pages again, and odd ones raise anything."""
        if self.plumber is not None:
            with suppress(Exception):
                self.plumber.close()

    def _boxes(self, number: int) -> list[list[tuple[float, float, float, float]]]:
        """The cells of each ruled table of a page; none where its rules cannot be read."""
        import logging

        import pdfplumber

        logging.getLogger("pdfminer").setLevel(logging.ERROR)
        try:
            if self.plumber is None:
                self.plumber = pdfplumber.open(io.BytesIO(self.data))
            drawn = self.plumber.pages[number]
            boxes = [[cell for row in table.rows for cell in row.cells if cell] for table in drawn.find_tables()]
            drawn.close()
        except Exception:  # pdfminer raises anything on odd files; the page's plain lines are still there
            return []
        return boxes


def joined(pages: list[list[Part]]) -> list[tuple[list[Part], bool]]:
    """The pages, a table that goes on joined to its beginning, and whether a page began inside such a table."""
    result: list[tuple[list[Part], bool]] = []
    open_table: Laid | None = None
    for page in pages:
        parts = list(page)
        first = next((i for i, p in enumerate(parts) if isinstance(p, Laid)), None)
        leads = first is not None and all(isinstance(p, Line) and _AGAIN.fullmatch(p.words) for p in parts[:first])
        begun = False
        if open_table is not None and first is not None and leads:
            following = parts[first]
            if isinstance(following, Laid) and _joins(open_table, following):
                _append(open_table, following)
                parts, begun = parts[first + 1 :], True
        result.append((parts, begun))
        if parts:
            last = parts[-1]
            open_table = last if isinstance(last, Laid) else None
        elif not page:
            open_table = None
    return result


def _unruled(glyphs: list[Glyph], before: Laid | None) -> list[Laid]:
    """Tables without rules; where the page before ended in one, the rows at the top that go on with it."""
    lines = glyph_lines(glyphs)
    rows = [segments(line) for line in lines]
    laid = find_unruled(rows)
    if before is None or not before.roles:
        return laid
    top = next((i for i, line in enumerate(lines) if not _AGAIN.fullmatch(line_of(line).words)), len(lines))
    again = top + head_again(rows[top:], before)
    headed = [found for found in laid if found.roles and again < len(lines) and found.top < lines[again][0].middle]
    stop = next((i for i, line in enumerate(lines) if headed and line[0].middle < headed[0].top), len(lines))
    own = [found for found in laid if found.roles and found.top >= lines[top][0].middle] if top < len(lines) else []
    if again == top and own:
        return laid  # another head begins another table
    more = continued(rows[top:stop], before) if stop > top else None
    return [more, *(found for found in laid if not found.glyphs & more.glyphs)] if more is not None else laid


def _joins(first: Laid, second: Laid) -> bool:
    """Whether a table goes on with another: the same columns, and the same head or none."""
    if first.table.sure != second.table.sure or len(first.columns) != len(second.columns):
        return False
    pairs = zip(first.columns, second.columns, strict=True)
    if first.table.sure:
        near = all(abs(a[0] - b[0]) < SAME and abs(a[1] - b[1]) < SAME for a, b in pairs)
    else:
        near = all(a[0] < b[1] + SAME and b[0] < a[1] + SAME for a, b in pairs)
    top = [w for c in second.table.cells if c.row == 0 for w in c.content if isinstance(w, str)]
    return near and (_repeated(first.table, second.table) > 0 or sum(bool(_HEAD.search(w)) for w in top) < 2)


def _append(before: Laid, following: Laid) -> None:
    """Add the rows of the next page without those that repeat the table's head; a label broken by the page is made whole."""
    table, more = before.table, following.table
    skip = _repeated(table, more)
    first = [c for c in more.cells if c.row == skip and any(c.content)]
    if before.runs_on and len(first) == 1 and not first[0].head and not OPENS.match(str(first[0].content[0])):
        last = _rows(table) - 1
        label = next((c for c in table.cells if c.row == last and c.column == first[0].column), None)
        if label is not None:
            label.content = ["".join(map(str, (*label.content, *first[0].content)))]
            skip += 1
    shift = _rows(table) - skip
    table.page_rows = (*table.page_rows, skip + shift)
    for cell in more.cells:
        if cell.row >= skip:
            cell.row += shift
            table.cells.append(cell)
    before.runs_on = following.runs_on


def _repeated(table: RawTable, more: RawTable) -> int:
    """How many of the first rows of `more` are the first rows of the table over again."""
    count = 0
    while count < min(_rows(table), _rows(more), 5) and _row(table, count) == _row(more, count) != []:
        count += 1
    return count


def _row(table: RawTable, row: int) -> list[tuple[int, str]]:
    return [(c.column, "".join(w for w in c.content if isinstance(w, str))) for c in table.cells if c.row == row]


def _rows(table: RawTable) -> int:
    return max((c.row + c.row_span for c in table.cells), default=0)


def _ruled(boxes: list[tuple[float, float, float, float]], glyphs: list[Glyph], height: float) -> Laid | None:
    """Cells (x0, top, x1, bottom from the page's top) with the glyphs whose middles they hold, merged ones as one."""
    columns = _edges([x for box in boxes for x in (box[0], box[2])])
    rows = _edges([y for box in boxes for y in (box[1], box[3])])
    if len(columns) < 3 or len(rows) < 3:
        return None
    foot = max(b[3] for b in boxes)
    table, taken, runs_on = RawTable(), set[Glyph](), False
    for x0, top, x1, bottom in boxes:
        inside = [g for g in glyphs if x0 <= (g.x0 + g.x1) / 2 <= x1 and top <= height - g.middle <= bottom]
        taken.update(inside)
        lines = lines_of(inside) if inside else []
        words = "".join(line.words for line in lines)
        if lines and bottom == foot:
            runs_on = runs_on or x1 - lines[-1].x1 < FULL * lines[-1].size
        row, column = _index(rows, top), _index(columns, x0)
        span = (max(1, _index(rows, bottom) - row), max(1, _index(columns, x1) - column))
        table.cells.append(RawCell(row, column, *span, False, [words]))
    head = min(b[1] for b in boxes)
    return Laid(table, list(pairwise(columns)), [], height - head, height - foot, taken, runs_on)


def _edges(values: list[float]) -> list[float]:
    """Distinct edges, those within three points of each other as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 3:
            edges.append(value)
    return edges


def _index(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))

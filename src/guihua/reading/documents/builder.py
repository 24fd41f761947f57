"""Puts the parts of a structured document into one text and notes where each part lies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from guihua.reading.documents.document import Cell, Document, Heading, Table
from guihua.reading.documents.headings import chinese_ordinal, find_headings
from guihua.reading.documents.text import find_title, normalise, text_sha256

DEEPEST_TABLE = 6
"""Tables nested deeper than this are taken as words of their cell."""

_SPACES = re.compile(r"[ \t\r\n\x0b\x0c\xa0\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b]")
_BETWEEN_HAN = re.compile(r"(?<=[一-鿿，。；：、（）《》“”％]) (?=[一-鿿，。；：、（）《》“”])")
_MARK = re.compile(r"第([一二三四五六七八九十百]+)[篇编章节]|[（(]?([一二三四五六七八九十百]+|\d{1,2})[、.．）)]")


@dataclass(slots=True)
class RawCell:
    """A cell as a reader finds it; content is words and inner tables in order."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    head: bool = False
    content: list[str | RawTable] = field(default_factory=list)


@dataclass(slots=True)
class RawTable:
    """A table as a reader finds it; a new page begins with each of page_rows."""

    cells: list[RawCell] = field(default_factory=list)
    caption: str = ""
    sure: bool = True
    page_rows: tuple[int, ...] = ()


class Builder:
    """Collects paragraphs, headings and tables; `finish` gives the Document."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.headings: list[tuple[int, int, int, str]] = []
        self.tables: list[Table] = []
        self.pages: list[int] = []
        self.warnings: list[str] = []

    def paragraph(self, words: str, level: int = 0) -> None:
        """One paragraph; with a level it is a heading."""
        words = clean(words)
        if not words.strip("　 "):
            return
        start = self.length
        self._write(words)
        if level:
            indent = len(words) - len(words.lstrip("　 "))
            self.headings.append((start + indent, self.length, level, words.strip("　 ")))
        self._write("\n")

    def table(self, table: RawTable) -> None:
        """One table: a line for each row, a tab between cells; a cell covers no place where no cell of the table begins."""
        if not table.cells:
            return
        _clip(table)
        self._table(table, "\t", "\n", 0)
        self._write("\n")

    def page(self) -> None:
        """A page begins here."""
        self.pages.append(self.length)

    def finish(self, source: str, format: str, *, title: str = "", encoding: str = "") -> Document:
        """The Document; raises READ-EMPTY where no words were found."""
        text = normalise("".join(self.parts), source)
        marked = find_headings(text)
        return Document(
            text=text,
            sha256=text_sha256(text),
            title=title.strip() or find_title(text),
            headings=_merge(marked, self.headings),
            tables=tuple(sorted(self.tables, key=lambda t: (t.start, -t.end))),
            encoding=encoding,
            format=format,
            source=source,
            pages=tuple(self.pages),
            warnings=tuple(self.warnings),
        )

    def _write(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)

    def _table(self, table: RawTable, between: str, after_row: str, depth: int) -> None:
        start, row = self.length, 0
        cells: list[Cell] = []
        for raw in sorted(table.cells, key=lambda c: (c.row, c.column)):
            while row < raw.row:
                self._write(after_row)
                row += 1
                if row in table.page_rows:
                    self.page()
            if cells and cells[-1].row == raw.row:
                self._write(between)
            begin = self.length
            self._cell(raw, depth)
            cells.append(Cell(raw.row, raw.column, raw.row_span, raw.column_span, begin, self.length, raw.head))
        rows = max(c.row + c.row_span for c in cells)
        columns = max(c.column + c.column_span for c in cells)
        caption = clean(table.caption)
        self.tables.append(Table(start, self.length, rows, columns, tuple(cells), caption, table.sure))

    def _cell(self, raw: RawCell, depth: int) -> None:
        pending = ""
        for item in raw.content:
            if isinstance(item, str) or depth >= DEEPEST_TABLE:
                words = item if isinstance(item, str) else _flat(item)
                pending = f"{pending} {words}" if pending else words
                continue
            self._write(cell_words(pending))
            pending = ""
            if item.cells:
                _clip(item)
                self._table(item, " ", " ", depth + 1)
        self._write(cell_words(pending))


def _clip(table: RawTable) -> None:
    """Spans as far as cells begin: what a document claims beyond that (colspan=99999999) shows nothing."""
    rows, columns = max(c.row for c in table.cells) + 1, max(c.column for c in table.cells) + 1
    for cell in table.cells:
        cell.row_span = max(1, min(cell.row_span, rows - cell.row))
        cell.column_span = max(1, min(cell.column_span, columns - cell.column))


def clean(words: str) -> str:
    """Words of one paragraph: no control characters, white space made single blanks, full-width indent kept."""
    return _SPACES.sub(" ", _CONTROLS.sub("", words)).strip(" ")


def cell_words(words: str) -> str:
    """Words of a cell: as `clean`, and lines broken between Chinese characters joined."""
    return _BETWEEN_HAN.sub("", clean(words)).strip("　 ")


def _flat(table: RawTable) -> str:
    """All words of a table, its inner tables' too, without recursion."""
    words: list[str] = []
    waiting: list[str | RawTable] = [table]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            words.append(item)
        else:
            waiting.extend(part for cell in reversed(item.cells) for part in reversed(cell.content))
    return " ".join(words)


def _merge(marked: tuple[Heading, ...], styled: list[tuple[int, int, int, str]]) -> tuple[Heading, ...]:
    """Headings by their marks where the document's own headings bear marks, else the document's own."""
    starts = {h.start for h in marked}
    own = [h for h in styled if h[0] not in starts]
    if not styled or len(own) < len(styled):
        return marked
    return number_headings(own)


def number_headings(own: list[tuple[int, int, int, str]]) -> tuple[Heading, ...]:
    """Headings (start, end, level, words) with their paths: by the mark that the words begin with, else counted."""
    path: list[int] = []
    headings = []
    lowest = min(level for _, _, level, _ in own)
    for start, end, own_level, words in own:
        level = own_level - lowest + 1
        path = path[:level] + [0] * (level - len(path))
        mark = _MARK.match(words)
        path[level - 1] = chinese_ordinal(mark[1] or mark[2]) if mark else path[level - 1] + 1
        title = words[mark.end() :].strip("　 ") if mark else words
        headings.append(Heading(start, end, level, ".".join(map(str, path)), title or words))
    return tuple(headings)

"""What every reader of documents gives: the text, and where its headings, tables and pages lie in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading.

    start, end   its span in the text, mark and title, without the indent and the closing full stop
    level        1 is the highest of the document
    number       its path in Arabic numerals ("3.1"), empty where the heading bears no number
    title        its words without the mark ("发展目标")
    """

    start: int
    end: int
    level: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; a merged cell is one record with its spans.

    row, column           of its upper left corner, from 0
    row_span, column_span how many rows and columns it covers
    start, end            its words in the document's text (``text[start:end]``)
    head                  marked as a heading by the document (``th``, a repeated header row)
    """

    row: int
    column: int
    row_span: int
    column_span: int
    start: int
    end: int
    head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its span in the text and its cells in reading order.

    A table inside a cell is a table of its own; the outer cell's span covers its text.
    ``sure`` is false where the cells were guessed from the layout (pdf without rules).
    """

    start: int
    end: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    caption: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: everything after this is a pure function over it.

    text       LF line ends, no byte order mark; a form feed parts joined documents or pages
    sha256     of the text in UTF-8, lower-case hexadecimal
    encoding   of the file ("utf-8", "gb18030", "utf-16-le" …); "" where the format fixes it
    format     "text", "markdown", "docx", "html", "pdf"
    source     the file's name, empty for text given as a string
    pages      where each page begins in the text (pdf only)
    warnings   what was mended or passed over, one sentence each: a short code, a colon, the words
    """

    text: str
    sha256: str
    title: str = ""
    headings: tuple[Heading, ...] = ()
    tables: tuple[Table, ...] = ()
    encoding: str = ""
    format: str = "text"
    source: str = ""
    pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()

"""PDF with a text layer: glyphs to lines to paragraphs by where they stand, ruled tables as cells, scans named by page.

Glyphs are placed by their own boxes rather than in the order of the file: programs write the parts of a line that are in
another font (digits, quotation marks) before or after the rest.
"""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError, Place
from guihua.reading.documents.builder import Builder, RawCell, RawTable
from guihua.reading.documents.headings import at_mark
from guihua.reading.documents.records import Document

if TYPE_CHECKING:
    import pypdfium2 as pdfium

RULES = 6
"""A page with at least this many drawn paths is looked at for tables."""
INDENT = 1.2
"""A line that begins this many times its size right of the margin begins a paragraph."""
SHORT = 1.6
"""A line that leaves this many times its size free, beyond what the next could not break, ends one."""
MOST_GLYPHS = 200_000
"""A page with more is no page of text."""

_UNBROKEN = re.compile(r"[“‘（《〈〔\[(]*[A-Za-z0-9.,%％/\-]*[，。；：、）》”’〕\])]*.?")
_PAGE_NUMBER = re.compile(r"[\s—–\-－·第]*\d{1,4}[\s—–\-－·页]*(?:/\s*\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its box, in points from the lower left corner of the page."""

    character: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.y0 + self.y1) / 2

    @property
    def size(self) -> float:
        """The height of its box."""
        return max(self.y1 - self.y0, 0.1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of glyphs from left to right."""

    words: str
    x0: float
    x1: float
    middle: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page: glyphs, its height in points, and whether it has rules enough for a table."""

    glyphs: list[Glyph]
    height: float
    ruled: bool


def read_pdf(data: bytes, source: str = "") -> Document:
    """Read a PDF's text layer page by page.

    Raises GuihuaError: READ-ENCRYPTED, READ-PDF-BROKEN, READ-SCAN (no page has text; the first is named).
    Pages without text in a document that has text elsewhere are named in the warnings.
    """
    document = _open(data, source)
    try:
        pages = [_page(document, number, source) for number in range(len(document))]
    finally:
        document.close()
    if not any(page.glyphs for page in pages):
        raise _scan(len(pages), source)
    return _build(data, pages, source)


def lines_of(glyphs: list[Glyph]) -> list[Line]:
    """Glyphs as lines from top to bottom; blanks only between words of another script or across wide gaps."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -g.middle):
        last = lines[-1] if lines else None
        if last and abs(last[0].middle - glyph.middle) < 0.5 * min(last[0].size, glyph.size):
            last.append(glyph)
        else:
            lines.append([glyph])
    return [_line(sorted(line, key=lambda g: g.x0)) for line in lines]


def _line(glyphs: list[Glyph]) -> Line:
    size = median(g.size for g in glyphs)
    words = glyphs[0].character
    for left, right in pairwise(glyphs):
        if right.character == left.character and right.x0 - left.x0 < 0.25 * size:
            continue  # bold made by printing twice
        gap = right.x0 - left.x1
        latin = left.character.isascii() and right.character.isascii()
        words += (" " if gap > (0.15 if latin else 1.0) * size else "") + right.character
    return Line(words, glyphs[0].x0, max(g.x1 for g in glyphs), glyphs[0].middle, size)


def _open(data: bytes, source: str) -> pdfium.PdfDocument:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or b"/Encrypt" in data[-4096:]:
            title = "PDF 设有密码 / the PDF is encrypted"
            raise GuihuaError("READ-ENCRYPTED", title, "请去掉密码后再读 / remove the password first", source) from None
        raise _broken(error, source) from None
    if len(document) == 0:
        raise _broken("no pages", source)
    return document


def _broken(error: object, source: str, page: int | None = None) -> GuihuaError:
    title = f"PDF 已损坏：{error} / the PDF is damaged"
    place = Place(source, cell=f"page {page}" if page else "")
    return GuihuaError("READ-PDF-BROKEN", title, "请重新导出 PDF / export it again", place)


def _scan(pages: int, source: str) -> GuihuaError:
    title = f"PDF 共 {pages} 页都没有文字，可能是扫描件 / no page has a text layer: probably a scan"
    hint = "请先做文字识别（OCR）/ run text recognition (OCR) first"
    return GuihuaError("READ-SCAN", title, hint, Place(source, cell="page 1"))


def _page(document: pdfium.PdfDocument, number: int, source: str) -> Page:
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    try:
        page = document[number]
        textpage = page.get_textpage()
        glyphs = _glyphs(textpage.raw)
        ruled = 0
        for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2):
            ruled += 1
            if ruled >= RULES:
                break
        height = page.get_height()
        textpage.close()
        page.close()
    except (pdfium.PdfiumError, ValueError) as error:
        raise _broken(error, source, number + 1) from None
    return Page(glyphs, height, ruled >= RULES)


def _glyphs(textpage: Any) -> list[Glyph]:
    """Every visible character with its box; blanks and what the library puts in between are left out."""
    from ctypes import byref

    from pypdfium2 import raw

    glyphs = []
    box = raw.FS_RECTF()
    for index in range(min(raw.FPDFText_CountChars(textpage), MOST_GLYPHS)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code <= 32 or code in (0xA0, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        if raw.FPDFText_IsGenerated(textpage, index) == 1 or not raw.FPDFText_GetLooseCharBox(
            textpage, index, byref(box)
        ):
            continue
        glyphs.append(Glyph(chr(code), box.left, box.bottom, box.right, box.top))
    return glyphs


def _build(data: bytes, pages: list[Page], source: str) -> Document:
    builder = Builder()
    tables = _Tables(data)
    parts: list[list[Line | RawTable]] = []
    for number, page in enumerate(pages):
        found = tables.page(number, page) if page.ruled and page.glyphs else None
        parts.append(found if found is not None else [*lines_of(page.glyphs)])
    tables.close()
    running = _running_lines(parts)
    joined = _Paragraphs(builder)
    for number, part in enumerate(parts, start=1):
        if not part:
            builder.warnings.append(f"READ-SCAN: 第 {number} 页没有文字 / page {number} has no text layer")
            continue
        kept = [p for p in part if isinstance(p, RawTable) or not _is_running(p.words, running)]
        joined.page(kept)
    joined.close()
    return builder.finish(source, "pdf")


class _Paragraphs:
    """Joins lines into paragraphs, across pages too."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.open = ""
        self.indented = False
        self.free = 0.0

    def page(self, parts: list[Line | RawTable]) -> None:
        """Take in one page."""
        lines = [part for part in parts if isinstance(part, Line)]
        left, right = _margins(lines)
        begun = False
        for part in parts:
            if isinstance(part, RawTable):
                self.close()
                self._mark(begun)
                begun = True
                self.builder.table(part)
                continue
            indented = part.x0 > left + INDENT * part.size
            if self.open and (indented or at_mark(part.words) or self.free > SHORT * part.size + _first_word(part)):
                self.close()
            self._mark(begun)
            begun = True
            self.indented = self.indented if self.open else indented
            self.open += (
                " " if self.open[-1:].isascii() and self.open and part.words[:1].isascii() else ""
            ) + part.words
            self.free = right - part.x1

    def close(self) -> None:
        """End the open paragraph."""
        self.builder.paragraph(("　　" if self.indented else "") + self.open if self.open else "")
        self.open, self.indented = "", False

    def _mark(self, begun: bool) -> None:
        if not begun:
            self.builder.page()


def _first_word(line: Line) -> float:
    """How wide the part of a line is that could not have been broken off to fill the line above, in points."""
    found = _UNBROKEN.match(line.words)
    words = found.group() if found else ""
    return sum(0.55 if c.isascii() else 1.0 for c in words) * line.size if len(words) > 1 else 0.0


def _margins(lines: list[Line]) -> tuple[float, float]:
    """Where most lines begin and where the fullest end."""
    if not lines:
        return 0.0, 0.0
    ends = sorted(line.x1 for line in lines)
    starts = sorted(line.x0 for line in lines)
    return starts[len(starts) // 5], ends[min(len(ends) - 1, len(ends) * 4 // 5)]


def _running_lines(pages: list[list[Line | RawTable]]) -> frozenset[str]:
    """Lines that stand at the top or foot of at least half of the pages (four or more)."""
    if len(pages) < 4:
        return frozenset()
    counts: dict[str, int] = {}
    for page in pages:
        lines = [part.words for part in page if isinstance(part, Line)]
        for words in {*lines[:1], *lines[-1:]}:
            counts[words] = counts.get(words, 0) + 1
    return frozenset(words for words, count in counts.items() if count * 2 >= len(pages))


def _is_running(words: str, running: frozenset[str]) -> bool:
    return words in running or bool(_PAGE_NUMBER.fullmatch(words))


class _Tables:
    """Ruled tables of a page: their rules by pdfplumber, opened when the first is looked for, their words by our glyphs."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.plumber: Any = None

    def page(self, number: int, page: Page) -> list[Line | RawTable] | None:
        """Lines and tables of a page from top to bottom; None where it has no table or its rules cannot be read."""
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
            return None
        placed: list[tuple[float, Line | RawTable]] = []
        rest = page.glyphs
        for cells in boxes:
            table, inside = _table(cells, rest, page.height)
            if table is not None:
                placed.append((page.height - min(c[1] for c in cells), table))
                rest = [g for g in rest if g not in inside]
        if not placed:
            return None
        placed += [(line.middle, line) for line in lines_of(rest)]
        return [part for _, part in sorted(placed, key=lambda p: -p[0])]

    def close(self) -> None:
        """Let go of the file; closing walks the pages again, and odd ones raise anything."""
        if self.plumber is not None:
            with suppress(Exception):
                self.plumber.close()


def _table(
    boxes: list[tuple[float, float, float, float]], glyphs: list[Glyph], height: float
) -> tuple[RawTable | None, set[Glyph]]:
    """Cells (x0, top, x1, bottom from the page's top) with the glyphs whose middles they hold, merged ones as one."""
    columns = _edges([x for box in boxes for x in (box[0], box[2])])
    rows = _edges([y for box in boxes for y in (box[1], box[3])])
    if len(columns) < 3 or len(rows) < 3:
        return None, set()
    table, taken = RawTable(), set[Glyph]()
    for x0, top, x1, bottom in boxes:
        inside = [g for g in glyphs if x0 <= (g.x0 + g.x1) / 2 <= x1 and top <= height - g.middle <= bottom]
        taken.update(inside)
        words = "".join(line.words for line in lines_of(inside)) if inside else ""
        row, column = _index(rows, top), _index(columns, x0)
        span = (max(1, _index(rows, bottom) - row), max(1, _index(columns, x1) - column))
        table.cells.append(RawCell(row, column, *span, False, [words]))
    return table, taken


def _edges(values: list[float]) -> list[float]:
    """Distinct edges, those within three points of each other as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 3:
            edges.append(value)
    return edges


def _index(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))

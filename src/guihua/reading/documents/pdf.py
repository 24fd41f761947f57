"""PDF with a text layer: glyphs to lines to paragraphs by where they stand, tables as cells, scans named by page."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError, Place
from guihua.reading.documents.builder import Builder
from guihua.reading.documents.document import Document
from guihua.reading.documents.glyphs import Glyph, Line, glyph_lines, line_of, lines_of
from guihua.reading.documents.headings import at_mark
from guihua.reading.documents.laid import Laid
from guihua.reading.documents.pdf_tables import PageGlyphs, Part, Tables, joined

if TYPE_CHECKING:
    import pypdfium2 as pdfium

RULES = 6
"""A page with at least this many drawn paths is looked at for tables."""
INDENT = 1.2
"""A line that begins this many times its size right of the margin begins a paragraph."""
SHORT = 1.6
"""A line that leaves this many times its size free, beyond what the next could not break, ends one."""
APART = 1.7
"""Running lines are further from the text than so many times the size."""
MOST_GLYPHS = 200_000
"""A page with more is no page of text."""

_CELLS = re.compile(r"^[^ ，。；]*[一-鿿）)][^ ，。；]* [^ ，。；]+ [^，。；]*$")
"""Three runs of words or more parted by wide gaps: a row of a table that was not read, no line of a paragraph."""
_BETWEEN_CELLS = re.compile(r"(?<=[一-鿿）)]) (?=[一-鿿（(\d])")
_UNBROKEN = re.compile(r"[“‘（《〈〔\[(]*[A-Za-z0-9.,%％/\-]*[，。；：、）》”’〕\])]*.?")
_PAGE_NUMBER = re.compile(r"[\s—–\-－·第]*\d{1,4}[\s—–\-－·页]*(?:/\s*\d{1,4})?")


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


def _page(document: pdfium.PdfDocument, number: int, source: str) -> PageGlyphs:
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
    return PageGlyphs(glyphs, height, ruled >= RULES)


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


def _build(data: bytes, pages: list[PageGlyphs], source: str) -> Document:
    builder = Builder()
    running = _running_lines([lines_of(page.glyphs) for page in pages])
    tables = Tables(data)
    parts: list[list[Part]] = []
    before: Laid | None = None
    for number, page in enumerate(pages):
        page.glyphs = _without_running(page.glyphs, running)
        found = tables.page(number, page, before)
        parts.append(found)
        before = found[-1] if found and isinstance(found[-1], Laid) else None
    tables.close()
    paragraphs = _Paragraphs(builder)
    for number, ((part, begun), page) in enumerate(zip(joined(parts), pages, strict=True), start=1):
        if not page.glyphs and not parts[number - 1]:
            builder.warnings.append(f"READ-SCAN: 第 {number} 页没有文字 / page {number} has no text layer")
            continue
        paragraphs.page(part, begun=begun)
    paragraphs.close()
    return builder.finish(source, "pdf")


class _Paragraphs:
    """Joins lines into paragraphs, across pages too."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.open = ""
        self.indented = False
        self.free = 0.0

    def page(self, parts: list[Part], *, begun: bool = False) -> None:
        """Take in one page; begun: it began inside a table of the page before."""
        lines = [part for part in parts if isinstance(part, Line)]
        left, right = _margins(lines)
        for part in parts:
            if isinstance(part, Laid):
                self.close()
                self._mark(begun)
                begun = True
                self.builder.table(part.table)
                continue
            indented = part.x0 > left + INDENT * part.size
            row = bool(_CELLS.search(part.words))
            if self.open and (
                row or indented or at_mark(part.words) or self.free > SHORT * part.size + _first_word(part)
            ):
                self.close()
            self._mark(begun)
            begun = True
            self.indented = self.indented if self.open else indented
            self.open += (
                " " if self.open[-1:].isascii() and self.open and part.words[:1].isascii() else ""
            ) + part.words
            self.free = right - part.x1
            if row:
                self.close()

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


def _running_lines(pages: list[list[Line]]) -> frozenset[str]:
    """Lines that stand apart at the top or foot of at least half of the pages (four or more)."""
    if len(pages) < 4:
        return frozenset()
    counts: dict[str, int] = {}
    for lines in pages:
        for words in {lines[i].words for i in _apart(lines)}:
            counts[words] = counts.get(words, 0) + 1
    often = (words for words, count in counts.items() if count * 2 >= len(pages))
    return frozenset(words for words in often if len(_BETWEEN_CELLS.findall(words)) < 2)  # no head of a table


def _apart(lines: list[Line]) -> list[int]:
    """The first and the last line of a page where a gap parts them from the others."""
    wide = [a.middle - b.middle > APART * min(a.size, b.size) for a, b in pairwise(lines)]
    ends = ([0] if not wide or wide[0] else []) + ([len(lines) - 1] if wide and wide[-1] else [])
    return ends if lines else []


def _without_running(glyphs: list[Glyph], running: frozenset[str]) -> list[Glyph]:
    """The glyphs of a page without its running lines and its page number."""
    lines = glyph_lines(glyphs)
    told = [line_of(line) for line in lines]
    ends = [i for i in _apart(told) if told[i].words in running]
    kept = [line for i, line in enumerate(lines) if i not in ends and not _PAGE_NUMBER.fullmatch(told[i].words)]
    return [glyph for line in kept for glyph in line]

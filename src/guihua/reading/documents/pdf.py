"""PDF with a text layer: lines joined into paragraphs, ruled tables as cells, pages without text named."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError, Place
from guihua.reading.documents.builder import Builder, RawCell, RawTable
from guihua.reading.documents.headings import at_mark
from guihua.reading.documents.records import Document

if TYPE_CHECKING:
    import pypdfium2 as pdfium

RULES = 6
"""A page with at least this many drawn paths is looked at for tables."""
FULL = 0.8
"""A line at least this share of the page's longest goes on in the next line."""

_PAGE_NUMBER = re.compile(r"[\s—–\-－·第]*\d{1,4}[\s—–\-－·页]*(?:/\s*\d{1,4})?")
_SENTENCE_END = "。；！？"


def read_pdf(data: bytes, source: str = "") -> Document:
    """Read a PDF's text layer page by page.

    Raises GuihuaError: READ-ENCRYPTED, READ-PDF-BROKEN, READ-SCAN (no page has text; the first is named).
    Pages without text in a document that has text elsewhere are named in the warnings.
    """
    document = _open(data, source)
    try:
        pages = [_page_lines(document, number, source) for number in range(len(document))]
        if not any(lines for lines, _ in pages):
            raise _scan(len(pages), source)
        return _build(data, pages, source)
    finally:
        document.close()


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


def _page_lines(document: pdfium.PdfDocument, number: int, source: str) -> tuple[list[str], bool]:
    """The lines of a page and whether it has rules enough for a table."""
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    try:
        page = document[number]
        textpage = page.get_textpage()
        lines = _split(textpage.get_text_bounded())
        ruled = 0
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2):
            ruled += thing is not None
            if ruled >= RULES:
                break
        textpage.close()
        page.close()
    except pdfium.PdfiumError as error:
        raise _broken(error, source, number + 1) from None
    return lines, ruled >= RULES


def _split(text: str) -> list[str]:
    text = text.replace("\ufffe", "").replace("\x02", "")
    return [line.rstrip() for line in re.split(r"\r\n|\r|\n", text) if line.strip(" \u3000")]


def _build(data: bytes, pages: list[tuple[list[str], bool]], source: str) -> Document:
    builder = Builder()
    running = _running_lines([lines for lines, _ in pages])
    reader = _Tables(data)
    open_paragraph = ""
    for number, (lines, ruled) in enumerate(pages, start=1):
        if not lines:
            builder.warnings.append(f"READ-SCAN: 第 {number} 页没有文字 / page {number} has no text layer")
        parts: list[str | RawTable] = reader.page(number - 1) if ruled and lines else []
        blocks: list[str | RawTable] = parts or list(lines)
        words = [block for block in blocks if isinstance(block, str)]
        longest = max((len(w.strip()) for w in words), default=0)
        begun = False
        for block in blocks:
            if isinstance(block, str) and (block.strip() in running or _PAGE_NUMBER.fullmatch(block)):
                continue
            if isinstance(block, RawTable):
                builder.paragraph(open_paragraph)
                open_paragraph = ""
            elif open_paragraph and not _begins(block):
                open_paragraph += block.strip()
            else:
                builder.paragraph(open_paragraph)
                open_paragraph = block
            if not begun:
                builder.page()
                begun = True
            if isinstance(block, RawTable):
                builder.table(block)
            elif _ends(block, longest):
                builder.paragraph(open_paragraph)
                open_paragraph = ""
    builder.paragraph(open_paragraph)
    reader.close()
    return builder.finish(source, "pdf")


def _begins(line: str) -> bool:
    """Whether a line begins a paragraph: indented, or with a heading's mark."""
    return line.startswith(("　", "  ")) or at_mark(line)


def _ends(line: str, longest: int) -> bool:
    """Whether a line ends its paragraph: it is clearly shorter than the longest of its page."""
    line = line.strip()
    return len(line) < FULL * longest or (line[-1:] in _SENTENCE_END and len(line) < 0.95 * longest)


def _running_lines(pages: list[list[str]]) -> frozenset[str]:
    """Lines that stand at the top or foot of at least half of the pages (four or more)."""
    if len(pages) < 4:
        return frozenset()
    counts: dict[str, int] = {}
    for lines in pages:
        for line in {line.strip() for line in lines[:1] + lines[-1:]}:
            counts[line] = counts.get(line, 0) + 1
    return frozenset(line for line, count in counts.items() if count * 2 >= len(pages))


class _Tables:
    """Ruled tables of a page by pdfplumber, opened when the first is looked for."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.plumber: Any = None

    def page(self, number: int) -> list[str | RawTable]:
        """Lines and tables of a page from top to bottom; empty where it has no table or cannot be read."""
        import logging

        import pdfplumber

        logging.getLogger("pdfminer").setLevel(logging.ERROR)
        try:
            if self.plumber is None:
                self.plumber = pdfplumber.open(io.BytesIO(self.data))
            page = self.plumber.pages[number]
            found = [(t, t.extract()) for t in page.find_tables()]
            tables = [(t, rows) for t, rows in found if len(rows) >= 2 and max(map(len, rows)) >= 2]
            if not tables:
                return []
            outside = page
            for table, _ in tables:
                outside = outside.outside_bbox(table.bbox, strict=False)
            placed: list[tuple[float, str | RawTable]] = [
                (line["top"], line["text"]) for line in outside.extract_text_lines(return_chars=False)
            ]
            placed += [(table.bbox[1], _raw(rows)) for table, rows in tables]
            page.close()
            return [part for _, part in sorted(placed, key=lambda p: p[0])]
        except Exception:  # pdfminer raises anything on odd files; the page's plain lines are still there
            return []

    def close(self) -> None:
        """Let go of the file; closing walks the pages again, and odd ones raise anything."""
        if self.plumber is not None:
            with suppress(Exception):
                self.plumber.close()


def _raw(rows: list[list[str | None]]) -> RawTable:
    """pdfplumber's rows, None where a cell is covered by a merged one, as cells with their spans."""
    table = RawTable()
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            if words is None:
                continue
            across = 1
            while c + across < len(row) and row[c + across] is None and r == 0:
                across += 1
            table.cells.append(RawCell(r, c, 1, across, False, [words]))
    return table

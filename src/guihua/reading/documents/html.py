"""HTML pages, as saved by a browser or by an office program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.plan.limits import hold
from guihua.reading.documents.builder import Builder, RawCell, RawTable, clean
from guihua.reading.documents.document import Document
from guihua.reading.documents.text import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

LAYOUT_CELL = 600
"""A table with a cell longer than this, in characters, is layout and read as paragraphs."""

WIDEST = 1000
"""A browser shows no cell over more columns than this."""
MOST_PLACES = 200_000
"""A table that claims more places than this is no table of data."""

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_NESTING = re.compile(r"<(/?)(?:div|span|section|article|table|blockquote|ul|ol|b|i|em|strong|a|font)\b", re.IGNORECASE)
_NUMBER = re.compile(r"[ \t\n\f\r]*\+?([0-9]+)")
_SKIPPED_TAGS = "script style head template noscript iframe object svg math select option button nav"
_SKIPPED = frozenset(_SKIPPED_TAGS.split())
_BLOCK_TAGS = (
    "p div section article header footer main aside li ul ol dl dt dd blockquote pre h1 h2 h3 h4 h5 h6 br hr tr td th "
    "table caption form fieldset address figure figcaption body center"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_HEADINGS = {f"h{n}": n for n in range(1, 7)}


def read_html(data: bytes, source: str = "") -> Document:
    """Read an HTML page: its paragraphs, headings h1 to h6 and tables; scripts, styles and menus are left out.

    Raises GuihuaError: those of plain text. Entities outside the page are never fetched.
    """
    from selectolax.lexbor import LexborHTMLParser

    markup, encoding = _decode(data, source)
    hold("nesting", _deepest(markup), source)
    tree = LexborHTMLParser(markup.replace("\x00", ""))
    builder = Builder()
    body = tree.body or tree.root
    if body is not None:
        _walk(body, builder)
    title = tree.css_first("title")
    return builder.finish(source, "html", title=_page_title(title.text() if title else ""), encoding=encoding)


def _deepest(markup: str) -> int:
    """How deep the elements nest that a page must close: the parser's time grows with the square of it."""
    level = deepest = 0
    for found in _NESTING.finditer(markup):
        level = max(0, level - 1) if found[1] else level + 1
        deepest = max(deepest, level)
    return deepest


def _decode(data: bytes, source: str) -> tuple[str, str]:
    """The markup: by its byte order mark, by what it declares where that fits, else as any text."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode("ascii").lower()
        name = "gb18030" if name in ("gb2312", "gbk", "gb18030") else name
        try:
            return data.decode(name), name
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        markup, encoding, _ = decode(data, source)
    except GuihuaError:
        raise
    return markup, encoding


def _page_title(words: str) -> str:
    """The page's title without the site's name after it."""
    return re.split(r"\s*[_|｜]\s*|\s+[-–—]\s+", clean(words))[0] if words else ""


def _walk(root: LexborNode, builder: Builder) -> None:
    """All nodes in order, without recursion: blocks end paragraphs, tables of data become tables."""
    words: list[str] = []
    level = 0
    node: LexborNode | None = root.child
    depth_end: list[LexborNode] = []
    while node is not None:
        tag = node.tag or ""
        descend = False
        if tag == "-text":
            words.append(node.text_content or "")
        elif tag == "table" and (table := read_table(node)) is not None:
            _flush(words, builder, level)
            builder.table(table)
        elif tag not in _SKIPPED and not tag.startswith("-") and tag != "_comment":
            if tag in _BLOCKS:
                _flush(words, builder, level)
                level = _HEADINGS.get(tag, 0)
            descend = node.child is not None
        if descend:
            depth_end.append(node)
            hold("nesting", len(depth_end))
            node = node.child
            continue
        while node is not None and node.next is None:
            if not depth_end:
                _flush(words, builder, level)
                return
            node = depth_end.pop()
            if (node.tag or "") in _BLOCKS:
                _flush(words, builder, level)
                level = 0
        node = node.next if node is not None else None
    _flush(words, builder, level)


def _flush(words: list[str], builder: Builder, level: int) -> None:
    builder.paragraph("".join(words), level)
    words.clear()


def read_table(node: LexborNode, depth: int = 0) -> RawTable | None:
    """A table of data, None where the table only lays out the page."""
    table = RawTable()
    taken: set[tuple[int, int]] = set()
    row = -1
    rows, caption = _rows(node)
    for tr in rows:
        row += 1
        column = 0
        for td in tr.iter():
            if td.tag not in ("td", "th"):
                continue
            while (row, column) in taken:
                column += 1
            down, across = _span(td, "rowspan"), max(1, min(_span(td, "colspan"), WIDEST))
            down = min(down, len(rows) - row) if down else len(rows) - row
            content = _content(td, depth)
            if content is None:
                return None
            table.cells.append(RawCell(row, column, down, across, td.tag == "th", content))
            taken.update((row + r, column + c) for r in range(down) for c in range(across))
            column += across
            if len(taken) > MOST_PLACES:
                return None
    table.caption = caption
    widths = {cell.column for cell in table.cells}
    return table if row >= 1 and len(widths) >= 2 else None


def _rows(table: LexborNode) -> tuple[list[LexborNode], str]:
    rows: list[LexborNode] = []
    caption = ""
    for child in table.iter():
        if child.tag == "tr":
            rows.append(child)
        elif child.tag == "caption":
            caption = child.text()
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows.extend(part for part in child.iter() if part.tag == "tr")
    return rows, caption


def _content(cell: LexborNode, depth: int) -> list[str | RawTable] | None:
    """Words and inner tables of a cell; None where it is too long to be one of a table of data."""
    if cell.css_first("table") is None or depth >= 4:
        words = cell.text(separator=" ", strip=False)
        return [words] if len(words) <= LAYOUT_CELL else None
    content: list[str | RawTable] = []
    words = cell.text(separator=" ", strip=False)
    if len(words) > LAYOUT_CELL:
        return None
    for child in cell.iter(include_text=True):
        inner = child if child.tag == "table" else child.css_first("table") if child.tag != "-text" else None
        read = read_table(inner, depth + 1) if inner is not None else None
        content.append(
            read if read is not None else (child.text_content if child.tag == "-text" else child.text()) or ""
        )
    return content


def _span(cell: LexborNode, name: str) -> int:
    """The number that an attribute begins with, as browsers take it (" 2px" is 2); 1 where there is none."""
    found = _NUMBER.match(cell.attributes.get(name) or "")
    return int(found[1][:9]) if found else 1

"""Markdown: headings by #, tables by pipes; the text stays as it is written."""

from __future__ import annotations

import re
from dataclasses import replace

from guihua.reading.documents.document import Cell, Document, Heading, Table
from guihua.reading.documents.flattened import find_flattened
from guihua.reading.documents.joined import find_joined
from guihua.reading.documents.spaced import find_spaced
from guihua.reading.documents.stacked import find_stacked
from guihua.reading.documents.tabbed import find_tabbed
from guihua.reading.documents.text import decode, document_from_string

_HEADING = re.compile(r"^(#{1,6})[ 　]+(.+?)[ 　#]*$", re.MULTILINE)
_PIPES = re.compile(r"(?:^[ 　]*\|.*\n?){2,}", re.MULTILINE)
_RULE = re.compile(r"^[ 　|:\-–—]+$")


def read_markdown(data: bytes, source: str = "") -> Document:
    """Read Markdown in any encoding that plain text may have."""
    text, encoding, warnings = decode(data, source)
    document = document_from_string(text, source, encoding=encoding, warnings=warnings, format="markdown")
    return with_tables(replace(document, headings=_headings(document), title=_title(document)))


def with_tables(document: Document) -> Document:
    """The same document with the tables that its lines show: rows of pipes, cells parted by tabs or blanks, or run together."""
    text = document.text
    tables = [t for m in _PIPES.finditer(text) if (t := _pipe_table(text, m.start(), m.end()))] if "|" in text else []
    found = (find_tabbed(text), find_tabbed(text, "|"), find_spaced(text), find_stacked(text), find_joined(text))
    for more in (*found, find_flattened(text)):
        tables += [t for t in more if not any(a.start <= t.start < a.end for a in tables)]
    return replace(document, tables=tuple(sorted(tables, key=lambda t: t.start))) if tables else document


def _headings(document: Document) -> tuple[Heading, ...]:
    """Headings by # where there are any; a level-1 heading that is alone is the title and bears no number."""
    found = [(m.start(2), m.end(2), len(m[1]), m[2]) for m in _HEADING.finditer(document.text)]
    if not found:
        return document.headings
    from guihua.reading.documents.builder import number_headings

    tops = [f for f in found if f[2] == min(level for _, _, level, _ in found)]
    body = found[1:] if len(tops) == 1 and len(found) > 1 and found[0] is tops[0] else found
    return number_headings(body)


def _title(document: Document) -> str:
    found = _HEADING.search(document.text)
    return found[2].strip() if found and len(found[1]) == 1 else document.title


def _pipe_table(text: str, start: int, end: int) -> Table | None:
    rows: list[list[tuple[int, int]]] = []
    ruled = False
    position = start
    for line in text[start:end].splitlines(keepends=True):
        words = line.rstrip("\n")
        if _RULE.match(words) and "-" in words:
            ruled = True
        elif words.strip():
            rows.append(_cells(text, position, position + len(words)))
        position += len(line)
    return _table(rows, start, end) if ruled else None


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the cells of one line of pipes, blanks and stars around their words left out."""
    spans = []
    position = start
    for part in text[start:end].split("|"):
        stripped = part.strip(" 　*")
        begin = position + (part.find(stripped) if stripped else 0)
        spans.append((begin, begin + len(stripped)))
        position += len(part) + 1
    spans = spans[1:] if spans and spans[0][0] == spans[0][1] else spans
    return spans[:-1] if spans and spans[-1][0] == spans[-1][1] else spans


def _table(rows: list[list[tuple[int, int]]], start: int, end: int) -> Table | None:
    if len(rows) < 2:
        return None
    cells = tuple(
        Cell(r, c, 1, 1, begin, stop, r == 0) for r, row in enumerate(rows) for c, (begin, stop) in enumerate(row)
    )
    return Table(start, end, len(rows), max(map(len, rows)), cells)

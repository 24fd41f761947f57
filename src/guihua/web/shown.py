"""Every table of every page as a file: `?table=0.csv` of a page's own address gives its first table, whole, as CSV or XLSX.

Who may open the page may take its table, and no more: the rows are the page's own. A table that has a typed export of its own
is marked `typed`, one that is a form `mapping`; neither is offered here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from guihua.web import exports

KINDS = ("csv", "xlsx")
MOST_PAGES = 100_000
Row = TypeVar("Row")
WHOLE = 1_000_000
"""Rows of a page when its table is asked for as a file."""
_TABLE = re.compile(r'<div class="scroll"><table(?P<attributes>[^>]*)>.*?</table></div>', re.S)
_TAKEN = re.compile(r'<div class="scroll"><table(?P<attributes>[^>]*)>.*?</table>', re.S)
"""The same with or without the links under it."""
_WANTED = re.compile(r"(\d{1,2})\.(csv|xlsx)")


def per_page(request: HttpRequest, most: int) -> int:
    """How many rows a page shows: `most`, or all of them where a table is asked for as a file."""
    return WHOLE if _WANTED.fullmatch(request.GET.get("table", "")) else most


@dataclass(frozen=True, slots=True)
class Paged(Generic[Row]):
    """One list of a page: its name in the address, the rows shown, how many there are in all, which page of how many."""

    name: str
    rows: tuple[Row, ...]
    count: int
    at: int
    pages: int


def paged(request: HttpRequest, rows: Sequence[Row], most: int, name: str = "page") -> Paged[Row]:
    """The part of a list that the address asks for (`?page=2`); a page that there is not is the nearest that there is."""
    each = per_page(request, most)
    pages = max(1, -(-len(rows) // each))
    asked = request.GET.get(name, "1")
    at = min(int(asked), pages) if asked.isascii() and asked.isdigit() and 0 < int(asked) < MOST_PAGES else 1
    return Paged(name, tuple(rows[(at - 1) * each : at * each]), len(rows), at, pages)


def offered(request: HttpRequest, html: str) -> str:
    """The page with links to its tables as files under each of them."""
    if request.method != "GET" or "<table" not in html:
        return html
    at = -1

    def under(found: re.Match[str]) -> str:
        nonlocal at
        at += 1
        if re.search(r"\b(?:typed|mapping)\b", found["attributes"]):
            return found[0]
        links = " ".join(f'<a href="{_address(request, at, kind)}">{kind.upper()}</a>' for kind in KINDS)
        return f'{found[0].removesuffix("</div>")}<p class="source noprint">{gettext("下载本表")} {links}</p></div>'

    return _TABLE.sub(under, html)


def taken(request: HttpRequest, html: str) -> HttpResponse | None:
    """The table that was asked for as a file; None where none was. Http404 where the page has no such table."""
    wanted = _WANTED.fullmatch(request.GET.get("table", "")) if request.method == "GET" else None
    if wanted is None:
        return None
    found = list(_TAKEN.finditer(html))
    number = int(wanted[1])
    if number >= len(found) or re.search(r"\bmapping\b", found[number]["attributes"]):
        raise Http404
    reader = _Rows()
    reader.feed(found[number][0])
    head, *rows = reader.rows or [[""]]
    width = max(len(head), *(len(r) for r in rows)) if rows else len(head)
    filled = [tuple(row + [""] * (width - len(row))) for row in (head, *rows)]
    title = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    name = re.sub(r"<[^>]+>|\s+", "", title[1])[:60] if title else "table"
    return exports.answer(exports.Table(name or "table", filled[0], tuple(filled[1:])), wanted[2])


def _address(request: HttpRequest, number: int, kind: str) -> str:
    query = request.GET.copy()
    for key in ("page", "table"):
        query.pop(key, None)
    pairs = [(key, value) for key in query for value in query.getlist(key)]
    return f"{request.path}?{urlencode([*pairs, ('table', f'{number}.{kind}')])}".replace("&", "&amp;")


class _Rows(HTMLParser):
    """The words of a table's cells, row by row, as they are read on the page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row or a cell begins."""
        del attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = []
        elif tag in ("br", "small") and self._cell:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """A cell ends."""
        if tag in ("td", "th") and self._cell is not None:
            self.rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        """Words."""
        if self._cell is not None:
            self._cell.append(data)

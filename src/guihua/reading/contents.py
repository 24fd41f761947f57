"""Contents pages: lines that only repeat the headings to come, with or without the numbers of their pages."""

from __future__ import annotations

from bisect import bisect_right
from itertools import takewhile

from guihua.reading.compiler import pattern

FEWEST = 3
"""So many lines one after the other are a contents page."""
MOST = 400
"""No contents page has more lines; runs of one line over and over are read in linear time."""
LONGEST = 60
_PAGED = pattern(r"^.{2,60}?(?:[.．…·•\-—_ 　\t]{2,}|\t)[　 ]*[(（-]?\d{1,3}[)）-]?$")
_BARE = pattern(r"[\s　.．…·]+")
Span = tuple[int, int]


def contents_pages(text: str) -> tuple[Span, ...]:
    """Where the contents pages of a text stand: lines that end in a page number after dots, blanks or a tab, and short lines
    that come again, each as a line of its own, in the same order."""
    lines = _lines(text)
    later: dict[str, list[int]] = {}
    for i, (start, end) in enumerate(lines):
        if end - start <= LONGEST:
            later.setdefault(_plain(text[start:end]), []).append(i)
    found: list[Span] = []
    i = 0
    while i < len(lines):
        count = _paged(text, lines, i) or _repeated(text, lines, i, later)
        if count:
            found.append((lines[i][0], lines[i + count - 1][1]))
        i += count or 1
    return tuple(found)


def _lines(text: str) -> list[Span]:
    """The lines that hold words."""
    spans, position = [], 0
    for line in text.split("\n"):
        if line.strip("　 \t"):
            spans.append((position, position + len(line)))
        position += len(line) + 1
    return spans


def _plain(words: str) -> str:
    return _BARE.sub("", words)


def _paged(text: str, lines: list[Span], at: int) -> int:
    """How many lines from here on end in a page number."""
    run = takewhile(lambda span: _PAGED.match(text[span[0] : span[1]].strip("　 ")), lines[at : at + MOST])
    count = len(list(run))
    return count if count >= FEWEST else 0


def _repeated(text: str, lines: list[Span], at: int, later: dict[str, list[int]]) -> int:
    """How many lines from here on come again later, in this order and after the last of them."""
    count, last = 0, -1
    while at + count < min(len(lines), at + MOST):
        start, end = lines[at + count]
        places = later.get(_plain(text[start:end]), []) if end - start <= LONGEST else []
        again = bisect_right(places, max(last, at + count))
        if again == len(places):
            break
        last = places[again]
        count += 1
    first = next((i for i in later.get(_plain(text[lines[at][0] : lines[at][1]]), []) if i > at), -1) if count else -1
    return count if count >= FEWEST and first >= at + count else 0

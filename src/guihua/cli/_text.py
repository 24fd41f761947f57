"""Tables of plain text on a terminal, Chinese characters counted as two columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def text_table(head: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """Rows under a head with a rule between; columns in `right` are aligned to the right."""
    columns = range(len(head))
    widths = [max([width(head[c]), *(width(row[c]) for row in rows)]) for c in columns]
    lines = [_line(head, widths, right), "─" * (sum(widths) + 2 * (len(head) - 1))]
    lines += [_line(row, widths, right) for row in rows]
    return "\n".join(lines)


def width(words: str) -> int:
    """How many columns of a terminal the words take."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words if not unicodedata.combining(c))


def shorten(words: str, most: int) -> str:
    """The words on one line and in at most this many columns, … where they were cut."""
    words = " ".join(words.split())
    if width(words) <= most:
        return words
    kept = ""
    for character in words:
        if width(kept) + width(character) > most - 1:
            break
        kept += character
    return kept + "…"


def _line(cells: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> str:
    parts = []
    for column, (cell, wide) in enumerate(zip(cells, widths, strict=True)):
        blank = " " * (wide - width(cell))
        parts.append(blank + cell if column in right else cell + blank)
    return "  ".join(parts).rstrip()

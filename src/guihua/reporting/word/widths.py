"""How wide a table's columns are: the declared shares, moved so that no number is torn from its unit.

A column is at least as wide as its longest piece that must not break (a number with its unit, a word of letters) and
takes no more than its longest line needs; what is left over or missing is shared by the columns that can give or take.
"""

from __future__ import annotations

from collections.abc import Sequence

from guihua.reporting.document import Align, Column, Table, plain
from guihua.reporting.word.pieces import ems, pieces

EM = 210
"""Twips of a Chinese character in a table's type (五号, 10.5 pt)."""
EDGE = 220
"""Twips of a cell's own margins and a little room."""
MOST = 0.4
"""No piece claims more than this share of the table: a web address breaks where it must."""

SHORT = 4
"""A title of so many characters stands on one line."""
FIGURE = 9
"""So does a figure of so many, with the words around it, in a column of figures."""


def widths(table: Table, total: int) -> list[int]:
    """Twips of each column; they add up to `total` at most."""
    columns = table.columns
    declared = sum(column.width for column in columns)
    shares = [total * column.width / declared for column in columns]
    bounds = [_bounds(table, i, total * MOST) for i in range(len(columns))]
    least, most = (_roomy(columns, [b[side] for b in bounds], shares) for side in (0, 1))
    wanted = [min(max(share, low), max(high, low)) for share, low, high in zip(shares, least, most, strict=True)]
    left = total - sum(wanted)
    room = [max(high - now, 0) for high, now in zip(most, wanted, strict=True)]
    if left < 0:
        room = [now - low for low, now in zip(least, wanted, strict=True)]
        left = max(left, -sum(room))
    elif left > sum(room):
        wanted = [now + more for now, more in zip(wanted, room, strict=True)]
        left, room = left - sum(room), shares
    scale = left / sum(room) if sum(room) else 0
    fitted = [now + more * scale for now, more in zip(wanted, room, strict=True)]
    over = max(1.0, sum(fitted) / total)
    return [int(width / over) for width in fitted]


def _roomy(columns: Sequence[Column], bounds: Sequence[float], shares: Sequence[float]) -> list[float]:
    """Columns that people write in are at least as wide as declared."""
    return [max(b, s) if c.room else b for c, b, s in zip(columns, bounds, shares, strict=True)]


def _bounds(table: Table, at: int, cap: float) -> tuple[float, float]:
    """The width below which something that holds together would break, and the width that no line exceeds."""
    title = table.columns[at].title
    lines = [line for row in table.rows for line in plain(row[at]).split("\n")]
    held = {piece for line in (title, *lines) for piece in pieces(line)}
    held |= {title} if ems(title) <= SHORT else set()
    if table.columns[at].align is Align.RIGHT:
        held |= {line for line in lines if ems(line) <= FIGURE}
    least = max(map(ems, held), default=0) * EM + EDGE
    return min(least, cap), max(map(ems, (title, *lines))) * EM + EDGE

"""Tables without rules on a page: columns by where the words of its rows stand, heads by what stands over the columns.

A run of lines with figures in columns is a table where lines over it name the indicator and a year or a target; it ends at
the first line that fits none of its columns. Its cells are guessed from the layout, so it is marked as not sure; words that
fit no single cell end the table rather than fill one.
"""

from __future__ import annotations

import re

from guihua.reading.documents.builder import RawCell, RawTable
from guihua.reading.documents.laid import Laid
from guihua.reading.documents.segments import APART, NOTE, YEAR, Row, Span, covered, is_figure, stands_over
from guihua.reading.documents.unruled_rows import lay_rows

MOST_HEAD = 8
LONGEST_HEAD = 16
FEWEST_ROWS = 2

_NATURE = re.compile("[预约]")
_CAPTION = re.compile(r"续?表[\d一二三四五六七八九十\s]|续表")


def find_unruled(rows: list[Row]) -> list[Laid]:
    """The tables among the lines of a page, from top to bottom."""
    found: list[Laid] = []
    start = 0
    while (first := next((i for i in range(start, len(rows)) if _is_seed(rows[i])), None)) is not None:
        seeds = _seeds(rows, first)
        laid = _laid(rows, start, seeds)
        start = seeds[-1] + 1
        if laid is not None:
            found.append(laid)
            start = max(start, next((i for i in range(first, len(rows)) if rows[i][0].middle < laid.bottom), len(rows)))
    return found


def continued(rows: list[Row], before: Laid) -> Laid | None:
    """The rows at the top of a page that go on with a table of the page before, its head printed again or not."""
    again = rows[: head_again(rows, before)]
    laid = lay_rows(rows[len(again) :], before.columns, before.roles, [], RawTable(sure=False))
    if laid is not None:
        laid.glyphs |= {g for row in again for s in row for g in s.glyphs}
        laid.printed = before.printed
    return laid


def head_again(rows: list[Row], before: Laid) -> int:
    """How many of these lines are the head of the table before, printed again word by word."""
    top = rows[: len(before.printed)]
    return len(top) if [[s.words for s in row] for row in top] == before.printed else 0


def _role(words: str) -> str:
    from guihua.reading.tables.columns import column_role

    return column_role(words)


def _is_seed(row: Row) -> bool:
    """Whether a line is surely one of a table: three cells or more, a figure after the first."""
    return len(row) >= 3 and any(is_figure(s.words) for s in row[1:]) and not YEAR.match(row[0].words)


def _seeds(rows: list[Row], first: int) -> list[int]:
    """The lines of figures from the first on that may be of one table: no line of running text between them."""
    widest = max(row[-1].x1 for row in rows) - min(row[0].x0 for row in rows)
    seeds = [first]
    for i in range(first + 1, len(rows)):
        apart = rows[i - 1][0].middle - rows[i][0].middle > APART * rows[i][0].size
        if apart or any(s.x1 - s.x0 > 0.6 * widest for s in rows[i]) or NOTE.match(rows[i][0].words):
            break
        if _is_seed(rows[i]):
            seeds.append(i)
    return seeds


def _laid(rows: list[Row], start: int, seeds: list[int]) -> Laid | None:
    """The table round these lines; None where its columns cannot be told apart."""
    body = _columns([rows[i] for i in seeds])
    if len(seeds) < FEWEST_ROWS or body is None or len(body) < 3:
        return None
    above = rows[_top(rows, start, seeds[0]) : seeds[0]]
    columns = _with_heads(body, above)
    depth, roles = _depth(above, columns)
    if "indicator" not in roles or "year" not in roles:
        return _without_head(rows[seeds[0] :], body) if len(seeds) > FEWEST_ROWS else None
    table = RawTable(_head_cells(above[:depth], columns), sure=False)
    heads = [s for row in above[:depth] for s in row]
    begin = max(c.row for c in table.cells) + 1
    laid = lay_rows([*above[depth:], *rows[seeds[0] :]], columns, roles, heads, table, begin)
    if laid is not None:
        laid.printed = [[s.words for s in row] for row in above[:depth]]
    return laid


def _without_head(rows: list[Row], columns: list[Span]) -> Laid | None:
    """Rows of figures under no head of indicators: a table all the same, whose figures are no sentences."""
    laid = lay_rows(rows, columns, ["indicator", *["year"] * (len(columns) - 1)], [], RawTable(sure=False))
    if laid is not None:
        laid.roles = []
    return laid


def _depth(above: list[Row], columns: list[Span]) -> tuple[int, list[str]]:
    """How many of the lines over a table are its head, and what its columns hold."""
    words, roles, depth = [""] * len(columns), [""] * len(columns), 0
    for number, row in enumerate(above):
        for segment in row:
            a, b = covered(segment, columns)
            for c in range(a, b + 1):
                words[c] += segment.words
        now = [_role(w) for w in words]
        if any(before and not after for before, after in zip(roles, now, strict=True)):
            break  # words of a row, which make no sense as a head
        if now != roles or (depth == number and _goes_on(row, above[number - 1], columns, now)):
            depth, roles = number + 1, now
    return depth, roles


def _head_cells(head: list[Row], columns: list[Span]) -> list[RawCell]:
    """The head as one row, under the heads that cover several columns where there are any."""
    own = [""] * len(columns)
    over: list[RawCell] = []
    for segment in (s for row in head for s in row):
        a, b = covered(segment, columns)
        if a == b:
            own[a] += segment.words
        else:
            over.append(RawCell(0, a, 1, b - a + 1, True, [segment.words]))
    row = 1 if over else 0
    return over + [RawCell(row, c, 1, 1, True, [words]) for c, words in enumerate(own) if words]


def _top(rows: list[Row], start: int, first: int) -> int:
    """The first of the lines over a table that may be of its head: near each other, short words, no caption."""
    top = first
    while top > start and first - top < MOST_HEAD:
        row, below = rows[top - 1], rows[top]
        most = 6.0 if all(YEAR.match(s.words) for s in below) else APART
        near = row[0].middle - below[0].middle < most * row[0].size
        if not near or _CAPTION.match(row[0].words) or any(len(s.words) > LONGEST_HEAD for s in row):
            break
        top -= 1
    return top


def _goes_on(row: Row, above: Row, columns: list[Span], roles: list[str]) -> bool:
    """Whether a line is the rest of heads broken off above it: few words close under them, none of a row."""
    label = roles.index("indicator") if "indicator" in roles else -1
    close = above[0].middle - row[0].middle < 2.0 * row[0].size
    return close and all(
        len(s.words) <= 6 and not is_figure(s.words) and not _NATURE.match(s.words) and label not in covered(s, columns)
        for s in row
    )


def _columns(body: list[Row]) -> list[Span] | None:
    """The spans of the columns: what overlaps in the rows of figures; None where two cells of a row fall into one."""
    spans: list[list[float]] = []
    for segment in sorted((s for row in body for s in row), key=lambda s: s.x0):
        if spans and segment.x0 < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], segment.x1)
        else:
            spans.append([segment.x0, segment.x1])
    columns = [(a, b) for a, b in spans]
    for row in body:
        places = [stands_over(s, columns)[0] for s in row]
        if len(set(places)) < len(places):
            return None
    return columns


def _with_heads(columns: list[Span], head: list[Row]) -> list[Span]:
    """The columns with those that only a head has: empty ones, and ones whose words stand on lines of their own."""
    inner = [s for row in head for s in row if not stands_over(s, columns)]
    ends = columns[0][0], columns[-1][1]
    alone: list[Span] = []
    for segment in sorted(inner, key=lambda s: s.x0):
        beside = next((i for i in range(1, len(columns)) if columns[i - 1][1] <= segment.x0 <= columns[i][0]), None)
        under = [s for row in head for s in row if s.middle < segment.middle - 0.5 * s.size]
        covers = beside is not None and all(
            any(stands_over(s, [columns[c]]) for s in under) for c in (beside - 1, beside)
        )
        if covers:
            continue
        if alone and segment.x0 < alone[-1][1]:
            alone[-1] = (alone[-1][0], max(alone[-1][1], segment.x1))
        elif segment.x1 <= ends[0] or segment.x0 >= ends[1] or beside is not None:
            alone.append((segment.x0, segment.x1))
    return sorted([*columns, *alone])

"""Tables without rules on a page: columns by where the words of its rows stand, heads by what stands over the columns.

A run of lines with figures in columns is a table where lines over it name the indicator and a year or a target; it ends at
the first line that fits none of its columns. Its cells are guessed from the layout, so it is marked as not sure; words that
fit no single cell end the table rather than fill one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from guihua.reading.documents.builder import RawCell, RawTable
from guihua.reading.documents.glyphs import Glyph, words_of

GAP = 0.75
"""A gap of so many times the size parts two cells of a line."""
APART = 4.0
"""Lines further apart than so many times the size belong to no one table."""
FULL = 1.6
"""A label's line that leaves less than this many times its size free goes on in the next."""
MOST_HEAD = 8
LONGEST_HEAD = 16
FEWEST_ROWS = 2

_FIGURE = re.compile(r"[〔\[（(≥≤<>＜＞约]?[+\-−]?\d[\d.,，]*(?!\d*年)")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_DASH = re.compile(r"[—－\-–/／]+")
_NOTE = re.compile(r"(?:注|说明|备注|资料来源|数据来源)[:：\d]|^[①②*]")
OPENS = re.compile(r"其中|#|[（(]?[一二三四五六七八九十]{1,2}[）)、]|\d{1,2}[.、．](?!\d)")
_NATURE = re.compile("[预约]")
_CAPTION = re.compile(r"续?表[\d一二三四五六七八九十\s]|续表")
_SPACED_HEADS = ("指标", "单位", "属性", "序号", "名称", "项目", "类别", "备注")


@dataclass(frozen=True, slots=True)
class Segment:
    """The words of one cell's line: glyphs without a wide gap between them."""

    words: str
    x0: float
    x1: float
    middle: float
    size: float
    glyphs: tuple[Glyph, ...]

    @property
    def centre(self) -> float:
        """Its middle from left to right."""
        return (self.x0 + self.x1) / 2


Row = list[Segment]
Span = tuple[float, float]


@dataclass(slots=True)
class Laid:
    """A table with where it stood: columns as spans, its top and bottom, the glyphs it took, and the role of each column.

    runs_on: its last label fills its line, so that it may go on on the next page
    printed: the lines of its head, word by word
    """

    table: RawTable
    columns: list[Span]
    roles: list[str]
    top: float
    bottom: float
    glyphs: set[Glyph] = field(default_factory=set)
    runs_on: bool = False
    printed: list[list[str]] = field(default_factory=list)


def find_unruled(lines: Sequence[Sequence[Glyph]]) -> list[Laid]:
    """The tables among the lines of a page, from top to bottom."""
    rows = [segments(line) for line in lines]
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


def continued(lines: Sequence[Sequence[Glyph]], before: Laid) -> Laid | None:
    """The rows at the top of a page that go on with a table of the page before, its head printed again or not."""
    rows = [segments(line) for line in lines]
    again = rows[: len(before.printed)]
    again = again if [[s.words for s in row] for row in again] == before.printed else []
    laid = _body(rows[len(again) :], before.columns, before.roles, [], RawTable(sure=False))
    if laid is not None:
        laid.glyphs |= {g for row in again for s in row for g in s.glyphs}
        laid.printed = before.printed
    return laid


def segments(line: Sequence[Glyph]) -> Row:
    """A line parted where its gaps are wide; heads printed with blanks inside (指 标) as one."""
    groups: list[list[Glyph]] = []
    for glyph in line:
        if groups and glyph.x0 - groups[-1][-1].x1 <= GAP * max(glyph.size, groups[-1][-1].size):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    joined: Row = []
    for segment in map(_segment, groups):
        if joined and joined[-1].words + segment.words in _SPACED_HEADS:
            joined[-1] = _segment([*joined[-1].glyphs, *segment.glyphs])
        else:
            joined.append(segment)
    return joined


def _segment(glyphs: list[Glyph]) -> Segment:
    size = max(g.size for g in glyphs)
    return Segment(words_of(glyphs), glyphs[0].x0, max(g.x1 for g in glyphs), glyphs[0].middle, size, tuple(glyphs))


def _role(words: str) -> str:
    from guihua.reading.tables.columns import column_role

    return column_role(words)


def _is_seed(row: Row) -> bool:
    """Whether a line is surely one of a table: three cells or more, a figure after the first."""
    return len(row) >= 3 and any(_is_figure(s.words) for s in row[1:]) and not _YEAR.match(row[0].words)


def _seeds(rows: list[Row], first: int) -> list[int]:
    """The lines of figures from the first on that may be of one table: no line of running text between them."""
    widest = max(row[-1].x1 for row in rows) - min(row[0].x0 for row in rows)
    seeds = [first]
    for i in range(first + 1, len(rows)):
        apart = rows[i - 1][0].middle - rows[i][0].middle > APART * rows[i][0].size
        if apart or any(s.x1 - s.x0 > 0.6 * widest for s in rows[i]) or _NOTE.match(rows[i][0].words):
            break
        if _is_seed(rows[i]):
            seeds.append(i)
    return seeds


def _is_figure(words: str) -> bool:
    return bool(_FIGURE.match(words)) and not _YEAR.match(words)


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
    laid = _body([*above[depth:], *rows[seeds[0] :]], columns, roles, heads, table, begin)
    if laid is not None:
        laid.printed = [[s.words for s in row] for row in above[:depth]]
    return laid


def _without_head(rows: list[Row], columns: list[Span]) -> Laid | None:
    """Rows of figures under no head of indicators: a table all the same, whose figures are no sentences."""
    laid = _body(rows, columns, ["indicator", *["year"] * (len(columns) - 1)], [], RawTable(sure=False))
    if laid is not None:
        laid.roles = []
    return laid


def _depth(above: list[Row], columns: list[Span]) -> tuple[int, list[str]]:
    """How many of the lines over a table are its head, and what its columns hold."""
    words, roles, depth = [""] * len(columns), [""] * len(columns), 0
    for number, row in enumerate(above):
        for segment in row:
            a, b = _covered(segment, columns)
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
        a, b = _covered(segment, columns)
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
        most = 6.0 if all(_YEAR.match(s.words) for s in below) else APART
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
        len(s.words) <= 6
        and not _is_figure(s.words)
        and not _NATURE.match(s.words)
        and label not in _covered(s, columns)
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
        places = [_over(s, columns)[0] for s in row]
        if len(set(places)) < len(places):
            return None
    return columns


def _with_heads(columns: list[Span], head: list[Row]) -> list[Span]:
    """The columns with those that only a head has: empty ones, and ones whose words stand on lines of their own."""
    inner = [s for row in head for s in row if not _over(s, columns)]
    ends = columns[0][0], columns[-1][1]
    alone: list[Span] = []
    for segment in sorted(inner, key=lambda s: s.x0):
        beside = next((i for i in range(1, len(columns)) if columns[i - 1][1] <= segment.x0 <= columns[i][0]), None)
        under = [s for row in head for s in row if s.middle < segment.middle - 0.5 * s.size]
        covers = beside is not None and all(any(_over(s, [columns[c]]) for s in under) for c in (beside - 1, beside))
        if covers:
            continue
        if alone and segment.x0 < alone[-1][1]:
            alone[-1] = (alone[-1][0], max(alone[-1][1], segment.x1))
        elif segment.x1 <= ends[0] or segment.x0 >= ends[1] or beside is not None:
            alone.append((segment.x0, segment.x1))
    return sorted([*columns, *alone])


def _over(segment: Segment, columns: list[Span]) -> list[int]:
    return [i for i, (a, b) in enumerate(columns) if a < segment.x1 and segment.x0 < b]


def _covered(segment: Segment, columns: list[Span]) -> tuple[int, int]:
    """The first and last column under a head; one that stands between two columns covers both."""
    over = _over(segment, columns)
    if not over:
        after = next((i for i, (a, _) in enumerate(columns) if a >= segment.x1), len(columns))
        over = [i for i in (after - 1, after) if 0 <= i < len(columns)]
    return over[0], over[-1]


@dataclass(slots=True)
class _Label:
    """One row's label: its lines, and what stands in the row's other columns."""

    lines: list[Segment] = field(default_factory=list)
    others: dict[int, list[Segment]] = field(default_factory=dict)

    @property
    def top(self) -> float:
        """Of its lines' middles the highest."""
        return max(s.middle for s in self.lines)

    @property
    def bottom(self) -> float:
        """Of its lines' middles the lowest."""
        return min(s.middle for s in self.lines)

    def far(self, middle: float) -> float:
        """How far a line is from it, 0 inside."""
        return max(0.0, middle - self.top, self.bottom - middle)


def _body(
    rows: list[Row], columns: list[Span], roles: list[str], heads: list[Segment], table: RawTable, begin: int = 0
) -> Laid | None:
    """The rows of a table under its head, as far as every line fits its columns."""
    label = roles.index("indicator")
    placed = _placed(rows, columns, heads)
    labels = _labels(placed, label, columns)
    if not labels:
        return None
    for row in placed:
        for column, segment in row.items():
            if column == label:
                continue
            nearest = min(labels, key=lambda group: group.far(segment.middle))
            if nearest.far(segment.middle) < 1.8 * segment.size:
                nearest.others.setdefault(column, []).append(segment)
    values = {c for c, role in enumerate(roles) if role in ("year", "growth", "cumulative", "change")}
    while labels and not values & labels[-1].others.keys():
        labels.pop()  # words under the table, not of it
    if not labels:
        return None
    taken = {g for s in heads for g in s.glyphs}
    for number, group in enumerate(labels, start=begin):
        for column, parts in sorted({**group.others, label: group.lines}.items()):
            digits = sum(any(ch.isdigit() for ch in s.words) for s in parts) if column in values else 0
            table.cells.append(
                RawCell(number, column, 1, 1, False, [(" " if digits > 1 else "").join(s.words for s in parts)])
            )
            taken |= {g for s in parts for g in s.glyphs}
    last = labels[-1].lines[-1]
    runs_on = max(s.x1 for g in labels for s in g.lines) - last.x1 < FULL * last.size
    tops = [s.middle + s.size / 2 for s in (*heads, *labels[0].lines)]
    return Laid(table, columns, roles, max(tops), min(g.y0 for g in taken), taken, runs_on)


def _placed(rows: list[Row], columns: list[Span], heads: list[Segment]) -> list[dict[int, Segment]]:
    """Each line's segments by column, up to the first line that does not fit."""
    placed: list[dict[int, Segment]] = []
    last = min((s.middle for s in heads), default=rows[0][0].middle if rows else 0.0)
    for row in rows:
        if last - row[0].middle > APART * row[0].size or _NOTE.match(row[0].words):
            break
        line: dict[int, Segment] = {}
        for segment in row:
            over = _over(segment, columns)
            column = over[0] if len(over) == 1 else None
            if not over:
                column = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - segment.centre))
                nearest = columns[column]
                column = (
                    column
                    if min(abs(nearest[0] - segment.x1), abs(segment.x0 - nearest[1])) < 3 * segment.size
                    else None
                )
            if column is None or column in line:
                return placed
            line[column] = segment
        placed.append(line)
        last = row[0].middle
    return placed


def _labels(placed: list[dict[int, Segment]], label: int, columns: list[Span]) -> list[_Label]:
    """The labels of the rows: lines of one label follow each other, each but the last as wide as the column."""
    limit = max((row[label].x1 for row in placed if label in row), default=columns[label][1])
    groups: list[_Label] = []
    figures = False  # whether a line of the open group holds figures beside its label
    for row in placed:
        beside = any(c > label and (_is_figure(s.words) or _DASH.fullmatch(s.words)) for c, s in row.items())
        if label not in row:
            continue
        segment, last = row[label], groups[-1].lines[-1] if groups else None
        goes_on = (
            last is not None
            and (limit - last.x1 < FULL * segment.size or (segment.words[0] in "（(" and not beside))
            and last.middle - segment.middle < 2.0 * segment.size
            and not (figures and beside)
            and not OPENS.match(segment.words)
        )
        if goes_on:
            groups[-1].lines.append(segment)
            figures = figures or beside
        else:
            groups.append(_Label([segment]))
            figures = beside
    return groups

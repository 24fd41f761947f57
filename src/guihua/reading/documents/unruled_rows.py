"""The rows of a table without rules, under its head: labels over several lines, and what stands beside each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from guihua.reading.documents.builder import RawCell, RawTable
from guihua.reading.documents.laid import Laid
from guihua.reading.documents.segments import APART, NOTE, Row, Segment, Span, is_figure, stands_over

FULL = 1.6
"""A label's line that leaves less than this many times its size free goes on in the next."""
OPENS = re.compile(r"其中|#|[（(]?[一二三四五六七八九十]{1,2}[）)、]|\d{1,2}[.、．](?!\d)")
_DASH = re.compile(r"[—－\-–/／]+")


def lay_rows(
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


def _placed(rows: list[Row], columns: list[Span], heads: list[Segment]) -> list[dict[int, Segment]]:
    """Each line's segments by column, up to the first line that does not fit."""
    placed: list[dict[int, Segment]] = []
    last = min((s.middle for s in heads), default=rows[0][0].middle if rows else 0.0)
    for row in rows:
        if last - row[0].middle > APART * row[0].size or NOTE.match(row[0].words):
            break
        line: dict[int, Segment] = {}
        for segment in row:
            column = _column_of(segment, columns)
            if column is None or column in line:
                return placed
            line[column] = segment
        placed.append(line)
        last = row[0].middle
    return placed


def _column_of(segment: Segment, columns: list[Span]) -> int | None:
    """The column that a segment stands in, or beside; None where it stands over several, or far from all."""
    over = stands_over(segment, columns)
    if over:
        return over[0] if len(over) == 1 else None
    column = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - segment.centre))
    left, right = columns[column]
    return column if min(abs(left - segment.x1), abs(segment.x0 - right)) < 3 * segment.size else None


def _labels(placed: list[dict[int, Segment]], label: int, columns: list[Span]) -> list[_Label]:
    """The labels of the rows: lines of one label follow each other, each but the last as wide as the column."""
    limit = max((row[label].x1 for row in placed if label in row), default=columns[label][1])
    groups: list[_Label] = []
    figures = False  # whether a line of the open group holds figures beside its label
    for row in placed:
        beside = any(c > label and (is_figure(s.words) or _DASH.fullmatch(s.words)) for c, s in row.items())
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

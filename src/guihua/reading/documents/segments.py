"""A page's lines parted into the words of cells, and the columns that these stand over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guihua.reading.documents.glyphs import Glyph, words_of

GAP = 0.75
"""A gap of so many times the size parts two cells of a line."""
APART = 4.0
"""Lines further apart than so many times the size belong to no one table."""
YEAR = re.compile(r"(?:19|20)\d\d年?")
NOTE = re.compile(r"(?:注|说明|备注|资料来源|数据来源)[:：\d]|^[①②*]")
"""What begins a note under a table."""
_FIGURE = re.compile(r"[〔\[（(≥≤<>＜＞约]?[+\-−]?\d[\d.,，]*(?!\d*年)")
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


def is_figure(words: str) -> bool:
    """Whether words begin with a figure that is no year."""
    return bool(_FIGURE.match(words)) and not YEAR.match(words)


def stands_over(segment: Segment, columns: list[Span]) -> list[int]:
    """The columns that a segment stands over."""
    return [i for i, (a, b) in enumerate(columns) if a < segment.x1 and segment.x0 < b]


def covered(segment: Segment, columns: list[Span]) -> tuple[int, int]:
    """The first and last column under a head; one that stands between two columns covers both."""
    over = stands_over(segment, columns)
    if not over:
        after = next((i for i, (a, _) in enumerate(columns) if a >= segment.x1), len(columns))
        over = [i for i in (after - 1, after) if 0 <= i < len(columns)]
    return over[0], over[-1]

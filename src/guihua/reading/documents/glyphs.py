"""Glyphs of a page and the lines that they stand in.

Glyphs are placed by their own boxes rather than in the order of the file: programs write the parts of a line that are in
another font (digits, quotation marks) before or after the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its box, in points from the lower left corner of the page."""

    character: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.y0 + self.y1) / 2

    @property
    def size(self) -> float:
        """The height of its box."""
        return max(self.y1 - self.y0, 0.1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of glyphs from left to right."""

    words: str
    x0: float
    x1: float
    middle: float
    size: float


def lines_of(glyphs: list[Glyph]) -> list[Line]:
    """Glyphs as lines from top to bottom."""
    return [line_of(line) for line in glyph_lines(glyphs)]


def glyph_lines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs grouped by the lines that they stand in, from top to bottom, each from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -g.middle):
        last = lines[-1] if lines else None
        if last and abs(last[0].middle - glyph.middle) < 0.5 * min(last[0].size, glyph.size):
            last.append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda g: g.x0) for line in lines]


def line_of(glyphs: Sequence[Glyph]) -> Line:
    """One line."""
    size = median(g.size for g in glyphs)
    return Line(words_of(glyphs), glyphs[0].x0, max(g.x1 for g in glyphs), glyphs[0].middle, size)


def words_of(glyphs: Sequence[Glyph]) -> str:
    """The words of a line; blanks only between words of another script or across wide gaps."""
    size = median(g.size for g in glyphs)
    words = glyphs[0].character
    for left, right in pairwise(glyphs):
        if right.character == left.character and right.x0 - left.x0 < 0.25 * size:
            continue  # bold made by printing twice
        gap = right.x0 - left.x1
        latin = left.character.isascii() and right.character.isascii()
        words += (" " if gap > (0.15 if latin else 1.0) * size else "") + right.character
    return words

"""A table as it lies on a page of a PDF."""

from __future__ import annotations

from dataclasses import dataclass, field

from guihua.reading.documents.builder import RawTable
from guihua.reading.documents.glyphs import Glyph
from guihua.reading.documents.segments import Span


@dataclass(slots=True)
class Laid:
    """A table with where it stood: columns as spans, its top and bottom, the glyphs it took.

    roles: what each column holds, [] where no head says so or rules alone part the columns
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

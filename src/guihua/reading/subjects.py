"""Whose figures a paragraph tells: the zone, park or basin that a sentence opens with, or that a heading names alone.

It holds from there to the end of its paragraph, or to a sentence that speaks of the whole place or of another zone; a heading's
holds to the next heading. Pure: found once a text, asked by place.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from guihua.reading.compiler import subject_patterns
from guihua.reading.documents.document import Heading

_DEEP = 40
"""So many subjects back are asked whether they still hold."""


@dataclass(frozen=True, slots=True)
class Subject:
    """From `start` to `end` the figures are those of `name`; "" where they are of the whole place."""

    start: int
    end: int
    name: str


class Subjects:
    """The subjects of a text, in order; at(offset) names the one that governs a place."""

    def __init__(self, text: str, headings: tuple[Heading, ...]) -> None:
        found = [*_of_headings(text, headings), *_of_sentences(text)]
        self.found = sorted(found, key=lambda s: (s.start, -s.end))
        self.starts = [s.start for s in self.found]

    def at(self, offset: int) -> str:
        """The name of the innermost subject at a place, "" for none."""
        here = self.record(offset)
        return here.name if here else ""

    def record(self, offset: int) -> Subject | None:
        """The innermost subject at a place with its bounds; None for none."""
        last = bisect_right(self.starts, offset) - 1
        return next((s for s in reversed(self.found[max(last - _DEEP, 0) : last + 1]) if s.end > offset), None)


def owned(label: str, name: str) -> str:
    """The label with whose it is, where it does not say so: 引进项目数 of 高新区 → 高新区引进项目数."""
    patterns = subject_patterns()
    if not name or not label or name[-2:] in label or name[:2] in label or patterns.placed.search(label):
        return label
    return name + label


def _of_headings(text: str, headings: tuple[Heading, ...]) -> list[Subject]:
    patterns, found = subject_patterns(), []
    for i, heading in enumerate(headings):
        if named := patterns.alone.fullmatch(heading.title):
            end = next((h.start for h in headings[i + 1 :] if h.level <= heading.level), len(text))
            found.append(Subject(heading.end, end, named["name"]))
    return found


def _of_sentences(text: str) -> list[Subject]:
    patterns, found = subject_patterns(), []
    for opened in patterns.opens.finditer(text):
        end = text.find("\n", opened.end())
        end, name = end if end >= 0 else len(text), opened["name"] or ""
        if name and not patterns.bare.fullmatch(name) and text.find(name, opened.end(), end) < 0:
            name = ""  # named once: the paragraph goes on about something else
        if (fuller := patterns.fuller.get(name)) and (said := fuller.search(text, opened.end(), end)):
            name = said.group()  # 园区成为主要载体，…。全区工业园区实现产值…
        found.append(Subject(opened.end(), end, name))
    return found

"""Measures that the bare names of a list leave out, told by the words that open it: 各部门的投资分配如下：煤炭工业179亿元."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from guihua.reading.compiler import label_patterns
from guihua.reading.frame import Frame

_REACH = 28


@dataclass(frozen=True, slots=True)
class Announced:
    """What the names of a list measure from `start` to `end`, under one heading; "" ends the list before."""

    start: int
    end: int
    measure: str
    heading: str


class Announcements:
    """The openings of lists in a text, in order."""

    def __init__(self, text: str, about: Frame) -> None:
        self.about = about
        self.found = tuple(_openings(text, about))
        self.starts = [a.start for a in self.found]

    def measure(self, offset: int) -> str:
        """The measure of the list that the place stands in, "" where it stands in none."""
        i = bisect_left(self.starts, offset) - 1
        if i < 0 or offset > self.found[i].end or self.found[i].heading != self.about.heading(offset):
            return ""
        return self.found[i].measure


def _openings(text: str, about: Frame) -> list[Announced]:
    patterns, found = label_patterns(), []
    at = text.find("：")
    while at >= 0:
        opened = patterns.announces.search(text, max(0, at - _REACH), at + 1)
        if opened or text[at + 1 : at + 2] in ("\n", ""):
            heading = about.heading(at)
            measure = opened["measure"] if opened else ""
            if measure == "投资" and 2 < len(heading) <= 6 and "投资" not in heading:
                measure = heading + measure
            stands_alone = text[at + 1 : at + 2] in ("\n", "")  # its items are the paragraphs that follow
            end = len(text) if stands_alone else text.find("。", at)
            found.append(Announced(at, end if end > 0 else len(text), measure, heading))
        at = text.find("：", at + 1)
    return found

"""Lines that a page's width has broken, read as one: a copy of a PDF ends every line at the margin, in the middle of a word.

A break is of the page where its line is as wide as the page and no stop ends it; where most lines are so, they are joined in
a text of its own, and what is read there is moved back. Some copies have a blank in the place of every line break.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from guihua.plan.plan import Section
from guihua.plan.statement import Statement, Unread

_LINES = 8
"""Fewer lines tell no width."""
_WIDTHS = (18, 62)
"""A page holds so many Chinese characters in a line; half as much for Latin ones."""
_SLACK = 3.5
_SHARE = 0.5
"""So many of the lines must be full."""
_ENDS = "。；：！？;:!?"
_ITEM = re.compile(
    r"[　\t]|  |(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[篇章节条]|专栏)"
)
_PAGE = re.compile(r"[ 　\f]*[-—–]?[ 　]*\d[\d ]{0,4}[ 　]*[-—–]?[ 　]*")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A text without the breaks of its page; joined and raw are where its pieces begin in it and in the text itself."""

    text: str
    joined: tuple[int, ...]
    raw: tuple[int, ...]

    def back(self, offset: int) -> int:
        """The place in the text itself."""
        i = bisect_right(self.joined, offset) - 1
        return self.raw[i] + offset - self.joined[i]

    def statement(self, statement: Statement, text: str) -> Statement:
        """The statement with its spans and its quote in the text itself."""
        start, end = self.back(statement.start), self.back(statement.end - 1) + 1
        value = self.back(statement.value_start), self.back(statement.value_end - 1) + 1
        return replace(statement, start=start, end=end, value_start=value[0], value_end=value[1], quote=text[start:end])

    def unread(self, unread: Unread, text: str) -> Unread:
        """The number with its span in the text itself."""
        start, end = self.back(unread.start), self.back(unread.end - 1) + 1
        return replace(unread, text=text[start:end], start=start, end=end)

    def section(self, section: Section) -> Section:
        """The section with its span in the text itself."""
        end = self.back(section.end - 1) + 1 if section.end else 0
        return replace(section, start=self.back(section.start), end=end)


def unwrap(text: str) -> Unwrapped | None:
    """The text with its lines joined, None where no page's width has broken them."""
    for mark in "\n ":
        if joined := _joined(text, mark):
            return joined
    return None


def _joined(text: str, mark: str) -> Unwrapped | None:
    if text.count(mark) < _LINES or len(text) > 70 * text.count(mark):
        return None
    lines = text.split(mark)
    widths = [_width(line.rstrip()) for line in lines]
    known = sorted(w for w in widths if w)
    page = known[int(len(known) * 0.8)] if len(known) >= _LINES else 0.0
    if not _WIDTHS[0] <= page <= _WIDTHS[1]:
        return None
    full = [abs(w - page) <= _SLACK for w in widths]
    if sum(full) < _SHARE * len(known):
        return None
    return _pieces(lines, full, mark)


def _pieces(lines: list[str], full: list[bool], mark: str) -> Unwrapped:
    """The lines one after the other; what a soft break leaves out is the break, a page's number and blanks round them."""
    parts: list[str] = []
    joined, raw = [], []
    size = at = i = 0
    while i < len(lines):
        line = lines[i]
        follows = i + 1
        at_next = at + len(line) + 1
        while mark == "\n" and follows < len(lines) - 1 and full[i] and _PAGE.fullmatch(lines[follows] or " "):
            at_next += len(lines[follows]) + 1
            follows += 1
        soft = follows < len(lines) and full[i] and _goes_on(line, lines[follows])
        piece = line.rstrip() if soft else line + "\n" * (i + 1 < len(lines))
        lead = len(piece) - len(piece.lstrip(" ")) if parts and parts[-1][-1:] != "\n" else 0
        parts.append(piece[lead:])
        joined.append(size)
        raw.append(at + lead)
        size += len(piece) - lead
        i, at = (follows, at_next) if soft else (i + 1, at + len(line) + 1)
    return Unwrapped("".join(parts), tuple(joined), tuple(raw))


def _goes_on(line: str, after: str) -> bool:
    line = line.rstrip()
    return bool(line) and line[-1] not in _ENDS and bool(after.strip()) and not _ITEM.match(after)


def _width(line: str) -> float:
    """In Chinese characters: Latin ones count half."""
    return len(line.encode("gb18030", "replace")) / 2 if not line.isascii() else len(line) / 2

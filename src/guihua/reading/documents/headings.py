"""Headings of plain text, by their marks: 第一章, 第一节, 一、, （一）, 1., （1）.

A mark counts at the beginning of a line; within a line (texts whose line ends were lost) only after the end of a
sentence or two wide blanks, as paragraphs are indented, and only where its number continues the count, so that a reference to an item is no heading.
"""

from __future__ import annotations

import re

from guihua.reading.documents.document import Heading

LONGEST_TITLE = 42
_DIGITS = "零一二三四五六七八九十百"
_NUMBER = r"[一二三四五六七八九十百]{1,4}"
_KINDS = (
    ("part", re.compile(rf"第({_NUMBER})[篇编部](?!门|分|委)[　 ]*")),
    ("chapter", re.compile(rf"第({_NUMBER})章[　 ]*")),
    ("section", re.compile(rf"第({_NUMBER})节[　 ]*")),
    ("item", re.compile(rf"({_NUMBER})、(?![二三四五]、|[二三]次?产业)[　 ]*")),
    ("subitem", re.compile(rf"[（(]({_NUMBER})[）)][　 、]*")),
    ("point", re.compile(r"(\d{1,2})(?:[．、]|\.(?!\d))[　 ]*")),
    ("subpoint", re.compile(r"[（(](\d{1,2})[）)][　 、]*")),
)
_MARK = rf"第{_NUMBER}[篇编部章节]|{_NUMBER}、|[（(](?:{_NUMBER}|\d{{1,2}})[）)]|\d{{1,2}}[．、.](?!\d)"
_BLANK = "[　 \t\u2002\u2003\u00a0]"
_FIRST = re.compile(rf"{_BLANK}*(?={_MARK})")
_CANDIDATE = re.compile(rf"(?:[\n\f。；！？：:”）)]{_BLANK}*|　{{2}})(?={_MARK})")
_TITLE_END = re.compile(r"[。；：:\n\f]|[　]{2}|(?<=[^　 ])[　 ]+(?=[^　 ]{15})")
_NESTED = re.compile(rf"第{_NUMBER}[章节]|[（(](?:{_NUMBER}|1)[）)]|(?<!\d)1\.(?!\d)")


def find_headings(text: str) -> tuple[Heading, ...]:
    """The headings of a plain text in order of place."""
    marks = _accepted_marks(text)
    ranks = {kind: i + 1 for i, kind in enumerate(k for k, _ in _KINDS if any(m[0] == k for m in marks))}
    path: list[int] = []
    headings = []
    for kind, number, start, body in marks:
        level = ranks[kind]
        path = path[: level - 1] + [0] * (level - 1 - len(path)) + [number]
        end = _title_end(text, body)
        numbers = ".".join(str(n) for n in path)
        headings.append(Heading(start, end, level, numbers, text[body:end].strip("　 ")))
    return tuple(headings)


def chinese_ordinal(numeral: str) -> int:
    """The whole number of a mark: 十二 is 12, 二十 is 20, "7" is 7 (1 to 199)."""
    if numeral.isdigit():
        return int(numeral)
    total, pending = 0, 0
    for character in numeral:
        if character == "百":
            total, pending = total + max(pending, 1) * 100, 0
        elif character == "十":
            total, pending = total + max(pending, 1) * 10, 0
        else:
            pending = _DIGITS.index(character)
    return total + pending


def _accepted_marks(text: str) -> list[tuple[str, int, int, int]]:
    """(kind, number, start of the mark, start of the title) of every mark that counts as a heading."""
    last: dict[str, int] = {}
    marks: list[tuple[str, int, int, int]] = []
    found = _FIRST.match(text) or _CANDIDATE.search(text)
    while found:
        start, before = found.end(), text[found.start()]
        at_line = found.start() == 0 or before in "\n\f"
        position = start
        while read := _read_mark(text, start):
            kind, number, body = read
            if not _fits(number, last.get(kind, 0), at_line) or (end := _title_end(text, body)) == body:
                break
            last[kind] = number
            marks.append((kind, number, start, body))
            start = position = end
            at_line = False
        found = _CANDIDATE.search(text, position)
    return marks


def _fits(number: int, last: int, at_line: bool) -> bool:
    """Whether a mark's number continues the count; at the beginning of a line any number may."""
    return at_line or number == 1 or last < number <= last + 2


def _read_mark(text: str, start: int) -> tuple[str, int, int] | None:
    for kind, pattern in _KINDS:
        if found := pattern.match(text, start):
            return kind, chinese_ordinal(found[1]), found.end()
    return None


def _title_end(text: str, body: int) -> int:
    """Where a title ends: at its sentence's or line's end, at a mark under it, at a comma; nowhere: it is none."""
    limit = min(len(text), body + LONGEST_TITLE)
    stop = _TITLE_END.search(text, body, limit)
    end = stop.start() if stop else limit
    if nested := _NESTED.search(text, body + 2, end + 1):
        return nested.start()
    if stop is None and limit < len(text):
        comma = text.find("，", body, limit)
        return comma if comma > 0 else body
    return end


def at_mark(line: str) -> bool:
    """Whether a line begins with a heading's mark."""
    found = _FIRST.match(line)
    return found is not None

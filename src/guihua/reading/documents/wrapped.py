"""Plain text whose lines were broken at the width of a page, and words that a stray blank parts: put together again.

Text drawn from a page or typed for a terminal ends its lines where the page ends. Such line ends, page numbers between
them, and blanks inside words are taken out; every character keeps the place it had, so that spans can be told in the text as it came.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

_NARROW, _WIDE = 16, 60
"""How many characters wide the lines of a page are."""
_FEWEST = 8
_SHARE = 0.4
"""The least share of full lines."""
_SLACK = 3.5
_LONGEST = 70
"""Lines longer than this on average are no page's."""
_STOPS = "。；：！？;:!?"
_OPENS = re.compile(
    r"[　 \t]*(?:第[一二三四五六七八九十百\d]{1,4}[篇编部章节条][　 ]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[.．、](?!\d)|[①-⑳]|[—\-·●■◆▪]|专栏|附[件表]|表[ 　]?\d|图[ 　]?\d|　　| {4})"
)
_PAGE = re.compile(r"[ 　\t]*(?:[-—–·]?[ 　]*\d{1,4}[ 　]*[-—–·]?|第[ 　]?\d{1,4}[ 　]?页.{0,12})?[ 　\t]*")
_PARTED = re.compile(r"(?<=[一-鿿]) (?=[一-鿿])")
_PROSE = 40


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The text put together, and for each of its characters the place that it has in the text as it came."""

    text: str
    places: array[int]

    def start(self, offset: int) -> int:
        """Where a span that begins here begins in the text as it came."""
        return self.places[offset] if offset < len(self.places) else self.places[-1] + 1

    def end(self, offset: int) -> int:
        """Where a span that ends here ends in the text as it came."""
        return self.places[offset - 1] + 1 if offset else 0


def unwrapped(text: str) -> Unwrapped | None:
    """The text without the line ends and blanks that only a page's width put in; None where there are none."""
    breaks = _breaks(text, "\n") or _breaks(text, " ")
    cuts = sorted([*breaks, *_blanks(text)])
    if not cuts:
        return None
    pieces: list[str] = []
    places: array[int] = array("q")
    here = 0
    for start, end in cuts:
        if start < here:
            continue
        pieces.append(text[here:start])
        places.extend(range(here, start))
        here = end
    pieces.append(text[here:])
    places.extend(range(here, len(text)))
    return Unwrapped("".join(pieces), places)


def _breaks(text: str, mark: str) -> list[tuple[int, int]]:
    """What stands between two lines of one paragraph, where the text is wrapped; some copies have a blank for a line end."""
    if text.count(mark) < 2 * _FEWEST or len(text) > _LONGEST * text.count(mark):
        return []
    lines = _lines(text, mark)
    if max(b - a for a, b in lines) > 4 * _WIDE:
        return []
    told = [(a, b) for a, b in lines if not _PAGE.fullmatch(text, a, b)]
    widths = [_width(text[a:b]) for a, b in told]
    full = _full_width(widths)
    if full is None:
        return []
    cuts = []
    for (_, end), width, (start, stop) in zip(told, widths, told[1:], strict=False):
        goes_on = width >= full and text[end - 1] not in "：:" and not _OPENS.match(text, start, stop)
        if goes_on and (width < full + 2 * _SLACK or text[end - 1] not in _STOPS):
            cuts.append((end, stop - len(text[start:stop].lstrip(" 　\t"))))
    return cuts


def _full_width(widths: list[float]) -> float | None:
    """From what width on a line is full, None where the text is not wrapped."""
    ranked = sorted(w for w in widths if w >= 2)
    if len(ranked) < 2 * _FEWEST:
        return None
    widest = ranked[int(len(ranked) * 0.9)]
    full = widest - _SLACK
    count = sum(full <= w <= widest + _SLACK for w in ranked)
    wrapped = _NARROW <= widest <= _WIDE and count >= _FEWEST and count >= _SHARE * len(ranked)
    return full if wrapped and ranked[-1] <= 2 * widest else None


def _blanks(text: str) -> list[tuple[int, int]]:
    """Blanks inside a word: the characters on both sides stand together elsewhere in the text."""
    cuts = []
    known: dict[str, bool] = {}
    for found in _PARTED.finditer(text):
        a = found.start()
        line = text.rfind("\n", 0, a) + 1
        end = text.find("\n", a)
        prose = (end if end >= 0 else len(text)) - line >= _PROSE
        pair = text[a - 1] + text[a + 1]
        if prose and pair not in known:
            known[pair] = pair in text
        if prose and known[pair]:
            cuts.append(found.span())
    return cuts


def _lines(text: str, mark: str) -> list[tuple[int, int]]:
    """The lines without the blanks at their end."""
    lines, start = [], 0
    for line in text.split(mark):
        lines.append((start, start + len(line.rstrip(" 　\t"))))
        start += len(line) + 1
    return lines


def _width(line: str) -> float:
    """How wide a line is, in characters of Chinese."""
    return len(line.encode("gb18030", "replace")) / 2

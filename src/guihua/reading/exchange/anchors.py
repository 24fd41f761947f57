"""Where a quoted passage lies in a text that may have changed since."""

from __future__ import annotations

from guihua.errors import GuihuaError, Place

CONTEXT = 32
"""Characters of context kept on either side of a quote."""


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """(prefix, suffix) of a span."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def anchor(text: str, start: int, end: int, exact: str, prefix: str = "", suffix: str = "", source: str = "") -> int:
    """The start of `exact` in the text: where it was, else where its context is, else its nearest occurrence.

    Raises GuihuaError EXCHANGE-ANCHOR where the words are nowhere.
    """
    if text[start:end] == exact:
        return start
    best, best_score = -1, -1.0
    position = text.find(exact) if exact else -1
    while position >= 0:
        before, after = context(text, position, position + len(exact))
        near = 1.0 / (1 + abs(position - start))
        score = _common(before[::-1], prefix[::-1]) + _common(after, suffix) + near
        if score > best_score:
            best, best_score = position, score
        position = text.find(exact, position + 1)
    if best < 0:
        title = f"文中找不到“{exact[:20]}” / the text no longer holds these words"
        hint = "请对照原文重新标注 / mark the passage again"
        raise GuihuaError("EXCHANGE-ANCHOR", title, hint, Place(source, start=start, end=end))
    return best


def _common(left: str, right: str) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count


class Utf16:
    """Offsets in UTF-16 code units, as programs in JavaScript count, to and from characters."""

    def __init__(self, text: str) -> None:
        self.astral = [i for i, character in enumerate(text) if ord(character) > 0xFFFF]

    def to_units(self, offset: int) -> int:
        """Characters to code units."""
        from bisect import bisect_left

        return offset + bisect_left(self.astral, offset)

    def to_characters(self, units: int) -> int:
        """Code units to characters."""
        offset = units
        for position in self.astral:
            if position >= offset:
                break
            offset -= 1
        return offset

"""Where an annotation's passage lies in the plan's text, and offsets as programs in JavaScript count them."""

from __future__ import annotations

from bisect import bisect_left

from guihua.errors import GuihuaError, Place
from guihua.plan.anchors import places


def anchor(text: str, start: int, end: int, exact: str, prefix: str = "", suffix: str = "", source: str = "") -> int:
    """The start of `exact` in the text: where most of its context is; among equally good places, where it was.

    Position and quote may disagree: the quote decides. Raises GuihuaError EXCHANGE-ANCHOR where the words are nowhere,
    EXCHANGE-AMBIGUOUS where they stand in several places that nothing tells apart.
    """
    found = places(text, exact, start, prefix, suffix)
    if len(found) == 1:
        return found[0]
    place = Place(source, start=start, end=end)
    if not found:
        title = f"文中找不到“{exact[:20]}” / the text no longer holds these words"
        raise GuihuaError("EXCHANGE-ANCHOR", title, "请对照原文重新标注 / mark the passage again", place)
    title = f"“{exact[:20]}”在文中有 {len(found)} 处，分不清是哪一处 / these words stand in {len(found)} places"
    raise GuihuaError(
        "EXCHANGE-AMBIGUOUS", title, "请连同前后文重新标注 / mark the passage again with its context", place
    )


class Utf16:
    """Offsets in UTF-16 code units, as programs in JavaScript count, to and from characters."""

    def __init__(self, text: str) -> None:
        self.astral = [i for i, character in enumerate(text) if ord(character) > 0xFFFF]

    def to_units(self, offset: int) -> int:
        """Characters to code units."""
        return offset + bisect_left(self.astral, offset)

    def to_characters(self, units: int) -> int:
        """Code units to characters."""
        offset = units
        for position in self.astral:
            if position >= offset:
                break
            offset -= 1
        return offset

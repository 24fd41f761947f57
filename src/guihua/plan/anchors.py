"""Where a quoted passage lies in a text that may have changed since it was marked."""

from __future__ import annotations

from dataclasses import dataclass

CONTEXT = 32
"""Characters of context kept on either side of a quote."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A marked passage: the offsets it had, its words, and the text before and after it.

    value_start and value_end are the value's offsets in the same text, inside the passage.
    """

    start: int
    end: int
    value_start: int
    value_end: int
    quote: str
    prefix: str = ""
    suffix: str = ""


def spot(text: str, start: int, end: int, value_start: int, value_end: int) -> Spot:
    """The passage text[start:end] with its context."""
    return Spot(start, end, value_start, value_end, text[start:end], *context(text, start, end))


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """(prefix, suffix) of a span."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def places(text: str, quote: str, start: int, prefix: str = "", suffix: str = "") -> tuple[int, ...]:
    """Where the quote stands with the most of its context; of equally good places the one at `start`, if it is one.

    () where the words are nowhere; several where neither context nor position tells them apart.
    """
    if not quote:
        return ()
    best: list[int] = []
    most = -1
    position = text.find(quote)
    while position >= 0:
        before, after = context(text, position, position + len(quote))
        score = _common(before[::-1], prefix[::-1]) + _common(after, suffix)
        if score > most:
            best, most = [position], score
        elif score == most:
            best.append(position)
        position = text.find(quote, position + 1)
    return (start,) if start in best else tuple(best)


def found_again(text: str, marked: Spot) -> Spot | None:
    """The passage at its one place in this text; None where it is nowhere, or cannot be told from another."""
    found = places(text, marked.quote, marked.start, marked.prefix, marked.suffix)
    if len(found) != 1:
        return None
    by = found[0] - marked.start
    return spot(text, marked.start + by, marked.end + by, marked.value_start + by, marked.value_end + by)


def _common(left: str, right: str) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count

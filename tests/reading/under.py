"""What reading makes of words that stand under the head of a document."""

from __future__ import annotations

from guihua.plan.statement import Statement
from guihua.reading import read_text


def under(head: str, words: str) -> list[Statement]:
    """The statements of the words alone; those of the head are left out."""
    return [s for s in read_text(head + words + "\n").statements if s.start >= len(head)]


def one(head: str, words: str) -> Statement:
    """The only statement of the words."""
    found = under(head, words)
    assert len(found) == 1, [s.indicator for s in found]
    return found[0]

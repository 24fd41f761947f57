"""Main targets (主要指标) of a text: what it promises in a chapter or passage of targets, or calls binding or expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from guihua.plan.statement import Kind, Nature, Statement
from guihua.reading.compiler import pattern
from guihua.reading.frame import Frame

_CHAPTER = pattern(r"目标(?!责任|考核|管理|完成|分解|任务分工)|主要指标|预期指标")


def main_targets(statements: Iterable[Statement], frame: Frame) -> Iterator[Statement]:
    """The same statements; those that are main targets say so."""
    for statement in statements:
        named = statement.nature is not Nature.UNSTATED
        main = statement.kind is Kind.TARGET and (named or in_target_chapter(frame, statement.value_start))
        yield replace(statement, main=True) if main else statement


def in_target_chapter(frame: Frame, offset: int) -> bool:
    """Whether a heading over this place is of targets."""
    return any(_CHAPTER.search(title) for title in frame.headings_over(offset))

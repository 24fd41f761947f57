"""Controls that lost their names get them back.

LibreOffice 7 keeps content controls but drops their tags when it saves. The register lists every control in the order of
the file with its text, so that the nameless ones can be told by their place and by what stands around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from guihua.reporting.word.elements import controls, w, words
from guihua.reporting.word.register import bare

ENOUGH = 0.5
"""Of the nameless controls at least this share must read as registered, or none is named."""


def order_of(root: Any) -> tuple[tuple[str, str], ...]:
    """(tag, words) of every tagged control in the order of the file."""
    return tuple((name, bare(words(sdt))) for name, sdt in controls(root))


def retag(root: Any, order: Sequence[tuple[str, str]]) -> int:
    """Name the nameless controls after the registered order, where most of them still read as registered.

    Does nothing where any control has a tag: then the program that saved the file keeps them, and a nameless one is a
    person's own. Returns how many were named.
    """
    standing = list(root.iter(w("sdt")))
    if not order or not standing or controls(root):
        return 0
    now = [bare(words(sdt)) for sdt in standing]
    known = [text for _tag, text in order]
    pairs = _pairs(known, now)
    same = sum(known[i] == now[j] for i, j in pairs)
    if same < ENOUGH * len(now):
        return 0
    for i, j in pairs:
        _name(standing[j], order[i][0])
    return len(pairs)


def _pairs(known: Sequence[str], now: Sequence[str]) -> list[tuple[int, int]]:
    """Which registered control is which standing one: by place where none came or went, else by their texts."""
    if len(known) == len(now):
        return [(i, i) for i in range(len(known))]
    found: list[tuple[int, int]] = []
    for kind, i, k, j, m in SequenceMatcher(None, known, now, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and k - i == m - j):
            found += zip(range(i, k), range(j, m), strict=True)
    return found


def _name(sdt: Any, name: str) -> None:
    from lxml import etree

    properties = sdt.find(w("sdtPr"))
    if properties is None:
        properties = etree.Element(w("sdtPr"))
        sdt.insert(0, properties)
    mark = etree.Element(w("tag"))
    mark.set(w("val"), name)
    properties.insert(0, mark)

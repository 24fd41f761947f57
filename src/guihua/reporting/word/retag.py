"""Controls that lost their names get them back.

LibreOffice 7 keeps content controls but drops their tags when it saves. The register lists every control in the order of
the file with its text, so that the nameless ones can be told by their place and by what stands around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from guihua.reporting.word.register import bare
from guihua.reporting.word.sections import W

ENOUGH = 0.5
"""Of the nameless controls at least this share must read as registered, or none is named."""


def order_of(root: Any) -> tuple[tuple[str, str], ...]:
    """(tag, words) of every tagged control in the order of the file."""
    found = ((_tag(sdt), _words(sdt)) for sdt in root.iter(_w("sdt")))
    return tuple((tag, words) for tag, words in found if tag)


def retag(root: Any, order: Sequence[tuple[str, str]]) -> int:
    """Name the nameless controls after the registered order, where most of them still read as registered.

    Does nothing where any control has a tag: then the program that saved the file keeps them, and a nameless one is a
    person's own. Returns how many were named.
    """
    standing = list(root.iter(_w("sdt")))
    if not order or not standing or any(_tag(sdt) for sdt in standing):
        return 0
    words = [_words(sdt) for sdt in standing]
    known = [text for _tag_, text in order]
    pairs = list(_pairs(known, words))
    same = sum(known[i] == words[j] for i, j in pairs)
    if same < ENOUGH * len(words):
        return 0
    for i, j in pairs:
        _name(standing[j], order[i][0])
    return len(pairs)


def _pairs(known: Sequence[str], words: Sequence[str]) -> list[tuple[int, int]]:
    """Which registered control is which standing one: by place where none came or went, else by their texts."""
    if len(known) == len(words):
        return [(i, i) for i in range(len(known))]
    found: list[tuple[int, int]] = []
    for kind, i, k, j, m in SequenceMatcher(None, known, words, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and k - i == m - j):
            found += zip(range(i, k), range(j, m), strict=True)
    return found


def _name(sdt: Any, tag: str) -> None:
    from lxml import etree

    properties = sdt.find(_w("sdtPr"))
    if properties is None:
        properties = etree.Element(_w("sdtPr"))
        sdt.insert(0, properties)
    mark = etree.Element(_w("tag"))
    mark.set(_w("val"), tag)
    properties.insert(0, mark)


def _tag(sdt: Any) -> str:
    found = sdt.find(f"{_w('sdtPr')}/{_w('tag')}")
    return "" if found is None else str(found.get(_w("val")) or "")


def _words(sdt: Any) -> str:
    content = sdt.find(_w("sdtContent"))
    return "" if content is None else bare("".join(t.text or "" for t in content.iter(_w("t"))))


def _w(name: str) -> str:
    return f"{{{W}}}{name}"

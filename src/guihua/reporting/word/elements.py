"""Elements of a file's XML that is read again: their names, the texts of a paragraph, the content controls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guihua.reporting.word.sections import W


def w(name: str) -> str:
    """An element's or attribute's full name."""
    return f"{{{W}}}{name}"


def controls(root: Any) -> list[tuple[str, Any]]:
    """(tag, element) of every tagged content control, in the order of the text."""
    return [(name, sdt) for sdt in root.iter(w("sdt")) if (name := tag(sdt))]


def tag(sdt: Any) -> str:
    """The tag of a content control, "" without one."""
    found = sdt.find(f"{w('sdtPr')}/{w('tag')}")
    return "" if found is None else str(found.get(w("val")) or "")


def words(sdt: Any) -> str:
    """The text that stands in a content control now."""
    content = sdt.find(w("sdtContent"))
    return "" if content is None else "".join(t.text or "" for t in content.iter(w("t")))


def slots(paragraph: Any) -> Iterator[Any]:
    """The texts of a paragraph; those of paragraphs inside it (text boxes) are left out."""
    for slot in paragraph.iter(w("t")):
        if next(slot.iterancestors(w("p"))) is paragraph:
            yield slot

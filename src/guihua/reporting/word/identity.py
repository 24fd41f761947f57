"""Controls, bookmarks and styles of an edited file made good again: numbers that copying doubled, styles that an office
program renamed."""

from __future__ import annotations

from typing import Any

from guihua.reporting.word.elements import w
from guihua.reporting.word.inline import control_id


def renumber(root: Any) -> None:
    """No two controls and no two bookmarks of a file share a number, no two bookmarks a name."""
    seen: set[str] = set()
    for number in root.iter(w("id")):
        if number.getparent().tag != w("sdtPr"):
            continue
        place = 0
        while number.get(w("val")) in seen:
            place += 1
            number.set(w("val"), str(control_id(f"{number.get(w('val'))}/again", place)))
        seen.add(number.get(w("val")))
    _renumber_bookmarks(root)


def restyle(element: Any, names: dict[str, str]) -> None:
    """Give copied paragraphs the style ids of the file that they come into; names: id there → id here."""
    for style in element.iter(w("pStyle")):
        style.set(w("val"), names.get(style.get(w("val")), style.get(w("val"))))


def style_names(fresh: Any, mine: Any) -> dict[str, str]:
    """Style ids of a fresh file → ids of the styles of the same names in an edited one."""
    here = {_style_name(style): style.get(w("styleId")) for style in mine.iter(w("style"))}
    pairs = ((style.get(w("styleId")), here.get(_style_name(style))) for style in fresh.iter(w("style")))
    return {identity: known for identity, known in pairs if known}


def _style_name(style: Any) -> str:
    name = style.find(w("name"))
    return "" if name is None else str(name.get(w("val"))).lower()


def _renumber_bookmarks(root: Any) -> None:
    names: set[str] = set()
    now: dict[str, str | None] = {}
    count = 0
    for element in list(root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        old = str(element.get(w("id")))
        if element.tag == w("bookmarkStart"):
            name = str(element.get(w("name")))
            count += 1
            now[old] = None if name in names else str(count)
            names.add(name)
        number = now.get(old)
        if number is None:
            element.getparent().remove(element)
        else:
            element.set(w("id"), number)

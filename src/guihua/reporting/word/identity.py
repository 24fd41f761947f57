"""Controls, bookmarks and styles of an edited file made good again: numbers that copying doubled, styles that an office
program renamed."""

from __future__ import annotations

from typing import Any

from guihua.reporting.word.inline import control_id
from guihua.reporting.word.sections import W


def renumber(root: Any) -> None:
    """No two controls and no two bookmarks of a file share a number, no two bookmarks a name."""
    seen: set[str] = set()
    for number in root.iter(_w("id")):
        if number.getparent().tag != _w("sdtPr"):
            continue
        place = 0
        while number.get(_w("val")) in seen:
            place += 1
            number.set(_w("val"), str(control_id(f"{number.get(_w('val'))}/again", place)))
        seen.add(number.get(_w("val")))
    _renumber_bookmarks(root)


def restyle(element: Any, names: dict[str, str]) -> None:
    """Give copied paragraphs the style ids of the file that they come into; names: id there → id here."""
    for style in element.iter(_w("pStyle")):
        style.set(_w("val"), names.get(style.get(_w("val")), style.get(_w("val"))))


def style_names(fresh: Any, mine: Any) -> dict[str, str]:
    """Style ids of a fresh file → ids of the styles of the same names in an edited one."""
    here = {_style_name(style): style.get(_w("styleId")) for style in mine.iter(_w("style"))}
    pairs = ((style.get(_w("styleId")), here.get(_style_name(style))) for style in fresh.iter(_w("style")))
    return {identity: known for identity, known in pairs if known}


def _style_name(style: Any) -> str:
    name = style.find(_w("name"))
    return "" if name is None else str(name.get(_w("val"))).lower()


def _renumber_bookmarks(root: Any) -> None:
    names: set[str] = set()
    now: dict[str, str | None] = {}
    count = 0
    for element in list(root.iter(_w("bookmarkStart"), _w("bookmarkEnd"))):
        old = str(element.get(_w("id")))
        if element.tag == _w("bookmarkStart"):
            name = str(element.get(_w("name")))
            count += 1
            now[old] = None if name in names else str(count)
            names.add(name)
        number = now.get(old)
        if number is None:
            element.getparent().remove(element)
        else:
            element.set(_w("id"), number)


def _w(name: str) -> str:
    return f"{{{W}}}{name}"

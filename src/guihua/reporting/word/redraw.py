"""Charts of an edited .docx drawn anew, wherever a person moved them and however wide they were made."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from guihua.reporting.document import Picture
from guihua.reporting.word.pictures import LONGEST_ALT, MARK
from guihua.reporting.word.register import Written
from guihua.reporting.word.sections import R

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATIONS = "word/_rels/document.xml.rels"


@dataclass(slots=True)
class Redrawn:
    """What became of charts, by caption or id: drawn anew; changed by a person and left; no longer in the report;
    in the report, without a place in the file."""

    drawn: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    homeless: list[str] = field(default_factory=list)


def redraw(
    root: Any, parts: dict[str, bytes], anew: Mapping[str, Picture], written: Written, relations: Any
) -> Redrawn:
    """Put new images in place of our old ones in `parts`; width stays as it is, height follows the new shape.

    relations is the parsed relations part of the document.
    """
    done = Redrawn()
    found = dict(_ours(root))
    for name, drawing in found.items():
        picture = anew.get(name)
        if picture is None:
            done.gone.append(name)
            continue
        part = _image(drawing, relations)
        if part not in parts:
            continue
        if sha256(parts[part]).hexdigest() != written.pictures.get(name, ""):
            if parts[part] != picture.png:
                done.kept.append(picture.caption)
        elif parts[part] != picture.png:
            _replace(drawing, picture)
            parts[part] = picture.png
            done.drawn.append(picture.caption)
    done.homeless += [p.caption for name, p in anew.items() if name not in found]
    return done


def _ours(root: Any) -> Iterator[tuple[str, Any]]:
    """(picture id, drawing) of the charts that carry our name."""
    for drawing in root.iter("{*}inline", "{*}anchor"):
        properties = drawing.find(f"{_WP}docPr")
        name = "" if properties is None else str(properties.get("name") or "")
        if name.startswith(MARK):
            yield name.removeprefix(MARK), drawing


def _image(drawing: Any, relations: Any) -> str:
    """The name of the part that holds a drawing's image."""
    blip = next(drawing.iter(f"{_A}blip"), None)
    wanted = None if blip is None else blip.get(f"{{{R}}}embed")
    for relation in relations:
        if relation.get("Id") == wanted:
            target = str(relation.get("Target"))
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"word/{target}")
    return ""


def _replace(drawing: Any, picture: Picture) -> None:
    """A new image's words and height."""
    width, height = _pixels(picture.png)
    for extent in (drawing.find(f"{_WP}extent"), next(drawing.iter(f"{_A}ext"), None)):
        if extent is not None and extent.get("cx"):
            extent.set("cy", str(int(extent.get("cx")) * height // width))
    drawing.find(f"{_WP}docPr").set("descr", picture.alt[:LONGEST_ALT])


def _pixels(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG from its first chunk (ISO/IEC 15948, 11.2.2)."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])

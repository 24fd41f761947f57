"""Edited by hand, updated by machine: figures are refreshed, people's words are kept, changed figures are reported."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guihua.reporting.carried import carried, controls, figures_part, parts, words, xml
from guihua.reporting.document import Document
from guihua.reporting.docx_writer import W, figures_xml

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did.

    refreshed  (what, before, after) of figures that stand differently now
    kept       (what, the person's text, the computed text): changed by hand, left as they are
    gone       figures of the file that are no longer computed
    fresh      figures of the new report that the file has no place for
    """

    data: bytes
    refreshed: tuple[tuple[str, str, str], ...]
    kept: tuple[tuple[str, str, str], ...]
    gone: tuple[str, ...]
    fresh: tuple[str, ...]


def update_docx(data: bytes, anew: Document, name: str = "") -> Update:
    """Put the figures of a report made anew into an edited .docx. Only content controls are touched.

    Figures that a person changed stay registered as computed, so that the next update finds them again.
    """
    before = carried(data, name)
    old = {figure.id: figure for figure in before.figures}
    new = {figure.id: figure for figure in anew.figures}
    named = parts(data, name)
    root = xml(named["word/document.xml"], name)
    refreshed: dict[str, tuple[str, str, str]] = {}
    kept: dict[str, tuple[str, str, str]] = {}
    gone: dict[str, str] = {}
    for tag, sdt in controls(root):
        figure, computed = old.get(tag), new.get(tag)
        if figure is None:
            continue
        shown = words(sdt)
        if computed is None:
            gone[tag] = figure.what
        elif _bare(shown) not in (_bare(figure.text), _bare(computed.text)):
            kept[tag] = (figure.what, shown, computed.text)
        elif shown != computed.text:
            _put(sdt, computed.text)
            refreshed[tag] = (figure.what, figure.text, computed.text)
    fresh = tuple(f.what for f in anew.figures if f.id not in before.shown)
    named[figures_part(named)] = figures_xml(anew)
    named["word/document.xml"] = _serialised(root)
    return Update(_packed(data, named), tuple(refreshed.values()), tuple(kept.values()), tuple(gone.values()), fresh)


def _put(sdt: Any, text: str) -> None:
    """Write a text into a content control: the first run keeps its looks, the others lose their text."""
    content = sdt.find(f"{{{W}}}sdtContent")
    slots = list(content.iter(f"{{{W}}}t"))
    for i, slot in enumerate(slots):
        slot.text = text if i == 0 else ""
        slot.set(_SPACE, "preserve")


def _serialised(root: Any) -> bytes:
    from lxml import etree

    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _packed(source: bytes, named: Mapping[str, bytes]) -> bytes:
    """The package with its parts in the order and with the times that they had."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            kept = zipfile.ZipInfo(info.filename, info.date_time)
            kept.compress_type, kept.external_attr = zipfile.ZIP_DEFLATED, info.external_attr
            after.writestr(kept, named[info.filename])
    return out.getvalue()


def _bare(text: str) -> str:
    return "".join(text.split())

"""What a finished file carries: its figures and how it was made, out of .docx and .html, and what people changed in it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from guihua.errors import GuihuaError
from guihua.reporting.document import Figure
from guihua.reporting.word.elements import controls, words
from guihua.reporting.word.register import FIGURES_NS, Written, bare, read_written
from guihua.reporting.word.retag import retag

DOCUMENT = "word/document.xml"
LIMIT = 200_000_000
"""Bytes that a file's parts may unpack to."""


@dataclass(frozen=True, slots=True)
class Carried:
    """figures as registered when the file was made; shown: figure id → every text that stands in the file now;
    written: what the machine wrote where (.docx only)."""

    figures: tuple[Figure, ...]
    meta: Mapping[str, str]
    shown: Mapping[str, tuple[str, ...]]
    written: Written = field(default_factory=Written)

    def changed(self) -> tuple[tuple[Figure, str], ...]:
        """Figures that a person changed, with what stands there now."""
        return tuple(
            (figure, text)
            for figure in self.figures
            for text in self.shown.get(figure.id, ())
            if bare(text) != bare(figure.text)
        )


def carried(data: bytes, name: str = "") -> Carried:
    """The figures of a file's bytes. GuihuaError TRACE-FORMAT, TRACE-NONE or TRACE-BROKEN."""
    if data[:2] == b"PK":
        return _docx(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise GuihuaError(
            "TRACE-FORMAT",
            "既不是 .docx 也不是 .html neither .docx nor .html",
            "给出 guihua 写的报告 give a report that guihua wrote",
            name,
        ) from None
    found = re.search(r'<script type="application/json" id="figures">(.*?)</script>', text, re.S)
    if found is None:
        raise _none(name)
    shown: dict[str, list[str]] = {}
    for value, inner in re.findall(r'<data value="([^"]*)"[^>]*>(.*?)</data>', text, re.S):
        shown.setdefault(unescape(value), []).append(unescape(inner.replace("<br>", "\n")))
    return _carried(found[1], {key: tuple(texts) for key, texts in shown.items()}, name)


def parts(data: bytes, name: str = "") -> dict[str, bytes]:
    """The parts of a .docx, bounded; GuihuaError TRACE-BROKEN where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > LIMIT:
                raise GuihuaError(
                    "TRACE-BROKEN",
                    "解压后大得不像文档 unpacks to more than a document can hold",
                    "检查文件 check the file",
                    name,
                )
            return {info.filename: package.read(info) for info in package.infolist()}
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError, ValueError) as error:
        raise GuihuaError(
            "TRACE-BROKEN",
            f"读不出这个 .docx no readable .docx: {error}",
            "打开后另存一次 open and save it again",
            name,
        ) from None


def xml(data: bytes, name: str = "") -> Any:
    """Parse one part without entities or network. GuihuaError TRACE-BROKEN."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise GuihuaError(
            "TRACE-BROKEN",
            f"其中有一部分不是 XML a part is no XML: {error}",
            "打开后另存一次 open and save it again",
            name,
        ) from None


def body(named: Mapping[str, bytes], file: Carried, name: str = "") -> Any:
    """The document's XML, its controls named again where the program that saved it dropped their names."""
    root = xml(named[DOCUMENT], name)
    retag(root, file.written.order)
    return root


def figures_part(named: Mapping[str, bytes]) -> str:
    """The name of the part that holds the figures; "" where there is none (an office program may renumber parts)."""
    for name in sorted(named):
        if name.startswith("customXml/") and FIGURES_NS.encode() in named[name][:400]:
            return name
    return ""


def _docx(data: bytes, name: str) -> Carried:
    named = parts(data, name)
    place = figures_part(named)
    if not place or DOCUMENT not in named:
        raise _none(name)
    text = xml(named[place], name).text or ""
    root = body(named, _carried(text, {}, name), name)
    shown: dict[str, list[str]] = {}
    for tag, sdt in controls(root):
        shown.setdefault(tag, []).append(words(sdt))
    return _carried(text, {key: tuple(texts) for key, texts in shown.items()}, name)


def _carried(text: str, shown: Mapping[str, tuple[str, ...]], name: str) -> Carried:
    try:
        data = json.loads(text)
        figures = tuple(_figure(row) for row in data["figures"])
        meta = {str(k): str(v) for k, v in data["meta"].items()}
        known = {figure.id for figure in figures}
        return Carried(figures, meta, {k: v for k, v in shown.items() if k in known}, read_written(data))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise GuihuaError(
            "TRACE-BROKEN",
            "其中的数字清单损坏 its list of figures is damaged",
            "重新生成报告 make the report anew",
            name,
        ) from None


def _figure(row: Mapping[str, Any]) -> Figure:
    slots: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Figure(**slots)


def _none(name: str) -> GuihuaError:
    return GuihuaError(
        "TRACE-NONE",
        "文件里没有数字登记 the file carries no figures",
        "只有 guihua 写出的 .docx 和 .html 才有 only its own",
        name,
    )

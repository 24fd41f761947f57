"""Word documents (.docx): paragraphs, headings by style or outline, automatic numbers, tables with merged cells."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError, Place
from guihua.reading.documents.builder import Builder, RawCell, RawTable
from guihua.reading.documents.document import Document

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 300
"""A part that unpacks to more than this many times its size, beyond 20 MB, is taken for a zip bomb."""

DEEPEST_LIST = 8
MOST_COLUMNS = 200

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HINT = "请用 Word 或 WPS 重新另存为 .docx / save it again as .docx in Word or WPS"
_CHINESE = {"chineseCounting", "chineseCountingThousand", "ideographTraditional", "japaneseCounting"}


@dataclass(slots=True)
class _Numbering:
    """Automatic numbers: (numId, level) → (format, text), and how far each list has counted."""

    levels: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)


def read_docx(data: bytes, source: str = "") -> Document:
    """Read a .docx. Deleted text of tracked changes is left out, inserted text is read; footnotes stand at the end.

    Raises GuihuaError: READ-DOCX-BROKEN, READ-ZIP-BOMB, READ-XML-ENTITIES, READ-EMPTY.
    """
    parts = _parts(data, source)
    body = _parse(parts["word/document.xml"], "word/document.xml", source).find(f"{_W}body")
    if body is None:
        raise GuihuaError("READ-DOCX-BROKEN", "文档没有正文 / the document has no body", _HINT, source)
    levels = _style_levels(parts, source)
    numbering = _numbering(parts, source)
    builder = Builder()
    for block in _blocks(body):
        if block.tag == f"{_W}p":
            builder.paragraph(_number(block, numbering) + _words(block), _level(block, levels))
        else:
            builder.table(_table(block, 0))
    _footnotes(parts, source, builder)
    return builder.finish(source, "docx")


def _parts(data: bytes, source: str) -> dict[str, bytes]:
    """The parts that are read, after a look at what they would unpack to."""
    wanted = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename: info for info in archive.infolist()}
            if "word/document.xml" not in names:
                title = "压缩包里没有 word/document.xml / this is no Word document"
                raise GuihuaError("READ-DOCX-BROKEN", title, _HINT, source)
            found = {}
            for name in wanted:
                if name in names:
                    found[name] = _unpack(archive, names[name], source)
            return found
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        title = f"docx 已损坏：{error} / the docx is damaged"
        raise GuihuaError("READ-DOCX-BROKEN", title, _HINT, source) from None
    except Exception as error:  # zlib.error and lzma errors share no base class
        if isinstance(error, GuihuaError):
            raise
        title = f"docx 已损坏：{error} / the docx is damaged"
        raise GuihuaError("READ-DOCX-BROKEN", title, _HINT, source) from None


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: str) -> bytes:
    """Unpack one part, never more than the limit, whatever its header claims."""
    limit = min(MAX_UNPACKED, max(20 * 1024 * 1024, info.compress_size * MAX_RATIO))
    with archive.open(info) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        title = f"{info.filename} 解压后过大，疑为压缩炸弹 / {info.filename} unpacks beyond {limit // 2**20} MB"
        raise GuihuaError("READ-ZIP-BOMB", title, _HINT, Place(source, cell=info.filename))
    return content


def _parse(content: bytes, name: str, source: str) -> _Element:
    from lxml import etree

    if b"<!DOCTYPE" in content[:8192] or b"<!ENTITY" in content:
        title = f"{name} 声明了实体，拒绝读取 / {name} declares entities, which Word never writes"
        raise GuihuaError("READ-XML-ENTITIES", title, _HINT, Place(source, cell=name))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        title = f"{name} 不是合格的 XML / {name} is not well-formed: {error}"
        line = getattr(error, "lineno", None)
        raise GuihuaError("READ-DOCX-BROKEN", title, _HINT, Place(source, line=line, cell=name)) from None


def _blocks(body: _Element) -> list[_Element]:
    """Paragraphs and tables in order, those inside content controls and text boxes of the body too."""
    blocks: list[_Element] = []
    waiting = list(reversed(body))
    while waiting:
        element = waiting.pop()
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            blocks.append(element)
            if element.tag == f"{_W}p":
                waiting.extend(reversed([box for box in element.iter(f"{_W}txbxContent") if not _fallback(box)]))
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}txbxContent", f"{_W}ins", f"{_W}smartTag"):
            waiting.extend(reversed(element))
    return blocks


def _fallback(element: _Element) -> bool:
    return any(ancestor.tag == f"{_MC}Fallback" for ancestor in element.iterancestors())


def _words(paragraph: _Element) -> str:
    """The words of a paragraph: no deleted text, no field codes, none of its text boxes."""
    words: list[str] = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        owner = next((a for a in element.iterancestors(f"{_W}p")), None)
        if owner is not paragraph:
            continue
        if element.tag == f"{_W}t":
            words.append(element.text or "")
        elif element.tag == f"{_W}noBreakHyphen":
            words.append("-")
        elif element.getparent().tag == f"{_W}r":
            words.append(" ")
    return "".join(words)


def _level(paragraph: _Element, levels: dict[str, int]) -> int:
    """The outline level of a paragraph, 0 where it is no heading."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return 0
    outline = properties.find(f"{_W}outlineLvl")
    if outline is not None:
        level = _small(outline.get(f"{_W}val", ""), 9)
        return level + 1 if level < 9 else 0
    style = properties.find(f"{_W}pStyle")
    return levels.get(style.get(f"{_W}val", ""), 0) if style is not None else 0


def _style_levels(parts: dict[str, bytes], source: str) -> dict[str, int]:
    """Style id → outline level, by the style's own level, its name, or the style it is based on."""
    if "word/styles.xml" not in parts:
        return {}
    own: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in _parse(parts["word/styles.xml"], "word/styles.xml", source).iter(f"{_W}style"):
        key = style.get(f"{_W}styleId", "")
        name = style.find(f"{_W}name")
        words = (name.get(f"{_W}val", "") if name is not None else "").lower()
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        parent = style.find(f"{_W}basedOn")
        if outline is not None:
            level = _small(outline.get(f"{_W}val", ""), 9) + 1
            own[key] = level if level <= 9 else 0
        elif words.startswith(("heading ", "标题 ")) and (level := _small(words.split()[-1], 0)):
            own[key] = min(level, 9)
        if parent is not None:
            based[key] = parent.get(f"{_W}val", "")
    for key in based:
        seen, style_id = {key}, key
        while style_id not in own and style_id in based and based[style_id] not in seen:
            style_id = based[style_id]
            seen.add(style_id)
        if style_id in own:
            own[key] = own[style_id]
    return {key: level for key, level in own.items() if level}


def _numbering(parts: dict[str, bytes], source: str) -> _Numbering:
    numbering = _Numbering()
    if "word/numbering.xml" not in parts:
        return numbering
    root = _parse(parts["word/numbering.xml"], "word/numbering.xml", source)
    abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
    for element in root.iter(f"{_W}abstractNum"):
        levels = {}
        for level in element.iter(f"{_W}lvl"):
            index = _small(level.get(f"{_W}ilvl", ""), 0)
            levels[index] = (_val(level, "numFmt"), _val(level, "lvlText"), _small(_val(level, "start"), 1))
        abstract[element.get(f"{_W}abstractNumId", "")] = levels
    for element in root.iter(f"{_W}num"):
        key = element.get(f"{_W}numId", "")
        for index, level in abstract.get(_val(element, "abstractNumId"), {}).items():
            numbering.levels[(key, index)] = level
    return numbering


def _val(element: _Element, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return str(child.get(f"{_W}val", "")) if child is not None else ""


def _small(words: str, otherwise: int) -> int:
    """A whole number as Word writes it; what is none, or longer than six digits, counts as `otherwise`."""
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 6 else otherwise


def _number(paragraph: _Element, numbering: _Numbering) -> str:
    """The automatic number before a paragraph ("（一）"), counted on; empty where it has none or a bullet."""
    properties = paragraph.find(f"{_W}pPr/{_W}numPr")
    if properties is None or not numbering.levels:
        return ""
    key, index = _val(properties, "numId"), min(_small(_val(properties, "ilvl"), 0), DEEPEST_LIST)
    found = numbering.levels.get((key, index))
    if found is None or found[0] in ("bullet", "none", ""):
        return ""
    counts = numbering.counts.setdefault(key, [])
    counts[index + 1 :] = []
    while len(counts) <= index:
        counts.append(numbering.levels.get((key, len(counts)), ("", "", 1))[2] - 1)
    counts[index] += 1
    words = found[1]
    for level, count in enumerate(counts):
        form = numbering.levels.get((key, level), ("decimal", "", 1))[0]
        words = words.replace(f"%{level + 1}", _numeral(count) if form in _CHINESE else str(count))
    return words


def _numeral(number: int) -> str:
    """1 to 99 in Chinese, others in figures."""
    digits = "零一二三四五六七八九"
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones else "")


def _table(element: _Element, depth: int) -> RawTable:
    """A table with its merged cells (gridSpan, vMerge) as single cells."""
    table = RawTable()
    open_merges: dict[int, RawCell] = {}
    for row, tr in enumerate(_children(element, "tr")):
        head = tr.find(f"{_W}trPr/{_W}tblHeader") is not None
        before = tr.find(f"{_W}trPr")
        column = min(_small(_val(before, "gridBefore"), 0), MOST_COLUMNS) if before is not None else 0
        for tc in _children(tr, "tc"):
            properties = tc.find(f"{_W}tcPr")
            span = _small(_val(properties, "gridSpan"), 1) if properties is not None else 1
            across = max(1, min(span, MOST_COLUMNS))
            merge = properties.find(f"{_W}vMerge") if properties is not None else None
            above = open_merges.get(column)
            if merge is not None and merge.get(f"{_W}val") != "restart" and above is not None:
                above.row_span = row - above.row + 1
            else:
                cell = RawCell(row, column, 1, across, head, _content(tc, depth))
                table.cells.append(cell)
                open_merges.pop(column, None)
                if merge is not None:
                    open_merges[column] = cell
            column += across
    return table


def _children(element: _Element, name: str) -> list[_Element]:
    """Children of this name, those wrapped in content controls too."""
    found: list[_Element] = []
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if child.tag == f"{_W}{name}":
            found.append(child)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            waiting.extend(reversed(child))
    return found


def _content(cell: _Element, depth: int) -> list[str | RawTable]:
    content: list[str | RawTable] = []
    for block in _blocks(cell):
        if block.tag == f"{_W}p":
            content.append(_words(block))
        elif depth < 20:
            content.append(_table(block, depth + 1))
        else:
            content.append(" ".join(str(t.text or "") for t in block.iter(f"{_W}t")))
    return content


def _footnotes(parts: dict[str, bytes], source: str, builder: Builder) -> None:
    if "word/footnotes.xml" not in parts:
        return
    for note in _parse(parts["word/footnotes.xml"], "word/footnotes.xml", source).iter(f"{_W}footnote"):
        if note.get(f"{_W}type") is None:
            words = "".join(_words(p) for p in note.iter(f"{_W}p"))
            if words.strip():
                builder.paragraph(f"注{note.get(f'{_W}id', '')}：{words.strip()}")

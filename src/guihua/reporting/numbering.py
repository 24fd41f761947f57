"""Page numbers of the contents, as LibreOffice lays the pages out.

The numbers become the last results of the PAGEREF fields, so that every program shows them, and the lines become one TOC
field, so that "update table" of a word processor makes them anew. The mark "stale" goes: it makes Word ask on opening
whether fields may be updated. Without LibreOffice the mark stays, and the numbers are left to the word processor.
"""

from __future__ import annotations

import re
from typing import Any

from guihua.reporting.carried import DOCUMENT, parts, xml
from guihua.reporting.pdf import has_libreoffice, write_pdf
from guihua.reporting.word.contents import DEEPEST
from guihua.reporting.word.elements import w
from guihua.reporting.word.package import repacked
from guihua.reporting.word.pieces import JOINER

_PAGEREF = re.compile(r"\s*PAGEREF\s+(\S+)")
_TOC = re.compile(r"\s*TOC\b")


def number_contents(docx: bytes) -> bytes:
    """The file with the page of every heading written into its contents; as it was where that cannot be had."""
    if not has_libreoffice():
        return docx
    named = parts(docx)
    root = xml(named[DOCUMENT])
    fields = list(_fields(root))
    if not fields:
        return docx
    pages = _pages(root, write_pdf(docx))
    if all(pages.get(name) == result.text for name, result in fields):
        return docx
    for name, result in fields:
        result.text = pages.get(name, result.text)
    if pages:
        _settle(root, [result for _, result in fields])
    from lxml import etree

    named[DOCUMENT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return repacked(docx, named)


def _pages(root: Any, pdf: bytes) -> dict[str, str]:
    """Bookmark of each heading → the number printed on its page: the first heading's page is 1.

    The headings of the text and the outline of the PDF are the same list; where they are not, nothing is claimed.
    """
    headings = list(_headings(root))
    outline = _outline(pdf)
    if [_bare(title) for _, title in headings] != [_bare(title) for title, _ in outline]:
        return {}
    first = outline[0][1] if outline else 0
    return {
        mark: str(page - first + 1) for (marks, _), (_, page) in zip(headings, outline, strict=True) for mark in marks
    }


def _headings(root: Any) -> list[tuple[list[str], str]]:
    """(names of bookmarks, words) of every heading, in the order of the text."""
    found = []
    for paragraph in root.iter(w("p")):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        if style is not None and re.fullmatch(r"Heading\d", style.get(w("val")) or ""):
            marks = [mark.get(w("name")) for mark in paragraph.iter(w("bookmarkStart"))]
            words = "".join(t.text or "" for t in paragraph.iter(w("t")))
            if words.strip():
                found.append((marks, words))
    return found


def _outline(pdf: bytes) -> list[tuple[str, int]]:
    """(title, number of the page in the file) of every entry of a PDF's outline."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        entries = [(entry.get_title(), entry.get_dest()) for entry in document.get_toc()]
        return [(title, dest.get_index()) for title, dest in entries if dest is not None]
    finally:
        document.close()


def _settle(root: Any, results: list[Any]) -> None:
    """Take the mark "stale" away and make the lines one TOC field, where they are none yet."""
    for mark in root.iter(w("fldChar")):
        mark.attrib.pop(w("dirty"), None)
    if any(_TOC.match(i.text or "") for i in root.iter(w("instrText"))):
        return
    first, last = (_paragraph(results[i]) for i in (0, -1))
    at = 0 if first.find(w("pPr")) is None else 1
    deepest = max(_depth(_paragraph(result)) for result in results)
    for run in reversed(_begin(deepest)):
        first.insert(at, run)
    last.append(_mark("end"))


def _depth(paragraph: Any) -> int:
    """The level of a line of the contents, by its style (TOC1, TOC2)."""
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    name = "" if style is None else str(style.get(w("val")))
    return int(name[-1]) if name[-1:].isdigit() else DEEPEST


def _begin(deepest: int) -> list[Any]:
    instruction = _element("r")
    words = _element("instrText")
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = f' TOC \\o "1-{deepest}" \\h \\z \\u '
    instruction.append(words)
    return [_mark("begin"), instruction, _mark("separate")]


def _mark(kind: str) -> Any:
    run, mark = _element("r"), _element("fldChar")
    mark.set(w("fldCharType"), kind)
    run.append(mark)
    return run


def _element(name: str) -> Any:
    from lxml import etree

    return etree.Element(w(name))


def _paragraph(element: Any) -> Any:
    return next(parent for parent in element.iterancestors() if parent.tag == w("p"))


def _fields(root: Any) -> list[tuple[str, Any]]:
    """(bookmark, element of the result's text) of every PAGEREF field."""
    found = []
    for instruction in root.iter(w("instrText")):
        match = _PAGEREF.match(instruction.text or "")
        run = instruction.getparent()
        result = None
        while match and (run := run.getnext()) is not None and result is None:
            end = run.find(w("fldChar"))
            if end is not None and end.get(w("fldCharType")) == "end":
                break
            result = run.find(w("t"))
        if match and result is not None:
            found.append((match[1], result))
    return found


def _bare(text: str) -> str:
    return "".join(text.replace(JOINER, "").split())

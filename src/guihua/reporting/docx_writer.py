"""A document as .docx, by the layout of GB/T 9704-2012: A4, type area 156 × 225 mm, 22 lines of 28 characters, 3号仿宋.

Figures are run-level content controls tagged with the figure's id. The same document gives the same bytes: times and ids
are fixed, the order of the parts too. Numbers stay with their units by the document's own line-breaking rule
(noLineBreaksBefore), not by hidden characters, so that searching for 7939亿元 finds it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from guihua.reporting.document import (
    Block,
    Contents,
    Cover,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Run,
    Signature,
    Table,
    plain,
)
from guihua.reporting.word.contents import bookmark, contents_xml
from guihua.reporting.word.inline import Inline, bare_run
from guihua.reporting.word.package import dress, enter, packed
from guihua.reporting.word.pictures import picture_xml
from guihua.reporting.word.pieces import ems
from guihua.reporting.word.register import cover_labels, register_xml
from guihua.reporting.word.retag import order_of
from guihua.reporting.word.sections import NAMESPACES, closing, footers, section
from guihua.reporting.word.tables import table_xml

EM_BODY = 320
"""Twips of a character of the text (3号, 16 pt)."""
FROM_EDGE = 4 * EM_BODY
PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_STYLES = {
    "title": "Title",
    "mark": "Mark",
    "body": "Body",
    "note": "Note",
    "center": "Center",
    "quote": "Quote",
    "item": "Item",
    "addressee": "Addressee",
}


def write_docx(document: Document) -> bytes:
    """The bytes of the .docx file."""
    import docx
    from docx.oxml import parse_xml

    package = docx.Document()
    dress(package, document)
    body = package.element.body
    for child in list(body):
        body.remove(child)
    root = parse_xml(f"<w:body {NAMESPACES}>{_Body(package, document).xml()}</w:body>")
    for child in list(root):
        body.append(child)
    enter(package, register_xml(document, order_of(body)))
    return packed(package)


class _Body:
    """Turns blocks into the XML of the body, section by section."""

    def __init__(self, package: Any, document: Document) -> None:
        self.package = package
        self.document = document
        self.inline = Inline({figure.id: figure.what for figure in document.figures})
        self.pictures = 0
        self.footers = None if document.compact else footers(package)

    def xml(self) -> str:
        """Cover and contents without page numbers, then the text, wide tables on turned pages."""
        out = self._front()
        open_: list[str] = []
        first = True
        kept = {id(b) for b, after in pairwise(self.document.blocks) if _stays(b, after)}
        for block in self.document.blocks:
            if isinstance(block, Contents):
                continue
            if isinstance(block, Table) and block.landscape and not self.document.turned:
                open_, heads = _split_heads(open_)
                if open_:
                    out += [*open_, closing(section(self.footers, restart=first))]
                    first = False
                out += [*heads, table_xml(self.inline, block)]
                out.append(closing(section(self.footers, landscape=True, restart=first)))
                first, open_ = False, []
            else:
                open_.append(self._block(block, fresh=not open_ and not first, kept=id(block) in kept))
        turned, compact = self.document.turned, self.document.compact
        return "".join([*out, *open_, section(self.footers, landscape=turned, restart=first, compact=compact)])

    def _front(self) -> list[str]:
        cover = self.document.cover
        if cover is None:
            return []
        contents = (contents_xml(self.document, b) for b in self.document.blocks if isinstance(b, Contents))
        return [self._cover(cover), *contents, f"<w:p><w:pPr>{section(numbered=False)}</w:pPr></w:p>"]

    def _block(self, block: Block, *, fresh: bool, kept: bool) -> str:
        """One block; fresh: the first of a section that begins on a new page anyway; kept: on one page with what follows."""
        out = ""
        match block:
            case Heading():
                out = self._heading(block)
            case Paragraph():
                out = self.inline.paragraph(block.runs, _STYLES[block.style], "<w:keepNext/>" if kept else "")
            case Signature():
                out = self._signature(block)
            case Table():
                out = table_xml(self.inline, block)
            case Picture():
                self.pictures += 1
                out = picture_xml(self.inline, self.package.part, block, self.pictures)
            case NewPage() if not fresh:
                out = PAGE_BREAK
        return out

    def _heading(self, heading: Heading) -> str:
        style = f'<w:pPr><w:pStyle w:val="Heading{heading.level}"/></w:pPr>'
        return f"<w:p>{style}{self.inline.bookmarked(bookmark(heading), bare_run(Run(heading.text)))}</w:p>"

    def _signature(self, signature: Signature) -> str:
        """The day four characters from the right edge, the issuer centred over it; both stay with what stands before."""
        apart = round((ems(signature.day) - ems(signature.issuer)) / 2 * EM_BODY)
        lines = ((signature.issuer, "<w:keepNext/>", max(0, FROM_EDGE + apart)), (signature.day, "", FROM_EDGE))
        return "".join(
            self.inline.paragraph((Run(words),), "Signature", f'{keep}<w:ind w:right="{right}"/>')
            for words, keep, right in lines
        )

    def _cover(self, cover: Cover) -> str:
        line = self.inline.paragraph
        out = [line((Run(cover.mark),), "Mark")] if cover.mark else []
        out.append('<w:p><w:pPr><w:spacing w:before="2900"/></w:pPr></w:p>')
        out += [line((Run(words),), "Title") for words in cover.title.split("\n")]
        labels = {words: tag for tag, words in cover_labels(cover).items()}
        if cover.subtitle:
            out.append(line((Run(cover.subtitle, label=labels[cover.subtitle]),), "Subtitle"))
        out.append('<w:p><w:pPr><w:spacing w:before="3000"/></w:pPr></w:p>')
        out += [line((Run(words, label=labels[words]),), "Center") for words in cover.lines]
        return "".join(out)


def _stays(block: Block, after: Block) -> bool:
    """Whether a paragraph stays with what follows: the last words with the signature, a lead with what it announces."""
    if not isinstance(block, Paragraph):
        return False
    return isinstance(after, Signature) or plain(block.runs).endswith(("：", ":"))


def _split_heads(open_: list[str]) -> tuple[list[str], list[str]]:
    """Headings at the end of a section go with the turned table that follows them; a page break before them is spent."""
    at = len(open_)
    while at and '<w:pStyle w:val="Heading' in open_[at - 1]:
        at -= 1
    end = at
    while end and open_[end - 1] in ("", PAGE_BREAK):
        end -= 1
    return open_[:end], open_[at:]

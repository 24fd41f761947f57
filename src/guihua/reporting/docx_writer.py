"""A document as .docx, by the layout of GB/T 9704-2012: A4, type area 156 × 225 mm, 22 lines of 28 characters, 3号仿宋.

Figures are run-level content controls tagged with the figure's id. The same document gives the same bytes: times and ids
are fixed, the order of the parts too. Numbers stay with their units by the document's own line-breaking rule
(noLineBreaksBefore), not by hidden characters, so that searching for 7939亿元 finds it.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from guihua.reporting.document import (
    EXPONENT,
    Block,
    Column,
    Contents,
    Cover,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Run,
    Table,
    Text,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FIGURES_NS = "urn:guihua:figures:1"
PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 8844, 12756  # twips: 156 mm and 225 mm
_HEAD = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_STYLES = {
    "title": "Title",
    "mark": "Mark",
    "body": "Body",
    "note": "Note",
    "center": "Center",
    "quote": "Quote",
    "item": "Item",
    "cell": "TableText",
}
_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_docx(document: Document) -> bytes:
    """The bytes of the .docx file."""
    import docx
    from docx.oxml import parse_xml

    package = docx.Document()
    _parts(package, document)
    writer = _Writer(package, document)
    body = package.element.body
    for child in list(body):
        body.remove(child)
    root = parse_xml(f"<w:body {_HEAD}>{writer.body()}</w:body>")
    for child in list(root):
        body.append(child)
    return _packed(package)


def tag_id(figure: str, place: int) -> int:
    """The number of a content control: from the figure and how often it was printed before; positive, 31 bits."""
    return int(sha256(f"{figure}#{place}".encode()).hexdigest()[:8], 16) & 0x7FFFFFFF or 1


class _Writer:
    """Turns blocks into the XML of the body."""

    def __init__(self, package: Any, document: Document) -> None:
        self.package = package
        self.document = document
        self.named = {figure.id: figure for figure in document.figures}
        self.printed: dict[str, int] = {}
        self.pictures = 0
        self.bookmarks = 0
        self.footers = None if document.compact else _footers(package)

    def body(self) -> str:
        """All sections: cover and contents without page numbers, then the text, wide tables on turned pages."""
        out: list[str] = []
        front = [b for b in self.document.blocks if isinstance(b, Contents)]
        if self.document.cover is not None:
            out.append(self._cover(self.document.cover))
            out += [self._contents(b) for b in front]
            out.append(f"<w:p><w:pPr>{_section(numbered=False)}</w:pPr></w:p>")
        section: list[str] = []
        first = True
        for block in self.document.blocks:
            if isinstance(block, Contents):
                continue
            if isinstance(block, Table) and block.landscape:
                section, heads = _split_heads(section)
                if section:
                    out += [*section, f"<w:p>{_close(_section(self.footers, restart=first))}</w:p>"]
                    first = False
                out += [*heads, self._table(block)]
                out.append(f"<w:p>{_close(_section(self.footers, landscape=True, restart=first))}</w:p>")
                first, section = False, []
            else:
                section.append(self._block(block, fresh=not section and not first))
        out += section
        out.append(_section(self.footers, restart=first))
        body = "".join(out)
        return _compacted(body) if self.document.compact else body

    def _block(self, block: Block, *, fresh: bool) -> str:
        """One block; fresh: the first of a section that begins on a new page anyway."""
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block.runs, _STYLES[block.style])
            case Table():
                return self._table(block)
            case Picture():
                return self._picture(block)
            case NewPage():
                return "" if fresh else PAGE_BREAK
            case _:
                return ""

    def _heading(self, heading: Heading) -> str:
        self.bookmarks += 1
        name = heading.anchor.replace("-", "_")
        mark = f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="{name}"/>'
        end = f'<w:bookmarkEnd w:id="{self.bookmarks}"/>'
        return (
            f'<w:p><w:pPr><w:pStyle w:val="Heading{heading.level}"/></w:pPr>{mark}{_run(Run(heading.text))}{end}</w:p>'
        )

    def _paragraph(self, runs: Text, style: str, extra: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{"".join(self._inline(r) for r in runs)}</w:p>'

    def _inline(self, run: Run) -> str:
        if not run.figure:
            return _run(run)
        place = self.printed.get(run.figure, 0)
        self.printed[run.figure] = place + 1
        what = self.named[run.figure].what if run.figure in self.named else run.figure
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(what[:60])}/><w:tag w:val={quoteattr(run.figure)}/>"
            f'<w:id w:val="{tag_id(run.figure, place)}"/><w:text/></w:sdtPr>'
            f"<w:sdtContent>{_run(run)}</w:sdtContent></w:sdt>"
        )

    def _table(self, table: Table) -> str:
        width = LANDSCAPE_WIDTH if table.landscape else PORTRAIT_WIDTH
        total = sum(column.width for column in table.columns)
        widths = [width * column.width // total for column in table.columns]
        out = [self._caption(table.caption, "Caption")] if table.caption else []
        if table.unit:
            out.append(self._paragraph((Run(table.unit),), "TableUnit"))
        grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
        head = "".join(
            _cell(
                w,
                f'<w:p><w:pPr><w:pStyle w:val="TableHead"/></w:pPr>{_run(Run(c.title[:1].upper() + c.title[1:]))}</w:p>',
                head=True,
            )
            for w, c in zip(widths, table.columns, strict=True)
        )
        rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
        for number, row in enumerate(table.rows, 1):
            kept = number == len(table.rows) > 1
            cells = "".join(
                _cell(w, self._cell_text(runs, column, kept=kept))
                for w, runs, column in zip(widths, row, table.columns, strict=True)
            )
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
        out.append(f"<w:tbl>{_table_properties(sum(widths))}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>")
        out.append(self._paragraph((Run(table.source or " "),), "Note"))
        return "".join(out)

    def _cell_text(self, runs: Text, column: Column, *, kept: bool = False) -> str:
        """A cell's paragraphs: a line break in its text starts a new one. `kept`: the last row stays with its note."""
        keep = "<w:keepNext/>" if kept else ""
        justify = "" if column.align == "left" else f'<w:jc w:val="{column.align}"/>'
        lines: list[list[Run]] = [[]]
        for run in runs:
            for i, piece in enumerate(run.text.split("\n")):
                if i:
                    lines.append([])
                if piece:
                    lines[-1].append(Run(piece, run.figure, run.strong))
        return "".join(self._paragraph(tuple(line), "TableText", keep + justify) for line in lines)

    def _caption(self, caption: str, style: str) -> str:
        return self._paragraph((Run(caption),), style)

    def _picture(self, picture: Picture) -> str:
        self.pictures += 1
        relation, image = self.package.part.get_or_add_image(io.BytesIO(picture.png))
        width = picture.width_mm * 36000
        height = width * image.px_height // image.px_width
        alt = quoteattr(picture.alt[:400])
        drawing = (
            f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
            f'<wp:docPr id="{self.pictures}" name="图{self.pictures}" descr={alt}/>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{self.pictures}" name="图{self.pictures}" descr={alt}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing>"
        )
        notes = "".join(self._paragraph((Run(note),), "Note") for note in picture.notes)
        return (
            f'<w:p><w:pPr><w:pStyle w:val="Picture"/></w:pPr><w:r>{drawing}</w:r></w:p>'
            f"{self._caption(picture.caption, 'PictureCaption')}{notes}"
        )

    def _cover(self, cover: Cover) -> str:
        out = [self._paragraph((Run(cover.mark),), "Mark")] if cover.mark else []
        out.append('<w:p><w:pPr><w:spacing w:before="2900"/></w:pPr></w:p>')
        out += [self._paragraph((Run(line),), "Title") for line in cover.title.split("\n")]
        if cover.subtitle:
            out.append(self._paragraph((Run(cover.subtitle),), "Subtitle"))
        out.append('<w:p><w:pPr><w:spacing w:before="3000"/></w:pPr></w:p>')
        out += [self._paragraph((Run(line),), "Center") for line in cover.lines]
        return "".join(out)

    def _contents(self, contents: Contents) -> str:
        """Entries with PAGEREF fields, marked stale, so that the office program fills the page numbers in."""
        head = f'<w:p><w:pPr><w:pStyle w:val="ContentsTitle"/><w:pageBreakBefore/></w:pPr>{_run(Run(contents.title))}</w:p>'
        entries = []
        for block in self.document.blocks:
            if isinstance(block, Heading) and block.level <= 2:
                name = block.anchor.replace("-", "_")
                entries.append(
                    f'<w:p><w:pPr><w:pStyle w:val="TOC{block.level}"/></w:pPr><w:hyperlink w:anchor="{name}" w:history="1">'
                    f"{_run(Run(block.text))}<w:r><w:tab/></w:r>"
                    f'<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
                    f'<w:r><w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText></w:r>'
                    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t></w:t></w:r>'
                    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink></w:p>'
                )
        return head + "".join(entries)


def _split_heads(section: list[str]) -> tuple[list[str], list[str]]:
    """Headings at the end of a section go with the turned table that follows them; a page break before them is spent."""
    at = len(section)
    while at and '<w:pStyle w:val="Heading' in section[at - 1]:
        at -= 1
    end = at
    while end and section[end - 1] in ("", PAGE_BREAK):
        end -= 1
    return section[:end], section[at:]


def _run(run: Run) -> str:
    """A run; in a sum the exponent is raised (1.08^5)."""
    if run.figure or "^" not in run.text:
        return _piece(run.text, strong=run.strong)
    parts = EXPONENT.split(run.text)
    return "".join(_piece(p, strong=run.strong, raised=i % 2 == 1) for i, p in enumerate(parts) if p)


def _piece(text: str, *, strong: bool = False, raised: bool = False) -> str:
    looks = ("<w:b/>" if strong else "") + ('<w:vertAlign w:val="superscript"/>' if raised else "")
    looks = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escape(_clean(text))}</w:t></w:r>'


def _clean(text: str) -> str:
    """Without the control characters that XML 1.0 has no place for."""
    return "".join(c for c in text if c in "\t\n\r" or c >= " ")


def _cell(width: int, inner: str, *, head: bool = False) -> str:
    edge = '<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/></w:tcBorders>' if head else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{edge}<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'


def _table_properties(width: int) -> str:
    thick = 'w:val="single" w:sz="12" w:space="0" w:color="000000"'
    thin = 'w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"'
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders><w:top {thick}/>'
        f'<w:bottom {thick}/><w:insideH {thin}/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
    )


def _compacted(body: str) -> str:
    """The same body in a larger type area, lines closer: 4号 type on a pitch of 22 points."""
    wide = 'w:top="1134" w:right="1474" w:bottom="1021" w:left="1588"'
    body = body.replace('w:top="2098" w:right="1474" w:bottom="1985" w:left="1588"', wide)
    return body.replace('w:linePitch="579"', 'w:linePitch="440"')


def _close(section: str) -> str:
    """Paragraph properties that end a section, as small as they can be, so that no empty line shows."""
    return f'<w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>{section}</w:pPr>'


def _section(
    footers: tuple[str, str] | None = None, *, landscape: bool = False, numbered: bool = True, restart: bool = False
) -> str:
    """A section's page: A4, 天头37, 订口28, type area 156 × 225 mm; turned pages keep the same area."""
    references = ""
    if footers and numbered:
        odd, even = footers
        references = (
            f'<w:footerReference w:type="default" r:id="{odd}"/><w:footerReference w:type="even" r:id="{even}"/>'
        )
    size = (
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if landscape else '<w:pgSz w:w="11906" w:h="16838"/>'
    )
    margins = (
        'w:top="1588" w:right="1985" w:bottom="1474" w:left="2098"'
        if landscape
        else 'w:top="2098" w:right="1474" w:bottom="1985" w:left="1588"'
    )
    start = '<w:pgNumType w:start="1"/>' if restart else ""
    return (
        f'<w:sectPr>{references}{size}<w:pgMar {margins} w:header="851" w:footer="1417" w:gutter="0"/>{start}'
        '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
    )


def _footers(package: Any) -> tuple[str, str]:
    """Footers of odd pages (right) and even pages (left): — 1 —, 4号宋体. Returns their relation ids."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    ids = []
    for number, side in ((1, "right"), (2, "left")):
        indent = f'<w:ind w:{side}="320" w:{side}Chars="100"/>'
        field = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        xml = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:ftr {_HEAD}><w:p><w:pPr>'
            f'<w:pStyle w:val="Footer"/>{indent}<w:jc w:val="{side}"/></w:pPr>{_run(Run("— "))}{field}{_run(Run(" —"))}'
            "</w:p></w:ftr>"
        )
        part = Part(PackURI(f"/word/footer{number}.xml"), CONTENT_TYPE.WML_FOOTER, xml.encode(), package.part.package)
        ids.append(package.part.relate_to(part, RELATIONSHIP_TYPE.FOOTER))
    return ids[0], ids[1]


def _parts(package: Any, document: Document) -> None:
    """House styles, settings and fonts in place of the library's; the figures as a custom XML part; properties."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    styles = _template("styles.xml")
    if document.compact:
        for large, small in ((b'"32"', b'"28"'), (b'"640"', b'"560"'), (b'"44"', b'"36"'), (b'"720"', b'"560"')):
            styles = styles.replace(large, small)
    package.part._styles_part._element = parse_xml(styles)
    package.part._settings_part._element = parse_xml(_template("settings.xml"))
    for relation in package.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            relation.target_part._blob = _template("fontTable.xml")
    _drop(package.part.rels, RELATIONSHIP_TYPE.CUSTOM_XML)
    _drop(package.part.package.rels, RELATIONSHIP_TYPE.THUMBNAIL)
    _drop(package.part.rels, "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects")
    part = Part(PackURI("/customXml/item1.xml"), "application/xml", figures_xml(document), package.part.package)
    package.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    properties = package.core_properties
    moment = datetime.fromisoformat(document.meta.get("as_of", "2000-01-01"))
    properties.title, properties.author, properties.comments = document.title, "guihua", ""
    properties.created = properties.modified = moment
    properties.last_modified_by, properties.revision = "guihua", 1
    properties.language = "zh-CN" if document.lang == "zh" else "en"


def _drop(relations: Any, kind: str) -> None:
    """Leave out what the library's own template brings along."""
    for key in [key for key, relation in relations.items() if relation.reltype == kind]:
        del relations[key]


def figures_xml(document: Document) -> bytes:
    """The figures and the meta data that a document carries, as the custom XML part."""
    data = {"figures": [asdict(figure) for figure in document.figures], "meta": dict(sorted(document.meta.items()))}
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<figures xmlns="{FIGURES_NS}">{escape(text)}</figures>'
    ).encode()


def _template(name: str) -> bytes:
    return files("guihua.reporting").joinpath("templates", name).read_bytes()


def _packed(package: Any) -> bytes:
    """The package with fixed times and a fixed order of parts."""
    raw = io.BytesIO()
    package.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n != "_rels/.rels", n)):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(name))
    return out.getvalue()

"""Sections and page: A4 by GB/T 9704-2012, type area 156 × 225 mm, 22 lines of 28 characters; footers — 1 —."""

from __future__ import annotations

from typing import Any

from guihua.reporting.document import Run
from guihua.reporting.word.inline import bare_run

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 8844, 12756
"""Twips: 156 mm and 225 mm."""
LINE_PITCH, COMPACT_PITCH = 579, 440
_MARGINS = 'w:top="2098" w:right="1474" w:bottom="1985" w:left="1588"'
_COMPACT_MARGINS = 'w:top="1134" w:right="1474" w:bottom="1021" w:left="1588"'


def section(
    footers: tuple[str, str] | None = None,
    *,
    landscape: bool = False,
    numbered: bool = True,
    restart: bool = False,
    compact: bool = False,
) -> str:
    """A section's properties; turned pages keep the same type area; compact: a larger area, lines closer."""
    references = ""
    if footers and numbered:
        odd, even = footers
        references = (
            f'<w:footerReference w:type="default" r:id="{odd}"/><w:footerReference w:type="even" r:id="{even}"/>'
        )
    size = (
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if landscape else '<w:pgSz w:w="11906" w:h="16838"/>'
    )
    turned = 'w:top="1588" w:right="1985" w:bottom="1474" w:left="2098"'
    margins = turned if landscape else _COMPACT_MARGINS if compact else _MARGINS
    start = '<w:pgNumType w:start="1"/>' if restart else ""
    pitch = COMPACT_PITCH if compact else LINE_PITCH
    return (
        f'<w:sectPr>{references}{size}<w:pgMar {margins} w:header="851" w:footer="1417" w:gutter="0"/>{start}'
        f'<w:docGrid w:type="lines" w:linePitch="{pitch}"/></w:sectPr>'
    )


def closing(properties: str) -> str:
    """The paragraph that ends a section, as small as it can be, so that no empty line shows."""
    return f'<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>{properties}</w:pPr></w:p>'


def footers(package: Any) -> tuple[str, str]:
    """Footers of odd pages (right) and even pages (left): — 1 —, 4号宋体. Returns their relation ids."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    ids = []
    for number, side in ((1, "right"), (2, "left")):
        name = PackURI(f"/word/footer{number}.xml")
        part = Part(name, CONTENT_TYPE.WML_FOOTER, _footer(side).encode(), package.part.package)
        ids.append(package.part.relate_to(part, RELATIONSHIP_TYPE.FOOTER))
    return ids[0], ids[1]


def _footer(side: str) -> str:
    indent = f'<w:ind w:{side}="320" w:{side}Chars="100"/>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:ftr {NAMESPACES}><w:p><w:pPr>'
        f'<w:pStyle w:val="Footer"/>{indent}<w:jc w:val="{side}"/></w:pPr>{bare_run(Run("— "))}{field}{bare_run(Run(" —"))}'
        "</w:p></w:ftr>"
    )

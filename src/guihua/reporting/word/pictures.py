"""Pictures: a chart in the line, named by what it shows, so that an update draws it anew wherever a person moved it."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import quoteattr

from guihua.reporting.document import Picture, Run
from guihua.reporting.word.inline import Inline, clean

MARK = "guihua:"
"""How the names of our pictures begin."""
EMU_PER_MM = 36_000
LONGEST_ALT = 400


def picture_xml(inline: Inline, part: Any, picture: Picture, number: int) -> str:
    """The picture with its caption and notes; the image is added to the part (python-docx's document part)."""
    relation, image = part.get_or_add_image(io.BytesIO(picture.png))
    width = picture.width_mm * EMU_PER_MM
    height = width * image.px_height // image.px_width
    caption = Run(picture.caption, label=_tag("caption", picture))
    notes = "　".join(picture.notes)
    under = inline.paragraph((Run(notes, label=_tag("note", picture)),), "Note") if notes else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Picture"/></w:pPr><w:r>{_drawing(picture, number, relation, width, height)}</w:r></w:p>'
        f"{inline.paragraph((caption,), 'PictureCaption')}{under}"
    )


def _tag(what: str, picture: Picture) -> str:
    return f"{what}:{picture.id}" if picture.id else ""


def _drawing(picture: Picture, number: int, relation: str, width: int, height: int) -> str:
    name = f"{MARK}{picture.id}" if picture.id else f"图{number}"
    same = f'id="{number}" name={quoteattr(name)} descr={quoteattr(clean(picture.alt[:LONGEST_ALT]))}'
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr {same}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {same}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )

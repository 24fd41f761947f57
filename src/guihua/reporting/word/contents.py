"""The table of contents: one line a heading, its page a field of its own (PAGEREF) that is marked stale.

What a program shows before it has laid the pages out is the field's last result. `guihua.reporting.numbering` puts the
true numbers there where LibreOffice is at hand.
"""

from __future__ import annotations

from guihua.reporting.document import Contents, Document, Heading, Run
from guihua.reporting.word.inline import bare_run

DEEPEST = 2
MOST_LINES = 24
"""Lines that a page of contents holds; where more would stand, the chapters alone are listed."""


def contents_xml(document: Document, contents: Contents) -> str:
    """The title and a line for every heading of levels 1 and 2; of level 1 alone where they would not fit a page."""
    listed = [b for b in document.blocks if isinstance(b, Heading) and b.level <= DEEPEST]
    if len(listed) > MOST_LINES:
        listed = [b for b in listed if b.level == 1]
    properties = '<w:pPr><w:pStyle w:val="ContentsTitle"/><w:pageBreakBefore/></w:pPr>'
    lines = [_line(b) for b in listed]
    return f"<w:p>{properties}{bare_run(Run(contents.title))}</w:p>{''.join(lines)}"


def bookmark(heading: Heading) -> str:
    """The name of a heading's bookmark."""
    return heading.anchor.replace("-", "_")


def _line(heading: Heading) -> str:
    name = bookmark(heading)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="TOC{heading.level}"/></w:pPr><w:hyperlink w:anchor="{name}" w:history="1">'
        f"{bare_run(Run(heading.text))}<w:r><w:tab/></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t></w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink></w:p>'
    )

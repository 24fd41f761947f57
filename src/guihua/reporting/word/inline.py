"""Runs, content controls and paragraphs as WordprocessingML.

Two kinds of content control stand in a document: a figure, tagged with the figure's id, and a label, tagged with what
it names (a row's key, a caption, a note), so that an update finds its place again. They are rich-text
controls: LibreOffice before 7.5 prints the text of plain-text ones (w:text) three times when it saves.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

from guihua.reporting.document import EXPONENT, Run, Text

LONGEST_TAG = 64
"""Characters that an office program takes in a control's tag."""


class Inline:
    """Writes runs; knows what each figure is called and counts how often each control was printed."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names
        self.printed: Counter[str] = Counter()
        self.bookmarks = 0

    def bookmarked(self, name: str, inner: str) -> str:
        """Something with a bookmark around it."""
        self.bookmarks += 1
        start = f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="{name}"/>'
        return f'{start}{inner}<w:bookmarkEnd w:id="{self.bookmarks}"/>'

    def paragraph(self, runs: Text, style: str, extra: str = "") -> str:
        """A paragraph of a style; `extra` stands in its properties behind the style."""
        inner = "".join(self.run(run) for run in runs)
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{inner}</w:p>'

    def run(self, run: Run) -> str:
        """A run, in its content control where it is a figure or a label."""
        tag = run.figure or run.label
        if not tag:
            return bare_run(run)
        place = self.printed[tag]
        self.printed[tag] += 1
        shown = quoteattr(title(tag, self.names.get(tag, "")))
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={shown}/><w:tag w:val={quoteattr(tag)}/>"
            f'<w:id w:val="{control_id(tag, place)}"/></w:sdtPr>'
            f"<w:sdtContent>{bare_run(run)}</w:sdtContent></w:sdt>"
        )


def title(tag: str, name: str) -> str:
    """The title that a control shows: its name and its tag, 工业增加值 最新值［2.3-1a2b3c4d.latest］, cut to what is taken."""
    room = LONGEST_TAG - len(tag) - 2
    return f"{name[:room]}［{tag}］" if name and room > 0 else tag


def control_id(tag: str, place: int) -> int:
    """The number of a content control: from its tag and how often it was printed before; positive, 31 bits."""
    return int(sha256(f"{tag}#{place}".encode()).hexdigest()[:8], 16) & 0x7FFFFFFF or 1


def bare_run(run: Run) -> str:
    """A run; in a sum the exponent is raised (1.08^5)."""
    if run.figure or "^" not in run.text:
        return _piece(run.text, strong=run.strong)
    parts = EXPONENT.split(run.text)
    return "".join(_piece(p, strong=run.strong, raised=i % 2 == 1) for i, p in enumerate(parts) if p)


def clean(text: str) -> str:
    """Without the control characters that XML 1.0 has no place for."""
    return "".join(c for c in text if c in "\t\n\r" or c >= " ")


def _piece(text: str, *, strong: bool = False, raised: bool = False) -> str:
    looks = ("<w:b/>" if strong else "") + ('<w:vertAlign w:val="superscript"/>' if raised else "")
    looks = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'

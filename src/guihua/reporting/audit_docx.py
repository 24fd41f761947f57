"""An audited paper as Word gives it back: the paper itself with a comment at every figure that needs a word."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from guihua.checking.audit.records import Audit, Remark, Stand
from guihua.view.audit import author, remark_words, stand_word

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

MOST = 2000
"""More comments than this are no help to anybody; the table has them all."""


def commented(audit: Audit, data: bytes, lang: str = "zh") -> bytes:
    """The paper's own .docx with comments, one a faulty figure, none where all is well. data: the file as audited.

    A figure whose characters are not found in the body (a footnote) has its comment at the end of the document.
    """
    from docx import Document

    document = Document(io.BytesIO(data))
    _comment(document, audit, list(_paragraphs(document)), lang)
    return _bytes(document)


def made(audit: Audit, lang: str = "zh") -> bytes:
    """A .docx of the paper's text with the same comments, for papers that are no .docx."""
    from docx import Document

    document = Document()
    document.core_properties.title = audit.title
    for line in audit.text.split("\n"):
        document.add_paragraph(line.replace("\f", ""))
    _comment(document, audit, list(document.paragraphs), lang)
    return _bytes(document)


def _bytes(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    """Every paragraph of the body in the order of the text, those of tables and text boxes among them."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for element in document.element.body.iter(qn("w:p")):
        yield Paragraph(element, document._body)


def _comment(document: Any, audit: Audit, paragraphs: list[Paragraph], lang: str) -> None:
    """Put the comments in, the last of a paragraph first, so that splitting its runs moves no other."""
    placed = _placed(audit, paragraphs)
    loose: list[Remark] = []
    by_paragraph: dict[int, list[tuple[int, int, Remark]]] = {}
    for remark in _one_a_fault(audit)[:MOST]:
        where = placed.get(remark.start), placed.get(remark.end - 1)
        if where[0] is None or where[1] is None or where[0][0] != where[1][0]:
            loose.append(remark)
        else:
            by_paragraph.setdefault(where[0][0], []).append((where[0][1], where[1][1] + 1, remark))
    for place, remarks in by_paragraph.items():
        for start, end, remark in sorted(remarks, key=lambda r: r[0], reverse=True):
            runs = _runs_at(paragraphs[place], start, end)
            if runs:
                _add(document, runs, audit, remark, lang)
            else:
                loose.append(remark)
    for remark in loose:
        run = paragraphs[-1].add_run("") if paragraphs else document.add_paragraph().add_run("")
        _add(document, [run], audit, remark, lang)


def _one_a_fault(audit: Audit) -> list[Remark]:
    """The faults, of the figures of one clash the last: there the reader has all of them before him."""
    last = {r.finding: r.start for r in audit.faults if r.stand is Stand.CLASHES}
    return [r for r in audit.faults if r.stand is not Stand.CLASHES or last[r.finding] == r.start]


def _add(document: Any, runs: list[Run], audit: Audit, remark: Remark, lang: str) -> None:
    words = f"{stand_word(remark.stand, lang)}：{remark_words(audit, remark, lang)}"
    document.add_comment(runs, text=words, author=author(), initials="核")


def _placed(audit: Audit, paragraphs: list[Paragraph]) -> dict[int, tuple[int, int]]:
    """Offset in the paper's text → (paragraph, character within its runs), for characters that are no space."""
    squeezed = [(i, ch) for i, ch in enumerate(audit.text) if not ch.isspace()]
    plain = "".join(ch for _, ch in squeezed)
    found: dict[int, tuple[int, int]] = {}
    cursor = 0
    for n, paragraph in enumerate(paragraphs):
        own = "".join(run.text for run in paragraph.runs)
        letters = [(i, ch) for i, ch in enumerate(own) if not ch.isspace()]
        words = "".join(ch for _, ch in letters)
        at = plain.find(words, cursor) if words else -1
        if at < 0:
            continue
        for k, (i, _) in enumerate(letters):
            found[squeezed[at + k][0]] = (n, i)
        cursor = at + len(words)
    return found


def _runs_at(paragraph: Paragraph, start: int, end: int) -> list[Run]:
    """The runs that hold exactly these characters; runs that hold more are split, each part keeping its format."""
    _split(paragraph, end)
    _split(paragraph, start)
    found, at = [], 0
    for run in paragraph.runs:
        length = len(run.text)
        if length and at >= start and at + length <= end:
            found.append(run)
        at += length
    return found


def _split(paragraph: Paragraph, place: int) -> None:
    """Make this character the first of a run. Runs with anything but text are left whole."""
    from docx.text.run import Run

    at = 0
    for run in paragraph.runs:
        length = len(run.text)
        if at < place < at + length:
            kinds = {child.tag.rpartition("}")[2] for child in run._r}
            if not kinds <= {"rPr", "t", "tab"}:
                return
            words = run.text
            twin = copy.deepcopy(run._r)
            run._r.addnext(twin)
            run.text = words[: place - at]
            Run(twin, paragraph).text = words[place - at :]
            return
        at += length

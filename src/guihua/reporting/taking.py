"""Self-evaluations that come back: who said what, wherever in the file it was said.

Besides the blanks there are figures that were overwritten, words typed beside or between the blanks, comments in the
margin, and rows that were deleted. All of it becomes an opinion with its place; nothing is lost silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from guihua.errors import GuihuaError
from guihua.reporting.carried import Carried, body, carried, parts, xml
from guihua.reporting.document import Figure
from guihua.reporting.material import Opinion
from guihua.reporting.self_evaluation import PREFIX
from guihua.reporting.word.elements import slots, tag, w
from guihua.reporting.word.register import FORM, bare

OUTSIDE = "填写处以外"
COMMENT = "批注"
DELETED = "删去的行"
_MARGINS = ("word/comments.xml", "word/footnotes.xml", "word/endnotes.xml")


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph of a returned file: its words outside our controls, all its words, where it stands."""

    outside: str
    words: str
    place: str


def take(files: Iterable[tuple[str, bytes]]) -> tuple[Opinion, ...]:
    """What bodies returned, in the order of the files.

    GuihuaError SELF-OTHER for a file that is no self-evaluation, SELF-LOST for one that lost blanks though what they
    stand beside is still there: some office programs keep the words and drop the control around them, so nobody could
    tell what was answered. A blank whose whole row was deleted is no answer, and is listed as such.
    """
    found: list[Opinion] = []
    for name, data in files:
        file = carried(data, name)
        if file.meta.get("document") != FORM:
            raise GuihuaError(
                "SELF-OTHER", "这不是自评表 no self-evaluation", "给出收回的文件 give the files that came back", name
            )
        named = parts(data, name)
        lines = list(_lines(body(named, file, name), {f.id for f in file.figures}))
        deleted = _deleted(file, lines, name)
        found += _said(file, deleted)
        found += _beside(file, lines, named)
    return tuple(found)


def _said(file: Carried, deleted: list[Figure]) -> Iterator[Opinion]:
    """Blanks that were filled in, figures that were overwritten, rows that were deleted."""
    who = file.meta.get("body", "")
    for figure in file.figures:
        if figure.id.startswith(PREFIX):
            given = (words.strip() for words in file.shown.get(figure.id, ()))
            about = figure.id.removeprefix(PREFIX)
            yield from (
                Opinion(who, figure.what, words, about=about) for words in given if words and words != figure.text
            )
    for figure, now in file.changed():
        if not figure.id.startswith(PREFIX):
            yield Opinion(who, figure.what, f"{figure.text} → {now}", about=figure.statement)
    if deleted:
        names = "、".join(dict.fromkeys(f.what for f in deleted))
        yield Opinion(who, DELETED, f"填报单位删去{len(deleted)}行，视为没有意见，请核实：{names}")


def _beside(file: Carried, lines: list[_Line], named: dict[str, bytes]) -> Iterator[Opinion]:
    """Words that stand where no blank is: typed between them, or in the margin."""
    who = file.meta.get("body", "")
    if file.written.texts:
        now = [line for line in lines if bare(line.outside)]
        matcher = SequenceMatcher(None, file.written.texts, [bare(line.outside) for line in now], autojunk=False)
        for kind, i, k, j, m in matcher.get_opcodes():
            if kind in ("insert", "replace"):
                yield from (
                    Opinion(who, f"{line.place}（{OUTSIDE}）" if line.place else OUTSIDE, line.outside.strip())
                    for line in now[j:m]
                    if kind == "insert" or bare(line.outside) not in file.written.texts[i:k]
                )
    for name in _MARGINS:
        if name in named:
            for paragraph in xml(named[name], name).iter(w("p")):
                words = "".join(t.text or "" for t in paragraph.iter(w("t"))).strip()
                if words:
                    yield Opinion(who, COMMENT, words)


def _deleted(file: Carried, lines: list[_Line], name: str) -> list[Figure]:
    """Blanks that went with their whole row or question. GuihuaError SELF-LOST where only the blank went."""
    gone = [f for f in file.figures if f.id.startswith(PREFIX) and f.id not in file.shown]
    kept = [bare(line.words) for line in lines]
    lost = []
    for what in dict.fromkeys(bare(f.what) for f in gone):
        there = sum(what in words for words in kept)
        before = sum(what in words for words in file.written.texts) or 1
        mine = sum(bare(f.what) == what for f in gone)
        if there > before - mine:
            lost += [f for f in gone if bare(f.what) == what]
    if lost or (gone and not any(i.startswith(PREFIX) for i in file.shown)):
        raise GuihuaError(
            "SELF-LOST",
            f"{len(gone)}个填写框已不在而文字还在，其中的话收不回来 blanks lost: {'、'.join(f.what for f in gone[:3])}",
            "请填报单位用 Word、WPS 或新版 LibreOffice 在原表上填写；不涉及的整行可以删去 "
            "fill in the file that was sent, with another program; whole rows may be deleted",
            name,
        )
    return gone


def _lines(root: Any, known: set[str]) -> Iterator[_Line]:
    """The paragraphs of a file in their order; a paragraph inside a text box is one of its own."""
    heading = ""
    for paragraph in root.iter(w("p")):
        outside = words = ""
        for slot in slots(paragraph):
            words += slot.text or ""
            controls = (tag(sdt) for sdt in slot.iterancestors(w("sdt")))
            outside += "" if any(t in known for t in controls) else slot.text or ""
        row = next(paragraph.iterancestors(w("tr")), None)
        if row is None and _is_heading(paragraph):
            heading = words
        yield _Line(outside, words, heading if row is None else _row_name(row) or heading)


def _is_heading(paragraph: Any) -> bool:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return style is not None and str(style.get(w("val"))).startswith("Heading")


def _row_name(row: Any) -> str:
    cell = row.find(w("tc"))
    return "" if cell is None else "".join(t.text or "" for t in cell.iter(w("t"))).strip()

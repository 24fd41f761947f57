"""The context of a place in a document: what each scope that holds there says, who set it, and where it begins and ends.

From weak to strong: the document's own year and period, the section or paragraph that looks back or ahead, the zone or basin whose
figures are told. A time in the clause itself beats all of them. Pure: the reader's own frame, outlooks and subjects, asked again.
"""

from __future__ import annotations

from dataclasses import dataclass

from guihua.plan.statement import Kind
from guihua.reading.characters import matching_text
from guihua.reading.documents import document_from_string
from guihua.reading.frame import Frame, frame
from guihua.reading.subjects import Subjects

_MODES = {Kind.FACT: "回顾 looks back", Kind.TARGET: "部署 looks ahead", None: "未定 open"}
_SHOWN = 28


@dataclass(frozen=True, slots=True)
class Scope:
    """kind: document, section or subject; says: what it tells; begin, end: characters it holds for; by: the words or clues that set it."""

    kind: str
    says: str
    begin: int
    end: int
    by: str


@dataclass(frozen=True, slots=True)
class Context:
    """The scopes that hold at a place, the weakest first."""

    scopes: tuple[Scope, ...]


def context_at(text: str, offset: int, title: str = "") -> Context:
    """Read the frame of the text and say which scopes hold at the offset. Errors: as of document_from_string."""
    document = document_from_string(text)
    plain = matching_text(document.text)
    about = frame(plain, document.headings, title or document.title)
    subject = Subjects(plain, about.headings).record(offset)
    scopes = [_of_document(about, len(plain)), _of_section(about, plain, offset)]
    if subject is not None and subject.name:
        scopes.append(Scope("subject", subject.name, subject.start, subject.end, ""))
    return Context(tuple(scopes))


def _of_document(about: Frame, end: int) -> Scope:
    """The document's year and period; of a report with every clue that was weighed and the second year."""
    said = [f"{about.year or '年份不明 year unknown'}"]
    said += [f"规划期 period {about.plan[0]}–{about.plan[1]}"] if about.plan else []
    dating, by = about.dating, ""
    if dating.clues:
        clues = "；".join(f"{c.rule} {c.year}（{c.weight}）@{c.start}" for c in dating.clues)
        near = "" if dating.sure else "，存疑 doubtful"
        by = f"线索 clues: {clues}；次选 runner-up {dating.runner_up or '—'}，差 margin {dating.margin}{near}"
    return Scope("document", "，".join(said), 0, end, by)


def _of_section(about: Frame, text: str, offset: int) -> Scope:
    """The innermost outlook: back or ahead, of which year or stretch, by which line."""
    i = max(k for k, start in enumerate(about.outlook_starts) if start <= offset or k == 0)
    here = about.outlooks[i]
    end = about.outlook_starts[i + 1] if i + 1 < len(about.outlook_starts) else len(text)
    years = f"，{here.span[0]}–{here.span[1]}" if here.span else f"，{here.year}" if here.year else ""
    line = text[here.start :].lstrip("\n　 ").partition("\n")[0][:_SHOWN] if here.start else ""
    return Scope(
        "section", f"{_MODES.get(here.mode, _MODES[None])}{years}", here.start, end, f"“{line}”" if line else ""
    )

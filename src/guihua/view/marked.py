"""A plan's text as HTML with its statements marked: the number is a link to the statement's card, by status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from guihua.plan.plan import Plan, Section
from guihua.plan.statement import Kind, Statement


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at one statement: a class by status and date, and a chip of HTML after the number."""

    classes: str
    chip: str
    label: str


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    kind: str  # "value", "quote" or "task"
    id: str


def marked_text(plan: Plan, marks: Mapping[str, Mark]) -> str:
    """The whole text: headings from the plan's sections, tables from lines of cells, and paragraphs."""
    spans = _spans(plan)
    sections = {section.start: section for section in plan.sections}
    out: list[str] = []
    table: list[str] = []
    at = 0
    known = {s.id: s for s in plan.statements}
    for line in plan.text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        cells = _cells(line, start)
        if cells:
            row = "".join(f"<td>{_inline(plan.text, a, b, spans, known, marks)}</td>" for a, b in cells)
            table.append(f"<tr>{row}</tr>")
            continue
        if table and not _rule(line):
            out.append(f'<div class="table"><table>{"".join(table)}</table></div>')
            table = []
        if not line.strip() or _rule(line):
            continue
        place = _inset(plan.text, start, end)
        out.append(_block(plan, place, sections.get(place[0], sections.get(start)), spans, known, marks))
    if table:
        out.append(f'<div class="table"><table>{"".join(table)}</table></div>')
    return "\n".join(out)


def heading_id(section: Section) -> str:
    """Where an outline leads: the heading's place in the page."""
    return f"sec-{section.start}"


def outline(plan: Plan) -> tuple[Section, ...]:
    """The sections that stand in the text as headings."""
    return tuple(s for s in plan.sections if not ends_as_sentence(plan.text[s.start : _line_end(plan.text, s.start)]))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def ends_as_sentence(line: str) -> bool:
    """Whether a line that was read as a heading is a sentence: 第一条 of a measure is one, a title never ends in a full stop."""
    return line.rstrip("*　 \t").endswith(("。", "；", "！", "？"))


def _block(
    plan: Plan,
    place: tuple[int, int],
    section: Section | None,
    spans: list[_Span],
    known: Mapping[str, Statement],
    marks: Mapping[str, Mark],
) -> str:
    inner = _inline(plan.text, *place, spans, known, marks)
    if section is None or ends_as_sentence(plan.text[slice(*place)]):
        return f"<p>{inner}</p>"
    tag = f"h{min(5, 2 + max(1, section.level))}"
    return f'<{tag} id="{heading_id(section)}">{inner}</{tag}>'


def _spans(plan: Plan) -> list[_Span]:
    spans = [_Span(c.start, c.end, "task", c.id) for c in plan.commitments]
    for s in plan.statements:
        spans.append(_Span(s.start, s.end, "quote", s.id))
        wide = s.value_end > s.value_start
        spans.append(_Span(s.value_start if wide else s.start, s.value_end if wide else s.end, "value", s.id))
    return sorted(spans, key=lambda span: (span.start, span.end))


def _inline(
    text: str, start: int, end: int, spans: list[_Span], known: Mapping[str, Statement], marks: Mapping[str, Mark]
) -> str:
    """Cut [start, end) at every boundary of a span, then wrap each piece in what covers it."""
    here = [s for s in spans if s.start < end and s.end > start]
    cuts = sorted({start, end, *(max(start, s.start) for s in here), *(min(end, s.end) for s in here)})
    out: list[str] = []
    for a, b in pairwise(cuts):
        cover = [s for s in here if s.start <= a and s.end >= b]
        piece = escape(text[a:b].replace("**", ""), quote=False)
        values = [s for s in cover if s.kind == "value" and s.id in known]
        if values:
            piece = _value(piece, values, known, marks, closes=b == min(values[0].end, end))
        quotes = " ".join(s.id for s in cover if s.kind == "quote")
        tasks = [s.id for s in cover if s.kind == "task"]
        if tasks:
            piece = f'<span class="task" id="t-{tasks[0]}-{a}" data-t="{" ".join(tasks)}">{piece}</span>'
        out.append(f'<span class="q" data-q="{quotes}">{piece}</span>' if quotes else piece)
    return "".join(out)


def _value(
    piece: str, values: list[_Span], known: Mapping[str, Statement], marks: Mapping[str, Mark], *, closes: bool
) -> str:
    ids = list(dict.fromkeys(s.id for s in values))
    first = known[ids[0]]
    kind = Kind.TARGET if any(known[i].kind is Kind.TARGET for i in ids) else first.kind
    shown = [marks[i] for i in ids if i in marks]
    classes = f"v k-{kind}" + (f" {shown[0].classes}" if shown and shown[0].classes else "")
    label = escape("；".join(dict.fromkeys(m.label for m in shown if m.label)))
    chips = "".join(dict.fromkeys(m.chip for m in shown)) if closes else ""
    return (
        f'<a class="{classes}" href="#s-{ids[0]}" data-ids="{" ".join(ids)}"'
        + (f' title="{label}"' if label else "")
        + f">{piece}{chips}</a>"
    )


def _cells(line: str, start: int) -> list[tuple[int, int]]:
    """Offsets of the cells of a line that is a table row (| a | b |, or tabs); [] for other lines."""
    mark = "|" if line.lstrip().startswith("|") and line.count("|") > 2 else "\t" if "\t" in line.strip() else ""
    if not mark or _rule(line):
        return []
    cells, at = [], start
    for cell in line.split(mark):
        cells.append(_inset(cell, 0, len(cell), at))
        at += len(cell) + 1
    return cells[1:-1] if mark == "|" else cells


def _inset(text: str, start: int, end: int, shift: int = 0) -> tuple[int, int]:
    """[start, end) without the blanks and heading signs at its ends."""
    while start < end and text[start] in " \t　#>":
        start += 1
    while end > start and text[end - 1] in " \t　":
        end -= 1
    return start + shift, end + shift


def _rule(line: str) -> bool:
    """The line under a Markdown table's head."""
    bare = line.strip()
    return bare.startswith("|") and set(bare) <= set("|-: ")

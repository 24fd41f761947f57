"""Text -> Plan: the stages of reading, one after the other."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from guihua.plan.plan import Plan, Section
from guihua.plan.statement import Statement, Unread
from guihua.reading.characters import matching_text
from guihua.reading.compiler import grammar
from guihua.reading.discourse import Read, opens_paragraph, page_of, read_sentence
from guihua.reading.documents.document import Document, Heading
from guihua.reading.documents.headings import find_headings
from guihua.reading.documents.text import find_title
from guihua.reading.documents.wrapped import Unwrapped, unwrapped
from guihua.reading.doubt import named_in_full, told_apart
from guihua.reading.frame import Frame, frame
from guihua.reading.issue import issue_of
from guihua.reading.memory import NOTHING, Here
from guihua.reading.resolution import plan_region
from guihua.reading.scanned import marked
from guihua.reading.tokens import scan

BLOCK = 400_000
"""Characters that a stream holds before it reads on; blocks end where a line or a sentence ends."""

LONGEST = 1_600
"""Characters of a sentence; longer runs without a stop are lists, read piece by piece."""


def read_text(source: str | Document) -> Plan:
    """Read a text, or a document whose text was extracted, into a Plan with its statements and its unread numbers.

    Pure: the same text gives the same plan. Spans are offsets into the text with line feeds and no byte order mark.
    Documents joined by a form feed are read one by one, each with its own time; pages of one document are read as one.
    """
    with _no_collection():
        return _read(_document(source))


def _read(document: Document) -> Plan:
    text = matching_text(document.text)
    tables = tuple((t.start, t.end) for t in document.tables)
    region = plan_region(document.title, text[:3000])
    result = _Result([], [], [], None, ordinals())
    for start, end in _parts(document):
        title = document.title if start == 0 else ""
        if not tables and (joined := unwrapped(document.text[start:end]) if document.format == "text" else None):
            _read_joined(joined, document.text, start, title, region, result)
            continue
        part = _Part(document.text[start:end], text[start:end], start, region)
        headings = tuple(_moved(h, start) for h in document.headings if start <= h.start < end)
        about = frame(part.text, headings, title, result.about)
        part.read(about, [(a - start, b - start) for a, b in tables], result)
    about = result.first or frame("", ())
    issue = issue_of(*_first_part(document, text), period=about.plan)
    return Plan(
        text=document.text,
        statements=tuple(told_apart(named_in_full(result.statements), document.text)),
        unread=tuple(result.unread),
        sections=tuple(result.sections),
        title=document.title,
        document_number=issue.number,
        issuer=issue.issuer,
        issued=issue.issued or (str(about.year) if about.year else ""),
        in_force=issue.in_force,
        period=about.plan,
        region=region,
        source=document.source,
        warnings=document.warnings + _warnings(result),
    )


def place_of(source: str | Document, offset: int) -> Here | None:
    """Where the reader stands at the figure that begins at the offset; None where no clause asserts it (a table's cell, an unread number)."""
    document = _document(source)
    text = matching_text(document.text)
    tables = [(t.start, t.end) for t in document.tables]
    for start, end in _parts(document):
        if not start <= offset < end:
            continue
        title, at = (document.title if start == 0 else ""), offset - start
        raw, headings = (
            document.text[start:end],
            tuple(_moved(h, start) for h in document.headings if start <= h.start < end),
        )
        if not tables and (joined := unwrapped(raw) if document.format == "text" else None):
            at = next((i for i in range(len(joined.text)) if joined.start(i) >= at), at)
            raw, headings, title = joined.text, find_headings(joined.text), title or find_title(joined.text)
        part = _Part(raw, matching_text(raw), 0, plan_region(document.title, text[:3000]))
        about = frame(part.text, headings, title)
        spans = [(a - start, b - start) for a, b in tables]
        for read in part.sentences(about, spans, ordinals()):
            for here in read.places:
                if any(here.tokens.starts[i] == at for i in here.reading.members):
                    return here
    return None


def _first_part(document: Document, text: str) -> tuple[str, str]:
    """The first document of a text, as it is matched and as it stands."""
    start, end = next(iter(_parts(document)))
    return text[start:end], document.text[start:end]


def _read_joined(joined: Unwrapped, raw: str, offset: int, title: str, region: str, result: _Result) -> None:
    """Read a part whose lines were put together; what is found tells its places in the text as it came."""
    found = _Result([], [], [], result.about, result.ordinal, result.first)
    part = _Part(joined.text, matching_text(joined.text), 0, region)
    part.read(frame(part.text, find_headings(joined.text), title or find_title(joined.text), result.about), [], found)
    result.about, result.first = found.about, found.first

    def span(start: int, end: int) -> tuple[int, int]:
        return joined.start(start) + offset, joined.end(end) + offset

    for s in found.statements:
        start, end = span(s.start, s.end)
        value_start, value_end = span(s.value_start, s.value_end)
        result.statements.append(
            replace(s, start=start, end=end, value_start=value_start, value_end=value_end, quote=raw[start:end])
        )
    for u in found.unread:
        start, end = span(u.start, u.end)
        result.unread.append(replace(u, text=raw[start:end], start=start, end=end))
    for section in found.sections:
        start, end = span(section.start, section.end)
        result.sections.append(Section(section.number, section.title, section.level, start, end))


def read_iter(chunks: Iterable[str]) -> Iterator[Statement]:
    """Statements of one text that arrives in pieces, as they are found; one block of it is held at a time.

    The document's own time is read from the first block. Spans are offsets into the joined pieces.
    """
    about: Frame | None = None
    region = ""
    ordinal = ordinals()
    for raw, offset in _blocks(chunks):
        text = matching_text(raw)
        region = region or plan_region("", text[:3000])
        about = frame(text, find_headings(raw), "", about, goes_on=about is not None)
        page, memory = page_of(raw, text, about, offset, region, ordinal), NOTHING
        for start, end, opens in sentences(text, (), (h.start for h in about.headings)):
            memory = opens_paragraph(page, memory, start) if opens else memory
            read = read_sentence(page, scan(text, start, end), memory)
            memory = read.memory
            for statement in read.statements:
                yield marked(statement, raw, offset)


def ordinals() -> Callable[[str, str, str], int]:
    """How often (section, quote, value) has come before, counted over one text, so that what is said twice has two ids."""
    seen: Counter[tuple[str, str, str]] = Counter()

    def ordinal(section: str, quote: str, value: str) -> int:
        seen[section, quote, value] += 1
        return seen[section, quote, value] - 1

    return ordinal


@contextmanager
def _no_collection() -> Iterator[None]:
    """No cycles arise in reading: the collector, which would walk every new record again and again, rests meanwhile."""
    active = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if active:
            gc.enable()


@dataclass(slots=True)
class _Result:
    """What the parts have given so far."""

    statements: list[Statement]
    unread: list[Unread]
    sections: list[Section]
    about: Frame | None
    ordinal: Callable[[str, str, str], int]
    first: Frame | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """One document of a text, with its place in it."""

    raw: str
    text: str
    offset: int
    region: str

    def sentences(
        self, about: Frame, tables: list[tuple[int, int]], ordinal: Callable[[str, str, str], int]
    ) -> Iterator[Read]:
        """What each sentence gives, with the memory of those before it."""
        page, memory = page_of(self.raw, self.text, about, self.offset, self.region, ordinal), NOTHING
        for start, end, opens in sentences(self.text, tables, (h.start for h in about.headings)):
            memory = opens_paragraph(page, memory, start) if opens else memory
            read = read_sentence(page, scan(self.text, start, end), memory)
            memory = read.memory
            yield read

    def read(self, about: Frame, tables: list[tuple[int, int]], result: _Result) -> None:
        """Every sentence that holds a number, in order."""
        for read in self.sentences(about, tables, result.ordinal):
            result.statements.extend(marked(s, self.raw, self.offset) for s in read.statements)
            result.unread.extend(read.unread)
        result.about = about
        result.first = result.first or about
        result.sections.extend(_moved_section(s, self.offset) for s in about.sections)


def sentences(
    text: str, tables: Iterable[tuple[int, int]] = (), headings: Iterable[int] = ()
) -> Iterator[tuple[int, int, bool]]:
    """(start, end, opens a paragraph) of every sentence that holds a digit or a numeral with a unit.

    Tables are left out; a heading begins a sentence of its own even where no line break stands before it.
    """
    rules = grammar()
    numeral = rules.numeral
    spans = sorted(tables)
    opening = frozenset(headings)
    stops = [m.start() for m in rules.stop.finditer(text)]
    breaks = [h for h in headings if h and text[h - 1] not in "\n。；;"]
    if breaks:
        stops = sorted({*stops, *(h - 1 for h in breaks)})
    stops.append(len(text))
    here = 0  # index of the stop that ends the sentence at hand
    position = 0  # where that sentence begins
    paragraph, last_paragraph = 0, -1
    for anchor in rules.anchor.finditer(text):
        at = anchor.start()
        if at < position:
            continue
        while stops[here] < at:
            if text[stops[here]] == "\n":
                paragraph = stops[here]
            position = stops[here] + 1
            here += 1
        if not numeral.match(text, at):
            continue
        while spans and spans[0][1] <= at:
            position = max(position, spans.pop(0)[1])
        if spans and spans[0][0] <= at:
            continue
        end = stops[here] + (here < len(stops) - 1 and stops[here] + 1 in opening)
        end = min(end, spans[0][0]) if spans else end
        if end - position > LONGEST:
            position, end = _piece(text, position, at, end)
        yield position, end, paragraph != last_paragraph
        last_paragraph = paragraph
        position = end + 1


def _piece(text: str, start: int, at: int, end: int) -> tuple[int, int]:
    """A run without a stop is parted at commas: the piece of at most LONGEST characters that holds the numeral at `at`."""
    half = LONGEST // 2
    if at - start > half:
        start = 1 + max(at - half, *(text.rfind(mark, at - half, at) for mark in "，,"))
    if end - start > LONGEST:
        cut = max(text.rfind(mark, at + 40, start + LONGEST) for mark in "，,、")
        end = cut if cut > 0 else start + LONGEST
    return start, end


def _parts(document: Document) -> Iterator[tuple[int, int]]:
    """The documents that a form feed joins; one where form feeds part pages."""
    text = document.text
    if document.pages or "\f" not in text:
        yield 0, len(text)
        return
    start = 0
    for piece in text.split("\f"):
        yield start, start + len(piece)
        start += len(piece) + 1


def _blocks(chunks: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The pieces joined into blocks that end after a line or a sentence, each with its offset."""
    held: list[str] = []
    size = offset = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size < BLOCK:
            continue
        text = "".join(held)
        cut = max(text.rfind("\n"), text.rfind("。")) + 1
        if cut:
            yield text[:cut], offset
            offset += cut
            held = [text[cut:]]
            size = len(held[0])
    if rest := "".join(held):
        yield rest, offset


def _document(source: str | Document) -> Document:
    if isinstance(source, Document):
        return source
    from guihua.reading.documents import document_from_string

    return document_from_string(source)


def _moved(heading: Heading, by: int) -> Heading:
    return (
        heading
        if not by
        else Heading(heading.start - by, heading.end - by, heading.level, heading.number, heading.title)
    )


def _moved_section(section: Section, by: int) -> Section:
    return (
        section
        if not by
        else Section(section.number, section.title, section.level, section.start + by, section.end + by)
    )


def _warnings(result: _Result) -> tuple[str, ...]:
    return () if result.statements else ("NO-STATEMENTS: 没有读到量化表述 / no quantified statement was read",)

"""A whole document: statements of its sentences (reader) and of its tables, its tasks and its names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from guihua.plan.plan import Plan
from guihua.reading import reader
from guihua.reading.characters import matching_text
from guihua.reading.commitments import read_commitments
from guihua.reading.documents.document import Document
from guihua.reading.frame import Frame, frame
from guihua.reading.main_targets import main_targets
from guihua.reading.names import find_names
from guihua.reading.script import require_chinese
from guihua.reading.tables import table_statements


def read_text(source: str | Document, *, statements_only: bool = False) -> Plan:
    """Read a text, or a document whose text was extracted, into a Plan.

    Pure: the same text gives the same plan. Spans are offsets into the text with line feeds and no byte order mark.
    statements_only leaves tasks and names unread, for whoever asks for neither.
    Errors: GuihuaError READ-EMPTY, READ-BINARY, READ-ENCODING.
    """
    if isinstance(source, str):
        from guihua.reading.documents import document_from_string
        from guihua.reading.documents.markdown import with_tables

        source = with_tables(document_from_string(source))
    plan = reader.read_text(source)
    about = frame(matching_text(source.text), source.headings, source.title)
    plan = replace(plan, statements=tuple(main_targets(plan.statements, about)))
    if source.tables:
        plan = _with_tables(plan, source, about)
    if statements_only:
        return plan
    return replace(plan, commitments=read_commitments(source, about), mentions=find_names(source.text))


def read_document(path: str | Path, *, statements_only: bool = False) -> Plan:
    """Read one file of any supported format into a Plan.

    Errors: GuihuaError, as of documents.extract; READ-LANGUAGE for a text that is not Chinese.
    """
    from guihua.reading.documents import extract

    document = extract(path)
    require_chinese(document.text, document.source)
    return read_text(document, statements_only=statements_only)


def _with_tables(plan: Plan, document: Document, about: Frame) -> Plan:
    found, unread = table_statements(document, about)
    if not found and not unread:
        return plan
    statements = [*plan.statements, *(replace(s, region=plan.region) for s in found)]
    warnings = tuple(w for w in plan.warnings if not (statements and w.startswith("NO-STATEMENTS")))
    return replace(
        plan,
        statements=tuple(sorted(statements, key=lambda s: (s.value_start, s.value_end))),
        unread=tuple(sorted((*plan.unread, *unread), key=lambda u: u.start)),
        warnings=warnings,
    )

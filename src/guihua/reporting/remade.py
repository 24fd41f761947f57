"""Files that were made from a bundle, made again from it and compared: the first line or cell that says something else is told.

Bytes need not be the same (another version of a library packs a file otherwise); what a reader sees must be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.proof.verify import How, Part, part

if TYPE_CHECKING:
    from guihua.checking.audit.records import Audit
    from guihua.checking.result import CheckResult
    from guihua.mechanisms.core.records import Run, Table

LANGS = ("zh", "en")
FILED = re.compile("计划依据 ([^）]+)）")
"""How a paper names the filed plan of appraisals under which it was drawn up."""


def report_markdown(payload: Mapping[str, Any], path: Path) -> Sequence[Part]:
    """A report's .md against its bundle."""
    from guihua.reporting.bundle import read_record, sources_of
    from guihua.reporting.gather import material
    from guihua.reporting.markdown_writer import write_markdown
    from guihua.reporting.report import make_report

    made = write_markdown(make_report(material(sources_of(read_record(payload)))))
    return _compared("md", [made.splitlines], path.read_text("utf-8-sig").splitlines())


def findings_docx(payload: Mapping[str, Any], path: Path) -> Sequence[Part]:
    """An opinion (校核意见.docx) against the findings."""
    from guihua.checking.result import from_payload

    result = from_payload(payload)
    return _compared("docx", [partial(_opinion, result, lang) for lang in LANGS], _words(path))


def audit_sheet(payload: Mapping[str, Any], path: Path) -> Sequence[Part]:
    """An audit's .xlsx against its bundle."""
    from guihua.checking.audit.records import Audit
    from guihua.proof.codec import decode

    found = decode(Audit, payload)
    return _compared("xlsx", [partial(_audited, found, lang) for lang in LANGS], _cells(path))


def run_sheets(payload: Mapping[str, Any], path: Path) -> Sequence[Part]:
    """The sheets of a run (all its tables, or one of them) against its bundle."""
    from guihua.mechanisms.core.running import run_from

    tables = run_from(payload).decided.outcome.tables
    whole = [tables, *([t] for t in tables)]
    return _compared("xlsx", [partial(_sheets, some) for some in whole], _cells(path))


def run_paper(payload: Mapping[str, Any], path: Path) -> Sequence[Part]:
    """One of a run's papers (.docx) against its bundle."""
    from guihua.mechanisms.core.running import run_from

    run = run_from(payload)
    names = [p.name for p in run.job.declaration.papers] or [""]
    given = _words(path)
    filing = next((found[1] for line in given if (found := FILED.search(line))), "")
    return _compared("docx", [partial(_paper, run, n, filing) for n in names], given)


def _compared(name: str, made: Iterable[Callable[[], list[str]]], found: list[str]) -> list[Part]:
    """Whether a file's lines are those of one of the files that may be made; else what differs first from the nearest."""
    nearest: tuple[int, str] | None = None
    for make in made:
        wrong = [(n, a, b) for n, (a, b) in enumerate(zip_longest(make(), found, fillvalue="")) if a != b]
        if not wrong:
            return [part(name, "", How.RECOMPUTED)]
        if nearest is None or len(wrong) < nearest[0]:
            number, stated, shown = wrong[0]
            told = f"第 {number + 1} 处是 it says at {number + 1}「{shown[:60]}」，算得 computed「{stated[:60]}」"
            nearest = (len(wrong), told)
    return [part(name, nearest[1] if nearest else "", How.RECOMPUTED)]


def _opinion(result: CheckResult, lang: str) -> list[str]:
    from guihua.reporting.opinion import opinion_docx

    return _words(opinion_docx(result, lang))


def _audited(found: Audit, lang: str) -> list[str]:
    from guihua.reporting.audit_xlsx import audit_xlsx

    return _cells(audit_xlsx(found, lang))


def _sheets(tables: Sequence[Table]) -> list[str]:
    from guihua.mechanisms.core.publishing import workbook_bytes

    return _cells(workbook_bytes(tables))


def _paper(run: Run, name: str, filing: str) -> list[str]:
    from guihua.reporting.mechanism_papers import paper_docx

    return _words(paper_docx(run, name, filing))


def _words(source: Path | bytes) -> list[str]:
    """The text of a document, line by line."""
    from guihua.reading.documents import read_bytes

    data = source if isinstance(source, bytes) else source.read_bytes()
    return read_bytes(data, "made.docx").text.splitlines()


def _cells(source: Path | bytes) -> list[str]:
    """The cells of a workbook that hold something, each with its sheet and place."""
    from guihua.plan.workbook import open_workbook

    book = open_workbook(source)
    rows = ((sheet.title, row) for sheet in book.worksheets for row in sheet.iter_rows())
    return [f"{title} {c.coordinate}: {c.value}" for title, row in rows for c in row if c.value is not None]

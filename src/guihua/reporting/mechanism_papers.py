"""The paper of a mechanism's run: title, addressee, lead, its tables, remarks, and how a reader can check it."""

from __future__ import annotations

from dataclasses import replace

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledgers
from guihua.mechanisms.core.publishing import titled, warnings
from guihua.mechanisms.core.records import Column as Heading
from guihua.mechanisms.core.records import Input, Paper
from guihua.mechanisms.core.records import Run as MechanismRun
from guihua.mechanisms.core.records import Table as Outcome
from guihua.mechanisms.core.running import bundle_of
from guihua.reporting.addressees import named
from guihua.reporting.document import Align, Column, Composer, Document, Paragraph, Table, text
from guihua.reporting.docx_writer import write_docx

WIDE = 7
"""More columns than this turn the page."""


def paper_docx(run: MechanismRun, name: str = "", filing: str = "") -> bytes:
    """The .docx of one of a run's papers (the first by default). Raises GuihuaError RUN-PAPER."""
    return write_docx(paper_of(run, name, filing))


def paper_of(run: MechanismRun, name: str = "", filing: str = "") -> Document:
    """One of a run's papers as a document. filing: number under which an appraisal is filed; without it the paper says 监测."""
    declaration, outcome = run.job.declaration, run.decided.outcome
    papers = declaration.papers or (Paper("result", f"{declaration.zh}结果", tuple(t.name for t in outcome.tables)),)
    paper = next((p for p in papers if not name or p.name == name), None)
    if paper is None:
        there = "、".join(p.name for p in papers)
        raise GuihuaError("RUN-PAPER", f"没有这份文件 no paper {name!r}", f"有 there are: {there}", declaration.name)
    composer = Composer()
    title = named(paper.title.replace("{period}", _month(run.job.period)), filing)
    if paper.addressee:
        composer.add(Paragraph(text(f"{paper.addressee}："), "addressee"))
    composer.add(Paragraph(text(paper.lead or _lead(run, filing))))
    tables = [_table(composer, table, paper) for table in _shown(run, paper)]
    composer.blocks += tables
    for note in (*paper.notes, *outcome.notes, *warnings(run)):
        composer.add(Paragraph(text(f"注：{note}"), "note"))
    digest = str(bundle_of(run).digest)
    composer.add(Paragraph(text(f"核验：本文各数可由核验文件重算（guihua verify），摘要 {digest}。"), "note"))
    composer.add(Paragraph(text("本稿为测算结果，经有关部门依程序采用后生效（代拟稿）。"), "note"))
    composer.blocks[:0] = [Paragraph(text("代拟稿"), "mark"), Paragraph(text(title), "title")]
    made = composer.document(title, None, {"mechanism": declaration.name, "digest": digest})
    return replace(made, turned=any(table.landscape for table in tables))


def _month(period: str) -> str:
    """A month as papers write it: 2018年6月; any other period as it stands."""
    year, _, month = period.partition("-")
    return f"{year}年{int(month)}月" if len(year) == 4 and month.isdigit() else period


def _shown(run: MechanismRun, paper: Paper) -> list[Outcome]:
    """The paper's tables in its own order: of the outcome, else what was put in; what is secret never leaves."""
    job = run.job
    open_ = {
        i.name: _worded(i, job.table(i.name)) for i in job.declaration.inputs if not i.secret and i.name in paper.tables
    }
    there = {**open_, **{t.name: t for t in run.decided.outcome.tables}}
    return [there[name] for name in paper.tables if name in there and there[name].rows]


def _worded(of: Input, table: Outcome) -> Outcome:
    """A ledger's objects with their states in words."""
    ledger = load_ledgers().get(of.of) if of.kind == "ledger" else None
    if ledger is None or "state" not in (names := [c.name for c in table.columns]):
        return table
    place, words = names.index("state"), {s.name: s.words.zh for s in ledger.states}
    rows = tuple((*row[:place], words.get(row[place], row[place]), *row[place + 1 :]) for row in table.rows)
    return replace(table, rows=rows)


def _lead(run: MechanismRun, filing: str) -> str:
    job = run.job
    about = _month(job.period)
    day = f"（按 {job.on.isoformat()} 施行的规则）" if job.on else ""
    plan = f"规划提出：{job.declaration.serves[0][1]}。" if job.declaration.serves else ""
    filed = f"（计划依据 {filing}）" if filing else ""
    return f"{plan}现将{about}{named(job.declaration.zh, filing)}有关情况列下{filed}{day}。"


def _table(composer: Composer, table: Outcome, paper: Paper) -> Table:
    shown = [c for c in table.columns if not paper.columns or c.name in paper.columns]
    places = [table.place(c.name) for c in shown]
    used = [(c, p) for c, p in zip(shown, places, strict=True) if any(row[p] for row in table.rows)] or list(
        zip(shown, places, strict=True)
    )
    columns = tuple(Column(titled(c), _width(c), _align(c)) for c, _ in used)
    rows = tuple(tuple(text(row[p]) for _, p in used) for row in table.rows)
    caption = composer.caption("table", table.zh or table.name)
    return Table(caption, columns, rows, landscape=len(used) > WIDE)


def _align(column: Heading) -> Align:
    return Align.RIGHT if column.type in ("number", "integer") else Align.LEFT


def _width(column: Heading) -> int:
    return 8 if column.type in ("number", "integer", "date") else 14

"""Tables: hairlines, a head that repeats, rows that do not break; a row with a key carries it as a label."""

from __future__ import annotations

from dataclasses import replace

from guihua.reporting.document import Align, Column, Run, Table, Text
from guihua.reporting.word.inline import Inline, bare_run
from guihua.reporting.word.sections import LANDSCAPE_WIDTH, PORTRAIT_WIDTH
from guihua.reporting.word.widths import widths

_MARGINS = '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
"""Said in each table, too: LibreOffice takes a width of its own where only the style says it."""


TOGETHER = 3
"""So many rows stay together at a table's head and at its end, with the note: no page holds one row or two."""


def table_xml(inline: Inline, table: Table) -> str:
    """Caption, unit, table and the line under it."""
    fitted = widths(table, LANDSCAPE_WIDTH if table.landscape else PORTRAIT_WIDTH)
    out = []
    if table.caption:
        out.append(inline.paragraph((_label(table, "caption", table.caption),), "Caption"))
    if table.unit:
        out.append(inline.paragraph((Run(table.unit),), "TableUnit"))
    rows = [_head(table.columns, fitted), *_rows(inline, table, fitted)]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in fitted)
    out.append(f"<w:tbl>{_properties(sum(fitted))}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>")
    out.append(inline.paragraph((_label(table, "source", table.source) if table.source else Run(" "),), "Note"))
    return "".join(out)


def keyed(runs: Text, table: Table, key: str) -> Text:
    """The first cell of a row, with the row's key: its first piece of plain text becomes a label."""
    if not key:
        return runs
    tag = table.row_tag(key)
    at = next((i for i, run in enumerate(runs) if not run.figure), None)
    if at is None:
        return (Run("\u200b", label=tag), *runs)
    return (*runs[:at], replace(runs[at], label=tag), *runs[at + 1 :])


def _rows(inline: Inline, table: Table, fitted: list[int]) -> list[str]:
    out = []
    for number, row in enumerate(table.rows):
        left = len(table.rows) - number
        kept = number < TOGETHER - 1 or 0 < left <= TOGETHER
        key = table.keys[number] if table.keys else ""
        cells = (keyed(row[0], table, key), *row[1:])
        inner = "".join(
            _cell(width, _cell_text(inline, runs, column, kept=kept))
            for width, runs, column in zip(fitted, cells, table.columns, strict=True)
        )
        out.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{inner}</w:tr>")
    return out


def _head(columns: tuple[Column, ...], fitted: list[int]) -> str:
    cells = "".join(
        _cell(
            w, f'<w:p><w:pPr><w:pStyle w:val="TableHead"/></w:pPr>{bare_run(Run(_capital(c.title)))}</w:p>', head=True
        )
        for w, c in zip(fitted, columns, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _cell_text(inline: Inline, runs: Text, column: Column, *, kept: bool = False) -> str:
    """A cell's paragraphs: a line break in its text starts a new one. `kept`: the last row stays with its note."""
    keep = "<w:keepNext/>" if kept else ""
    justify = "" if column.align is Align.LEFT else f'<w:jc w:val="{column.align}"/>'
    lines: list[list[Run]] = [[]]
    for run in runs:
        for i, piece in enumerate(run.text.split("\n")):
            if i:
                lines.append([])
            if piece:
                lines[-1].append(replace(run, text=piece, label=run.label if not i else ""))
    return "".join(inline.paragraph(tuple(line), "TableText", keep + justify) for line in lines)


def _label(table: Table, what: str, words: str) -> Run:
    return Run(words, label=f"{what}:{table.id}" if table.id else "")


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def _cell(width: int, inner: str, *, head: bool = False) -> str:
    edge = '<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/></w:tcBorders>' if head else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{edge}<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'


def _properties(width: int) -> str:
    thick = 'w:val="single" w:sz="12" w:space="0" w:color="000000"'
    thin = 'w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"'
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders><w:top {thick}/>'
        f'<w:bottom {thick}/><w:insideH {thin}/></w:tblBorders><w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr>'
    )

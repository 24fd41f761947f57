"""A bureau's published table as it is found in a sheet: title, head, rows, units, notes; nothing is matched to indicators yet."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from guihua.errors import GuihuaError, Place
from guihua.plan.periods import Period
from guihua.plan.units import find_unit
from guihua.statistics.importing.head_words import clean, figure_and_marks, spoken_period, wide_words, word_set
from guihua.statistics.importing.heads import indicator_of, is_head, place_of, role
from guihua.statistics.importing.mapping import signature
from guihua.statistics.importing.sheets import Grid, cell


@dataclass(frozen=True, slots=True)
class WideColumn:
    """A column of figures: where it stands (from 0), its head, its head with digits as #, the unit its head names."""

    index: int
    head: str
    key: str
    unit: str


@dataclass(frozen=True, slots=True)
class WideRow:
    """A row of figures: where it stands (from 0), its label without marks and "of which", its unit, its notes.

    label   two rows of one name are told apart by what they stand under (增加值/国有企业)
    titled  its unit is that of the whole table, said in the title
    whole   of a row "of which": the label that it is a part of
    """

    index: int
    label: str
    unit: str
    note: str
    part: bool
    titled: bool = False
    whole: str = ""


@dataclass(frozen=True, slots=True)
class WideTable:
    """A table found in a sheet. ``report``: the period that title or file name speak of."""

    grid: Grid
    title: str
    report: Period | None
    columns: tuple[WideColumn, ...]
    rows: tuple[WideRow, ...]
    notes: tuple[tuple[str, str], ...] = ()

    def figure(self, row: WideRow, column: WideColumn) -> str:
        """What stands in a cell, without the marks of footnotes; "" for a placeholder."""
        text, _ = figure_and_marks(cell(self.grid.cells[row.index], column.index))
        return "" if text in word_set("blank") else text

    def note(self, row: WideRow, column: WideColumn) -> str:
        """The notes that bear on a cell: its row's, and its own marks'."""
        _, marks = figure_and_marks(cell(self.grid.cells[row.index], column.index))
        own = [text for mark, text in self.notes if mark in marks and text not in row.note]
        return " ".join(filter(None, (row.note, *own)))

    @property
    def signature(self) -> str:
        """The same for next month's table."""
        labels = tuple(r.label for r in self.rows)
        of = (indicator_of(self.title) or re.sub(r"\d+", "#", self.title),) if self.of_regions else ()
        return signature((*of, *(c.key for c in self.columns)), labels)

    @property
    def of_regions(self) -> bool:
        """Whether its rows are regions: then the title alone says of what it is, and heads and labels do not tell it apart."""
        regions = sum(place_of(r.label) is not None for r in self.rows)
        return bool(self.rows) and regions >= 0.6 * len(self.rows)


def find_table(grid: Grid, source: str, period: str = "") -> WideTable:
    """Find head, rows and notes of a published table.

    period  the report's period where neither title nor file name says it
    Errors: IMPORT-NO-TABLE.
    """
    cells = [[clean(text) for text in row] for row in grid.cells]
    head = _head_rows(cells)
    if head is None:
        raise GuihuaError(
            "IMPORT-NO-TABLE",
            f"没有找到表头 no head of a table found (sheet {grid.name})",
            "表头须有 指标/单位 或 本月、累计、同比 the head needs such words",
            Place(source),
        )
    first, last = head
    label = _label_column(cells, first, last)
    unit = _unit_column(cells, first, last)
    title = " ".join(dict.fromkeys(c for row in cells[:first] for c in row if c))
    columns = tuple(_columns(cells, first, last, {label, unit}))
    found, notes = _rows(cells, last + 1, label, unit, columns)
    whole = _title_unit(title)
    rows = tuple(
        replace(r, unit=r.unit or whole, titled=not r.unit and bool(whole), note=_notes(r, notes)) for r in found
    )
    report = Period.parse(period) if period else spoken_period(title) or spoken_period(source.rsplit("/", 1)[-1])
    return WideTable(grid, title, report, columns, rows, tuple(notes.items()))


def apart(grid: Grid) -> tuple[Grid, ...]:
    """The tables that stand one under another on a sheet, each as a grid with the other rows blank; rows keep their numbers.

    A table ends where, after its figures, another head begins: at the title over that head.
    """
    cells = [[clean(text) for text in row] for row in grid.cells]
    cuts: list[int] = []
    figures = False
    for index, row in enumerate(cells):
        head = bool(set(row) & word_set("label_heads")) and any(
            is_head(c) for c in row if c not in word_set("label_heads")
        )
        if head and figures:
            start = index
            while start and len(set(filter(None, cells[start - 1]))) <= 1 and not _is_note(cells[start - 1]):
                start -= 1
            cuts.append(start)
            figures = False
        figures = figures or (not head and sum(1 for c in row if re.fullmatch(r"-?[\d,.]+%?", c)) > 0)
    bounds = [0, *cuts, len(cells)]
    return tuple(
        replace(grid, cells=tuple(row if a <= i < b else () for i, row in enumerate(grid.cells)))
        for a, b in pairwise(bounds)
    )


def _is_note(row: list[str]) -> bool:
    return any(re.match(wide_words()["note_row"], c) for c in row if c)


def _head_rows(cells: list[list[str]]) -> tuple[int, int] | None:
    """First and last row of the head: from the first row that has a head's words to the last before figures begin."""
    words = word_set("label_heads") | word_set("unit_heads")
    for first, row in enumerate(cells):
        if not (set(row) & words or len({c for c in row[1:] if is_head(c)}) >= 2):
            continue
        last = first
        while last + 1 < len(cells) and _continues(cells[last + 1], row):
            last += 1
        return first, last
    return None


def _continues(row: list[str], above: list[str]) -> bool:
    filled = [(c, a) for c, a in zip(row, above, strict=False) if c]
    return bool(filled) and all(c == a or is_head(c) or c in word_set("unit_heads") for c, a in filled)


def _label_column(cells: list[list[str]], first: int, last: int) -> int:
    for row in cells[first : last + 1]:
        for index, text in enumerate(row):
            if text in word_set("label_heads"):
                return index
    return 0


def _unit_column(cells: list[list[str]], first: int, last: int) -> int | None:
    for row in cells[first : last + 1]:
        for index, text in enumerate(row):
            if text in word_set("unit_heads"):
                return index
    return None


def _columns(cells: list[list[str]], first: int, last: int, taken: set[int | None]) -> list[WideColumn]:
    out: list[WideColumn] = []
    for index in range(max(len(row) for row in cells[first : last + 1])):
        parts = dict.fromkeys(row[index] for row in cells[first : last + 1] if index < len(row) and row[index])
        head = "/".join(parts)
        if index in taken or not head:
            continue
        bracket = re.search(wide_words()["unit_in_brackets"], head)
        unit = bracket[1] if bracket and find_unit(bracket[1]) and bracket[1] not in ("", "%") else ""
        head = _timed(head, out)
        out.append(WideColumn(index, head, re.sub(r"\d+", "#", head), unit))
    return out


def _timed(head: str, before: list[WideColumn]) -> str:
    """A rate beside a figure is of the same time: after 1-7月 a plain 同比增长(%) is that of 1-7月."""
    kind, time = role(head)
    if kind in ("level", "skip") or time != "report" or not before:
        return head
    beside = before[-1].head.split("/")[0]
    return f"{beside}/{head}" if role(beside)[1] != "report" else head


def _rows(
    cells: list[list[str]], start: int, label: int, unit: int | None, columns: tuple[WideColumn, ...]
) -> tuple[list[WideRow], dict[str, str]]:
    """Rows with a label, and the notes under the table by their mark ("" for one without)."""
    found: list[WideRow] = []
    notes: dict[str, str] = {}
    over: dict[int, tuple[str, str]] = {}
    section = ""
    for index in range(start, len(cells)):
        row = cells[index]
        text = next((c for c in row[label:] if c), "") if not (label < len(row) and row[label]) else row[label]
        figures = [row[c.index] for c in columns if c.index < len(row) and row[c.index] and row[c.index] != text]
        if re.match(wide_words()["note_row"], text) or (notes and text and not figures):
            _take_note(text, notes)
        elif text and figures:
            found.append(_row(index, text, row[unit] if unit is not None and unit < len(row) else ""))
            over[index] = (section, next((r.label for r in reversed(found[:-1]) if not r.part), ""))
        elif text:
            section = text
    return _told_apart(found, over), notes


def _told_apart(rows: list[WideRow], over: dict[int, tuple[str, str]]) -> list[WideRow]:
    """Rows of one name get that of what they stand under before it; what still is the same, its number."""
    count = Counter(r.label for r in rows)
    seen: Counter[str] = Counter()
    out: list[WideRow] = []
    for row in rows:
        section, whole = over[row.index]
        above = (whole if row.part else "") or section
        row = replace(row, whole=whole if row.part else "")  # noqa: PLW2901  (the same row, told of what it is a part)
        label = f"{above}/{row.label}" if count[row.label] > 1 and above else row.label
        seen[label] += 1
        out.append(replace(row, label=f"{label}#{seen[label]}" if seen[label] > 1 else label))
    return out


def _row(index: int, text: str, unit: str) -> WideRow:
    part = bool(re.match(wide_words()["part_of"], text))
    marks = re.findall(wide_words()["marks"], text)
    label = re.sub(wide_words()["marks"], "", re.sub(wide_words()["part_of"], "", text)).strip()
    if (
        not unit
        and (bracket := re.search(wide_words()["unit_in_brackets"], label))
        and bracket[1]
        and find_unit(bracket[1])
    ):
        label, unit = label[: bracket.start()].strip(), bracket[1]
    return WideRow(index, label, unit, " ".join(marks), part)


def _take_note(text: str, notes: dict[str, str]) -> None:
    body = re.sub(r"^(?:注|备注|说明|附注)[:：.、]?", "", text).strip()
    pieces = re.split(r"(?=[①-⑳])|(?<=[。;；])\s*(?=\d[.、])", body)
    for piece in (p.strip() for p in pieces if p.strip()):
        mark = re.match(r"[①-⑳]", piece)
        key = mark[0] if mark else ""
        words = piece[len(key) :].strip()
        notes[key] = f"{notes[key]} {words}" if key in notes else words


def _notes(row: WideRow, notes: dict[str, str]) -> str:
    """The notes that bear on a row: its marks', and those without a mark."""
    texts = [notes[mark] for mark in row.note.split() if mark in notes] + ([notes[""]] if "" in notes else [])
    return " ".join(texts)


def _title_unit(title: str) -> str:
    found = re.search(wide_words()["title_unit"], title)
    return found[1] if found and find_unit(found[1]) else ""

"""A bureau's published table: found in the sheet, matched to indicators and periods, turned into one figure a row."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.plan import concepts
from guihua.plan.periods import Period
from guihua.plan.regions import find_region
from guihua.plan.units import find_unit
from guihua.statistics.importing.mapping import ColumnMap, Mapping, RowMap, signature
from guihua.statistics.importing.sheets import Grid
from guihua.statistics.importing.words import CHINESE, clean, wide_words, word_set


@dataclass(frozen=True, slots=True)
class WideColumn:
    """A column of figures: where it stands (from 0), its head, its head with digits as #, the unit its head names."""

    index: int
    head: str
    key: str
    unit: str


@dataclass(frozen=True, slots=True)
class WideRow:
    """A row of figures: where it stands (from 0), its label without marks and "of which", its unit, its notes."""

    index: int
    label: str
    unit: str
    note: str
    part: bool


@dataclass(frozen=True, slots=True)
class WideTable:
    """A table found in a sheet. ``report``: the period that title or file name speak of."""

    grid: Grid
    title: str
    report: Period | None
    columns: tuple[WideColumn, ...]
    rows: tuple[WideRow, ...]

    @property
    def signature(self) -> str:
        """The same for next month's table."""
        labels = tuple(r.label for r in self.rows)
        of = (_indicator_of(self.title) or re.sub(r"\d+", "#", self.title),) if self.of_regions else ()
        return signature((*of, *(c.key for c in self.columns)), labels)

    @property
    def of_regions(self) -> bool:
        """Whether its rows are regions: then the title alone says of what it is, and heads and labels do not tell it apart."""
        regions = sum(find_region(r.label) is not None for r in self.rows)
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
    rows = tuple(replace(r, unit=r.unit or _title_unit(title), note=_notes(r, notes)) for r in found)
    report = Period.parse(period) if period else _report(title) or _report(source.rsplit("/", 1)[-1])
    return WideTable(grid, title, report, columns, rows)


def apart(grid: Grid) -> tuple[Grid, ...]:
    """The tables that stand one under another on a sheet, each as a grid with the other rows blank; rows keep their numbers.

    A table ends where, after its figures, another head begins: at the title over that head.
    """
    cells = [[clean(text) for text in row] for row in grid.cells]
    cuts: list[int] = []
    figures = False
    for index, row in enumerate(cells):
        head = bool(set(row) & word_set("label_heads")) and any(
            _is_head(c) for c in row if c not in word_set("label_heads")
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


def propose(table: WideTable) -> Mapping:
    """A first mapping: heads by their words, rows by the concept table; what is not known is left empty."""
    columns = tuple(ColumnMap(c.key, *_role(c.head)) for c in table.columns)
    if table.of_regions:
        rows = tuple(RowMap(r.label, r.label if find_region(r.label) else "") for r in table.rows)
        return Mapping(table.signature, table.title, columns, rows, "regions", _indicator_of(table.title))
    rows = tuple(_propose_row(r, table.title) for r in {r.label: r for r in table.rows}.values())
    return Mapping(table.signature, table.title, columns, rows)


def unknown_rows(table: WideTable, mapping: Mapping) -> tuple[WideRow, ...]:
    """Rows that a mapping does not know, or leaves out."""
    return tuple(r for r in table.rows if not ((found := mapping.row(r.label)) and found.indicator))


def _role(head: str) -> tuple[str, str]:
    """(transformation, time) by the words of a head."""
    kinds = wide_words()
    name = next(
        t["name"] for t in kinds["transformations"] if re.search(t["pattern"], head) and not _is_growth(t, head)
    )
    time = next((t["name"] for t in kinds["times"] if re.search(t["pattern"], head)), "report")
    return name, time


def _is_growth(kind: dict[str, Any], head: str) -> bool:
    return kind["name"] == "skip" and bool(re.search(wide_words()["not_skip"], head))


def _propose_row(row: WideRow, title: str) -> RowMap:
    """The label where it is an indicator, or with the measure that the title names (主要产品产量: 原煤 → 原煤产量)."""
    measures = [m for m in wide_words()["title_measures"] if m in title]
    for name in (row.label, *(f"{row.label}{measure}" for measure in measures)):
        if concepts.resolve(name).known:
            return RowMap(row.label, name)
    return RowMap(row.label, "")


def _indicator_of(title: str) -> str:
    """The indicator that a title names, where the concept table knows it: 各盟市规模以上工业增加值增速."""
    text = re.sub(
        r"\d{4}年|[\d\-—–]+月(?:份)?|各?盟市|分?地区|全区|主要|情况|表\d*|统计", "", title.split(" ", maxsplit=1)[0]
    )
    return text if text and concepts.resolve(text).known else ""


def _head_rows(cells: list[list[str]]) -> tuple[int, int] | None:
    """First and last row of the head: from the first row that has a head's words to the last before figures begin."""
    words = word_set("label_heads") | word_set("unit_heads")
    for first, row in enumerate(cells):
        if not (set(row) & words or len({c for c in row[1:] if _is_head(c)}) >= 2):
            continue
        last = first
        while last + 1 < len(cells) and _continues(cells[last + 1], row):
            last += 1
        return first, last
    return None


def _continues(row: list[str], above: list[str]) -> bool:
    filled = [(c, a) for c, a in zip(row, above, strict=False) if c]
    return bool(filled) and all(c == a or _is_head(c) or c in word_set("unit_heads") for c, a in filled)


def _is_head(text: str) -> bool:
    if re.fullmatch(r"-?[\d.,]+", text):
        return bool(re.fullmatch(r"(?:19|20)\d{2}", text))
    head = "绝对数|绝对额|总量|数值|实绩|完成"
    rates = [t["pattern"] for t in wide_words()["transformations"] if t["name"] != "level"]
    return any(re.search(p, text) for p in (head, *rates, *(t["pattern"] for t in wide_words()["times"])))


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
    out = []
    for index in range(max(len(row) for row in cells[first : last + 1])):
        parts = dict.fromkeys(row[index] for row in cells[first : last + 1] if index < len(row) and row[index])
        head = "/".join(parts)
        if index in taken or not head:
            continue
        bracket = re.search(wide_words()["unit_in_brackets"], head)
        unit = bracket[1] if bracket and find_unit(bracket[1]) and bracket[1] not in ("", "%") else ""
        out.append(WideColumn(index, head, re.sub(r"\d+", "#", head), unit))
    return out


def _rows(
    cells: list[list[str]], start: int, label: int, unit: int | None, columns: tuple[WideColumn, ...]
) -> tuple[list[WideRow], dict[str, str]]:
    """Rows with a label, and the notes under the table by their mark ("" for one without)."""
    found: list[WideRow] = []
    notes: dict[str, str] = {}
    for index in range(start, len(cells)):
        row = cells[index]
        text = next((c for c in row[label:] if c), "") if not (label < len(row) and row[label]) else row[label]
        figures = [row[c.index] for c in columns if c.index < len(row) and row[c.index] and row[c.index] != text]
        if re.match(wide_words()["note_row"], text) or (notes and text and not figures):
            _take_note(text, notes)
        elif text and figures:
            found.append(_row(index, text, row[unit] if unit is not None and unit < len(row) else ""))
    return found, notes


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
    pieces = re.split(r"(?=[①②③④⑤⑥⑦⑧⑨])|(?<=[。;；])\s*(?=\d[.、])", body)
    for piece in (p.strip() for p in pieces if p.strip()):
        mark = re.match(r"[①②③④⑤⑥⑦⑧⑨]", piece)
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


def _report(text: str) -> Period | None:
    """The period that a title or a file name speaks of."""
    text = clean(text)
    if found := re.search(r"(20\d{2})年?(\d{1,2})月?[-—–~至到](\d{1,2})月", text):
        return Period(int(found[1]), int(found[2]), int(found[1]), int(found[3]))
    if found := re.search(r"(20\d{2})年?(\d{1,2})月|(20\d{2})[-_.]?M?(0[1-9]|1[0-2])(?!\d)", text):
        year, month = int(found[1] or found[3]), int(found[2] or found[4])
        return Period(year, month, year, month) if 1 <= month <= 12 else None
    if found := re.search(r"(20\d{2})年?(上半年|前三季度|([一二三四1-4])季度)", text):
        if found[3]:
            return Period.parse(f"{found[1]}Q{CHINESE.get(found[3], 0) or int(found[3])}")
        return Period.parse(f"{found[1]}H1" if found[2] == "上半年" else f"{found[1]}Q1-Q3")
    found = re.search(r"(20\d{2})年?", text)
    return Period.years(int(found[1])) if found else None

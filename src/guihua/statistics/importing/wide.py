"""A bureau's published table: found in the sheet, matched to indicators and periods, turned into one figure a row."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.plan import concepts
from guihua.plan.data import load
from guihua.plan.periods import Period
from guihua.plan.regions import find_region
from guihua.plan.units import find_unit
from guihua.statistics.importing.check import Defaults
from guihua.statistics.importing.mapping import ColumnMap, Mapping, RowMap, signature
from guihua.statistics.importing.sheets import Grid, address, cell
from guihua.statistics.importing.table import DATA, RawTable

CIRCLED = "①②③④⑤⑥⑦⑧⑨"
CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}


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
    cells = [[_clean(text) for text in row] for row in grid.cells]
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
    cells = [[_clean(text) for text in row] for row in grid.cells]
    cuts: list[int] = []
    figures = False
    for index, row in enumerate(cells):
        head = bool(set(row) & _set("label_heads")) and any(_is_head(c) for c in row if c not in _set("label_heads"))
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
    return any(re.match(_data()["note_row"], c) for c in row if c)


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


def to_long(table: WideTable, mapping: Mapping, defaults: Defaults, source: str) -> RawTable:
    """One figure a row, under our column names. Errors: IMPORT-PERIOD, IMPORT-MAPPING."""
    import pyarrow as pa

    roles = {c.head: c for c in mapping.columns}
    missing = [c.head for c in table.columns if c.key not in roles]
    if missing:
        raise GuihuaError(
            "IMPORT-MAPPING", f"对照表没有列 the mapping lacks column {missing[0]!r}", "补上该列 add it", Place(source)
        )
    out: list[dict[str, str]] = []
    where: list[int] = []
    cells: list[str] = []
    for row in table.rows:
        found = mapping.row(row.label)
        if found is None or not found.indicator:
            continue
        for column in table.columns:
            figure = _figure(table, mapping, found, row, column, roles[column.key], source)
            if figure:
                out.append(figure)
                where.append(row.index + 1)
                cells.append(f"{address(column.index)}{row.index + 1}")
    names = (
        "region_code",
        "region",
        "indicator",
        "period",
        "span",
        "value",
        "unit",
        "measure",
        "price_basis",
        "coverage",
        "note",
    )
    given = {"region_code": "" if mapping.rows_are == "regions" else defaults.region}
    columns = {n: pa.array([f.get(n, given.get(n, "")) for f in out], pa.string()) for n in names}
    return RawTable(pa.table(columns), pa.array(where, pa.int64()), cells=tuple(cells))


def _figure(
    table: WideTable, mapping: Mapping, found: RowMap, row: WideRow, column: WideColumn, role: ColumnMap, source: str
) -> dict[str, str] | None:
    text = _clean(cell(table.grid.cells[row.index], column.index))
    if role.transformation == "skip" or text in _set("blank"):
        return None
    rate = role.transformation in ("yoy", "share", "change", "mean_growth")
    unit = "%" if rate else column.unit or found.unit or row.unit
    if text in _set("flat"):
        text = "0"
    if rate and (times := re.fullmatch(r"(-?[\d.]+)倍", text)):
        text, unit = times[1], "倍"
    period, span = _period(role.time, column.head, table.report, source)
    regions = mapping.rows_are == "regions"
    return {
        **({"region": found.indicator} if regions else {}),
        "indicator": mapping.indicator if regions else found.indicator,
        "period": str(period),
        "span": span,
        "value": text.removesuffix("%"),
        "unit": unit,
        "measure": role.transformation,
        "price_basis": found.price,
        "coverage": found.coverage,
        "note": row.note,
    }


def _period(time: str, head: str, report: Period | None, source: str) -> tuple[Period, str]:
    """Which months a column speaks of, and whether it is the year to date."""
    years = re.search(r"(?:19|20)\d{2}", head)
    year = int(years[0]) if years else report.last_year if report else 0
    if not year or (report is None and time in ("month", "ytd", "report")):
        raise GuihuaError(
            "IMPORT-PERIOD",
            "表题和文件名都没有写明报告期 the report's period is not stated",
            "加 --period 2018M06",
            Place(source),
        )
    if time in ("range", "one_month"):
        bare = re.sub(r"(?:19|20)\d{2}年?", "", head)
        months = [int(m) for m in re.findall(r"\d{1,2}(?=月|[-—–~至到])", bare)] or [
            report.last_month if report else 12
        ]
        first, last = months[0], months[-1]
        return Period(year, first, year, last), "ytd" if time == "range" and first == 1 else "single"
    if time == "quarter":
        quarter = re.search(r"([一二三四1234])季度", head)
        number = CHINESE.get(quarter[1], 0) or int(quarter[1]) if quarter else 1
        return Period.parse(f"{year}Q{number}"), "single"
    if time in ("quarters", "half", "year", "whole_year"):
        last = {"quarters": 9, "half": 6}.get(time, 12)
        return Period(year, 1, year, last), "single" if last == 12 else "ytd"
    assert report is not None
    if time == "month":
        return Period(year, report.last_month, year, report.last_month), "single"
    first = 1 if time == "ytd" else report.first_month
    return Period(year, first, year, report.last_month), "ytd" if first == 1 and report.last_month < 12 else "single"


def _role(head: str) -> tuple[str, str]:
    """(transformation, time) by the words of a head."""
    kinds = _data()
    name = next(
        t["name"] for t in kinds["transformations"] if re.search(t["pattern"], head) and not _is_growth(t, head)
    )
    time = next((t["name"] for t in kinds["times"] if re.search(t["pattern"], head)), "report")
    return name, time


def _is_growth(kind: dict[str, Any], head: str) -> bool:
    return kind["name"] == "skip" and bool(re.search(_data()["not_skip"], head))


def _propose_row(row: WideRow, title: str) -> RowMap:
    """The label where it is an indicator, or with the measure that the title names (主要产品产量: 原煤 → 原煤产量)."""
    measures = [m for m in _data()["title_measures"] if m in title]
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
    words = _set("label_heads") | _set("unit_heads")
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
    return bool(filled) and all(c == a or _is_head(c) or c in _set("unit_heads") for c, a in filled)


def _is_head(text: str) -> bool:
    if re.fullmatch(r"-?[\d.,]+", text):
        return bool(re.fullmatch(r"(?:19|20)\d{2}", text))
    head = "绝对数|绝对额|总量|数值|实绩|完成"
    rates = [t["pattern"] for t in _data()["transformations"] if t["name"] != "level"]
    return any(re.search(p, text) for p in (head, *rates, *(t["pattern"] for t in _data()["times"])))


def _label_column(cells: list[list[str]], first: int, last: int) -> int:
    for row in cells[first : last + 1]:
        for index, text in enumerate(row):
            if text in _set("label_heads"):
                return index
    return 0


def _unit_column(cells: list[list[str]], first: int, last: int) -> int | None:
    for row in cells[first : last + 1]:
        for index, text in enumerate(row):
            if text in _set("unit_heads"):
                return index
    return None


def _columns(cells: list[list[str]], first: int, last: int, taken: set[int | None]) -> list[WideColumn]:
    out = []
    for index in range(max(len(row) for row in cells[first : last + 1])):
        parts = dict.fromkeys(row[index] for row in cells[first : last + 1] if index < len(row) and row[index])
        head = "/".join(parts)
        if index in taken or not head:
            continue
        bracket = re.search(_data()["unit_in_brackets"], head)
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
        if re.match(_data()["note_row"], text) or (notes and text and not figures):
            _take_note(text, notes)
        elif text and figures:
            found.append(_row(index, text, row[unit] if unit is not None and unit < len(row) else ""))
    return found, notes


def _row(index: int, text: str, unit: str) -> WideRow:
    part = bool(re.match(_data()["part_of"], text))
    marks = re.findall(_data()["marks"], text)
    label = re.sub(_data()["marks"], "", re.sub(_data()["part_of"], "", text)).strip()
    if not unit and (bracket := re.search(_data()["unit_in_brackets"], label)) and bracket[1] and find_unit(bracket[1]):
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
    found = re.search(_data()["title_unit"], title)
    return found[1] if found and find_unit(found[1]) else ""


def _report(text: str) -> Period | None:
    """The period that a title or a file name speaks of."""
    text = _clean(text)
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


def _clean(text: str) -> str:
    """NFKC without spaces; the marks of footnotes (①) stay what they are."""
    plain = "".join(c if c in CIRCLED else unicodedata.normalize("NFKC", c) for c in text).replace("−", "-")
    return re.sub(r"\s+", "", plain)


@cache
def _data() -> dict[str, Any]:
    return dict(load("wide.yaml", DATA))


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(_clean(str(w)) for w in _data()[name])

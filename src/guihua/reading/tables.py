"""Indicator tables -> statements: 指标 | 单位 | 2015年 | 2020年 | 年均增速 | 属性, from cells with their places in the text.

A column's head says what it holds (data/tables.yaml); a row's first words are the indicator, 其中 rows lean on the one
above; 〔 〕 is a sum over the plan; a footnote may change the year of a figure. Tables whose cells were guessed (flattened
text, pdf without rules) give statements by rules of their own, which count as less sure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from re import Match, Pattern

from guihua.plan.concepts import measure_names, resolve
from guihua.plan.statement import (
    Comparator,
    Direction,
    Form,
    Kind,
    Nature,
    Origin,
    Price,
    Statement,
    Unread,
    statement_id,
)
from guihua.plan.units import find_unit
from guihua.reading.characters import matching_text, normal_unit
from guihua.reading.compiler import load, pattern
from guihua.reading.documents.records import Cell, Document, Table
from guihua.reading.frame import Frame
from guihua.reading.times import plan_period

NOTES = 600
"""A table's notes stand within so many characters after it."""
DEEPEST_HEAD = 4
MOST_PLACES = 200_000
"""A table that claims more places than this is no table of data."""

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.·・]\s?\d+)?)"
_VALUE = pattern(
    r"\s*(?P<open>[〔\[【(（])?\s*(?P<before>≥|>=|≤|<=|[<>＜＞]|约|近|超过|超|不低于|不少于|不高于|不超过|达到|控制在|大于|小于|低于|高于)?\s*"
    rf"(?P<sign>[+\-])?(?P<n1>{_NUMBER})\s*(?:[-~至]+\s*(?P<n2>{_NUMBER}))?\s*"
    r"(?P<unit>%|‰|个?百分点|[^\d\s〔〕\[\]【】()（）①-⑳*#左以上下内]{0,8}?)\s*(?P<after>左右|以上|以内|以下|上下)?\s*"
    r"(?P<close>[〕\]】)）])?\s*(?P<mark>[①-⑳*#]+|注\d?)?\s*"
)
_UNIT_TAIL = pattern(r"[(（\[]\s*(?P<unit>[^()（）\[\]]{1,12})\s*[)）\]]\s*(?:[①-⑳*#]*)$")
_INDEX = pattern(
    r"^(?:\d{1,2}[.．、]?(?!\d|\.\d)|[(（]?[一二三四五六七八九十]{1,3}[)）、.]|[(（]\d{1,2}[)）]|[#—－\-·•]+)\s*"
)
_MARK = pattern(r"[①-⑳*#]+|注\d?$")
_YEAR = pattern(r"(?:19|20)\d\d")
_PLAN = pattern(r"[“\"]?(?P<plan>[一二三四五六七八九十]{1,3}五)[”\"]?(?P<at>期?末|时期|期间)?")
_NOTE = pattern(
    r"(?:^|\n)[ 　]*(?:(?:注|说明)[:：]?|(?=[①-⑳*#]))(?P<words>[^\n]*(?:\n[ 　]*(?:[①-⑳*#]|\d[.、]|[(（]\d)[^\n]*)*)"
)
_NOTE_YEAR = pattern(r"(?P<year>(?:19|20)\d\d)年(?:的)?(?:数据|数值|数|值|底|末|实际)")
_UNIT_LINE = pattern(r"单位[:：]\s*(?P<unit>[^\s,，。;；)）]{1,10})")
_FALL = pattern(r"降低|下降|减少|削减|降幅|压减")
_RISE = pattern(r"提高|增长|增加|新增|上升")

_BEFORE = {
    "≥": Comparator.GE, ">=": Comparator.GE, "不低于": Comparator.GE, "不少于": Comparator.GE, "≤": Comparator.LE,
    "<=": Comparator.LE, "不高于": Comparator.LE, "不超过": Comparator.LE, "控制在": Comparator.LE, ">": Comparator.GT,
    "＞": Comparator.GT, "超过": Comparator.GT, "超": Comparator.GT, "大于": Comparator.GT, "高于": Comparator.GT,
    "<": Comparator.LT, "＜": Comparator.LT, "小于": Comparator.LT, "低于": Comparator.LT, "约": Comparator.ABOUT,
    "近": Comparator.ABOUT, "达到": Comparator.REACH,
}  # fmt: skip
_AFTER = {
    "左右": Comparator.ABOUT,
    "上下": Comparator.ABOUT,
    "以上": Comparator.GE,
    "以内": Comparator.LE,
    "以下": Comparator.LE,
}


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: its role, and for figures their year or period and whether they are facts or targets."""

    role: str
    head: str = ""
    year: int | None = None
    period: tuple[int, int] | None = None
    kind: Kind | None = None
    unit: str = ""


@dataclass(slots=True)
class Row:
    """One row of figures: its label, unit and nature, and the span of its words."""

    label: str
    unit: str
    nature: Nature
    start: int
    mark: str = ""
    figures: list[tuple[Column, Cell]] = field(default_factory=list)


def table_statements(document: Document, frame: Frame) -> tuple[list[Statement], list[Unread]]:
    """The statements of all indicator tables, and the cells with digits that could not be read."""
    statements: list[Statement] = []
    unread: list[Unread] = []
    for table in document.tables:
        if any(t is not table and t.start <= table.start and table.end <= t.end for t in document.tables):
            continue
        found, left = _Reader(document, frame, table).read()
        statements += found
        unread += left
    return statements, unread


@cache
def _roles() -> tuple[tuple[str, Pattern[str]], ...]:
    return tuple((entry["role"], pattern(entry["pattern"])) for entry in load("tables.yaml"))


def column_role(head: str) -> str:
    """What a column with this head holds; "" where the head says nothing known."""
    words = _bare(head)
    return next((role for role, expression in _roles() if expression.search(words)), "")


class _Reader:
    """Reads one table."""

    def __init__(self, document: Document, frame: Frame, table: Table) -> None:
        self.text = document.text
        self.frame = frame
        self.table = table
        self.rule = "table-cell" if table.sure else "table-flattened"
        self.ids: dict[tuple[str, str, str], int] = {}
        self.notes = self._notes()

    def read(self) -> tuple[list[Statement], list[Unread]]:
        grid = self._grid()
        if not grid:
            return [], []
        if _years_in_rows(grid, self._words):
            grid = {(c, r): cell for (r, c), cell in grid.items()}
        depth = self._head_depth(grid)
        columns = self._columns(grid, depth)
        if not any(c.role == "year" for c in columns.values()) or depth == 0:
            return [], []
        statements: list[Statement] = []
        unread: list[Unread] = []
        for row in self._rows(grid, depth, columns):
            for column, cell in row.figures:
                statement = self._statement(row, column, cell, columns)
                if statement is not None:
                    statements.append(statement)
                elif any(ch.isdigit() for ch in self._words(cell)):
                    unread.append(Unread(self._words(cell), cell.start, cell.end, "table"))
        return statements, unread

    def _words(self, cell: Cell) -> str:
        return self.text[cell.start : cell.end]

    def _grid(self) -> dict[tuple[int, int], Cell]:
        """Every place of the table → the cell that covers it."""
        grid: dict[tuple[int, int], Cell] = {}
        for cell in self.table.cells:
            for r in range(min(cell.row_span, 400)):
                for c in range(min(cell.column_span, 60)):
                    grid[cell.row + r, cell.column + c] = cell
            if len(grid) > MOST_PLACES:
                return {}
        return grid

    # ---- heads

    def _head_depth(self, grid: dict[tuple[int, int], Cell]) -> int:
        """How many rows are heads: those before the first with a figure that is no year."""
        for row in range(min(self.table.rows, DEEPEST_HEAD + 1)):
            cells = {id(c): c for (r, _), c in grid.items() if r == row}.values()
            if any(_is_figure(self._words(c)) for c in cells) and not any(c.head for c in cells):
                return row
        return 0

    def _columns(self, grid: dict[tuple[int, int], Cell], depth: int) -> dict[int, Column]:
        columns: dict[int, Column] = {}
        for c in sorted({column for _, column in grid}):
            heads = [grid[r, c] for r in range(depth) if (r, c) in grid and not self._full_width(grid[r, c])]
            words = "".join(dict.fromkeys(self._words(h) for h in heads))
            role = column_role(words)
            columns[c] = Column(role, words)
        if not any(c.role == "indicator" for c in columns.values()):
            free = [c for c, column in columns.items() if column.role in ("", "group")]
            if free:
                columns[free[0]] = replace(columns[free[0]], role="indicator")
        return self._dated(columns)

    def _full_width(self, cell: Cell) -> bool:
        return cell.column_span >= self.table.columns > 1

    def _dated(self, columns: dict[int, Column]) -> dict[int, Column]:
        """The columns of figures with their years; a growth column spans from the first to the last of them."""
        dated = {}
        for c, column in columns.items():
            words = _bare(column.head)
            unit = _tail_unit(column.head)
            years = [int(y) for y in _YEAR.findall(words)]
            dated[c] = replace(column, unit=unit)
            if column.role == "year":
                year, kind = self._year_of(words, years)
                span = (years[0], years[-1]) if len(years) > 1 and years[0] < years[-1] else None
                dated[c] = replace(dated[c], year=year, kind=kind, period=span)
            elif column.role in ("growth", "cumulative", "change") and len(years) > 1:
                dated[c] = replace(dated[c], period=(years[0], years[-1]))
            elif column.role in ("growth", "cumulative", "change") and (found := _PLAN.search(words)):
                dated[c] = replace(dated[c], period=plan_period(found["plan"]))
        known = [c.year for c in dated.values() if c.role == "year" and c.year is not None]
        first, last = (min(known), max(known)) if len(known) > 1 else (None, None)
        for c, column in dated.items():
            if column.role in ("growth", "cumulative", "change") and column.period is None:
                period = (first + 1, last) if first is not None and last is not None else self.frame.plan
                dated[c] = replace(column, period=period)
            now = self.frame.year
            opens = column.role == "year" and column.kind is None and None not in (first, last) and column.year == first
            if opens and now is not None and first is not None and first <= now:
                dated[c] = replace(dated[c], kind=Kind.FACT)  # the year that the others are set against
        return dated

    def _year_of(self, words: str, years: list[int]) -> tuple[int | None, Kind | None]:
        """The year of a column's figures and, where the head says it, their kind."""
        past = any(w in words for w in ("实际", "现状", "完成", "基期", "基数", "基准", "实绩"))
        ahead = any(w in words for w in ("目标", "规划", "预期", "计划"))
        kind = Kind.FACT if past else Kind.TARGET if ahead else None
        if years:
            return years[-1], kind
        if found := _PLAN.search(words):
            period = plan_period(found["plan"])
            return (period[1] if period else None), kind
        plan = self.frame.plan
        if kind is Kind.FACT:
            return self.frame.base, kind
        return (plan[1] if plan else self.frame.year), kind or Kind.TARGET

    # ---- rows

    def _rows(self, grid: dict[tuple[int, int], Cell], depth: int, columns: dict[int, Column]) -> Iterator[Row]:
        by_role: dict[str, list[int]] = {}
        for c, column in columns.items():
            by_role.setdefault(column.role, []).append(c)
        parent = ""
        table_unit = self._table_unit()
        last_row = max(r for r, _ in grid)
        for r in range(depth, last_row + 1):
            labels = [grid[r, c] for c in by_role.get("indicator", []) if (r, c) in grid]
            if not labels or self._full_width(labels[0]):
                continue
            words, mark = self._label_words(labels)
            child = _child_of(words)
            label, own_unit = _label_and_unit(child if child is not None else words)
            if not label:
                continue
            if child is not None:
                label = _with_parent(label, parent)
            else:
                parent = label
            unit = next((self._words(grid[r, c]) for c in by_role.get("unit", []) if (r, c) in grid), "")
            nature = _nature(next((self._words(grid[r, c]) for c in by_role.get("nature", []) if (r, c) in grid), ""))
            unit = _bare(unit) if _bare(unit) not in ("", "-", "—", "/") else own_unit
            row = Row(label, unit or table_unit, nature, labels[0].start, mark)
            roles = ("year", "growth", "cumulative", "change")
            row.figures = [(columns[c], grid[r, c]) for c in columns if columns[c].role in roles and (r, c) in grid]
            yield row

    def _label_words(self, labels: list[Cell]) -> tuple[str, str]:
        """The words of the label's cells, a cell that covers both once, and the footnote mark on them."""
        cells = list({id(cell): cell for cell in labels}.values())
        words = "".join(self._words(cell) for cell in cells)
        found = _MARK.search(words)
        return (_MARK.sub("", words) if found else words).strip(), found.group() if found else ""

    def _table_unit(self) -> str:
        before = self.text[max(0, self.table.start - 120) : self.table.start] + self.table.caption
        found = list(_UNIT_LINE.finditer(before))
        return _bare(found[-1]["unit"]) if found else ""

    def _notes(self) -> str:
        """The notes under the table."""
        after = self.text[self.table.end : self.table.end + NOTES]
        found = _NOTE.search("\n" + after.lstrip("\n"))
        return found["words"] if found and after[: found.start() + 2].count("\n") <= 2 else ""

    def _noted_year(self, mark: str) -> int | None:
        """The year that the note with this mark gives."""
        if not mark or not self.notes:
            return None
        for sign in mark:
            position = self.notes.find(sign)
            found = _NOTE_YEAR.search(self.notes, position) if position >= 0 else None
            if found and not any(s in self.notes[position + 1 : found.start()] for s in "①②③④⑤⑥⑦⑧⑨*#" if s != sign):
                return int(found["year"])
        return None

    # ---- statements

    def _statement(self, row: Row, column: Column, cell: Cell, columns: dict[int, Column]) -> Statement | None:
        found = _VALUE.fullmatch(matching_text(self._words(cell)))
        if found is None:
            return None
        value = tuple(_digits(n) for n in (found["n1"], found["n2"]) if n)
        summed = found["open"] in ("〔", "[", "【") or column.role == "cumulative"
        unit = self._unit(found["unit"] or "", row, column)
        if unit is None:
            return None
        form, direction = self._form(row, column, unit, summed=summed, falls=found["sign"] == "-")
        year, base, period = self._times(column, form, summed=summed, columns=columns)
        noted = self._noted_year((found["mark"] or "") + row.mark)
        if noted is not None and column.role == "year" and self._kind(column, year) is Kind.FACT:
            year = noted
        if form is Form.CHANGE_PP:
            unit = "个百分点"
        start, end = min(row.start, cell.start), max(cell.end, row.start)
        return self._made(row, column, form, value, unit, direction, (year, base, period), found, cell, (start, end))

    def _made(
        self,
        row: Row,
        column: Column,
        form: Form,
        value: tuple[str, ...],
        unit: str,
        direction: Direction,
        times: tuple[int | None, int | None, tuple[int, int] | None],
        found: Match[str],
        cell: Cell,
        span: tuple[int, int],
    ) -> Statement:
        groups = found.groupdict()
        begin = cell.start + found.start("n1")
        stop = cell.start + max(found.end("n1"), found.end("n2"), found.end("unit"))
        year, base, period = times
        concept = resolve(row.label)
        section = self.frame.section(cell.start)
        quote = self.text[span[0] : span[1]]
        key = (section, quote, self.text[begin:stop])
        ordinal = self.ids.get(key, 0)
        self.ids[key] = ordinal + 1
        price = (
            Price.COMPARABLE
            if form is Form.GROWTH and ("可比价" in self.notes or "不变价" in self.notes)
            else Price.UNSTATED
        )
        origins = {
            "value": Origin.STATED,
            "indicator": Origin.STATED,
            "year": Origin.STATED if column.year else Origin.CARRIED,
        }
        return Statement(
            id=statement_id(section, quote, self.text[begin:stop], ordinal),
            kind=self._kind(column, year),
            form=form,
            comparator=_comparator(groups, value),
            value=value,
            unit=unit,
            indicator=row.label,
            quote=quote,
            start=span[0],
            end=span[1],
            value_start=begin,
            value_end=stop,
            section=section,
            measure=concept.measure,
            subject=concept.subject,
            whole=concept.whole,
            population=concept.population,
            price=price,
            year=year,
            base_year=base,
            period=period,
            direction=direction,
            nature=row.nature if self._kind(column, year) is Kind.TARGET else Nature.UNSTATED,
            threshold=concept.threshold,
            stated=tuple((slot, origin) for slot, origin in origins.items() if slot != "year" or year is not None),
            rule=self.rule,
        )

    def _unit(self, written: str, row: Row, column: Column) -> str | None:
        """The unit of a figure: written in the cell, else of its column, else of its row; None where the words are none."""
        if written in ("%", "‰", "个百分点", "百分点"):
            return "个百分点" if written == "百分点" else written
        if column.role == "growth" and not written:
            return "%"
        base = column.unit or row.unit
        if column.role == "change" and not written:
            return "个百分点" if base == "%" else base
        if not written:
            return base
        for unit in (written, written + base):
            if find_unit(unit) is not None:
                return normal_unit(unit)
        return None

    def _form(self, row: Row, column: Column, unit: str, *, summed: bool, falls: bool) -> tuple[Form, Direction]:
        rate = unit in ("%", "‰")
        down = falls or bool(_FALL.search(row.label) or _FALL.search(column.head))
        way = Direction.DOWN if down else Direction.UP
        if column.role == "change":
            return (Form.CHANGE_PP if unit == "个百分点" else Form.CHANGE if rate else Form.CHANGE_ABS), way
        if unit == "个百分点":
            return Form.CHANGE_PP, way
        if summed:
            moving = _FALL.search(row.label) or _RISE.search(row.label)
            return (Form.CHANGE if moving else Form.CHANGE_PP, way) if rate else (Form.CUMULATIVE, Direction.UNKNOWN)
        if column.role == "growth":
            return Form.GROWTH, way
        return self._standing(row, way, rate=rate)

    def _standing(self, row: Row, way: Direction, *, rate: bool) -> tuple[Form, Direction]:
        """The form of a year's figure: a rate of change where the label says so, else a share or a level."""
        if rate and resolve(row.label).transformation in ("yoy", "mean_growth"):
            return (Form.GROWTH if "年均" in row.label else Form.CHANGE), way
        if rate and _FALL.search(row.label) and not row.label.endswith(("率", "比重", "比例")):
            return Form.CHANGE, Direction.DOWN
        return (Form.SHARE if rate else Form.LEVEL), Direction.UNKNOWN

    def _times(
        self, column: Column, form: Form, *, summed: bool, columns: dict[int, Column]
    ) -> tuple[int | None, int | None, tuple[int, int] | None]:
        """(year, base year, period) of a figure."""
        plan = self.frame.plan
        period = column.period or (plan if summed or column.role != "year" else None)
        if column.role == "year" and not summed:
            base = None
            if form in (Form.CHANGE, Form.CHANGE_PP, Form.CHANGE_ABS) and column.year is not None:
                base = plan[0] - 1 if plan and column.year == plan[1] else column.year - 1
            if form is Form.GROWTH and plan and column.year == plan[1]:
                return column.year, plan[0] - 1, plan
            return column.year, base, column.period
        if period is None and summed and column.year is not None:
            earlier = [
                c.year for c in columns.values() if c.role == "year" and c.year is not None and c.year < column.year
            ]
            period = (max(earlier) + 1, column.year) if earlier else None
        if period is None:
            return column.year, None, None
        base = None if form is Form.CUMULATIVE else period[0] - 1
        return period[1], base, None if column.role == "change" else period

    def _kind(self, column: Column, year: int | None) -> Kind:
        if column.kind is not None:
            return column.kind
        now = self.frame.base if self.frame.base is not None else self.frame.year
        last = column.period[1] if column.period and column.role != "year" else year
        if last is None or now is None:
            return Kind.TARGET
        return Kind.FACT if last <= now else Kind.TARGET


def _bare(words: str) -> str:
    """Half-width, without blanks."""
    return "".join(matching_text(words).split())


def _is_figure(words: str) -> bool:
    """Whether a cell holds a figure that is no year and no index."""
    bare = _bare(words)
    if _YEAR.fullmatch(bare.removesuffix("年")):
        return False
    return bool(_VALUE.fullmatch(bare)) and not bare.endswith("年")


def _years_in_rows(grid: dict[tuple[int, int], Cell], words: Callable[[Cell], str]) -> bool:
    """Whether the years stand in the first column and the indicators at the head."""
    rows = {r for r, _ in grid}
    first = [_bare(words(grid[r, 0])) for r in rows if (r, 0) in grid]
    dated = [w for w in first if _YEAR.match(w) and len(w) <= 8]
    top = [_bare(words(cell)) for (r, _), cell in grid.items() if r == 0]
    return len(dated) >= 2 and len(dated) * 2 >= len(first) and not any(_YEAR.search(w) for w in top)


def _tail_unit(words: str) -> str:
    found = _UNIT_TAIL.search(words)
    if not found:
        return ""
    unit = _bare(found["unit"])
    return unit if find_unit(unit) is not None and unit else ""


def _child_of(words: str) -> str | None:
    """The words after 其中, None where the row is no 其中 row."""
    bare = words.lstrip("　 #—－-")
    return bare.removeprefix("其中").lstrip(":：#　 ") if bare.startswith("其中") else None


def _label_and_unit(words: str) -> tuple[str, str]:
    """A row's label without its index, and the unit in brackets at its end."""
    label = _INDEX.sub("", words.strip("　 "), count=1).strip("　 ")
    unit = _tail_unit(label)
    if unit:
        label = label[: _UNIT_TAIL.search(label).start()]  # type: ignore[union-attr]
    return "".join(label.split()).strip("“”:："), unit


def _with_parent(label: str, parent: str) -> str:
    """A 其中 row's label read alone: its own words with the measure of the row above."""
    if not parent or resolve(label).known:
        return label
    for name in measure_names():
        if label.endswith(name):
            return label
    for name in measure_names():
        if parent.endswith(name):
            return label + name
    return label + parent


def _nature(words: str) -> Nature:
    if "约束" in words:
        return Nature.BINDING
    return Nature.EXPECTED if "预期" in words or "预测" in words else Nature.UNSTATED


def _digits(written: str) -> str:
    """The magnitude: no thousands separators, a decimal point mended where scanning damaged it (3· 75)."""
    plain = written.replace(",", "").replace("·", ".").replace("・", ".").replace(" ", "")
    return f"{Decimal(plain):f}" if plain.startswith("0") and not plain.startswith("0.") else plain


def _comparator(groups: dict[str, str | None], value: tuple[str, ...]) -> Comparator:
    if groups["after"]:
        return _AFTER[groups["after"]]
    if len(value) == 2:
        return Comparator.BETWEEN
    return _BEFORE.get(groups["before"] or "", Comparator.EQ)

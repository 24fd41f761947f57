"""The figures of a table -> statements, each with the form and the times that its column and its row give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from re import Match

from guihua.plan.concepts import resolve
from guihua.plan.statement import Direction, Form, Kind, Nature, Origin, Price, Statement, Unread, statement_id
from guihua.plan.units import find_unit
from guihua.reading.characters import normal_unit
from guihua.reading.compiler import pattern
from guihua.reading.documents.document import Cell, Document, Table
from guihua.reading.frame import Frame
from guihua.reading.scanned import marked
from guihua.reading.tables.beside import change_or_sum, neighbours
from guihua.reading.tables.cells import bare, comparator, digits, figure, is_figure
from guihua.reading.tables.columns import MOVING, Column, columns_of, head_depth
from guihua.reading.tables.grid import Grid, grid_of
from guihua.reading.tables.notes import is_indicator_table, noted_year, notes_under, table_plan, table_unit
from guihua.reading.tables.rows import Row, rows_of

LAYOUT = "layout"
"""The mark of a statement whose cells were guessed from where the words stand."""
_FALL = pattern(r"降低|下降|减少|削减|降幅|压减")
_RISE = pattern(r"提高|增长|增加(?!值)|新增|上升")
_GROWS = pattern(r"(?:增长|增速|增幅|增长率|下降|降幅)$")
Times = tuple[int | None, int | None, tuple[int, int] | None]
"""Year, base year, period."""


def table_statements(document: Document, frame: Frame) -> tuple[list[Statement], list[Unread]]:
    """The statements of all indicator tables, and the cells with digits that could not be read."""
    statements: list[Statement] = []
    unread: list[Unread] = []
    for table in document.tables:
        found, left = _read(document, frame, table)
        statements += found
        unread += left
    return statements, unread


def _read(document: Document, frame: Frame, table: Table) -> tuple[list[Statement], list[Unread]]:
    grid = grid_of(document.text, table, document.tables)
    if not grid.places:
        return [], []
    depth = head_depth(grid)
    plan = table_plan(document.text, table) or frame.plan
    columns = columns_of(grid, depth, frame, plan)
    if not any(c.role == "year" or (c.role in MOVING and c.period) for c in columns.values()) or depth == 0:
        return [], _figures_left(grid, columns)
    notes = notes_under(document.text, table)
    rule = "table-cell" if table.sure else "table-flattened"
    main = any(c.role == "nature" for c in columns.values()) or is_indicator_table(document, frame, table)
    makes = _Maker(document.text, frame, columns, plan, notes, rule, main, {})
    statements: list[Statement] = []
    unread: list[Unread] = []
    for row in rows_of(grid, depth, columns, table_unit(document.text, table)):
        for column, cell in row.figures:
            statement = makes.statement(row, column, cell) if row.label else None
            if statement is not None:
                statements.append(marked(statement, document.text))
            elif any(ch.isdigit() for ch in grid.words(cell)):
                unread.append(Unread(grid.words(cell), cell.start, cell.end, "table"))
    return statements, unread


def _figures_left(grid: Grid, columns: dict[int, Column]) -> list[Unread]:
    """The figures of a table that is none of indicators; running numbers and years are no figures."""
    left = []
    for c, column in columns.items():
        cells = list({id(cell): cell for (_, at), cell in grid.places.items() if at == c}.values())
        bare_words = [bare(grid.words(cell)) for cell in cells]
        counted = [w for w in bare_words if w.isdigit()]
        if column.role == "index" or (len(counted) > 1 and counted == [str(i + 1) for i in range(len(counted))]):
            continue
        left += [
            Unread(grid.words(cell), cell.start, cell.end, "table")
            for cell, words in zip(cells, bare_words, strict=True)
            if is_figure(words) and not cell.head
        ]
    return sorted({(u.start, u.end): u for u in left}.values(), key=lambda u: u.start)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the statements of one table; `ids` counts equal quotes, so that every statement has its own id."""

    text: str
    frame: Frame
    columns: dict[int, Column]
    plan: tuple[int, int] | None
    notes: str
    rule: str
    main: bool
    ids: dict[tuple[str, str, str], int]

    def statement(self, row: Row, column: Column, cell: Cell) -> Statement | None:
        """The statement of one figure; None where the cell holds none, or its unit is none."""
        found = figure(self.text[cell.start : cell.end])
        if found is None:
            return None
        summed = found["open"] in ("〔", "[", "【") or (found["open"] in ("(", "（") and column.role == "growth")
        summed = summed or column.role == "cumulative"
        unit = _unit(found["unit"] or "", row, column, summed=summed)
        if unit is None:
            return None
        if column.role == "growth" and not summed and unit == "%" and self._is_standing(row, column):
            column = replace(column, role="year", year=column.period[1] if column.period else None, period=None)
        form, direction = _form(row, column, unit, summed=summed, falls=found["sign"] == "-")
        doubt: tuple[str, ...] = ()
        if form is Form.CUMULATIVE and found["n2"] is None:
            beside = neighbours(row, column)
            form, direction, doubt = change_or_sum(found, beside)
        year, base, period = self._times(column, form, summed=summed)
        noted = noted_year(self.notes, (found["mark"] or "") + row.mark)
        if noted is not None and column.role == "year" and self._kind(column, year) is Kind.FACT:
            year = noted
        if form is Form.CHANGE_PP:
            unit = "个百分点"
        made = self._made(row, column, cell, found, (form, unit, direction), (year, base, period))
        if self.rule != "table-cell":
            doubt = (*doubt, "indicator")  # where a label begins in text without cells is a guess
        return replace(made, doubtful=doubt) if doubt else made

    def _is_standing(self, row: Row, column: Column) -> bool:
        """Whether a figure under a yearly mean is the rate itself: a rate's, whose row has no figure of the last year."""
        last = [
            words
            for (c, _), words in zip(row.figures, row.words, strict=True)
            if c.role == "year" and c.kind != Kind.FACT
        ]
        return row.label.endswith(("率", "比重", "比例")) and bool(last) and not any(map(is_figure, last))

    def _made(
        self, row: Row, column: Column, cell: Cell, found: Match[str], what: tuple[Form, str, Direction], times: Times
    ) -> Statement:
        form, unit, direction = what
        year, base, period = times
        value = tuple(digits(n) for n in (found["n1"], found["n2"]) if n)
        begin = cell.start + found.start("n1")
        stop = cell.start + max(found.end("n1"), found.end("n2"), found.end("unit"))
        start, end = min(row.start, cell.start), max(cell.end, row.start)
        section, quote = self.frame.section(cell.start), self.text[start:end]
        concept, kind = resolve(row.label), self._kind(column, year)
        origins = {
            "value": Origin.STATED,
            "indicator": Origin.STATED,
            "year": Origin.STATED if column.stated else Origin.CARRIED,
        }
        return Statement(
            id=self._id(section, quote, self.text[begin:stop]),
            kind=kind,
            form=form,
            comparator=comparator(found.groupdict(), value),
            value=value,
            unit=unit,
            indicator=row.label,
            quote=quote,
            start=start,
            end=end,
            value_start=begin,
            value_end=stop,
            section=section,
            measure=concept.measure,
            subject=concept.subject,
            whole=concept.whole,
            population=concept.population,
            price=self._price(form),
            year=year,
            base_year=base,
            period=period,
            direction=direction,
            nature=row.nature if kind is Kind.TARGET else Nature.UNSTATED,
            threshold=concept.threshold,
            stated=tuple((slot, origin) for slot, origin in origins.items() if slot != "year" or year is not None),
            rule=self.rule,
            unsure="" if self.rule == "table-cell" else LAYOUT,
            main=self.main and kind is Kind.TARGET and not (self.plan and year and year < self.plan[0]),
            group=row.group,
        )

    def _id(self, section: str, quote: str, value: str) -> str:
        key = (section, quote, value)
        ordinal = self.ids.get(key, 0)
        self.ids[key] = ordinal + 1
        return statement_id(section, quote, value, ordinal)

    def _price(self, form: Form) -> Price:
        compared = form is Form.GROWTH and ("可比价" in self.notes or "不变价" in self.notes)
        return Price.COMPARABLE if compared else Price.UNSTATED

    def _times(self, column: Column, form: Form, *, summed: bool) -> Times:
        """(year, base year, period) of a figure."""
        plan = self.plan
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
                c.year
                for c in self.columns.values()
                if c.role == "year" and c.year is not None and c.year < column.year
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


def _unit(written: str, row: Row, column: Column, *, summed: bool) -> str | None:
    """The unit of a figure: written in the cell, else of its column, else of its row; None where the words are none."""
    if written in ("%", "‰", "个百分点", "百分点"):
        return "个百分点" if written == "百分点" else written
    if column.role == "growth" and not written and not summed:
        return "%"
    base = (row.unit if summed else "") or column.unit or row.unit
    if column.role == "change" and not written:
        return base if row.way or base != "%" or (column.unit and row.unit not in ("", "%")) else "个百分点"
    if not written:
        return base
    for unit in (written, written + base):
        if find_unit(unit) is not None:
            return normal_unit(unit)
    return None


def _form(row: Row, column: Column, unit: str, *, summed: bool, falls: bool) -> tuple[Form, Direction]:
    rate = unit in ("%", "‰")
    down = falls or bool(_FALL.search(row.label) or _FALL.search(column.head) or _FALL.search(row.way))
    way = Direction.DOWN if down else Direction.UP
    if column.role == "change":
        return (Form.CHANGE_PP if unit == "个百分点" else Form.CHANGE if rate else Form.CHANGE_ABS), way
    if unit == "个百分点":
        return Form.CHANGE_PP, way
    if summed:
        moving = row.way or _FALL.search(row.label) or _RISE.search(row.label)
        return (Form.CHANGE if moving else Form.CHANGE_PP, way) if rate else (Form.CUMULATIVE, Direction.UNKNOWN)
    if column.role == "growth":
        return Form.GROWTH, way
    return _standing(row, way, rate=rate)


def _standing(row: Row, way: Direction, *, rate: bool) -> tuple[Form, Direction]:
    """The form of a year's figure: a rate of change where the label says so, else a share or a level."""
    if rate and resolve(row.label).transformation in ("yoy", "mean_growth"):
        return (Form.GROWTH if "年均" in row.label else Form.CHANGE), way
    if rate and _GROWS.search(row.label):
        return Form.CHANGE, way
    if rate and (row.way or _FALL.search(row.label)) and not row.label.endswith(("率", "比重", "比例")):
        return Form.CHANGE, way
    return (Form.SHARE if rate else Form.LEVEL), Direction.UNKNOWN

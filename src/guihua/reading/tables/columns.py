"""The heads of a table -> what each of its columns holds, with year, period and kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from re import Pattern

from guihua.plan.statement import Kind
from guihua.reading.compiler import load, pattern
from guihua.reading.documents.document import Cell
from guihua.reading.frame import Frame
from guihua.reading.tables.cells import YEAR, bare, is_figure, tail_unit
from guihua.reading.tables.grid import Grid
from guihua.reading.times import plan_period

DEEPEST_HEAD = 4
MOVING = ("growth", "cumulative", "change")
"""Roles of columns whose figures stand for a stretch of years."""
_PLAN = pattern(r"[“\"]?(?P<plan>[一二三四五六七八九十]{1,3}五)[”\"]?(?P<at>期?末|时期|期间)?")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: its role, and for figures their year or period and whether they are facts or targets."""

    role: str
    head: str = ""
    year: int | None = None
    period: tuple[int, int] | None = None
    kind: Kind | None = None
    unit: str = ""


def column_role(head: str) -> str:
    """What a column with this head holds; "" where the head says nothing known."""
    words = bare(head)
    return next((role for role, expression in _roles() if expression.search(words)), "")


@cache
def _roles() -> tuple[tuple[str, Pattern[str]], ...]:
    return tuple((entry["role"], pattern(entry["pattern"])) for entry in load("tables.yaml"))


def head_depth(grid: Grid) -> int:
    """How many rows are heads: those before the first with a figure that is no year."""
    for row in range(min(grid.rows, DEEPEST_HEAD + 1)):
        cells = {id(c): c for (r, _), c in grid.places.items() if r == row}.values()
        if any(is_figure(grid.words(c)) for c in cells) and not any(c.head for c in cells):
            return row
    return 0


def columns_of(grid: Grid, depth: int, frame: Frame) -> dict[int, Column]:
    """The columns under the heads in the first `depth` rows."""
    columns: dict[int, Column] = {}
    for c in sorted({column for _, column in grid.places}):
        heads = [
            grid.places[r, c] for r in range(depth) if (r, c) in grid.places and not grid.full_width(grid.places[r, c])
        ]
        columns[c] = _column(grid, heads)
    if not any(c.role == "indicator" for c in columns.values()):
        free = [c for c, column in columns.items() if column.role in ("", "group")]
        if free:
            columns[free[0]] = replace(columns[free[0]], role="indicator")
    return _dated(columns, frame)


def _column(grid: Grid, heads: list[Cell]) -> Column:
    words = "".join(dict.fromkeys(grid.words(h) for h in heads))
    return Column(column_role(words), words)


def _dated(columns: dict[int, Column], frame: Frame) -> dict[int, Column]:
    """The columns of figures with their years; a growth column spans from the first to the last of them."""
    dated = {c: _with_own_time(column, frame) for c, column in columns.items()}
    known = [c.year for c in dated.values() if c.role == "year" and c.year is not None]
    first, last = (min(known), max(known)) if len(known) > 1 else (None, None)
    now = frame.year
    for c, column in dated.items():
        if column.role in MOVING and column.period is None:
            period = (first + 1, last) if first is not None and last is not None else frame.plan
            dated[c] = replace(column, period=period)
        opens = column.role == "year" and column.kind is None and column.year == first
        if opens and first is not None and now is not None and first <= now:
            dated[c] = replace(column, kind=Kind.FACT)  # the year that the others are set against
    return dated


def _with_own_time(column: Column, frame: Frame) -> Column:
    """The column with the year or period that its own head gives, and its unit."""
    words = bare(column.head)
    years = [int(y) for y in YEAR.findall(words)]
    column = replace(column, unit=tail_unit(column.head))
    if column.role == "year":
        year, kind = _year_of(words, years, frame)
        span = (years[0], years[-1]) if len(years) > 1 and years[0] < years[-1] else None
        return replace(column, year=year, kind=kind, period=span)
    if column.role in MOVING and len(years) > 1:
        return replace(column, period=(years[0], years[-1]))
    if column.role in MOVING and (found := _PLAN.search(words)):
        return replace(column, period=plan_period(found["plan"]))
    return column


def _year_of(words: str, years: list[int], frame: Frame) -> tuple[int | None, Kind | None]:
    """The year of a column's figures and, where the head says it, their kind."""
    past = any(w in words for w in ("实际", "现状", "完成", "基期", "基数", "基准", "实绩"))
    ahead = any(w in words for w in ("目标", "规划", "预期", "计划"))
    kind = Kind.FACT if past else Kind.TARGET if ahead else None
    if years:
        return years[-1], kind
    if found := _PLAN.search(words):
        period = plan_period(found["plan"])
        return (period[1] if period else None), kind
    plan = frame.plan
    if kind is Kind.FACT:
        return frame.base, kind
    return (plan[1] if plan else frame.year), kind or Kind.TARGET

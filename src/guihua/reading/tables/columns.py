"""The heads of a table -> what each of its columns holds, with year, period and kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from re import Pattern

from guihua.plan.statement import Kind
from guihua.plan.units import find_unit
from guihua.reading.compiler import load, pattern
from guihua.reading.documents.document import Cell
from guihua.reading.frame import Frame
from guihua.reading.tables.cells import NATURES, YEAR, bare, is_figure, tail_unit
from guihua.reading.tables.grid import Grid
from guihua.reading.times import plan_period

DEEPEST_HEAD = 4
MOVING = ("growth", "cumulative", "change")
"""Roles of columns whose figures stand for a stretch of years."""
_PLAN = pattern(r"[“\"]?(?P<plan>[一二三四五六七八九十]{1,3}五)[”\"]?(?P<at>期?末|时期|期间)?")
_COMPARED = pattern(r"年?(?:比|较)(?:19|20)\d\d")
Period = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: its role, and for figures their year or period and whether they are facts or targets.

    heads      the words of its heads from the top
    stated     its own heads tell the year or period; else they are the plan's by default
    """

    role: str
    heads: tuple[str, ...] = ()
    year: int | None = None
    period: Period | None = None
    kind: Kind | None = None
    unit: str = ""
    stated: bool = False

    @property
    def head(self) -> str:
        """All words over it."""
        return "".join(self.heads)


def column_role(head: str) -> str:
    """What a column with this head holds; "" where the head says nothing known."""
    words = bare(head)
    return next((role for role, expression in _entries("role") if expression.search(words)), "")


def head_state(head: str) -> Kind | None:
    """Whether a head says that the figures under it were reached or are aimed at; None where it says neither."""
    words = bare(head)
    return next((Kind(state) for state, expression in _entries("state") if expression.search(words)), None)


@cache
def _entries(what: str) -> tuple[tuple[str, Pattern[str]], ...]:
    return tuple((entry[what], pattern(entry["pattern"])) for entry in load("tables.yaml") if what in entry)


def head_depth(grid: Grid) -> int:
    """How many rows are heads: those before the first with a figure that is no year, and before the title of its group."""
    for row in range(min(grid.rows, DEEPEST_HEAD + 1)):
        cells = _row(grid, row)
        if any(is_figure(grid.words(c)) for c in cells) and not any(c.head for c in cells):
            titles = takewhile(lambda r: all(map(grid.full_width, _row(grid, r))), range(row - 1, 0, -1))
            return row - len(list(titles))
    return 0


def _row(grid: Grid, row: int) -> list[Cell]:
    return list({id(c): c for (r, _), c in grid.places.items() if r == row}.values())


def columns_of(grid: Grid, depth: int, frame: Frame, plan: Period | None) -> dict[int, Column]:
    """The columns under the heads in the first `depth` rows. plan: the plan that the table is of, the document's if none."""
    columns: dict[int, Column] = {}
    for c in sorted({column for _, column in grid.places}):
        heads = [
            grid.places[r, c] for r in range(depth) if (r, c) in grid.places and not grid.full_width(grid.places[r, c])
        ]
        columns[c] = _column(grid, heads, c, depth)
    if not any(c.role == "indicator" for c in columns.values()):
        free = sorted((column.role == "group", c) for c, column in columns.items() if column.role in ("", "group"))
        if free:
            columns[free[0][1]] = replace(columns[free[0][1]], role="indicator")
    return _dated(columns, frame, plan or frame.plan)


def _column(grid: Grid, heads: list[Cell], c: int, depth: int) -> Column:
    words = tuple(dict.fromkeys(grid.words(h) for h in heads))
    state = next((found for head in reversed(words) if (found := head_state(head)) is not None), None)
    role = column_role("".join(words))
    if role in ("", "indicator", "nature"):
        role = _role_by_cells(grid, c, depth) or role
    return Column(role, words, kind=state if role in ("year", *MOVING) else None)


def _role_by_cells(grid: Grid, c: int, depth: int) -> str:
    """The role that the cells under a head tell, where all of them are units or natures."""
    cells = {id(cell): cell for (r, at), cell in grid.places.items() if at == c and r >= depth}.values()
    words = [bare(grid.words(cell)) for cell in cells if not grid.full_width(cell)]
    filled = [w for w in words if w and w not in "-—/"]
    if len(filled) < 2 or len(filled) * 2 < len(words):
        return ""
    if all(NATURES.fullmatch(w) for w in filled):
        return "nature"
    return "unit" if all(find_unit(w) is not None and not w[0].isdigit() for w in filled) else ""


def _dated(columns: dict[int, Column], frame: Frame, plan: Period | None) -> dict[int, Column]:
    """The columns of figures with their years; a growth column spans from the nearest year before to the last."""
    dated = {c: _with_own_time(column, frame, plan) for c, column in columns.items()}
    years = {c: column.year for c, column in dated.items() if column.role == "year" and column.year is not None}
    first = min(years.values(), default=None) if len(set(years.values())) > 1 else None
    for c, column in dated.items():
        if column.role in MOVING and column.period is None:
            dated[c] = replace(column, period=_stretch(c, years, plan), stated=bool(years))
        opens = column.role == "year" and column.kind is None and column.year == first
        if opens and first is not None and frame.year is not None and first <= frame.year:
            dated[c] = replace(column, kind=Kind.FACT)  # the year that the others are set against
    return dated


def _stretch(c: int, years: dict[int, int], plan: Period | None) -> Period | None:
    """The years that a column of growth, sums or changes runs over: between the years named before it, else after it.

    Where one year alone is named, a plan's five years end in it.
    """
    known = sorted({year for at, year in years.items() if at < c})
    known = known if len(known) > 1 else sorted(set(years.values()))
    if len(known) > 1:
        base = known[-2] if known[-1] - known[-2] > 1 else known[0]
        return base + 1, known[-1]
    if known and (plan is None or known[0] != plan[1]):
        return (known[0] - 4, known[0]) if known[0] % 5 == 0 else plan
    return plan


def _with_own_time(column: Column, frame: Frame, plan: Period | None) -> Column:
    """The column with the year or period that its own heads give, and its unit."""
    words = bare(column.head)
    years = [int(y) for y in YEAR.findall(words)]
    column = replace(column, unit=next((u for head in reversed(column.heads) if (u := tail_unit(head))), ""))
    if column.role == "year":
        span = (years[0], years[-1]) if len(years) > 1 and years[0] < years[-1] else None
        if years:
            return replace(column, year=years[-1], period=span, stated=True)
        if found := _PLAN.search(words):
            return replace(column, year=plan_period(found["plan"])[1], stated=True)
        base = plan[0] - 1 if plan else None
        ahead = (plan[1] if plan else frame.year), column.kind or Kind.TARGET
        year, kind = (base, column.kind) if column.kind is Kind.FACT else ahead
        return replace(column, year=year, kind=kind)
    if column.role in MOVING and len(years) > 1:
        first, last = min(years), max(years)
        compared = _COMPARED.search(words) is not None
        return replace(column, period=(first + compared, last) if first < last else None, stated=True)
    if column.role in MOVING and (found := _PLAN.search(words)):
        return replace(column, period=plan_period(found["plan"]), stated=True)
    return column

"""Tables whose cells stand one below another in plain text, as a copy out of a web page leaves them.

    指标
    2020年
    2025年
    属性
    森林覆盖率（%）
    45
    48
    约束性

The lines of the head say what each column holds; the lines after it are dealt out to the columns row by row, as far as each is
what its column holds. A category stands before the first of its rows alone, a nature after the last that it is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guihua.plan.units import find_unit
from guihua.reading.documents.document import Cell, Table

LONGEST = 40
"""Characters of a line that can be a cell."""
FEWEST_ROWS = 2
_LINE = re.compile(r"[^\n\f]*")
_PROSE = re.compile("[。；！？]")
_DASH = re.compile(r"[-—－–/\\]+|\.{3,}|…+")
_HEAD = re.compile(r"^(?:序号|类别|指标(?:名称)?|主要指标|项目|名称|领域|分类)\s*$", re.MULTILINE)
_MOST_HEADS = 9
Span = tuple[int, int]


def find_stacked(text: str) -> tuple[Table, ...]:
    """The tables of lines that are one cell each."""
    tables: list[Table] = []
    floor = 0
    for found in _HEAD.finditer(text):
        if found.start() < floor:
            continue
        lines = list(_lines(text, found.start()))
        roles = _roles(text, lines)
        if (
            "indicator" not in roles
            or sum(role not in ("index", "group", "indicator", "unit", "nature") for role in roles) < 2
        ):
            continue
        rows = _rows(text, lines[len(roles) :], roles)
        if len(rows) < FEWEST_ROWS:
            continue
        cells = [Cell(0, c, 1, 1, a, b, head=True) for c, (a, b) in enumerate(lines[: len(roles)])]
        cells += _placed(rows)
        floor = max(cell.end for cell in cells)
        tables.append(Table(found.start(), floor, len(rows) + 1, len(roles), tuple(cells)))
    return tuple(tables)


def _lines(text: str, start: int) -> Iterator[Span]:
    """The short lines from start on; the first that is prose ends them, empty ones are passed."""
    for found in _LINE.finditer(text, start):
        words = found.group().strip()
        if not words:
            continue
        if len(words) > LONGEST or _PROSE.search(words):
            return
        begin = found.start() + found.group().index(words)
        yield begin, begin + len(words)


def _roles(text: str, lines: list[Span]) -> list[str]:
    """What the columns hold, by the lines of the head: those that are heads and no figures."""
    from guihua.reading.tables.cells import is_figure
    from guihua.reading.tables.columns import column_role

    roles = []
    for a, b in lines[:_MOST_HEADS]:
        role = column_role(text[a:b])
        if not role or is_figure(text[a:b]) or (role == "indicator" and "indicator" in roles):
            break
        roles.append(role)
    return roles


def _rows(text: str, lines: list[Span], roles: list[str]) -> list[dict[int, Span]]:
    """The lines dealt out to the columns, row by row, as far as each is what its column holds."""
    rows: list[dict[int, Span]] = []
    at = 0
    while at < len(lines):
        row: dict[int, Span] = {}
        for c, role in enumerate(roles):
            here = [text[a:b] for a, b in lines[at : at + 2]]
            if here and _fits(role, here, named="indicator" in roles[c + 1 :]):
                row[c] = lines[at]
                at += 1
            elif role not in ("index", "group", "nature"):
                return rows
        if not row:
            return rows
        rows.append(row)
    return rows


def _fits(role: str, words: list[str], *, named: bool) -> bool:
    """Whether the first of the lines is what a column of this role holds. named: the row's label is still to come."""
    from guihua.reading.tables.cells import NATURES, bare, is_figure

    first = bare(words[0])
    if role == "index":
        return first.rstrip(".、").isdigit()
    if role == "nature":
        return NATURES.fullmatch(first) is not None
    if role == "unit":
        return find_unit(first) is not None or _DASH.fullmatch(first) is not None
    worded = not is_figure(first) and _DASH.fullmatch(first) is None and NATURES.fullmatch(first) is None
    if role == "group":
        return worded and (not named or (len(words) > 1 and not is_figure(bare(words[1])) and _names(words[1])))
    return worded if role in ("indicator", "skip") else not worded


def _names(words: str) -> bool:
    """Whether a line could be a label: no dash, no unit."""
    return _DASH.fullmatch(words.strip()) is None and find_unit(words.strip()) is None


def _placed(rows: list[dict[int, Span]]) -> Iterator[Cell]:
    """The cells at their places; a category or nature that later rows lack goes on over them."""
    for r, row in enumerate(rows):
        for c, (a, b) in row.items():
            below = 1
            while r + below < len(rows) and c not in rows[r + below] and any(c in later for later in rows):
                below += 1
            yield Cell(r + 1, c, below, 1, a, b)

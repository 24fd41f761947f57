"""Rows of figures under a head of years: each cell with the label of its row, the unit of its brackets and its year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from guihua.checking.look.figures import Figure
from guihua.plan.units import find_unit
from guihua.reading.characters import matching_text

_CELL = re.compile(r"[^\t　 |]+(?:[ 　](?=[（(]))?")
_NUMBER = re.compile(r"[<>≤≥＜＞]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_YEAR = re.compile(r"(?:(?:到|至)?)((?:19|20)\d\d)年?(?:.{0,4})?")
_UNIT = re.compile(r"[（(]([^（()）]*)[）)]")


def rows_of(text: str) -> list[Figure]:
    """Every cell that stands under a year, as a figure; a table needs a head with two years or more, or 指标 and a year."""
    plain = matching_text(text)
    found: list[Figure] = []
    head: dict[int, tuple[int, str]] = {}
    width, place, number = 0, 0, -1
    for line in plain.split("\n"):
        number += 1
        cells = [(m.start() + place, m[0].strip()) for m in _CELL.finditer(line)]
        place += len(line) + 1
        years = _head(cells)
        if years:
            head, width = years, len(cells)
            continue
        if not head or len(cells) < 2:
            if len(line) > 40 or "。" in line:
                head = {}
            continue
        found += _row(cells, head, width, number)
    return found


def _head(cells: list[tuple[int, str]]) -> dict[int, tuple[int, str]]:
    """Column → (year, "") of a head."""
    years = {}
    for column, (_, cell) in enumerate(cells):
        match = _YEAR.fullmatch(cell)
        if match is not None:
            years[column] = (int(match[1]), cell)
    named = cells and re.search(r"指标|项目|名称|单位|类别", "".join(c for _, c in cells[:3]))
    return years if len(years) > 1 or (years and named) else {}


def _row(cells: list[tuple[int, str]], head: dict[int, tuple[int, str]], width: int, number: int) -> Iterable[Figure]:
    """The cells of a row: aligned from the left where it has as many as its head, else its numbers in their order."""
    numbers = [i for i, (_, c) in enumerate(cells) if _NUMBER.fullmatch(c)]
    if not numbers:
        return
    first = numbers[0]
    if re.fullmatch(r"\d{1,2}", cells[0][1]) and first == 0:
        numbers, first = numbers[1:], numbers[1] if len(numbers) > 1 else 0
    names = [c for _, c in cells[:first] if c]
    if not names or first == 0:
        return
    label, unit = _named(names, cells[first:])
    if not label:
        return
    columns = sorted(head)
    if len(cells) == width:
        placed = [(i, head[i][0]) for i in numbers if i in head]
    elif len(numbers) == len(columns):
        placed = [(i, head[c][0]) for i, c in zip(numbers, columns, strict=True)]
    else:
        return
    for i, year in placed:
        start, cell = cells[i]
        bare = re.sub(r"[<>≤≥＜＞,]", "", cell)
        own = "%" if bare.endswith("%") else unit
        found = find_unit(own)
        if found is None or (found.dimension == "duration" and "岁" not in own):
            continue
        yield Figure(
            start=start,
            end=start + len(cell),
            quote_start=start,
            quote_end=start + len(cell),
            value=bare.removesuffix("%"),
            unit=own,
            dimension=found.dimension,
            base_unit=found.base,
            role="level",
            label=label,
            label_own=True,
            year=year,
            stated=True,
            base_year=None,
            bound="",
            modifier="",
            direction="",
            base=False,
            yearly=False,
            total=False,
            years=0,
            lead="",
            tail="",
            sentence=-1 - number,
            paragraph=-1 - number,
            depth=0,
        )


def _named(names: list[str], _: list[tuple[int, str]]) -> tuple[str, str]:
    """The label and unit of a row: the unit in its last brackets, or a cell of its own."""
    unit = ""
    whole = [n for n in names if not re.fullmatch(r"\d{1,2}[.．、]?|[一二三四五六七八九十]+", n)]
    if len(whole) > 1 and find_unit(whole[-1]) is not None and len(whole[-1]) <= 9:
        unit, whole = whole[-1], whole[:-1]
    if not whole:
        return "", ""
    label = whole[-1]
    brackets = [m for m in _UNIT.finditer(label) if find_unit(m[1]) is not None and m[1]]
    if brackets:
        unit = unit or brackets[-1][1]
        label = label[: brackets[-1].start()] + label[brackets[-1].end() :]
    return re.sub(r"^\d{1,2}[.．、]", "", label), unit


__all__ = ["replace", "rows_of"]

"""Tables whose rows or columns add up: 合计 against what it is the sum of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guihua.checking.relations import total_fits

_SPLIT = re.compile(r"[^\t|]+")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_TOTAL = re.compile(r"(?:合计|总计|共计|全[市省区县旗盟州]合计)(?:[（(].*)?")
_PART_ONLY = re.compile(r"其中|小计|#|占|比")
_RATE = re.compile(r"率|比|[%％]|均|单价|增长|增速|密度|排名|位次|系数|指数|年份|序号|浓度|强度|编号|周期|期限")


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table: its characters and digits."""

    start: int
    end: int
    digits: str


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    cells: tuple[Cell | None, ...]
    words: tuple[str, ...]


def sums_of_tables(text: str) -> Iterable[tuple[Cell, ...]]:
    """(total, parts…) of every column under a row of 合计, and of every row beside a column of 合计.

    Left out: columns of rates, means and years; rows of 其中 and tables with 小计; where several columns (rows) could add
    up and none does, 合计 is no sum of them.
    """
    for table in _tables(text):
        yield from _meant(list(_by_rows(table)))
        yield from _meant(list(_by_columns(table)))


def _meant(sums: Sequence[tuple[Cell, ...]]) -> Sequence[tuple[Cell, ...]]:
    """The sums, where most of them hold or there is one alone."""
    fits = sum(total_fits([c.digits for c in found]) for found in sums)
    return sums if len(sums) == 1 or fits * 2 >= len(sums) else ()


def _tables(text: str) -> Iterable[list[_Row]]:
    """Runs of lines of three cells or more, as many in each."""
    run: list[_Row] = []
    place = 0
    for line in [*text.split("\n"), ""]:
        row = _row(line, place)
        place += len(line) + 1
        if row is not None and re.fullmatch(r"[-:\s|]+", line):
            continue
        if row is None or (run and len(row.words) != len(run[0].words)):
            if len(run) > 2:
                yield run
            run = []
        if row is not None:
            run.append(row)


def _row(line: str, place: int) -> _Row | None:
    parts = [(m.start() + place, m[0]) for m in _SPLIT.finditer(line) if m[0].strip()]
    if len(parts) < 2:
        return None
    cells: list[Cell | None] = []
    for start, written in parts:
        bare = written.strip()
        at = start + written.index(bare)
        number = _NUMBER.fullmatch(bare)
        cells.append(Cell(at, at + len(bare), bare.replace(",", "")) if number else None)
    return _Row(parts[0][1].strip(), tuple(cells), tuple(w.strip() for _, w in parts))


def _by_rows(table: list[_Row]) -> Iterable[tuple[Cell, ...]]:
    head, body = table[0], [r for r in table[1:] if not _PART_ONLY.search(r.label)]
    totals = [i for i, r in enumerate(body) if _TOTAL.fullmatch(r.label)]
    if len(totals) != 1 or any("小计" in r.label for r in table) or totals[0] not in (0, len(body) - 1):
        return
    total = body.pop(totals[0])
    if len({_unit(r.label) for r in (*body, total)} - {""}) > 1 or len(body) < 2:
        return
    for column in range(1, len(head.words)):
        cells = [r.cells[column] for r in (total, *body)]
        if not _RATE.search(head.words[column]) and all(c is not None for c in cells):
            yield tuple(c for c in cells if c is not None)


def _by_columns(table: list[_Row]) -> Iterable[tuple[Cell, ...]]:
    head = table[0]
    totals = [i for i, w in enumerate(head.words) if _TOTAL.fullmatch(w)]
    others = [i for i in range(1, len(head.words)) if i not in totals and not _RATE.search(head.words[i])]
    if len(totals) != 1 or len(others) < 2 or len({_unit(head.words[i]) for i in (*totals, *others)} - {""}) > 1:
        return
    for row in table[1:]:
        cells = [row.cells[i] for i in (*totals, *others)]
        if all(c is not None for c in cells) and not _RATE.search(row.label):
            yield tuple(c for c in cells if c is not None)


def _unit(label: str) -> str:
    found = re.search(r"[（(]([^（()）]*)[）)]$", label)
    return found[1] if found else ""

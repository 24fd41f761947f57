"""Tables whose cells ran together under a row of years: 2018年2019年2020年人口12.3913.4216.66其中：城镇8.258.1210.09占比（%）66.5960.560.5.

Where the figures of a row meet is found by what the rows say of one another: a share is its part in the whole, parts add up
to it. A digit cut to the wrong side changes a figure tenfold, so that a slip in the print (within SLIP) leaves the cut in no
doubt; a table is read only where exactly one way to cut all its rows fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice, pairwise

from guihua.reading.documents.document import Cell, Table

SLIP = Decimal("0.02")
"""Shares and sums are printed with mistakes of up to so much of themselves."""
MOST_ROWS = 12
MOST_STEPS = 60_000
"""So many cuts are tried for a table before it is left unread."""
_YEARS = re.compile(r"(?:(?:19|20)\d\d年){3,}")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_ROW = re.compile(r"(?P<label>[^\d。；\n]{2,40}?)(?P<run>\d[\d.]+)(?=[^\d.]|$)")
_NUMBER = re.compile(r"(?:0|[1-9]\d{0,7})(?:\.\d{1,3})?")
_SHARE = re.compile(r"占.*(?:比重|比例|%|％)|比重|比例")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: where its label stands, its digits, and of what kind it is: whole, part (其中) or share."""

    start: int
    end: int
    run: str
    kind: str


@dataclass(slots=True)
class _Search:
    """The cuts of all rows, column by column, in the order in which they are tried; two ways are as good as none."""

    rows: list[_Row]
    columns: int
    whole: frozenset[int] | None = None
    """Where the figures of the first row end, where that is known."""
    steps: int = 0
    dead: set[tuple[int, ...]] = field(default_factory=set)
    """Places that the rows may have come to from which no way leads to the end."""

    def found(self) -> list[list[tuple[int, ...]]]:
        """Up to two ways: for each row where its figures end."""
        ways = self._ways([0] * len(self.rows), [[] for _ in self.rows])
        found = list(islice(ways, 2))
        return found if self.steps <= MOST_STEPS else []

    def _ways(self, at: list[int], ends: list[list[int]]) -> Iterator[list[tuple[int, ...]]]:
        if len(ends[0]) == self.columns:
            if all(a == len(row.run) for a, row in zip(at, self.rows, strict=True)):
                yield [tuple(e) for e in ends]
            return
        leads = tuple(at) in self.dead
        for column in () if leads else self._column(at, 0, []):
            if self.steps > MOST_STEPS:
                return
            after = [a + len(n) for a, n in zip(at, column, strict=True)]
            for way in self._ways(after, [[*e, a] for e, a in zip(ends, after, strict=True)]):
                leads = True
                yield way
        if not leads:
            self.dead.add(tuple(at))

    def _column(self, at: list[int], row: int, taken: list[str]) -> Iterator[list[str]]:
        """The figures that all rows may have next, which agree with one another."""
        if row == len(self.rows):
            if self._adds_up(taken):
                yield taken
            return
        run = self.rows[row].run
        pointed = run.count(".") == self.columns
        for end in range(at[row] + 1, min(len(run), at[row] + 9) + 1):
            number = run[at[row] : end]
            if row == 0 and self.whole is not None and end not in self.whole:
                continue
            self.steps += 1
            if _NUMBER.fullmatch(number) and ("." in number or not pointed) and self._agrees(row, [*taken, number]):
                yield from self._column(at, row + 1, [*taken, number])

    def _agrees(self, row: int, numbers: list[str]) -> bool:
        """Whether a share is that of the row above it in the whole."""
        if self.rows[row].kind != "share":
            return True
        whole, part, share = Decimal(numbers[0]), Decimal(numbers[row - 1]), Decimal(numbers[row])
        return whole != 0 and abs(part / whole * 100 - share) <= share * SLIP

    def _adds_up(self, numbers: list[str]) -> bool:
        """Whether the parts, where there is more than one, make the whole."""
        parts = [n for n, row in zip(numbers, self.rows, strict=True) if row.kind == "part"]
        if len(parts) < 2:
            return True
        return abs(sum(map(Decimal, parts)) - Decimal(numbers[0])) <= Decimal(numbers[0]) * SLIP


def find_joined(text: str) -> tuple[Table, ...]:
    """Tables of a whole, its parts and their shares over years, run together; marked as not sure."""
    tables = []
    for years in _YEARS.finditer(text):
        heads = [found.span() for found in _YEAR.finditer(text, years.start(), years.end())]
        if any(int(text[a : b - 1]) >= int(text[c : d - 1]) for (a, b), (c, d) in pairwise(heads)):
            continue
        rows = _rows(text, years.end())
        if rows and (cut := _only_cut(text, rows, len(heads))) is not None:
            tables.append(_table(heads, rows, cut))
    return tuple(tables)


def _only_cut(text: str, rows: list[_Row], columns: int) -> list[tuple[int, ...]] | None:
    """The one way to cut the rows, None where there is none or more; the number of a heading may follow the last row."""
    kinds = [row.kind for row in rows]
    if "share" not in kinds and kinds.count("part") < 2:
        return None
    last = rows[-1]
    numbered = text[last.end + len(last.run) :][:1] in ("．", "、")
    for run in (last.run[:-1], last.run[:-2]) if numbered else (last.run,):
        if (cut := _cut([*rows[:-1], replace(last, run=run)], columns)) is not None:
            return cut
    return None


def _cut(rows: list[_Row], columns: int) -> list[tuple[int, ...]] | None:
    """Every part with its share against the whole, one after the other; rows without shares all at once."""
    shares = [i for i, row in enumerate(rows) if row.kind == "share"]
    if len(shares) * 2 + 1 != len(rows):
        found = _Search(rows, columns).found()
        return found[0] if len(found) == 1 else None
    cuts: list[tuple[int, ...]] = []
    for share in shares:
        search = _Search([rows[0], rows[share - 1], rows[share]], columns, whole=frozenset(cuts[0]) if cuts else None)
        found = search.found()
        if len(found) != 1:
            return None
        cuts += found[0] if not cuts else found[0][1:]
    return cuts


def _rows(text: str, position: int) -> list[_Row]:
    """The rows from here on: labels and digits by turns; a share follows the row that it is of."""
    rows: list[_Row] = []
    while len(rows) < MOST_ROWS and (found := _ROW.match(text, position)) is not None:
        label = found["label"].lstrip("　 ")
        kind = "share" if _SHARE.search(label) else "part" if label.startswith("其中") else "part" if rows else "whole"
        if kind == "share" and not rows:
            break
        rows.append(_Row(found.end("label") - len(label), found.end("label"), found["run"], kind))
        position = found.end()
    return rows


def _table(heads: list[tuple[int, int]], rows: list[_Row], ends: list[tuple[int, ...]]) -> Table:
    start = heads[0][0]
    cells = [Cell(0, 0, 1, 1, start, start, True)]
    cells += [Cell(0, column, 1, 1, a, b, True) for column, (a, b) in enumerate(heads, start=1)]
    for number, (row, cuts) in enumerate(zip(rows, ends, strict=True), start=1):
        cells.append(Cell(number, 0, 1, 1, row.start, row.end))
        begins = (0, *cuts[:-1])
        cells += [
            Cell(number, column, 1, 1, row.end + a, row.end + b)
            for column, (a, b) in enumerate(zip(begins, cuts, strict=True), start=1)
        ]
    return Table(start, cells[-1].end, len(rows) + 1, len(heads) + 1, tuple(cells), sure=False)

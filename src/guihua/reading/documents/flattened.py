"""Tables whose cells ran together in plain text: 甲（万吨）14141270-10%乙（万吨）….

Where the figures meet is found by what the last column says of the first two: 1414 and 1270 differ by −10 %, and no other
place to cut 14141270 does that. Where no cut or more than one fits, nothing is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from guihua.reading.documents.document import Cell, Table

HEAD = 120
"""Characters before the first row in which the years of the columns are looked for."""

_ROW = re.compile(
    r"[（(](?P<unit>[^（()）\n\d]{1,8})[）)](?P<run>[＜＞<>≥≤]?\d[\d.,＜＞<>≥≤]*)"
    r"(?P<change>[-－+＋]?\d[\d.]*(?:%|％|个百分点)|[〔\[][-－+]?\d[\d.]*[〕\]]|(?:个百分点|%|％))"
)
_LABEL = re.compile(
    r"(?:.*(?:情况|增长|增速|变化|属性))?\d{0,2}(?P<label>[^\d（()）。；，〔〕\[\]%％＜＞<>][^（()）。；〔〕]{1,40})\Z"
)
_YEARS = re.compile(r"((?:19|20)\d\d)年")
_NUMBER = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")


def find_flattened(text: str) -> tuple[Table, ...]:
    """Tables of two figures and their change, in runs of at least two rows; marked as not sure."""
    tables: list[Table] = []
    rows: list[_Row] = []
    for found in _ROW.finditer(text):
        floor = rows[-1].cuts[-1][1] if rows else 0
        begin = max(floor, found.start() - 60, text.rfind("\n", 0, found.start()) + 1)
        label = _LABEL.match(text[begin : found.start()])
        cuts = _cut(text, found) if label else []
        if rows and (not cuts or begin > floor):
            tables += _table(text, rows)
            rows = []
        if label and cuts:
            rows.append(_Row(begin + label.start("label"), found.end("unit") + 1, cuts))
    return (*tables, *_table(text, rows))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's label with its unit, and the spans of its two figures and their change."""

    start: int
    end: int
    cuts: list[tuple[int, int]]


def _cut(text: str, row: re.Match[str]) -> list[tuple[int, int]]:
    """The spans of the two figures and the change, where exactly one way to cut them fits."""
    start, end = row.start("run"), row.end("change")
    tail = text[start:end].replace("－", "-").replace("＋", "+").replace("％", "%")
    fits = []
    for a in range(1, len(tail)):
        first = tail[:a].lstrip("＜＞<>≥≤")
        if not _NUMBER.fullmatch(first):
            continue
        for b in range(a + 1, len(tail)):
            second, change = tail[a:b].lstrip("＜＞<>≥≤"), tail[b:]
            if _NUMBER.fullmatch(second) and _agrees(first, second, change):
                fits.append([(start, start + a), (start + a, start + b), (start + b, end)])
    return fits[0] if len(fits) == 1 else []


def _agrees(first: str, second: str, change: str) -> bool:
    """Whether the change is that of the two figures, within the rounding of what is printed."""
    bare = change.strip("〔〕[]")
    points = change.endswith("个百分点") or change[0] in "〔["
    number = bare.removesuffix("个百分点").removesuffix("%").lstrip("+")
    if not _NUMBER.fullmatch(number.lstrip("-")) or not (points or bare.endswith("%")):
        return False
    try:
        a, b, said = Decimal(first), Decimal(second), Decimal(number)
    except InvalidOperation:
        return False
    exponent = said.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    if points:
        return abs(b - a - said) <= step / 2
    return a != 0 and abs((b - a) / a * 100 - said) <= step / 2


def _table(text: str, rows: list[_Row]) -> list[Table]:
    if len(rows) < 2:
        return []
    begin = rows[0].start
    years = list(_YEARS.finditer(text, max(0, begin - HEAD), begin))[-2:]
    if len(years) < 2 or years[0][1] >= years[1][1]:
        return []
    tail = (years[1].end(), begin)
    label_head = text.rfind("指标", max(0, begin - HEAD), years[0].start())
    head = (label_head, label_head + 2) if label_head >= 0 else (years[0].start(), years[0].start())
    spans = [head, years[0].span(), years[1].span(), tail]
    cells = [Cell(0, column, 1, 1, start, end, True) for column, (start, end) in enumerate(spans)]
    for number, row in enumerate(rows, start=1):
        cells.append(Cell(number, 0, 1, 1, row.start, row.end))
        cells += [Cell(number, column, 1, 1, start, end) for column, (start, end) in enumerate(row.cuts, start=1)]
    return [Table(head[0], rows[-1].cuts[-1][1], len(rows) + 1, 4, tuple(cells), sure=False)]

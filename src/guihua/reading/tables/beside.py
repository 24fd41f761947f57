"""What the figures of a row say of one another: whether 〔40〕 beside 900 and 940 is a change or a sum."""

from __future__ import annotations

from decimal import Decimal
from re import Match

from guihua.plan.statement import Direction, Form
from guihua.reading.tables.cells import digits, figure
from guihua.reading.tables.columns import Column
from guihua.reading.tables.rows import Row

YEARS = 5
"""A sum over a plan adds up so many years."""
Pair = tuple[Decimal, Decimal]


def neighbours(row: Row, column: Column) -> Pair | None:
    """The row's figures of the last two years up to the column's own: where it started, where it comes to."""
    end = column.year if column.role == "year" else (column.period or (0, None))[1]
    known: dict[int, Decimal] = {}
    for (other, _), words in zip(row.figures, row.words, strict=True):
        found = figure(words) if other.role == "year" and other is not column else None
        if found is None or found["open"] or found["n2"] or other.year is None:
            continue
        if end is None or other.year <= end:
            known[other.year] = _number(found["n1"])
    last = sorted(known)[-2:]
    return (known[last[0]], known[last[1]]) if len(last) == 2 else None


def change_or_sum(found: Match[str], beside: Pair | None) -> tuple[Form, Direction, tuple[str, ...]]:
    """(form, direction, doubtful slots) of a bracketed figure that is no rate, by the two figures beside it.

    A change is their difference within the rounding of what is printed; a sum lies between the years' figures times
    the years. Where both or neither holds the form is doubtful.
    """
    if beside is None:
        return Form.CUMULATIVE, Direction.UNKNOWN, ()
    first, last = beside
    said = _number(found["n1"]) * (-1 if found["sign"] == "-" else 1)
    step = max(_step(n) for n in (first, last, said))
    differs = abs(abs(last - first) - abs(said)) <= step
    low, high = sorted((first, last))
    adds = low * YEARS * Decimal("0.8") <= said <= high * YEARS * Decimal("1.25")
    doubt = () if differs != adds else ("form",)
    if differs:
        way = Direction.DOWN if last < first or said < 0 else Direction.UP if last > first else Direction.UNKNOWN
        return Form.CHANGE_ABS, way, doubt
    return Form.CUMULATIVE, Direction.UNKNOWN, doubt


def _number(written: str) -> Decimal:
    return Decimal(digits(written))


def _step(number: Decimal) -> Decimal:
    """One unit of the last printed digit."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)

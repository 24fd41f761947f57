"""Figures of a form held against each other and against the same body's earlier forms (表间、表内审核): rules are data.

`form_audit` looks at one figure by itself; here are 其中 and totals, 本期 and 累计, 上年同期 and 同比, last month, last year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Final

from guihua.plan.data import load
from guihua.statistics.form_audit import Remark, Rule, number_of
from guihua.statistics.report_forms import Asked, Cell, ReportForm

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same body reported before in this form, by key: the month before, and the same month a year ago."""

    before: Values = field(default_factory=dict)
    year_ago: Values = field(default_factory=dict)


def relations(form: ReportForm, values: Values, month: str, earlier: Earlier | None = None) -> tuple[Remark, ...]:
    """What the rules between cells say, hard ones first; at most one remark a cell. month: 2018-05."""
    past = earlier or Earlier()
    found: dict[str, Remark] = {}
    for rule in relation_rules():
        for asked in form.figures:
            if asked.key not in found and _breaks(rule, form, asked, values, month, past):
                found[asked.key] = Remark(asked.key, rule)
    return tuple(sorted(found.values(), key=lambda r: not r.rule.hard))


@cache
def relation_rules() -> tuple[Rule, ...]:
    """The rules between cells, hard ones first."""
    rows = load("form_relations.yaml", "guihua.statistics.data")["rules"]
    made = [Rule(r["code"], r["hard"], r["test"], r["zh"], r["en"], r["why"], r.get("than", "")) for r in rows]
    return tuple(sorted(made, key=lambda r: not r.hard))


def _breaks(rule: Rule, form: ReportForm, asked: Asked, values: Values, month: str, past: Earlier) -> bool:
    here = number_of(values.get(asked.key, ""))
    if here is None:
        return False
    return _TESTS[rule.test](_Place(rule, form, asked, values, month, past), here)


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell with everything that a test may look at."""

    rule: Rule
    form: ReportForm
    asked: Asked
    values: Values
    month: str
    past: Earlier

    def other(self, cell: Cell) -> Decimal | None:
        """Another cell of the same quantity."""
        key = next((f.key for f in self.form.figures if f.quantity == self.asked.quantity and f.cell is cell), "")
        return number_of(self.values.get(key, ""))

    def before(self, of: Values) -> Decimal | None:
        """The same cell in an earlier form."""
        return number_of(of.get(self.asked.key, ""))


def _part(at: _Place, here: Decimal) -> bool:
    whole = number_of(at.values.get(at.asked.part_of, "")) if at.asked.part_of else None
    return whole is not None and here > whole


def _sum(at: _Place, here: Decimal) -> bool:
    parts = [number_of(at.values.get(key, "")) for key in at.asked.parts]
    if not parts or any(p is None for p in parts):
        return False
    told = [p for p in parts if p is not None]
    return abs(sum(told, Decimal(0)) - here) > sum((_half(p) for p in told), _half(here))


def _ytd(at: _Place, here: Decimal) -> bool:
    now = at.other(Cell.NOW)
    return at.asked.cell is Cell.YTD and now is not None and now >= 0 and here < now


def _first(at: _Place, here: Decimal) -> bool:
    now = at.other(Cell.NOW)
    return (
        at.asked.cell is Cell.YTD and _month(at) == 1 and now is not None and abs(here - now) > _half(here) + _half(now)
    )


def _carried(at: _Place, here: Decimal) -> bool:
    now, before = at.other(Cell.NOW), at.before(at.past.before)
    if at.asked.cell is not Cell.YTD or _month(at) < 2 or now is None or before is None:
        return False
    return abs(before + now - here) > _half(before) + _half(now) + _half(here)


def _growth(at: _Place, here: Decimal) -> bool:
    """The rate against the total of the year so far where there is one, else against the month."""
    level = at.other(Cell.YTD)
    now, then = level if level is not None else at.other(Cell.NOW), at.other(Cell.LAST_YEAR)
    if at.asked.cell is not Cell.YOY or now is None or then is None or then - _half(then) <= 0:
        return False
    low = ((now - _half(now)) / (then + _half(then)) - 1) * 100
    high = ((now + _half(now)) / (then - _half(then)) - 1) * 100
    return here + _half(here) < low or here - _half(here) > high


def _year_before(at: _Place, here: Decimal) -> bool:
    """上年同期 stands for the year so far where the form asks for it, else for the month."""
    if at.asked.cell is not Cell.LAST_YEAR:
        return False
    wanted = (
        Cell.YTD if any(f.quantity == at.asked.quantity and f.cell is Cell.YTD for f in at.form.figures) else Cell.NOW
    )
    key = next((f.key for f in at.form.figures if f.quantity == at.asked.quantity and f.cell is wanted), "")
    then = number_of(at.past.year_ago.get(key, ""))
    return then is not None and abs(then - here) > _half(then) + _half(here)


def _swing_year(at: _Place, here: Decimal) -> bool:
    return at.asked.cell in (Cell.NOW, Cell.YTD) and _factor(here, at.before(at.past.year_ago), at.rule.than)


def _swing_month(at: _Place, here: Decimal) -> bool:
    return at.asked.cell is Cell.NOW and _factor(here, at.before(at.past.before), at.rule.than)


def _factor(here: Decimal, then: Decimal | None, than: str) -> bool:
    if then is None or then <= 0 or here < 0:
        return False
    return here > then * Decimal(than) or here * Decimal(than) < then


def _month(at: _Place) -> int:
    return int(at.month[5:7]) if at.month[5:7].isdigit() else 0


def _half(number: Decimal) -> Decimal:
    """Half a unit of the last digit that is printed."""
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb(min(int(exponent), 0) - 1) if isinstance(exponent, int) else Decimal(0)


_TESTS: Final[Mapping[str, Callable[[_Place, Decimal], bool]]] = {
    "part": _part,
    "sum": _sum,
    "ytd": _ytd,
    "first": _first,
    "carried": _carried,
    "growth": _growth,
    "year_before": _year_before,
    "swing_year": _swing_year,
    "swing_month": _swing_month,
}


def named_keys(form: ReportForm) -> Iterator[str]:
    """Keys that figures of a form name as whole or parts."""
    for asked in form.figures:
        yield from (key for key in (asked.part_of, *asked.parts) if key)

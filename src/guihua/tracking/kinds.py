"""How a quantity stands in time (stock, flow, rate, event), by its measure, else by the words of its label."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from guihua.plan.data import load
from guihua.plan.indicators import MeasureKind
from guihua.plan.statement import Form, Statement
from guihua.plan.units import find_unit


def kind_of(statement: Statement, variable: str, said: str = "") -> MeasureKind:
    """The kind that the indicator sheet says, else that of the measure, else that of the label's words, unit and form."""
    if said:
        return MeasureKind(said)
    if variable.startswith("share(") or statement.form is Form.SHARE:
        return MeasureKind.RATE
    known = _measures().get(variable.partition("[")[0].partition("{")[0])
    events = _data()["words"]["event"]
    if known is MeasureKind.STOCK and statement.form is Form.CUMULATIVE and not stands(variable):
        return MeasureKind.FLOW if any(word in variable for word in _data()["done"]) else known
    if known is MeasureKind.STOCK and any(word in statement.indicator for word in events):
        return MeasureKind.EVENT
    return known or _by_words(statement)


def stands(variable: str) -> bool:
    """Whether 累计 of a stock says what stands (累计装机容量), so that no years are added up."""
    return variable.partition("[")[0] in _data()["standing"]


def nominal(variable: str) -> bool:
    """Whether growth of it is meant at current prices (收入, 利润, 投资), so that nominal levels may answer."""
    return variable.partition("[")[0] in _data()["nominal"]


def stock_behind(variable: str) -> str:
    """The stock whose change a flow is ("capacity[wind]" behind "new_capacity[wind]"); "" for none."""
    measure, bracket, rest = variable.partition("[")
    stock = _data()["changes_of"].get(measure, "")
    return f"{stock}{bracket}{rest}" if stock else ""


def _by_words(statement: Statement) -> MeasureKind:
    unit = find_unit(statement.unit)
    if unit is not None and (unit.dimension == "rate" or "/" in unit.dimension):
        return MeasureKind.RATE
    for kind in (MeasureKind.EVENT, MeasureKind.FLOW, MeasureKind.RATE, MeasureKind.STOCK):
        if any(word in statement.indicator for word in _data()["words"][kind.value]):
            return kind
    return MeasureKind.STOCK if unit is not None and unit.discrete else MeasureKind.FLOW


@cache
def _measures() -> Mapping[str, MeasureKind]:
    return {name: MeasureKind(kind) for kind, names in _data()["measures"].items() for name in names}


@cache
def _data() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load("kinds.yaml", "guihua.tracking.data")
    return found

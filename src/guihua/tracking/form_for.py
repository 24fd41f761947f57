"""A reporting form made from the indicator sheet for one body: each target of the body with 本期, 累计, 上年同期 and 同比 as its kind allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from guihua.errors import GuihuaError
from guihua.plan.concepts import resolve
from guihua.plan.indicators import MeasureKind
from guihua.plan.plan import Plan
from guihua.plan.statement import Form, Statement
from guihua.plan.units import find_unit
from guihua.statistics.report_forms import Asked, Cell, ReportForm
from guihua.tracking.kinds import kind_of

CELLS: Final[Mapping[MeasureKind, Mapping[str, tuple[Cell, ...]]]] = {
    MeasureKind.FLOW: {
        "month": (Cell.NOW, Cell.YTD, Cell.LAST_YEAR, Cell.YOY),
        "year": (Cell.NOW, Cell.LAST_YEAR, Cell.YOY),
    },
    MeasureKind.STOCK: {"month": (Cell.NOW, Cell.LAST_YEAR, Cell.YOY), "year": (Cell.NOW, Cell.LAST_YEAR, Cell.YOY)},
    MeasureKind.RATE: {"month": (Cell.NOW, Cell.LAST_YEAR), "year": (Cell.NOW, Cell.LAST_YEAR)},
    MeasureKind.EVENT: {"month": (Cell.NOW,), "year": (Cell.NOW,)},
}
"""Which figures are asked for of a quantity of each kind: a rate has no total and no growth, an event only happens."""


def form_for(
    plan: Plan, body: str, every: str = "month", number: str = "", *, same: Callable[[str, str], bool] | None = None
) -> ReportForm:
    """The form of a body: every tracked target that the indicator sheet gives it, once. same: whether two names are one body.

    Errors: FORM-NOTHING where the sheet gives the body no target; FORM-KEY for another rhythm than month or year.
    """
    if every not in ("month", "year"):
        raise GuihuaError("FORM-KEY", f"不认识的周期 unknown every: {every}", "month, year", "")
    alike = same or (lambda one, other: one == other)
    records = [r for r in plan.indicators if r.body and r.tracked and not r.same_as and alike(body, r.body)]
    figures: dict[tuple[str, str, str, str], list[Asked]] = {}
    for record in records:
        statement = next((s for s in plan.statements if s.id == record.statement), None)
        if statement is not None:
            name, unit = record.name or statement.indicator, _unit(statement)
            what = (record.series or name, unit, record.coverage, _measure(statement))
            figures.setdefault(
                what, _cells(statement, name, unit, record.coverage, record.kind, every, len(figures) + 1)
            )
    if not figures:
        raise GuihuaError(
            "FORM-NOTHING",
            f"指标责任清单里没有这个单位负责的指标 the indicator sheet gives this body no target: {body}",
            "guihua indicators；填责任单位 fill in the body",
            body,
        )
    rhythm = "月报" if every == "month" else "年报"
    asked = tuple(one for cells in figures.values() for one in cells)
    head = f"{plan.title or '规划'}指标监测{rhythm}（{body}）"
    return ReportForm(number or f"监测-{body}-{rhythm}", head, head, asked, every=every)


def as_yaml(form: ReportForm) -> str:
    """A form as the file of the project's folder `forms`; issuer, approval and validity are left for people."""
    import yaml

    head: dict[str, Any] = {
        "number": form.number, "zh": form.zh, "every": form.every, "authority": form.authority, "approval": form.approval,
        "valid_until": form.valid_until,
    }  # fmt: skip
    rows = [_row(asked) for asked in form.figures]
    said = "# 由指标责任清单生成；表号、制定机关、批准（备案）文号、有效期由人填写。Made from the indicator sheet; people fill in the head.\n"
    return said + yaml.safe_dump({**head, "figures": rows}, allow_unicode=True, sort_keys=False, width=150)


def _row(asked: Asked) -> dict[str, Any]:
    row: dict[str, Any] = {
        "key": asked.key, "indicator": asked.indicator, "unit": asked.unit, "coverage": asked.coverage, "measure": asked.measure,
        "price": asked.price, "span": asked.span, "cell": asked.cell.value, "of": asked.of, "part_of": asked.part_of,
    }  # fmt: skip
    return {k: v for k, v in row.items() if v} | ({"parts": list(asked.parts)} if asked.parts else {})


def _cells(
    statement: Statement, name: str, unit: str, coverage: str, said: str, every: str, number: int
) -> list[Asked]:  # fmt: skip
    kind = kind_of(statement, resolve(statement.indicator).variable, said)
    of, price = f"t{number}", "" if statement.price is None else str(statement.price.value)
    price = price if price in ("current", "comparable") else ""
    if statement.form in (Form.GROWTH, Form.CHANGE):
        return [
            Asked(f"{of}-yoy", name, "%", coverage, "yoy", price, "ytd" if every == "month" else "single", Cell.YOY, of)
        ]
    measure = _measure(statement)
    cells = CELLS[kind][every]
    spans = {Cell.NOW: "single", Cell.YTD: "ytd", Cell.LAST_YEAR: "ytd" if Cell.YTD in cells else "single"}
    spans[Cell.YOY] = spans[Cell.LAST_YEAR]
    return [
        Asked(
            f"{of}-{cell.value}", name, "%" if cell is Cell.YOY else unit, coverage,
            "yoy" if cell is Cell.YOY else measure, price, spans[cell], cell, of,
        )
        for cell in cells
    ]  # fmt: skip


def _measure(statement: Statement) -> str:
    return "share" if statement.form is Form.SHARE else "level"


def _unit(statement: Statement) -> str:
    found = find_unit(statement.unit)
    return statement.unit if found is not None else statement.unit or "个"

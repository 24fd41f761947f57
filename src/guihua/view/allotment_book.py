"""The workbook of an allotment: every round beside the others, and a map of the newest."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from guihua.pathways.allotment import Allotment
from guihua.pathways.rounds import ROUNDS
from guihua.plan.cells import sheet_row

HEADS = {
    "zh": ("地区代码", "地区", "依据", "自身预测", "建议数", "控制数", "盟市申报数", "下达数", "差额（申报－建议）", "自身口径", "与上级目标之比"),
    "en": ("code", "region", "key", "own forecast", "proposed", "control", "offered", "issued", "difference", "own rate", "ratio to upper"),
}  # fmt: skip


def allotment_book(found: Allotment, rounds: Mapping[str, Mapping[str, Fraction]], lang: str) -> bytes:
    """建议数, 控制数, 盟市申报数, 下达数, 差额, 与上级目标之比, one row a member; a map of what counts last."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    zh = lang == "zh"
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "指标分解" if zh else "allotment"
    s = found.statement
    sheet.append(sheet_row([f"{s.indicator} {s.year} {'～'.join(s.value)}{s.unit}"]))
    sheet["A1"].font = Font(bold=True, size=14)
    told = f"{found.proposed.rule}；{found.key}；{found.rounding}"
    sheet.append(
        sheet_row(
            [
                ("方法和依据：" if zh else "rule and key: ")
                + told
                + (f"；单位 {found.unit}" if zh else f"; unit {found.unit}")
            ]
        )
    )
    sheet.append(sheet_row(HEADS["zh" if zh else "en"]))
    for cell in sheet[3]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for row in _rows(found, rounds):
        sheet.append(sheet_row(row))
    for k, width in enumerate((10, 16, 12, 12, 12, 12, 12, 12, 14, 12, 12)):
        sheet.column_dimensions["ABCDEFGHIJK"[k]].width = width
    sheet.freeze_panes = "C4"
    _map(sheet, found, rounds, lang)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(found: Allotment, rounds: Mapping[str, Mapping[str, Fraction]]) -> list[list[Any]]:
    by_code = {m.code: m for m in found.members}
    rows: list[list[Any]] = []
    sums: dict[str, Fraction] = {}
    for node in found.proposed.nodes:
        for share in node.shares:
            m = by_code[share.code]
            held = dict(rounds.get(share.code, {}))
            held.setdefault("proposed", share.share)
            if m.declared is not None:
                held.setdefault("offered", m.declared)
            offered = held.get("offered")
            difference = None if offered is None else offered - held["proposed"]
            name = f"其中：{m.name}" if m.apart else m.name
            rows.append([
                m.code, name, _number(m.key), _number(m.forecast), *(_number(held.get(r)) for r in ROUNDS),
                _number(difference), _number(share.rate), _number(share.ratio),
            ])  # fmt: skip
            if not m.apart and not m.parent:
                for r, value in held.items():
                    sums[r] = sums.get(r, Fraction(0)) + value
    rows.append(["", "合计", None, None, *(_number(sums.get(r)) for r in ROUNDS), None, None, None])
    return rows


def _map(sheet: Any, found: Allotment, rounds: Mapping[str, Mapping[str, Fraction]], lang: str) -> None:
    """A picture of the leagues with the latest round, where the members are regions of the map."""
    from openpyxl.drawing.image import Image

    from guihua.view.charts.regions import RegionValue, region_map

    values = []
    for share in found.proposed.nodes[0].shares:
        held = rounds.get(share.code, {})
        last = next((held[r] for r in reversed(ROUNDS) if r in held), share.share)
        if share.code.isdigit() and len(share.code) == 6 and share.code.endswith("00"):
            values.append(RegionValue(share.code, Decimal(last.numerator) / Decimal(last.denominator)))
    if not values or found.region != "150000":
        return
    chart = region_map(tuple(values), name="allotment", title=found.statement.indicator, unit=found.unit, lang=lang)
    sheet.add_image(Image(io.BytesIO(chart.png(scale=1.2))), f"A{len(found.members) + 8}")


def _number(value: Fraction | None) -> float | int | None:
    return None if value is None else int(value) if value.denominator == 1 else round(float(value), 6)

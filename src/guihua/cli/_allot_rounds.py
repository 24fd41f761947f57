"""The rounds of an allotment: recorded in the ledger `allotments`, read back, and written as a workbook with a map."""

from __future__ import annotations

import argparse
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.pathways.allotment import Allotment

LEDGER = "allotments"
ROUNDS = ("proposed", "control", "offered", "issued")
ACTS = {"propose": "proposed", "control": "control", "offer": "offered", "issue": "issued"}
HEADS = {
    "zh": ("地区代码", "地区", "依据", "自身预测", "建议数", "控制数", "盟市申报数", "下达数", "差额（申报－建议）", "自身口径", "与上级目标之比"),
    "en": ("code", "region", "key", "own forecast", "proposed", "control", "offered", "issued", "difference", "own rate", "ratio to upper"),
}  # fmt: skip


def record(args: argparse.Namespace, found: Allotment, act: str) -> int:
    """Record one round for every member: what was worked out, as this act, with its document. Gives how many."""
    from guihua.cli._ledger import actor_of, journal_of, ledger_named
    from guihua.cli._store import day, store_of
    from guihua.ledgers.journal import now
    from guihua.ledgers.ledger import Event

    if act not in ACTS:
        raise GuihuaError("ALLOT-ROUND", f"没有这一步 no round {act!r}", f"可用 one of: {', '.join(ACTS)}")
    if act in ("control", "issue") and not args.document:
        raise GuihuaError("ALLOT-ROUND", "这一步要有文件 this round needs a document", "--document 文号")
    ledger = ledger_named(LEDGER)
    at = day(args.at) if args.at else date.today()
    actor = actor_of(argparse.Namespace(by=args.who, as_body="", role=""))
    events = []
    with store_of(args, create=True, upgrade=True) as store:
        journal = journal_of(store, ledger)
        states = journal.states()
        for subject, whole in _values(found, ACTS[act], args.document).items():
            before = states.get(subject)
            name = "revise" if act == "issue" and before is not None and before.state == "issued" else act
            name = "enter" if act == "issue" and before is None else name
            transition = ledger.transition(name)
            to = before.state if name == "revise" and before else transition.targets[0] if transition else ""
            kept = (ACTS[act], "document", "method")
            values = whole if before is None else {k: v for k, v in whole.items() if k in kept}
            events.append(Event(ledger.name, subject, name, at, now(), actor, to, values, (), args.document))
        journal.record(events)
    return len(events)


def rounds_of(args: argparse.Namespace, found: Allotment) -> dict[str, dict[str, Fraction]]:
    """What the ledger holds of this target: region → round → number; nothing where there is no store."""
    from guihua.cli._ledger import journal_of, ledger_named
    from guihua.cli._store import store_of

    try:
        with store_of(args) as store:
            states = journal_of(store, ledger_named(LEDGER)).states()
    except GuihuaError:
        return {}
    rounds: dict[str, dict[str, Fraction]] = {}
    for state in states.values():
        v = state.values
        if v.get("target") == found.statement.id and str(v.get("year")) == str(found.statement.year):
            rounds[str(v["region"])] = {
                name: Fraction(str(v[name])) for name in ROUNDS if v.get(name) not in (None, "")
            }
    return rounds


def write_xlsx(path: Path, found: Allotment, rounds: Mapping[str, Mapping[str, Fraction]], lang: str) -> None:
    """建议数, 控制数, 盟市申报数, 下达数, 差额, 与上级目标之比, one row a member; a map of what counts last."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    from guihua.plan.cells import sheet_row
    from guihua.plan.files import write_whole

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
    write_whole(path, out.getvalue())


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


def _values(found: Allotment, name: str, document: str) -> dict[str, dict[str, Any]]:
    """What one round sets, by the ledger's subject."""
    by_code = {m.code: m for m in found.members}
    s = found.statement
    values = {}
    for node in found.proposed.nodes:
        for share in node.shares:
            m = by_code[share.code]
            offered = m.declared if name == "offered" else share.share
            if m.apart or offered is None:
                continue
            values[f"{s.id}-{s.year}-{m.code}"] = {
                "target": s.id, "indicator": s.indicator, "region": m.code, "place": m.name, "year": str(s.year), "unit": s.unit,
                name: _text(offered), "document": document, "method": f"{found.proposed.rule}；{found.key}",
            }  # fmt: skip
    return {k: {n: v for n, v in row.items() if v != ""} for k, row in values.items()}


def _text(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def _number(value: Fraction | None) -> float | int | None:
    return None if value is None else int(value) if value.denominator == 1 else round(float(value), 6)

"""指标责任清单.xlsx: out with lists to choose from and suggestions, back compared three ways, cell by cell.

The sheet carries, hidden, what every cell was when it went out. Changed in the sheet only: a decision. Changed in
decisions.yaml only: that stays. Changed in both, differently: a conflict, told and left alone.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from guihua.errors import GuihuaError, Place
from guihua.plan import concepts
from guihua.plan.cells import harmless
from guihua.plan.decisions import Decision
from guihua.plan.indicators import IndicatorRecord, MeasureKind, indicator_decision, laid_over
from guihua.plan.plan import Plan
from guihua.tracking.indicators.rows import Row
from guihua.tracking.indicators.series import Series

SHEET: Final = "指标责任清单"
HIDDEN: Final = "_guihua"
FORMAT: Final = "guihua-indicators-1"
FILLED: Final = {
    "name": "指标名称", "nature": "指标性质", "body": "责任单位", "series": "统计序列", "coverage": "统计范围", "price": "价格",
    "region": "地区代码", "transformation": "数据类型", "kind": "数据性质", "same-as": "与哪条相同", "keep": "保留", "explained": "变动说明",
}  # fmt: skip
SHOWN: Final = ("编号", "原文", "文中指标", "目标值", "单位", "目标年", "分组")
OFFERED: Final = ("采纳首选", "首选建议", "理由", "最新数", "公布机构", "其他建议")
HEADS: Final = (*SHOWN, *FILLED.values(), *OFFERED)
_NATURES: Final = {"约束性": "binding", "预期性": "expected", "文中未标明": "unstated"}
_KINDS: Final = {k.zh: k.value for k in MeasureKind}
_TRANSFORMATIONS: Final = {
    "绝对数": "level",
    "比重": "share",
    "同比": "yoy",
    "年均增长": "mean_growth",
    "较基期变化": "change",
    "指数": "index",
}
_PRICES: Final = {"现价": "current", "可比价": "comparable"}
_KEEP: Final = {"是": True, "否": False}
_WORDS: Final[dict[str, dict[str, Any]]] = {
    "nature": _NATURES, "kind": _KINDS, "transformation": _TRANSFORMATIONS, "price": _PRICES, "keep": _KEEP,
}  # fmt: skip
_WIDTHS: Final = {
    "原文": 44,
    "文中指标": 24,
    "指标名称": 22,
    "责任单位": 18,
    "统计序列": 26,
    "首选建议": 26,
    "理由": 30,
    "其他建议": 40,
    "最新数": 22,
    "公布机构": 18,
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell changed in the sheet and, since it went out, in decisions.yaml too."""

    row: int
    statement: str
    slot: str
    sheet: str
    held: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a sheet changes: decisions to append, conflicts left alone, suggestions that were accepted."""

    decisions: tuple[Decision, ...]
    conflicts: tuple[Conflict, ...] = ()
    accepted: int = 0


def series_words(series: Series) -> str:
    """How a series is written in the sheet: its published name where that resolves to it, else its variable."""
    return series.name if concepts.resolve(series.name).variable == series.variable else series.variable


def sheet_bytes(rows: Sequence[Row], series: Sequence[Series]) -> bytes:
    """The workbook."""
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    grey, offer = PatternFill("solid", fgColor="F2F2F2"), PatternFill("solid", fgColor="FFF2CC")
    for column, head in enumerate(HEADS, 1):
        cell = sheet.cell(1, column, head)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(head, 10)
    for number, row in enumerate(rows, 2):
        for column, word in enumerate(_cells(row), 1):
            cell = sheet.cell(number, column)
            cell.value, cell.number_format = harmless(word), "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if HEADS[column - 1] in SHOWN:
                cell.fill = grey
            elif HEADS[column - 1] in OFFERED and row.offers and not row.joined:
                cell.fill = offer
    _lists(book, sheet, rows, series)
    _hide(book, rows)
    sheet.freeze_panes = "D2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(row: Row) -> tuple[str, ...]:
    s = row.statement
    first = row.offers[0] if row.offers else None
    open_ = first is not None and not row.record.series and not first.same
    shown = (s.id, s.quote, s.indicator, "—".join(s.value), s.unit, str(s.year or ""), s.group)
    filled = tuple(_word(slot, getattr(row.record, slot.replace("-", "_"))) for slot in FILLED)
    if row.repeats and not row.record.same_as:
        filled = tuple(row.repeats if slot == "same-as" else word for slot, word in zip(FILLED, filled, strict=True))
    offers = (
        "" if open_ else "—" if first is None else "",
        f"{series_words(first.series)}" if first else "",
        first.reason if first else _made(row),
        f"{first.series.latest} {first.series.value}{first.series.unit}" if first else "",
        first.series.publisher if first else "",
        "；".join(f"{series_words(o.series)}（{o.reason}）" for o in row.offers[1:4]),
    )
    return (*shown, *filled, *offers)


def _made(row: Row) -> str:
    return f"由各部分相加：{'、'.join(s.name for s in row.parts)}" if row.parts else "库中没有相近的序列"


def _word(slot: str, value: Any) -> str:
    words = _WORDS.get(slot, {})
    return (
        next((word for word, meaning in words.items() if meaning == value), "") if slot in _WORDS else str(value or "")
    )


def _lists(book: Any, sheet: Any, rows: Sequence[Row], series: Sequence[Series]) -> None:
    """Lists to choose from: fixed words, and every series of the store on a hidden sheet."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = len(rows) + 1
    for slot, words in _WORDS.items():
        letter = get_column_letter(HEADS.index(FILLED[slot]) + 1)
        check = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        sheet.add_data_validation(check)
        check.add(f"{letter}2:{letter}{last}")
    letter = get_column_letter(HEADS.index("采纳首选") + 1)
    check = DataValidation(type="list", formula1='"是,否"', allow_blank=True)
    sheet.add_data_validation(check)
    check.add(f"{letter}2:{letter}{last}")
    names = list(dict.fromkeys(series_words(s) for s in series))
    if names:
        page = book.create_sheet("序列")
        for number, name in enumerate(names, 1):
            page.cell(number, 1, harmless(name))
        page.sheet_state = "hidden"
        letter = get_column_letter(HEADS.index(FILLED["series"]) + 1)
        check = DataValidation(type="list", formula1=f"序列!$A$1:$A${len(names)}", allow_blank=True)
        check.errorStyle, check.showErrorMessage = "warning", True
        sheet.add_data_validation(check)
        check.add(f"{letter}2:{letter}{last}")


def _hide(book: Any, rows: Sequence[Row]) -> None:
    page = book.create_sheet(HIDDEN)
    page.cell(1, 1, FORMAT)
    for number, row in enumerate(rows, 2):
        before = {slot: _word(slot, getattr(row.record, slot.replace("-", "_"))) for slot in FILLED}
        offered = (
            {"series": series_words(row.offers[0].series), "coverage": _stated(row.offers[0].series)}
            if row.offers
            else {}
        )
        page.cell(
            number, 1, json.dumps({"id": row.statement.id, "before": before, "offered": offered}, ensure_ascii=False)
        )
    page.sheet_state = "veryHidden"


def _stated(series: Series) -> str:
    return "" if series.coverage == "unstated" else series.coverage


def take_sheet(path: Path, plan: Plan, *, by: str, on: str) -> Taken:
    """What a sheet that came back changes in the plan's records; nothing is written.

    Errors: INDICATOR-SHEET (not such a sheet), INDICATOR-SLOT with the cell (a word that is no value), FILE-NOT-FOUND.
    """
    book = _opened(path)
    sheet = book[SHEET]
    heads = [str(c.value or "").lstrip("'") for c in sheet[1]]
    missing = [h for h in ("编号", *FILLED.values()) if h not in heads]
    if missing:
        raise _no_sheet(f"缺少列 it lacks: {'、'.join(missing)}", path)
    at = {h: i for i, h in enumerate(heads)}
    went_out = {one["id"]: one for one in (json.loads(str(c.value)) for c in book[HIDDEN]["A"][1:] if c.value)}
    decisions: list[Decision] = []
    conflicts: list[Conflict] = []
    accepted = 0
    for number, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        words = [("" if c is None else str(c).strip()).lstrip("'") for c in cells]
        identity = words[at["编号"]]
        if not identity:
            continue
        if identity not in went_out:
            raise _wrong(f"清单里没有这个编号 no such id {identity!r}", path, number, "编号", at)
        changes, row_conflicts, took = _row(number, words, at, went_out[identity], plan.indicator(identity), path)
        conflicts += row_conflicts
        accepted += took
        if changes:
            decisions.append(
                indicator_decision(
                    plan, IndicatorRecord(identity), by=by, on=on, changes=changes, reason="指标责任清单"
                )
            )
    return Taken(tuple(decisions), tuple(conflicts), accepted)


def _row(
    number: int, words: list[str], at: dict[str, int], out: dict[str, Any], held: IndicatorRecord, path: Path
) -> tuple[dict[str, Any], list[Conflict], int]:
    """(changes, conflicts, suggestions accepted) of one row."""
    changes: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    given = {slot: words[at[head]] for slot, head in FILLED.items()}
    took = 0
    if "采纳首选" in at and words[at["采纳首选"]] == "是" and out["offered"]:
        took = 1
        given["series"] = given["series"] or out["offered"]["series"]
        given["coverage"] = given["coverage"] or out["offered"]["coverage"]
    for slot, word in given.items():
        before, now = out["before"][slot], _word(slot, getattr(held, slot.replace("-", "_")))
        if word in (before, now):
            continue
        if now != before:
            conflicts.append(Conflict(number, held.statement, slot, word, now))
            continue
        changes[slot] = _meaning(slot, word, path, number, at)
    return changes, conflicts, took


def _meaning(slot: str, word: str, path: Path, number: int, at: dict[str, int]) -> Any:
    if slot in _WORDS and word:
        if word not in _WORDS[slot]:
            raise _wrong(
                f"{FILLED[slot]}没有这个值 no such value {word!r}；可用 one of {'、'.join(_WORDS[slot])}",
                path,
                number,
                FILLED[slot],
                at,
            )
        return _WORDS[slot][word]
    if slot == "explained":
        word_ = _explained(word)
        if word_ is None:
            raise _wrong("变动说明写作 write: 2018：并入新企业；2019：…", path, number, FILLED[slot], at)
        return word_
    try:
        laid_over(IndicatorRecord("x"), {slot: word})
    except GuihuaError as error:
        raise _wrong(error.title, path, number, FILLED[slot], at) from None
    return word


def _explained(word: str) -> dict[str, str] | None:
    """2018：并入新企业；2019：… as year → reason; None where it is written otherwise."""
    parts = [
        re.fullmatch(r"\s*((?:19|20)\d\d)年?\s*[:：]\s*(.+?)\s*", part)
        for part in re.split("[;；\n]", word)
        if part.strip()
    ]
    return None if any(part is None for part in parts) else {part[1]: part[2] for part in parts if part}


def _opened(path: Path) -> Any:
    import openpyxl

    if not path.is_file():
        raise GuihuaError("FILE-NOT-FOUND", f"没有这个文件 no such file: {path}", "检查路径 check the path", str(path))
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except Exception as error:  # any fault of a foreign file is one of the file
        raise _no_sheet(f"读不出 not a workbook: {type(error).__name__}", path) from None
    if SHEET not in book.sheetnames or HIDDEN not in book.sheetnames or book[HIDDEN]["A1"].value != FORMAT:
        raise _no_sheet("不是发出去的那张清单 not a sheet that went out", path)
    return book


def _no_sheet(title: str, path: Path) -> GuihuaError:
    return GuihuaError(
        "INDICATOR-SHEET", title, "用 guihua indicators sheet 生成的清单 use the one that it wrote", Place(str(path))
    )


def _wrong(title: str, path: Path, row: int, head: str, at: dict[str, int]) -> GuihuaError:
    from openpyxl.utils import get_column_letter

    cell = f"{get_column_letter(at[head] + 1)}{row}" if head in at else ""
    return GuihuaError(
        "INDICATOR-SLOT",
        title,
        "改正这一格，全表再交 mend the cell and hand it in again",
        Place(str(path), line=row, cell=cell),
    )

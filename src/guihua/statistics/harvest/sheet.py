"""The table to confirm (核对表.xlsx): one line a figure beside its sentence; a person says which lines are taken."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from guihua.errors import GuihuaError, Place
from guihua.plan.cells import harmless
from guihua.plan.files import write_whole
from guihua.statistics.harvest.against import KEPT, Standing, period_text
from guihua.statistics.harvest.certainty import certainty
from guihua.statistics.harvest.records import Figure, Harvest

SHEET: Final = "核对表"
TAKE, YES, NO = "入库", "是", "否"
HEADS: Final = (
    TAKE, "存疑", "确信度", "原句", "指标", "地区", "地区代码", "时期", "时段", "数值", "单位", "数据类型", "差自", "对比", "价格", "统计范围",
    "核算版本", "时点", "界限", "库中已有", "公布机构", "公布日期", "来源", "句子哈希", "备注",
)  # fmt: skip
KINDS: Final = {
    "level": "绝对数", "share": "比重", "ratio": "比", "yoy": "同比", "mom": "环比", "avg_growth": "年均增长", "growth_vs": "比某年增长",
    "change": "增减量", "pp_change": "百分点变化", "pp_gap": "百分点差", "pull": "拉动", "contribution": "贡献率", "rank": "位次", "index": "指数",
}  # fmt: skip
SLOTS: Final = {"indicator": "指标", "period": "时期", "region": "地区", "unit": "单位"}
SPANS: Final = {"single": "本期", "ytd": "累计"}
_WIDTHS: Final = {"原句": 46, "指标": 26, "来源": 18, "句子哈希": 12, "公布机构": 16, "库中已有": 22, "备注": 18}


def source_of(figure: Figure, file: str, address: str = "") -> str:
    """Where a figure stands: the document, its characters (RFC 5147), and the hash of the sentence."""
    return (
        f"{address or Path(file).name}#char={figure.value_start},{figure.value_end};sentence-sha256={figure.sentence}"
    )


def rows_of(harvest: Harvest, standings: Sequence[Standing], address: str = "") -> list[tuple[str, ...]]:
    """The lines of the table, in the order of the text."""
    release = harvest.release
    clashing = {id(f) for pair in harvest.contradictions for f in pair}
    rows: list[tuple[str, ...]] = []
    for figure, standing in zip(harvest.figures, standings, strict=True):
        note = "；".join(
            word
            for word in (
                "文中同一指标有两个数" if id(figure) in clashing else "",
                "此类数据只供核对，不入库" if standing.kind == "aside" and figure.transformation not in KEPT else "",
                f"主体：{figure.subject}" if figure.subject else "",
            )
            if word
        )
        there = {"same": "相同：", "other": "不同：", "new": "", "aside": ""}[standing.kind] + standing.there
        rows.append(
            (
                "", "、".join(SLOTS.get(s, s) for s in figure.doubtful), f"{certainty(figure, release.kind):.2f}", _sentence(harvest, figure),
                figure.indicator, figure.region.words, figure.region.code, period_text(figure), SPANS[figure.when.span], figure.value,
                figure.unit, KINDS[figure.transformation], KINDS.get(figure.of, figure.of), figure.versus, _price(figure.price),
                _stated(figure.coverage), _stated(figure.accounting), figure.when.stock, figure.bound, there, release.publisher, release.published,
                source_of(figure, release.file, address), figure.sentence, note,
            )
        )  # fmt: skip
    return rows


def _stated(word: str) -> str:
    return "" if word == "unstated" else word


def _price(price: str) -> str:
    return {"current": "现价", "comparable": "可比价", "na": "不涉及", "unstated": "未说明"}[price]


def _sentence(harvest: Harvest, figure: Figure) -> str:
    """The sentence with the figure in 【】, shortened around it."""
    text = harvest.text
    a, b = figure.sentence_start, max(figure.sentence_end, figure.value_end)
    head, digits, tail = (
        text[a : figure.value_start],
        text[figure.value_start : figure.value_end],
        text[figure.value_end : b],
    )
    head = ("…" if len(head) > 60 else "") + head[-60:]
    tail = tail[:30] + ("…" if len(tail) > 30 else "")
    return f"{head}【{digits}】{tail}".replace("\n", " ").replace("\t", " ").strip()


def write_sheet(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write the workbook, whole or not at all."""
    write_whole(str(path), sheet_bytes(rows))


def sheet_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """The workbook: a list to choose from in the first column, doubtful lines coloured, and what to do on a second sheet."""
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    doubt, clash = PatternFill("solid", fgColor="FFF2CC"), PatternFill("solid", fgColor="F8CBAD")
    for column, head in enumerate(HEADS, 1):
        cell = sheet.cell(1, column, head)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(head, 10)
    for number, row in enumerate(rows, 2):
        for column, word in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value, cell.number_format = harmless(word), "@"
            cell.alignment = Alignment(wrap_text=HEADS[column - 1] == "原句", vertical="top")
            if row[1]:
                cell.fill = doubt
            if row[HEADS.index("库中已有")].startswith("不同"):
                cell.fill = clash
    choices = DataValidation(type="list", formula1=f'"{YES},{NO}"', allow_blank=True)
    sheet.add_data_validation(choices)
    choices.add(f"A2:A{len(rows) + 1}")
    kinds = DataValidation(type="list", formula1=f'"{",".join(KINDS.values())}"', allow_blank=True)
    sheet.add_data_validation(kinds)
    letter = get_column_letter(HEADS.index("数据类型") + 1)
    kinds.add(f"{letter}2:{letter}{len(rows) + 1}")
    sheet.freeze_panes = "F2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADS))}{len(rows) + 1}"
    _explained(book.create_sheet("说明"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _explained(sheet: Any) -> None:
    for number, line in enumerate(
        (
            "“入库”一栏选“是”的行，由 guihua harvest take 入库；“否”的不入；空着的不动。",
            "黄底：有一项是推断的（见“存疑”），请对照原句改正后再选“是”。红底：库中已有另一个数。",
            "各栏都可以改；改过的以改后的为准。【】中是原文的数字。",
            "环比、百分点变化、位次、贡献率、拉动等只供核对，不入库。",
        ),
        1,
    ):
        sheet.cell(number, 1, line)
    sheet.column_dimensions["A"].width = 90


def read_sheet(path: Path) -> list[tuple[int, dict[str, str]]]:
    """(row number, its cells by head) of a table that came back. Errors: HARVEST-SHEET, FILE-NOT-FOUND."""
    import openpyxl

    if not path.is_file():
        raise GuihuaError("FILE-NOT-FOUND", f"没有这个文件 no such file: {path}", "检查路径 check the path", str(path))
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet: Any = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        lines = [tuple("" if c is None else str(c).strip() for c in row) for row in sheet.iter_rows(values_only=True)]
    except Exception as error:  # any fault of a foreign file is one of the file
        raise GuihuaError(
            "HARVEST-SHEET", f"读不出核对表 not a workbook: {error}", "交 .xlsx hand in the .xlsx", Place(str(path))
        ) from None
    heads = [h.lstrip("'") for h in lines[0]] if lines else []
    missing = [h for h in (TAKE, "指标", "时期", "数值", "单位", "来源") if h not in heads]
    if missing:
        title = f"不是核对表，缺少列 no table to confirm, it lacks: {'、'.join(missing)}"
        hint = "用 guihua harvest 生成的表 use the one that guihua harvest wrote"
        raise GuihuaError("HARVEST-SHEET", title, hint, Place(str(path), line=1))
    return [
        (n, {h: w.lstrip("'") for h, w in zip(heads, line, strict=False)})
        for n, line in enumerate(lines[1:], 2)
        if any(line)
    ]

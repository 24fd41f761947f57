"""A published table that is mapped, as one figure a row under our column names."""

from __future__ import annotations

import re

from guihua.errors import GuihuaError, Place
from guihua.plan.periods import Period
from guihua.statistics.importing.checked import Defaults
from guihua.statistics.importing.mapping import ColumnMap, Mapping, RowMap
from guihua.statistics.importing.sheets import address, cell
from guihua.statistics.importing.table import RawTable
from guihua.statistics.importing.wide import WideColumn, WideRow, WideTable
from guihua.statistics.importing.words import CHINESE, clean, word_set


def to_long(table: WideTable, mapping: Mapping, defaults: Defaults, source: str) -> RawTable:
    """One figure a row, under our column names. Errors: IMPORT-PERIOD, IMPORT-MAPPING."""
    import pyarrow as pa

    roles = {c.head: c for c in mapping.columns}
    missing = [c.head for c in table.columns if c.key not in roles]
    if missing:
        raise GuihuaError(
            "IMPORT-MAPPING", f"对照表没有列 the mapping lacks column {missing[0]!r}", "补上该列 add it", Place(source)
        )
    out: list[dict[str, str]] = []
    where: list[int] = []
    cells: list[str] = []
    for row in table.rows:
        found = mapping.row(row.label)
        if found is None or not found.indicator:
            continue
        for column in table.columns:
            figure = _figure(table, mapping, found, row, column, roles[column.key], source)
            if figure:
                out.append(figure)
                where.append(row.index + 1)
                cells.append(f"{address(column.index)}{row.index + 1}")
    names = (
        "region_code",
        "region",
        "indicator",
        "period",
        "span",
        "value",
        "unit",
        "measure",
        "price_basis",
        "coverage",
        "note",
    )
    given = {"region_code": "" if mapping.rows_are == "regions" else defaults.region}
    columns = {n: pa.array([f.get(n, given.get(n, "")) for f in out], pa.string()) for n in names}
    return RawTable(pa.table(columns), pa.array(where, pa.int64()), cells=tuple(cells))


def _figure(
    table: WideTable, mapping: Mapping, found: RowMap, row: WideRow, column: WideColumn, role: ColumnMap, source: str
) -> dict[str, str] | None:
    text = clean(cell(table.grid.cells[row.index], column.index))
    if role.transformation == "skip" or text in word_set("blank"):
        return None
    rate = role.transformation in ("yoy", "share", "change", "mean_growth")
    unit = "%" if rate else column.unit or found.unit or row.unit
    if text in word_set("flat"):
        text = "0"
    if rate and (times := re.fullmatch(r"(-?[\d.]+)倍", text)):
        text, unit = times[1], "倍"
    period, span = _period(role.time, column.head, table.report, source)
    regions = mapping.rows_are == "regions"
    return {
        **({"region": found.indicator} if regions else {}),
        "indicator": mapping.indicator if regions else found.indicator,
        "period": str(period),
        "span": span,
        "value": text.removesuffix("%"),
        "unit": unit,
        "measure": role.transformation,
        "price_basis": found.price,
        "coverage": found.coverage,
        "note": row.note,
    }


def _period(time: str, head: str, report: Period | None, source: str) -> tuple[Period, str]:
    """Which months a column speaks of, and whether it is the year to date."""
    years = re.search(r"(?:19|20)\d{2}", head)
    year = int(years[0]) if years else report.last_year if report else 0
    if not year or (report is None and time in ("month", "ytd", "report")):
        raise GuihuaError(
            "IMPORT-PERIOD",
            "表题和文件名都没有写明报告期 the report's period is not stated",
            "加 --period 2018M06",
            Place(source),
        )
    if time in ("range", "one_month"):
        bare = re.sub(r"(?:19|20)\d{2}年?", "", head)
        months = [int(m) for m in re.findall(r"\d{1,2}(?=月|[-—–~至到])", bare)] or [
            report.last_month if report else 12
        ]
        first, last = months[0], months[-1]
        return Period(year, first, year, last), "ytd" if time == "range" and first == 1 else "single"
    if time == "quarter":
        quarter = re.search(r"([一二三四1234])季度", head)
        number = CHINESE.get(quarter[1], 0) or int(quarter[1]) if quarter else 1
        return Period.parse(f"{year}Q{number}"), "single"
    if time in ("quarters", "half", "year", "whole_year"):
        last = {"quarters": 9, "half": 6}.get(time, 12)
        return Period(year, 1, year, last), "single" if last == 12 else "ytd"
    assert report is not None
    if time == "month":
        return Period(year, report.last_month, year, report.last_month), "single"
    first = 1 if time == "ytd" else report.first_month
    return Period(year, first, year, report.last_month), "ytd" if first == 1 and report.last_month < 12 else "single"

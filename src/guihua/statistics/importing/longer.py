"""A published table that is mapped, as one figure a row under our column names."""

from __future__ import annotations

import re
from dataclasses import replace

from guihua.errors import GuihuaError, Place
from guihua.plan.periods import Period
from guihua.plan.regions import Region
from guihua.statistics.importing.checked import Defaults
from guihua.statistics.importing.head_words import CHINESE, spoken_period, word_set
from guihua.statistics.importing.heads import end_of_label, place_of
from guihua.statistics.importing.mapping import ColumnMap, Mapping, RowMap
from guihua.statistics.importing.sheets import address
from guihua.statistics.importing.table import RawTable
from guihua.statistics.importing.wide import WideColumn, WideRow, WideTable
from guihua.statistics.importing.wordings import RATES


def to_long(table: WideTable, mapping: Mapping, defaults: Defaults, source: str) -> RawTable:
    """One figure a row, under our column names. Errors: IMPORT-PERIOD, IMPORT-MAPPING, IMPORT-UNIT."""
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
        _same_unit(found, row, source)
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
    named = mapping.rows_are == "regions" or any(f.get("region") for f in out)
    out = (
        [{**f, "region_code": "" if f.get("region") else defaults.region} for f in out]
        if named and mapping.rows_are != "regions"
        else out
    )
    given = {"region_code": "" if named else defaults.region}
    columns = {n: pa.array([f.get(n, given.get(n, "")) for f in out], pa.string()) for n in names}
    return RawTable(pa.table(columns), pa.array(where, pa.int64()), cells=tuple(cells))


def _figure(
    table: WideTable, mapping: Mapping, found: RowMap, row: WideRow, column: WideColumn, role: ColumnMap, source: str
) -> dict[str, str] | None:
    text = table.figure(row, column)
    if role.transformation == "skip" or not text or _is_difference(table, mapping, row, role):
        return None
    _, kind, time = end_of_label(row.label)
    if kind:
        role = replace(role, transformation=kind, time=time if time == "ytd" or role.time == "report" else role.time)
    text, unit = _magnitude(text, role, column.unit or found.unit or row.unit)
    period, span = _period(role.time, column.head, _spoken(column, role, table), source)
    regions = mapping.rows_are == "regions"
    place = None if regions else place_of(column.head.split("/")[-1]) or _titled_place(table.title)
    part = f"其中（{row.whole}）" if row.part and row.whole else ""
    return {
        **({"region": found.indicator} if regions else {"region": place.name} if place else {}),
        "indicator": mapping.indicator if regions else found.indicator,
        "period": str(period),
        "span": span,
        "value": text,
        "unit": unit,
        "measure": role.transformation,
        "price_basis": found.price,
        "coverage": found.coverage,
        "note": " ".join(filter(None, (part, table.note(row, column)))),
    }


def _spoken(column: WideColumn, role: ColumnMap, table: WideTable) -> Period | None:
    """The report's period; of a column that is a month of its own, that month (原煤产量_累计值 under 2020年11月)."""
    if role.time in ("ytd", "month"):
        return spoken_period(column.head) or table.report
    return table.report


def _titled_place(title: str) -> Region | None:
    """The region that a title line names: 地区：内蒙古自治区."""
    found = re.search(r"地区[:：]\s*([^\s,，;；]+)", title)
    return place_of(found[1]) if found else None


def differences(table: WideTable, mapping: Mapping) -> tuple[str, ...]:
    """Rows in per cent whose growth column holds a difference in points, which is no growth and is left out."""
    roles = {c.head: c for c in mapping.columns}
    return tuple(
        f"{row.label} {column.head}"
        for row in table.rows
        if (found := mapping.row(row.label)) and found.indicator
        for column in table.columns
        if column.key in roles and table.figure(row, column) and _is_difference(table, mapping, row, roles[column.key])
    )


def _is_difference(table: WideTable, mapping: Mapping, row: WideRow, role: ColumnMap) -> bool:
    """A row in per cent (产销率) with levels of its own: what stands under 同比 is a difference in points."""
    levels = {c.head for c in mapping.columns if c.transformation == "level"}
    stated = any(c.key in levels and table.figure(row, c) for c in table.columns)
    return role.transformation == "yoy" and row.unit == "%" and not row.titled and stated


def _magnitude(text: str, role: ColumnMap, unit: str) -> tuple[str, str]:
    """(figure, unit): rates are in per cent, 持平 is 0, 1.2倍 keeps its unit; a sign of per cent stays where the unit is another."""
    rate = role.transformation in RATES
    if text in word_set("flat"):
        text = "0"
    if rate and (times := re.fullmatch(r"(-?[\d.]+)倍", text)):
        return times[1], "倍"
    unit = "%" if rate else unit
    if text.endswith("%") and unit in ("", "%"):
        return text[:-1], "%"
    return text, unit


def _same_unit(found: RowMap, row: WideRow, source: str) -> None:
    """A unit that a person gave holds for the table it was given for; where the table now prints another, it is asked again."""
    if not found.unit or row.titled or not row.unit or row.unit in (found.unit, found.printed):
        return
    raise GuihuaError(
        "IMPORT-UNIT",
        f"表中单位已变 the table now prints {row.unit!r} for {row.label}; the mapping says {found.unit!r}",
        "改对照表 mend the mapping: unit, printed",
        Place(source, line=row.index + 1),
    )


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
    if time == "month" and (report.first_month, report.last_month) == (1, 2):
        raise GuihuaError(
            "IMPORT-PERIOD",
            f"1—2月合并公布，{head!r} 不是哪一个月的数 January and February are published together: of no single month",
            "对照表里把该列写作 map that column as: ytd, 或 or skip",
            Place(source),
        )
    if time == "month":
        return Period(year, report.last_month, year, report.last_month), "single"
    first = 1 if time == "ytd" else report.first_month
    return Period(year, first, year, report.last_month), "ytd" if first == 1 and report.last_month < 12 else "single"

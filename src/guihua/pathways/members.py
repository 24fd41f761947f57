"""Who a target is shared out on, and by which key: from a table of one's own, or from published figures.

A table has a row for each member. Its columns may be named in Chinese or English: 地区 region (code or name), 名称 name,
上级 parent, 依据 key, 基期 base, 预测 forecast, 分母 denominator, 基期分母 base_denominator, 下限 low, 上限 high,
申报数 declared. A row for a place below a member (满洲里 in 呼伦贝尔) is listed apart and counted in no sum.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError, Place
from guihua.pathways.allotment import Member
from guihua.pathways.trend import WINDOW, trend_of
from guihua.plan.files import read_utf8
from guihua.plan.regions import children, find_region, region
from guihua.plan.statement import Form, Statement
from guihua.plan.units import find_unit
from guihua.statistics.observation import Transformation

if TYPE_CHECKING:
    from guihua.statistics.observation import Observation

COLUMNS = {
    "region": "region",
    "code": "region",
    "地区": "region",
    "代码": "region",
    "name": "name",
    "名称": "name",
    "parent": "parent",
    "上级": "parent",
    "key": "key",
    "依据": "key",
    "base": "base",
    "基期": "base",
    "forecast": "forecast",
    "预测": "forecast",
    "denominator": "denominator",
    "分母": "denominator",
    "base_denominator": "base_denominator",
    "基期分母": "base_denominator",
    "low": "low",
    "下限": "low",
    "high": "high",
    "上限": "high",
    "declared": "declared",
    "申报数": "declared",
}
NUMBERS = ("key", "base", "forecast", "denominator", "base_denominator", "low", "high", "declared")


def leagues(code: str) -> tuple[Member, ...]:
    """The members directly below a region, without figures. GuihuaError ALLOT-TREE where there are none."""
    found = tuple(Member(r.code, r.name) for r in children(code))
    if not found:
        raise GuihuaError(
            "ALLOT-TREE", f"{region(code).name} 之下没有地区 has no regions below", "用 --on 文件 name a file"
        )
    return found


def counties(code: str) -> tuple[Member, ...]:
    """The members two levels below a region, under those between."""
    upper = leagues(code)
    return (*upper, *(Member(r.code, r.name, m.code) for m in upper for r in children(m.code)))


def read_table(path: Path) -> tuple[Member, ...]:
    """The rows of a table as members, each number exact.

    Raises GuihuaError ALLOT-FILE (a column twice, none for the region, a cell that is no number), by file, line and column.
    """
    text = read_utf8(path)
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    head = [COLUMNS.get(cell.strip().lower(), "") for cell in rows[0]] if rows else []
    named = [h for h in head if h]
    if "region" not in named or len(set(named)) < len(named):
        raise GuihuaError(
            "ALLOT-FILE",
            f"表头要有一个 region（地区）列，各列不重复 the head needs one column region, no column twice: {', '.join(rows[0]) if rows else ''}",
            f"可用的列 columns: {', '.join(dict.fromkeys(COLUMNS.values()))}",
            Place(str(path), line=1),
        )
    found = []
    for line, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            cells = {name: cell.strip() for name, cell in zip(head, row, strict=False) if name}
            found.append(_member(cells, Place(str(path), line=line)))
    return tuple(found)


def joined(tree: Sequence[Member], table: Sequence[Member], where: str) -> tuple[Member, ...]:
    """The members of a tree with the figures of a table; places below a member stand apart.

    Raises GuihuaError ALLOT-MEMBER (a row twice, a row for nobody in the tree), ALLOT-COVER (a member without a row).
    """
    by_code = {m.code: m for m in tree}
    seen: dict[str, Member] = {}
    for row in table:
        if row.code in seen:
            raise GuihuaError(
                "ALLOT-MEMBER", f"{row.code} {row.name} 出现两次 stands twice", "每个对象只写一行 one row each", where
            )
        seen[row.code] = row
    missing = [m for m in tree if m.code not in seen and not any(o.parent == m.code for o in tree)]
    if missing:
        names = "、".join(m.name or m.code for m in missing)
        raise GuihuaError(
            "ALLOT-COVER",
            f"表里没有 the table does not cover: {names}",
            "每个对象一行；没有的写 0 one row each, 0 where there is none",
            where,
        )
    apart = [_apart(row, by_code, where) for code, row in seen.items() if code not in by_code]
    held = tuple(replace(seen[m.code], name=m.name, parent=m.parent) if m.code in seen else m for m in tree)
    return (*_summed(held), *apart)


def from_figures(
    tree: Sequence[Member], rows: Iterable[Observation], variable: str, year: int | None
) -> tuple[tuple[Member, ...], str]:
    """The members with published figures of a variable as their key, and what the key is; the latest vintage of one year.

    year   None: the last year for which every member has one. GuihuaError ALLOT-FIGURES names who has none.
    """
    found: dict[int, dict[str, tuple[Fraction, Observation]]] = {}
    for row in sorted(rows, key=lambda o: (o.available, o.id)):
        unit = find_unit(row.unit)
        if row.variable == variable and row.period.is_year and unit is not None and not row.withdrawn:
            found.setdefault(row.period.last_year, {})[row.region] = (Fraction(row.number) * unit.factor, row)
    leaves = [m for m in tree if not any(o.parent == m.code for o in tree)]
    whole = [y for y, by in found.items() if all(m.code in by for m in leaves)]
    chosen = year if year is not None else max(whole, default=None)
    held = found.get(chosen, {}) if chosen is not None else max(found.values(), key=len, default={})
    lacking = [m.name for m in leaves if m.code not in held]
    if lacking or chosen is None:
        raise GuihuaError(
            "ALLOT-FIGURES",
            f"没有 {variable}{f' {year} 年' if year else ''} 的数 no figure of it for: {'、'.join(lacking)}",
            "先 guihua import，或把依据写成文件 --by FILE.csv import them, or give the key as a file",
        )
    units = {held[m.code][1].unit for m in leaves}
    members = _summed(tuple(replace(m, key=held[m.code][0]) if m.code in held else m for m in tree))
    return members, f"{variable} {chosen}（{'、'.join(sorted(units))}）"


def with_forecasts(
    tree: Sequence[Member], rows: Iterable[Observation], target: Statement
) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    """The members with where each would come by itself in the target's year, from its published levels of the target's own variable
    (mean growth of the last years known, `trend_of`); a forecast that was given stays. Also: names of those of which none can be made.

    Raises GuihuaError ALLOT-FORECAST for a target that is no level, or of which nobody has two years.
    """
    aim = find_unit(target.unit)
    if target.form is not Form.LEVEL or target.year is None or aim is None:
        title = (
            f"{target.indicator}: 不是某年的水平，按数推不出各地的预测 is no level of a year: no forecasts from figures"
        )
        raise GuihuaError("ALLOT-FORECAST", title, "依据表里写 forecast（预测）列 give a column forecast")
    levels: dict[str, dict[int, Fraction]] = {}
    for row in sorted(rows, key=lambda o: (o.available, o.id)):
        unit = find_unit(row.unit)
        same = unit is not None and unit.dimension == aim.dimension and row.transformation is Transformation.LEVEL
        if unit is not None and same and row.variable == target.variable and row.period.is_year and not row.withdrawn:
            levels.setdefault(row.region, {})[row.period.last_year] = Fraction(row.number) * unit.factor / aim.factor
    able = {code: last for code, known in levels.items() if len(last := _last_years(known, target.year)) > 1}
    if not any(m.code in able for m in tree):
        title = f"各地 {target.indicator} 都没有两年以上的数 nobody has two years of it"
        raise GuihuaError("ALLOT-FORECAST", title, "guihua import; 或 or: a column forecast")
    year = target.year
    members = tuple(
        replace(m, forecast=dict(trend_of(m.code, able[m.code], year).values)[year])
        if m.forecast is None and m.code in able
        else m
        for m in tree
    )
    return _summed(members), tuple(m.name or m.code for m in members if m.forecast is None and not m.apart)


def _last_years(known: Mapping[int, Fraction], year: int) -> dict[int, Fraction]:
    """The figures of the last WINDOW years before a target's."""
    before = sorted(y for y in known if y < year)[-WINDOW - 1 :]
    return {y: known[y] for y in before}


def known_as_of(day: date) -> str:
    """How a key's date is told."""
    return f"截至 as known on {day.isoformat()}"


def _summed(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """Parents without figures of their own have the sums of their members'."""
    by_code = {m.code: m for m in members}
    for m in reversed(members):  # children stand behind their parents
        below = [by_code[o.code] for o in members if o.parent == m.code and not o.apart]
        if below:
            open_ = [n for n in NUMBERS[:5] if getattr(m, n) is None]
            whole = [n for n in open_ if all(getattr(o, n) is not None for o in below)]
            sums: dict[str, Any] = {n: sum((getattr(o, n) for o in below), Fraction(0)) for n in whole}
            by_code[m.code] = replace(by_code[m.code], **sums)
    return tuple(by_code[m.code] for m in members)


def _apart(row: Member, tree: Mapping[str, Member], where: str) -> Member:
    """A place below a member; GuihuaError ALLOT-MEMBER for anything else."""
    place = find_region(row.name) if not row.code.isdigit() else None
    code = place.code if place else row.code
    try:
        here = region(code)
    except GuihuaError:
        here = None
    if here is None or here.parent not in tree:
        raise GuihuaError(
            "ALLOT-MEMBER",
            f"{row.code} 不在分解对象之内 is none of those that the target is shared out on",
            f"对象 members: {'、'.join(m.name for m in tree.values())}",
            where,
        )
    return replace(row, code=code, name=here.name, apart=True)


def _member(cells: Mapping[str, str], place: Place) -> Member:
    written = cells.get("region", "")
    known = find_region(written) if written and not written.isdigit() else None
    numbers: dict[str, Any] = {name: _number(cells[name], name, place) for name in NUMBERS if cells.get(name, "") != ""}
    if not written:
        raise GuihuaError("ALLOT-FILE", "没有写地区 the region is empty", "写代码或名称 a code or a name", place)
    return Member(
        known.code if known else written,
        cells.get("name", "") or (known.name if known else ""),
        cells.get("parent", ""),
        **numbers,
    )


def _number(cell: str, name: str, place: Place) -> Fraction:
    try:
        return Fraction(cell.replace(",", "").replace("，", ""))
    except (ValueError, ZeroDivisionError):
        raise GuihuaError(
            "ALLOT-FILE",
            f"{name} 不是数 is no number: {cell!r}",
            "写数字 write digits",
            Place(place.file, line=place.line, cell=name),
        ) from None

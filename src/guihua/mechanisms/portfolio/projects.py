"""Projects as the outlook and the exchange take them: a table, or the ledger `projects`.

A table has a row a project: code, name, total (亿元), done, plan_start, plan_end, start, product, capacity, capacity_unit,
industry_code, league, owner_firm, state. Dates as 2018-03-01; what is not known is left empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.plan.files import read_utf8

STATES = ("reserve", "started", "building", "stalled", "producing", "removed")
COLUMNS = (
    "code", "name", "total", "done", "plan_start", "plan_end", "start", "product", "capacity", "capacity_unit", "industry_code",
    "league", "owner_firm", "state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Project:
    """One project. total, done in 亿元; capacity of its product in capacity_unit when it is finished."""

    code: str
    name: str = ""
    total: float = 0.0
    done: float = 0.0
    plan_start: date | None = None
    plan_end: date | None = None
    start: date | None = None
    product: str = ""
    capacity: float = 0.0
    capacity_unit: str = ""
    industry_code: str = ""
    league: str = ""
    owner_firm: str = ""
    state: str = "building"


def read_projects(path: Path | str) -> tuple[Project, ...]:
    """The projects of a table. Raises GuihuaError PROJECT-TABLE, by line and column: twice, below zero, no date, more done than
    the total by more than half."""
    rows = csv.DictReader(io.StringIO(read_utf8(path)))
    if not {"code", "total"} <= set(rows.fieldnames or ()):
        raise GuihuaError(
            "PROJECT-TABLE",
            "表头要有 code、total the head needs code and total",
            f"列 columns: {', '.join(COLUMNS)}",
            str(path),
        )
    found: dict[str, Project] = {}
    for line, row in enumerate(rows, 2):
        project = _project({k: (v or "").strip() for k, v in row.items() if k}, str(path), line)
        if project.code in found:
            raise GuihuaError(
                "PROJECT-TABLE",
                f"{project.code} 出现两次 stands twice",
                "每个项目一行 one row each",
                Place(str(path), line=line),
            )
        found[project.code] = project
    return tuple(found.values())


def from_ledger(states: Iterable[Mapping[str, Any]]) -> tuple[Project, ...]:
    """Projects from the ledger's values with their state under "state"."""
    return tuple(_of_ledger(v) for v in states)


def _of_ledger(v: Mapping[str, Any]) -> Project:
    slots: dict[str, Any] = {
        n: str(v.get(n) or "") for n in ("product", "capacity_unit", "industry_code", "league", "owner_firm")
    }
    slots |= {
        n: float(str(v.get(own) or 0))
        for n, own in (("total", "total"), ("done", "total_done"), ("capacity", "capacity"))
    }
    slots |= {"plan_end": _maybe(v.get("due") or v.get("node_due")), "start": _maybe(v.get("start_on"))}
    return Project(
        str(v.get("project_code", "")), str(v.get("task", "")), state=str(v.get("state", "building")), **slots
    )


def _project(row: Mapping[str, str], file: str, line: int) -> Project:
    numbers, days = {}, {}
    for name in ("total", "done", "capacity"):
        try:
            numbers[name] = float(row.get(name) or 0)
        except ValueError:
            numbers[name] = -1.0
        if numbers[name] < 0:
            raise GuihuaError(
                "PROJECT-TABLE",
                f"{name} 不是不为负的数 is no number at least zero: {row.get(name)!r}",
                "改正这一格 mend the cell",
                Place(file, line=line, cell=name),
            )
    for name in ("plan_start", "plan_end", "start"):
        try:
            days[name] = date.fromisoformat(row[name]) if row.get(name) else None
        except ValueError:
            raise GuihuaError(
                "PROJECT-TABLE",
                f"{name} 不是日期 is no date: {row[name]!r}",
                "2018-03-01",
                Place(file, line=line, cell=name),
            ) from None
    state = row.get("state") or "building"
    if state not in STATES or not row.get("code") or numbers["done"] > 1.5 * max(numbers["total"], 0.01):
        raise GuihuaError(
            "PROJECT-TABLE",
            f"{row.get('code')} 的编号、状态或已完成投资不对 code, state or amount done",
            f"state: {', '.join(STATES)}",
            Place(file, line=line),
        )
    texts = {k: row.get(k, "") for k in ("name", "product", "capacity_unit", "industry_code", "league", "owner_firm")}
    return Project(row["code"], state=state, **texts, **numbers, **days)  # type: ignore[arg-type]


def _maybe(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None

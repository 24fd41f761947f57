"""Projects out and in as OC4IDS 0.9 (Open Contracting for Infrastructure Data Standard), for systems that speak it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from guihua.errors import GuihuaError
from guihua.mechanisms.portfolio.projects import Project
from guihua.plan.files import read_utf8

VERSION = "0.9"
STATUS = {
    "reserve": "preparation", "started": "implementation", "building": "implementation", "stalled": "implementation",
    "producing": "completion", "removed": "cancelled",
}  # fmt: skip
BACK = {
    "identification": "reserve", "preparation": "reserve", "implementation": "building", "completion": "producing",
    "maintenance": "producing", "decommissioning": "producing", "decommissioned": "removed", "cancelled": "removed",
}  # fmt: skip
SECTORS = {
    "光伏": "energy.solar",
    "太阳能": "energy.solar",
    "风电": "energy.wind",
    "风能": "energy.wind",
    "水电": "energy.hydropower",
}
YI = 100_000_000


def package(
    projects: Sequence[Project], *, publisher: str, uri: str, on: date, prefix: str = "guihua"
) -> dict[str, Any]:
    """A package of projects. prefix: the publisher's own, before every id. Raises GuihuaError OC4IDS-NONE where there are none."""
    if not projects:
        raise GuihuaError("OC4IDS-NONE", "没有项目 no projects", "检查台账或表 check the ledger or the table")
    return {
        "version": VERSION,
        "uri": uri,
        "publishedDate": f"{on.isoformat()}T00:00:00Z",
        "publisher": {"name": publisher},
        "projects": [_out(p, prefix, on) for p in projects],
    }


def read_package(path: Path | str) -> tuple[Project, ...]:
    """The projects of a package, amounts in 亿元 where they are in yuan. Raises GuihuaError OC4IDS-FILE, OC4IDS-VERSION."""
    try:
        table = json.loads(read_utf8(path))
    except ValueError as error:
        raise GuihuaError(
            "OC4IDS-FILE", f"不是 JSON not readable as JSON: {error}", "OC4IDS 的项目包 a project package", str(path)
        ) from None
    if not isinstance(table, Mapping) or not isinstance(table.get("projects"), list):
        raise GuihuaError(
            "OC4IDS-FILE", "不是项目包 no package of projects", "要有 it has: version, projects", str(path)
        )
    if not str(table.get("version", "")).startswith("0.9"):
        raise GuihuaError("OC4IDS-VERSION", f"版本 version {table.get('version')!r}", f"只收 only {VERSION}", str(path))
    try:
        found = tuple(_in(p) for p in table["projects"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GuihuaError(
            "OC4IDS-FILE",
            f"项目写得不对 a project is of the wrong form: {error!r}",
            "对照标准 see the standard",
            str(path),
        ) from None
    if len({p.code for p in found}) < len(found):
        raise GuihuaError("OC4IDS-FILE", "项目编号重复 an id stands twice", "每个项目一个编号 one id each", str(path))
    return found


def _out(p: Project, prefix: str, on: date) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": f"{prefix}-{p.code}",
        "updated": f"{on.isoformat()}T00:00:00Z",
        "identifiers": [{"id": p.code, "scheme": "CN-PROJECT"}],
        "title": p.name or p.code,
        "status": STATUS[p.state],
        "type": "construction",
        "budget": {"amount": {"amount": round(p.total * YI, 2), "currency": "CNY"}},
    }
    sector = next((code for word, code in SECTORS.items() if word in p.product + p.name), "")
    if sector:
        found["sector"] = ["energy", sector]
    period = {"startDate": p.start or p.plan_start, "endDate": p.plan_end}
    if any(period.values()):
        found["period"] = {k: f"{v.isoformat()}T00:00:00Z" for k, v in period.items() if v}
    if p.industry_code:
        found["additionalClassifications"] = [{"id": p.industry_code, "scheme": "GB/T 4754"}]
    if p.league:
        found["locations"] = [
            {"id": "1", "description": p.league, "address": {"region": p.league, "countryName": "中国"}}
        ]
    if p.owner_firm:
        found["parties"] = [{"id": "1", "name": p.owner_firm, "roles": ["projectOwner"]}]
    if p.done:
        amount = {"amount": {"amount": round(p.done * YI, 2), "currency": "CNY"}}
        found["costMeasurements"] = [
            {
                "id": "1",
                "date": f"{on.isoformat()}T00:00:00Z",
                "costGroups": [{"id": "1", "costs": [{"id": "1", "value": amount["amount"]}]}],
            }
        ]
    return found


def _in(found: Mapping[str, Any]) -> Project:
    budget = (found.get("budget") or {}).get("amount") or {}
    period = found.get("period") or {}
    own = next((i["id"] for i in found.get("identifiers") or () if i.get("scheme") == "CN-PROJECT"), found["id"])
    places = found.get("locations") or [{}]
    parties = [p for p in found.get("parties") or () if "projectOwner" in (p.get("roles") or ())]
    classes = [c["id"] for c in found.get("additionalClassifications") or () if c.get("scheme") == "GB/T 4754"]
    yuan = float(budget.get("amount") or 0) / YI if budget.get("currency", "CNY") == "CNY" else 0.0
    return Project(
        str(own), str(found.get("title", "")), yuan, _done(found), _day(period.get("startDate")), _day(period.get("endDate")),
        None, "", 0.0, "", classes[0] if classes else "", (places[0].get("address") or {}).get("region", ""),
        parties[0]["name"] if parties else "", BACK.get(str(found.get("status", "")), "reserve"),
    )  # fmt: skip


def _done(found: Mapping[str, Any]) -> float:
    costs = [
        c for m in found.get("costMeasurements") or () for g in m.get("costGroups") or () for c in g.get("costs") or ()
    ]
    yuan = [float(c["value"]["amount"]) for c in costs if (c.get("value") or {}).get("currency") == "CNY"]
    return sum(yuan) / YI


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)[:10]) if text else None

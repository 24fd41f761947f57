"""The work behind 指标分解 and 可能性: a target shared out, with its files and rounds; the chances of a day."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from guihua.errors import GuihuaError
from guihua.project import read_plan
from guihua.web import desk, results
from guihua.web.place import place
from guihua.web.work.kinds import day_of, kind, public_day
from guihua.web.work.queue import Progress

if TYPE_CHECKING:
    from guihua.pathways.allotment import Allotment, Member
    from guihua.pathways.chances import Risk
    from guihua.plan.plan import Plan
    from guihua.plan.statement import Statement

RULES = ("proportional", "equal-effort", "capability", "minimax-regret")
DRAWS = 10_000


def files() -> Path:
    """Where the files of allotments lie, named by their job."""
    folder = place().store / "allotment-files"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@kind("allot")
def make_allotment(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """A target shared out on the regions below by a key that was named; its bundle and workbook as files, a round recorded if asked."""
    from guihua.pathways.allot import allot
    from guihua.pathways.result import allotment_bytes
    from guihua.pathways.rounds import rounds_of
    from guihua.view.allotment_book import allotment_book

    of = results.project()
    plan = read_plan(of.plan_file)
    target = plan.statement(payload["target"])
    region = plan.region or of.region
    progress(20, gettext_noop("按依据分解"))
    members, key = _members(payload, plan, target, region)
    found = allot(target, members, payload["rule"], key=key, region=region)
    if payload.get("record"):
        _record(found, payload)
    rounds = rounds_of(desk.journal(desk.ledger("allotments")).states().values(), found)
    stem = files() / str(progress.job.pk)
    progress(80, gettext_noop("写出文件"))
    stem.with_suffix(".json").write_bytes(allotment_bytes(found))
    stem.with_suffix(".xlsx").write_bytes(allotment_book(found, rounds, payload["lang"]))
    return _shown(found, rounds)


@kind("risk")
def make_risk(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The chances of a day: each target's and all together, which fails first, what drives it."""
    from guihua.pathways.risk import risk
    from guihua.statistics.holding import is_public, query
    from guihua.tracking.backtest import annual_series
    from guihua.tracking.settings import settings
    from guihua.tracking.tracking import desks_of, observations_of

    of, day = results.project(), day_of(payload)
    plan = read_plan(of.plan_file)
    region = plan.region or of.region
    collected, public = bool(payload.get("collected")), public_day(payload)
    store = results.store(of)
    progress(20, gettext_noop("预测和抽样"))
    rows = [
        o for o in observations_of(plan, store, region, day) if public is None or is_public(o.publish_level, public)
    ]
    pool = annual_series(query(store, as_of=day, include_collected=collected))
    desks = desks_of(plan, rows, day, region, include_collected=collected, rules=settings(of.settings))
    return _chances(risk(desks[region], pool, seed=payload["seed"], draws=DRAWS))


def _members(payload: dict[str, Any], plan: Plan, target: Statement, region: str) -> tuple[tuple[Member, ...], str]:
    """The regions below with their keys, from a file or from published figures, and what the key is."""
    from guihua.pathways.members import from_figures, joined, known_as_of, leagues, read_table, with_forecasts
    from guihua.plan.concepts import resolve
    from guihua.statistics.holding import query

    tree, day = leagues(region), day_of(payload)
    store, codes = results.store(results.project()), {m.code for m in tree}
    if payload["path"]:
        members, key = joined(tree, read_table(Path(payload["path"])), payload["name"]), payload["name"]
    else:
        name, _, year = payload["by"].partition("@")
        variable = resolve(name).variable
        rows = [o for o in query(store, variable=variable, as_of=day) if o.region in codes]
        members, key = from_figures(tree, rows, variable, int(year) if year.isdigit() else None)
        key = f"{name}：{key}，{known_as_of(day)}"
    if payload.get("forecast"):
        rows = [o for o in query(store, variable=target.variable, as_of=day) if o.region in codes]
        members, _ = with_forecasts(members, rows, target)
    return members, key


def _record(found: Allotment, payload: dict[str, Any]) -> None:
    """One round in the ledger, by who asked for it, all members or none."""
    from guihua.ledgers.ledger import Actor
    from guihua.pathways.rounds import round_events

    ledger = desk.ledger("allotments")
    journal = desk.journal(ledger)
    actor = Actor(payload["by_name"], payload["by_body"], payload["by_role"])
    events = round_events(
        found,
        payload["record"],
        ledger,
        journal.states(),
        actor=actor,
        at=results.today(),
        document=payload["document"],
    )
    journal.record(events)


def _shown(found: Allotment, rounds: dict[str, dict[str, Fraction]]) -> dict[str, Any]:
    names = {m.code: m for m in found.members}
    rows = []
    for node in found.proposed.nodes:
        for share in node.shares:
            m, held = names[share.code], rounds.get(share.code, {})
            told = (
                m.key,
                m.forecast,
                share.share,
                m.declared,
                held.get("control"),
                held.get("offered"),
                held.get("issued"),
            )
            rows.append(
                {
                    "code": m.code, "name": m.name, "apart": m.apart, "cells": [_number(v) for v in told],
                    "ratio": _number(share.ratio, 3),
                }
            )  # fmt: skip
    return {
        "rows": rows,
        "total": _number(found.proposed.nodes[0].total),
        "unit": found.unit,
        "key": found.key,
        "rule": found.proposed.rule,
        "alabama": [names[c].name for c in found.alabama],
    }


def _chances(found: Risk) -> dict[str, Any]:
    failed = found.draws - found.count("all")
    rows = [
        {
            "id": c.statement,
            "indicator": c.indicator,
            "chance": round(100 * float(c.chance)),
            "nominal": round(100 * float(c.nominal)),
            "ahead": c.horizon,
            "tests": c.n,
            "first": round(100 * found.count(f"worst:{c.statement}") / failed) if failed else 0,
            "indicative": c.indicative,
            "basis": c.basis,
        }
        for c in found.chances
    ]
    drives = [
        {"id": c.statement, "indicator": c.indicator, "low": round(100 * low), "high": round(100 * high)}
        for c, low, high in found.tornado()[:10]
    ]
    return {
        "rows": rows,
        "drives": drives,
        "together": f"{100 * found.together:.1f}",
        "indicative": found.indicative,
        "draws": found.draws,
        "seed": found.seed,
        "settings": [[k, v] for k, v in found.settings if k != "draws"],
        "without": list(found.without),
    }


def _number(value: Fraction | None, digits: int = 4) -> str:
    """For reading: in full where it is a decimal of few places, else so many significant digits."""
    if value is None:
        return ""
    if (value * 10_000).denominator == 1:
        return f"{float(value):,.4f}".rstrip("0").rstrip(".")
    return f"{float(value):.{digits}g}"


def checked(payload: dict[str, Any]) -> None:
    """What can be told of a request before any work. Raises GuihuaError ALLOT-RULE, ALLOT-KEY."""
    if payload["rule"] not in RULES:
        raise GuihuaError(
            "ALLOT-RULE", f"没有这种方法 no rule {payload['rule']!r:.40}", f"可用 one of: {', '.join(RULES)}"
        )
    if not payload["path"] and not payload["by"]:
        raise GuihuaError(
            "ALLOT-KEY",
            "没有依据，不编造 no key is named, and none is invented",
            "选表格文件，或写指标@年份 choose a file, or write indicator@year",
        )

"""The example plan made from its gold by hand, and a store with the corpus's observations: what tracking is tried on."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form, Kind, Statement, Threshold, statement_id
from guihua.storage import Store, open_store
from tests.corpus import ROOT, corpus


@cache
def example_plan() -> Plan:
    folder = ROOT / "examples/neimenggu"
    text = (folder / "plan.zh.md").read_text(encoding="utf-8")
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return Plan(
        text=text,
        statements=tuple(_statement(row) for row in rows if row["kind"] in ("target", "fact")),
        period=(2016, 2020),
        region="150000",
        issued="2017-04-14",
    )


def observations_file() -> Path:
    return corpus() / "data/observations.csv"


@cache
def example_store() -> Store:
    from guihua.statistics.importing import import_file

    store = open_store(mkdtemp(prefix="guihua-tracking-"))
    import_file(store, observations_file())
    return store


def target(indicator: str, value: str = "") -> Statement:
    found = [s for s in example_plan().targets if s.indicator == indicator and (not value or value in s.value)]
    assert found, indicator
    return found[0]


def _statement(row: dict[str, object]) -> Statement:
    values = row.get("value")
    listed = values if isinstance(values, list) else [] if values is None else [values]
    bar = row.get("threshold")
    quote = str(row["quote"])
    return Statement(
        id=statement_id(
            str(row.get("section", "")), quote, str(row.get("value_text", row["indicator"])), int(str(row["id"])[1:])
        ),
        kind=Kind(str(row["kind"])),
        form=Form(str(row["form"])),
        comparator=Comparator(str(row["comparator"])),
        value=tuple(f"{v:g}" for v in listed),
        unit=str(row.get("unit") or ""),
        indicator=str(row["indicator"]),
        quote=quote,
        start=int(str(row["start"])),
        end=int(str(row["end"])),
        value_start=int(str(row.get("value_start") or row["start"])),
        value_end=int(str(row.get("value_end") or row["start"])),
        year=row.get("year"),  # type: ignore[arg-type]
        base_year=row.get("base_year"),  # type: ignore[arg-type]
        period=tuple(row["period"]) if row.get("period") else None,  # type: ignore[arg-type]
        direction=Direction(str(row.get("direction") or "unknown")),
        modifier=str(row.get("modifier") or ""),
        threshold=Threshold(bar.get("indicator"), Comparator(bar["comparator"]), f"{bar['value']:g}", bar["unit"])
        if isinstance(bar, dict)
        else None,
    )

"""Plans from annotated records, so that checking is tried on right statements whatever reading makes of the text."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from guihua.plan.concepts import resolve
from guihua.plan.plan import Plan, Section
from guihua.plan.statement import Comparator, Direction, Form, Kind, Price, Statement, Threshold, statement_id
from tests.corpus import corpus


def gold_plan() -> Plan:
    """The plan of the corpus with its annotated statements (skips where the corpus is not here)."""
    text = (corpus() / "plans" / "neimenggu_industry_13fyp.txt").read_text("utf-8-sig")
    lines = (corpus() / "gold" / "neimenggu-135-industry.jsonl").read_text("utf-8").splitlines()
    statements = tuple(statement(json.loads(line)) for line in lines)
    return Plan(
        text,
        statements,
        sections=sections(text),
        title="内蒙古自治区“十三五”工业发展规划",
        period=(2016, 2020),
        region="150000",
    )


def statement(record: dict[str, Any]) -> Statement:
    """One annotated record as a statement."""
    found = resolve(record["indicator"])
    value = record["value"]
    values = () if value is None else tuple(_digits(v) for v in (value if isinstance(value, list) else [value]))
    bar = record["threshold"]
    return Statement(
        id=statement_id(record["section"], record["quote"], record["value_text"] or "", 0) + record["id"],
        kind=Kind(record["kind"]),
        form=Form(record["form"]),
        comparator=Comparator(record["comparator"]),
        value=_printed(record, values),
        unit=record["unit"] or "",
        indicator=record["indicator"],
        quote=record["quote"],
        start=record["start"],
        end=record["end"],
        value_start=record["start"] if record["value_start"] is None else record["value_start"],
        value_end=record["start"] if record["value_end"] is None else record["value_end"],
        section=record["section"],
        measure=found.measure,
        subject=found.subject,
        whole=found.whole,
        population=found.population,
        scope=record["scope"] or "",
        price=Price.UNSTATED,
        year=record["year"],
        base_year=record["base_year"],
        period=tuple(record["period"]) if record["period"] else None,
        base_period=tuple(record["base_period"]) if record["base_period"] else None,
        direction=Direction(record["direction"] or "unknown"),
        modifier=record["modifier"] or "",
        threshold=Threshold(bar["indicator"], Comparator(bar["comparator"]), _digits(bar["value"]), bar["unit"])
        if bar
        else None,
    )


def sections(text: str) -> tuple[Section, ...]:
    """Chapters and sections by their headings: enough for lists that a heading announces."""
    heads = [(m.start(), m[0].strip()) for m in re.finditer(r"^　*第[一二三四五六七八九十]+[章节].*$", text, re.M)]
    ends = [start for start, _ in heads[1:]] + [len(text)]
    return tuple(
        Section("", title, 2 if "节　" in title else 1, start, end)
        for (start, title), end in zip(heads, ends, strict=True)
    )


def _digits(value: float) -> str:
    return f"{Decimal(repr(value)).normalize():f}"


def _printed(record: dict[str, Any], values: tuple[str, ...]) -> tuple[str, ...]:
    """The digits as the text prints them (8.0 is not 8), where they can be found in the value's own text."""
    found = re.findall(r"\d+(?:\.\d+)?", record["value_text"] or "")
    if len(found) == len(values) and all(Decimal(f) == Decimal(v) for f, v in zip(found, values, strict=True)):
        return tuple(found)
    return values

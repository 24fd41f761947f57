"""A statement as a record of the plan file, and as a line of JSON."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any

from guihua.plan.statement import (
    Comparator,
    Direction,
    Evidence,
    Form,
    Kind,
    Nature,
    Origin,
    Price,
    Statement,
    Threshold,
)

_ENUMS: dict[str, Any] = {
    "kind": Kind,
    "form": Form,
    "comparator": Comparator,
    "direction": Direction,
    "nature": Nature,
    "price": Price,
}
_SLOTS = tuple(f.name for f in fields(Statement))


def to_record(statement: Statement) -> dict[str, Any]:
    """One statement as the plan file holds it (value: a string, or a list of them, or null)."""
    record: dict[str, Any] = {name: getattr(statement, name) for name in _SLOTS}
    value = statement.value
    record["value"] = None if not value else value[0] if len(value) == 1 else list(value)
    for name in _ENUMS:
        record[name] = record[name].value
    for name in ("period", "base_period"):
        record[name] = list(record[name]) if record[name] else None
    record["threshold"] = plain(statement.threshold)
    record["stated"] = {name: origin.value for name, origin in statement.stated}
    record["doubtful"] = list(statement.doubtful)
    record["evidence"] = {"right": statement.evidence.right, "n": statement.evidence.n}
    return record


def to_json_record(statement: Statement) -> dict[str, Any]:
    """One statement as a line of `--format jsonl`: as the plan file, but with value as JSON number(s) for scoring."""
    record = to_record(statement)
    numbers = [int(v) if "." not in v and "E" not in v.upper() else float(v) for v in statement.value]
    record["value"] = None if not numbers else numbers[0] if len(numbers) == 1 else numbers
    record["value_text"] = record["quote"][
        statement.value_start - statement.start : statement.value_end - statement.start
    ]
    record["variable"] = statement.variable
    record["evidence"] = str(statement.evidence)
    return record


def from_record(record: dict[str, Any]) -> Statement:
    """The statement of one record."""
    slots = dict(record)
    value = slots["value"]
    slots["value"] = () if value is None else (value,) if isinstance(value, str) else tuple(value)
    for name, enum in _ENUMS.items():
        if name in slots:
            slots[name] = enum(slots[name])
    for name in ("period", "base_period"):
        slots[name] = tuple(slots[name]) if slots.get(name) else None
    bar = slots.get("threshold")
    slots["threshold"] = Threshold(**{**bar, "comparator": Comparator(bar["comparator"])}) if bar else None
    slots["stated"] = tuple((name, Origin(origin)) for name, origin in slots.get("stated", {}).items())
    slots["doubtful"] = tuple(slots.get("doubtful") or ())
    slots["evidence"] = Evidence(**slots.get("evidence", {}))
    return Statement(**slots)


def blank_record() -> dict[str, Any]:
    """A record with nothing said: to be filled with slots and a place."""
    return {
        "id": "",
        "kind": Kind.TARGET.value,
        "form": Form.LEVEL.value,
        "comparator": Comparator.EQ.value,
        "value": None,
        "unit": "",
        "indicator": "",
        "direction": Direction.UNKNOWN.value,
        "nature": Nature.UNSTATED.value,
        "price": Price.UNSTATED.value,
    }


def meaning(indicator: str) -> dict[str, str]:
    """The slots that an indicator's words mean: measure, subject, whole."""
    from guihua.plan.concepts import resolve

    concept = resolve(indicator)
    return {"measure": concept.measure, "subject": concept.subject, "whole": concept.whole}


def record_fault(record: dict[str, Any]) -> str:
    """Why a record is none of the plan file's schema: "slot: reason"; "" where it is one."""
    error = next(iter(sorted(_record_schema().iter_errors(record), key=str)), None)
    return "" if error is None else f"{'/'.join(map(str, error.absolute_path)) or 'record'}: {error.message[:160]}"


def schema() -> dict[str, Any]:
    """The JSON Schema of the plan file."""
    import json
    from importlib.resources import files

    found: dict[str, Any] = json.loads(files("guihua.plan.data").joinpath("plan.schema.json").read_text("utf-8"))
    return found


@cache
def _record_schema() -> Any:
    import jsonschema

    return jsonschema.Draft202012Validator(schema()["properties"]["statements"]["items"])


def plain(value: Any) -> Any:
    """Enums as their words, tuples as lists, records as maps."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    return value

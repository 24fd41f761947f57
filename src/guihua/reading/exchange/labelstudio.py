"""Label Studio: one task a plan, one labelled region a statement with its slots as choices and text areas."""

from __future__ import annotations

import json
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form, Kind, Nature, Statement
from guihua.reading.exchange.anchors import Utf16, anchor
from guihua.reading.exchange.records import record_of, statement_of

CHOICES = {"form": Form, "comparator": Comparator, "direction": Direction, "nature": Nature}
TEXTS = ("indicator", "unit", "region", "population")
NUMBERS = ("year", "base_year")
VALUE = "value"


def to_labelstudio(plan: Plan) -> str:
    """A JSON file of one task: the text, and the statements as predictions to be accepted or mended."""
    units = Utf16(plan.text)
    results = [part for statement in plan.statements for part in _results(statement, plan.text, units)]
    task = {
        "data": {"text": plan.text, "title": plan.title, "text_sha256": plan.text_sha256},
        "predictions": [{"model_version": "guihua", "result": results}],
    }
    return json.dumps([task], ensure_ascii=False, indent=1) + "\n"


def labelstudio_config() -> str:
    """The labelling configuration that goes with the tasks."""
    labels = "".join(f'<Label value="{value}"/>' for value in (*Kind, VALUE))
    lines = ["<View>", f'<Labels name="kind" toName="text">{labels}</Labels>', '<Text name="text" value="$text"/>']
    for name, kind in CHOICES.items():
        options = "".join(f'<Choice value="{value}"/>' for value in kind)
        lines.append(f'<Choices name="{name}" toName="text" perRegion="true" choice="single">{options}</Choices>')
    lines += [
        f'<TextArea name="{name}" toName="text" perRegion="true"/>' for name in (VALUE, *TEXTS, *NUMBERS, "record")
    ]
    return "\n".join([*lines, "</View>"]) + "\n"


def from_labelstudio(content: str, plan: Plan, source: str = "") -> tuple[Statement, ...]:
    """The statements of an export (or of a file of `to_labelstudio`): annotations where there are any, else predictions.

    A region without slots is a new statement of its label's kind; its value is the region labelled `value` inside it.
    """
    try:
        tasks = json.loads(content)
        task = tasks[0] if isinstance(tasks, list) else tasks
        groups = task.get("annotations") or task["predictions"]
        regions = _regions(groups[-1]["result"])
        units = Utf16(task["data"]["text"])
        statements = [_statement(region, regions, plan, units, source) for region in regions.values() if region.kind]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        title = f"Label Studio 文件读不出：{error} / the Label Studio file cannot be read"
        raise GuihuaError("EXCHANGE-FORMAT", title, "请导出 JSON / export as JSON", Place(source)) from None
    return tuple(sorted(statements, key=lambda s: (s.start, s.value_start)))


def _results(statement: Statement, text: str, units: Utf16) -> list[dict[str, Any]]:
    """The parts of one statement: its region, its value's region, the relation between them, its slots."""
    here = _span(text, statement.start, statement.end, units)
    there = _span(text, statement.value_start, statement.value_end, units)
    value_id = f"{statement.id}#value"
    record = record_of(statement)
    parts = [
        _part(statement.id, "kind", "labels", {**here, "labels": [str(statement.kind)]}),
        _part(value_id, "kind", "labels", {**there, "labels": [VALUE]}),
        {"type": "relation", "from_id": statement.id, "to_id": value_id, "direction": "right", "labels": [VALUE]},
    ]
    parts += [_part(statement.id, name, "choices", {**here, "choices": [record[name]]}) for name in CHOICES]
    written = {name: record[name] for name in (*TEXTS, *NUMBERS) if record[name] not in ("", None)}
    written[VALUE] = json.dumps(record[VALUE], ensure_ascii=False)
    written["record"] = json.dumps(record, ensure_ascii=False)
    parts += [_part(statement.id, n, "textarea", {**here, "text": [str(v)]}) for n, v in written.items()]
    return parts


def _part(region: str, name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": region, "from_name": name, "to_name": "text", "type": kind, "value": value}


def _span(text: str, start: int, end: int, units: Utf16) -> dict[str, Any]:
    return {"start": units.to_units(start), "end": units.to_units(end), "text": text[start:end]}


class _Region:
    """What the export says of one region."""

    def __init__(self, id_: str) -> None:
        self.id = id_
        self.start = self.end = 0
        self.exact = ""
        self.label = ""
        self.slots: dict[str, str] = {}
        self.value_id = ""

    @property
    def kind(self) -> str:
        """The statement's kind, "" for a region that is no statement."""
        return self.label if self.label in set(Kind) else ""


def _regions(results: list[dict[str, Any]]) -> dict[str, _Region]:
    regions: dict[str, _Region] = {}
    for part in results:
        if part["type"] == "relation":
            regions.setdefault(part["from_id"], _Region(part["from_id"])).value_id = part["to_id"]
            continue
        region = regions.setdefault(part["id"], _Region(part["id"]))
        value = part["value"]
        if part["type"] == "labels":
            region.start, region.end, region.label = int(value["start"]), int(value["end"]), value["labels"][0]
            region.exact = value.get("text", "")
        elif part["type"] == "choices":
            region.slots[part["from_name"]] = value["choices"][0]
        elif part["type"] == "textarea":
            region.slots[part["from_name"]] = value["text"][0] if isinstance(value["text"], list) else value["text"]
    return regions


def _statement(region: _Region, regions: dict[str, _Region], plan: Plan, units: Utf16, source: str) -> Statement:
    slots = region.slots
    record: dict[str, Any] = json.loads(slots["record"]) if "record" in slots else {"id": ""}
    record["kind"] = region.kind
    record.update({name: slots[name] for name in (*CHOICES, *TEXTS) if name in slots})
    for name in NUMBERS:
        record[name] = int(slots[name]) if slots.get(name, "").strip() else None
    if VALUE in slots:
        record[VALUE] = _magnitudes(slots[VALUE])
    start, end = _place(region, plan.text, units, source)
    inside = regions.get(region.value_id) or next(
        (r for r in regions.values() if r.label == VALUE and region.start <= r.start and r.end <= region.end), None
    )
    value = _place(inside, plan.text, units, source) if inside is not None else (start, end)
    return statement_of(record, plan.text, (start, end), value, source)


def _magnitudes(words: str) -> str | list[str] | None:
    """The value as typed by a person ("8.0") or as exported (a JSON string or list)."""
    try:
        value = json.loads(words)
    except ValueError:
        return words.strip()
    if isinstance(value, list):
        return [str(v) for v in value]
    return value if value is None or isinstance(value, str) else words.strip()


def _place(region: _Region, text: str, units: Utf16, source: str) -> tuple[int, int]:
    start, end = units.to_characters(region.start), units.to_characters(region.end)
    exact = region.exact or text[start:end]
    found = anchor(text, start, end, exact, source=source)
    return found, found + len(exact)

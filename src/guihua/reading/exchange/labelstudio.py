"""Label Studio: one task a plan, one labelled region a statement with its slots as choices and text areas."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.plan.anchors import context
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form, Kind, Nature, Statement
from guihua.reading.exchange.anchors import Utf16, anchor
from guihua.reading.exchange.exchanged import Imported, Problem, kind_of, named, quantity_in, record_of, statement_of

CHOICES = {"form": Form, "comparator": Comparator, "direction": Direction, "nature": Nature}
TEXTS = ("indicator", "unit", "region", "population")
NUMBERS = ("year", "base_year")
VALUE = "value"
EXPORTED = "statements"
"""The ids that a task was made with, so that a deleted region is known from one that came later."""


def to_labelstudio(plan: Plan) -> str:
    """A JSON file of one task: the text, and the statements as predictions to be accepted or mended."""
    units = Utf16(plan.text)
    results = [part for statement in plan.statements for part in _results(statement, plan.text, units)]
    task = {
        "data": {
            "text": plan.text,
            "title": plan.title,
            "text_sha256": plan.text_sha256,
            EXPORTED: [statement.id for statement in plan.statements],
        },
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


def from_labelstudio(content: str, plan: Plan, source: str = "") -> Imported:
    """The statements of an export (or of a file of `to_labelstudio`): annotations where there are any, else predictions.

    A region of a kind that the plan does not know is a new statement; its value is the region labelled `value` inside it,
    else its one quantity. Errors: GuihuaError EXCHANGE-FORMAT, EXCHANGE-TASK where no task of the file is of this plan.
    """
    try:
        tasks = json.loads(content)
        task = _task(tasks if isinstance(tasks, list) else [tasks], plan, source)
        groups = [g for g in task.get("annotations") or () if not g.get("was_cancelled")] or task["predictions"]
        regions = _regions(groups[-1]["result"])
        marked = str(task["data"]["text"])
        exported = frozenset(map(str, task["data"].get(EXPORTED) or ()))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        title = f"Label Studio 文件读不出：{error} / the Label Studio file cannot be read"
        raise GuihuaError("EXCHANGE-FORMAT", title, "请导出 JSON / export as JSON", Place(source)) from None
    return _Reader(plan, marked, regions, source).read(exported)


def _task(tasks: list[dict[str, Any]], plan: Plan, source: str) -> dict[str, Any]:
    """The task of this plan: by the hash of its text or its words; the only one there is, whatever its text."""
    for task in tasks:
        if task["data"].get("text_sha256") == plan.text_sha256 or task["data"]["text"] == plan.text:
            return task
    if len(tasks) == 1:
        return tasks[0]
    titled = [t for t in tasks if plan.title and t["data"].get("title") == plan.title]
    if len(titled) == 1:
        return titled[0]
    title = f"文件里的 {len(tasks)} 个任务都不是这份规划的 / none of the tasks in the file is of this plan"
    raise GuihuaError("EXCHANGE-TASK", title, "请只导出这份规划的任务 / export this plan's task only", Place(source))


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


@dataclass(slots=True)
class _Region:
    """What the export says of one region; start and end in code units."""

    id: str
    start: int = 0
    end: int = 0
    exact: str = ""
    label: str = ""
    slots: dict[str, str] = field(default_factory=dict)
    value_id: str = ""


def _regions(results: list[dict[str, Any]]) -> dict[str, _Region]:
    regions: dict[str, _Region] = {}
    for part in results:
        if part["type"] == "relation":
            regions.setdefault(part["from_id"], _Region(part["from_id"])).value_id = part["to_id"]
            continue
        region = regions.setdefault(part["id"], _Region(part["id"]))
        value = part["value"]
        if part["type"] in ("labels", "choices", "textarea") and "start" in value:
            region.start, region.end = int(value["start"]), int(value["end"])
            region.exact = value.get("text", region.exact) if part["type"] != "textarea" else region.exact
        if part["type"] == "labels":
            region.label, region.exact = value["labels"][0], value.get("text", "")
        elif part["type"] == "choices":
            region.slots[part["from_name"]] = value["choices"][0]
        elif part["type"] == "textarea":
            region.slots[part["from_name"]] = value["text"][0] if isinstance(value["text"], list) else value["text"]
    return regions


class _Reader:
    """Makes the statements of one task's regions."""

    def __init__(self, plan: Plan, marked: str, regions: dict[str, _Region], source: str) -> None:
        self.plan = plan
        self.marked = marked
        self.units = Utf16(marked)
        self.regions = regions
        self.source = source
        self.known = {s.id: s for s in plan.statements}

    def read(self, exported: frozenset[str]) -> Imported:
        """Every region as a statement, as the value of one, or as a problem."""
        statements, problems, used = [], [], set[str]()
        for region in self.regions.values():
            if region.label == VALUE:
                continue
            inside = self._inside(region)
            used |= {inside.id} if inside is not None else set()
            try:
                statements.append(self._statement(region, inside))
            except GuihuaError as error:
                problems.append(Problem(region.id, self._exact(region), error, region.id))
        problems += [self._loose(r) for r in self.regions.values() if r.label == VALUE and r.id not in used]
        return Imported(named(self.plan, statements), tuple(problems), exported)

    def _statement(self, region: _Region, inside: _Region | None) -> Statement:
        record = self._record(region)
        start, end = self._place(region)
        if inside is not None:
            value = self._place(inside)
        else:
            found = quantity_in(self.plan.text, start, end)
            value = found[:2] if found is not None else (start, end)
        return statement_of(record, self.plan.text, (start, end), value, self.source)

    def _inside(self, region: _Region) -> _Region | None:
        """The region of the value: the one that the statement's region points to, else the first inside it."""
        return self.regions.get(region.value_id) or next(
            (
                r
                for r in self.regions.values()
                if r.label == VALUE and region.start <= r.start and r.end <= region.end and not self._pointed(r)
            ),
            None,
        )

    def _pointed(self, value: _Region) -> bool:
        return any(r.value_id == value.id for r in self.regions.values())

    def _record(self, region: _Region) -> dict[str, Any]:
        """The slots: those that were exported, changed by what the annotator chose, typed or cleared."""
        slots, place = region.slots, Place(self.source, start=region.start, end=region.end)
        try:
            record: dict[str, Any] = json.loads(slots["record"]) if "record" in slots else self._own(region)
            exported = bool(record.get("id"))
            record["id"] = next((i for i in (region.id, record.get("id", "")) if i in self.known), "")
            record["kind"] = kind_of(region.label, place)
            record.update({name: slots[name] for name in CHOICES if name in slots})
            record.update({name: slots.get(name, "") for name in TEXTS if name in slots or exported})
            for name in NUMBERS:
                record[name] = int(slots[name]) if slots.get(name, "").strip() else None
            if VALUE in slots or exported:
                record[VALUE] = _magnitudes(slots[VALUE]) if VALUE in slots else None
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            title = f"标注里有读不出的值：{error} / a slot of the annotation cannot be read"
            hint = "字段与取值见文档 / see the reference for slots and values"
            raise GuihuaError("EXCHANGE-VALUE", title, hint, place) from None
        return record

    def _own(self, region: _Region) -> dict[str, Any]:
        """What the plan has for a region whose exported record was lost; nothing for a new one."""
        known = self.known.get(region.id)
        return record_of(known) if known is not None else {"id": ""}

    def _place(self, region: _Region) -> tuple[int, int]:
        """The region in the plan's text: its words with the context that they have in the task's text."""
        start, end = self.units.to_characters(region.start), self.units.to_characters(region.end)
        exact = self._exact(region)
        prefix, suffix = context(self.marked, start, end) if self.marked[start:end] == exact else ("", "")
        found = anchor(self.plan.text, start, end, exact, prefix, suffix, self.source)
        return found, found + len(exact)

    def _exact(self, region: _Region) -> str:
        start, end = self.units.to_characters(region.start), self.units.to_characters(region.end)
        stands = self.marked[start:end]
        same = "".join(stands.split()) == "".join(region.exact.replace("\\n", "").split())
        return stands if same or not region.exact else region.exact

    def _loose(self, region: _Region) -> Problem:
        title = "标为数值的这一段不在任何表述里 a region labelled value lies in no statement"
        hint = "把整句也标出来 mark the clause that it belongs to as well"
        place = Place(self.source, start=region.start, end=region.end)
        return Problem(region.id, self._exact(region), GuihuaError("EXCHANGE-LOOSE", title, hint, place))


def _magnitudes(words: str) -> str | list[str] | None:
    """The value as typed by a person ("8.0") or as exported (a JSON string or list)."""
    try:
        value = json.loads(words)
    except ValueError:
        return words.strip()
    if isinstance(value, list):
        return [str(v) for v in value]
    return value if value is None or isinstance(value, str) else words.strip()

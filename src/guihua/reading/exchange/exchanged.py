"""A statement as a JSON record, checked on the way in; what an import brought, and what of it could not be taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.plan.plan import Plan
from guihua.plan.statement import ADDED, Kind, Origin, Statement, statement_id
from guihua.plan.statement_json import blank_record, from_record, record_fault, to_record
from guihua.reading.characters import matching_text
from guihua.reading.tokens import NUMBERS, scan

UNNAMED = "0-00000000"
"""Stands for the id of a new statement until all of the file is known."""
SPAN = ("start", "end", "value_start", "value_end", "quote")


@dataclass(frozen=True, slots=True)
class Problem:
    """One annotation that could not be taken: its name in the file, the statement it may belong to, and why."""

    annotation: str
    quote: str
    error: GuihuaError
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file of annotations says.

    exported   ids that the file was made with: those that are no longer in it were deleted
    """

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...] = ()
    exported: frozenset[str] = frozenset()


def record_of(statement: Statement) -> dict[str, Any]:
    """All slots but the spans and the quote, which the selectors hold."""
    return {slot: value for slot, value in to_record(statement).items() if slot not in SPAN}


def statement_of(
    record: Mapping[str, Any], text: str, span: tuple[int, int], value_span: tuple[int, int], source: str
) -> Statement:
    """The statement of a record at this place; one without an id is new and is named when all of the file is known.

    Raises GuihuaError EXCHANGE-VALUE where a slot cannot be read or the value lies outside the passage.
    """
    start, end = span
    slots = {**blank_record(), **record, "quote": text[start:end], "start": start, "end": end}
    slots["value_start"], slots["value_end"] = value_span
    place = Place(source, start=start, end=end)
    if not (start <= value_span[0] < value_span[1] <= end):
        title = "数值不在标注的文字之内 the value lies outside the marked passage"
        raise GuihuaError("EXCHANGE-VALUE", title, "请在这一段里重新标出数值 mark the value inside it", place)
    if not slots["id"]:
        slots = {**slots, **_said(record, text, value_span)}
    if fault := record_fault({**slots, "id": slots["id"] or UNNAMED}):
        title = f"标注里有读不出的值：{fault} / a slot of the annotation cannot be read"
        hint = "字段与取值见文档 / see the reference for slots and values"
        raise GuihuaError("EXCHANGE-VALUE", title, hint, place)
    return from_record(slots)


def named(plan: Plan, statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements in the order of the text; new ones are the plan's own where they mark its value, else get an id."""
    made, taken = [], set[str]()
    for statement in statements:
        made.append(statement if statement.id not in taken else replace(statement, id=""))  # a copied annotation is new
        taken |= {statement.id} - {""}
    free = [s for s in plan.statements if s.id not in taken]
    result = [s for s in made if s.id]
    for new in (s for s in made if not s.id):
        own = _on_the_same_value(free, new)
        if own is not None:
            free.remove(own)
            result.append(_merged(own, new))
            continue
        section = plan.section_at(new.start)
        identity = _free_id(section, new, plan.text, taken | {s.id for s in plan.statements})
        taken.add(identity)
        result.append(replace(new, id=identity, section=section, rule=ADDED))
    return tuple(sorted(result, key=lambda s: (s.value_start, s.value_end, s.start)))


def kind_of(words: str, place: Place) -> str:
    """A kind by its word; GuihuaError EXCHANGE-KIND where the annotation names none of the three."""
    if words in set(Kind):
        return words
    title = f"没有标明是目标、现状还是政策参数 not marked as target, fact or policy: {words[:20]!r}"
    raise GuihuaError("EXCHANGE-KIND", title, "请标为 target、fact 或 policy mark it as one of them", place)


def quantity_in(text: str, start: int, end: int) -> tuple[int, int, tuple[str, ...], str] | None:
    """(start, end, magnitudes, unit) of the one quantity of a passage; None where there is none, or more."""
    tokens = scan(matching_text(text), start, end)
    found = [i for i, kind in enumerate(tokens.kinds) if kind in NUMBERS]
    if len(found) != 1:
        return None
    number = tokens.numbers[found[0]]
    return tokens.starts[found[0]], tokens.ends[found[0]], number.magnitudes, number.unit


def _said(record: Mapping[str, Any], text: str, value_span: tuple[int, int]) -> dict[str, Any]:
    """Value and unit of a new statement as its words have them, where the annotator typed none; and who said which slot."""
    said: dict[str, Any] = {}
    if "value" not in record and (found := quantity_in(text, *value_span)) is not None:
        said["value"] = found[2][0] if len(found[2]) == 1 else list(found[2])
        said["unit"] = record.get("unit") or found[3]
    stated = [slot for slot in ("indicator", "year", "region", "population") if record.get(slot) not in (None, "")]
    origins = dict.fromkeys(["value", *stated], Origin.STATED.value)
    defaulted = [slot for slot in ("form", "comparator") if slot not in record]
    return {**said, "stated": {**origins, **dict.fromkeys(defaulted, Origin.DEFAULTED.value)}}


def _on_the_same_value(statements: Iterable[Statement], new: Statement) -> Statement | None:
    """The statement that a new mark is on: on the same value, of several the one with the mark's indicator."""
    place = (new.value_start, new.value_end)
    alike = [s for s in statements if (s.value_start, s.value_end) == place and new.value in ((), s.value)]
    return min(alike, key=lambda s: s.indicator != new.indicator, default=None)


def _merged(own: Statement, new: Statement) -> Statement:
    """The plan's statement with what a new mark on the same value says otherwise."""
    slots = {name: value for name, value in record_of(new).items() if value not in ("", None, [], {}, "unknown")}
    blank = blank_record()
    told = {
        n: v for n, v in slots.items() if n not in ("id", "section", "rule", "stated", "evidence") and v != blank.get(n)
    }
    record = {**to_record(own), **told, "kind": str(new.kind), "quote": new.quote, "start": new.start, "end": new.end}
    return from_record(record)


def _free_id(section: str, new: Statement, text: str, taken: set[str]) -> str:
    """The id of a new statement; equal sentences of a section are told apart by their number."""
    ordinal = 0
    while (made := statement_id(section, new.quote, text[new.value_start : new.value_end], ordinal)) in taken:
        ordinal += 1
    return made

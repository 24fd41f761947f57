"""A statement as a JSON record, checked on the way in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.plan.planfile import from_record, to_record
from guihua.plan.statement import Statement, statement_id

SPAN = ("start", "end", "value_start", "value_end", "quote")


def record_of(statement: Statement) -> dict[str, Any]:
    """All slots but the spans and the quote, which the selectors hold."""
    return {slot: value for slot, value in to_record(statement).items() if slot not in SPAN}


def statement_of(
    record: Mapping[str, Any], text: str, span: tuple[int, int], value_span: tuple[int, int], source: str
) -> Statement:
    """The statement of a record at this place; a record without an id is new and gets one.

    Raises GuihuaError EXCHANGE-VALUE where a slot cannot be read.
    """
    start, end = span
    slots = {**_blank(), **record, "quote": text[start:end], "start": start, "end": end}
    slots["value_start"], slots["value_end"] = value_span
    try:
        statement = from_record(slots)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        title = f"标注里有读不出的值：{error} / a slot of the annotation cannot be read"
        hint = "字段与取值见文档 / see the reference for slots and values"
        raise GuihuaError("EXCHANGE-VALUE", title, hint, Place(source, start=start, end=end)) from None
    if statement.id:
        return statement
    made = statement_id(statement.section, statement.quote, text[value_span[0] : value_span[1]], 0)
    return replace(statement, id=made)


def _blank() -> dict[str, Any]:
    """A record with nothing said."""
    return {
        "id": "",
        "kind": "target",
        "form": "level",
        "comparator": "eq",
        "value": None,
        "unit": "",
        "indicator": "",
        "direction": "unknown",
        "nature": "unstated",
        "price": "unstated",
    }

"""Types by name: does a value belong, and how is a value fitted to a type (singleton lists, dates to moments)?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from guihua.rules.feel import tree
from guihua.rules.feel.values import DateTime, Range, Time, Value, kind


@dataclass(frozen=True, slots=True)
class ItemType:
    """A type that a model defines: by reference, or by members; a list of them; with tests on its values.

    reference  name of another type; "" where it has members
    allowed    tests that a value must pass; None: all
    """

    name: str
    reference: str = ""
    members: tuple[tuple[str, ItemType], ...] = ()
    collection: bool = False
    allowed: tree.Tests | None = None
    function: bool = False


Types = Mapping[str, ItemType]
_BASIC: Final = frozenset(
    {
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    }
)
_ALIASES: Final = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "Any": "any",
    "Null": "null",
}


def plain_name(name: str) -> str:
    """A type's name without the prefix of FEEL's namespace."""
    short = name.rpartition(":")[2] if name.startswith(("feel:", "xsd:")) else name
    return _ALIASES.get(short, short)


def belongs(value: Value, name: str, types: Types) -> bool | None:
    """value instance of a type. Null belongs to Null and Any alone; None where no such type is known."""
    name = plain_name(name.strip())
    if name == "any":
        return value is not None
    if name == "null":
        return value is None
    found = re.fullmatch(r"(list|range|context|function)\s*<(.*)>(?:->(.*))?", name, re.S)
    if found:
        return _belongs_to_made(value, found.group(1), found.group(2), types)
    if name in _BASIC or name in ("list", "context", "range", "function"):
        return value is not None and kind(value) == name
    defined = types.get(name)
    if defined is None:
        return None
    return value is not None and fits(value, defined, types)


def _belongs_to_made(value: Value, maker: str, inside: str, types: Types) -> bool:
    if kind(value) != maker:
        return False
    if maker == "list":
        return all(belongs(item, inside, types) is True for item in value)
    if maker == "range" and isinstance(value, Range):
        return any(belongs(end, inside, types) is True for end in (value.start, value.end))
    if maker == "context":
        parts = [p.partition(":") for p in _split(inside)]
        return all(n.strip() in value and belongs(value[n.strip()], t, types) is True for n, _, t in parts)
    return True


def _split(text: str) -> list[str]:
    parts, level = [""], 0
    for sign in text:
        level += {"<": 1, ">": -1}.get(sign, 0)
        if sign == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [p for p in parts if p.strip()]


def fits(value: Value, wanted: ItemType, types: Types) -> bool:  # noqa: PLR0911  (one line a kind)
    """Does a value have a defined type, its allowed values included? Null fits every type."""
    if wanted.collection:
        if value is None:
            return True
        one = ItemType(wanted.name, wanted.reference, wanted.members)
        items = isinstance(value, list) and all(fits(item, one, types) for item in value)
        return items and (wanted.allowed is None or all(_allowed(item, wanted.allowed) for item in value))
    if value is None:
        return wanted.allowed is None or _allowed(value, wanted.allowed) or True
    if wanted.members:
        if not isinstance(value, dict):
            return False
        return all(name in value and fits(value[name], inner, types) for name, inner in wanted.members)
    if wanted.function:
        return kind(value) == "function"
    if wanted.reference:
        name = plain_name(wanted.reference)
        if name in types and name != wanted.name:
            if not fits(value, types[name], types):
                return False
        elif belongs(value, name, types) is False and name != "any":
            return False
    return wanted.allowed is None or _allowed(value, wanted.allowed)


def fitted(value: Value, name: str, types: Types) -> Value:
    """A value as a type wants it: one in a list comes out, one beside a list goes in, a date becomes its midnight; else null."""
    name = plain_name(name)
    if not name or name in ("any", "Any"):
        return value
    if value is None:
        return None
    found = _fitted(value, name, types)
    if found is not None:
        return found
    if isinstance(value, list) and len(value) == 1:
        return _fitted(value[0], name, types)
    return _fitted([value], name, types)


def _fitted(value: Value, name: str, types: Types) -> Value:
    if name == "date and time" and isinstance(value, date):
        from guihua.rules.feel.values import Zone

        return DateTime(value, Time(Decimal(0), Zone(0)))
    defined = types.get(name)
    if defined is not None:
        return value if fits(value, defined, types) else None
    found = belongs(value, name, types)
    return value if found is not False else None


def _allowed(value: Value, tests: tree.Tests) -> bool:
    from guihua.rules.feel.evaluator import holds

    return holds(tests)({"?": value}) is True

"""Facts as people hand them in (JSON, cells of a sheet), turned into FEEL's values by the types that rules ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from guihua.errors import GuihuaError
from guihua.rules.dmn.deciding import decider
from guihua.rules.dmn.model import Model
from guihua.rules.feel.types import ItemType, plain_name
from guihua.rules.feel.values import Value, number, read_date, read_datetime, read_duration, read_time

YES: Final = frozenset({"true", "是", "有", "√", "y", "yes", "1"})
NO: Final = frozenset({"false", "否", "无", "×", "n", "no", "0"})
EMPTY: Final = frozenset({"", "—", "-", "…", "不详", "未知", "暂无", "n/a", "null"})
"""Cells that say nothing: the fact is not known."""


def facts(given: Mapping[str, Any], model: Model, where: str = "") -> dict[str, Value]:
    """The values of input data; what is empty is left out (not known). Raises GuihuaError RULE-FACT for a wrong one."""
    types = decider(model).types
    kinds = {d.name: d.type for d in model.data}
    labels = {d.label: d.name for d in model.data if d.label}
    found: dict[str, Value] = {}
    for key, raw in given.items():
        name = key if key in kinds else labels.get(key, key)
        value = value_of(raw, kinds.get(name, ""), types, f"{where} {name}".strip())
        if value is not None:
            found[name] = value
    return found


def value_of(raw: Any, kind: str, types: Mapping[str, ItemType], where: str = "") -> Value:  # noqa: PLR0911  (one line a kind)
    """One value; None where it says nothing."""
    if raw is None:
        return None
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | Decimal):
        return Decimal(raw)
    if isinstance(raw, float):
        return Decimal(repr(raw))
    name = plain_name(kind)
    if isinstance(raw, Mapping):
        members = dict(types[name].members) if name in types else {}
        return {k: value_of(v, _inner(members.get(k)), types, where) for k, v in raw.items()}
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        inner = types[name].reference if name in types and types[name].collection else ""
        return [value_of(v, inner, types, where) for v in raw]
    return _text(str(raw), _basic(name, types), where)


def _inner(kind: ItemType | None) -> str:
    return (kind.reference or kind.name) if kind is not None else ""


def _basic(name: str, types: Mapping[str, ItemType]) -> str:
    seen = 0
    while name in types and types[name].reference and seen < 10:
        name, seen = plain_name(types[name].reference), seen + 1
    return name


def _text(text: str, kind: str, where: str) -> Value:
    bare = text.strip()
    if bare.lower() in EMPTY and kind != "string":
        return None
    if kind == "number":
        digits = bare.replace(",", "").replace("，", "")
        percent = digits.endswith(("%", "％"))
        found = number(digits.rstrip("%％"))
        if found is None:
            raise _wrong(where, text, "数 a number")
        return found / 100 if percent else found
    if kind == "boolean":
        if bare.lower() in YES or bare.lower() in NO:
            return bare.lower() in YES
        raise _wrong(where, text, "是或否 yes or no")
    readers: dict[str, Any] = {
        "date": _day,
        "time": read_time,
        "date and time": read_datetime,
        "days and time duration": read_duration,
        "years and months duration": read_duration,
    }
    if kind in readers:
        found = readers[kind](bare)
        if found is None:
            raise _wrong(where, text, f"{kind}，写成 write 2021-01-01")
        return found
    return None if bare == "" else bare


def _day(text: str) -> date | None:
    return read_date(text.replace("/", "-").replace(".", "-"))


def _wrong(where: str, text: str, wanted: str) -> GuihuaError:
    return GuihuaError("RULE-FACT", f"{where}：{text[:40]!r} 不是 is no {wanted}", "改好这一格 mend it", where)

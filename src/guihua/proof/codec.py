"""Typed records to JSON and back, by their declared types: how results cross from the worker to a page without pickles and without dicts."""

from __future__ import annotations

import dataclasses
import hashlib
import types
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Maker = Any


def to_plain(value: Any) -> Any:  # noqa: PLR0911  (one line a kind of value)
    """A record as JSON values. Exact numbers become strings; a record becomes the list of its fields, in order."""
    if value is None or (isinstance(value, str | bool | int | float) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return [to_plain(getattr(value, f.name)) for f in dataclasses.fields(value) if f.init]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | Fraction | Path):
        return str(value)
    if isinstance(value, dict):
        return [[to_plain(k), to_plain(v)] for k, v in value.items()]
    if isinstance(value, Sequence | set | frozenset):
        return [to_plain(item) for item in value]
    raise TypeError(f"no plain form for {type(value).__name__}")


def from_plain(kind: type[T], plain: Any) -> T:
    """The record of that type. Raises TypeError, ValueError or KeyError where the plain form belongs to another shape."""
    return _maker(kind)(plain)  # type: ignore[no-any-return, arg-type]


def shape_of(kind: Any) -> str:
    """A digest of the names and types of a record's fields, and of all records in it: another shape, another digest."""
    seen: set[Any] = set()
    lines: list[str] = []

    def visit(found: Any) -> None:
        for inner in get_args(found):
            visit(inner)
        if isinstance(found, type) and dataclasses.is_dataclass(found) and found not in seen:
            seen.add(found)
            hints = get_type_hints(found)
            for field in dataclasses.fields(found):
                lines.append(f"{found.__name__}.{field.name}:{hints[field.name]}")
                visit(hints[field.name])

    visit(kind)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


@cache
def _maker(kind: Any) -> Maker:  # noqa: PLR0911  (one line a kind of type)
    """A function that builds values of a type; made once for each type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _optional(arguments)
    if origin is tuple:
        return _tuple(arguments)
    if origin in (list, frozenset, set):
        inner = _maker(arguments[0])
        return lambda plain: origin(inner(item) for item in plain)
    if origin is dict:
        key, held = _maker(arguments[0]), _maker(arguments[1])
        return lambda plain: {key(k): held(v) for k, v in plain}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _record(kind)
    if isinstance(kind, type) and issubclass(kind, Enum | Decimal | Fraction | Path):
        return kind
    if kind in (date, datetime):
        return kind.fromisoformat
    return lambda plain: plain


def _optional(arguments: tuple[Any, ...]) -> Maker:
    kinds = [a for a in arguments if a is not type(None)]
    if len(kinds) != 1:
        return lambda plain: plain
    inner = _maker(kinds[0])
    return lambda plain: None if plain is None else inner(plain)


def _tuple(arguments: tuple[Any, ...]) -> Maker:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        inner = _maker(arguments[0])
        return lambda plain: tuple([inner(item) for item in plain])
    makers = [_maker(a) for a in arguments]
    return lambda plain: tuple([make(item) for make, item in zip(makers, plain, strict=True)])


def _record(kind: type) -> Maker:
    fields = [f for f in dataclasses.fields(kind) if f.init]
    cell: list[list[Maker]] = []

    def make(plain: Any) -> Any:
        if not cell:
            hints = get_type_hints(kind)
            cell.append([_maker(hints[f.name]) for f in fields])
        return kind(*[maker(item) for maker, item in zip(cell[0], plain, strict=True)])

    return make

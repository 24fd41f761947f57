"""The codec: typed records to plain JSON and back, by their declared types; one for bundles, the log, the site and the store.

A record becomes an object of its fields by name. Exact numbers become strings and come back exact; a float becomes the
string that it reads back from, so that nothing in a bundle is rounded. A type with a spelling of its own (a period,
a statement) says so once, by `hook`.

Reading is strict: an unknown member, a missing one without a default, a value of another type, a number too large to
reckon with are refused with the place where they stand (GuihuaError PROOF-RECORD). So a file can never say more, or
something else, than the record that is made from it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import types
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from guihua.errors import GuihuaError
from guihua.proof import exact

T = TypeVar("T")
Reader = Callable[[Any], Any]

_HOOKS: dict[type, tuple[Callable[[Any], Any], Reader]] = {}
_MALFORMED = (ValueError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError)
_SAFE = 2**53


def hook(kind: type[T], write: Callable[[T], Any], read: Callable[[Any], T]) -> None:
    """Give a type a spelling of its own: `write` makes plain JSON, `read` the value again (ValueError where it cannot)."""
    _HOOKS[kind] = (write, read)
    _reader.cache_clear()


def encode(value: Any) -> Any:  # noqa: PLR0911, PLR0912  (one line a kind of value)
    """A record as plain JSON: objects by field name, exact numbers and floats as strings. TypeError for what has no form."""
    kind = type(value)
    if value is None or kind is str or kind is bool:
        return value
    if kind is int:
        return value if -_SAFE < value < _SAFE else str(value)
    if kind in _HOOKS:
        return _HOOKS[kind][0](value)
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return {f.name: encode(getattr(value, f.name)) for f in _fields(kind)}  # type: ignore[arg-type]
    if kind is float:
        return repr(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Fraction):
        return exact.text(value)
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        if all(type(k) is str for k in value):
            return {k: encode(v) for k, v in value.items()}
        return [[encode(k), encode(v)] for k, v in value.items()]
    if isinstance(value, AbstractSet):
        return [encode(item) for item in sorted(value)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [encode(item) for item in value]
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"no plain form for {kind.__name__}")


def decode(kind: type[T], plain: Any, where: str = "") -> T:
    """The record of that type. Raises GuihuaError PROOF-RECORD where the plain form is not exactly one of its own."""
    try:
        return _reader(kind)(plain)  # type: ignore[no-any-return, arg-type]
    except GuihuaError as error:
        raise _refused(kind, f"{error.code}: {error.title}", where) from None
    except RecursionError:
        raise _refused(kind, "nested too deeply", where) from None
    except _MALFORMED as error:
        raise _refused(kind, str(error) or type(error).__name__, where) from None


def shape_of(kind: Any) -> str:
    """A digest of the names and types of a record's fields, and of all records in it: another shape, another digest."""
    seen: set[Any] = set()
    lines: list[str] = ["2"]

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
def _fields(kind: Any) -> tuple[Any, ...]:
    return tuple(f for f in dataclasses.fields(kind) if f.init)


def _refused(kind: Any, why: str, where: str) -> GuihuaError:
    name = getattr(kind, "__name__", str(kind))
    return GuihuaError("PROOF-RECORD", f"不是这种记录 not a record of {name}: {why:.200}", "", where)


@cache
def _reader(kind: Any) -> Reader:  # noqa: PLR0911, PLR0912  (one line a kind of type)
    """A function that builds values of a type; made once for each type."""
    if kind in _HOOKS:
        return _HOOKS[kind][1]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _union(arguments)
    if origin is tuple:
        return _tuple(arguments)
    if origin is Literal:
        return _one_of(arguments)
    if origin is not None and isinstance(origin, type):
        if issubclass(origin, Mapping):
            return _mapping(arguments)
        if issubclass(origin, AbstractSet):
            return _collection(frozenset if origin is not set else set, arguments[0])
        if issubclass(origin, Sequence):
            return _collection(list if origin is list else tuple, arguments[0])
    if isinstance(kind, type):
        if dataclasses.is_dataclass(kind):
            return _record(kind)
        if issubclass(kind, Enum):
            return _enum(kind)
        found = _SIMPLE.get(kind)
        if found is not None:
            return found
    if kind in (Any, object):
        return lambda plain: plain
    raise TypeError(f"no plain form for {kind}")


def _typed(kind: type) -> Reader:
    def read(plain: Any) -> Any:
        if type(plain) is not kind:
            raise ValueError(f"{plain!r:.40} is no {kind.__name__}")
        return plain

    return read


def _text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise ValueError(f"{plain!r:.40} is no string")
    return plain


def _integer(plain: Any) -> int:
    if type(plain) is int and -_SAFE < plain < _SAFE:
        return plain
    if isinstance(plain, str) and len(plain) <= exact.LONGEST and str(int(plain)) == plain and abs(int(plain)) >= _SAFE:
        return int(plain)
    raise ValueError(f"{plain!r:.40} is no integer")


def _decimal(plain: Any) -> Decimal:
    return exact.parse_decimal(_text(plain))


def _float(plain: Any) -> float:
    if type(plain) is int:  # a whole number where a float may stand: Python takes one for the other, and so do records
        return float(plain)
    found = float(_text(plain))
    if repr(found) != plain:
        raise ValueError(f"{plain!r:.40} is not the spelling of a number")
    return found


_SIMPLE: dict[type, Reader] = {
    str: _text,
    bool: _typed(bool),
    int: _integer,
    float: _float,
    type(None): _typed(type(None)),
    Decimal: _decimal,
    Fraction: exact.parse,
    Path: lambda plain: Path(_text(plain)),
    bytes: lambda plain: bytes.fromhex(_text(plain)),
    date: lambda plain: date.fromisoformat(_text(plain)),
    datetime: lambda plain: datetime.fromisoformat(_text(plain)),
}


def _enum(kind: type[Enum]) -> Reader:
    by_value = {member.value: member for member in kind}

    def read(plain: Any) -> Any:
        if not isinstance(plain, str | int) or isinstance(plain, bool) or plain not in by_value:
            raise ValueError(f"{plain!r:.40} is no {kind.__name__}")
        return by_value[plain]

    return read


def _one_of(values: tuple[Any, ...]) -> Reader:
    def read(plain: Any) -> Any:
        if plain not in values:
            raise ValueError(f"{plain!r:.40} is none of {values}")
        return plain

    return read


def _union(arguments: tuple[Any, ...]) -> Reader:
    """Nothing, or the first of the kinds that the plain value is one of."""
    optional = type(None) in arguments
    readers = [_reader(a) for a in arguments if a is not type(None)]

    def read(plain: Any) -> Any:
        if plain is None and optional:
            return None
        if len(readers) == 1:
            return readers[0](plain)
        for reader in readers:
            try:
                return reader(plain)
            except (GuihuaError, *_MALFORMED):
                continue
        raise ValueError(f"{plain!r:.40} is of none of these kinds")

    return read


def _items(plain: Any) -> Sequence[Any]:
    if not isinstance(plain, list | tuple):
        raise ValueError(f"{plain!r:.40} is no list")
    return plain


def _tuple(arguments: tuple[Any, ...]) -> Reader:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        inner = _reader(arguments[0])
        return lambda plain: tuple([inner(item) for item in _items(plain)])
    readers = [_reader(a) for a in arguments]
    return lambda plain: tuple([read(item) for read, item in zip(readers, _items(plain), strict=True)])


def _collection(make: Callable[[list[Any]], Any], argument: Any) -> Reader:
    inner = _reader(argument)
    return lambda plain: make([inner(item) for item in _items(plain)])


def _mapping(arguments: tuple[Any, ...]) -> Reader:
    key, held = (_reader(a) for a in arguments)

    def read(plain: Any) -> Any:
        if isinstance(plain, Mapping):
            return {key(k): held(v) for k, v in plain.items()}
        return {key(k): held(v) for k, v in _items(plain)}

    return read


def _record(kind: type) -> Reader:
    fields = {f.name: f for f in _fields(kind)}
    needed = {
        n for n, f in fields.items() if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    }
    readers: dict[str, Reader] = {}

    def make(plain: Any) -> Any:
        if not readers:
            hints = get_type_hints(kind)
            readers.update({n: _reader(hints[n]) for n in fields})
        if not isinstance(plain, Mapping):
            raise ValueError(f"{plain!r:.40} is no {kind.__name__}")
        if not plain.keys() <= readers.keys():
            raise ValueError(f"{kind.__name__} has no member {sorted(set(plain) - set(readers))[0]!r:.60}")
        if not needed <= plain.keys():
            raise ValueError(f"{kind.__name__} lacks {sorted(needed - set(plain))[0]}")
        found = {}
        for name, value in plain.items():
            try:
                found[name] = readers[name](value)
            except _MALFORMED as error:
                raise ValueError(f"{name}: {error}") from None
        return kind(**found)

    return make

"""Canonical JSON (RFC 8785), so that a record has exactly one spelling in bytes and can be hashed.

Two doors lead in. `canonicalize` serialises any JSON value as the RFC says, numbers included (ECMAScript's shortest
form of a double). `record_bytes` is the one guihua's own records and bundles use: it refuses floats and integers
beyond 2^53, because a quantity belongs in a string ("8.0" is not "8").
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from guihua.errors import GuihuaError

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""Any JSON value."""

LARGEST_INTEGER = 2**53
"""Largest magnitude at which every integer is a double of its own; beyond it JSON readers disagree."""

_LITERALS = {None: "null", True: "true", False: "false"}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def canonicalize(value: Json) -> bytes:
    """Serialise a JSON value as RFC 8785 prescribes.

    Returns UTF-8 bytes. Raises GuihuaError (PROOF-NUMBER, PROOF-SURROGATE, PROOF-KEY, PROOF-TYPE) where the value has
    no canonical form: NaN, infinities, lone surrogates, keys that are no strings, types unknown to JSON. Integers are
    written as the double they denote, as the RFC demands. Source: RFC 8785, sections 3.2.2 and 3.2.3.
    """
    return _bytes(value, floats=True)


def record_bytes(value: Json) -> bytes:
    """Serialise one of guihua's own records: as `canonicalize`, but floats and large integers are refused.

    Raises GuihuaError PROOF-FLOAT for a float, PROOF-INTEGER for an integer of magnitude 2^53 or more.
    """
    return _bytes(value, floats=False)


def parse(data: bytes) -> Json:
    """Read JSON from UTF-8 bytes; raises GuihuaError PROOF-JSON for repeated keys, NaN, infinities, a BOM."""
    try:
        text = data.decode("utf-8")
        value: Json = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except (ValueError, RecursionError) as error:
        raise GuihuaError(
            "PROOF-JSON",
            "不是 JSON not readable as JSON",
            f"文件不是 UTF-8 的 JSON，或键重复 the file is no UTF-8 JSON, or repeats a key: {error}",
        ) from None
    return value


def parse_record(data: bytes) -> Json:
    """Read bytes that must be exactly a record's canonical form; raises GuihuaError PROOF-CANONICAL if they are not."""
    value = parse(data)
    if record_bytes(value) != data:
        raise GuihuaError(
            "PROOF-CANONICAL",
            "不是规范写法 not in canonical form",
            "文件写成后被重排或改过 the file was reformatted or changed after it was written",
        )
    return value


def number_text(value: float) -> str:
    """A double in ECMAScript's shortest form: 1e+21, 0.000001, 9.999999999999997e-7.

    Raises GuihuaError PROOF-NUMBER for NaN and infinities. Source: ECMA-262, Number::toString (RFC 8785, 3.2.2.3).
    """
    if math.isnan(value) or math.isinf(value):
        raise GuihuaError(
            "PROOF-NUMBER",
            "数不能写成 JSON number has no JSON form",
            "NaN 和无穷不能写 NaN and infinities cannot be written",
        )
    if value == 0:
        return "0"
    sign, digit_tuple, exponent = Decimal(repr(value)).as_tuple()
    assert isinstance(exponent, int)
    digits = "".join(map(str, digit_tuple))
    stripped = digits.rstrip("0")
    point = len(digits) + exponent
    return ("-" if sign else "") + _place_point(stripped, point)


def _place_point(digits: str, point: int) -> str:
    """Digits without trailing zeros, and where the decimal point stands among them (k and n of ECMA-262)."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits if count == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{point - 1:+d}"


def _bytes(value: Json, *, floats: bool) -> bytes:
    try:
        return _write(value, floats=floats).encode("utf-8")
    except RecursionError:
        raise GuihuaError(
            "PROOF-DEPTH", "嵌套太深 nested too deeply", "guihua 的记录不会这样深 no record of guihua nests this deep"
        ) from None


def _write(value: Json, *, floats: bool) -> str:
    if value is None or value is True or value is False:
        return _LITERALS[value]
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (int, float)):
        return _number(value, floats=floats)
    if isinstance(value, Mapping):
        return _mapping(value, floats=floats)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return "[" + ",".join([_write(item, floats=floats) for item in value]) + "]"
    raise GuihuaError(
        "PROOF-TYPE",
        f"JSON 没有这种类型 type unknown to JSON: {type(value).__name__}",
        "用字符串、整数、列表和对象 use strings, integers, lists and objects",
    )


def _number(value: float, *, floats: bool) -> str:
    if isinstance(value, int):
        return _integer(value, floats=floats)
    if not floats:
        raise GuihuaError(
            "PROOF-FLOAT",
            f"记录里有浮点数 a float in a record: {value!r}",
            "把数量写成数字的字符串 write the quantity as a string of its digits",
        )
    return number_text(value)


def _integer(value: int, *, floats: bool) -> str:
    if abs(value) < LARGEST_INTEGER:
        return str(int(value))
    if not floats:
        raise GuihuaError(
            "PROOF-INTEGER",
            "记录里有超过 2^53 的整数 integer beyond 2^53 in a record",
            "写成字符串 write it as a string",
        )
    try:
        return number_text(float(value))
    except OverflowError:
        raise GuihuaError(
            "PROOF-NUMBER", "数不能写成 JSON number has no JSON form", "超出双精度 it is beyond the doubles"
        ) from None


def _mapping(value: Mapping[str, Json], *, floats: bool) -> str:
    for key in value:
        if not isinstance(key, str):
            raise GuihuaError(
                "PROOF-KEY",
                f"键不是字符串 a key that is no string: {key!r:.40}",
                "JSON 对象的键是字符串 JSON objects have string keys",
            )
    try:
        ordered = sorted(value, key=lambda key: key.encode("utf-16-be"))
    except UnicodeEncodeError:
        raise _surrogate() from None
    return "{" + ",".join([f"{_string(key)}:{_write(value[key], floats=floats)}" for key in ordered]) + "}"


def _string(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise _surrogate() from None
    return '"' + "".join([_ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text]) + '"'


def _surrogate() -> GuihuaError:
    return GuihuaError(
        "PROOF-SURROGATE",
        "半个字符 half a character",
        "文本里有单独的代理码，不是 Unicode 文本 the text holds a lone surrogate; it is no Unicode text",
    )


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object repeats a key")
    return found


def _constant(name: str) -> Json:
    raise ValueError(f"{name} is no JSON number")

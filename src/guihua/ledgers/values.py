"""Values as people write them, to values as ledgers keep them; and why one cannot be.

`normal` takes what a cell or a file holds (text, number, date) and gives the kept form, or a Wrong with a code. Codes
have their words in `words.yaml`, so that a marked cell says in Chinese what is wrong with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final, TypeAlias

from guihua.ledgers.ledger import Field, FieldType, Value
from guihua.plan import codes

Raw: TypeAlias = "str | int | float | Decimal | bool | date | datetime | None"

_CODES: Final = {
    FieldType.CREDIT_CODE: codes.Kind.CREDIT,
    FieldType.REGION_CODE: codes.Kind.REGION,
    FieldType.INDUSTRY_CODE: codes.Kind.INDUSTRY,
    FieldType.PROJECT_CODE: codes.Kind.PROJECT,
}
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")
_END = re.compile(r"(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?(?:底|末|年底|年末)?(?:之?前|以前|前完成|完成)?")
_HALF = re.compile(r"(\d{4})年(上半年|第?[一二三四1-4]季度|一季度)(?:底|末)?(?:之?前|以前|前完成|完成)?")
_SEPARATORS = re.compile(r"[、,，;；\n]+")
_QUARTERS: Final = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value cannot be kept: a code of `words.yaml`, the field, what was written, and a detail."""

    code: str
    field: str
    written: str
    detail: str = ""


def normal(field: Field, raw: Raw) -> Value | Wrong | None:
    """The kept form of what was written; None where nothing was."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, str) and len(raw) > _LONGEST:
        return Wrong("too-long", field.name, raw[:40])
    return _READERS.get(field.type, _plain)(field, raw)


def check(field: Field, value: Value) -> Wrong | None:
    """Is a kept value in its kept form? The way back from `normal`, for events that come from elsewhere."""
    if isinstance(value, tuple):
        many = field.type in (FieldType.BODIES, FieldType.LIST)
        clean = many and value and all(v.strip() for v in value)
        return None if clean else Wrong("list", field.name, "、".join(value)[:40])
    found = normal(field, value)
    if isinstance(found, Wrong):
        return found
    if found != value:
        return Wrong("form", field.name, value[:40], found if isinstance(found, str) else "")
    return None


def raw_date(raw: Raw) -> date | None:
    """A day from a date, from 2018-06-30, 2018年6月30日, 2018/6/30; None where it is none."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = "".join(unicodedata.normalize("NFKC", str(raw)).split())
    found = _DAY.fullmatch(text)
    return _day(*map(int, found.groups())) if found else None


def deadline_date(text: str) -> date | None:
    """The last day that a time limit of a division of work leaves: 2018年6月底前, 2020年底, 2018年二季度, 2020年.

    None where the words give no date (长期坚持, 持续推进): a date is never made up.
    """
    text = "".join(unicodedata.normalize("NFKC", text).split())
    exact = raw_date(text)
    if exact:
        return exact
    half = _HALF.fullmatch(text)
    if half:
        word = half[2]
        month = 6 if word == "上半年" else _QUARTERS[word.removeprefix("第")[0]]
        return _month_end(int(half[1]), month)
    month_only = _MONTH.fullmatch(text)
    if month_only:
        return _month_end(int(month_only[1]), int(month_only[2]))
    found = _END.fullmatch(text)
    if not found:
        return None
    year, month_text, day = int(found[1]), found[2], found[3]
    if day:
        return _day(year, int(month_text), int(day))
    return _month_end(year, int(month_text) if month_text else 12)


def number_text(raw: Raw) -> str | None:
    """A number as its digits, never in exponent form: 12.50 stays 12.50, 1,286.5 becomes 1286.5; None: no number."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, float):
        raw = repr(raw)
    text = unicodedata.normalize("NFKC", str(raw)).strip().replace(",", "").removesuffix("%")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return None
    plain = format(number, "f")
    return plain[:-2] if isinstance(raw, str) and plain.endswith(".0") and "e" not in text.lower() else plain


def _plain(field: Field, raw: Raw) -> Value | Wrong | None:
    return _text(raw)


def _date(field: Field, raw: Raw) -> Value | Wrong | None:
    day = raw_date(raw)
    return day.isoformat() if day else Wrong("date", field.name, str(raw)[:40])


def _choice(field: Field, raw: Raw) -> Value | Wrong | None:
    text = _text(raw)
    found = next((o.zh for o in field.options if o.meant_by(text)), None)
    return found or Wrong("choice", field.name, text[:40], "、".join(o.zh for o in field.options))


def _many(field: Field, raw: Raw) -> Value | Wrong | None:
    return tuple(part.strip() for part in _SEPARATORS.split(_text(raw)) if part.strip()) or None


def _code(field: Field, raw: Raw) -> Value | Wrong | None:
    text = _text(raw)
    code = unicodedata.normalize("NFKC", text).replace(" ", "").upper()
    fault = codes.fault(_CODES[field.type], code)
    return code if fault is None else Wrong(f"code-{field.type.value}", field.name, text[:40], fault.value)


def _number(field: Field, raw: Raw) -> Value | Wrong:
    text = number_text(raw)
    if text is None:
        return Wrong("number", field.name, str(raw)[:40])
    if field.type is FieldType.INTEGER and "." in text:
        return Wrong("integer", field.name, text)
    number = Decimal(text)
    low = field.minimum is not None and number < Decimal(field.minimum)
    high = field.maximum is not None and number > Decimal(field.maximum)
    if low or high:
        return Wrong("range", field.name, text, f"{_bounds(field)}{field.unit}")
    return text


def _month(field: Field, raw: Raw) -> Value | Wrong:
    if isinstance(raw, date):
        return f"{raw:%Y-%m}"
    found = _MONTH.fullmatch("".join(unicodedata.normalize("NFKC", str(raw)).split()))
    if not found or not 1 <= int(found[2]) <= 12:
        return Wrong("month", field.name, str(raw)[:40])
    return f"{int(found[1]):04}-{int(found[2]):02}"


def _text(raw: Raw) -> str:
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, float | int | Decimal) and not isinstance(raw, bool):
        return number_text(raw) or str(raw)
    return str(raw).replace("\r\n", "\n").strip()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date | None:
    if not 1 <= month <= 12:
        return None
    following = _day(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1) if following else None


_READERS: Final[dict[FieldType, Callable[[Field, Raw], Value | Wrong | None]]] = {
    FieldType.NUMBER: _number,
    FieldType.INTEGER: _number,
    FieldType.DATE: _date,
    FieldType.MONTH: _month,
    FieldType.CHOICE: _choice,
    FieldType.BODIES: _many,
    FieldType.LIST: _many,
    **dict.fromkeys(_CODES, _code),
}


def _bounds(field: Field) -> str:
    """0～100, ≥0, ≤100."""
    if field.minimum is None or field.maximum is None:
        return f"≥{field.minimum}" if field.maximum is None else f"≤{field.maximum}"
    return f"{field.minimum}～{field.maximum}"

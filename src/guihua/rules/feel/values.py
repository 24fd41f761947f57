"""What FEEL expressions come to: numbers are Decimal, strings str, booleans bool, null None, lists list, contexts dict.

Dates are `datetime.date`; times, dates with time, durations, ranges and functions are the records below. Arithmetic on
numbers has 34 digits (DMN 1.5, 10.3.2.3.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation, Overflow
from typing import Any, Final, TypeAlias

Value: TypeAlias = Any
"""A value of FEEL."""

NUMBERS: Final = Context(prec=34, rounding=ROUND_HALF_EVEN, Emax=6144, Emin=-6143, traps=[InvalidOperation, Overflow])
DAY: Final = 86_400
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Zone:
    """An offset from UTC in seconds, as written; `name` where a region stands instead (Europe/Paris)."""

    offset: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day: seconds since midnight (with their fraction), and its zone; None: local."""

    seconds: Decimal
    zone: Zone | None = None


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date with a time of day."""

    day: date
    time: Time


@dataclass(frozen=True, slots=True)
class Months:
    """A years and months duration."""

    months: int


@dataclass(frozen=True, slots=True)
class Seconds:
    """A days and time duration."""

    seconds: Decimal


@dataclass(frozen=True, slots=True)
class Range:
    """A range; an end that is None is open to infinity."""

    start: Value
    end: Value
    start_included: bool = True
    end_included: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something that can be called: names of its parameters (None: only by place) and the call itself."""

    parameters: tuple[str, ...] | None
    call: Callable[..., Value]
    name: str = ""


def kind(value: Value) -> str:
    """The FEEL name of a value's type."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, Decimal):
        return "number"
    for types, name in _KINDS:
        if isinstance(value, types):
            return name
    return "any"


_KINDS: Final[tuple[tuple[Any, str], ...]] = (
    (str, "string"),
    (list, "list"),
    (dict, "context"),
    (date, "date"),
    (Time, "time"),
    (DateTime, "date and time"),
    (Months, "years and months duration"),
    (Seconds, "days and time duration"),
    (Range, "range"),
    (Function, "function"),
)


def number(text: str) -> Decimal | None:
    """A number from its digits; None where they are none."""
    try:
        found = NUMBERS.create_decimal(text)
    except (InvalidOperation, Overflow, ValueError):
        return None
    return found if found.is_finite() else None


def offset_of(zone: Zone | None, day: date | None = None) -> int | None:
    """Seconds east of UTC; a region's offset on a day; None where there is no zone."""
    if zone is None:
        return None
    if zone.offset is not None:
        return zone.offset
    from datetime import datetime
    from zoneinfo import ZoneInfo

    found = ZoneInfo(zone.name).utcoffset(datetime.combine(day or _EPOCH, datetime.min.time()))
    return int(found.total_seconds()) if found is not None else None


def instant(value: DateTime) -> Decimal:
    """Seconds since 1970 in UTC; a local time counts as UTC."""
    days = Decimal((value.day - _EPOCH).days)
    return days * DAY + value.time.seconds - Decimal(offset_of(value.time.zone, value.day) or 0)


def from_instant(seconds: Decimal, zone: Zone | None, day: date | None = None) -> DateTime | None:
    """The date and time of an instant in a zone; None beyond the calendar."""
    local = seconds + Decimal(offset_of(zone, day) or 0)
    days = int(local // DAY)
    rest = local - days * DAY
    if rest < 0:
        days, rest = days - 1, rest + DAY
    try:
        return DateTime(_EPOCH + timedelta(days=days), Time(rest, zone))
    except OverflowError:
        return None


_DATE = re.compile(r"(-?\d{4,9})-(\d{2})-(\d{2})\Z")
_TIME = re.compile(
    r"(\d{2}):(\d{2}):(\d{2})(\.\d+)?(?:(Z|z)|([+-])(\d{2}):(\d{2})(?::(\d{2}))?|@([A-Za-z_+\-/0-9]+))?\Z"
)
_PERIOD = re.compile(r"(-)?P(?=.)(?:(\d+)Y)?(?:(\d+)M)?\Z")
_CLOCK = re.compile(r"(-)?P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?\Z")


def read_date(text: str) -> date | None:
    """A date from its ISO form."""
    found = _DATE.match(text)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except (ValueError, OverflowError):
        return None


def read_time(text: str) -> Time | None:
    """A time from its ISO form, with an offset, a region after @, or none."""
    found = _TIME.match(text)
    if not found:
        return None
    hour, minute, second, fraction, utc, sign, hours, minutes, seconds, region = found.groups()
    if int(hour) > 23 or int(minute) > 59 or int(second) > 59:
        return None
    zone: Zone | None = None
    if utc:
        zone = Zone(0)
    elif sign:
        offset = int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
        if int(hours) > 18 or int(minutes) > 59:
            return None
        zone = Zone(-offset if sign == "-" else offset)
    elif region:
        zone = Zone(None, region)
        try:
            offset_of(zone)
        except (KeyError, ValueError, OSError):
            return None
    return Time(Decimal(int(hour) * 3600 + int(minute) * 60 + int(second)) + Decimal(fraction or 0), zone)


def read_datetime(text: str) -> DateTime | None:
    """A date and time from its ISO form; a date alone is its midnight."""
    day, sign, clock = text.partition("T")
    found = read_date(day)
    if found is None:
        return None
    if not sign:
        return DateTime(found, Time(Decimal(0)))
    time = read_time(clock)
    return DateTime(found, time) if time is not None else None


def read_duration(text: str) -> Months | Seconds | None:
    """A duration from its ISO form."""
    found = _PERIOD.match(text)
    if found:
        sign, years, months = found.groups()
        total = int(years or 0) * 12 + int(months or 0)
        return Months(-total if sign else total)
    found = _CLOCK.match(text)
    if found:
        sign, days, hours, minutes, seconds = found.groups()
        amount = Decimal(int(days or 0) * DAY + int(hours or 0) * 3600 + int(minutes or 0) * 60) + Decimal(seconds or 0)
        return Seconds(-amount if sign else amount)
    return None


def read_temporal(text: str) -> Value:
    """What an @"…" literal means: a date, a time, a date and time or a duration; None where it is none."""
    for read in (read_date, read_time, read_duration):
        found: Value = read(text)
        if found is not None:
            return found
    return read_datetime(text) if "T" in text else None


def text_of(value: Value) -> str:  # noqa: PLR0911  (one line a kind)
    """A value as FEEL's string() writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "[" + ", ".join(_inner(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(k)}: {_inner(v)}" for k, v in value.items()) + "}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Time):
        return _time_text(value)
    if isinstance(value, DateTime):
        return f"{value.day.isoformat()}T{_time_text(value.time)}"
    if isinstance(value, Months):
        return _months_text(value.months)
    if isinstance(value, Seconds):
        return _seconds_text(value.seconds)
    if isinstance(value, Range):
        return _range_text(value)
    return f"function {value.name}"


def plain(value: Decimal) -> str:
    """A number without exponent and without zeros after its last digit."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _inner(value: Value) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text_of(value)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w ]+", name) else _inner(name)


def _time_text(time: Time) -> str:
    whole = int(time.seconds)
    fraction = time.seconds - whole
    text = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    if fraction:
        text += plain(fraction)[1:]
    if time.zone is None:
        return text
    if time.zone.offset is None:
        return f"{text}@{time.zone.name}"
    offset = time.zone.offset
    if offset == 0:
        return f"{text}Z"
    size = abs(offset)
    tail = f":{size % 60:02}" if size % 60 else ""
    return f"{text}{'-' if offset < 0 else '+'}{size // 3600:02}:{size // 60 % 60:02}{tail}"


def _months_text(months: int) -> str:
    size = abs(months)
    parts = (f"{size // 12}Y" if size // 12 else "") + (f"{size % 12}M" if size % 12 else "")
    return f"{'-' if months < 0 else ''}P{parts or '0M'}"


def _seconds_text(seconds: Decimal) -> str:
    size = abs(seconds)
    whole = int(size)
    rest = plain(size - whole + whole % 60)
    days, hours, minutes = whole // DAY, whole // 3600 % 24, whole // 60 % 60
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + (f"{rest}S" if rest != "0" else "")
    parts = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"{'-' if seconds < 0 else ''}P{parts or 'T0S'}"


def _range_text(value: Range) -> str:
    if value.start is None:
        return f"<{'=' if value.end_included else ''} {_inner(value.end)}"
    if value.end is None:
        return f">{'=' if value.start_included else ''} {_inner(value.start)}"
    left, right = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{left}{_inner(value.start)}..{_inner(value.end)}{right}"

"""The functions of FEEL (DMN 1.5, 10.3.4): conversion, strings, lists, numbers, dates, ranges, contexts, sorting.

A call that does not fit answers null. Regular expressions are XPath's as far as Python's are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    InvalidOperation,
)
from functools import cmp_to_key
from typing import Any, Final

from guihua.rules.feel.comparing import compare, equal
from guihua.rules.feel.evaluator import call
from guihua.rules.feel.ranges import RANGE_FUNCTIONS
from guihua.rules.feel.values import (
    NUMBERS,
    DateTime,
    Function,
    Months,
    Range,
    Seconds,
    Time,
    Value,
    Zone,
    kind,
    number,
    read_date,
    read_datetime,
    read_duration,
    read_time,
    text_of,
)

FUNCTIONS: Final[dict[str, Function]] = {}
"""Name -> function."""


def _function(name: str, *parameters: str) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    def keep(made: Callable[..., Value]) -> Callable[..., Value]:
        FUNCTIONS[name] = Function(tuple(parameters) or None, made, name)
        return made

    return keep


def _numbers(values: Sequence[Value]) -> list[Decimal] | None:
    items = _spread(values)
    return items if items and all(isinstance(v, Decimal) for v in items) else None


def _spread(values: Sequence[Value]) -> list[Value]:
    if len(values) == 1 and isinstance(values[0], list):
        return list(values[0])
    return list(values)


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _whole(value: Value) -> int | None:
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else None


# conversion


@_function("number", "from", "grouping separator", "decimal separator")
def _number(text: Value, grouping: Value = None, point: Value = None) -> Value:
    if isinstance(text, Decimal):
        return text
    if not isinstance(text, str) or grouping not in (None, " ", ",", ".") or point not in (None, ".", ","):
        return None
    if grouping is not None and grouping == point:
        return None
    text = text.replace(grouping, "") if grouping else text
    text = text.replace(point, ".") if point else text
    return number(text) if re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", text) else None


@_function("string", "from")
def _string(value: Value) -> Value:
    return None if value is None else text_of(value)


@_function("date", "from")
def _date(*parts: Value) -> Value:
    if len(parts) == 3 and all(isinstance(p, Decimal) for p in parts):
        whole = [_whole(p) for p in parts]
        return None if None in whole else date(*(w for w in whole if w is not None))
    if len(parts) != 1:
        return None
    value = parts[0]
    if isinstance(value, str):
        return read_date(value)
    return value.day if isinstance(value, DateTime) else value if isinstance(value, date) else None


FUNCTIONS["date"] = Function(("from",), _date, "date")


def _named_date(**given: Value) -> Value:
    return _date(*(given[k] for k in ("year", "month", "day")))


@_function("time", "from")
def _time(*parts: Value) -> Value:  # noqa: PLR0911  (one line a kind)
    if len(parts) in (3, 4) and all(isinstance(p, Decimal) for p in parts[:3]):
        hour, minute = _whole(parts[0]), _whole(parts[1])
        offset = parts[3] if len(parts) == 4 else None
        if hour is None or minute is None or not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= parts[2] < 60):
            return None
        if offset is not None and not isinstance(offset, Seconds):
            return None
        return Time(Decimal(hour * 3600 + minute * 60) + parts[2], Zone(int(offset.seconds)) if offset else None)
    if len(parts) != 1:
        return None
    value = parts[0]
    if isinstance(value, str):
        return read_time(value.removeprefix("T"))
    if isinstance(value, DateTime):
        return value.time
    if isinstance(value, date):
        return Time(Decimal(0), Zone(0))
    return value if isinstance(value, Time) else None


@_function("date and time", "from")
def _datetime(*parts: Value) -> Value:
    if len(parts) == 2 and isinstance(parts[1], Time):
        day = parts[0].day if isinstance(parts[0], DateTime) else parts[0]
        return DateTime(day, parts[1]) if isinstance(day, date) else None
    if len(parts) == 2 and isinstance(parts[0], DateTime) and isinstance(parts[1], str):
        zone = read_time(f"00:00:00@{parts[1]}")
        from guihua.rules.feel.values import from_instant, instant

        return from_instant(instant(parts[0]), zone.zone, parts[0].day) if zone else None
    if len(parts) != 1:
        return None
    value = parts[0]
    if isinstance(value, str):
        return read_datetime(value)
    if isinstance(value, date):
        return DateTime(value, Time(Decimal(0), Zone(0)))
    return value if isinstance(value, DateTime) else None


FUNCTIONS["date and time"] = Function(("from",), _datetime, "date and time")


@_function("duration", "from")
def _duration(text: Value) -> Value:
    if isinstance(text, Months | Seconds):
        return text
    return read_duration(text) if isinstance(text, str) else None


@_function("years and months duration", "from", "to")
def _months_between(start: Value, end: Value) -> Value:
    first = start.day if isinstance(start, DateTime) else start
    last = end.day if isinstance(end, DateTime) else end
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return Months(months)


# booleans and conversion helpers


@_function("not", "negand")
def _not(value: Value) -> Value:
    return (not value) if isinstance(value, bool) else None


@_function("is", "value1", "value2")
def _is(one: Value, other: Value) -> Value:
    if kind(one) != kind(other):
        return False
    if isinstance(one, DateTime) and isinstance(other, DateTime):
        return one == other
    if isinstance(one, Time) and isinstance(other, Time):
        return one.seconds == other.seconds and one.zone == other.zone
    return equal(one, other) is True


# strings


@_function("substring", "string", "start position", "length")
def _substring(text: Value, start: Value, length: Value = None) -> Value:
    if not isinstance(text, str) or not isinstance(start, Decimal) or not start:
        return None
    if length is not None and (not isinstance(length, Decimal) or length < 0):
        return None
    at = int(start) - 1 if start > 0 else len(text) + int(start)
    if at >= len(text) or at < 0:
        return "" if at >= len(text) else None
    return text[at:] if length is None else text[at : at + int(length)]


@_function("string length", "string")
def _length(text: Value) -> Value:
    return Decimal(len(text)) if isinstance(text, str) else None


@_function("upper case", "string")
def _upper(text: Value) -> Value:
    return text.upper() if isinstance(text, str) else None


@_function("lower case", "string")
def _lower(text: Value) -> Value:
    return text.lower() if isinstance(text, str) else None


def _two(text: Value, match: Value) -> bool:
    return isinstance(text, str) and isinstance(match, str)


@_function("substring before", "string", "match")
def _before(text: Value, match: Value) -> Value:
    if not _two(text, match):
        return None
    return text.partition(match)[0] if match and match in text else ""


@_function("substring after", "string", "match")
def _after(text: Value, match: Value) -> Value:
    if not _two(text, match):
        return None
    if not match:
        return text
    return text.partition(match)[2] if match in text else ""


@_function("contains", "string", "match")
def _contains(text: Value, match: Value) -> Value:
    return match in text if _two(text, match) else None


@_function("starts with", "string", "match")
def _starts(text: Value, match: Value) -> Value:
    return text.startswith(match) if _two(text, match) else None


@_function("ends with", "string", "match")
def _ends(text: Value, match: Value) -> Value:
    return text.endswith(match) if _two(text, match) else None


def _pattern(pattern: str, flags: Value = None) -> re.Pattern[str] | None:
    found = 0
    for flag in flags or "":
        if flag not in "smixq":
            return None
        found |= {"s": re.S, "m": re.M, "i": re.I, "x": 0, "q": 0}[flag]
    if "x" in (flags or ""):
        pattern = re.sub(r"\s+", "", pattern)
    if "q" in (flags or ""):
        pattern = re.escape(pattern)
    pattern = pattern.replace(r"\p{L}", r"[^\W\d_]").replace(r"\p{N}", r"\d").replace(r"\p{Nd}", r"\d")
    pattern = pattern.replace(r"\i", r"[^\W\d]").replace(r"\c", r"[\w.\-]")
    try:
        return re.compile(re.sub(r"-\[([^\]]*)\]\]", r"(?<![\1])]", pattern), found)
    except (re.error, RecursionError, OverflowError):
        return None


@_function("matches", "input", "pattern", "flags")
def _matches(text: Value, pattern: Value, flags: Value = None) -> Value:
    if not _two(text, pattern) or not isinstance(flags, str | None):
        return None
    found = _pattern(pattern, flags)
    return None if found is None else found.search(text) is not None


@_function("replace", "input", "pattern", "replacement", "flags")
def _replace(text: Value, pattern: Value, replacement: Value, flags: Value = None) -> Value:
    if not _two(text, pattern) or not isinstance(replacement, str) or not isinstance(flags, str | None):
        return None
    found = _pattern(pattern, flags)
    if found is None or (found.match("") and pattern == ""):
        return None
    if "q" in (flags or ""):
        return found.sub(lambda _: replacement, text)
    made = re.sub(r"\\(?![$\\])", r"\\\\", replacement)
    made = re.sub(r"(?<!\\)\$(\d)", r"\\g<\1>", made).replace(r"\$", "$")
    try:
        return found.sub(made, text)
    except (re.error, IndexError):
        return None


@_function("split", "string", "delimiter")
def _split(text: Value, delimiter: Value) -> Value:
    if not _two(text, delimiter):
        return None
    found = _pattern(delimiter)
    return found.split(text) if found is not None else None


@_function("string join", "list", "delimiter")
def _join(items: Value, delimiter: Value = None) -> Value:
    if items is None or not isinstance(delimiter, str | None):
        return None
    kept = [i for i in _listed(items) if i is not None]
    return (delimiter or "").join(kept) if all(isinstance(i, str) for i in kept) else None


# lists


@_function("list contains", "list", "element")
def _list_contains(items: Value, element: Value) -> Value:
    return None if items is None else any(equal(i, element) is True for i in _listed(items))


@_function("count", "list")
def _count(*items: Value) -> Value:
    if len(items) == 1 and items[0] is None:
        return None
    return Decimal(len(_spread(items)))


def _extreme(items: tuple[Value, ...], sign: str) -> Value:
    found = _spread(items)
    if not found:
        return None
    best = found[0]
    for item in found[1:]:
        better = compare(sign, item, best)
        if better is None:
            return None
        best = item if better else best
    return best if compare("<=", best, best) else None


@_function("min", "list")
def _min(*items: Value) -> Value:
    return _extreme(items, "<")


@_function("max", "list")
def _max(*items: Value) -> Value:
    return _extreme(items, ">")


def _summed(items: Sequence[Value]) -> Value:
    from guihua.rules.feel.arithmetic import calculate

    total = items[0]
    for item in items[1:]:
        total = calculate("+", total, item)
    return total if isinstance(total, Decimal | Months | Seconds) else None


@_function("sum", "list")
def _sum(*items: Value) -> Value:
    found = _spread(items)
    return _summed(found) if found else None


@_function("mean", "list")
def _mean(*items: Value) -> Value:
    found = _numbers(items)
    return NUMBERS.divide(_summed(found), Decimal(len(found))) if found else None


@_function("product", "list")
def _product(*items: Value) -> Value:
    found = _numbers(items)
    if not found:
        return None
    total = Decimal(1)
    for item in found:
        total = NUMBERS.multiply(total, item)
    return total


@_function("median", "list")
def _median(*items: Value) -> Value:
    found = sorted(_numbers(items) or [])
    if not found:
        return None
    half = len(found) // 2
    return found[half] if len(found) % 2 else NUMBERS.divide(found[half - 1] + found[half], Decimal(2))


@_function("stddev", "list")
def _stddev(*items: Value) -> Value:
    found = _numbers(items)
    if not found or len(found) < 2:
        return None
    mean = NUMBERS.divide(_summed(found), Decimal(len(found)))
    squares = _summed([NUMBERS.multiply(f - mean, f - mean) for f in found])
    return NUMBERS.sqrt(NUMBERS.divide(squares, Decimal(len(found) - 1)))


@_function("mode", "list")
def _mode(*items: Value) -> Value:
    spread = _spread(items)
    if not spread:
        return []
    found = _numbers(items)
    if not found:
        return None
    most = max(found.count(f) for f in found)
    return sorted({f for f in found if found.count(f) == most})


@_function("all", "list")
def _all(*items: Value) -> Value:
    found = _spread(items)
    if any(f is False for f in found):
        return False
    return True if all(f is True for f in found) else None


@_function("any", "list")
def _any(*items: Value) -> Value:
    found = _spread(items)
    if any(f is True for f in found):
        return True
    return False if all(f is False for f in found) else None


FUNCTIONS["and"], FUNCTIONS["or"] = FUNCTIONS["all"], FUNCTIONS["any"]


@_function("sublist", "list", "start position", "length")
def _sublist(items: Value, start: Value, length: Value = None) -> Value:
    place = _whole(start)
    if items is None or not place or (length is not None and (_whole(length) is None or length < 0)):
        return None
    found = _listed(items)
    at = place - 1 if place > 0 else len(found) + place
    if at < 0 or at >= len(found):
        return None
    if length is None:
        return found[at:]
    return found[at : at + int(length)] if at + int(length) <= len(found) else None


@_function("append", "list", "item")
def _append(items: Value, *more: Value) -> Value:
    return (_listed(items) if items is not None else []) + list(more)


@_function("concatenate", "list")
def _concatenate(*lists: Value) -> Value:
    if any(x is None for x in lists):
        return None
    return [item for x in lists for item in _listed(x)]


@_function("insert before", "list", "position", "newItem")
def _insert(items: Value, place: Value, item: Value) -> Value:
    at = _at(items, place)
    if at is None:
        return None
    found = _listed(items)
    return [*found[:at], item, *found[at:]]


@_function("remove", "list", "position")
def _remove(items: Value, place: Value) -> Value:
    at = _at(items, place)
    if at is None:
        return None
    found = _listed(items)
    return [*found[:at], *found[at + 1 :]]


def _at(items: Value, place: Value) -> int | None:
    at = _whole(place)
    if items is None or not at or abs(at) > len(_listed(items)):
        return None
    return at - 1 if at > 0 else len(_listed(items)) + at


@_function("list replace", "list", "position", "newItem")
def _list_replace(items: Value, place: Value, item: Value) -> Value:
    if items is None:
        return None
    found = _listed(items)
    if isinstance(place, Function):
        answers = [call(place, [f, item]) for f in found]
        if any(not isinstance(a, bool) for a in answers):
            return None
        return [item if answer else f for f, answer in zip(found, answers, strict=True)]
    at = _at(items, place)
    return None if at is None else [*found[:at], item, *found[at + 1 :]]


@_function("reverse", "list")
def _reverse(items: Value) -> Value:
    return None if items is None else _listed(items)[::-1]


@_function("index of", "list", "match")
def _index_of(items: Value, match: Value) -> Value:
    if items is None:
        return None
    return [Decimal(i) for i, item in enumerate(_listed(items), 1) if equal(item, match) is True]


def _distinct(items: Sequence[Value]) -> list[Value]:
    found: list[Value] = []
    for item in items:
        if not any(equal(item, f) is True for f in found):
            found.append(item)
    return found


@_function("union", "list")
def _union(*lists: Value) -> Value:
    return None if any(x is None for x in lists) else _distinct([i for x in lists for i in _listed(x)])


@_function("distinct values", "list")
def _distinct_values(items: Value) -> Value:
    return None if items is None else _distinct(_listed(items))


@_function("duplicate values", "list")
def _duplicates(items: Value) -> Value:
    if items is None:
        return None
    found = _listed(items)
    return _distinct([f for f in found if sum(equal(f, o) is True for o in found) > 1])


@_function("flatten", "list")
def _flatten(items: Value) -> Value:
    if items is None:
        return None
    return [inner for item in _listed(items) for inner in (_flatten(item) if isinstance(item, list) else [item])]


@_function("partition", "list", "size")
def _partition(items: Value, size: Value) -> Value:
    width = _whole(size)
    if items is None or not width or width < 1:
        return None
    found = _listed(items)
    return [found[i : i + width] for i in range(0, len(found), width)]


@_function("sort", "list", "precedes")
def _sort(items: Value, precedes: Value = None) -> Value:
    if items is None:
        return None
    found = list(_listed(items))
    if precedes is None:
        return sorted(found, key=cmp_to_key(_natural))
    if not isinstance(precedes, Function) or (precedes.parameters and len(precedes.parameters) != 2):
        return None
    return sorted(
        found,
        key=cmp_to_key(lambda a, b: -1 if call(precedes, [a, b]) is True else int(call(precedes, [b, a]) is True)),
    )


def _natural(a: Value, b: Value) -> int:
    less, more = compare("<", a, b), compare(">", a, b)
    if less is None:
        raise ValueError("no order")
    return -1 if less else int(bool(more))


# numbers


def _rounded(rounding: str) -> Callable[..., Value]:
    def run(value: Value, scale: Value = Decimal(0)) -> Value:
        places = _whole(scale)
        if not isinstance(value, Decimal) or places is None or not -6111 <= places <= 6176:
            return None
        try:
            return value.quantize(Decimal(1).scaleb(-places), rounding, NUMBERS) if places < 34 else value
        except InvalidOperation:
            return value

    return run


FUNCTIONS["decimal"] = Function(
    ("n", "scale"), lambda n, scale: _rounded(ROUND_HALF_EVEN)(n, _truncated(scale)), "decimal"
)
for _name, _rounding in (
    ("round up", ROUND_UP),
    ("round down", ROUND_DOWN),
    ("round half up", ROUND_HALF_UP),
    ("round half down", ROUND_HALF_DOWN),
):
    FUNCTIONS[_name] = Function(("n", "scale"), _rounded(_rounding), _name)
FUNCTIONS["floor"] = Function(("n", "scale"), _rounded(ROUND_FLOOR), "floor")
FUNCTIONS["ceiling"] = Function(("n", "scale"), _rounded(ROUND_CEILING), "ceiling")
FUNCTIONS["round half even"] = Function(("n", "scale"), _rounded(ROUND_HALF_EVEN), "round half even")


def _truncated(scale: Value) -> Value:
    return Decimal(int(scale)) if isinstance(scale, Decimal) else None


@_function("abs", "n")
def _abs(value: Value) -> Value:
    if isinstance(value, Months):
        return Months(abs(value.months))
    if isinstance(value, Seconds):
        return Seconds(abs(value.seconds))
    return abs(value) if isinstance(value, Decimal) else None


@_function("modulo", "dividend", "divisor")
def _modulo(dividend: Value, divisor: Value) -> Value:
    if not isinstance(dividend, Decimal) or not isinstance(divisor, Decimal) or not divisor:
        return None
    return dividend - divisor * (dividend / divisor).to_integral_value(ROUND_FLOOR)


@_function("sqrt", "number")
def _sqrt(value: Value) -> Value:
    return NUMBERS.sqrt(value) if isinstance(value, Decimal) and value >= 0 else None


@_function("log", "number")
def _log(value: Value) -> Value:
    return NUMBERS.ln(value) if isinstance(value, Decimal) and value > 0 else None


@_function("exp", "number")
def _exp(value: Value) -> Value:
    return NUMBERS.exp(value) if isinstance(value, Decimal) else None


@_function("odd", "number")
def _odd(value: Value) -> Value:
    whole = _whole(value)
    return None if not isinstance(value, Decimal) else whole is not None and whole % 2 == 1


@_function("even", "number")
def _even(value: Value) -> Value:
    whole = _whole(value)
    return None if not isinstance(value, Decimal) else whole is not None and whole % 2 == 0


# dates


def _day_of(value: Value) -> date | None:
    if isinstance(value, DateTime):
        return value.day
    return value if isinstance(value, date) else read_date(value) if isinstance(value, str) else None


_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@_function("day of year", "date")
def _day_of_year(value: Value) -> Value:
    day = _day_of(value)
    return Decimal(day.timetuple().tm_yday) if day else None


@_function("day of week", "date")
def _day_of_week(value: Value) -> Value:
    day = _day_of(value)
    return _WEEKDAYS[day.weekday()] if day else None


@_function("month of year", "date")
def _month_of_year(value: Value) -> Value:
    day = _day_of(value)
    return _MONTHS[day.month - 1] if day else None


@_function("week of year", "date")
def _week_of_year(value: Value) -> Value:
    day = _day_of(value)
    return Decimal(day.isocalendar().week) if day else None


@_function("now")
def _now() -> Value:
    moment = datetime.now().astimezone()
    seconds = Decimal(moment.hour * 3600 + moment.minute * 60 + moment.second)
    offset = moment.utcoffset()
    return DateTime(moment.date(), Time(seconds, Zone(int(offset.total_seconds()) if offset else 0)))


@_function("today")
def _today() -> Value:
    return date.today()


# contexts


@_function("get value", "m", "key")
def _get_value(context: Value, key: Value) -> Value:
    found = context
    for step in _listed(key):
        found = found.get(step) if isinstance(found, dict) and isinstance(step, str) else None
    return found


@_function("get entries", "m")
def _get_entries(context: Value) -> Value:
    return [{"key": k, "value": v} for k, v in context.items()] if isinstance(context, dict) else None


@_function("context", "entries")
def _context(entries: Value) -> Value:
    found: dict[str, Value] = {}
    for entry in _listed(entries):
        if not isinstance(entry, dict) or "value" not in entry or not isinstance(entry.get("key"), str):
            return None
        if entry["key"] in found:
            return None
        found[entry["key"]] = entry["value"]
    return found


@_function("context put", "context", "key", "value")
def _context_put(context: Value, key: Value, value: Value) -> Value:
    if not isinstance(context, dict):
        return None
    if isinstance(key, str):
        return {**context, key: value}
    if not isinstance(key, list) or not key or not all(isinstance(k, str) for k in key):
        return None
    if len(key) == 1:
        return {**context, key[0]: value}
    inner = _context_put(context.get(key[0]), key[1:], value)
    return None if inner is None else {**context, key[0]: inner}


FUNCTIONS["context put"] = Function(("context", "key", "value"), _context_put, "context put")


@_function("context merge", "contexts")
def _context_merge(contexts: Value) -> Value:
    found: dict[str, Value] = {}
    for context in _listed(contexts):
        if not isinstance(context, dict):
            return None
        found.update(context)
    return found


@_function("range", "from")
def _range(text: Value) -> Value:
    from guihua.errors import GuihuaError
    from guihua.rules.feel import tree
    from guihua.rules.feel.evaluator import ready
    from guihua.rules.feel.parser import parse

    if not isinstance(text, str):
        return None
    try:
        node = parse(text, NAMES)
    except GuihuaError:
        return None
    found: Any = ready(node)({}) if isinstance(node, tree.RangeOf) else None
    return found if isinstance(found, Range) else None


for _name, _made in RANGE_FUNCTIONS.items():
    FUNCTIONS[_name] = Function(("range1", "range2") if _name == "coincides" else None, _made, _name)

NAMES: Final = frozenset(name for name in FUNCTIONS if " " in name)
"""Functions whose names hold blanks: the parser has to know them."""

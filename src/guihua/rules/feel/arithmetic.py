"""The sums of FEEL: numbers with 34 digits, strings joined, dates and durations (DMN 1.5, table 57 and following)."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal, DecimalException, DivisionByZero

from guihua.rules.feel.values import DAY, NUMBERS, DateTime, Months, Seconds, Time, Value, from_instant, instant


def calculate(sign: str, left: Value, right: Value) -> Value:
    """left sign right; None where the two have no such sum."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _numbers(sign, left, right)
    if isinstance(left, str) and isinstance(right, str):
        return left + right if sign == "+" else None
    try:
        return _temporal(sign, left, right)
    except (OverflowError, ValueError, DecimalException):
        return None


def negate(value: Value) -> Value:
    """Minus a number or a duration."""
    if isinstance(value, Decimal):
        return NUMBERS.minus(value)
    if isinstance(value, Months):
        return Months(-value.months)
    return Seconds(-value.seconds) if isinstance(value, Seconds) else None


def add_months(day: date, months: int) -> date:
    """So many months later: the same day of the month, or the month's last."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _numbers(sign: str, left: Decimal, right: Decimal) -> Decimal | None:
    try:
        if sign == "+":
            return NUMBERS.add(left, right)
        if sign == "-":
            return NUMBERS.subtract(left, right)
        if sign == "*":
            return NUMBERS.multiply(left, right)
        if sign == "/":
            return NUMBERS.divide(left, right) if right else None
        found = NUMBERS.power(left, right)
        return found if found.is_finite() else None
    except (DecimalException, DivisionByZero):
        return None


def _temporal(sign: str, left: Value, right: Value) -> Value:  # noqa: PLR0911  (one line a pair of kinds)
    if isinstance(left, Months | Seconds) and isinstance(right, Decimal):
        return _scaled(sign, left, right)
    if isinstance(right, Months | Seconds) and isinstance(left, Decimal):
        return _scaled(sign, right, left) if sign == "*" else None
    if isinstance(left, Months) and isinstance(right, Months):
        if sign == "/":
            return NUMBERS.divide(Decimal(left.months), Decimal(right.months)) if right.months else None
        return Months(left.months + (right.months if sign == "+" else -right.months)) if sign in "+-" else None
    if isinstance(left, Seconds) and isinstance(right, Seconds):
        if sign == "/":
            return NUMBERS.divide(left.seconds, right.seconds) if right.seconds else None
        return Seconds(left.seconds + (right.seconds if sign == "+" else -right.seconds)) if sign in "+-" else None
    if sign == "+" and isinstance(left, Months | Seconds):
        return _shifted(right, left, 1)
    if sign in "+-" and isinstance(right, Months | Seconds):
        return _shifted(left, right, 1 if sign == "+" else -1)
    return _difference(left, right) if sign == "-" else None


def _scaled(sign: str, duration: Months | Seconds, factor: Decimal) -> Value:
    if sign not in "*/" or (sign == "/" and not factor):
        return None
    whole = Decimal(duration.months) if isinstance(duration, Months) else duration.seconds
    found = NUMBERS.multiply(whole, factor) if sign == "*" else NUMBERS.divide(whole, factor)
    return Months(int(found)) if isinstance(duration, Months) else Seconds(found)


def _shifted(moment: Value, duration: Months | Seconds, sign: int) -> Value:
    if isinstance(duration, Months):
        if isinstance(moment, DateTime):
            return DateTime(add_months(moment.day, sign * duration.months), moment.time)
        return add_months(moment, sign * duration.months) if isinstance(moment, date) else None
    if isinstance(moment, Time):
        return Time((moment.seconds + sign * duration.seconds) % DAY, moment.zone)
    if isinstance(moment, DateTime):
        return from_instant(instant(moment) + sign * duration.seconds, moment.time.zone, moment.day)
    if isinstance(moment, date):
        days = (sign * duration.seconds) / DAY
        return moment + timedelta(days=int(days.to_integral_value("ROUND_FLOOR")))
    return None


def _difference(left: Value, right: Value) -> Value:
    if isinstance(left, Time) and isinstance(right, Time):
        if (left.zone is None) != (right.zone is None):
            return None
        from guihua.rules.feel.values import offset_of

        shift = Decimal((offset_of(left.zone) or 0) - (offset_of(right.zone) or 0))
        return Seconds(left.seconds - right.seconds - shift)
    if isinstance(left, date | DateTime) and isinstance(right, date | DateTime):
        one, other = _as_moment(left, right), _as_moment(right, left)
        if (one.time.zone is None) != (other.time.zone is None):
            return None
        return Seconds(instant(one) - instant(other))
    return None


def _as_moment(value: date | DateTime, beside: date | DateTime) -> DateTime:
    """A date as its midnight; in UTC where it stands beside a moment with a zone."""
    if isinstance(value, DateTime):
        return value
    from guihua.rules.feel.values import Zone

    zoned = isinstance(beside, DateTime) and beside.time.zone is not None
    return DateTime(value, Time(Decimal(0), Zone(0) if zoned else None))

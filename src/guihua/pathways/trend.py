"""Where a quantity would go by itself: mean growth so far for amounts, mean change so far for rates. Decimal arithmetic of
fifty digits, results rounded to twelve, so that anyone gets the same."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

from guihua.pathways.pathway import Trend

WINDOW = 5
"""Years before the base that are looked at where nothing is known after it."""

DIGITS = 12


def trend_of(key: str, known: Mapping[int, Fraction], until: int, *, rate: bool = False) -> Trend:
    """The trend of a quantity from its first known year to `until`. known: levels by year, at least one."""
    points = tuple(sorted(known.items()))
    first, last = points[0], points[-1]
    straight = rate or any(value <= 0 for _, value in points)
    model = "flat" if len(points) == 1 else "linear" if straight else "geometric"
    values = dict(points)
    for (year, here), (after, there) in pairwise(points):
        for k in range(1, after - year):
            values[year + k] = between(here, there, Fraction(k, after - year), straight=straight)
    for year in range(last[0] + 1, until + 1):
        if model == "flat":
            values[year] = last[1]
        else:
            values[year] = between(first[1], last[1], Fraction(year - first[0], last[0] - first[0]), straight=straight)
    return Trend(key, model, points, tuple(sorted(values.items())))


def share_trend(key: str, share: Trend, whole: Trend) -> Trend:
    """A part's trend: its share's times its whole's, in the years that both have. The share is a number, not per cent."""
    wholes = dict(whole.values)
    values = tuple((year, rounded(value * wholes[year])) for year, value in share.values if year in wholes)
    known = tuple((year, rounded(value * wholes[year])) for year, value in share.known if year in wholes)
    return Trend(key, "share", known, values)


def scheduled(flat: Trend, year: int, aim: Fraction, *, rate: bool) -> Trend:
    """Of one known value only: evenly to what the target asks (by growth; by steps for rates), and level after it."""
    first, base = flat.known[0]
    straight = rate or base <= 0 or aim <= 0
    values = []
    for y, _ in flat.values:
        part = min(Fraction(y - first, year - first), Fraction(1))
        values.append((y, base if y == first else between(base, aim, part, straight=straight)))
    return Trend(flat.key, "schedule", flat.known, tuple(values))


def even(key: str, total: Fraction, first: int, last: int) -> Trend:
    """A sum over years, spread evenly: nothing is known of its course."""
    each = rounded(total / (last - first + 1))
    return Trend(key, "even", (), tuple((year, each) for year in range(first, last + 1)))


def between(first: Fraction, last: Fraction, part: Fraction, *, straight: bool) -> Fraction:
    """What lies a part of the way from one value to another (beyond it where the part is above one)."""
    if straight:
        return rounded(first + (last - first) * part)
    return rounded(first * power(last / first, part))


def mean_growth(first: Fraction, last: Fraction, years: int) -> Fraction:
    """Mean growth a year: 0.08 for 8 %. Both positive."""
    return power(last / first, Fraction(1, years)) - 1


def power(value: Fraction, exponent: Fraction) -> Fraction:
    """A positive number to a rational power, to twelve digits."""
    with localcontext() as context:
        context.prec = 50
        found = Decimal(value.numerator) / Decimal(value.denominator)
        return rounded(Fraction(found ** (Decimal(exponent.numerator) / Decimal(exponent.denominator))))


def rounded(value: Fraction, digits: int = DIGITS) -> Fraction:
    """To so many significant digits."""
    if not value:
        return Fraction(0)
    with localcontext() as context:
        context.prec = digits
        return Fraction(Decimal(value.numerator) / Decimal(value.denominator))

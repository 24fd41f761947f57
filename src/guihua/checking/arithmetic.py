"""Sums as a person writes them, evaluated exactly or to 40 digits: `7939 × 1.08^5`, `(11500 ÷ 7939)^(1 ÷ 5) − 1`.

A derivation is such an expression, and its result is computed from it here and nowhere else: what is printed is what
was reckoned, and verification reckons it again.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from guihua.checking.finding import Step
from guihua.errors import GuihuaError

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?P<percent>%?)|(?P<mark>[×÷+−^()]))")
_CONTEXT = Context(prec=60)
_PER_HUNDRED = ("%", "个百分点")
_LONGEST = 2000


def step(expression: str, places: int, unit: str = "", label: str = "") -> Step:
    """A line of arithmetic: the expression's value rounded half up to `places` decimals, in `unit`.

    For the units % and 个百分点 the value is taken times a hundred. Raises GuihuaError CHECK-SUM for what is no sum.
    """
    return Step(expression, result(expression, places, unit), unit, label)


def result(expression: str, places: int, unit: str = "") -> str:
    """The value of an expression as printed digits."""
    value = evaluate(expression) * (100 if unit in _PER_HUNDRED else 1)
    return printed(value, places)


def recomputed(found: Step) -> bool:
    """Is the step's result what its expression gives, to the digits printed?"""
    places = len(found.result.partition(".")[2])
    return result(found.expression, places, found.unit) == found.result


def evaluate(expression: str) -> Fraction:
    """The value of an expression: exact, but for roots, which are taken to 60 digits."""
    tokens = _tokens(expression)
    value = _Reader(tokens).whole()
    return value


def printed(value: Fraction, places: int) -> str:
    """Digits rounded half up (away from zero)."""
    scale = 10**places
    units = (abs(value) * scale * 2 + 1).__floor__() // 2
    sign = "-" if value < 0 and units else ""
    whole, rest = divmod(units, scale)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def plain(value: Fraction) -> str:
    """A rational as digits where it ends, else as a fraction `p ÷ q` in brackets."""
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return f"({value.numerator} ÷ {value.denominator})"
    decimal = (
        Decimal(value.numerator) / Decimal(value.denominator) if value.denominator != 1 else Decimal(value.numerator)
    )
    return f"{decimal:f}"


def _tokens(expression: str) -> list[str]:
    if len(expression) > _LONGEST:
        raise _no_sum(expression)
    found, place = [], 0
    text = expression.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise _no_sum(expression)
        found.append(match["mark"] or match["number"] + match["percent"])
        place = match.end()
    return found


class _Reader:
    """Recursive descent: sum, product, power, atom."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place = tokens, 0

    def whole(self) -> Fraction:
        value = self.sum()
        if self.place != len(self.tokens):
            raise _no_sum("".join(self.tokens))
        return value

    def sum(self) -> Fraction:
        value = -self.product() if self._take("−") else self.product()
        while mark := self._take("+", "−"):
            value = value + self.product() if mark == "+" else value - self.product()
        return value

    def product(self) -> Fraction:
        value = self.power()
        while mark := self._take("×", "÷"):
            right = self.power()
            if mark == "÷" and not right:
                raise _no_sum("".join(self.tokens))
            value = value * right if mark == "×" else value / right
        return value

    def power(self) -> Fraction:
        value = self.atom()
        return _raised(value, self.atom()) if self._take("^") else value

    def atom(self) -> Fraction:
        if self._take("("):
            value = self.sum()
            if not self._take(")"):
                raise _no_sum("".join(self.tokens))
            return value
        if self.place >= len(self.tokens) or not self.tokens[self.place][0].isdigit():
            raise _no_sum("".join(self.tokens))
        text = self.tokens[self.place]
        self.place += 1
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)

    def _take(self, *marks: str) -> str:
        if self.place < len(self.tokens) and self.tokens[self.place] in marks:
            self.place += 1
            return self.tokens[self.place - 1]
        return ""


def _raised(base: Fraction, exponent: Fraction) -> Fraction:
    if abs(exponent) > 100 or (exponent.denominator != 1 and base <= 0) or (base == 0 and exponent < 0):
        raise _no_sum(f"{base}^{exponent}")
    if exponent.denominator == 1:
        return base**exponent.numerator
    value = _CONTEXT.divide(Decimal(base.numerator), Decimal(base.denominator))
    power = _CONTEXT.divide(Decimal(exponent.numerator), Decimal(exponent.denominator))
    return Fraction(_CONTEXT.power(value, power).quantize(Decimal(1).scaleb(-40), ROUND_HALF_UP, _CONTEXT))


def _no_sum(expression: str) -> GuihuaError:
    return GuihuaError(
        "CHECK-SUM",
        f"不是算式 not a sum: {expression:.80}",
        "只用数字、× ÷ + − ^ 和括号 numbers, × ÷ + − ^ and brackets",
    )

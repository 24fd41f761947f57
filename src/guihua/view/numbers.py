"""Numbers as an office writes them: 7939亿元, 1.15万亿元, 3.2个百分点, 13,500户, −2.3%, 10%～15%.

Everything is exact (Decimal or Fraction in, rounded once on output). Rounding is half to even, GB/T 8170-2008 clause
3.2; numerals follow GB/T 15835-2011: thousands are grouped from five digits on, a range takes a wave dash in Chinese
and an en dash in English, and the minus is U+2212, never a hyphen.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

Exact = Decimal | Fraction | int | str

MINUS = "−"
MISSING = "—"


def figure(value: Exact, unit: str = "", *, digits: int | None = None, lang: str = "zh", signed: bool = False) -> str:
    """A magnitude with its unit, in one unbroken piece: 7939亿元; 793.9 billion yuan.

    digits  decimals to print; None keeps those that the value was written with
    signed  prints + before a positive value
    """
    if lang == "en":
        words = _units().get(unit)
        if words is None:
            return f"{number(value, digits, signed=signed, lang=lang)}{_glue(unit)}{unit}"
        shifted = _exact(value) * words.factor
        shown = number(_written(value, shifted, words.factor), digits, signed=signed, lang=lang)
        return f"{shown}{words.join if words.text else ''}{words.text}"
    return f"{number(value, digits, signed=signed)}{unit.replace('m3', 'm³')}"


def number(value: Exact, digits: int | None = None, *, signed: bool = False, lang: str = "zh") -> str:
    """The numeral alone: 11,500; −2.3; 8.0. `digits` as in `figure`; a Fraction without digits prints up to four.

    Chinese groups thousands from five digits on, English from four.
    """
    exact = _exact(value)
    shown = _decimals(value) if digits is None else digits
    scaled = _half_even(abs(exact) * 10**shown)
    whole, part = divmod(scaled, 10**shown)
    text = f"{whole:,}" if whole >= (10_000 if lang == "zh" else 1000) else str(whole)
    if shown > 0:
        text += f".{part:0{shown}d}"
    if exact < 0 and scaled:
        return MINUS + text
    return f"+{text}" if signed and scaled else text


def span(low: Exact, high: Exact, unit: str = "", *, digits: int | None = None, lang: str = "zh") -> str:
    """A range: 10%～15%, 4～5家; 10–15%."""
    if lang == "en":
        return f"{_bare(low, unit, digits)}–{figure(high, unit, digits=digits, lang=lang)}"
    first = number(low, digits) + (unit if unit in ("%", "‰") else "")
    return f"{first}～{figure(high, unit, digits=digits, lang=lang)}"


def money(yuan: Exact, *, digits: int = 1, lang: str = "zh") -> str:
    """Yuan in the largest unit that leaves at least 1 before the point: 5597.6亿元, 1.15万亿元."""
    exact = _exact(yuan)
    for size, unit in ((10**12, "万亿元"), (10**8, "亿元"), (10**4, "万元")):
        if abs(exact) >= size:
            return figure(exact / size, unit, digits=digits + (1 if size == 10**12 else 0), lang=lang)
    return figure(exact, "元", digits=digits, lang=lang)


def points(value: Exact, *, digits: int | None = None, lang: str = "zh", signed: bool = False) -> str:
    """A difference between two rates: 3.2个百分点."""
    return figure(value, "个百分点", digits=digits, lang=lang, signed=signed)


def percent(value: Exact, *, digits: int | None = 1, lang: str = "zh", signed: bool = False) -> str:
    """A rate given in percent: 8.0%."""
    return figure(value, "%", digits=digits, lang=lang, signed=signed)


def unit_words(unit: str, lang: str = "zh") -> str:
    """A unit alone, over a chart or a column of magnitudes written in it: 亿元; 100 million yuan; 10 MW."""
    words = _units().get(unit) if lang != "zh" else None
    if words is None:
        return unit
    factor, text = words.factor, words.text
    if factor < 1 and text.startswith("billion"):
        factor, text = factor * 1000, "million" + text.removeprefix("billion")
    return text if factor == 1 else f"{number(factor, lang='en')} {text}"


@dataclass(frozen=True, slots=True)
class UnitWords:
    """One unit in English. factor: the written magnitude is multiplied by it; join: what stands before the text."""

    text: str
    factor: Fraction
    join: str
    examples: tuple[tuple[str, str], ...]


@cache
def _units() -> dict[str, UnitWords]:
    from yaml import CSafeLoader, load

    data = load((Path(__file__).with_name("numbers.yaml")).read_text(encoding="utf-8"), Loader=CSafeLoader)
    return {
        unit: UnitWords(
            str(entry["en"]),
            Fraction(str(entry["factor"])),
            str(entry.get("join", " ")),
            tuple((str(a), str(b)) for a, b in entry["yes"]),
        )
        for unit, entry in data["units"].items()
    }


def _exact(value: Exact) -> Fraction:
    if isinstance(value, str):
        value = Decimal(value.replace(",", "").replace(MINUS, "-"))
    return Fraction(value)


def _decimals(value: Exact) -> int:
    """How many decimals the value was written with."""
    if isinstance(value, int):
        return 0
    if isinstance(value, Fraction):
        for shown in range(5):
            if (value * 10**shown).denominator == 1:
                return shown
        return 4
    written = Decimal(value.replace(",", "").replace(MINUS, "-")) if isinstance(value, str) else value
    exponent = written.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _written(value: Exact, shifted: Fraction, factor: Fraction) -> Exact:
    """The shifted value with as many decimals as keep the written precision."""
    shown = _decimals(value)
    while factor < 1:
        factor, shown = factor * 10, shown + 1
    while factor >= 10 and shown > 0:
        factor, shown = factor / 10, shown - 1
    while shown > _decimals(value) and (shifted * 10 ** (shown - 1)).denominator == 1:
        shown -= 1  # a zero that only the larger unit brought: 9000亿元 is 900 billion yuan
    return Decimal(_half_even(shifted * 10**shown)).scaleb(-shown)


def _half_even(value: Fraction) -> int:
    return round(value)  # Fraction rounds half to even, exactly


def _glue(unit: str) -> str:
    return "" if not unit or unit[0] in "%‰°" else " "


def _bare(value: Exact, unit: str, digits: int | None) -> str:
    words = _units().get(unit)
    if words is None:
        return number(value, digits, lang="en")
    return number(_written(value, _exact(value) * words.factor, words.factor), digits, lang="en")

"""Units as Chinese plans write them: a multiplier (万, 亿), a unit, and perhaps "per" a second one. Exact throughout."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from guihua.errors import GuihuaError
from guihua.plan.data import load

MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit resolved.

    text        as written, NFKC-normalised
    base        the base unit of its dimension (元, 瓦, 个 …); for a ratio "立方米/元"
    dimension   money, power, count, rate, points, times …
    multiplier  of 十百千万亿 alone: 10**12 for 万亿元
    factor      written magnitude × factor = magnitude in the base unit
    discrete    whole things are counted
    """

    text: str
    base: str
    dimension: str
    multiplier: int
    factor: Fraction
    discrete: bool


@cache
def parse_unit(text: str) -> Unit:
    """Resolve a unit; GuihuaError UNIT-UNKNOWN where the table has none."""
    unit = find_unit(text)
    if unit is None:
        raise GuihuaError(
            "UNIT-UNKNOWN",
            f"没有这个单位 {text!r} is no known unit",
            "在 units.yaml 里加一条，附例子 add it there with an example",
        )
    return unit


@cache
def find_unit(text: str) -> Unit | None:
    """Resolve a unit, or None where the table has none. "" and a bare multiplier (万亿) have an unstated base."""
    written = unicodedata.normalize("NFKC", text).strip()
    above, slash, below = written.partition("/")
    top = _simple(above)
    if top is None:
        return None
    if not slash:
        return Unit(written, *top)
    bottom = _simple(below)
    if bottom is None or not below:
        return None
    return Unit(
        written,
        f"{top[0]}/{bottom[0]}",
        f"{top[1]}/{bottom[1]}",
        1,
        top[3] / bottom[3],
        False,
    )


def unit_names() -> tuple[str, ...]:
    """Every simple unit name and alias of the table, longest first (for scanners)."""
    return tuple(sorted(_table(), key=lambda name: (-len(name), name)))


def _simple(text: str) -> tuple[str, str, int, Fraction, bool] | None:
    """(base, dimension, multiplier, factor, discrete) of a unit without "per"."""
    table = _table()
    if text in table:
        base, dimension, factor, discrete = table[text]
        return base, dimension, 1, factor, discrete
    multiplier, rest = 1, text
    while rest and rest[0] in MULTIPLIERS:
        multiplier *= MULTIPLIERS[rest[0]]
        rest = rest[1:]
        if rest in table:
            base, dimension, factor, discrete = table[rest]
            return base, dimension, multiplier, factor * multiplier, discrete
    if not rest:
        return "", "unstated", multiplier, Fraction(multiplier), False
    return None


@cache
def _table() -> dict[str, tuple[str, str, Fraction, bool]]:
    table: dict[str, tuple[str, str, Fraction, bool]] = {}
    for dimension in load("units.yaml")["dimensions"]:
        for entry in dimension["units"]:
            row = (
                dimension["base"],
                dimension["name"],
                Fraction(str(entry.get("factor", 1))),
                bool(entry.get("discrete", dimension.get("discrete", False))),
            )
            for name in (entry["name"], *entry.get("aliases", ())):
                table[unicodedata.normalize("NFKC", name)] = row
    return table

"""Quantities as a plan prints them, with the interval that their printed digits stand for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from guihua.errors import GuihuaError
from guihua.plan.units import Unit, parse_unit


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of exact numbers; None is unbounded on that side.

    Units are those of the quantity that it belongs to.
    """

    lo: Fraction | None
    hi: Fraction | None
    lo_open: bool = False
    hi_open: bool = False

    def __post_init__(self) -> None:
        if self.lo is not None and self.hi is not None and self.lo > self.hi:
            raise ValueError(f"empty interval: {self.lo} > {self.hi}")

    def __contains__(self, value: Fraction) -> bool:
        if self.lo is not None and (value < self.lo or (self.lo_open and value == self.lo)):
            return False
        return self.hi is None or value < self.hi or (value == self.hi and not self.hi_open)

    @property
    def closed(self) -> Interval:
        """The same interval with both ends taken in (certificates work on closed intervals)."""
        return Interval(self.lo, self.hi)

    def meet(self, other: Interval) -> Interval | None:
        """The common part as a closed interval, or None where there is none."""
        lo = other.lo if self.lo is None else self.lo if other.lo is None else max(self.lo, other.lo)
        hi = other.hi if self.hi is None else self.hi if other.hi is None else min(self.hi, other.hi)
        return None if lo is not None and hi is not None and lo > hi else Interval(lo, hi)

    @classmethod
    def point(cls, value: Fraction) -> Interval:
        """The interval that holds one number."""
        return cls(value, value)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A written magnitude (or two, for 4―5家) with its unit.

    magnitudes  decimal digits as written, without separators: "1.15", "8.0" (which is not "8")
    unit        as written, NFKC-normalised: "万亿元"
    """

    magnitudes: tuple[str, ...]
    unit: str

    def __post_init__(self) -> None:
        if not self.magnitudes:
            raise GuihuaError(
                "QUANTITY-EMPTY", "没有写数 a quantity needs at least one magnitude", "写出数字 give its digits"
            )
        for text in self.magnitudes:
            _decimal(text)

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The magnitudes in the written unit."""
        return tuple(_decimal(text) for text in self.magnitudes)

    @property
    def parsed_unit(self) -> Unit:
        """The unit, resolved: its multiplier is exact."""
        return parse_unit(self.unit)

    def in_base(self) -> tuple[Fraction, ...]:
        """The magnitudes in the base unit of their dimension (元, 个, %, 瓦 …), exactly."""
        factor = self.parsed_unit.factor
        return tuple(Fraction(value) * factor for value in self.values)

    def interval(self) -> Interval:
        """What the printed digits stand for, in the base unit: half a unit of the last printed place on either side.

        Whole counts of things (29户) are exact; with a multiplier (28万户) the last printed place rules. A range
        (4―5家) spans from the lowest to the highest reading.
        """
        unit = self.parsed_unit
        exact = unit.discrete and unit.multiplier == 1
        lows, highs = [], []
        for text, value in zip(self.magnitudes, self.in_base(), strict=True):
            half = Fraction(0) if exact and "." not in text else last_place(text) * unit.factor / 2
            lows.append(value - half)
            highs.append(value + half)
        return Interval(min(lows), max(highs), hi_open=min(lows) != max(highs) and not exact)

    def __str__(self) -> str:
        return "―".join(self.magnitudes) + self.unit


def last_place(magnitude: str) -> Fraction:
    """The value of the last printed place: "1.15" → 1/100, "8" → 1, "8.0" → 1/10."""
    exponent = _decimal(magnitude).as_tuple().exponent
    if not isinstance(exponent, int):
        raise GuihuaError(
            "QUANTITY-NOT-A-NUMBER",
            f"不是有限的数 {magnitude!r} is no finite number",
            "写十进制数字 give decimal digits",
        )
    return Fraction(10) ** exponent


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except (InvalidOperation, TypeError):
        raise GuihuaError(
            "QUANTITY-NOT-A-NUMBER",
            f"不是数 {text!r} is no decimal number",
            "写数字、小数点、数字 write digits, a point, digits",
        ) from None
    if not value.is_finite():
        raise GuihuaError(
            "QUANTITY-NOT-A-NUMBER",
            f"不是有限的数 {text!r} is no finite number",
            "写数字、小数点、数字 write digits, a point, digits",
        )
    return value


def number_of(text: str) -> Decimal | None:
    """The number that a text is, exactly; None for an empty text and for what is no single number ("10–20")."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None

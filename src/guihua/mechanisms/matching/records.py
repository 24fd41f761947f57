"""What the engine of meetings takes and gives, each result with what proves it. Numbers are exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

KIND = "matching"
VERSION = "1"

Lists = tuple[tuple[str, tuple[str, ...]], ...]
"""Who ranks whom, best first; whoever is not listed is not acceptable."""


@dataclass(frozen=True, slots=True)
class Stable:
    """A stable matching. choosers propose; places have room for so many (none: zero).

    pairs   (chooser, place), in the choosers' order
    """

    choosers: Lists
    places: Lists
    room: tuple[tuple[str, int], ...]
    pairs: tuple[tuple[str, str], ...]

    def of_place(self, place: str) -> tuple[str, ...]:
        """Who is at a place, best first by its own list."""
        held = {c for c, p in self.pairs if p == place}
        return tuple(c for c in dict(self.places).get(place, ()) if c in held)


@dataclass(frozen=True, slots=True)
class Assigned:
    """As many pairs as possible, at the least cost. costs hold the pairs that may meet (exact; whole numbers may stay int).

    left, right   prices that prove it: each at least zero, together at least the worth of every pair that may meet, equal
                  for the pairs that meet, zero for whoever is alone. The worth of a pair is `base` less its cost
    """

    lefts: tuple[str, ...]
    rights: tuple[str, ...]
    costs: tuple[tuple[str, str, Fraction | int], ...]
    base: Fraction
    pairs: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, Fraction], ...]
    right: tuple[tuple[str, Fraction], ...]

    @property
    def cost(self) -> Fraction:
        """What the pairs cost together."""
        by_pair = {(a, b): c for a, b, c in self.costs}
        return sum((Fraction(by_pair[p]) for p in self.pairs), Fraction(0))


@dataclass(frozen=True, slots=True)
class Flow:
    """As much as possible from those who have to those who need, at the least cost. ways hold who may send to whom, at
    which cost a unit and with which most (None: no limit).

    supply_prices, demand_prices, way_prices   shadow prices that prove it; the worth of a unit is `base` less its cost
    """

    supply: tuple[tuple[str, Fraction], ...]
    demand: tuple[tuple[str, Fraction], ...]
    ways: tuple[tuple[str, str, Fraction, Fraction | None], ...]
    base: Fraction
    amounts: tuple[tuple[str, str, Fraction], ...]
    supply_prices: tuple[tuple[str, Fraction], ...]
    demand_prices: tuple[tuple[str, Fraction], ...]
    way_prices: tuple[tuple[str, str, Fraction], ...]

    @property
    def total(self) -> Fraction:
        """How much goes."""
        return sum((a for *_, a in self.amounts), Fraction(0))

    @property
    def cost(self) -> Fraction:
        """What it costs."""
        by_way = {(a, b): c for a, b, c, _ in self.ways}
        return sum((by_way[a, b] * amount for a, b, amount in self.amounts), Fraction(0))


@dataclass(frozen=True, slots=True)
class Order:
    """An order to buy or to sell. Earlier ones stand first in the list."""

    id: str
    side: str
    price: Fraction
    quantity: Fraction
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Auction:
    """One price for all (集中竞价). fills: order → how much of it trades, for those that trade.

    low, high   every price between them trades the greatest volume at the least surplus
    tick        the smallest step of a price; rule: "time" or "pro-rata" among those at the margin
    reference   the price that decides where nothing else does, None for the middle
    """

    orders: tuple[Order, ...]
    tick: Fraction
    rule: str
    reference: Fraction | None
    price: Fraction | None
    volume: Fraction
    surplus: Fraction
    low: Fraction | None
    high: Fraction | None
    fills: tuple[tuple[str, Fraction], ...]
    step: Fraction = Fraction(1)

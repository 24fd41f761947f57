"""Uniform-price call auction (集中竞价): orders meet at one price at which the most is traded.

Among prices with the greatest volume those with the least surplus (what is left over at the price); among these, where buyers
are left over the highest, where sellers are the lowest; where both or neither, the one nearest to a reference price, else the
middle. At the margin the earlier order trades first, or all in proportion.

Source: the auction rules that exchanges publish (four principles: volume, surplus, pressure, reference).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from guihua.errors import GuihuaError
from guihua.mechanisms.matching.records import Auction, Order

BUY, SELL = "buy", "sell"
ZERO = Fraction(0)


def auction(
    orders: Sequence[Order], *, tick: Fraction | None = None, reference: Fraction | None = None, rule: str = "time",
    step: Fraction = Fraction(1),
) -> Auction:  # fmt: skip
    """The price, the volume and who trades how much.

    tick   the smallest step of a price (the orders' own smallest digits where None); rule: "time" or "pro-rata"
    step   the smallest quantity, for what is shared in proportion

    Raises GuihuaError MATCH-ORDER (a side that is none, a price or quantity that is not positive, an order twice), MATCH-RULE.
    """
    _check(orders, rule)
    small = tick or Fraction(1, lcm(1, *(o.price.denominator for o in orders)))
    best = _best(orders, small)
    if best is None:
        return Auction(tuple(orders), small, rule, reference, None, ZERO, ZERO, None, None, (), step)
    volume, surplus, low, high = best
    price = _chosen(orders, low, high, small, reference)
    fills = [
        f
        for side in (BUY, SELL)
        for f in _filled([o for o in orders if o.side == side], price, volume, side, rule, step)
    ]
    return Auction(tuple(orders), small, rule, reference, price, volume, surplus, low, high, tuple(fills), step)


def standing(orders: Sequence[Order], price: Fraction) -> tuple[Fraction, Fraction]:
    """(bought, sold) at a price: what would be bought at it or more, what sold at it or less."""
    bought = sum((o.quantity for o in orders if o.side == BUY and o.price >= price), ZERO)
    return bought, sum((o.quantity for o in orders if o.side == SELL and o.price <= price), ZERO)


def _best(orders: Sequence[Order], tick: Fraction) -> tuple[Fraction, Fraction, Fraction, Fraction] | None:
    """(volume, surplus, low, high) of the prices with the greatest volume and, among them, the least surplus."""
    own = {o.price for o in orders}
    prices = sorted(own | {p + tick for p in own} | {p - tick for p in own if p > tick})
    found = [(min(standing(orders, p)), abs(standing(orders, p)[0] - standing(orders, p)[1]), p) for p in prices]
    volume = max((v for v, *_ in found), default=ZERO)
    if not volume:
        return None
    surplus = min(s for v, s, _ in found if v == volume)
    fitting = [p for v, s, p in found if v == volume and s == surplus]
    return volume, surplus, fitting[0], fitting[-1]


def _chosen(
    orders: Sequence[Order], low: Fraction, high: Fraction, tick: Fraction, reference: Fraction | None
) -> Fraction:
    (bought, sold), (bought_high, sold_high) = standing(orders, low), standing(orders, high)
    if bought > sold and bought_high > sold_high:
        return high
    if bought < sold and bought_high < sold_high:
        return low
    if reference is not None:
        return min(max(reference, low), high)
    middle = (low + high) / 2
    return (middle / tick).__floor__() * tick if (middle / tick).__floor__() * tick >= low else low


def _filled(
    orders: Sequence[Order], price: Fraction, volume: Fraction, side: str, rule: str, step: Fraction
) -> list[tuple[str, Fraction]]:
    """Better prices first; among those of one price the earlier, or all in proportion."""
    willing = [o for o in orders if (o.price >= price if side == BUY else o.price <= price)]
    left, found = volume, []
    for level in sorted({o.price for o in willing}, reverse=side == BUY):
        alike = [o for o in willing if o.price == level]
        there = sum((o.quantity for o in alike), ZERO)
        if rule == "pro-rata" and there > left:
            found += _shared(alike, left, there, step)
            left = ZERO
        for o in alike if rule == "time" or there <= left else ():
            amount = min(o.quantity, left)
            left -= amount
            if amount:
                found.append((o.id, amount))
        if not left:
            break
    return found


def _shared(alike: Sequence[Order], amount: Fraction, there: Fraction, step: Fraction) -> list[tuple[str, Fraction]]:
    """In proportion, in whole steps: down, then a step each to the largest remainders, the earlier first."""
    ideal = [o.quantity * amount / there for o in alike]
    given = [(v / step).__floor__() * step for v in ideal]
    order = sorted(range(len(alike)), key=lambda k: (-(ideal[k] - given[k]), k))
    left = amount - sum(given, ZERO)
    for k in order:
        more = min(step, left, alike[k].quantity - given[k])
        given[k] += more
        left -= more
    return [(o.id, g) for o, g in zip(alike, given, strict=True) if g]


def _check(orders: Sequence[Order], rule: str) -> None:
    if rule not in ("time", "pro-rata"):
        raise GuihuaError("MATCH-RULE", f"没有这种配给办法 no rule {rule!r}", "time 或 or pro-rata")
    seen: set[str] = set()
    for o in orders:
        if o.id in seen:
            raise GuihuaError("MATCH-ORDER", f"报单 {o.id} 出现两次 an order stands twice", "每张一个编号 one id each")
        seen.add(o.id)
        if o.side not in (BUY, SELL):
            raise GuihuaError(
                "MATCH-ORDER", f"报单 {o.id} 的方向不对 is neither buy nor sell: {o.side!r}", "buy 或 or sell"
            )
        if o.price < 0 or o.quantity <= 0:
            raise GuihuaError(
                "MATCH-ORDER",
                f"报单 {o.id} 的价格或数量不是正数 a price or a quantity below zero",
                "改正这一行 mend this row",
            )

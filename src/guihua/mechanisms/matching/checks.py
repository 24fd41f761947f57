"""Checking meetings: no solver, no numpy, nothing that decides. Each function says why a result is not proved, "" where it is."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import lcm

from guihua.mechanisms.matching.records import Assigned, Auction, Flow, Order, Stable

ZERO = Fraction(0)


def stable_fault(found: Stable) -> str:
    """Individually acceptable, within room, and no pair that would both rather have each other."""
    wishes = {c: {p: i for i, p in enumerate(w)} for c, w in found.choosers}
    rank = {p: {c: i for i, c in enumerate(w)} for p, w in found.places}
    room, of = dict(found.room), dict(found.pairs)
    if len(of) < len(found.pairs) or set(room) != set(rank):
        return "somebody twice, or room for nobody"
    for chooser, place in found.pairs:
        if place not in wishes.get(chooser, {}) or chooser not in rank[place]:
            return f"{chooser} and {place} do not both list each other"
    held = Counter(of.values())
    over = next((p for p, n in held.items() if n > room[p]), "")
    if over:
        return f"{over} holds more than it has room for"
    worst = (
        {p: max((rank[p][c] for c, at in found.pairs if at == p), default=-1) for p in rank}
        if len(found.pairs) < 50
        else _worst(found, rank)
    )
    for chooser, own in wishes.items():
        limit = own.get(of.get(chooser, ""), len(own))
        for place, i in own.items():
            if i >= limit:
                break
            mine = rank[place].get(chooser)
            if mine is not None and room[place] and (held[place] < room[place] or mine < worst[place]):
                return f"{chooser} and {place} would both rather have each other"
    return ""


def assigned_fault(found: Assigned) -> str:
    """The prices bound every pair and meet the pairs' worth: no assignment has more pairs, nor as many at less cost."""
    cost = {(a, b): c for a, b, c in found.costs}
    left, right = dict(found.left), dict(found.right)
    if len(cost) < len(found.costs) or not set(left) <= set(found.lefts) or not set(right) <= set(found.rights):
        return "a pair twice, or a price of nobody"
    twice = len({a for a, _ in found.pairs}) < len(found.pairs) or len({b for _, b in found.pairs}) < len(found.pairs)
    if twice or any(p not in cost for p in found.pairs):
        return "somebody meets two, or whom he may not"
    highest = max(cost.values(), default=ZERO)
    if (
        found.base <= highest * min(len(found.lefts), len(found.rights))
        or min((*left.values(), *right.values()), default=ZERO) < 0
    ):
        return "the base does not put more pairs first, or a price below zero"
    over = _dearer(cost, left, right, found.base)
    if over is not None:
        return f"{over[0]} and {over[1]} are worth more than their prices"
    worth = sum((found.base - cost[p] for p in found.pairs), ZERO)
    return "" if worth == sum(left.values(), ZERO) + sum(right.values(), ZERO) else "the prices prove another total"


def _dearer(
    cost: dict[tuple[str, str], Fraction | int], left: dict[str, Fraction], right: dict[str, Fraction], base: Fraction
) -> tuple[str, str] | None:
    """A pair that is worth more than its prices; reckoned in whole units, so that millions of pairs take seconds."""
    unit = lcm(
        1,
        base.denominator,
        *{c.denominator for c in cost.values()},
        *{p.denominator for p in (*left.values(), *right.values())},
    )
    u, v, top = (
        {n: int(p * unit) for n, p in left.items()},
        {n: int(p * unit) for n, p in right.items()},
        int(base * unit),
    )
    for (a, b), c in cost.items():
        if u.get(a, 0) + v.get(b, 0) + (c.numerator * (unit // c.denominator)) < top:
            return a, b
    return None


def flow_fault(found: Flow) -> str:
    """Within what is there, needed and allowed; the shadow prices bound every way and meet the flow's worth."""
    supply, demand = dict(found.supply), dict(found.demand)
    ways = {(a, b): (c, most) for a, b, c, most in found.ways}
    amounts = {(a, b): x for a, b, x in found.amounts}
    if len(ways) < len(found.ways) or len(amounts) < len(found.amounts) or any(w not in ways for w in amounts):
        return "a way twice, or one that there is not"
    out: Counter[str] = Counter()
    into: Counter[str] = Counter()
    for (a, b), x in amounts.items():
        most = ways[a, b][1]
        if x < 0 or (most is not None and x > most):
            return f"{a}→{b} carries what it must not"
        out[a] += x  # type: ignore[assignment]
        into[b] += x  # type: ignore[assignment]
    if any(out[n] > q for n, q in supply.items()) or any(into[n] > q for n, q in demand.items()):
        return "more than is there, or more than is needed"
    return _flow_prices(found, ways, supply, demand)


def auction_fault(found: Auction) -> str:
    """The volume is the greatest, the price supports it, nobody trades against his limit, no executable pair is left."""
    ids = [o.id for o in found.orders]
    if len(set(ids)) < len(ids) or any(
        o.quantity <= 0 or o.price < 0 or o.side not in ("buy", "sell") for o in found.orders
    ):
        return "an order twice, or one that is none"
    prices = sorted({o.price for o in found.orders} | {o.price + s * found.tick for o in found.orders for s in (-1, 1)})
    at = {p: _standing(found, p) for p in prices}
    most = max((min(v) for v in at.values()), default=ZERO)
    if found.price is None:
        return "there is something to trade" if most or found.fills else ""
    if found.volume != most or min(_standing(found, found.price)) != most:
        return f"{most} could be traded"
    least = min(abs(b - s) for b, s in at.values() if min(b, s) == most)
    bought, sold = _standing(found, found.price)
    if abs(bought - sold) != least or found.surplus != least:
        return f"the least surplus is {least}"
    return _price_fault(
        found, [p for p, (b, s) in at.items() if min(b, s) == most and abs(b - s) == least]
    ) or _fill_fault(found)


def _price_fault(found: Auction, fitting: list[Fraction]) -> str:
    low, high = fitting[0], fitting[-1]
    if (found.low, found.high) != (low, high):
        return f"prices from {low} to {high} fit"
    ends = [_standing(found, p) for p in (low, high)]
    if all(b > s for b, s in ends):
        return "" if found.price == high else "buyers are left over: the highest price counts"
    if all(b < s for b, s in ends):
        return "" if found.price == low else "sellers are left over: the lowest price counts"
    if found.reference is not None:
        return "" if found.price == min(max(found.reference, low), high) else "not the nearest to the reference"
    middle = (low + high) / 2
    rounded = (middle / found.tick).__floor__() * found.tick
    return "" if found.price == max(rounded, low) else "not the middle"


def _fill_fault(found: Auction) -> str:
    by_id: dict[str, Order] = {o.id: o for o in found.orders}
    fills = dict(found.fills)
    if len(fills) < len(found.fills) or not set(fills) <= set(by_id):
        return "an order filled twice, or one that there is not"
    assert found.price is not None
    for name, amount in fills.items():
        o = by_id[name]
        if not 0 < amount <= o.quantity or (o.price < found.price if o.side == "buy" else o.price > found.price):
            return f"{name} trades against its limit"
    return _side_fault(found, "buy", fills) or _side_fault(found, "sell", fills)


def _side_fault(found: Auction, side: str, fills: dict[str, Fraction]) -> str:
    """One side sums to the volume, better prices first, and at one price by the rule."""
    own = [o for o in found.orders if o.side == side]
    if sum((fills.get(o.id, ZERO) for o in own), ZERO) != found.volume:
        return f"the {side} side does not sum to the volume"
    short: Order | None = None
    for o in sorted(own, key=lambda o: -o.price if side == "buy" else o.price):
        got = fills.get(o.id, ZERO)
        if short is not None and got and (o.price != short.price or found.rule == "time"):
            return f"{o.id} trades before {short.id}, which stands before it"
        short = short or (o if got < o.quantity else None)
    return _proportion_fault(found, own, fills) if found.rule == "pro-rata" else ""


def _proportion_fault(found: Auction, own: list[Order], fills: dict[str, Fraction]) -> str:
    """At the margin everyone gets his part within a step."""
    for level in {o.price for o in own}:
        alike = [o for o in own if o.price == level]
        there = sum((o.quantity for o in alike), ZERO)
        got = sum((fills.get(o.id, ZERO) for o in alike), ZERO)
        for o in alike:
            if abs(fills.get(o.id, ZERO) - o.quantity * got / there) >= max(found.step, Fraction(1, 10**9)):
                return f"{o.id} gets another part than the others"
    return ""


def _flow_prices(
    found: Flow,
    ways: dict[tuple[str, str], tuple[Fraction, Fraction | None]],
    supply: dict[str, Fraction],
    demand: dict[str, Fraction],
) -> str:
    give, take = dict(found.supply_prices), dict(found.demand_prices)
    way = {(a, b): p for a, b, p in found.way_prices}
    if any(p < 0 for p in (*give.values(), *take.values(), *way.values())):
        return "a price below zero"
    if any(ways.get(w, (ZERO, None))[1] is None for w in way):
        return "a price on a way without a limit"
    highest = max((c for c, _ in ways.values()), default=ZERO)
    if found.base <= highest * min(len(supply), len(demand)):
        return "the base does not put more first"
    for (a, b), (cost, _) in ways.items():
        if give.get(a, ZERO) + take.get(b, ZERO) + way.get((a, b), ZERO) < found.base - cost:
            return f"{a}→{b} is worth more than its prices"
    worth = sum(((found.base - ways[a, b][0]) * x for a, b, x in found.amounts), ZERO)
    bound = sum((p * supply[n] for n, p in give.items()), ZERO) + sum((p * demand[n] for n, p in take.items()), ZERO)
    bound += sum((p * (ways[w][1] or ZERO) for w, p in way.items()), ZERO)
    return "" if worth == bound else "the prices prove another total"


def _standing(found: Auction, price: Fraction) -> tuple[Fraction, Fraction]:
    bought = sum((o.quantity for o in found.orders if o.side == "buy" and o.price >= price), ZERO)
    return bought, sum((o.quantity for o in found.orders if o.side == "sell" and o.price <= price), ZERO)


def _worst(found: Stable, rank: dict[str, dict[str, int]]) -> dict[str, int]:
    worst = dict.fromkeys(rank, -1)
    for chooser, place in found.pairs:
        worst[place] = max(worst[place], rank[place][chooser])
    return worst

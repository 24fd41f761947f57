"""“Why not me”: for someone who asks, the gate that kept him out, the better ones before him, or the price that he missed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from guihua.mechanisms.matching.records import Assigned, Auction, Flow, Stable


@dataclass(frozen=True, slots=True)
class Why:
    """One answer: about whom (the other side), the reason's code, and those or that which stood in the way.

    not_listed  one of the two does not list the other (a gate, or a wish)
    no_room     the place takes nobody
    better      the place holds only those whom it lists higher (who)
    has_better  the asker himself has whom he lists higher (who)
    dearer      a pair of both would cost more than what it displaces: by `amount`
    price       his limit does not reach the price: short by `amount`
    margin      at his price not everyone could trade: the earlier, or his part (amount) only
    """

    about: str
    reason: str
    who: tuple[str, ...] = ()
    amount: Fraction | None = None


def why_not(found: Stable, chooser: str) -> tuple[Why, ...]:
    """For every place that a chooser lists before the one he has (all of them where he has none)."""
    wishes = dict(found.choosers).get(chooser, ())
    of, room = dict(found.pairs), dict(found.room)
    answers = []
    for place in wishes:
        if of.get(chooser) == place:
            break
        listed = dict(found.places).get(place, ())
        if chooser not in listed:
            answers.append(Why(place, "not_listed"))
        elif not room.get(place):
            answers.append(Why(place, "no_room"))
        else:
            answers.append(Why(place, "better", found.of_place(place)))
    return tuple(answers)


def why_not_pair(found: Assigned, left: str, right: str) -> Why:
    """Why two do not meet: they may not, or the pair would cost more than their prices allow (by how much)."""
    cost = {(a, b): c for a, b, c in found.costs}
    if (left, right) in found.pairs:
        return Why(right, "met")
    if (left, right) not in cost:
        return Why(right, "not_listed")
    worth = found.base - cost[left, right]
    over = dict(found.left).get(left, Fraction(0)) + dict(found.right).get(right, Fraction(0)) - worth
    who = tuple(b if a == left else a for a, b in found.pairs if left == a or right == b)
    return Why(right, "dearer", who, over)


def why_not_way(found: Flow, start: str, end: str) -> Why:
    """Why nothing (more) goes a way: there is none, or it would have to cost less (by how much)."""
    ways = {(a, b): c for a, b, c, _ in found.ways}
    if (start, end) not in ways:
        return Why(end, "not_listed")
    prices = dict(found.supply_prices).get(start, Fraction(0)) + dict(found.demand_prices).get(end, Fraction(0))
    prices += next((p for a, b, p in found.way_prices if (a, b) == (start, end)), Fraction(0))
    who = tuple(b if a == start else a for a, b, _ in found.amounts if (a == start) != (b == end))
    return Why(end, "dearer", who, prices - (found.base - ways[start, end]))


def why_not_order(found: Auction, order: str) -> Why:
    """Why an order did not trade, or not whole."""
    own = next(o for o in found.orders if o.id == order)
    got = dict(found.fills).get(order, Fraction(0))
    if got == own.quantity:
        return Why(order, "met")
    if found.price is None:
        return Why(order, "price")
    short = found.price - own.price if own.side == "buy" else own.price - found.price
    if short > 0:
        return Why(order, "price", (), short)
    before = tuple(o.id for o in found.orders if o.side == own.side and o.id != order and dict(found.fills).get(o.id))
    return Why(order, "margin", before, got)

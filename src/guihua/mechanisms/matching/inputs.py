"""What each kind of meeting is asked, from a job's tables: the same for who decides and for who checks."""

from __future__ import annotations

from fractions import Fraction

from guihua.errors import GuihuaError
from guihua.mechanisms.core.records import Job
from guihua.mechanisms.matching.meeting import Meeting, Pairs, amounts, number_of, ranked
from guihua.mechanisms.matching.records import Lists, Order

Ways = tuple[tuple[str, str, Fraction, Fraction | None], ...]
SIDES = {"买": "buy", "买入": "buy", "buy": "buy", "卖": "sell", "卖出": "sell", "sell": "sell"}


def ways_of(job: Job, meeting: Meeting, pairs: Pairs) -> tuple[dict[str, Fraction], dict[str, Fraction], Ways]:
    """Supply, demand and ways of a flow."""
    supply, demand = amounts(job.table(meeting.offers), meeting), amounts(job.table(meeting.needs), meeting)
    cost = meeting.cost or "0"
    return supply, demand, tuple((a, b, number_of(cost, scope, "cost"), None) for a, b, scope in pairs.allowed)


def costs_of(meeting: Meeting, pairs: Pairs) -> dict[tuple[str, str], Fraction]:
    """Costs of an assignment's pairs."""
    return {(a, b): number_of(meeting.cost or "0", scope, "cost") for a, b, scope in pairs.allowed}


def lists_of(job: Job, meeting: Meeting, pairs: Pairs) -> tuple[Lists, Lists, tuple[tuple[str, int], ...]]:
    """Choosers (needs) and places (offers) with their lists, and room, of a stable matching."""
    wishes: dict[str, list[tuple[str, Fraction]]] = {row["code"]: [] for row in job.table(meeting.needs).records()}
    takes: dict[str, list[tuple[str, Fraction]]] = {row["code"]: [] for row in job.table(meeting.offers).records()}
    for a, b, scope in pairs.allowed:
        wishes[b].append((a, number_of(meeting.need_likes or "0", scope, "need_likes")))
        takes[a].append((b, number_of(meeting.offer_likes or "0", scope, "offer_likes")))
    room = tuple(
        (row["code"], _room(row.get(meeting.room, "1") if meeting.room else "1", row["code"]))
        for row in job.table(meeting.offers).records()
    )
    return tuple((n, ranked(w)) for n, w in wishes.items()), tuple((n, ranked(w)) for n, w in takes.items()), room


def orders_of(job: Job, meeting: Meeting) -> tuple[tuple[Order, ...], Fraction | None, Fraction | None]:
    """The orders of an auction, in their order; its tick and reference price."""
    found = []
    for row in job.table(meeting.offers).records():
        side = SIDES.get(row["side"].strip(), "")
        try:
            price, quantity = Fraction(row["price"]), Fraction(row["quantity"])
        except (ValueError, ZeroDivisionError):
            side = ""
            price = quantity = Fraction(0)
        if not side or price < 0 or quantity <= 0:
            raise GuihuaError(
                "MATCH-ORDER",
                f"报单 {row['code']} 的方向、价格或数量不对 has no side, price or quantity",
                "买/卖，价格不为负，数量为正 buy or sell, a price not below zero, a positive quantity",
            )
        found.append(Order(row["code"], side, price, quantity, row.get("holder", "")))
    return tuple(found), _maybe(meeting.tick), _maybe(meeting.reference)


def _maybe(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def _room(text: str, code: str) -> int:
    try:
        return int(text or "1")
    except ValueError:
        raise GuihuaError(
            "MATCH-ROOM", f"{code} 的名额不是整数 the room is no whole number: {text!r}", "写整数 a whole number"
        ) from None

"""A meeting as declared: who offers and who needs, which gates stand between them, what a pair costs. Pure: decide and check
both read it.

    settings:
      kind: flow                       # flow, assignment, stable, auction
      offers: offers                   # the input's name; needs likewise (auction: orders)
      join: [material]                 # columns that must be the same on both sides
      gates: [{name: composition, zh: 成分, is: "offer.grade >= need.grade"}]
      cost: "distance.km * 0.5"        # of a unit (flow) or of a pair; FEEL over offer, need, distance
      distances: distances             # an optional input of from, to, km …
      amount: amount                   # the column of quantities (flow); unit: 吨, and the column `unit` where rows have their own
      offer_likes, need_likes          # scores by which each side ranks the other (stable); room: the column of places
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from guihua.errors import GuihuaError
from guihua.mechanisms.core.expressions import contexts, expression
from guihua.mechanisms.core.records import Job, Table
from guihua.plan.units import find_unit
from guihua.rules.feel.values import Value

KINDS = ("flow", "assignment", "stable", "auction")
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition that a pair must meet, by its name for people."""

    name: str
    zh: str
    condition: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """The settings of one declaration."""

    kind: str
    offers: str
    needs: str
    join: tuple[str, ...]
    gates: tuple[Gate, ...]
    cost: str
    distances: str
    amount: str
    unit: str
    offer_likes: str
    need_likes: str
    room: str
    rule: str
    tick: str
    reference: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who may meet whom: (offer, need) → the row of both with the distance; and for all others the gate that kept them apart."""

    allowed: tuple[tuple[str, str, dict[str, Value]], ...]
    stopped: tuple[tuple[str, str, str], ...]


def meeting_of(job: Job) -> Meeting:
    """The settings of a job. GuihuaError MATCH-SETTINGS for an unknown kind or key."""
    found: dict[str, Any] = {**job.declaration.settings, **job.settings}
    kind = str(found.pop("kind", ""))
    gates = tuple(Gate(str(g["name"]), str(g.get("zh", g["name"])), str(g["is"])) for g in found.pop("gates", ()) or ())
    join = tuple(map(str, found.pop("join", ()) or ()))
    names = (
        "offers",
        "needs",
        "cost",
        "distances",
        "amount",
        "unit",
        "offer_likes",
        "need_likes",
        "room",
        "rule",
        "tick",
        "reference",
    )
    slots = {name: str(found.pop(name, "") or "") for name in names}
    if kind not in KINDS or found:
        raise GuihuaError(
            "MATCH-SETTINGS", f"撮合的设置不对 settings of a meeting: kind {kind!r}, {', '.join(found)}",
            f"kind 可用 one of: {', '.join(KINDS)}", job.declaration.where,
        )  # fmt: skip
    return Meeting(kind, join=join, gates=gates, **slots)


def pairs_of(job: Job, meeting: Meeting) -> Pairs:
    """Every pair that the gates let through. Raises GuihuaError MATCH-GATE where a gate cannot be asked."""
    offers, needs = contexts(job.table(meeting.offers)), contexts(job.table(meeting.needs))
    away = _distances(job, meeting)
    by_join: dict[tuple[Value, ...], list[dict[str, Value]]] = defaultdict(list)
    for need in needs:
        by_join[tuple(need.get(c) for c in meeting.join)].append(need)
    asked = [(g, expression(g.condition)) for g in meeting.gates]
    allowed, stopped = [], []
    for offer in offers:
        for need in by_join.get(tuple(offer.get(c) for c in meeting.join), ()):
            ends = (str(offer["code"]), str(need["code"]))
            scope: dict[str, Value] = {"offer": offer, "need": need, "distance": away.get(ends)}
            shut = next((g.zh for g, ask in asked if _asked(g, ask, scope) is not True), "")
            if shut:
                stopped.append((*ends, shut))
            else:
                allowed.append((*ends, scope))
    return Pairs(tuple(allowed), tuple(stopped))


def number_of(text: str, scope: dict[str, Value], what: str) -> Fraction:
    """A cost or score of a pair. GuihuaError MATCH-COST where it is no number."""
    found = expression(text)(scope)
    try:
        return Fraction(str(found))
    except (ValueError, ZeroDivisionError):
        ends = "—".join(str(row["code"]) for row in (scope["offer"], scope["need"]) if isinstance(row, dict))
        raise GuihuaError(
            "MATCH-COST",
            f"{ends} 的 {what} 算不出 cannot be worked out: {text}",
            "检查距离表和各栏 check the distances and columns",
        ) from None


def amounts(table: Table, meeting: Meeting) -> dict[str, Fraction]:
    """code → quantity in the meeting's unit. GuihuaError MATCH-QUANTITY, MATCH-UNIT (a unit that does not convert)."""
    found = {}
    for row in table.records():
        text = row.get(meeting.amount, "") or "0"
        try:
            value = Fraction(text)
        except (ValueError, ZeroDivisionError):
            raise GuihuaError(
                "MATCH-QUANTITY", f"{row['code']} 的数量不是数 is no number: {text!r}", "写数字 write digits"
            ) from None
        found[row["code"]] = value * _factor(row.get("unit", ""), meeting.unit, row["code"])
    return found


def _factor(own: str, wanted: str, code: str) -> Fraction:
    if not own or own == wanted:
        return Fraction(1)
    here, there = find_unit(own), find_unit(wanted)
    if here is None or there is None or here.dimension != there.dimension:
        raise GuihuaError(
            "MATCH-UNIT",
            f"{code} 的单位 {own!r} 不能换算成 does not convert to {wanted!r}",
            "写同类的单位 a unit of the same kind",
        )
    return here.factor / there.factor


def _asked(gate: Gate, ask: Any, scope: dict[str, Value]) -> Value:
    try:
        found: Value = ask(scope)
    except GuihuaError:
        raise
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise GuihuaError(
            "MATCH-GATE", f"门槛 {gate.zh} 问不出来 the gate cannot be asked: {error}", gate.condition
        ) from None
    return found


def _distances(job: Job, meeting: Meeting) -> dict[tuple[str, str], Value]:
    if not meeting.distances:
        return {}
    rows = contexts(job.table(meeting.distances))
    by_place = {(str(r["from"]), str(r["to"])): r for r in rows}
    by_place |= {(b, a): r for (a, b), r in by_place.items() if (b, a) not in by_place}
    places = [_places(job.table(name)) for name in (meeting.offers, meeting.needs)]
    found: dict[tuple[str, str], Value] = {}
    for offer, start in places[0].items():
        for need, end in places[1].items():
            row = by_place.get((offer, need)) or by_place.get((start, end))
            if row is not None:
                found[offer, need] = row
            elif start and start == end:
                found[offer, need] = {"from": start, "to": end, "km": expression("0")({})}
    return found


def _places(table: Table) -> dict[str, str]:
    return {row["code"]: row.get("place", "") for row in table.records()}


def ranked(scores: Sequence[tuple[str, Fraction]]) -> tuple[str, ...]:
    """Names by score, the highest first; equal ones in their order."""
    return tuple(name for name, _ in sorted(scores, key=lambda pair: -pair[1]))

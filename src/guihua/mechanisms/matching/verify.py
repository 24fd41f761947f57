"""Checking a meeting without deciding it: the pairs asked of the gates again, the proof held, the tables made from it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guihua.mechanisms.core.records import Decided, Job, Outcome
from guihua.mechanisms.matching.checks import assigned_fault, auction_fault, flow_fault, stable_fault
from guihua.mechanisms.matching.inputs import costs_of, lists_of, orders_of, ways_of
from guihua.mechanisms.matching.meeting import Meeting, Pairs, meeting_of, pairs_of
from guihua.mechanisms.matching.records import Assigned, Auction, Flow, Stable
from guihua.mechanisms.matching.tables import auction_outcome, outcome_of
from guihua.proof.codec import decode
from guihua.proof.verify import Part, part


def check(job: Job, decided: Decided) -> list[Part]:
    """Parts: the proof of the outcome, that it is of these inputs, and the tables."""
    meeting = meeting_of(job)
    if set(decided.certificate) != {meeting.kind}:
        return [part("proof", "another kind of proof")]
    plain = decided.certificate[meeting.kind]
    if meeting.kind == "auction":
        auction = decode(Auction, plain)
        orders, tick, reference = orders_of(job, meeting)
        same = auction.orders == orders and auction.reference == reference and auction.rule == (meeting.rule or "time")
        same = same and (tick is None or auction.tick == tick)
        return [
            part("inputs", "" if same else "of other orders"),
            part("proof", auction_fault(auction)),
            _tables(auction_outcome(auction), decided),
        ]
    pairs = pairs_of(job, meeting)
    kinds: dict[str, Any] = {"flow": Flow, "assignment": Assigned, "stable": Stable}
    found: Flow | Assigned | Stable = decode(kinds[meeting.kind], plain)
    proof = (
        flow_fault(found)
        if isinstance(found, Flow)
        else assigned_fault(found)
        if isinstance(found, Assigned)
        else stable_fault(found)
    )
    return [
        part("inputs", _inputs_fault(job, meeting, pairs, found)),
        part("proof", proof),
        _tables(outcome_of(job, meeting, pairs, found), decided),
    ]


def _inputs_fault(job: Job, meeting: Meeting, pairs: Pairs, found: Flow | Assigned | Stable) -> str:
    """Is the proof about these offers and needs, and all pairs that the gates let through?"""
    if isinstance(found, Flow):
        supply, demand, ways = ways_of(job, meeting, pairs)
        same = (dict(found.supply), dict(found.demand), found.ways) == (supply, demand, ways)
    elif isinstance(found, Assigned):
        costs = {(a, b): c for a, b, c in found.costs}
        sides: Sequence[tuple[str, ...]] = [
            tuple(r["code"] for r in job.table(t).records()) for t in (meeting.offers, meeting.needs)
        ]
        same = costs == costs_of(meeting, pairs) and [found.lefts, found.rights] == list(sides)
    else:
        same = (found.choosers, found.places, found.room) == lists_of(job, meeting, pairs)
    return "" if same else "of other offers, needs or pairs"


def _tables(again: Outcome, decided: Decided) -> Part:
    return part("tables", "" if again == decided.outcome else "other tables than the proof gives")


def check_alone(payload: Mapping[str, Any]) -> list[Part]:
    """A meeting by itself, without a declaration: the payload holds one proof by its kind."""
    kinds: dict[str, tuple[Any, Any]] = {
        "flow": (Flow, flow_fault),
        "assignment": (Assigned, assigned_fault),
        "stable": (Stable, stable_fault),
        "auction": (Auction, auction_fault),
    }
    ((kind, plain),) = payload.items()
    record, fault = kinds[kind]
    return [part(kind, fault(decode(record, plain)))]

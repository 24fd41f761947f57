"""Deciding a meeting: who may meet by the gates, then one outcome with its proof."""

from __future__ import annotations

from typing import Any

from guihua.mechanisms.core.records import Decided, Job
from guihua.mechanisms.matching.assignment import assign
from guihua.mechanisms.matching.auction import auction
from guihua.mechanisms.matching.flow import flow
from guihua.mechanisms.matching.inputs import costs_of, lists_of, orders_of, ways_of
from guihua.mechanisms.matching.meeting import meeting_of, pairs_of
from guihua.mechanisms.matching.stable import stable
from guihua.mechanisms.matching.tables import auction_outcome, outcome_of
from guihua.proof.codec import encode


def decide(job: Job) -> Decided:
    """The outcome of a meeting.

    Raises GuihuaError MATCH-SETTINGS, MATCH-GATE, MATCH-COST, MATCH-QUANTITY, MATCH-UNIT, MATCH-LIST, MATCH-ROOM, MATCH-ORDER.
    """
    meeting = meeting_of(job)
    if meeting.kind == "auction":
        orders, tick, reference = orders_of(job, meeting)
        made = auction(orders, tick=tick, reference=reference, rule=meeting.rule or "time")
        return Decided(auction_outcome(made), {"auction": encode(made)})
    pairs = pairs_of(job, meeting)
    found: Any
    if meeting.kind == "flow":
        supply, demand, ways = ways_of(job, meeting, pairs)
        found = flow(supply, demand, ways)
    elif meeting.kind == "assignment":
        lefts, rights = ([r["code"] for r in job.table(t).records()] for t in (meeting.offers, meeting.needs))
        found = assign(costs_of(meeting, pairs), lefts, rights)
    else:
        choosers, places, room = lists_of(job, meeting, pairs)
        found = stable(dict(choosers), dict(places), dict(room))
    return Decided(outcome_of(job, meeting, pairs, found), {meeting.kind: encode(found)})

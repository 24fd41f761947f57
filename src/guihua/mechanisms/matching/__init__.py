"""Engine of meetings: offers and needs that come together, with a proof that a stranger re-checks.

stable(choosers, choosing, room)     nobody and no place would both rather have each other
assign(costs)                        as many pairs as possible at the least cost, with prices
flow(supply, demand, cost)           as much as possible at the least cost, with shadow prices
auction(buys, sells)                 one price for all: the greatest volume, no executable pair left
"""

from guihua.mechanisms.matching.assignment import assign
from guihua.mechanisms.matching.auction import auction
from guihua.mechanisms.matching.flow import flow
from guihua.mechanisms.matching.records import Assigned, Auction, Flow, Order, Stable
from guihua.mechanisms.matching.stable import stable

__all__ = ["Assigned", "Auction", "Flow", "Order", "Stable", "assign", "auction", "flow", "stable"]

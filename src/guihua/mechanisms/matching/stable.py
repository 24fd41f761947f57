"""Stable matching with room for several: choosers propose in the order of their lists, places keep the best.

The result is the best stable one for every chooser at once. Where lists are ordered without ties it does not depend on the
order in which choosers propose.

Sources: Gale and Shapley (1962); Roth (1984).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

from guihua.errors import GuihuaError
from guihua.mechanisms.matching.records import Stable

Wishes = Mapping[str, Sequence[str]]


def stable(choosers: Wishes, places: Wishes, room: Mapping[str, int] | None = None) -> Stable:
    """The stable matching that is best for the choosers.

    choosers, places   who lists whom, best first; a pair may meet only if both list each other
    room               how many a place takes (1 where it is not named)

    Raises GuihuaError MATCH-LIST (someone twice in a list, a name that is nobody), MATCH-ROOM (below zero).
    """
    _check(choosers, places, room or {})
    _check(places, choosers, {})
    rank = {p: {c: i for i, c in enumerate(wishes)} for p, wishes in places.items()}
    takes = {p: (room or {}).get(p, 1) for p in places}
    held: dict[str, list[tuple[int, str]]] = {p: [] for p in places}
    next_wish = dict.fromkeys(choosers, 0)
    open_ = list(choosers)[::-1]
    while open_:
        chooser = open_.pop()
        wishes = choosers[chooser]
        while next_wish[chooser] < len(wishes):
            place = wishes[next_wish[chooser]]
            next_wish[chooser] += 1
            place_rank = rank[place].get(chooser)
            if place_rank is None or takes[place] == 0:
                continue
            if len(held[place]) < takes[place]:
                heapq.heappush(held[place], (-place_rank, chooser))
                break
            if -held[place][0][0] > place_rank:
                open_.append(heapq.heappushpop(held[place], (-place_rank, chooser))[1])
                break
    of = {c: p for p, those in held.items() for _, c in those}
    return Stable(
        tuple((c, tuple(w)) for c, w in choosers.items()),
        tuple((p, tuple(w)) for p, w in places.items()),
        tuple(takes.items()),
        tuple((c, of[c]) for c in choosers if c in of),
    )


def _check(lists: Wishes, others: Wishes, room: Mapping[str, int]) -> None:
    for name, wishes in lists.items():
        if len(set(wishes)) < len(wishes):
            raise GuihuaError(
                "MATCH-LIST", f"{name} 的名单里有人出现两次 somebody stands twice in the list", "每人只写一次 once each"
            )
        unknown = next((w for w in wishes if w not in others), None)
        if unknown is not None:
            raise GuihuaError(
                "MATCH-LIST",
                f"{name} 的名单里的 {unknown} 不在另一方 is nobody on the other side",
                "补上或删去 add or take away",
            )
    for place, count in room.items():
        if count < 0:
            raise GuihuaError(
                "MATCH-ROOM", f"{place} 的名额为负 has room below zero: {count}", "写 0 或正整数 zero or more"
            )

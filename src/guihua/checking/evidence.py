"""What goes with a proved conflict: how far each member alone would have to move, and whether prices would explain it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from guihua.checking.certificates import Conflict, Move, PriceReading
from guihua.checking.engine import Engine
from guihua.checking.identities import identity_from_name
from guihua.checking.prices import Reading, readings
from guihua.checking.settings import Settings
from guihua.checking.system import Bound, Group
from guihua.plan.statement import Statement


def with_evidence(
    conflict: Conflict,
    groups: Mapping[str, Group],
    statements: Mapping[str, Statement],
    settings: Settings,
    clashing: frozenset[str],
) -> Conflict:
    """The conflict with its moves and price readings, each with a certificate. groups: by name, identities too."""
    members = [groups[name] for name in (*conflict.members, *conflict.identities)]
    named = [statements[name] for name in conflict.members if name in statements]
    assumed = len(named) < len(conflict.members)
    identities = [identity_from_name(name) for name in conflict.identities]
    found = [] if assumed else readings(named, identities, settings, clashing)
    return replace(conflict, moves=tuple(_moves(members)), prices=tuple(_asked(r) for r in found))


def _moves(groups: Sequence[Group]) -> list[Move]:
    engine = Engine(groups)
    found = (_move(engine, place) for place in sorted(engine.soft))
    return [move for move in found if move is not None]


def _move(engine: Engine, place: int) -> Move | None:
    """What the others imply of this member's bounds, where that lies beyond its own limits; the last bound first."""
    group, others = engine.groups[place], engine.soft - {place}
    for number in reversed(range(len(group.bounds))):
        bound = group.bounds[number]
        if not isinstance(bound, Bound) or (len(bound.top) > 1 and bound.bottom):
            continue
        high = engine.extreme(bound, others, largest=True)
        low = engine.extreme(bound, others, largest=False)
        if high is not None and bound.lo is not None and high.limit < bound.lo:
            return Move(group.name, number, high)
        if low is not None and bound.hi is not None and low.limit > bound.hi:
            return Move(group.name, number, low)
    return None


def _asked(reading: Reading) -> PriceReading:
    engine = Engine(reading.groups)
    if not engine.consistent(engine.soft):
        return PriceReading(reading.forms, proof=engine.prove(engine.soft))
    point = engine.point(engine.soft)
    return PriceReading(reading.forms, None if point is None else tuple(sorted(point.items())))

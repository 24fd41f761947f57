"""How points and ranges lie to one another (DMN 1.5, table 78)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from guihua.rules.feel.comparing import compare, equal
from guihua.rules.feel.values import Range, Value


def _less(a: Value, b: Value) -> bool:
    found = compare("<", a, b)
    if found is None:
        raise ValueError("no order")
    return found


def _same(a: Value, b: Value) -> bool:
    return equal(a, b) is True


def _contains(r: Range, p: Value) -> bool:
    return (_less(r.start, p) or (_same(r.start, p) and r.start_included)) and (
        _less(p, r.end) or (_same(p, r.end) and r.end_included)
    )


def before(a: Value, b: Value) -> bool:
    """a ends before b begins."""
    if not isinstance(a, Range) and not isinstance(b, Range):
        return _less(a, b)
    if not isinstance(a, Range):
        return _less(a, b.start) or (_same(a, b.start) and not b.start_included)
    if not isinstance(b, Range):
        return _less(a.end, b) or (_same(a.end, b) and not a.end_included)
    return _less(a.end, b.start) or (_same(a.end, b.start) and not (a.end_included and b.start_included))


def meets(a: Range, b: Range) -> bool:
    """a ends where b begins, both taking it in."""
    return a.end_included and b.start_included and _same(a.end, b.start)


def includes(a: Range, b: Value) -> bool:
    """b lies wholly in a."""
    if not isinstance(b, Range):
        return _contains(a, b)
    low = _less(a.start, b.start) or (_same(a.start, b.start) and (a.start_included or not b.start_included))
    high = _less(b.end, a.end) or (_same(a.end, b.end) and (a.end_included or not b.end_included))
    return low and high


def overlaps(a: Range, b: Range) -> bool:
    """a and b share a point."""
    return not before(a, b) and not before(b, a)


def overlaps_before(a: Range, b: Range) -> bool:
    """a begins first and reaches into b, no further than its end."""
    starts = _less(a.start, b.start) or (_same(a.start, b.start) and a.start_included and not b.start_included)
    reaches = _less(b.start, a.end) or (_same(b.start, a.end) and a.end_included and b.start_included)
    ends = _less(a.end, b.end) or (_same(a.end, b.end) and (not a.end_included or b.end_included))
    return starts and reaches and ends


def overlaps_after(a: Range, b: Range) -> bool:
    """a begins within b and ends after it."""
    starts = _less(b.start, a.start) or (_same(b.start, a.start) and b.start_included and not a.start_included)
    reaches = _less(a.start, b.end) or (_same(a.start, b.end) and a.start_included and b.end_included)
    ends = _less(b.end, a.end) or (_same(a.end, b.end) and (a.end_included and not b.end_included))
    return (starts or (_less(b.start, a.start))) and reaches and (ends or False)


def finishes(a: Value, b: Range) -> bool:
    """a ends as b does, and begins no earlier."""
    if not isinstance(a, Range):
        return b.end_included and _same(a, b.end)
    ends = a.end_included == b.end_included and _same(a.end, b.end)
    return ends and (
        _less(b.start, a.start) or (_same(a.start, b.start) and (not a.start_included or b.start_included))
    )


def starts(a: Value, b: Range) -> bool:
    """a begins as b does, and ends no later."""
    if not isinstance(a, Range):
        return b.start_included and _same(a, b.start)
    begins = a.start_included == b.start_included and _same(a.start, b.start)
    return begins and (_less(a.end, b.end) or (_same(a.end, b.end) and (not a.end_included or b.end_included)))


def coincides(a: Value, b: Value) -> bool:
    """a and b are the same."""
    if isinstance(a, Range) and isinstance(b, Range):
        ends = (a.start_included, a.end_included) == (b.start_included, b.end_included)
        return ends and _same(a.start, b.start) and _same(a.end, b.end)
    return equal(a, b) is True


def _checked(made: Callable[..., bool], first: bool, second: bool) -> Callable[..., Value]:
    """A relation that wants ranges at some places; null where it gets something else."""

    def run(a: Value, b: Value) -> Value:
        if a is None or b is None or (first and not isinstance(a, Range)) or (second and not isinstance(b, Range)):
            return None
        try:
            return made(a, b)
        except ValueError:
            return None

    return run


RANGE_FUNCTIONS: Final[dict[str, Callable[..., Value]]] = {
    "before": _checked(before, False, False),
    "after": _checked(lambda a, b: before(b, a), False, False),
    "meets": _checked(meets, True, True),
    "met by": _checked(lambda a, b: meets(b, a), True, True),
    "overlaps": _checked(overlaps, True, True),
    "overlaps before": _checked(overlaps_before, True, True),
    "overlaps after": _checked(overlaps_after, True, True),
    "finishes": _checked(finishes, False, True),
    "finished by": _checked(lambda a, b: finishes(b, a), True, False),
    "includes": _checked(includes, True, False),
    "during": _checked(lambda a, b: includes(b, a), False, True),
    "starts": _checked(starts, False, True),
    "started by": _checked(lambda a, b: starts(b, a), True, False),
    "coincides": _checked(coincides, False, False),
}
"""Name -> relation."""

"""Whole units shared out in proportion: by largest remainder, or by a divisor. Exact; sums are kept to the last unit.

Hamilton   every share rounded down, what is left goes to the largest fractions. Keeps within a unit of the exact share,
           but one more unit to share can take one from a member (the Alabama paradox: 1880, 299 and 300 seats)
Webster    the next unit goes to the largest claim ÷ (n + ½); Hill: ÷ √(n(n+1)); Jefferson: ÷ (n + 1); Adams: ÷ n
           no paradox, but a share may lie further than a unit from the exact one

Sources: Balinski and Young, Fair Representation (1982); House size and the paradox: U.S. Census of 1880.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from guihua.errors import GuihuaError

METHODS = ("hamilton", "webster", "hill", "jefferson", "adams")


def apportion(total: int, claims: Sequence[Fraction], method: str = "hamilton") -> tuple[int, ...]:
    """Share `total` whole units out in proportion to the claims; they sum to it. Ties go to the earlier claim.

    Raises GuihuaError ALLOT-KEY (a claim below zero, or all zero), ALLOT-METHOD, ALLOT-TOTAL (negative).
    """
    if total < 0:
        raise GuihuaError(
            "ALLOT-TOTAL", f"总数为负 a negative total: {total}", "分摊降幅时写正数 write a fall as a positive number"
        )
    if any(c < 0 for c in claims) or not any(claims):
        raise GuihuaError(
            "ALLOT-KEY",
            "依据须不为负且不全为零 keys must be at least zero, and not all zero",
            "改正依据列 mend the column of keys",
        )
    if method not in METHODS:
        raise GuihuaError(
            "ALLOT-METHOD", f"没有这种取整方法 no method {method!r}", f"可用 one of: {', '.join(METHODS)}"
        )
    if method == "hamilton":
        return largest_remainder(total, exact_shares(total, claims))
    return _by_divisor(total, claims, method)


def exact_shares(total: Fraction | int, claims: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The proportional shares, unrounded."""
    whole = sum(claims, Fraction(0))
    return tuple(total * c / whole for c in claims)


def largest_remainder(
    total: int, ideal: Sequence[Fraction], low: Sequence[int] | None = None, high: Sequence[int | None] | None = None
) -> tuple[int, ...]:
    """Ideal shares rounded so that they sum to `total`: down, then up for the largest fractions, within bounds."""
    shares = [max(_floor(v), low[i] if low else 0) for i, v in enumerate(ideal)]
    left = total - sum(shares)
    order = sorted(range(len(ideal)), key=lambda i: (-(ideal[i] - _floor(ideal[i])), i))
    while left > 0:
        free = [i for i in order if high is None or high[i] is None or shares[i] < (high[i] or 0)]
        if not free:
            break
        for i in free[:left]:
            shares[i] += 1
        left = total - sum(shares)
    for i in reversed(order):
        while left < 0 and shares[i] > (low[i] if low else 0):
            shares[i] -= 1
            left += 1
    return tuple(shares)


def alabama(total: int, claims: Sequence[Fraction]) -> tuple[int, ...]:
    """Members whose share by largest remainder falls when one more unit is shared out: the Alabama paradox. () for none."""
    now, more = apportion(total, claims), apportion(total + 1, claims)
    return tuple(i for i, (a, b) in enumerate(zip(now, more, strict=True)) if b < a)


def _by_divisor(total: int, claims: Sequence[Fraction], method: str) -> tuple[int, ...]:
    """As if unit by unit in the order of priority: begun near the proportional shares, then put right unit by unit."""
    wanting = [i for i, c in enumerate(claims) if c]
    shares = [_floor(v) for v in exact_shares(total, claims)]

    def first() -> int:
        """Whose next unit has the highest priority."""
        return max(wanting, key=lambda i: (_rank(claims[i], shares[i], method), -i))

    def last() -> int:
        """Whose last unit has the lowest priority."""
        held = (i for i in wanting if shares[i])
        return min(held, key=lambda i: (_rank(claims[i], shares[i] - 1, method), -i))

    while sum(shares) < total:
        shares[first()] += 1
    while total:
        up, down = first(), last()
        before = (_rank(claims[up], shares[up], method), -up) > (_rank(claims[down], shares[down] - 1, method), -down)
        if up == down or not before:
            return tuple(shares)
        shares[up] += 1
        shares[down] -= 1
    return tuple(shares)


def _rank(claim: Fraction, held: int, method: str) -> Fraction:
    """The priority of a claim's next unit; squared for Hill's, whose divisor is a root, so that all stays rational."""
    if method == "webster":
        return claim / (2 * held + 1)
    if method == "jefferson":
        return claim / (held + 1)
    if method == "adams":
        return claim / held if held else claim * 10**30
    return claim * claim / (held * (held + 1)) if held else claim * claim * 10**30


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator

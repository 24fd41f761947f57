"""One figure against the published ones: the same, the same after rounding, an older vintage, or another, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from guihua.checking.arithmetic import printed
from guihua.checking.audit.records import Remark, Stand
from guihua.errors import GuihuaError
from guihua.plan import concepts
from guihua.plan.periods import Period
from guihua.plan.units import find_unit
from guihua.statistics.harvest.against import KEPT, period_text
from guihua.statistics.harvest.records import Figure
from guihua.statistics.observation import UNSTATED, Observation

_SLIPS = tuple(Fraction(10) ** k for k in (1, 2, 3, 4, 8))
_FAR = Fraction(1, 2)
"""A published figure further off than this is no revision of the other."""
_ROUND_ABOUT = {"≈": Fraction(1, 20), "~": Fraction(1, 20)}


def variable_of(figure: Figure) -> str:
    """The quantity that a figure is of, as the store names it."""
    return concepts.resolve(figure.indicator).variable


def names(figure: Figure, rows: Sequence[Observation], words: str) -> frozenset[str]:
    """The quantities that a figure may be of among these rows: its own, else those called the same but for coverage, 总 and 企业.

    words   its sentence: a name whose first characters reading took for a verb (有色金属) is the one that stands there
    """
    own = variable_of(figure)
    if any(o.variable == own for o in rows):
        return frozenset((own,))
    short = plain_name(figure.indicator)
    return frozenset(
        o.variable for o in rows if o.region == figure.region.code and _called(plain_name(o.indicator), short, words)
    )


def _called(name: str, short: str, words: str) -> bool:
    before = name.removesuffix(short)
    return name == short or (name.endswith(short) and 0 < len(before) <= 2 and f"{before}{short[:3]}" in words)


def plain_name(indicator: str) -> str:
    """A name without what says that it is the whole, and without the coverage, which is a slot of its own."""
    return re.sub(r"^工业(?=.{3})", "", re.sub(r"规模以上|全部|企业|总(?=[数量额])|的", "", indicator))


def judge(figure: Figure, rows: Sequence[Observation], words: str = "") -> Remark:
    """The remark on a figure.

    rows   every vintage known on the day of its quantity (of any region and period) and of its region; words: its sentence
    """
    period = _period(figure)
    if figure.transformation not in KEPT or not figure.region.code or period is None:
        return _remark(figure, Stand.ASIDE)
    called = names(figure, rows, words)
    mine = [o for o in rows if o.variable in called and _unit(o, figure)] if len(called) == 1 else []
    here = [o for o in mine if o.region == figure.region.code and _alike(o, figure) and _when(o, figure, period)]
    stated = [o for o in here if _coverage(o, figure)]
    if not stated:
        return _elsewhere(figure, mine, here, period)
    return _against(figure, stated, mine, period)


def _against(figure: Figure, stated: Sequence[Observation], mine: Sequence[Observation], period: Period) -> Remark:
    """The figure against its own series: the latest vintage first."""
    newest = _newest(stated)
    for stand, same in ((Stand.AGREES, _equal), (Stand.ROUNDED, _rounded)):
        found = [o for o in newest if same(figure, o)]
        if found:
            return _remark(figure, stand, found[-1])
    older = [o for o in stated if o not in newest and (_equal(figure, o) or _rounded(figure, o))]
    if older:
        return _remark(figure, Stand.OLDER, _nearest(figure, newest), ("revision",))
    near = _nearest(figure, stated)
    return _remark(figure, Stand.DIFFERS, near, _reasons(figure, near, mine, period))


def _elsewhere(figure: Figure, mine: Sequence[Observation], here: Sequence[Observation], period: Period) -> Remark:
    """A figure whose own series is not stored: of another coverage it may still be told apart."""
    if here and figure.coverage != UNSTATED and any(_equal(figure, o) for o in here):
        return _remark(figure, Stand.UNKNOWN, _nearest(figure, here), ("coverage",))
    del mine, period
    return _remark(figure, Stand.UNKNOWN)


def _reasons(figure: Figure, near: Observation, mine: Sequence[Observation], period: Period) -> tuple[str, ...]:
    """Why it may differ: where exactly this value stands in the store, or what is between the two numbers."""
    value, other = number(figure.value, figure.unit), number(near.value, near.unit)
    found = []
    if value and other and any(abs(abs(value / other) / p - 1) < Fraction(2, 1000) for s in _SLIPS for p in (s, 1 / s)):
        found.append("unit")
    equal = [o for o in mine if _equal(figure, o)]
    same_kind = [o for o in equal if _alike(o, figure)]
    if any(o.region == figure.region.code and not _when(o, figure, period) for o in same_kind):
        found.append("period")
    if any(o.region != figure.region.code and _when(o, figure, period) for o in same_kind):
        found.append("region")
    if any(o.region == figure.region.code and _when(o, figure, period) and not _coverage(o, figure) for o in same_kind):
        found.append("coverage")
    if any(o.region == figure.region.code and _when(o, figure, period) and not _alike(o, figure) for o in equal):
        found.append("price")
    if sorted(figure.value.strip("-")) == sorted(near.value.strip("-")) and figure.value != near.value:
        found.append("digits")
    if (
        not found
        and value is not None
        and other
        and abs(value / other - 1) < Fraction(15, 100)
        and not near.transformation.is_rate
    ):
        found.append("revision")
    return tuple(found)


def number(value: str, unit: str) -> Fraction | None:
    """A printed magnitude in the base unit of its dimension; None where the unit is unknown."""
    found = find_unit(unit)
    return None if found is None else Fraction(value) * found.factor


def _newest(rows: Sequence[Observation]) -> list[Observation]:
    """The last vintage of every coverage; rows that only say when they were collected are of no vintage and stay."""
    latest: dict[str, date] = {}
    for o in rows:
        if not o.collected:
            latest[o.coverage] = max(o.available, latest.get(o.coverage, o.available))
    return [o for o in rows if o.collected or o.available == latest[o.coverage]]


def _nearest(figure: Figure, rows: Sequence[Observation]) -> Observation:
    value = number(figure.value, figure.unit) or Fraction(0)
    return min(rows, key=lambda o: (abs((number(o.value, o.unit) or Fraction(0)) - value), o.id))


def _equal(figure: Figure, o: Observation) -> bool:
    return number(figure.value, figure.unit) == number(o.value, o.unit)


def _rounded(figure: Figure, o: Observation) -> bool:
    """Does one print to the digits of the other, or does the figure's hedge hold the published one?"""
    own, theirs = find_unit(figure.unit), find_unit(o.unit)
    if own is None or theirs is None:
        return False
    value, other = Fraction(figure.value), Fraction(o.value) * theirs.factor / own.factor
    places = len(figure.value.partition(".")[2])
    half = Fraction(1, 2 * 10**places)
    coarse = Fraction(1, 2 * 10 ** len(o.value.partition(".")[2])) * theirs.factor / own.factor
    if coarse > abs(other) / 200:
        coarse = Fraction(0)  # a published 5 is no rounding of 5.4
    if abs(value - other) <= max(half, coarse):
        return True
    if figure.bound in ("≥", ">"):
        return value <= other <= value * Fraction(5, 4) + half
    if figure.bound in ("≤", "<"):
        return value * Fraction(3, 4) - half <= other <= value
    return figure.bound in _ROUND_ABOUT and abs(value - other) <= abs(other) * _ROUND_ABOUT[figure.bound]


def _unit(o: Observation, figure: Figure) -> bool:
    a, b = find_unit(o.unit), find_unit(figure.unit)
    return a is not None and b is not None and a.dimension == b.dimension


def _alike(o: Observation, figure: Figure) -> bool:
    return bool(o.transformation == KEPT[figure.transformation])


def _when(o: Observation, figure: Figure, period: Period) -> bool:
    return o.period == period and figure.when.span in {str(s) for s in o.spans}


def _coverage(o: Observation, figure: Figure) -> bool:
    return o.coverage == figure.coverage or UNSTATED in (o.coverage, figure.coverage)


def _period(figure: Figure) -> Period | None:
    try:
        return Period.parse(period_text(figure))
    except GuihuaError:
        return None


def _remark(figure: Figure, stand: Stand, near: Observation | None = None, reasons: tuple[str, ...] = ()) -> Remark:
    apart = ""
    if near is not None and stand.fault:
        value, other = number(figure.value, figure.unit), number(near.value, near.unit)
        apart = printed((value / other - 1) * 100, 1) if value is not None and other else ""
    return Remark(
        figure.value_start,
        figure.value_end,
        figure.start,
        figure.end,
        stand,
        figure,
        "" if near is None else near.id,
        apart,
        reasons,
    )


__all__ = ["judge", "number", "variable_of"]

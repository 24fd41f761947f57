"""What a path says of each target: its values, the pace so far and the pace that is needed, and whether it shapes the path."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from guihua.checking.normal import period_of
from guihua.checking.quantities import at, localised, quantity_of
from guihua.checking.settings import Settings
from guihua.pathways.pathway import Known, Line, Pathway, Trend
from guihua.pathways.trend import mean_growth, rounded
from guihua.plan.statement import Form, Kind, Statement
from guihua.plan.units import find_unit

ACTIVE = Fraction(1, 10**6)
"""Multipliers above this shape the path."""


LEANING = Fraction(1, 1000)
"""Below this the multiplier of a quantity without a trend says only that it leans to its own target."""


def lines_of(path: Pathway, settings: Settings) -> tuple[Line, ...]:
    """A line for every target of the path. Reckoned from point, known figures and trends alone."""
    point = dict(path.point)
    trends = {t.key: t for t in path.trends}
    weights: dict[str, Fraction] = {}
    for name, value in path.multipliers:
        owner = name.rpartition("#")[0]
        weights[owner] = max(weights.get(owner, Fraction(0)), abs(value))
    moves: dict[str, Fraction] = {}
    for name, value in path.point:
        if name.startswith("move:"):
            owner = name.removeprefix("move:").rpartition("#")[0]
            moves[owner] = max(moves.get(owner, Fraction(0)), value)
    found = []
    for s in path.statements:
        if s.kind is Kind.TARGET:
            move = moves.get(s.id, Fraction(0))
            weight = weights.get(s.id, Fraction(0))
            state = "moved" if move > ACTIVE else "active" if weight > ACTIVE else "slack"
            if state != "moved" and weight < LEANING and not _drawn(s, path.region, trends):
                state = "open"
            found.append(_line(s, path, point, trends, state, move))
    return tuple(found)


def _line(s: Statement, path: Pathway, point: Mapping[str, Fraction], trends: Mapping[str, Trend], state: str, move: Fraction) -> Line:  # fmt: skip
    here = localised(s, path.region)
    quantity = quantity_of(here)
    key = _key(quantity.key, point, s.year)
    share = s.form is Form.SHARE and bool(quantity.part) and at(quantity.part, s.year or 0) in point
    index = any(k.kind == "index" and k.top == key for k in path.knowns)
    if share:
        series = _ratio(point, quantity.part, quantity.whole)
        trend = _share_of(trends.get(quantity.part), trends.get(quantity.whole))
        known = [k for k in path.knowns if k.kind == "share" and k.top == quantity.part]
    else:
        series = _years(point, key)
        trend = {} if key not in trends else dict(trends[key].values)
        known = [k for k in path.knowns if k.top == key and k.kind in ("level", "factor")]
    factor = Fraction(1) if index else _factor(s, series, key, path)
    rate = share or _is_rate(s)
    latest = max((k.year for k in known if k.year in series), default=None)
    first = min(series, default=None)
    so_far = _pace(series, first, latest, rate)
    begin = latest if latest is not None else first
    needed = _pace(series, begin, s.year, rate)
    if s.form is Form.CUMULATIVE:
        period = period_of(here)
        series = {y: v for y, v in series.items() if period is not None and period[0] <= y <= period[1]}
        so_far = needed = None
    flat = not share and key in trends and trends[key].model in ("flat", "even", "schedule")
    expected = None if flat or s.year is None or s.year not in trend or s.form is Form.CUMULATIVE else trend[s.year]
    return Line(
        s.id,
        state,
        tuple((y, rounded(v / factor)) for y, v in sorted(series.items())),
        latest,
        so_far,
        needed,
        None if expected is None else rounded(expected / factor),
        move,
        index,
    )


def _drawn(s: Statement, region: str, trends: Mapping[str, Trend]) -> bool:
    """Has the target's quantity a trend? Of a share: both its sides."""
    quantity = quantity_of(localised(s, region))
    if s.form is Form.SHARE and quantity.part and quantity.whole and quantity.key not in trends:
        return quantity.part in trends and quantity.whole in trends
    return any(key in (quantity.key, quantity.part) or key.startswith(f"{quantity.key}(") for key in trends)


def _key(key: str, point: Mapping[str, Fraction], year: int | None) -> str:
    """The quantity's key on the path (told apart by unit where units clash)."""
    if at(key, year or 0) in point:
        return key
    return next((v.rpartition("|")[0] for v in point if v.startswith(f"{key}(") and v.endswith(f"|{year}")), key)


def _years(point: Mapping[str, Fraction], key: str) -> dict[int, Fraction]:
    found = {}
    for name, value in point.items():
        own, _, year = name.rpartition("|")
        if own == key and year.isdigit():
            found[int(year)] = value
    return found


def _ratio(point: Mapping[str, Fraction], part: str, whole: str) -> dict[int, Fraction]:
    """A share in per cent, in the years of both sides."""
    parts, wholes = _years(point, part), _years(point, whole)
    return {y: 100 * v / wholes[y] for y, v in parts.items() if wholes.get(y)}


def _share_of(part: Trend | None, whole: Trend | None) -> dict[int, Fraction]:
    if part is None or whole is None:
        return {}
    wholes = dict(whole.values)
    return {y: 100 * v / wholes[y] for y, v in part.values if wholes.get(y)}


def _factor(s: Statement, series: Mapping[int, Fraction], key: str, path: Pathway) -> Fraction:
    """What base units are divided by for showing: the target's own unit; of growth, that of a level of the same quantity.

    Where there is none, money is shown in 亿元 and anything else in base units.
    """
    unit = find_unit(s.unit)
    if unit is not None and s.form in (Form.LEVEL, Form.CUMULATIVE, Form.CHANGE_ABS):
        return unit.factor
    if s.form not in (Form.GROWTH, Form.CHANGE, Form.RATIO):
        return Fraction(1)
    alike = [o for o in path.statements if o.form is Form.LEVEL and quantity_of(localised(o, path.region)).key == key]
    units = [u for o in alike if (u := find_unit(o.unit)) is not None]
    biggest = max((abs(v) for v in series.values()), default=Fraction(0))
    return units[-1].factor if units else Fraction(10**8) if biggest >= 10**8 else Fraction(1)


def _is_rate(s: Statement) -> bool:
    unit = find_unit(s.unit)
    return s.form in (Form.SHARE, Form.CHANGE_PP) or (
        s.form is Form.LEVEL and unit is not None and unit.dimension == "rate"
    )


def _pace(series: Mapping[int, Fraction], first: int | None, last: int | None, rate: bool) -> Fraction | None:
    """Mean growth a year in per cent; of rates, percentage points a year."""
    if first is None or last is None or last <= first or first not in series or last not in series:
        return None
    if rate:
        return rounded((series[last] - series[first]) / (last - first))
    if series[first] <= 0 or series[last] <= 0:
        return None
    return rounded(100 * mean_growth(series[first], series[last], last - first), 10)


__all__ = ["Known", "lines_of"]

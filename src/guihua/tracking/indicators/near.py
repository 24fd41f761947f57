"""Which series might judge a target: the same quantity, the same measure in another coverage, a near name; with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from guihua.plan import concepts
from guihua.plan.data import load
from guihua.plan.statement import Form, Statement
from guihua.plan.units import find_unit
from guihua.tracking.indicators.series import Series

LEAST = Fraction(1, 2)
"""Names less alike than this are not offered."""
SURE = Fraction(9, 10)
_SHARE = re.compile("(.+?)占(.+?)(?:的?(?:比重|比例|份额|比率))?$")
_FITS: dict[Form, tuple[str, ...]] = {
    Form.LEVEL: ("level", "index"),
    Form.CUMULATIVE: ("level",),
    Form.SHARE: ("share", "level"),
    Form.GROWTH: ("yoy", "mean_growth", "level"),
    Form.CHANGE: ("change", "yoy", "level", "index"),
    Form.CHANGE_ABS: ("level",),
    Form.CHANGE_PP: ("share", "level"),
    Form.RATIO: ("level",),
}


@dataclass(frozen=True, slots=True)
class Near:
    """A series that might be a target's: how alike (1: the same quantity), and why it is offered."""

    series: Series
    likeness: Fraction
    reason: str

    @property
    def same(self) -> bool:
        """It is the target's own quantity by the concept table."""
        return self.likeness == 1


def near(statement: Statement, series: Iterable[Series], region: str = "", most: int = 5) -> tuple[Near, ...]:
    """The series that might judge a target, the best first; of one variable only the kind of figure that fits best."""
    wanted = statement.region or region
    found = [n for s in series if (n := _near(statement, s, wanted)) is not None]
    found.sort(
        key=lambda n: (-n.likeness, _order(statement, n.series), -n.series.count, n.series.variable, n.series.coverage)
    )
    best: dict[str, Near] = {}
    for n in found:
        best.setdefault(n.series.variable, n)
    return tuple(best.values())[:most]


def _near(statement: Statement, series: Series, region: str) -> Near | None:
    if not _fits(statement, series):
        return None
    own, other = concepts.resolve(statement.indicator), [concepts.resolve(name) for name in series.names]
    elsewhere = "" if not region or series.region == region else "；地区不同"
    cover = _coverage(statement, series)
    if series.variable in _variables(statement):
        return Near(series, Fraction(1) - (Fraction(1, 4) if elsewhere else 0), f"同一指标{cover}{elsewhere}")
    alike = [_likeness(statement.indicator, name) for name in series.names if _comparable(own, concepts.resolve(name))]
    if not alike:
        return None
    likeness = max(alike)
    same_measure = (
        any(o.measure == own.measure and bool(o.whole) == bool(own.whole) for o in other)
        or _measure(series) == own.measure
    )
    if same_measure and own.known:
        likeness = likeness + (1 - likeness) / 5
    elif own.known and any(o.known for o in other):
        likeness = likeness * Fraction(3, 5)
    if _apart(statement.indicator, series.name):
        likeness = likeness / 2
    likeness = min(likeness, SURE) - (Fraction(1, 4) if elsewhere else 0)
    if likeness < LEAST:
        return None
    why = "计量相同，名称相近" if same_measure else "名称相近"
    return Near(series, likeness, f"{why}（{series.name}）{cover}{elsewhere}")


def _fits(statement: Statement, series: Series) -> bool:
    """Whether figures of this kind and unit can say anything of the target."""
    if series.transformation not in _FITS.get(statement.form, ("level", "share", "yoy", "index")):
        return False
    mine, theirs = find_unit(statement.unit), find_unit(series.unit)
    if statement.form in (Form.GROWTH, Form.CHANGE, Form.RATIO):
        return True
    if mine is None or theirs is None or "unstated" in (mine.dimension, theirs.dimension):
        return mine is not None and theirs is not None
    rates = ("rate", "points", "times")
    return mine.dimension == theirs.dimension or (mine.dimension in rates and theirs.dimension in rates)


def _order(statement: Statement, series: Series) -> tuple[int, int]:
    """The kind of figure that fits the form best first, then the coverage that the target's words mean."""
    kinds = _FITS.get(statement.form, ())
    kind = kinds.index(series.transformation) if series.transformation in kinds else len(kinds)
    return kind, 0 if statement.population and statement.population == series.coverage else 1


def _variables(statement: Statement) -> tuple[str, ...]:
    names = [concepts.resolve(statement.indicator).variable]
    if statement.measure:
        names.append(concepts.variable(statement.measure, statement.subject, statement.whole, statement.threshold))
    return tuple(names)


def _measure(series: Series) -> str:
    return series.variable.partition("[")[0]


def _coverage(statement: Statement, series: Series) -> str:
    if statement.population and series.coverage not in ("unstated", statement.population):
        return f"，另一统计范围（{series.coverage}）"
    return "" if series.coverage == "unstated" else f"，统计范围 {series.coverage}"


def _comparable(own: concepts.Indicator, other: concepts.Indicator) -> bool:
    """A share is compared with shares, a count over a bar with counts over the same bar."""
    return bool(own.whole) == bool(other.whole) and own.threshold == other.threshold


def _likeness(a: str, b: str) -> Fraction:
    """How alike two names are: of shares as alike as their less alike half; none where the same measure is of other things."""
    halves = (_SHARE.match(a), _SHARE.match(b))
    if halves[0] and halves[1]:
        part, whole = (_likeness(halves[0][i], halves[1][i]) for i in (1, 2))
        return min(part, whole) if whole >= LEAST or part == SURE else Fraction(0)
    x, y = _plain(a), _plain(b)
    common = next(
        (i for i, (p, q) in enumerate(zip(reversed(x), reversed(y), strict=False)) if p != q), min(len(x), len(y))
    )
    if x != y and common < 2 and _alike(a, b) < Fraction(7, 10):
        return Fraction(0)
    rest = (x[: len(x) - common], y[: len(y) - common])
    if all(rest) and common and not set(_pairs(rest[0])) & set(_pairs(rest[1])):
        return Fraction(0)
    return _alike(a, b)


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]


def _alike(a: str, b: str) -> Fraction:
    """Pairs of characters in common, of two names without the words that say where, of whom and how fast."""
    a, b = _plain(a), _plain(b)
    if a == b:
        return SURE
    x, y = _pairs(a), _pairs(b)
    rest, common = list(y), 0
    for pair in x:
        if pair in rest:
            rest.remove(pair)
            common += 1
    return Fraction(2 * common, len(x) + len(y))


def _plain(name: str) -> str:
    return _drop().sub("", name.replace("数量", "数").replace("产业", "行业"))


@cache
def _drop() -> re.Pattern[str]:
    words = load("near.yaml", "guihua.tracking.data")
    return re.compile("|".join(map(re.escape, sorted(words["dropped"], key=lambda w: -len(w)))) + r"|[\s（）()、]")


def _apart(a: str, b: str) -> bool:
    """Whether one of a pair of opposites stands in each: 进口 and 出口, 城镇 and 农村 are never near."""
    words = load("near.yaml", "guihua.tracking.data")
    for group in words["opposites"]:
        mine, theirs = {w for w in group if w in a}, {w for w in group if w in b}
        if mine and theirs and mine != theirs:
            return True
    return any((w in a) != (w in b) for w in words["only_both"])

"""规划衔接: plans of leagues or sectors beside their parent: which of its targets each takes up, weaker, stronger or in
conflict, and whether the parts add up to the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from guihua.checking.arithmetic import evaluate, printed, step
from guihua.checking.finding import Finding, Severity, Step
from guihua.checking.joining import with_own_region
from guihua.checking.making import finding, magnitude_in, member, require
from guihua.checking.normal import Span, magnitude, years_of
from guihua.checking.quantities import local, quantity_of
from guihua.checking.result import PLANS, CheckResult, bare_plan, result_of
from guihua.checking.rules.base import TWO_SIDED
from guihua.checking.settings import Settings, default_settings
from guihua.plan import concepts
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form, Kind, Statement
from guihua.plan.units import find_unit


class Link(StrEnum):
    """How a plan stands to one target of its parent."""

    SAME = "same"
    WEAKER = "weaker"
    STRONGER = "stronger"
    CONFLICT = "conflict"
    PART = "part"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Cell:
    """One plan against one target: the statement that takes it up, if any."""

    link: Link
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Linkage:
    """The trace matrix: one row a target of the parent, one cell a plan; findings as a result that can be verified."""

    parent: str
    plans: tuple[str, ...]
    targets: tuple[Statement, ...]
    cells: tuple[tuple[Cell, ...], ...]
    result: CheckResult


def compare(parent: Plan, plans: Sequence[Plan], settings: Settings | None = None) -> Linkage:
    """Each plan's targets against the parent's.

    A target meets another of the same concept, form and years. Rates and shares compare directly; amounts compare where
    the regions are the same, else they are parts whose sum is held against the parent's.
    """
    used = settings or default_settings()
    whole = tuple(bare_plan(p) for p in (parent, *plans))
    parent, plans = _at_home(parent), [_at_home(p) for p in plans]
    targets = tuple(s for s in parent.statements if s.kind is Kind.TARGET and len(s.value) == 1)
    cells = tuple(tuple(_cell(parent, plan, t, used) for plan in plans) for t in targets)
    names = _names(parent, plans)
    found = [f for t, row in zip(targets, cells, strict=True) for f in _row(names, t, row, used)]
    every = [foreign(n, s) for n, p in zip(names, (parent, *plans), strict=True) for s in p.statements]
    result = result_of(parent.title, f"sha256:{parent.text_sha256}", used, found, every, against=PLANS, plans=whole)
    return Linkage(parent.title or parent.source, names[1:], targets, cells, result)


def _at_home(plan: Plan) -> Plan:
    """The plan as its own region sees it, the region being the one that its title names last."""
    own = with_own_region(plan)
    if own.region != plan.region:
        moved = tuple(replace(s, region=own.region) if s.region == plan.region else s for s in plan.statements)
        own = replace(own, statements=moved)
    return local(own)


def _cell(parent: Plan, plan: Plan, target: Statement, settings: Settings) -> Cell:
    match = next((s for s in plan.statements if s.kind is Kind.TARGET and _meets(target, s)), None)
    if match is None:
        return Cell(Link.NONE)
    amount = target.form in (Form.LEVEL, Form.CUMULATIVE) and not _rate(target)
    if amount and _region(parent, target) != _region(plan, match):
        return Cell(Link.PART, match)
    return Cell(_link(target, match, settings), match)


def _meets(target: Statement, other: Statement) -> bool:
    """One concept, one form, one year (and base), units of one dimension."""
    mine, its = quantity_of(target), quantity_of(other)
    units = find_unit(target.unit), find_unit(other.unit)
    return (
        mine.key.partition("@")[0] == its.key.partition("@")[0]
        and target.form is other.form
        and target.year == other.year
        and years_of(target) == years_of(other)
        and target.population == other.population
        and len(other.value) == 1
        and units[0] is not None
        and units[1] is not None
        and units[0].dimension == units[1].dimension
    )


def _link(target: Statement, other: Statement, settings: Settings) -> Link:
    """Weaker or stronger by which way is good; in conflict where the two cannot both be met."""
    mine, its = _span(target, settings), _span(_promised(target, other), settings)
    if _clash(target, other) or _opposed(target, other):
        return Link.CONFLICT
    if _overlap(mine, its):
        return Link.SAME
    value, wanted = Fraction(other.value[0]) * _factor(other), Fraction(target.value[0]) * _factor(target)
    way = _better(target)
    if way is Direction.UNKNOWN:
        return Link.CONFLICT
    more = (value > wanted) is (way is Direction.UP)
    return Link.STRONGER if more else Link.WEAKER


def _promised(target: Statement, other: Statement) -> Statement:
    """What a plan promises at least: 降低18%以上 is 18, which is less than 20, though 20 lies within it."""
    open_ended = (Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT)
    alike = target.comparator in open_ended or other.comparator not in open_ended
    return other if alike else replace(other, comparator=Comparator.REACH)


def _opposed(target: Statement, other: Statement) -> bool:
    """Two changes of which one goes up and the other down."""
    known = (Direction.UP, Direction.DOWN)
    changes = (Form.GROWTH, Form.CHANGE, Form.CHANGE_ABS, Form.CHANGE_PP)
    both = target.direction in known and other.direction in known
    return target.form in changes and both and target.direction is not other.direction


def _clash(target: Statement, other: Statement) -> bool:
    """One wants it down and at most so much, the other up and at least more (or the reverse)."""
    known = (Direction.UP, Direction.DOWN)
    if target.form not in (Form.LEVEL, Form.SHARE) or target.direction is other.direction:
        return False
    if target.direction not in known or other.direction not in known or _stated(target) is not _stated(other):
        return False
    up, down = (other, target) if other.direction is Direction.UP else (target, other)
    return Fraction(up.value[0]) * _factor(up) > Fraction(down.value[0]) * _factor(down)


def _stated(s: Statement) -> bool:
    return s.origin("direction") in (None, "stated")


def foreign(plan: str, statement: Statement) -> Statement:
    """A statement of one of several plans: its id names the plan, since ids are each plan's own."""
    return replace(statement, id=f"{plan}：{statement.id}")


def _names(parent: Plan, plans: Sequence[Plan]) -> tuple[str, ...]:
    """A name for every plan, the parent's first; equal titles are numbered."""
    found: list[str] = []
    for place, plan in enumerate((parent, *plans)):
        name = plan.title or plan.source or f"plan {place}"
        found.append(f"{name}（{place}）" if name in found else name)
    return tuple(found)


def _row(names: Sequence[str], target: Statement, row: Sequence[Cell], settings: Settings) -> Iterable[Finding]:
    own = foreign(names[0], target)
    for name, cell in zip(names[1:], row, strict=True):
        if cell.link is Link.NONE:
            yield not_taken_up(own, name)
        elif cell.link in _CODES and cell.statement is not None:
            yield linked(own, foreign(name, cell.statement), name, settings)
    parts = [
        foreign(n, c.statement) for n, c in zip(names[1:], row, strict=True) if c.link is Link.PART and c.statement
    ]
    if len(parts) > 1 and target.comparator in TWO_SIDED:
        yield regions_summed(own, parts)


def linked(target: Statement, other: Statement, plan: str, settings: Settings) -> Finding:
    """GH301, GH302 or GH303 of a parent's target and the target of another plan that meets it. ValueError else."""
    require(_meets(target, other), "the targets do not meet")
    made = _CODES.get(_link(target, other, settings))
    require(made, "the two agree")
    assert made is not None
    return finding(
        made[0],
        made[1],
        [member(target), member(other)],
        _apart(target, other),
        weight=made[2],
        parameters=(("indicator", target.indicator), ("plan", plan), ("quote", target.quote)),
    )


def not_taken_up(target: Statement, plan: str) -> Finding:
    """GH305 of a parent's target that no statement of a plan meets, which only the plan can tell."""
    given = (("indicator", target.indicator), ("plan", plan), ("quote", target.quote))
    return finding("GH305", Severity.NOTE, [member(target)], weight=5, parameters=given)


def _apart(target: Statement, other: Statement) -> list[Step]:
    """By how much the plan's value differs from the parent's, in the parent's unit."""
    mark = "%" if target.unit == "%" else ""
    sum_ = f"{magnitude_in(other, target.unit)}{mark} − {target.value[0]}{mark}"
    places = max(len(v.partition(".")[2]) for v in (*target.value, *other.value))
    return [step(sum_, places, "个百分点" if mark else target.unit, "apart")]


def regions_summed(target: Statement, parts: Sequence[Statement]) -> Finding:
    """GH304: the regions' amounts added up, beside the parent's. ValueError where they are not that."""
    require(len(parts) > 1 and all(_meets(target, s) for s in parts), "no parts of the target")
    total = " + ".join(magnitude_in(s, target.unit) for s in parts)
    apart = evaluate(f"({total}) ÷ {target.value[0]} − 1")
    written = max(len(s.value[0].partition(".")[2]) for s in parts) + (4 if target.unit.startswith("万亿") else 0)
    places = 0 if evaluate(total).denominator == 1 else written
    return finding(
        "GH304",
        Severity.WARNING if abs(apart) > Fraction(1, 20) else Severity.NOTE,
        [member(s) for s in (target, *parts)],
        [step(total, places, target.unit, "sum"), step(f"({total}) ÷ {target.value[0]} − 1", 1, "%", "apart")],
        weight=40,
        parameters=(
            ("indicator", target.indicator),
            ("sum", printed(evaluate(total), places)),
            ("stated", target.value[0]),
            ("unit", target.unit),
            ("apart", printed(apart * 100, 1)),
        ),
    )


_CODES = {
    Link.CONFLICT: ("GH301", Severity.ERROR, 50),
    Link.WEAKER: ("GH302", Severity.WARNING, 40),
    Link.STRONGER: ("GH303", Severity.NOTE, 20),
}


def _region(plan: Plan, statement: Statement) -> str:
    return statement.region or plan.region


def _rate(s: Statement) -> bool:
    unit = find_unit(s.unit)
    return unit is not None and (unit.dimension in ("rate", "points", "times") or "/" in unit.dimension)


def _better(s: Statement) -> Direction:
    """Which way is good: an at-least or at-most says it, else the concept, else the direction of the words."""
    if s.form in (Form.GROWTH, Form.CHANGE, Form.RATIO, Form.CHANGE_ABS, Form.CHANGE_PP):
        return Direction.UP
    if s.comparator in (Comparator.GE, Comparator.GT):
        return Direction.UP
    if s.comparator in (Comparator.LE, Comparator.LT):
        return Direction.DOWN
    found = concepts.resolve(s.indicator)
    known = concepts.polarity(s.measure or found.measure, s.subject or found.subject, s.whole or found.whole)
    return s.direction if known is Direction.UNKNOWN else known


def _span(s: Statement, settings: Settings) -> Span:
    return magnitude(s, settings).times(_factor(s))


def _factor(s: Statement) -> Fraction:
    unit = find_unit(s.unit)
    return unit.factor if unit is not None else Fraction(1)


def _overlap(one: Span, other: Span) -> bool:
    """Have they more in common than the edge of two roundings (7 % and 8 % meet in 7.5)?"""
    low = max((x for x in (one.lo, other.lo) if x is not None), default=None)
    high = min((x for x in (one.hi, other.hi) if x is not None), default=None)
    both_open = (one.hi is None and other.hi is None) or (one.lo is None and other.lo is None)
    if both_open:
        return one == other
    if low is None or high is None or low != high:
        return low is None or high is None or low < high
    return one.lo == one.hi or other.lo == other.hi

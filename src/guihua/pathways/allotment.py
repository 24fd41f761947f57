"""What sharing a target out gives (指标分解): who gets what by which rule, with all that a stranger needs to reckon it again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from guihua.plan.statement import Form, Statement
from guihua.plan.units import find_unit

KIND = "allotment"
VERSION = "1"


class Rule(StrEnum):
    """How a target is shared out.

    proportional    in proportion to the key
    equal-effort    everyone moves by the same proportion from where he would come by himself (his forecast, else his base)
    capability      what is missing beyond those starting points is shared in proportion to the key (the capability)
    minimax-regret  the largest relative loss against the rule that would suit each member best is made least
    """

    PROPORTIONAL = "proportional"
    EQUAL_EFFORT = "equal-effort"
    CAPABILITY = "capability"
    MINIMAX_REGRET = "minimax-regret"


class Measure(StrEnum):
    """What is summed: amounts themselves, numerators of a rate, or levels that a change of a base leads to."""

    AMOUNT = "amount"
    RATE = "rate"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Member:
    """One that gets a share: a league, a park, a firm.

    key          what the share goes by; for rates of the numerator
    base         its level in the base year (of the numerator); forecast: where it would come by itself in the target year
    denominator  of a rate, in the target year; base_denominator in the base year
    low, high    bounds on its share; declared what it offered itself (申报数)
    apart        is it listed beside its parent, whose share holds its own (满洲里)?
    """

    code: str
    name: str = ""
    parent: str = ""
    key: Fraction | None = None
    base: Fraction | None = None
    forecast: Fraction | None = None
    denominator: Fraction | None = None
    base_denominator: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    declared: Fraction | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A member's share in the target's unit (for rates: of the numerator).

    ideal   exact, before rounding; share rounded to the step
    rate    for rates in the target's unit, for changes in %: what the share means for the member itself; None for amounts
    ratio   to the upper level's target: of a change, of a rate, of an amount's part of the whole
    """

    code: str
    ideal: Fraction
    share: Fraction
    rate: Fraction | None
    ratio: Fraction | None


@dataclass(frozen=True, slots=True)
class Node:
    """The members of one parent and their shares under one rule.

    total    what is shared out, rounded to the step
    level    λ: each ideal share is start + λ · weight, kept within the member's bounds
    """

    parent: str
    total: Fraction
    level: Fraction
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """One tier of the target (its lower number, 基本; its higher, 激励) shared out by one rule down the whole tree."""

    tier: int
    rule: Rule
    nodes: tuple[Node, ...]

    def of(self, code: str) -> Share:
        """A member's share. KeyError where there is none."""
        return next(s for node in self.nodes for s in node.shares if s.code == code)


@dataclass(frozen=True, slots=True)
class Allotment:
    """A target shared out.

    key        what the key is and where it was taken from
    step       the last printed place of a share; rounding the method that makes shares sum to the last place
    divisions  one for each tier and rule, the first being the one proposed
    alabama    members that would lose a unit if one more were shared out (only with largest remainders)
    """

    statement: Statement
    region: str
    unit: str
    measure: Measure
    key: str
    step: Fraction
    rounding: str
    members: tuple[Member, ...]
    divisions: tuple[Division, ...]
    alabama: tuple[str, ...] = ()

    @property
    def proposed(self) -> Division:
        """The division of the first tier and rule: the 建议数."""
        return self.divisions[0]


def measure_of(statement: Statement) -> Measure:
    """Is the target an amount, a rate, or a change against a base?"""
    if statement.form in (Form.GROWTH, Form.CHANGE, Form.RATIO):
        return Measure.RELATIVE
    return Measure.RATE if rate_like(statement) else Measure.AMOUNT


def rate_like(statement: Statement) -> bool:
    """Is its quantity a rate, a share or an intensity, which must not be summed?"""
    unit = find_unit(statement.unit)
    label = statement.indicator.removeprefix("全区").removeprefix("全市").removeprefix("全盟")
    rate = unit is not None and (unit.dimension in ("rate", "points") or "/" in unit.dimension)
    level = statement.form not in (Form.GROWTH, Form.CHANGE, Form.RATIO, Form.CHANGE_ABS)
    named = label.startswith(("单位", "人均", "万元", "每")) or label.endswith(
        ("率", "强度", "比重", "占比", "比例", "密度")
    )
    return bool(statement.whole) or (rate and level) or named


def goal(statement: Statement, members: tuple[Member, ...], tier: int) -> Fraction:
    """What the shares sum to: the target itself; of a rate, its numerator over all; of a change, the level that it leads to.

    Members of rates have denominators, of changes bases: whoever calls has made sure. ValueError for a target without years.
    """
    top = [m for m in members if not m.parent and not m.apart]
    value = sorted(Fraction(v) for v in statement.value)[tier]
    held = sum((m.denominator or Fraction(0) for m in top), Fraction(0))
    base = sum((m.base or Fraction(0) for m in top), Fraction(0))
    if statement.form in (Form.GROWTH, Form.CHANGE, Form.RATIO):
        level = factor(statement, value) * base
        return level / sum(m.base_denominator or Fraction(0) for m in top) * held if held else level
    if statement.form is Form.CHANGE_PP:
        before = 100 * base / sum(m.base_denominator or Fraction(0) for m in top)
        return (before + (-value if statement.direction.value == "down" else value)) * held / 100
    if measure_of(statement) is Measure.RATE:
        return value * held / scale(statement)
    return value


def factor(statement: Statement, value: Fraction) -> Fraction:
    """By how much the whole is multiplied from base year to target year. ValueError where a growth has no years."""
    sign = -1 if statement.direction.value == "down" else 1
    if statement.form is Form.RATIO:
        return value
    if statement.form is Form.CHANGE:
        unit = find_unit(statement.unit)
        return 1 + sign * value / (1 if unit is not None and unit.dimension == "times" else 100)
    return (1 + sign * value / 100) ** years(statement)


def years(statement: Statement) -> int:
    """Years from base to target; ValueError where they are not known."""
    base = statement.base_year or (statement.period[0] - 1 if statement.period else None)
    if base is None or statement.year is None or statement.year <= base:
        raise ValueError("the target has no base year")
    return statement.year - base


def scale(statement: Statement) -> int:
    """What a rate's numerator ÷ denominator is multiplied by: 100 for per cent."""
    unit = find_unit(statement.unit)
    return 100 if unit is not None and unit.dimension in ("rate", "points") else 1


def own_rate(statement: Statement, member: Member, share: Fraction) -> Fraction | None:
    """What a share means for the member: its rate, or its change against its base in %; None for amounts and without data."""
    measure = measure_of(statement)
    if measure is Measure.RATE:
        return share * scale(statement) / member.denominator if member.denominator else None
    if measure is Measure.RELATIVE and member.base:
        before = member.base / member.base_denominator if member.base_denominator else member.base
        after = share / member.denominator if member.denominator else share
        return 100 * (after / before - 1)
    return None


def upper_rate(statement: Statement, tier: int) -> Fraction | None:
    """The upper level's own rate or change in %, which a member's is divided by; None for amounts."""
    value = sorted(Fraction(v) for v in statement.value)[tier]
    measure = measure_of(statement)
    if measure is Measure.RELATIVE:
        return 100 * (factor(statement, value) - 1)
    return value if measure is Measure.RATE and statement.form is not Form.CHANGE_PP else None


def weights(
    rule: Rule, statement: Statement, members: tuple[Member, ...], total: Fraction
) -> tuple[tuple[Fraction, Fraction], ...]:
    """(start, weight) of each member under a rule. ValueError names what is missing."""
    if rule is Rule.MINIMAX_REGRET:
        return _regret(statement, members, total)
    if rule is Rule.PROPORTIONAL:
        return tuple((Fraction(0), _key(m)) for m in members)
    starts = tuple(start(m) for m in members)
    if rule is Rule.EQUAL_EFFORT:
        return tuple((Fraction(0), s) for s in starts)
    return tuple((s, _key(m)) for s, m in zip(starts, members, strict=True))


def start(member: Member) -> Fraction:
    """Where a member would come by itself: its forecast, else its base (at the base's rate on the new denominator)."""
    if member.forecast is not None:
        return member.forecast
    if member.base is None:
        raise ValueError(f"{member.name or member.code}: base")
    if member.base_denominator and member.denominator:
        return member.base / member.base_denominator * member.denominator
    return member.base


def _key(member: Member) -> Fraction:
    if member.key is None:
        raise ValueError(f"{member.name or member.code}: key")
    return member.key


def _regret(
    statement: Statement, members: tuple[Member, ...], total: Fraction
) -> tuple[tuple[Fraction, Fraction], ...]:
    """A member's best share over the other rules; scaling all of them alike makes the largest relative loss least.

    Where less is better (a ceiling on energy), the largest share suits a member best; else the smallest does.
    """
    plans = []
    for rule in (Rule.PROPORTIONAL, Rule.EQUAL_EFFORT, Rule.CAPABILITY):
        try:
            pairs = weights(rule, statement, members, total)
        except ValueError:
            continue
        rest, whole = total - sum(a for a, _ in pairs), sum((w for _, w in pairs), Fraction(0))
        if whole > 0:
            plans.append([a + rest * w / whole for a, w in pairs])
    if len(plans) < 2:
        raise ValueError("two rules to weigh against each other (a key, and bases or forecasts)")
    falls = statement.direction.value == "down" or statement.comparator.value in ("le", "lt")
    best = max if falls else min
    return tuple((Fraction(0), max(best(plan[i] for plan in plans), Fraction(0))) for i in range(len(members)))

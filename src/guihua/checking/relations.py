"""What figures of a text say of each other, as arithmetic: a relation, its figures' intervals, and whether they can meet.

A relation names its figures by their roles; two sides of it are intervals that the printed digits and hedges allow, and
the figures clash where these have no number in common. No search and no reading happens here, so a checker can make every
such finding again from its members.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guihua.checking.arithmetic import plain, step
from guihua.checking.finding import Explanation, Finding, Member, Severity, Step
from guihua.checking.making import finding, require
from guihua.checking.normal import Span, half_place
from guihua.checking.settings import Settings
from guihua.plan.quantity import last_place
from guihua.plan.units import Unit, find_unit

ONE, HUNDRED = Fraction(1), Fraction(100)
PREFIX = "figure:"
_SLIPS = tuple(Fraction(10) ** k for k in (1, 2, 3, 4, 8))


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation between some figures.

    kind    name of `KINDS`
    places  which members, in the order that the kind asks for
    extra   a whole number or words that the kind needs: years, a limit, a scale; "" for none
    """

    kind: str
    places: tuple[int, ...]
    extra: str = ""

    def __str__(self) -> str:
        return f"{self.kind}({self.extra}):{','.join(map(str, self.places))}"


def relation_from(written: str) -> Relation:
    """What `str` of a relation writes; ValueError for anything else."""
    found = re.fullmatch(r"(\w+)\(([^()]*)\):(\d+(?:,\d+)*)", written)
    if found is None or found[1] not in KINDS:
        raise ValueError(f"no relation: {written:.40}")
    return Relation(found[1], tuple(map(int, found[3].split(","))), found[2])


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as a relation sees it: its member, unit and the interval of its digits and hedge in the base unit."""

    member: Member
    unit: Unit
    span: Span
    down: bool

    @property
    def digits(self) -> str:
        """Its digits for a sum: 21.7% for a rate, else the bare number."""
        return self.member.value + ("%" if self.unit.dimension == "rate" and self.unit.factor == 1 else "")

    def within(self, unit: Unit) -> str:
        """Its digits in another unit of its dimension."""
        return plain(Fraction(self.member.value) * self.unit.factor / unit.factor)


@dataclass(frozen=True, slots=True)
class Sides:
    """Two intervals that a relation says are one number, with the sum of the left one. edge: meeting in an edge is no agreement."""

    left: Span
    right: Span
    steps: tuple[Step, ...]
    ratio: Fraction | None = None
    edge: bool = False


def clash(relation: Relation, members: Sequence[Member], hedges: Sequence[str], settings: Settings) -> Sides | None:
    """The two sides of a relation that cannot meet; None where they can. ValueError for members that it cannot speak of."""
    printed = [printed_figure(members[i], hedges[i], settings) for i in relation.places]
    sides = KINDS[relation.kind].sides(printed, relation.extra)
    return sides if _apart(sides) else None


def printed_figure(member: Member, hedge: str, settings: Settings) -> Printed:
    """A member with the interval that it stands for. hedge: its bound, the word for it and "down", parted by "|"."""
    bound, word, way = ([*hedge.split("|"), "", ""])[:3]
    unit = find_unit(member.unit)
    require(unit is not None and re.fullmatch(r"\d+(?:\.\d+)?", member.value), "no figure with a unit")
    assert unit is not None
    shown = written(member)
    digits = re.search(r"\d+(?:\.\d+)?", shown)
    require(digits is None or digits[0] == member.value, "not the number of its characters")
    require(
        digits is None
        or shown == digits[0]
        or shown.endswith(unicodedata.normalize("NFKC", member.unit))
        or not shown.startswith(digits[0]),
        "not the unit of its characters",
    )
    value, half = Fraction(member.value), half_place(member.value, member.unit, settings)
    if bound == "about":
        kind, place = settings.hedge(word), last_place(member.value)
        span = Span(value - kind.below.of(value, place), value + kind.above.of(value, place))
    else:
        span = Span(None if bound in ("le", "lt") else value - half, None if bound in ("ge", "gt") else value + half)
        if bound in ("ge", "gt"):
            span = Span(value, None)
        elif bound in ("le", "lt"):
            span = Span(None, value)
    return Printed(member, unit, span.times(unit.factor), way == "down")


def written(member: Member) -> str:
    """The characters of a figure within its quote, in the normal form of digits; "" where the member has no place."""
    start, _, end = member.name.removeprefix(PREFIX).partition("-")
    if member.start is None or not (start.isdigit() and end.isdigit()):
        return ""
    inside = member.quote[int(start) - member.start : int(end) - member.start]
    return unicodedata.normalize("NFKC", inside).replace(",", "").replace(" ", "")


def related(
    relations: Sequence[Relation],
    members: Sequence[Member],
    hedges: Sequence[str],
    settings: Settings,
    *,
    sure: bool,
) -> Finding:
    """The finding of relations that do not hold, the first of which names it. ValueError where one of them does hold.

    sure   the words leave no doubt that the figures stand in these relations, which only the text can tell
    """
    require(relations and len(members) == len(hedges), "no relation")
    require({i for r in relations for i in r.places} == set(range(len(members))), "a figure that stands in no relation")
    found = []
    for relation in relations:
        sides = clash(relation, members, hedges, settings)
        require(sides, f"{relation.kind} holds")
        assert sides is not None
        found.append(sides)
    kind = KINDS[relations[0].kind]
    severity = Severity.ERROR if sure and kind.certain else Severity.WARNING
    slip = any(_slips(s) for s in found)
    return finding(
        kind.code,
        severity,
        list(members),
        list(dict.fromkeys(itertools.chain.from_iterable(s.steps for s in found))),
        explanations=[Explanation(code) for code in ([*(["unit_slip"] if slip else []), *kind.explanations])],
        weight=max(0, 60 - 5 * len(members)),
        parameters=(
            ("indicator", members[0].indicator),
            ("relation", kind.name),
            ("relations", ";".join(map(str, relations))),
            ("hedges", ";".join(hedges)),
            ("sure", "yes" if sure else "no"),
        ),
    )


def remade(members: Sequence[Member], parameters: Mapping[str, str], settings: Settings) -> Finding:
    """The finding that these members and relations give. ValueError where they give none."""
    bare = [
        Member(
            m.name,
            quote=m.quote,
            start=m.start,
            end=m.end,
            value=m.value,
            unit=m.unit,
            indicator=m.indicator,
            year=m.year,
        )
        for m in members
    ]
    relations = [relation_from(r) for r in parameters.get("relations", "").split(";")]
    hedges = parameters.get("hedges", "").split(";")
    return related(relations, bare, hedges, settings, sure=parameters.get("sure") == "yes")


def _apart(sides: Sides) -> bool:
    low = sides.left.hi is not None and sides.right.lo is not None and sides.left.hi < sides.right.lo
    high = sides.left.lo is not None and sides.right.hi is not None and sides.left.lo > sides.right.hi
    meet = (
        sides.edge
        and sides.left != sides.right
        and (_touch(sides.left, sides.right) or _touch(sides.right, sides.left))
    )
    return low or high or meet


def _touch(a: Span, b: Span) -> bool:
    """Do two roundings meet in their edge alone (9亿 and 10亿 in 9.5亿)?"""
    return a.hi is not None and a.hi == b.lo and a.lo != a.hi and b.lo != b.hi


def _slips(sides: Sides) -> bool:
    """Is one side ten, a hundred, ten thousand times the other, to three per cent?"""
    if sides.ratio is None or sides.ratio <= 0:
        return False
    return any(abs(r / power - 1) < Fraction(3, 100) for r in (sides.ratio, 1 / sides.ratio) for power in _SLIPS)


def _alike(*figures: Printed) -> None:
    require(len({(f.unit.dimension, f.unit.base) for f in figures}) == 1, "figures of different units")


def _show(f: Printed, unit: Unit | None = None) -> str:
    return f.within(unit or f.unit)


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _sum(figures: Sequence[Printed], extra: str) -> Sides:
    """[whole, parts…]: exact (they are all) or within."""
    whole, parts = figures[0], figures[1:]
    _alike(*figures)
    require(parts and extra in ("exact", "within", "tenfold"), "no parts")
    low = _add(p.span.lo for p in parts)
    high = _add(p.span.hi for p in parts) if extra == "exact" else None
    right = whole.span if extra == "exact" else Span(None, whole.span.hi)
    unit = whole.unit
    digits = [_show(p, unit) for p in parts]
    steps = (
        (step(" + ".join(digits), max(map(_places, digits)), whole.member.unit, "sum"),)
        if len(parts) > 1
        else (
            step(
                f"{digits[0]} − {_show(whole)}",
                max(_places(digits[0]), _places(whole.member.value)),
                whole.member.unit,
                "apart",
            ),
        )
    )
    total = sum((Fraction(d) for d in digits), Fraction(0))
    if extra == "tenfold":
        goal = Fraction(whole.member.value)
        slip = len(parts) > 1 and total > 0 and goal / total in _SLIPS
        return Sides(
            Span(total, total), Span(goal, goal) if slip else Span(total, total), steps, total / goal if goal else None
        )
    return Sides(
        Span(low, high), right, steps, total / Fraction(whole.member.value) if Fraction(whole.member.value) else None
    )


def total_fits(digits: Sequence[str]) -> bool:
    """Is the first number the sum of the others, as far as all are printed?"""
    half = [last_place(d) / 2 for d in digits]
    return abs(Fraction(digits[0]) - sum(Fraction(d) for d in digits[1:])) <= sum(half, Fraction(0))


def _add(values: object) -> Fraction | None:
    found = list(values)  # type: ignore[call-overload]
    return None if any(v is None for v in found) else sum(found, Fraction(0))


def _hundred(figures: Sequence[Printed], extra: str) -> Sides:
    """[shares…] of one whole: at most 100 %, or exactly it."""
    require(len(figures) > 1 and all(f.unit.dimension == "rate" for f in figures), "no shares")
    low, high = _add(f.span.lo for f in figures), _add(f.span.hi for f in figures) if extra == "exact" else None
    digits = [_show(f) for f in figures]
    return Sides(
        Span(low, high),
        Span(HUNDRED if extra == "exact" else None, HUNDRED),
        (step(" + ".join(f"{d}%" for d in digits), max(map(_places, digits)), "%", "sum"),),
    )


def _limit(figures: Sequence[Printed], extra: str) -> Sides:
    """[rate] that cannot be above extra per cent."""
    (rate,) = figures
    require(rate.unit.dimension == "rate", "no rate")
    value = Span(rate.span.lo if rate.span.lo is not None else rate.span.hi, None)
    return Sides(
        value,
        Span(None, Fraction(extra)),
        (step(f"{_show(rate)}% − {extra}%", _places(rate.member.value), "%", "above"),),
    )


def _factor(rate: Printed) -> Span:
    """1 + rate, or 1 − rate for a fall, as an interval; a change in 倍 counts whole."""
    per = ONE if rate.unit.dimension == "times" else 1 / HUNDRED
    lo, hi = rate.span.lo, rate.span.hi
    low, high = (None if lo is None else lo * per), (None if hi is None else hi * per)
    if rate.down:
        return Span(None if high is None else max(ONE - high, Fraction(0)), None if low is None else ONE - low)
    return Span(None if low is None else ONE + low, None if high is None else ONE + high)


def _factor_digits(rate: Printed) -> str:
    value = Fraction(rate.member.value) * (ONE if rate.unit.dimension == "times" else rate.unit.factor / HUNDRED)
    return plain(ONE - value if rate.down else ONE + value)


def _grown(figures: Sequence[Printed], extra: str) -> Sides:
    """[base, end, rate]: base × (1 ± rate)^years = end."""
    base, end, rate = figures
    _alike(base, end)
    require(rate.unit.dimension in ("rate", "times") and extra.isdigit() and 0 < int(extra) < 60, "no growth")
    factor, count = _factor(rate), int(extra)
    unit = end.unit
    sum_ = f"{_show(base, unit)} × {_factor_digits(rate)}{f'^{count}' if count > 1 else ''}"
    exact = Fraction(_show(base, unit)) * Fraction(_factor_digits(rate)) ** count
    mean = (
        f"({_show(end)} ÷ {_show(base, unit)})^(1 ÷ {count}) − 1"
        if count > 1
        else f"{_show(end)} ÷ {_show(base, unit)} − 1"
    )
    steps = [step(sum_, 0 if exact > 1000 else 2, end.member.unit, "reached")]
    if Fraction(base.member.value) and Fraction(end.member.value):
        steps.append(step(mean, 1, "%", "implied" if count > 1 else "whole_change"))
    reached = _times(base.span, Span(_power(factor.lo, count), _power(factor.hi, count)))
    return Sides(reached, end.span, tuple(steps), exact / Fraction(_show(end)) if Fraction(_show(end)) else None)


def _power(value: Fraction | None, count: int) -> Fraction | None:
    return None if value is None else max(value, Fraction(0)) ** count


def _times(a: Span, b: Span) -> Span:
    """The product of two intervals of numbers that are not negative."""
    low = None if a.lo is None or b.lo is None else max(a.lo, Fraction(0)) * max(b.lo, Fraction(0))
    return Span(low, None if a.hi is None or b.hi is None else a.hi * b.hi)


def _over(a: Span, b: Span) -> Span:
    """The quotient of two intervals of positive numbers."""
    low = None if a.lo is None or b.hi is None or b.hi <= 0 else max(a.lo, Fraction(0)) / b.hi
    return Span(low, None if a.hi is None or b.lo is None or b.lo <= 0 else a.hi / b.lo)


def _ratio(figures: Sequence[Printed], extra: str) -> Sides:
    """[base, end, times]: end ÷ base = times (2 for 翻一番: extra "doubling")."""
    base, end, times = figures
    _alike(base, end)
    require(times.unit.dimension == "times", "no ratio")
    goal, digits = (times.span, times.member.value) if extra != "doubling" else _doubled(times)
    sum_ = f"{_show(end)} ÷ {_show(base, end.unit)}"
    quotient = Fraction(_show(end)) / Fraction(_show(base, end.unit)) if Fraction(base.member.value) else ONE
    return Sides(
        _over(end.span, base.span),
        goal,
        (step(sum_, 2, "倍", "ratio"),),
        quotient / Fraction(digits) if Fraction(digits) else None,
    )


def _doubled(times: Printed) -> tuple[Span, str]:
    """翻N番: within a tenth of 2^N, as the word is used."""
    value = Fraction(2) ** int(Fraction(times.member.value))
    return Span(value * Fraction(9, 10), value * Fraction(5, 4)), plain(value)


def _difference(figures: Sequence[Printed], _: str) -> Sides:
    """[base, end, difference]: end − base = ± difference."""
    base, end, change = figures
    _alike(base, end)
    points = change.unit.dimension == "points" and end.unit.dimension == "rate"
    require(points or (change.unit.dimension, change.unit.base) == (end.unit.dimension, end.unit.base), "another unit")
    first, last = (end, base) if change.down else (base, end)
    left, right = _minus(last.span, first.span), change.span
    if points and not any("." in f.member.value for f in figures) and not any(_open(f.span) for f in figures):
        left, right = (
            _narrowed(left, Fraction(2, 4)),
            _narrowed(right, Fraction(1, 4)),
        )  # whole per cents are set, not measured
    unit = change.unit if not points else end.unit
    a, b = _show(last, unit), _show(first, unit)
    apart = Fraction(a) - Fraction(b)
    shown = step(
        f"{a}% − {b}%" if points else f"{a} − {b}",
        max(_places(a), _places(b)),
        "个百分点" if points else change.member.unit,
        "difference",
    )
    return Sides(
        left, right, (shown,), apart / Fraction(change.member.value) if Fraction(change.member.value) else None
    )


def _minus(a: Span, b: Span) -> Span:
    return Span(
        None if a.lo is None or b.hi is None else a.lo - b.hi, None if a.hi is None or b.lo is None else a.hi - b.lo
    )


def _open(span: Span) -> bool:
    return span.lo is None or span.hi is None


def _narrowed(span: Span, by: Fraction) -> Span:
    return (
        span if span.lo is None or span.hi is None or span.hi - span.lo < 2 * by else Span(span.lo + by, span.hi - by)
    )


def _below(figures: Sequence[Printed], _: str) -> Sides:
    """[end, rise]: what rose by that much to this was not below nothing before."""
    end, rise = figures
    points = rise.unit.dimension == "points" and end.unit.dimension == "rate"
    require(points or (end.unit.dimension, end.unit.base) == (rise.unit.dimension, rise.unit.base), "another unit")
    unit = rise.unit if not points else end.unit
    a, b = _show(end, unit), _show(rise, rise.unit)
    shown = step(
        f"{a} − {b}",
        max(_places(a), _places(b)),
        "" if points else rise.member.unit,
        "base",
    )
    return Sides(Span(rise.span.lo, None), Span(None, end.span.hi), (shown,))


def _yearly(figures: Sequence[Printed], extra: str) -> Sides:
    """[total, yearly]: yearly × years = total."""
    total, yearly = figures
    _alike(total, yearly)
    require(extra.isdigit() and 1 < int(extra) < 60, "no years")
    count = Fraction(extra)
    unit = total.unit
    digits = _show(yearly, unit)
    exact = Fraction(digits) * count
    left = Span(
        None if yearly.span.lo is None else yearly.span.lo * count,
        None if yearly.span.hi is None else yearly.span.hi * count,
    )
    return Sides(
        left,
        total.span,
        (step(f"{digits} × {extra}", _places(digits), total.member.unit, "total"),),
        exact / Fraction(total.member.value) if Fraction(total.member.value) else None,
    )


def _yearly_rise(figures: Sequence[Printed], extra: str) -> Sides:
    """[base, end, yearly]: base + yearly × years = end."""
    base, end, yearly = figures
    _alike(base, end, yearly)
    require(extra.isdigit() and 1 < int(extra) < 60, "no years")
    count, unit = Fraction(extra), end.unit
    sign = -1 if yearly.down else 1
    spans = (yearly.span.lo, yearly.span.hi) if sign > 0 else (yearly.span.hi, yearly.span.lo)
    left = Span(
        None if base.span.lo is None or spans[0] is None else base.span.lo + sign * spans[0] * count,
        None if base.span.hi is None or spans[1] is None else base.span.hi + sign * spans[1] * count,
    )
    sum_ = f"{_show(base, unit)} {'+' if sign > 0 else '−'} {_show(yearly, unit)} × {extra}"
    return Sides(left, end.span, (step(sum_, _places(end.member.value), end.member.unit, "reached"),))


def _share(figures: Sequence[Printed], _: str) -> Sides:
    """[part, whole, share]: part ÷ whole = share."""
    part, whole, share = figures
    _alike(part, whole)
    require(share.unit.dimension == "rate", "no share")
    a, b = _show(part, whole.unit), _show(whole)
    quotient = _over(part.span, whole.span)
    left = Span(
        None if quotient.lo is None else quotient.lo * HUNDRED, None if quotient.hi is None else quotient.hi * HUNDRED
    )
    exact = (
        Fraction(a) / Fraction(b) * HUNDRED / (Fraction(share.member.value) * share.unit.factor)
        if Fraction(b) and Fraction(share.member.value)
        else None
    )
    return Sides(left, share.span, (step(f"{a} ÷ {b}", max(1, _places(share.member.value)), "%", "share"),), exact)


def _chain(figures: Sequence[Printed], _: str) -> Sides:
    """[share, share, share]: the first of what the second is of is the third of the whole."""
    require(all(f.unit.dimension == "rate" for f in figures) and len(figures) == 3, "no shares")
    a, b, c = figures
    product = _times(a.span, b.span).times(1 / HUNDRED)
    sum_ = f"{a.member.value} × {b.member.value} ÷ 100"
    return Sides(product, c.span, (step(sum_, max(1, _places(c.member.value)), "%", "share"),))


def _one_whole(figures: Sequence[Printed], _: str) -> Sides:
    """[part, share, part, share] of one whole: the quotients agree."""
    first, share, second, other = figures
    _alike(first, second)
    require(share.unit.dimension == other.unit.dimension == "rate", "no shares")
    left, right = _over(first.span, share.span), _over(second.span, other.span)
    sums = [f"{_show(p, second.unit)} ÷ {s.member.value}%" for p, s in ((first, share), (second, other))]
    return Sides(left, right, tuple(step(s, 1, second.member.unit, "whole") for s in sums))


def _per(figures: Sequence[Printed], extra: str) -> Sides:
    """[numerator, denominator, ratio]: numerator ÷ denominator × extra = ratio, in the base units of each."""
    top, bottom, ratio = figures
    scale = Fraction(extra)
    require(scale > 0, "no scale")
    quotient = _over(top.span, bottom.span)
    left = Span(
        None if quotient.lo is None else quotient.lo * scale, None if quotient.hi is None else quotient.hi * scale
    )
    exact = (
        Fraction(top.member.value) * top.unit.factor / (Fraction(bottom.member.value) * bottom.unit.factor) * scale
        if Fraction(bottom.member.value)
        else ONE
    )
    factor = top.unit.factor / bottom.unit.factor * scale / ratio.unit.factor
    sum_ = f"{top.member.value} ÷ {bottom.member.value}" + (f" × {plain(factor)}" if factor != 1 else "")
    stated = Fraction(ratio.member.value) * ratio.unit.factor
    return Sides(
        left,
        ratio.span,
        (
            step(
                sum_,
                max(1, _places(ratio.member.value)),
                "" if ratio.unit.dimension == "rate" else ratio.member.unit,
                "ratio",
            ),
        ),
        exact / stated if stated else None,
    )


def _same(figures: Sequence[Printed], _: str) -> Sides:
    """[a, b]: one figure stated twice."""
    a, b = figures
    _alike(a, b)
    quotient = Fraction(_show(a, b.unit)) / Fraction(b.member.value) if Fraction(b.member.value) else None
    return Sides(
        a.span,
        b.span,
        (
            step(
                f"{_show(a, b.unit)} − {_show(b)}",
                max(_places(_show(a, b.unit)), _places(b.member.value)),
                b.member.unit if b.unit.dimension != "rate" else "",
                "apart",
            ),
        ),
        quotient,
        edge=True,
    )


def _order(figures: Sequence[Printed], extra: str) -> Sides:
    """[base, end] of a verb: up (end is not below base) or down."""
    base, end = figures
    _alike(base, end)
    require(extra in ("up", "down"), "no direction")
    low, high = (base, end) if extra == "up" else (end, base)
    unit = end.unit
    a, b = _show(end), _show(base, unit)
    shown = step(
        f"{a} − {b}", max(_places(a), _places(b)), end.member.unit if end.unit.dimension != "rate" else "", "change"
    )
    lows = low.span.lo if low.span.lo is not None else low.span.hi
    highs = high.span.hi if high.span.hi is not None else high.span.lo
    return Sides(Span(lows, None), Span(None, highs), (shown,))


def _met(figures: Sequence[Printed], extra: str) -> Sides:
    """[base, target]: a floor (up) that lies below what was reached, or a ceiling (down) above it."""
    base, goal = figures
    _alike(base, goal)
    require(extra in ("up", "down"), "no direction")
    value = Fraction(goal.member.value) * goal.unit.factor
    shown = step(
        f"{_show(goal, base.unit)} − {_show(base)}",
        max(_places(_show(goal, base.unit)), _places(base.member.value)),
        base.member.unit if base.unit.dimension != "rate" else "",
        "change",
    )
    if extra == "up":
        return Sides(Span(base.span.lo, None), Span(None, value), (shown,))
    return Sides(Span(None, base.span.hi), Span(value, None), (shown,))


def _compound(figures: Sequence[Printed], extra: str) -> Sides:
    """[ratio or change, mean rate] of one quantity: (1 + rate)^years = ratio. extra: "5" or "5 ratio" or "5 doubling"."""
    whole, rate = figures
    years, _, kind = extra.partition(" ")
    require(years.isdigit() and 1 < int(years) < 60 and rate.unit.dimension == "rate", "no growth")
    count, factor = int(years), _factor(rate)
    if kind == "doubling":
        goal = _doubled(whole)[0]
    elif kind == "ratio":
        require(whole.unit.dimension == "times", "no ratio")
        goal = whole.span
    else:
        goal = _factor(whole)
    return Sides(
        Span(_power(factor.lo, count), _power(factor.hi, count)),
        goal,
        (step(f"{_factor_digits(rate)}^{count}", 2, "倍", "reached"),),
    )


def _before(figures: Sequence[Printed], extra: str) -> Sides:
    """[year] of a target in a plan that begins in the year `extra`."""
    (year,) = figures
    require(extra.isdigit(), "no year")
    value, first = Fraction(year.member.value), Fraction(extra)
    return Sides(Span(value, value), Span(first, None), (step(f"{year.member.value} − {extra}", 0, "年", "change"),))


def _years(figures: Sequence[Printed], _: str) -> Sides:
    """[first, last]: years in their order."""
    first, last = figures
    shown = step(f"{last.member.value} − {first.member.value}", 0, "年", "change")
    a, b = Fraction(first.member.value), Fraction(last.member.value)
    return (
        Sides(Span(a, a), Span(a, None) if b < a else Span(a, a), (shown,))
        if b >= a
        else Sides(Span(a, None), Span(None, b), (shown,))
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of relation: which finding it gives, how its sides are reckoned, whether words can make it an error.

    rank   the smaller, the nearer to the text's own words: names a finding that several relations give
    """

    name: str
    code: str
    sides: Callable[[Sequence[Printed], str], Sides]
    certain: bool = True
    rank: int = 5
    explanations: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {
    k.name: k
    for k in (
        Kind("order", "GH190", _order, rank=1),
        Kind("sum", "GH102", _sum, rank=2, explanations=("parts_overlap",)),
        Kind("hundred", "GH106", _hundred, rank=2),
        Kind("limit", "GH106", _limit, rank=1),
        Kind("grown", "GH101", _grown, rank=4, explanations=("price_basis",)),
        Kind("changed", "GH101", _grown, rank=4),
        Kind("ratio", "GH101", _ratio, rank=4),
        Kind("compound", "GH101", _compound, certain=False, rank=5, explanations=("price_basis",)),
        Kind("difference", "GH104", _difference, rank=3),
        Kind("below", "GH104", _below, rank=3),
        Kind("yearly", "GH108", _yearly, rank=3),
        Kind("yearly_rise", "GH108", _yearly_rise, certain=False, rank=6),
        Kind("share", "GH107", _share, rank=3),
        Kind("chain", "GH107", _chain, certain=False, rank=5),
        Kind("one_whole", "GH107", _one_whole, certain=False, rank=5),
        Kind("per", "GH107", _per, certain=False, rank=5),
        Kind("same", "GH103", _same, certain=False, rank=6),
        Kind("table", "GH112", _same, certain=False, rank=6),
        Kind("met", "GH191", _met, certain=False, rank=7),
        Kind("before", "GH192", _before, certain=False, rank=1),
        Kind("years", "GH192", _years, rank=1),
    )
}
"""Every kind of relation by its name."""

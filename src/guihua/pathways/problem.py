"""The problem behind a path, in exact rows: built alike by who solves it and by who checks the solution.

Unknowns are quantities in years (`value_added[industry]|2018`), each divided by a power of ten near its size; `step:…` is
how far a year's increase lies from the trend's, relative to the level; `move:…` how far a row gives way, relative to its
limit. The least sum of squares of the steps is the path nearest to the trends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from guihua.checking.quantities import at, split
from guihua.checking.system import EPSILON, Bound, Group, Power, Rank
from guihua.pathways.pathway import Known, Trend
from guihua.plan.concepts import resolve
from guihua.plan.statement import Comparator, Direction, Form, Nature, Statement
from guihua.proof.optimality import Limit, Objective

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Row:
    """A limit with who stands behind it: its group, and its tier (None: it never gives way).

    size     what a move is relative to: the limit at the quantities' usual sizes
    bottom   for a limit on a quotient: Σ of these is what its limit is multiplied by; empty for a plain sum
    divisor  what the row was divided by
    """

    limit: Limit
    group: str
    tier: int | None
    size: Fraction = ONE
    bottom: tuple[tuple[str, Fraction], ...] = ()
    divisor: Fraction = ONE

    def shift(self, change: Fraction, point: Mapping[str, Fraction]) -> Fraction:
        """How far the row's own limit moves at a point when lo or hi of its bound changes by so much."""
        if not self.bottom:
            return change / self.divisor
        return change * sum((a * point[v] for v, a in self.bottom), ZERO) / self.divisor


@dataclass(frozen=True, slots=True)
class Problem:
    """Rows, the nearness to trends, and what unknowns are divided by.

    rows     bounds of statements and figures, identities, everything at least zero
    nearness rows that define the steps; the objective is the sum of their squares
    powers   products between quantities: curved, so that their rows depend on the point
    """

    rows: tuple[Row, ...]
    nearness: tuple[Limit, ...]
    powers: tuple[tuple[str, Power], ...]
    scale: Mapping[str, Fraction]

    @property
    def unknowns(self) -> tuple[str, ...]:
        """All quantities in years, in order."""
        found = {v for row in self.rows for v, _ in row.limit.terms} | {v for n in self.nearness for v, _ in n.terms}
        found |= {v for _, power in self.powers for v, _ in power.terms}
        return tuple(sorted(v for v in found if not v.startswith(("step:", "move:"))))

    def objective(self) -> Objective:
        """½ Σ step²."""
        return Objective({}, {f"step:{n.name}": ONE for n in self.nearness})

    def limits(self, point: Mapping[str, Fraction] | None = None) -> list[Limit]:
        """Every row as a limit in scaled unknowns; products by their slope at the point."""
        found = [row.limit for row in self.rows]
        found += [Limit(n.name, (*n.terms, (f"step:{n.name}", -ONE)), n.lo, n.hi) for n in self.nearness]
        if point is not None:
            found += [slope_of(name, power, point) for name, power in self.powers]
        return found

    def elastic(self, point: Mapping[str, Fraction] | None = None) -> list[Limit]:
        """The rows with their moves: who has a tier may give way."""
        found = []
        for row in self.rows:
            if row.tier is None:
                found.append(row.limit)
                continue
            for limit in sides_of(row.limit):
                room = row.size if limit.lo is not None else -row.size
                found.append(Limit(limit.name, (*limit.terms, (f"move:{limit.name}", room)), limit.lo, limit.hi))
                found.append(Limit(f"least:{limit.name}", ((f"move:{limit.name}", ONE),), ZERO, None))
        if point is not None:
            found += [slope_of(name, power, point) for name, power in self.powers]
        return found

    def moves(self, tier: int) -> tuple[str, ...]:
        """The moves of one tier."""
        return tuple(f"move:{limit.name}" for row in self.rows if row.tier == tier for limit in sides_of(row.limit))

    def moved(self, moves: Mapping[str, Fraction]) -> Problem:
        """The problem with the limits of rows moved as far as they had to."""
        rows = tuple(replace(row, limit=_moved(row, moves)) for row in self.rows)
        return Problem(rows, self.nearness, self.powers, self.scale)


def problem_of(
    groups: Sequence[Group], statements: Sequence[Statement], knowns: Sequence[Known], trends: Sequence[Trend]
) -> Problem:
    """The problem of these groups: statements, known figures and identities, with the trends that pull."""
    by_id = {s.id: s for s in statements}
    by_key = {t.key: t for t in trends}
    told = (relieved(g, by_id[g.name], by_key, knowns) if g.name in by_id else g for g in groups)
    every = (*told, *(group_of_known(k) for k in knowns))
    scale = _scales(every, trends)
    usual = {
        at(t.key, y): abs(v) / scale[at(t.key, y)] for t in trends for y, v in t.values if v and at(t.key, y) in scale
    }
    tiers = {s.id: tier_of(s) for s in statements}
    rows: list[Row] = []
    powers: list[tuple[str, Power]] = []
    for group in every:
        tier = None if group.rank is Rank.IDENTITY else tiers.get(group.name, 0)
        for place, bound in enumerate(group.bounds):
            name = f"{group.name}#{place}"
            if isinstance(bound, Power):
                straight = _straight(bound)
                if straight is None:
                    powers.append((name, bound))
                    continue
                rows += _rows(name, straight, group.name, tier, scale, usual)
                continue
            rows += _rows(name, bound, group.name, tier, scale, usual)
    rows += _within(every, by_id, knowns, scale)
    named = {v for row in rows for v, _ in row.limit.terms} | {v for _, p in powers for v, _ in p.terms}
    nearness = [n for trend in trends for n in _nearness(trend, scale)]
    nearness += _aims(groups, statements, trends, scale)
    named |= {v for n in nearness for v, _ in n.terms}
    rows += [Row(Limit(f"positive:{v}", ((v, ONE),), ZERO, None), "", None) for v in sorted(named)]
    return Problem(tuple(rows), tuple(nearness), tuple(powers), scale)


def group_of_known(known: Known) -> Group:
    """The rows of a published figure."""
    here = at(known.top, known.year)
    if known.kind == "share":
        bound = Bound(((here, ONE),), ((at(known.bottom, known.year), ONE),), known.value, known.value)
    elif known.kind == "factor":
        bound = Bound(((here, ONE),), ((at(known.top, known.base_year), ONE),), known.value, known.value)
    else:
        bound = Bound(((here, ONE),), (), known.value, known.value)
    return Group(known.name, Rank.FACT, (bound,))


def tier_of(statement: Statement) -> int:
    """Which tier a statement belongs to; see `TIERS`."""
    if statement.kind.value == "fact":
        return 0
    hedged = statement.comparator is Comparator.ABOUT or bool(statement.modifier)
    return (1 if statement.nature is Nature.BINDING else 3) + int(hedged)


def slope_of(name: str, power: Power, point: Mapping[str, Fraction]) -> Limit:
    """A product's row at a point: Σ exponent · u / u₀ = Σ exponent, which is where its logarithm is level to first order."""
    total = Fraction(sum(e for _, e in power.terms))
    terms = tuple((v, Fraction(e) / point[v]) for v, e in power.terms)
    return Limit(name, terms, total if power.lo is not None else None, total if power.hi is not None else None)


def product_of(power: Power, point: Mapping[str, Fraction], scale: Mapping[str, Fraction]) -> Fraction:
    """Π variable^exponent at a scaled point, in base units."""
    value = ONE
    for variable, exponent in power.terms:
        value *= (point[variable] * scale[variable]) ** exponent
    return value


def _rows(
    name: str, bound: Bound, group: str, tier: int | None, scale: Mapping[str, Fraction], usual: Mapping[str, Fraction]
) -> list[Row]:
    """The rows of one bound, each divided by its largest coefficient or limit."""
    found = []
    exact = bound.lo is not None and bound.lo == bound.hi
    for side, limit in (("=", bound.hi),) if exact else (("<", bound.hi), (">", bound.lo)):
        if limit is None:
            continue
        terms: dict[str, Fraction] = {}
        for v, a in bound.top:
            terms[v] = terms.get(v, ZERO) + a * scale[v]
        for v, a in bound.bottom:
            terms[v] = terms.get(v, ZERO) - limit * a * scale[v]
        free = ZERO if bound.bottom else limit
        size = max((*(abs(a) for a in terms.values()), abs(free))) or ONE
        flat = tuple((v, a / size) for v, a in terms.items() if a)
        end = free / size
        whole = Limit(name + side, flat, None if side == "<" else end, None if side == ">" else end)
        bottom = tuple((v, a * scale[v]) for v, a in bound.bottom)
        room = abs(end) if not bottom else abs(limit) * sum(abs(a) * usual.get(v, ONE) for v, a in bottom) / size
        found.append(Row(whole, group, tier, room or ONE, bottom, size))
    if bound.bottom:
        flat = tuple((v, a) for v, a in bound.bottom)
        low = EPSILON / max(scale[v] for v, _ in bound.bottom)
        found.append(Row(Limit(name + "+", flat, low, None), group, None))
    return found


def _within(
    groups: Sequence[Group], by_id: Mapping[str, Statement], knowns: Sequence[Known], scale: Mapping[str, Fraction]
) -> list[Row]:
    """A part is never more than its whole, in every year of which their share is spoken; but where a share above one is stated."""
    shares = {k.name for k in knowns if k.kind == "share"} | {n for n, s in by_id.items() if s.form is Form.SHARE}
    found: dict[str, Row] = {}
    for group in groups:
        for bound in group.bounds if group.name in shares else ():
            if isinstance(bound, Power) or len(bound.top) != 1 or len(bound.bottom) != 1:
                continue
            (part, _), (whole, _) = bound.top[0], bound.bottom[0]
            name = f"within:{part}/{whole}"
            if any(end is not None and end > 1 for end in (bound.lo, bound.hi)):
                continue
            size = max(scale[part], scale[whole])
            found[name] = Row(
                Limit(name, ((part, scale[part] / size), (whole, -scale[whole] / size)), None, ZERO), "", None
            )
    return list(found.values())


def _moved(row: Row, moves: Mapping[str, Fraction]) -> Limit:
    limit, lo, hi = row.limit, row.limit.lo, row.limit.hi
    for side in sides_of(limit):
        room = moves.get(f"move:{side.name}", ZERO) * row.size
        lo = lo if side.lo is None else side.lo - room
        hi = hi if side.hi is None else side.hi + room
    return Limit(limit.name, limit.terms, lo, hi)


def sides_of(limit: Limit) -> tuple[Limit, ...]:
    """An equation as its two sides, which give way apart; any other limit as it is."""
    if limit.lo is None or limit.hi is None:
        return (limit,)
    return (
        Limit(limit.name + "<", limit.terms, None, limit.hi),
        Limit(limit.name + ">", limit.terms, limit.lo, None),
    )


def _straight(power: Power) -> Bound | None:
    """A product of two quantities with exponents 1 and −1 (or of one) is a line: lo ≤ a/b ≤ hi."""
    tops = [v for v, e in power.terms if e == 1]
    bottoms = [v for v, e in power.terms if e == -1]
    if len(tops) != 1 or len(tops) + len(bottoms) != len(power.terms) or len(bottoms) > 1:
        return None
    return Bound(((tops[0], ONE),), tuple((v, ONE) for v in bottoms), power.lo, power.hi)


def _nearness(trend: Trend, scale: Mapping[str, Fraction]) -> list[Limit]:
    """First the level, then each year's increase, against the trend's own; relative to the last known level."""
    values = dict(trend.values)
    if not values:
        return []
    first = min(values)
    unknown = at(trend.key, first)
    level = max((abs(v) for _, v in trend.known), default=ZERO) or max(map(abs, values.values())) or scale[unknown]
    factor = scale[unknown] / level  # all years of a quantity are divided by one number
    found = [Limit(f"{trend.key}|{first}", ((unknown, factor),), values[first] / level, values[first] / level)]
    for year in sorted(values)[1:]:
        rise = (values[year] - values[year - 1]) / level
        terms = ((at(trend.key, year), factor), (at(trend.key, year - 1), -factor))
        found.append(Limit(f"{trend.key}|{year}", terms, rise, rise))
    return found


def _aims(
    groups: Sequence[Group], statements: Sequence[Statement], trends: Sequence[Trend], scale: Mapping[str, Fraction]
) -> list[Limit]:
    """Quantities without a trend, and quotients of which one side has none, lean to the target's own number, a tenth as strongly."""
    drawn = {trend.key for trend in trends}
    wanted = {s.id for s in statements}
    found: dict[str, Limit] = {}
    for group in groups:
        for bound in group.bounds if group.name in wanted else ():
            if isinstance(bound, Power) or len(bound.top) != 1 or len(bound.bottom) > 1:
                continue
            unknown = bound.top[0][0]
            ends = [end for end in (bound.lo, bound.hi) if end is not None]
            middle = sum(ends, ZERO) / len(ends)
            if middle <= 0 or unknown in found or all(split(v)[0] in drawn for v, _ in (*bound.top, *bound.bottom)):
                continue
            if bound.bottom:
                whole = bound.bottom[0][0]
                terms = ((unknown, scale[unknown] / middle / scale[whole] / 10), (whole, Fraction(-1, 10)))
                found[unknown] = Limit(f"aim:{unknown}", terms, ZERO, ZERO)
            else:
                tenth = Fraction(1, 10)
                found[unknown] = Limit(f"aim:{unknown}", ((unknown, scale[unknown] / middle / 10),), tenth, tenth)
    return list(found.values())


OWN = ("geometric", "linear", "share")
"""Models of trends that rest on figures of the quantity's own."""


def relieved(group: Group, statement: Statement, trends: Mapping[str, Trend], knowns: Sequence[Known]) -> Group:
    """The group of a target without the side that would undo what is more than reached.

    达到4500万千瓦 is no reason to hold anything down that by its own trend comes to 4600: the upper side goes, where more is
    better; the lower one where less is. So does what a figure of an earlier year has passed already. Nothing changes where the
    direction is not known.
    """
    way = statement.direction if statement.direction is not Direction.UNKNOWN else resolve(statement.indicator).better
    if way is Direction.UNKNOWN or statement.kind.value != "target":
        return group
    if statement.form in (Form.GROWTH, Form.CHANGE) and statement.direction is Direction.UNKNOWN:
        way = Direction.UP
    return Group(group.name, group.rank, tuple(_relieved(bound, way, trends, knowns) for bound in group.bounds))


def _relieved(
    bound: Bound | Power, way: Direction, trends: Mapping[str, Trend], knowns: Sequence[Known]
) -> Bound | Power:
    if isinstance(bound, Power):
        return bound
    top, bottom = _by_trend(bound.top, trends), _by_trend(bound.bottom, trends) if bound.bottom else ONE
    reached = [top / bottom] if top is not None and bottom is not None and bottom > 0 else []
    reached += _by_figure(bound, knowns)
    if way is Direction.UP and bound.hi is not None and any(value > bound.hi for value in reached):
        return replace(bound, hi=None)
    if way is Direction.DOWN and bound.lo is not None and any(value < bound.lo for value in reached):
        return replace(bound, lo=None)
    return bound


def _by_figure(bound: Bound, knowns: Sequence[Known]) -> list[Fraction]:
    """The same level, share or factor in the last earlier year that has one."""
    if len(bound.top) != 1 or len(bound.bottom) > 1:
        return []
    key, year = split(bound.top[0][0])
    below, base = split(bound.bottom[0][0]) if bound.bottom else ("", "")
    kind = "level" if not bound.bottom else "factor" if below == key else "share"
    before = [
        k for k in knowns
        if k.kind == kind and k.top == key and str(k.year) < year
        and (kind == "level" or (kind == "share" and k.bottom == below) or (kind == "factor" and str(k.base_year) == base))
    ]  # fmt: skip
    return [max(before, key=lambda k: k.year).value] if before else []


def _by_trend(terms: Sequence[tuple[str, Fraction]], trends: Mapping[str, Trend]) -> Fraction | None:
    """What a sum comes to on the trends; None where a quantity has no trend of its own."""
    total = ZERO
    for unknown, a in terms:
        key, year = split(unknown)
        trend = trends.get(key)
        value = (
            dict(trend.values).get(int(year)) if trend is not None and trend.model in OWN and year.isdigit() else None
        )
        if value is None:
            return None
        total += a * value
    return total


def _scales(groups: Sequence[Group], trends: Sequence[Trend]) -> dict[str, Fraction]:
    """A power of ten near each unknown's size: from levels, from trends, else from its neighbours in a row; else one."""
    scale: dict[str, Fraction] = {}
    for trend in trends:
        scale.update({at(trend.key, year): _ten(abs(value)) for year, value in trend.values if value})
    by_key = {split(v)[0]: s for v, s in scale.items()}
    waiting: list[tuple[tuple[str, Fraction], ...]] = []
    for bound in (b for group in groups for b in group.bounds):
        if isinstance(bound, Power):
            waiting.append(tuple((v, ONE) for v, _ in bound.terms))
            continue
        end = bound.lo or bound.hi
        if not bound.bottom and len(bound.top) == 1 and end:
            scale.setdefault(bound.top[0][0], _ten(abs(end)))
        factor = abs(end) if end and bound.bottom else ONE
        waiting.append((*((v, abs(a)) for v, a in bound.top), *((v, abs(a) * factor) for v, a in bound.bottom)))
    unknowns = {v for terms in waiting for v, _ in terms} | set(scale)
    scale.update({v: by_key[split(v)[0]] for v in unknowns if v not in scale and split(v)[0] in by_key})
    _spread(scale, waiting)
    for bound in (b for group in groups for b in group.bounds):  # sums of which only their own amount is known
        if isinstance(bound, Bound) and not bound.bottom and (end := bound.lo or bound.hi):
            for v, a in bound.top:
                scale.setdefault(v, _ten(abs(end / a)))
    _spread(scale, waiting)
    largest: dict[str, Fraction] = {}
    for v in unknowns:
        key = split(v)[0]
        largest[key] = max(largest.get(key, ZERO), scale.get(v, ZERO))
    return {v: largest[split(v)[0]] or ONE for v in unknowns}


def _spread(scale: dict[str, Fraction], rows: Sequence[tuple[tuple[str, Fraction], ...]]) -> None:
    """Sizes handed on along rows, from unknowns that have one to those that have none."""
    while True:
        known = [t for t in rows if any(v in scale for v, _ in t) and any(v not in scale for v, _ in t)]
        if not known:
            return
        for terms in known:
            size = max(a * scale[v] for v, a in terms if v in scale)
            for v, a in terms:
                scale.setdefault(v, _ten(size / a))


def _ten(value: Fraction) -> Fraction:
    """The power of ten at or below a positive number."""
    digits = (
        len(str(value.numerator // value.denominator))
        if value >= 1
        else -len(str(value.denominator // value.numerator)) + 1
    )
    return Fraction(10) ** (digits - 1)

"""指标分解: a target shared out on regions, bodies, parks or any tree, by a named key. Exact throughout.

Bounds are kept by filling up: each ideal share is start + λ · weight within its bounds, and λ is the number at which the
shares sum to the whole. Rounding to the last printed place keeps the sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from guihua.errors import GuihuaError
from guihua.pathways.allotment import (
    Allotment,
    Division,
    Measure,
    Member,
    Node,
    Rule,
    Share,
    goal,
    measure_of,
    own_rate,
    rate_like,
    upper_rate,
    weights,
)
from guihua.pathways.apportion import METHODS, alabama, apportion, largest_remainder
from guihua.plan.quantity import last_place
from guihua.plan.statement import Comparator, Statement

ALL = "all"


def allot(
    statement: Statement,
    members: Sequence[Member],
    rule: str = "proportional",
    *,
    key: str = "",
    region: str = "",
    rounding: str = "hamilton",
    step: Fraction | None = None,
) -> Allotment:
    """Share a target out on members (a tree by their parents; "" at the top).

    rule      proportional, equal-effort, capability, minimax-regret, or all (every one for which there are figures)
    rounding  hamilton (largest remainder) or webster, hill, jefferson, adams, which know no Alabama paradox
    step      the last place of a share; the target's own last printed place where None

    Raises GuihuaError: ALLOT-TARGET (no number, no year), ALLOT-MEMBER (none, one twice, a parent that is not there),
    ALLOT-KEY, ALLOT-DATA (a figure that the rule needs is missing, by name), ALLOT-BOUNDS, ALLOT-RULE, ALLOT-METHOD.
    """
    listed = tuple(members)
    _check(statement, listed, rounding)
    measure = measure_of(statement)
    _check_data(statement, listed, measure)
    place = step or _step(statement, listed, measure)
    tiers = (
        range(len(set(statement.value)))
        if statement.comparator is Comparator.BETWEEN or len(statement.value) > 1
        else (0,)
    )
    divisions = [
        _division(statement, listed, wanted, tier, place, rounding, skip=rule == ALL)
        for tier in tiers
        for wanted in _rules(rule)
    ]
    made = tuple(d for d in divisions if d is not None)
    if not made:
        raise GuihuaError(
            "ALLOT-DATA",
            "没有一种方法的数据是齐的 there are figures for none of the rules",
            "依据文件补上 key 或 base、forecast 列 give key, or base or forecast, in the file",
        )
    return Allotment(
        statement,
        region,
        statement.unit,
        measure,
        key,
        place,
        rounding,
        listed,
        made,
        _paradox(made[0], listed, place) if rounding == "hamilton" else (),
    )


def fill(
    total: Fraction,
    starts: Sequence[Fraction],
    weights_: Sequence[Fraction],
    low: Sequence[Fraction | None],
    high: Sequence[Fraction | None],
) -> Fraction | None:
    """λ at which Σ min(max(start + λ·weight, low), high) = total; None where no λ gives it. Weights are at least zero."""
    turns = sorted(
        {
            (end - s) / w
            for s, w, lo, hi in zip(starts, weights_, low, high, strict=True)
            if w
            for end in (lo, hi)
            if end is not None
        }
    )

    def filled(level: Fraction) -> Fraction:
        return sum(
            (within(s + level * w, lo, hi) for s, w, lo, hi in zip(starts, weights_, low, high, strict=True)),
            Fraction(0),
        )

    def slope(level: Fraction) -> Fraction:
        """The sum of weights that move just above this level."""
        found = Fraction(0)
        for s, w, lo, hi in zip(starts, weights_, low, high, strict=True):
            value = s + level * w
            if (lo is None or value >= lo) and (hi is None or value < hi):
                found += w
        return found

    if not turns:
        moving = sum(weights_, Fraction(0))
        return (
            (total - filled(Fraction(0))) / moving if moving else Fraction(0) if filled(Fraction(0)) == total else None
        )
    first = filled(turns[0])
    if total <= first:
        before = slope(turns[0] - 1)
        return turns[0] + (total - first) / before if before else turns[0] if total == first else None
    for here, there in zip(turns, [*turns[1:], None], strict=True):
        if there is None or filled(there) >= total:
            rate = slope(here)
            return here + (total - filled(here)) / rate if rate else here if filled(here) == total else None
    return None


def within(value: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    """The value, moved to the nearer bound where it lies outside."""
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value


def _division(
    statement: Statement,
    members: tuple[Member, ...],
    rule: Rule,
    tier: int,
    step: Fraction,
    rounding: str,
    *,
    skip: bool,
) -> Division | None:
    """One tier by one rule, parents first. None where a figure is missing and `skip` says that this may be."""
    below: dict[str, list[Member]] = defaultdict(list)
    for m in members:
        below[m.parent].append(m)
    upper = upper_rate(statement, tier)
    try:
        whole = goal(statement, members, tier)
        total = step * round(whole / step)
        nodes, open_ = [], [("", total)]
        while open_:
            parent, amount = open_.pop(0)
            if parent not in below:
                continue
            node = _node(statement, parent, tuple(below[parent]), amount, rule, step, rounding, upper)
            nodes.append(node)
            open_ += [(s.code, s.share) for s in node.shares]
    except (ValueError, ZeroDivisionError) as error:
        if skip:
            return None
        raise _missing(rule, error) from None
    return Division(tier, rule, tuple(nodes))


def _node(
    statement: Statement,
    parent: str,
    members: tuple[Member, ...],
    total: Fraction,
    rule: Rule,
    step: Fraction,
    rounding: str,
    upper: Fraction | None,
) -> Node:
    counted = tuple(m for m in members if not m.apart)
    apart = tuple(m for m in members if m.apart)
    pairs = weights(rule, statement, counted, total)
    if any(w < 0 for _, w in pairs) or not any(w for _, w in pairs):
        raise GuihuaError(
            "ALLOT-KEY",
            "依据须不为负且不全为零 keys must be at least zero, and not all zero",
            "改正依据列 mend the column of keys",
        )
    starts, ways = [a for a, _ in pairs], [w for _, w in pairs]
    low = [max(m.low or Fraction(0), Fraction(0)) for m in counted]
    high = [m.high for m in counted]
    level = fill(total, starts, ways, low, high)
    if level is None:
        raise _cannot(total, counted, parent)
    ideal = [within(a + level * w, lo, hi) for a, w, lo, hi in zip(starts, ways, low, high, strict=True)]
    units = _rounded(total, ideal, low, high, step, rounding)
    if sum(units) * step != total:
        raise _cannot(total, counted, parent)
    shares = [_share(statement, m, v, u * step, total, upper) for m, v, u in zip(counted, ideal, units, strict=True)]
    return Node(
        parent,
        total,
        level,
        (*shares, *(_beside(statement, m, starts, ways, level, step, total, rule, upper) for m in apart)),
    )


def _rounded(
    total: Fraction,
    ideal: Sequence[Fraction],
    low: Sequence[Fraction],
    high: Sequence[Fraction | None],
    step: Fraction,
    rounding: str,
) -> tuple[int, ...]:
    units = [v / step for v in ideal]
    if rounding == "hamilton" or any(low) or any(h is not None for h in high):
        least = [-((-v / step).__floor__()) for v in low]
        most = [None if v is None else (v / step).__floor__() for v in high]
        return largest_remainder(int(total / step), units, least, most)
    return apportion(int(total / step), units, rounding)


def _share(
    statement: Statement, m: Member, ideal: Fraction, share: Fraction, total: Fraction, upper: Fraction | None
) -> Share:
    rate = own_rate(statement, m, share)
    if upper is None:
        return Share(m.code, ideal, share, rate, share / total if total else None)
    return Share(m.code, ideal, share, rate, None if rate is None or not upper else rate / upper)


def _beside(
    statement: Statement,
    m: Member,
    starts: Sequence[Fraction],
    ways: Sequence[Fraction],
    level: Fraction,
    step: Fraction,
    total: Fraction,
    rule: Rule,
    upper: Fraction | None,
) -> Share:
    """A member listed apart: what its own key would give at the same level; it counts in no sum."""
    weight = weights(rule, statement, (m,), total)[0] if rule is not Rule.MINIMAX_REGRET else (Fraction(0), Fraction(0))
    ideal = within(weight[0] + level * weight[1], m.low, m.high)
    return _share(statement, m, ideal, step * round(ideal / step), total, upper)


def _rules(rule: str) -> tuple[Rule, ...]:
    if rule == ALL:
        return tuple(Rule)
    try:
        return (Rule(rule),)
    except ValueError:
        raise GuihuaError(
            "ALLOT-RULE", f"没有这种分解方法 no rule {rule!r}", f"可用 one of: {', '.join(Rule)}, all"
        ) from None


def _check(statement: Statement, members: tuple[Member, ...], rounding: str) -> None:
    if not statement.value or statement.year is None:
        raise GuihuaError(
            "ALLOT-TARGET", f"{statement.id} 没有数或没有年份，不能分解 has no number or no year", "guihua show"
        )
    if rounding not in METHODS:
        raise GuihuaError(
            "ALLOT-METHOD", f"没有这种取整方法 no method {rounding!r}", f"可用 one of: {', '.join(METHODS)}"
        )
    if not members:
        raise GuihuaError("ALLOT-MEMBER", "没有分解对象 nobody to share out on", "--on leagues，或一个文件 or a file")
    codes = [m.code for m in members]
    twice = next((c for c in codes if codes.count(c) > 1), "")
    if twice:
        raise GuihuaError("ALLOT-MEMBER", f"{twice} 出现两次 stands twice", "每个对象只写一行 one row each")
    lost = next((m for m in members if m.parent and m.parent not in codes), None)
    if lost is not None:
        raise GuihuaError(
            "ALLOT-MEMBER",
            f"{lost.code} 的上级 {lost.parent} 不在表中 the parent is not listed",
            "补上这一行 add its row",
        )
    parents = {m.code: m.parent for m in members}
    for m in members:
        seen, here = {m.code}, m.parent
        while here:
            if here in seen:
                raise GuihuaError(
                    "ALLOT-MEMBER",
                    f"{m.code} 的上级绕成一圈 its parents form a circle",
                    "改正 parent 列 mend the column parent",
                )
            seen.add(here)
            here = parents[here]
        for name in ("key", "base", "forecast", "denominator", "base_denominator", "low", "high"):
            value = getattr(m, name)
            if value is not None and value < 0:
                code = "ALLOT-BOUNDS" if name in ("low", "high") else "ALLOT-KEY"
                raise GuihuaError(
                    code, f"{m.name or m.code} 的 {name} 为负 is below zero: {value}", "改正这一格 mend this cell"
                )
        if m.low is not None and m.high is not None and m.low > m.high:
            raise GuihuaError(
                "ALLOT-BOUNDS",
                f"{m.name or m.code} 的下限高于上限 its lower bound is above the upper",
                "改正这一行 mend this row",
            )


def _check_data(statement: Statement, members: tuple[Member, ...], measure: Measure) -> None:
    """Rates go through numerators and denominators, changes through bases: whose is missing is named."""
    needed: list[str] = []
    if measure is Measure.RATE:
        needed.append("denominator")
        if statement.form.value == "change_pp":
            needed += ["base", "base_denominator"]
    elif measure is Measure.RELATIVE:
        needed.append("base")
        if rate_like(statement):
            needed += ["denominator", "base_denominator"]
    for name in needed:
        for m in members:
            if m.apart or m.parent:
                continue
            if not getattr(m, name):
                word = {"denominator": "分母", "base": "基期数", "base_denominator": "基期分母"}[name]
                raise GuihuaError(
                    "ALLOT-DATA",
                    f"{m.name or m.code} 缺{word} lacks its {name}: 率和比重按分子、分母分解，增降幅按基期数分解，不作平均 "
                    "rates are shared out through numerators and denominators, changes through bases, never by averages",
                    f"依据文件加一列 add a column {name}",
                )


def _step(statement: Statement, members: tuple[Member, ...], measure: Measure) -> Fraction:
    """The last printed place of the target; of what is summed for rates and changes, a ten-thousandth of it or finer."""
    if measure is Measure.AMOUNT:
        return min(last_place(v) for v in statement.value)
    try:
        size = goal(statement, members, 0)
    except (ValueError, ZeroDivisionError) as error:
        raise _missing(Rule.PROPORTIONAL, error) from None
    step = Fraction(1)
    while step > size / 100_000 and step > Fraction(1, 10**6):
        step /= 10
    return step


def _missing(rule: Rule, error: Exception) -> GuihuaError:
    return GuihuaError(
        "ALLOT-DATA",
        f"按 {rule} 分解缺数据 figures that this rule needs are missing: {error}",
        "依据文件补上这一列 add the column to the file: key, base, forecast, denominator, base_denominator",
    )


def _cannot(total: Fraction, members: tuple[Member, ...], parent: str) -> GuihuaError:
    least = sum((m.low or Fraction(0) for m in members), Fraction(0))
    most = None if any(m.high is None for m in members) else sum((m.high or Fraction(0) for m in members), Fraction(0))
    ends = f"{float(least):g}–{'∞' if most is None else f'{float(most):g}'}"
    return GuihuaError(
        "ALLOT-BOUNDS",
        f"{parent or '全部'}：要分 {float(total):g}，各上下限之和为 {ends}，按这种方法分不出来 the bounds and this rule leave no division",
        "放宽上下限，或换一种方法 widen the bounds or take another rule",
    )


def _paradox(division: Division, members: tuple[Member, ...], step: Fraction) -> tuple[str, ...]:
    """Who would lose a unit if one more were shared out at the top, where no bounds stand in the way."""
    node = division.nodes[0]
    by_code = {m.code: m for m in members}
    shares = [s for s in node.shares if not by_code[s.code].apart]
    if any(by_code[s.code].low or by_code[s.code].high is not None for s in shares) or not any(s.ideal for s in shares):
        return ()
    return tuple(shares[i].code for i in alabama(int(node.total / step), [s.ideal for s in shares]))

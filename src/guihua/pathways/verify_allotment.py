"""Re-checking an allotment: what is shared out, that every share follows from its rule and bounds, that rounding kept the
sum and was fair. Given, not proved: the target's slots and the figures of the members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from guihua.pathways.allotment import (
    Allotment,
    Division,
    Member,
    Node,
    Rule,
    Share,
    goal,
    measure_of,
    own_rate,
    upper_rate,
    weights,
)
from guihua.pathways.apportion import alabama
from guihua.proof.codec import decode
from guihua.proof.verify import How, Part, given, part


def verify_allotment(payload: Mapping[str, Any]) -> list[Part]:
    """Every division of an allotment: sums, rules, bounds, rounding, ratios."""
    found = decode(Allotment, payload)
    parts = [part("members", _member_fault(found))]
    for division in found.divisions:
        name = f"{division.rule} {division.tier}"
        parts.append(part(name, _division_fault(found, division)))
    parts.append(part("paradox", _paradox_fault(found)))
    count = sum(m.key is not None for m in found.members)
    parts.append(given("statements", f"--text: {found.statement.id}"))
    parts.append(given("figures", f"{count} keys ({found.key}) and the members' other figures"))
    return parts


def allotment_against_text(payload: Mapping[str, Any], path: Path) -> list[Part]:
    """Does the document promise this target, slot by slot?"""
    from guihua.project import read_plan

    found, plan = decode(Allotment, payload), read_plan(path)
    mine = next((s for s in plan.statements if s.id == found.statement.id), None)
    if mine is None:
        return [part("text", "文本里没有这条目标 the text has no such target")]
    return [part("text", ""), part("statements", "" if mine == found.statement else "other slots", How.RECOMPUTED)]


def _member_fault(a: Allotment) -> str:
    codes = [m.code for m in a.members]
    if len(set(codes)) < len(codes) or not codes:
        return "a member twice, or none"
    if any(m.parent and m.parent not in codes for m in a.members):
        return "a parent that is no member"
    if a.measure is not measure_of(a.statement) or a.unit != a.statement.unit:
        return "not the target's own measure or unit"
    numbers = ((m, getattr(m, n)) for m in a.members for n in ("key", "base", "forecast", "denominator", "low", "high"))
    below = next((m.code for m, value in numbers if value is not None and value < 0), "")
    if below:
        return f"{below}: a figure below zero"
    return "" if a.step > 0 and a.divisions else "no step, or nothing shared out"


def _division_fault(a: Allotment, division: Division) -> str:
    by_code = {m.code: m for m in a.members}
    covered = [s.code for node in division.nodes for s in node.shares]
    if sorted(covered) != sorted(by_code):
        return "not every member has one share"
    upper = upper_rate(a.statement, division.tier)
    shares = {s.code: s.share for node in division.nodes for s in node.shares}
    for node in division.nodes:
        members = tuple(by_code[s.code] for s in node.shares)
        if any(m.parent != node.parent for m in members):
            return f"a member of another parent under {node.parent or 'the top'}"
        if node.parent:
            due = shares[node.parent]
        else:
            whole = goal(a.statement, a.members, division.tier)
            due = a.step * round(whole / a.step)
        if node.total != due:
            return f"{node.parent or 'the top'} shares out {node.total}, not {due}"
        fault = _node_fault(a, division.rule, node, members, upper)
        if fault:
            return fault
    return ""


def _node_fault(a: Allotment, rule: Rule, node: Node, members: tuple[Member, ...], upper: Fraction | None) -> str:
    pairs = [(m, s) for m, s in zip(members, node.shares, strict=True) if not m.apart]
    counted = tuple(m for m, _ in pairs)
    if sum((s.share for _, s in pairs), Fraction(0)) != node.total:
        return "the shares do not sum to the whole"
    for (m, s), (start, weight) in zip(pairs, weights(rule, a.statement, counted, node.total), strict=True):
        ideal = max(start + node.level * weight, m.low or Fraction(0), Fraction(0))
        ideal = ideal if m.high is None else min(ideal, m.high)
        if weight < 0 or s.ideal != ideal:
            return f"{m.code}: the rule gives {float(ideal):.9g}, not {float(s.ideal):.9g}"
        if (s.share / a.step).denominator != 1 or s.share < (m.low or 0) or (m.high is not None and s.share > m.high):
            return f"{m.code}: not on the step, or beyond its bounds"
    if sum((s.ideal for _, s in pairs), Fraction(0)) != node.total:
        return "the exact shares do not sum to the whole"
    return _meaning_fault(a, node, members, upper) or _rounding_fault(a, [s for _, s in pairs], counted)


def _meaning_fault(a: Allotment, node: Node, members: tuple[Member, ...], upper: Fraction | None) -> str:
    """What a share means for its member, and how that stands to the upper target."""
    for m, s in zip(members, node.shares, strict=True):
        if s.rate != own_rate(a.statement, m, s.share):
            return f"{m.code}: another rate"
        of_whole = s.share / node.total if node.total else None
        of_rate = s.rate / upper if s.rate is not None and upper else None
        if s.ratio != (of_whole if upper is None else of_rate):
            return f"{m.code}: another ratio to the upper target"
    return ""


def _rounding_fault(a: Allotment, shares: Sequence[Share], members: Sequence[Member]) -> str:
    """Was the rounding fair? Largest remainders: within a unit, the largest fractions up. Divisors: no unit better placed."""
    bounded = any(m.low or m.high is not None for m in members)
    units = [(s.ideal / a.step, int(s.share / a.step)) for s in shares]
    if a.rounding == "hamilton" or bounded:
        up = [v - v.__floor__() for v, n in units if n > v]
        down = [v - v.__floor__() for v, n in units if n <= v and v.denominator != 1]
        if not bounded and any(abs(v - n) >= 1 for v, n in units):
            return "a share lies a unit or more from the exact one"
        return "a smaller fraction was rounded up" if not bounded and up and down and min(up) < max(down) else ""
    following = {i: _priority(v, n, a.rounding) for i, (v, n) in enumerate(units) if v}
    last = {i: _priority(v, n - 1, a.rounding) for i, (v, n) in enumerate(units) if v and n}
    if any(n for v, n in units if not v):
        return "a share without a claim"
    if following and last and max(following.values()) > min(last.values()):
        return "a unit would be better placed elsewhere"
    return ""


def _priority(claim: Fraction, held: int, method: str) -> Fraction:
    """claim ÷ divisor for the unit after `held`; of Hill's the square. No unit goes before a first where its divisor is 0."""
    divisor = {
        "webster": Fraction(2 * held + 1, 2),
        "jefferson": Fraction(held + 1),
        "adams": Fraction(held),
        "hill": Fraction(held * (held + 1)),
    }[method]
    value = claim * claim if method == "hill" else claim
    return value / divisor if divisor else value * 10**30


def _paradox_fault(a: Allotment) -> str:
    if a.rounding != "hamilton":
        return "a divisor knows no such paradox" if a.alabama else ""
    by_code = {m.code: m for m in a.members}
    node = a.divisions[0].nodes[0]
    shares = [s for s in node.shares if not by_code[s.code].apart]
    bounded = any(by_code[s.code].low or by_code[s.code].high is not None for s in shares)
    found = (
        ()
        if bounded or not any(s.ideal for s in shares)
        else alabama(int(node.total / a.step), [s.ideal for s in shares])
    )
    return "" if tuple(shares[i].code for i in found) == a.alabama else "another paradox"

"""Parts that the text or a table lists, against the whole that the text states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from guihua.checking.arithmetic import evaluate, step
from guihua.checking.finding import Finding, Severity
from guihua.checking.identities import Identity
from guihua.checking.making import finding, magnitude_in, member, require
from guihua.checking.normal import Span, magnitude
from guihua.checking.quantities import split
from guihua.checking.rules.base import Facts
from guihua.checking.settings import Settings
from guihua.plan.statement import Form, Statement
from guihua.plan.units import find_unit


def parts_and_whole(facts: Facts) -> Iterable[Finding]:
    """9000 + 5100 + 4900 + 6000 = 25000 beside a stated 2.5万亿 (GH111), where no conflict says otherwise."""
    for identity in facts.identities:
        stated = _stated(facts, identity) if identity.kind == "sum" else None
        if stated is not None and not {s.id for s in stated} & facts.conflicting:
            yield added_up(stated[1:], stated[0], facts.settings)


def added_up(parts: Sequence[Statement], whole: Statement, settings: Settings) -> Finding:
    """GH111 of levels that a text or table lists as the parts of another. ValueError where they do not add up to it."""
    require(len(parts) > 1 and all(s.form is Form.LEVEL and s.year == whole.year for s in (*parts, whole)), "no parts")
    unit = parts[0].unit
    total = " + ".join(magnitude_in(part, unit) for part in parts)
    last = magnitude_in(whole, unit)
    exact = evaluate(total) == Fraction(evaluate(last))
    require(exact or _within(parts, whole, settings), "the parts do not add up to the whole")
    return finding(
        "GH111",
        Severity.NOTE,
        [member(s) for s in (*parts, whole)],
        [step(total, 0 if "." not in total else 2, unit, "sum")],
        holds=True,
        weight=15,
        parameters=(
            ("indicator", whole.indicator),
            ("count", str(len(parts))),
            ("stated", last),
            ("unit", unit),
            ("exact", "yes" if exact else "no"),
        ),
    )


def _within(parts: Sequence[Statement], whole: Statement, settings: Settings) -> bool:
    """Can the parts, each within its digits and hedge, add up to the whole within its own?"""
    spans = [_base_span(s, settings) for s in parts]
    low = sum((span.lo or Fraction(0) for span in spans), Fraction(0))
    high = (
        None if any(span.hi is None for span in spans) else sum((span.hi or Fraction(0) for span in spans), Fraction(0))
    )
    goal = _base_span(whole, settings)
    return (goal.hi is None or low <= goal.hi) and (goal.lo is None or high is None or goal.lo <= high)


def _base_span(s: Statement, settings: Settings) -> Span:
    unit = find_unit(s.unit)
    return magnitude(s, settings).times(Fraction(1) if unit is None else unit.factor)


def _stated(facts: Facts, identity: Identity) -> list[Statement] | None:
    """Levels of the whole and of every part, or None where one is not stated."""
    found = []
    for unknown in (identity.whole, *identity.parts):
        key, year = split(unknown)
        level = facts.level(key, int(year))
        if level is None:
            return None
        found.append(level)
    return found

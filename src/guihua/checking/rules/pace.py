"""Steps from period to period: a target that asks for much more than the last years gave, and directions that disagree."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from guihua.checking.arithmetic import evaluate, plain, printed, step
from guihua.checking.assumptions import HEAD, known_assumptions
from guihua.checking.finding import Finding, Member, Severity
from guihua.checking.making import finding, member, require
from guihua.checking.normal import years_of
from guihua.checking.quantities import quantity_of
from guihua.checking.rules.base import TWO_SIDED, Facts
from guihua.checking.settings import Settings
from guihua.plan import concepts
from guihua.plan.data import load
from guihua.plan.statement import Comparator, Direction, Form, Kind, Statement

_RATES = ("%", "％")


def steps_that_widen(facts: Facts) -> Iterable[Finding]:
    """+49 points after +36: the yearly step that a target needs, beside that of the last period (GH180)."""
    for change in facts.statements:
        years = years_of(change)
        if change.kind is not Kind.FACT or change.form not in (Form.CHANGE_PP, Form.CHANGE_ABS) or years is None:
            continue
        base = facts.share(facts.key(change), years[1]) or facts.level(facts.key(change), years[1])
        if base is None:
            continue
        for target, assumed in _targets(facts, base):
            comparable = target.unit == base.unit and target.year is not None and target.year > years[1]
            if comparable and (assumed or _widens(base, change, target, facts.settings)):
                yield widened(base, change, target, assumed, facts.settings)


def widened(base: Statement, change: Statement, target: Statement, assumed: str, settings: Settings) -> Finding:
    """GH180 of a value, its last change, and a target; of a like measure where the assumption of that name is on.

    ValueError where they are not that.
    """
    years = years_of(change)
    require(
        years and years[1] == base.year and quantity_of(base).key == quantity_of(change).key, "no value with its change"
    )
    require(
        target.unit == base.unit and target.year is not None and years and target.year > years[1], "no later target"
    )
    require(
        assumed in settings.assumptions if assumed else quantity_of(target).key == quantity_of(base).key,
        "other measures",
    )
    wide = _widens(base, change, target, settings)
    require(wide or assumed, "the step does not widen")
    points = base.unit in _RATES
    unit = "个百分点" if points else base.unit
    needed = _needed(base, target)
    places = max(len(v.partition(".")[2]) for v in (*target.value, *base.value))
    members = [member(base), member(change), member(target)]
    return finding(
        "GH180",
        Severity.WARNING if wide else Severity.NOTE,
        members + ([Member(name=f"{HEAD}{assumed}")] if assumed else []),
        [step(needed, places, unit, "needed")],
        weight=20,
        parameters=(
            ("indicator", base.indicator),
            ("target", target.indicator),
            ("needed", printed(evaluate(needed) * (100 if points else 1), places)),
            ("gained", plain(Fraction(change.value[0]))),
            ("unit", unit),
            ("assumption", assumed),
            ("at_least", "yes" if target.comparator in (Comparator.GE, Comparator.GT) else "no"),
        ),
    )


def _needed(base: Statement, target: Statement) -> str:
    mark = "%" if base.unit in _RATES else ""
    return f"{target.value[0]}{mark} − {base.value[0]}{mark}"


def _widens(base: Statement, change: Statement, target: Statement, settings: Settings) -> bool:
    """Is the yearly step to the target more than so many times that of the last period?"""
    years = years_of(change) or (0, 1)
    gained = Fraction(change.value[0]) * (-1 if change.direction is Direction.DOWN else 1) / (years[1] - years[0])
    asked = evaluate(_needed(base, target)) * (100 if base.unit in _RATES else 1) / ((target.year or 0) - years[1])
    return gained > 0 and asked > gained * settings.value("pace_jump")


def _targets(facts: Facts, base: Statement) -> Iterable[tuple[Statement, str]]:
    """Targets of the same quantity; with the assumption that conversion rates are alike, those of the like measures."""
    alike = known_assumptions()["conversion_rates_alike"]
    own = concepts.resolve(base.indicator)
    for target in facts.statements:
        if target.kind is not Kind.TARGET or target.form is not base.form or target.year is None:
            continue
        other = concepts.resolve(target.indicator)
        if facts.key(target) == facts.key(base):
            yield target, ""
        elif alike.name in facts.settings.assumptions and {own.measure, other.measure} <= set(alike.measures):
            name = concepts.name_of(own.subject)
            listed = not other.known and (name in target.scope or name in target.quote)
            if own.measure != other.measure and (own.subject == other.subject or listed):
                yield target, alike.name


def directions(facts: Facts) -> Iterable[Finding]:
    """A verb that says down to beside a target above its base, or up to beside one below (GH190).

    Only verbs that move a stock to a value count: 建设200处 after 313 is another year's work, no fall.
    """
    for target in facts.statements:
        if (
            target.kind is not Kind.TARGET
            or target.form not in (Form.LEVEL, Form.SHARE)
            or target.comparator not in TWO_SIDED
        ):
            continue
        if target.direction is Direction.UNKNOWN or target.origin("direction") not in (None, "stated"):
            continue
        if not any(verb in target.quote for verb in _reaching()):
            continue
        bases = [
            s
            for s in facts.by_key[facts.key(target)]
            if s.kind is Kind.FACT
            and s.form is target.form
            and s.unit == target.unit
            and s.year
            and target.year
            and s.year < target.year
        ]
        base = max(bases, key=lambda s: s.year or 0, default=None)
        if base is None:
            continue
        if _contrary(base, target):
            yield contrary(base, target)


def contrary(base: Statement, target: Statement) -> Finding:
    """GH190 of a value and a target whose verb points the other way. ValueError where they are not that."""
    require(quantity_of(base).key == quantity_of(target).key and base.form is target.form, "not of one quantity")
    require(
        base.unit == target.unit and (base.year or 0) < (target.year or 0) and _contrary(base, target), "one direction"
    )
    return finding(
        "GH190",
        Severity.WARNING,
        [member(base), member(target)],
        weight=50,
        parameters=(("indicator", target.indicator), ("direction", str(target.direction))),
    )


def _contrary(base: Statement, target: Statement) -> bool:
    moved = Fraction(target.value[0]) - Fraction(base.value[0])
    return moved < 0 if target.direction is Direction.UP else moved > 0 and target.direction is Direction.DOWN


def _reaching() -> tuple[str, ...]:
    return tuple(load("words.yaml", "guihua.checking.data")["reaching"])

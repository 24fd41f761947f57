"""The declarations of `plan/data/derived.yaml` as records, and the arithmetic of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from guihua.plan.data import load
from guihua.plan.units import Unit, find_unit
from guihua.statistics.observation import Observation

SOURCE = "derived:"
"""Beginning of the source of a derived figure; the rule's code follows."""
SOURCE_SUM = "sum of published parts"
"""The source of a figure that a verdict made by adding up published parts."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One declaration. of, by: variables (`by` is "" where one is enough); free: inputs without a coverage of their own.

    unit is that of a per_unit; since are the first years of a cumulative; words (zh, en) are the formula.
    """

    code: str
    variable: str
    how: str
    of: str
    by: str
    unit: str
    free: frozenset[str]
    since: tuple[int, ...]
    words: tuple[str, str]


@cache
def rules() -> tuple[Rule, ...]:
    """All declarations, in the order of the file."""
    return tuple(
        Rule(
            code=entry["code"],
            variable=entry["variable"],
            how=entry["how"],
            of=entry["of"],
            by=entry.get("by", ""),
            unit=entry.get("unit", ""),
            free=frozenset(entry.get("no_coverage", ())),
            since=tuple(int(year) for year in entry.get("since", ())),
            words=(entry["zh"], entry["en"]),
        )
        for entry in load("derived.yaml")
    )


def inputs_of(variables: Iterable[str]) -> frozenset[str]:
    """The variables that must be known for these to be derived."""
    wanted = set(variables)
    return frozenset(name for rule in rules() if rule.variable in wanted for name in (rule.of, rule.by) if name)


def is_derived(observation: Observation) -> bool:
    """Whether a figure was computed here and not published."""
    return observation.source.startswith(SOURCE)


def rule_of(observation: Observation) -> Rule:
    """The declaration by which a derived figure was computed."""
    code = observation.source.removeprefix(SOURCE)
    return next(rule for rule in rules() if rule.code == code)


def compute(rule: Rule, figures: tuple[tuple[Fraction, Unit], ...]) -> tuple[Fraction, str] | None:
    """The value of a rule and its unit, from magnitudes with their units; None where it divides by nothing."""
    (of, of_unit), *rest = figures
    if rule.how == "cumulative":
        total = of * of_unit.factor + sum((value * unit.factor for value, unit in rest), Fraction(0))
        return total / of_unit.factor, of_unit.text
    by, by_unit = rest[0]
    if not by:
        return None
    quotient = of * of_unit.factor / (by * by_unit.factor)
    if rule.how == "per_unit":
        unit = find_unit(rule.unit)
        assert unit is not None  # a test holds the file to it
        return quotient / unit.factor, rule.unit
    return {
        "share": (100 * quotient, "%"),
        "ratio": (quotient, "倍"),
        "comparable_growth": (100 * (quotient - 1), "%"),
    }[rule.how]

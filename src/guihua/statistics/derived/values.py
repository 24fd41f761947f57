"""The value of one combination as an observation: exact arithmetic, six printed digits, the weakest of its inputs' standing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from guihua.plan.periods import Period
from guihua.plan.statement import Price
from guihua.plan.units import Unit, find_unit
from guihua.statistics.derived.cells import Cell, Key
from guihua.statistics.derived.declarations import SOURCE, Rule, compute, rules
from guihua.statistics.observation import DateTrust, Grade, Observation, Transformation

_GRADES = (Grade.OFFICIAL, Grade.PRESS, Grade.SECONDARY, Grade.PLAN)
_TRUST = (DateTrust.EXACT, DateTrust.PARTIAL, DateTrust.COLLECTED, DateTrust.NONE)
_DIGITS = Context(prec=6)


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived figure as an observation, its exact value in the observation's unit, and the figures it comes from."""

    rule: Rule
    observation: Observation
    exact: Fraction
    inputs: tuple[Observation, ...]


def value_of(key: Key, rows: Mapping[Cell, tuple[Observation, ...]]) -> Derived | None:
    """The derived figure of a combination, by the standing vintage of each cell; None where it would divide by nothing."""
    code, cells = key
    rule = next(rule for rule in rules() if rule.code == code)
    inputs = tuple(max(rows[cell], key=standing) for cell in cells)
    found = compute(rule, tuple((Fraction(o.number), _unit(o)) for o in inputs))
    if found is None:
        return None
    return Derived(rule, _observation(rule, inputs, *found), found[0], inputs)


def standing(o: Observation) -> tuple[bool, date, int, bool, str]:
    """Which vintage of a cell stands, as in a snapshot: dated, later, closer to the office, revised; the id breaks ties."""
    return (
        not o.collected,
        o.available,
        -_GRADES.index(o.grade),
        o.vintage_note == "revised",
        o.id,
    )


def _unit(o: Observation) -> Unit:
    unit = find_unit(o.unit)
    assert unit is not None  # cell_of takes no other
    return unit


def _observation(rule: Rule, inputs: tuple[Observation, ...], exact: Fraction, unit: str) -> Observation:
    first, last = inputs[0], inputs[-1]
    days = [o.published for o in inputs]
    kinds = {"share": Transformation.SHARE, "comparable_growth": Transformation.YOY}
    price = {"share": Price.NONE, "ratio": Price.NONE, "per_unit": last.price}.get(rule.how, first.price)
    sign = {"cumulative": " + ", "comparable_growth": " ÷ "}.get(rule.how, " ÷ ")
    digest = hashlib.sha256("\x1f".join((rule.code, *(o.id for o in inputs))).encode()).hexdigest()[:16]
    return replace(
        first,
        id=f"d-{digest}",
        variable=rule.variable,
        indicator=rule.words[0],
        period=Period.years(first.period.first_year, last.period.last_year)
        if rule.how == "cumulative"
        else first.period,
        value=_text(exact),
        unit=unit,
        transformation=kinds.get(rule.how, Transformation.LEVEL),
        price=price,
        coverage=last.coverage if first.variable in rule.free else first.coverage,
        publisher="guihua",
        published=None if None in days else max(day for day in days if day is not None),
        date_trust=max((o.date_trust for o in inputs), key=_TRUST.index),
        vintage_note="derived",
        source=f"{SOURCE}{rule.code}",
        grade=max((o.grade for o in inputs), key=_GRADES.index),
        publish_level=max((o.publish_level for o in inputs), key=_strictness),
        base_period=first.base_period if rule.how == "cumulative" else None,
        note=sign.join(f"{o.value}{o.unit}" for o in inputs) + (" − 1" if rule.how == "comparable_growth" else ""),
    )


def _strictness(level: str) -> tuple[int, str]:
    return {"public": 0, "internal": 2}.get(level, 1), level


def _text(exact: Fraction) -> str:
    """Six significant digits, no exponent, no idle zeros."""
    shown = _DIGITS.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    text = f"{shown:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

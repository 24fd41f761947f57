"""Small tools with which every rule makes its findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from fractions import Fraction

from guihua.checking.arithmetic import plain
from guihua.checking.finding import Explanation, Finding, Member, Severity, Step
from guihua.checking.quantities import quantity_of
from guihua.plan.statement import Direction, Statement
from guihua.plan.units import find_unit

_WEIGHTS = {Severity.ERROR: 200, Severity.WARNING: 100, Severity.NOTE: 0}


def finding(
    code: str,
    severity: Severity,
    members: Sequence[Member],
    steps: Sequence[Step] = (),
    *,
    explanations: Sequence[Explanation] = (),
    holds: bool = False,
    weight: int = 0,
    parameters: Iterable[tuple[str, str]] = (),
    proved: bool = False,
) -> Finding:
    """A finding with a stable id: its code and eight digits of what it rests on. weight: 0 to 99 within its severity."""
    named = tuple(sorted(parameters))
    rest = "\x1f".join((code, *sorted(m.name for m in members), *(f"{k}={v}" for k, v in named)))
    identity = f"{code}-{hashlib.sha256(rest.encode('utf-8')).hexdigest()[:8]}"
    return Finding(
        id=identity,
        code=code,
        severity=severity,
        members=tuple(members),
        steps=tuple(steps),
        explanations=tuple(explanations),
        holds=holds,
        weight=str(_WEIGHTS[severity] + weight),
        proof=identity if proved else "",
        parameters=named,
    )


def require(condition: object, what: str) -> None:
    """Refuse members that a finding of this code cannot rest on. Raises ValueError."""
    if not condition:
        raise ValueError(what)


def member(statement: Statement, needs: str = "") -> Member:
    """A statement as the member of a finding."""
    return Member(
        name=statement.id,
        statement=statement.id,
        quote=statement.quote,
        start=statement.start,
        end=statement.end,
        value="―".join(statement.value),
        unit=statement.unit,
        needs=needs,
        indicator=statement.indicator,
        variable=quantity_of(statement).key,
        year="" if statement.year is None else str(statement.year),
        adjusted=statement.adjusted,
    )


def magnitude_in(statement: Statement, unit: str) -> str:
    """The printed magnitude in another unit of its dimension, as digits for a sum: 1.15万亿元 in 亿元 is 11500."""
    own, other = find_unit(statement.unit), find_unit(unit)
    if own is None or other is None:
        return statement.value[0]
    return plain(Fraction(statement.value[0]) * own.factor / other.factor)


def factor_text(statement: Statement) -> str:
    """By how much a growth, change or ratio multiplies, as digits: 1.08, 1.5, (1 − 25.1%)."""
    value = Fraction(statement.value[0])
    if statement.form == "ratio":
        return statement.value[0]
    unit = find_unit(statement.unit)
    part = value if unit is not None and unit.dimension == "times" else value / 100
    return plain(1 - part if statement.direction is Direction.DOWN else 1 + part)

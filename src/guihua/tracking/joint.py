"""Joint readings: targets with a common whole read together (风电 and 光伏 against 新能源): at least one of them is missed.

What the floors ask for in sum cannot be more than the whole has at the end of the period, or on a later day (a stock that is
short later was short then). Which wholes hold which parts is `tracking/data/joint.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from guihua.plan.data import load
from guihua.plan.statement import Direction, Form
from guihua.plan.status import Status
from guihua.plan.units import find_unit
from guihua.statistics.observation import UNSTATED, Grade
from guihua.tracking.assessment import Assessment, Reading
from guihua.tracking.figures import Figure, Known, figures, text_of
from guihua.tracking.settings import wholes as whole_words


@dataclass(frozen=True, slots=True)
class Whole:
    """A subject that holds others, for some measures; inside: parts that are part of another part."""

    subject: str
    measures: tuple[str, ...]
    holds: tuple[str, ...]
    inside: tuple[tuple[str, str], ...]


def whole_variables(variables: Sequence[str]) -> frozenset[str]:
    """The wholes that some variables are parts of: what must be known to read them together."""
    return frozenset(name for v in variables for name, _ in _wholes_of(v))


def read_together(found: Sequence[Assessment], known: Mapping[str, Known], region: str) -> tuple[Assessment, ...]:
    """The assessments, each with a reading where its target and others of the same year ask for more than their whole has."""
    told: dict[str, Reading] = {}
    groups: dict[tuple[str, int, str], list[Assessment]] = {}
    for a in found:
        for name, _ in _wholes_of(a.statement.variable) if _asks(a) else ():
            groups.setdefault((name, a.statement.year or 0, a.statement.region or region), []).append(a)
    for (name, year, place), members in groups.items():
        reading = _reading(members, name, year, known[place]) if place in known else None
        if reading is None:
            continue
        for a in members:
            told.setdefault(a.statement.id, replace(reading, parameters=_others(a, members, reading)))
    return tuple(
        replace(a, readings=(*a.readings, told[a.statement.id])) if a.statement.id in told else a for a in found
    )


def _asks(a: Assessment) -> bool:
    """A level to be reached, its period over: a floor of one part."""
    case = a.case
    return case is not None and case.over and case.form is Form.LEVEL and case.direction is Direction.UP


def _reading(members: Sequence[Assessment], name: str, year: int, known: Known) -> Reading | None:
    """What the members ask for together against the whole; None where the whole has enough, or is not known."""
    outer = _outermost(members, name)
    if len(outer) < 2:
        return None
    unit = outer[0].unit
    top = _top(name, year, unit, known)
    asked = [_floor(a, unit) for a in outer]
    if top is None or None in asked:
        return None
    needed = sum((v for v in asked if v is not None), Fraction(0))
    if needed <= top.value:
        return None
    o = top.observation
    shown = (
        ("needed", text_of(needed)),
        ("unit", unit),
        ("value", text_of(top.value)),
        ("period", str(o.period)),
        ("whole", o.indicator),
    )
    return Reading("joint", o.published, Status.MISSED, text_of(needed), text_of(top.value), unit, (o.id,), shown)


def _outermost(members: Sequence[Assessment], name: str) -> list[Assessment]:
    """One target a part, the most asked; of a part inside another only the outer one."""
    inside = next((dict(w.inside) for n, w in _wholes_of(members[0].statement.variable) if n == name), {})
    by_part: dict[str, Assessment] = {}
    for a in members:
        by_part.setdefault(_subject(a.statement.variable), a)
    return [a for part, a in sorted(by_part.items()) if inside.get(part) not in by_part]


def _top(name: str, year: int, unit: str, known: Known) -> Figure | None:
    """The first figure of the whole at or after the end of the year, of the whole coverage or none stated."""
    rows = [
        r
        for r in known.of_variable(name)
        if r.grade is not Grade.PLAN and (r.coverage == UNSTATED or r.coverage in whole_words())
    ]
    there = [f for f in figures(rows, unit, stock=True) if f.year > year or (f.year == year and not f.partial)]
    return min(there, key=lambda f: (f.observation.period.end, f.observation.id), default=None)


def _floor(a: Assessment, unit: str) -> Fraction | None:
    """The least that a target asks for, in a unit; None where it has another dimension."""
    case, mine, other = a.case, find_unit(a.unit), find_unit(unit)
    if case is None or case.target is None or mine is None or other is None or mine.dimension != other.dimension:
        return None
    return Fraction(case.target - case.tolerance) * mine.factor / other.factor


def _others(a: Assessment, members: Sequence[Assessment], reading: Reading) -> tuple[tuple[str, str], ...]:
    names = dict.fromkeys(m.statement.indicator for m in members if m is not a)
    return (("others", "、".join(names)), *reading.parameters)


def _wholes_of(variable: str) -> tuple[tuple[str, Whole], ...]:
    measure, subject = variable.partition("[")[0], _subject(variable)
    there = (w for w in _wholes() if measure in w.measures and subject in w.holds)
    return tuple((f"{measure}[{w.subject}]", w) for w in there)


def _subject(variable: str) -> str:
    return variable.partition("[")[2].removesuffix("]")


@cache
def _wholes() -> tuple[Whole, ...]:
    return tuple(
        Whole(row["whole"], tuple(row["measures"]), tuple(row["holds"]), tuple(row["inside"].items()))
        for row in load("joint.yaml", "guihua.tracking.data")
    )

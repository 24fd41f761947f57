"""Two versions of a plan compared by what they say, not by their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from guihua.plan.plan import Plan
from guihua.plan.statement import Commitment, Statement
from guihua.plan.units import find_unit

ALIKE = 0.6
"""Labels that share this part of their character pairs may name one indicator."""
PART_ALIKE = 0.3
"""A part's label shares this much of the whole's."""
MOST_PARTS = 12
"""So many candidates are tried as parts of one target."""
ALL_PAIRS = 4_000_000
"""Up to so many pairs are compared; beyond, only statements on one variable."""
COMPARED = (
    "kind", "form", "comparator", "year", "base_year", "period", "base_period", "direction", "nature", "price",
    "region", "population", "threshold",
)  # fmt: skip


class ChangeKind(StrEnum):
    """新增, 删去, 改动, 改写 (other words, same meaning)."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; slots are the names of those that differ in meaning ("value" where the quantity does)."""

    kind: ChangeKind
    old: Statement | None
    new: Statement | None
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """One target told as several (merged: several told as one), whose figures add up exactly."""

    whole: Statement
    parts: tuple[Statement, ...]
    merged: bool


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task (commitment) that was added or removed."""

    kind: ChangeKind
    task: Commitment


def diff_plans(old: Plan, new: Plan) -> tuple[Change, ...]:
    """What changed from the old plan to the new, in the order of the new text; removed statements last.

    Statements are paired by indicator, form, year, kind and region, best pairs first; 1.15万亿元 and 11500亿元 are equal.
    """
    pairs = pair_statements(old.statements, new.statements)
    by_new = {after.id: before for before, after in pairs}
    paired = {before.id for before, _ in pairs}
    changes = []
    for after in new.statements:
        before = by_new.get(after.id)
        if before is None:
            changes.append(Change(ChangeKind.ADDED, None, after))
            continue
        slots = _differences(before, after)
        if slots:
            changes.append(Change(ChangeKind.CHANGED, before, after, slots))
        elif _plain(before.quote) != _plain(after.quote):
            changes.append(Change(ChangeKind.REWORDED, before, after))
    gone = (Change(ChangeKind.REMOVED, before, None) for before in old.statements if before.id not in paired)
    return (*changes, *gone)


def diff_tasks(old: Plan, new: Plan) -> tuple[TaskChange, ...]:
    """Tasks of one version only; a task is known by its action and object."""
    before = {(c.action, _plain(c.object)) for c in old.commitments}
    after = {(c.action, _plain(c.object)) for c in new.commitments}
    added = (TaskChange(ChangeKind.ADDED, c) for c in new.commitments if (c.action, _plain(c.object)) not in before)
    gone = (TaskChange(ChangeKind.REMOVED, c) for c in old.commitments if (c.action, _plain(c.object)) not in after)
    return (*added, *gone)


def divided(changes: Sequence[Change]) -> tuple[Division, ...]:
    """Targets that were divided or put together: a former figure that new ones sum up to, or the other way.

    Parts have the whole's kind, year and unit and share part of its label; the first division that fits is taken.
    """
    moved = [c for c in changes if c.kind in (ChangeKind.ADDED, ChangeKind.REMOVED) or "value" in c.slots]
    gone = [c.old for c in moved if c.old]
    come = [c.new for c in moved if c.new]
    found = [Division(whole, parts, merged=False) for whole in gone if (parts := _parts_of(whole, come))]
    return (*found, *(Division(whole, parts, merged=True) for whole in come if (parts := _parts_of(whole, gone))))


def link_versions(old: Plan, new: Plan) -> Plan:
    """The new plan, each statement that replaces one of the old with another id saying so in `supersedes`."""
    known = {s.id for s in old.statements}
    replaced = {c.new.id: c.old.id for c in diff_plans(old, new) if c.old and c.new and c.new.id not in known}
    linked = (replace(s, supersedes=replaced[s.id]) if s.id in replaced else s for s in new.statements)
    return replace(new, statements=tuple(linked))


def pair_statements(old: Sequence[Statement], new: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Statements that speak of the same thing: first those alike in all, then the best of the others."""
    pairs, old_left, new_left = _identical(old, new)
    scored = sorted(
        ((score, i, j) for i, j in _candidates(old_left, new_left) if (score := _score(old_left[i], new_left[j])) > 0),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, i, j in scored:
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append((old_left[i], new_left[j]))
    return pairs


def same_quantity(left: Statement, right: Statement) -> bool:
    """Whether two values are one quantity, whatever the multiplier: 1.15万亿元 = 11500亿元."""
    return _base(left) == _base(right)


def _parts_of(whole: Statement, others: Sequence[Statement]) -> tuple[Statement, ...]:
    """Two to four statements that sum up to this one; () where none do."""
    sought = _base(whole)
    if len(sought) != 2 or not isinstance(sought[0], Fraction) or not sought[0]:
        return ()
    near = [
        s
        for s in others
        if len(base := _base(s)) == 2
        and base[1] == sought[1]
        and (s.kind, s.year) == (whole.kind, whole.year)
        and _dice(_plain(s.indicator), _plain(whole.indicator)) >= PART_ALIKE
    ][:MOST_PARTS]
    for count in range(2, min(4, len(near)) + 1):
        for parts in combinations(near, count):
            if sum((Fraction(s.value[0]) * _factor(s) for s in parts), Fraction(0)) == sought[0]:
                return parts
    return ()


def _factor(statement: Statement) -> Fraction:
    unit = find_unit(statement.unit)
    return Fraction(unit.factor) if unit is not None else Fraction(1)


def _identical(
    old: Sequence[Statement], new: Sequence[Statement]
) -> tuple[list[tuple[Statement, Statement]], list[Statement], list[Statement]]:
    waiting: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in reversed(old):
        waiting[_key(statement)].append(statement)
    pairs, new_left = [], []
    for statement in new:
        found = waiting[_key(statement)]
        if found:
            pairs.append((found.pop(), statement))
        else:
            new_left.append(statement)
    left = {id(s) for group in waiting.values() for s in group}
    return pairs, [s for s in old if id(s) in left], new_left


def _key(statement: Statement) -> tuple[object, ...]:
    return (_plain(statement.indicator), *(getattr(statement, slot) for slot in COMPARED), _base(statement))


def _candidates(old: Sequence[Statement], new: Sequence[Statement]) -> Iterable[tuple[int, int]]:
    if len(old) * len(new) <= ALL_PAIRS:
        yield from ((i, j) for i in range(len(old)) for j in range(len(new)))
        return
    by_variable: dict[str, list[int]] = defaultdict(list)
    for i, statement in enumerate(old):
        by_variable[statement.variable].append(i)
    yield from ((i, j) for j, statement in enumerate(new) for i in by_variable[statement.variable])


def _score(old: Statement, new: Statement) -> float:
    """How surely two statements are versions of one; 0 where they cannot be."""
    if old.form is not new.form and not same_quantity(old, new):
        return 0.0
    alike = _dice(_plain(old.indicator), _plain(new.indicator))
    same_variable = bool(old.measure) and old.variable == new.variable
    if alike < ALIKE and not same_variable:
        return 0.0
    score = 2 * alike + (2 if same_variable else 0)
    score += 1.5 * (old.year == new.year) + 1.0 * (old.kind is new.kind) + 1.0 * (old.form is new.form)
    score += 0.5 * (old.region == new.region) + 0.5 * (old.threshold == new.threshold) + 0.5 * same_quantity(old, new)
    return score + 0.25 * (old.section == new.section)


def _differences(old: Statement, new: Statement) -> tuple[str, ...]:
    slots = [slot for slot in COMPARED if getattr(old, slot) != getattr(new, slot)]
    if not same_quantity(old, new):
        slots.insert(0, "value")
    return tuple(slots)


def _base(statement: Statement) -> tuple[object, ...]:
    """The magnitudes in the base unit, exact; the unit's words where the table lacks it."""
    unit = find_unit(statement.unit)
    if unit is None:
        return (*statement.value, statement.unit)
    return (*(Fraction(v) * unit.factor for v in statement.value), unit.base)


def _plain(words: str) -> str:
    return "".join(c for c in words if c.isalnum())


def _dice(left: str, right: str) -> float:
    a, b = _pairs(left), _pairs(right)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else float(left == right)


def _pairs(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)} or ({words} if words else set())

"""Static checks of decision tables, exact: cases without an answer, rows that clash, rows that can never answer.

Columns are cut into the finitely many kinds of value that their tests tell apart (`atoms`); a kind is the set of rows
whose cell it meets. What rows can hold together is the product of these sets over the columns, kept without repetition,
so every statement is about all inputs and comes with one of them as witness.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from guihua.errors import GuihuaError
from guihua.rules.atoms import kinds
from guihua.rules.dmn.deciding import Decider, decider
from guihua.rules.dmn.model import Boxed, Definition, Hit, Logic, Table
from guihua.rules.dmn.tables import ReadyTable
from guihua.rules.feel.evaluator import holds, ready
from guihua.rules.feel.functions import NAMES
from guihua.rules.feel.parser import parse, parse_tests
from guihua.rules.feel.types import plain_name
from guihua.rules.feel.values import Value, text_of
from guihua.rules.parameters import days_to_check
from guihua.rules.rulefile import RuleFile

MOST = 200_000
"""So many different sets of rows are gone through; beyond it a table is said to be unchecked."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a table does not do right.

    code     RULE-GAP, RULE-OVERLAP, RULE-UNREACHABLE; RULE-INEXACT (a column that cannot be cut exactly)
    rows     the rows it is about, from 1; witness: column -> a value with which it shows
    on       the day whose parameters it holds for, where there are parameters
    """

    code: str
    decision: str
    rows: tuple[int, ...]
    witness: tuple[tuple[str, str], ...] = ()
    about: str = ""
    on: date | None = None

    def told(self) -> str:
        """The fault in words, Chinese and English."""
        rows = "、".join(str(r) for r in self.rows)
        case = "，".join(f"{name} = {value}" for name, value in self.witness)
        when = f"（{self.on} 的参数）" if self.on else ""
        words = {
            "RULE-GAP": f"{self.decision}{when}：{case} 时没有一行成立 no row holds",
            "RULE-OVERLAP": f"{self.decision}{when}：第 {rows} 行同时成立而答案不一 rows {rows} both hold: {case}",
            "RULE-UNREACHABLE": f"{self.decision}{when}：第 {rows} 行永远用不上 row {rows} can never answer",
            "RULE-INEXACT": f"{self.decision}：{self.about} 不能精确校验 cannot be checked exactly",
        }
        return words[self.code]


def faults(rules: RuleFile) -> tuple[Fault, ...]:
    """All faults of a file's tables, for every period over which its parameters stay the same."""
    made = decider(rules.model)
    days = days_to_check(rules.parameters)
    found: list[Fault] = []
    for decision in rules.model.decisions:
        for table in _tables(decision.logic):
            if not rules.parameters:
                found += table_faults(table, decision.name, made)
                continue
            for day in days:
                scope = parameter_scope(rules, day)
                found += [replace(f, on=day) for f in table_faults(table, decision.name, made, scope)]
    return tuple(dict.fromkeys(found))


def require_sound(rules: RuleFile) -> RuleFile:
    """The rules, if their tables have no gap, no clash and no dead row. Raises GuihuaError with the first fault's code."""
    for fault in faults(rules):
        if fault.code == "RULE-INEXACT" or (fault.code == "RULE-GAP" and rules.gaps == "allowed"):
            continue
        raise GuihuaError(fault.code, fault.told(), "改好这张判定表 mend the table", rules.where or rules.name)
    return rules


def parameter_scope(rules: RuleFile, day: date, known: date | None = None) -> dict[str, Value]:
    """Parameter -> its value on a day; those without one are absent."""
    found = {p.name: p.on(day, known) for p in rules.parameters}
    return {name: ready(parse(dated.value, NAMES))({}) for name, dated in found.items() if dated is not None}


def table_faults(table: Table, name: str, made: Decider, scope: Mapping[str, Value] | None = None) -> list[Fault]:
    """The faults of one table in a scope in which its parameters have values."""
    scope = scope or {}
    reached = _reached(table, name, made, scope)
    if isinstance(reached, Fault):
        return [reached]
    found: list[Fault] = []
    answering = _Answers(table, made, scope)
    used = 0
    for rows, witness in reached.items():
        if rows == 0:
            if table.hit in (Hit.UNIQUE, Hit.ANY, Hit.PRIORITY, Hit.FIRST) and not any(
                o.default for o in table.outputs
            ):
                found.append(Fault("RULE-GAP", name, (), witness))
            continue
        held = [i for i in range(len(table.rules)) if rows >> i & 1]
        used |= answering.used(held)
        if (table.hit == Hit.UNIQUE and len(held) > 1) or (table.hit == Hit.ANY and answering.differ(held)):
            found.append(Fault("RULE-OVERLAP", name, tuple(i + 1 for i in held), witness))
    dead = [i for i in range(len(table.rules)) if not used >> i & 1]
    return found[:20] + [Fault("RULE-UNREACHABLE", name, (i + 1,)) for i in dead]


class _Answers:
    """What rows answer, as far as it matters to a policy."""

    def __init__(self, table: Table, made: Decider, scope: Mapping[str, Value]) -> None:
        self.table = table
        self.ready = ReadyTable(made._typed(table), made.names)
        self.scope = dict(scope)

    def differ(self, rows: Sequence[int]) -> bool:
        """Do rows that hold together answer differently?"""
        return len({self.table.rules[i].then for i in rows}) > 1

    def used(self, rows: Sequence[int]) -> int:
        """Which of the rows that hold together come into the answer, as bits."""
        if self.table.hit == Hit.FIRST:
            return 1 << min(rows)
        if self.table.hit == Hit.PRIORITY:
            ranks = {i: self._rank(i) for i in rows}
            best = min(ranks.values())
            return sum(1 << i for i in rows if ranks[i] == best)
        return sum(1 << i for i in rows)

    def _rank(self, row: int) -> list[int]:
        answers = self.ready._row(row, self.scope)
        return [
            next((i for i, v in enumerate(known) if text_of(v) == text_of(a)), len(known))
            for a, known in zip(answers, self.ready.values, strict=True)
            if known
        ]


def _reached(
    table: Table, name: str, made: Decider, scope: Mapping[str, Value]
) -> dict[int, tuple[tuple[str, str], ...]] | Fault:
    """Every set of rows (as bits) that some input makes hold together, with such an input."""
    names = made.names | set(scope)
    groups: dict[str, list[int]] = {}
    for place, column in enumerate(table.inputs):
        groups.setdefault(" ".join(column.expression.split()), []).append(place)
    reached: dict[int, tuple[tuple[str, str], ...]] = {(1 << len(table.rules)) - 1: ()}
    for expression, places in groups.items():
        tests = {p: [parse_tests(rule.when[p], names) for rule in table.rules] for p in places}
        head = table.inputs[places[0]]
        values = head.values or _allowed_of(head.expression, made)
        allowed_tests = parse_tests(values, names) if values else None
        every = [t for p in places for t in tests[p]] + ([allowed_tests] if allowed_tests else [])
        allowed = holds(allowed_tests) if allowed_tests else None
        kind = _type_of(head.expression, head.type, made)
        found = kinds(every, scope, type_name=kind, allowed=allowed)
        if found.inexact:
            return Fault("RULE-INEXACT", name, (), (), head.label or expression)
        runs = {p: [holds(t) for t in tests[p]] for p in places}
        masks: dict[int, Value] = {}
        for value in found.values:
            inner = {**scope, "?": value}
            rows = sum(1 << i for i in range(len(table.rules)) if all(runs[p][i](inner) is True for p in places))
            masks.setdefault(rows, value)
        label = head.label or expression
        reached = {
            old & rows: (*witness, (label, text_of(value)))
            for old, witness in reversed(reached.items())
            for rows, value in reversed(masks.items())
        }
        if len(reached) > MOST:
            return Fault("RULE-INEXACT", name, (), (), f"{len(reached)} sets of rows")
    return reached


def _type_of(expression: str, stated: str, made: Decider) -> str:
    if stated:
        kind = made.types.get(stated)
        return plain_name(kind.reference) if kind is not None else plain_name(stated)
    for thing in made.model.valued:
        if thing.name == expression.strip() and thing.type:
            kind = made.types.get(thing.type)
            return plain_name(kind.reference) if kind is not None else plain_name(thing.type)
    return ""


def _allowed_of(expression: str, made: Decider) -> str:
    for thing in made.model.valued:
        if thing.name == expression.strip():
            return next((t.allowed for t in made.model.types if t.name == thing.type), "") or _output_values(
                thing.name, made
            )
    return ""


def _output_values(name: str, made: Decider) -> str:
    """The values that a decision's own table may give."""
    decision = made.model.decision(name)
    if decision is not None and isinstance(decision.logic, Table) and len(decision.logic.outputs) == 1:
        return decision.logic.outputs[0].values
    return ""


def _tables(logic: Logic | None) -> list[Table]:
    if isinstance(logic, Table):
        return [logic]
    if isinstance(logic, Boxed):
        return [t for _, _, inner in logic.entries for t in _tables(inner)]
    if isinstance(logic, Definition):
        return _tables(logic.body)
    return []

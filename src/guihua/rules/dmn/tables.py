"""A decision table made ready: which rows hold, and what they come to under the table's hit policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from guihua.rules.dmn.model import Hit, Table
from guihua.rules.feel import tree
from guihua.rules.feel.comparing import equal
from guihua.rules.feel.evaluator import Run, call, holds, ready
from guihua.rules.feel.functions import FUNCTIONS
from guihua.rules.feel.parser import parse, parse_tests
from guihua.rules.feel.values import Value, text_of

_AGGREGATES = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of conditions made ready: its expression, and the tests on what it may hold."""

    run: Run
    node: tree.Node
    tests: tuple[tree.Tests, ...]
    runs: tuple[Run, ...]
    allowed: Run | None


class ReadyTable:
    """A table with its cells parsed and its columns in order."""

    def __init__(self, table: Table, names: frozenset[str], name: str = "") -> None:
        self.table, self.name = table, name
        self.columns = tuple(self._column(i, names) for i in range(len(table.inputs)))
        self.answers = [[ready(parse(cell, names)) if cell else None for cell in rule.then] for rule in table.rules]
        self.defaults = [ready(parse(o.default, names)) if o.default else None for o in table.outputs]
        self.values = [_listed_values(o.values, names) for o in table.outputs]

    def _column(self, place: int, names: frozenset[str]) -> Column:
        head = self.table.inputs[place]
        tests = tuple(parse_tests(rule.when[place], names) for rule in self.table.rules)
        allowed = holds(parse_tests(head.values, names)) if head.values else None
        node = parse(head.expression, names)
        return Column(ready(node), node, tests, tuple(holds(t) for t in tests), allowed)

    def value(self, scope: Mapping[str, Value]) -> tuple[Value, str]:
        """What the table answers in a scope, and why there is no answer where there is none."""
        hits, reason = self.hits(scope)
        if reason:
            return None, reason
        return self.answer(hits, scope)

    def hits(self, scope: Mapping[str, Value]) -> tuple[list[int], str]:
        """The rows that hold, by their index; a reason where an input is not among its column's values."""
        left = list(range(len(self.table.rules)))
        for head, column in zip(self.table.inputs, self.columns, strict=True):
            value = column.run(scope)
            inner = {**scope, "?": value}
            runs = column.runs
            if column.allowed is not None and value is not None and column.allowed(inner) is not True:
                return [], f"{head.label or head.expression} = {text_of(value)}：不在可取值之内 is not among its values"
            left = [i for i in left if runs[i](inner) is True]
            if not left:
                break
        return left, ""

    def answer(self, hits: Sequence[int], scope: Mapping[str, Value]) -> tuple[Value, str]:  # noqa: PLR0911  (a line a policy)
        """What rows that hold come to."""
        table = self.table
        if not hits:
            return self._nothing(scope)
        if table.hit == Hit.UNIQUE:
            if len(hits) > 1:
                return None, f"第 {_rows(hits)} 行同时成立 several rows hold under UNIQUE"
            return self._shaped(self._row(hits[0], scope)), ""
        if table.hit == Hit.FIRST:
            return self._shaped(self._row(hits[0], scope)), ""
        rows = [self._row(i, scope) for i in hits]
        if table.hit == Hit.ANY:
            if any(equal(row, rows[0]) is not True for row in rows):
                return None, f"第 {_rows(hits)} 行答案不一 rows answer differently under ANY"
            return self._shaped(rows[0]), ""
        if table.hit in (Hit.PRIORITY, Hit.OUTPUT_ORDER):
            ordered = self._in_order(rows)
            if table.hit == Hit.PRIORITY:
                return self._shaped(ordered[0]), ""
            return [self._shaped(row) for row in ordered], ""
        if table.hit == Hit.COLLECT and table.aggregation in _AGGREGATES:
            return self._aggregate([row[0] for row in rows]), ""
        return [self._shaped(row) for row in rows], ""

    def _aggregate(self, values: list[Value]) -> Value:
        if self.table.aggregation == "COUNT":
            return Decimal(len(values))
        return call(FUNCTIONS[_AGGREGATES[self.table.aggregation]], [values])

    def _nothing(self, scope: Mapping[str, Value]) -> tuple[Value, str]:
        if any(self.defaults):
            return self._shaped([d(scope) if d is not None else None for d in self.defaults]), ""
        if self.table.hit == Hit.COLLECT and self.table.aggregation == "COUNT":
            return Decimal(0), ""
        if self.table.hit in (Hit.RULE_ORDER, Hit.OUTPUT_ORDER, Hit.COLLECT) and not self.table.aggregation:
            return [], ""
        return None, "没有一行成立 no row holds"

    def _row(self, place: int, scope: Mapping[str, Value]) -> list[Value]:
        return [answer(scope) if answer is not None else None for answer in self.answers[place]]

    def _shaped(self, row: list[Value]) -> Value:
        if len(self.table.outputs) == 1:
            return row[0]
        return {o.name: value for o, value in zip(self.table.outputs, row, strict=True)}

    def _in_order(self, rows: list[list[Value]]) -> list[list[Value]]:
        def rank(row: list[Value]) -> list[int]:
            return [_place(value, known) for value, known in zip(row, self.values, strict=True) if known]

        return sorted(rows, key=rank)


def _place(value: Value, known: Sequence[Value]) -> int:
    return next((i for i, k in enumerate(known) if equal(value, k) is True), len(known))


def _listed_values(text: str, names: frozenset[str]) -> list[Value]:
    if not text:
        return []
    tests: Any = parse_tests(text, names).tests
    return [ready(t)({}) for t in tests]


def _rows(hits: Sequence[int]) -> str:
    return "、".join(str(i + 1) for i in hits)

"""Expressions of a declaration (figures, effects, derived facts) over its tables: FEEL, with every table a list of contexts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from guihua.mechanisms.core.records import Column, Decided, Effect, Figure, Job, Table
from guihua.rules.feel.evaluator import Run, ready
from guihua.rules.feel.functions import NAMES
from guihua.rules.feel.parser import parse
from guihua.rules.feel.values import NUMBERS, Value, read_date, text_of


def figures(job: Job, decided: Decided) -> tuple[Figure, ...]:
    """The declared figures of an outcome; "" where one cannot be worked out."""
    if not job.declaration.feeds:
        return ()
    scope = scope_of(job, decided.outcome.tables)
    found = []
    for feed in job.declaration.feeds:
        value = expression(feed.expression)(scope)
        found.append(Figure(feed.name, _shown(value), feed.zh, feed.unit, feed.indicator, feed.system))
    return tuple(found)


def effects(job: Job, decided: Decided) -> tuple[Effect, ...]:
    """The acts that an outcome proposes."""
    found = []
    scope: dict[str, Value] | None = None
    for rule in job.declaration.effects:
        if all(t.name != rule.table for t in decided.outcome.tables):
            continue
        scope = scope if scope is not None else scope_of(job, ())
        when = expression(rule.when)
        sets = [(name, expression(text)) for name, text in rule.set]
        for row in contexts(decided.outcome.table(rule.table)):
            inner = {**scope, **row}
            if when(inner) is True:
                values = tuple((name, _shown(run(inner))) for name, run in sets)
                found.append(Effect(rule.ledger, rule.act, tuple((n, v) for n, v in values if v)))
    return tuple(found)


def scope_of(job: Job, tables: Iterable[Table]) -> dict[str, Value]:
    """What expressions see: the inputs, the outcome's tables, the period and the day."""
    scope: dict[str, Value] = {i.name: contexts(job.table(i.name)) for i in job.declaration.inputs}
    scope |= {t.name: contexts(t) for t in tables}
    scope["period"], scope["on"], scope["known"] = job.period, job.on, job.known
    return scope


def contexts(table: Table) -> list[dict[str, Value]]:
    """A table's rows as contexts with typed values; unknown cells are null."""
    return [{c.name: typed(v, c) for c, v in zip(table.columns, row, strict=True)} for row in table.rows]


def typed(text: str, column: Column) -> Value:
    """A cell as FEEL's value."""
    if text == "":
        return None
    if column.type in ("number", "integer"):
        try:
            return NUMBERS.create_decimal(text)
        except ArithmeticError:
            return None
    if column.type == "date":
        return read_date(text)
    if column.type == "boolean":
        return {"是": True, "否": False}.get(text)
    return text


@lru_cache(maxsize=4096)
def expression(text: str) -> Run:
    """A declaration's expression, ready. Raises GuihuaError RULE-FEEL."""
    return ready(parse(text, NAMES))


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return text_of(value)


def shown(value: Value) -> str:
    """A value as a cell's text."""
    return _shown(value)


def row_scope(scope: Mapping[str, Value], row: Mapping[str, Value]) -> dict[str, Value]:
    """A scope in which one row's columns are seen, and the row itself as `row`."""
    return {**scope, **row, "row": dict(row)}

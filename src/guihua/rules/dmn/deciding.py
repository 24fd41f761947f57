"""Deciding by a model: inputs in, the value of a decision out. Pure; what cannot be decided is null, with a reason beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Final

from guihua.errors import GuihuaError
from guihua.rules.dmn.model import (
    Boxed,
    Decision,
    Definition,
    Invocation,
    Literal,
    Logic,
    Members,
    Model,
    Relation,
    Service,
    Shaped,
    Table,
    Type,
)
from guihua.rules.dmn.tables import ReadyTable
from guihua.rules.feel.evaluator import Run, call, ready
from guihua.rules.feel.functions import FUNCTIONS, NAMES
from guihua.rules.feel.parser import parse, parse_tests
from guihua.rules.feel.types import ItemType, fitted, plain_name
from guihua.rules.feel.values import Function, Value


@dataclass(frozen=True, slots=True)
class Answer:
    """What a decision came to, and what was to be said on the way (type clashes, tables without an answer)."""

    value: Value
    remarks: tuple[str, ...] = ()
    trace: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One table on the way to an answer: of which decision, which rows held, their clauses, and what it came to."""

    decision: str
    rows: tuple[int, ...]
    clauses: tuple[str, ...]
    value: Value


_OWN: Final = {"number": Decimal, "string": str, "boolean": bool}
"""Values that need no fitting to their type."""


@lru_cache(maxsize=256)
def decider(model: Model) -> Decider:
    """A model made ready; kept, for the same model is asked many times."""
    return Decider(model)


@dataclass
class Decider:
    """A model made ready to decide: expressions parsed, tables compiled, each once."""

    model: Model
    remarks: list[str] = field(default_factory=list)
    trace: list[Step] = field(default_factory=list)

    def decide(self, name: str, given: Mapping[str, Value]) -> Answer:
        """The value of one decision from the values of input data (and of decisions that are given). GuihuaError RULE-ABSENT."""
        decision = self.model.decision(name)
        if decision is None:
            raise self._absent(name)
        self.remarks, self.trace = [], []
        known = self._prepared(given)
        value = self._decision(decision, known)
        return Answer(value, tuple(self.remarks), tuple(self.trace))

    def invoke(self, name: str, given: Mapping[str, Value]) -> Answer:
        """The value of a business knowledge model or decision service called with named arguments."""
        self.remarks = []
        known = self._prepared({})
        function = self._function_named(name, known)
        return Answer(call(function, list(given.values()), list(given)), tuple(self.remarks))

    @cached_property
    def types(self) -> dict[str, ItemType]:
        """The model's types, imported ones under their prefix."""
        found = {t.name: self._item_type(t) for t in self.model.types}
        for prefix, model in self.model.imports:
            for name, kind in decider(model).types.items():
                found[f"{prefix}.{name}"] = kind
                found.setdefault(name, kind)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """All names that expressions of the model may hold."""
        found: set[str] = set(NAMES)
        for thing in self.model.named:
            found.add(" ".join(thing.name.split()))
        for kind in self.model.types:
            found |= _member_names(kind)
        for decision in self.model.decisions:
            found |= _logic_names(decision.logic)
        for knowledge in self.model.knowledge:
            found |= _logic_names(knowledge.definition)
        for prefix, model in self.model.imports:
            found |= {prefix} | decider(model).names
        return frozenset(found)

    def _item_type(self, kind: Type) -> ItemType:
        allowed = parse_tests(kind.allowed, NAMES) if kind.allowed else None
        members = tuple((m.name, self._item_type(m)) for m in kind.members)
        return ItemType(kind.name, kind.reference, members, kind.collection, allowed, kind.function)

    def _prepared(self, given: Mapping[str, Value]) -> dict[str, Value]:
        known: dict[str, Value] = {"\0types": self.types} if self.types else {}
        for datum in self.model.data:
            if datum.name in given:
                known[datum.name] = self._fitted(given[datum.name], datum.type, datum.name)
        known.update({k: v for k, v in given.items() if k not in known})
        for prefix, model in self.model.imports:
            inner = {k.removeprefix(f"{prefix}."): v for k, v in given.items()}
            if isinstance(given.get(prefix), dict):
                inner.update(given[prefix])
            known[prefix] = _Lazy(decider(model), inner)
        return known

    def _fitted(self, value: Value, kind: str, name: str) -> Value:
        if not kind or value is None:
            return value
        if _OWN.get(kind) is type(value) and kind not in self.types:
            return value
        found = fitted(value, kind, self.types)
        if found is None:
            self.remarks.append(f"{name}：不是 {plain_name(kind)} is no {plain_name(kind)}")
        return found

    def _decision(self, decision: Decision, known: dict[str, Value]) -> Value:
        if decision.name in known:
            return known[decision.name]
        for name in decision.requires:
            self._supply(name, known)
        for name in decision.knows:
            self._supply_knowledge(name, known)
        for datum in self.model.data:
            known.setdefault(datum.name, None)
        value = None if decision.logic is None else self._run(decision.logic, decision.name)(_open(known))
        known[decision.name] = self._fitted(value, decision.type, decision.name)
        return known[decision.name]

    def _supply(self, name: str, known: dict[str, Value]) -> None:
        if name in known:
            return
        inner = self.model.decision(name)
        if inner is not None:
            self._decision(inner, known)
            return
        prefix, _, short = name.partition(".")
        for p, model in self.model.imports:
            if p == prefix or not p:
                lazy = known.get(p)
                source = lazy.given if isinstance(lazy, _Lazy) else {}
                if model.decision(short or name):
                    value = decider(model).decide(short or name, source).value
                    if isinstance(lazy, _Lazy):
                        lazy.made[short or name] = value

    def _supply_knowledge(self, name: str, known: dict[str, Value]) -> None:
        if name not in known:
            known[name] = self._function_named(name, known)

    def _function_named(self, name: str, known: dict[str, Value]) -> Function:
        for knowledge in self.model.knowledge:
            if knowledge.name == name:
                for inner in knowledge.knows:
                    self._supply_knowledge(inner, known)
                made: Function = self._run(knowledge.definition, name)(_open(known))
                known[name] = made
                return made
        for service in self.model.services:
            if service.name == name:
                return self._service(service)
        prefix, _, short = name.partition(".")
        for p, model in self.model.imports:
            if p == prefix and short:
                inner_known = decider(model)._prepared({})
                made = decider(model)._function_named(short, inner_known)
                lazy = known.get(p)
                if isinstance(lazy, _Lazy):
                    lazy.made[short] = made
                return made
        raise self._absent(name)

    def _service(self, service: Service) -> Function:
        parameters = (*service.input_data, *service.input_decisions)

        def run(*arguments: Value) -> Value:
            if len(arguments) != len(parameters):
                return None
            kinds = {d.name: d.type for d in self.model.valued}
            given = {p: self._fitted(a, kinds.get(p, ""), p) for p, a in zip(parameters, arguments, strict=True)}
            known = self._prepared(given)
            found = {n: self._decision(d, known) for n in service.output if (d := self.model.decision(n)) is not None}
            return next(iter(found.values())) if len(service.output) == 1 else found

        return Function(parameters, run, service.name)

    def _run(self, logic: Logic, name: str) -> Run:
        key = id(logic)
        found = self._ready.get(key)
        if found is None:
            found = self._ready[key] = self._made(logic, name)
        return found

    @cached_property
    def _ready(self) -> dict[int, Run]:
        return {}

    def _made(self, logic: Logic, name: str) -> Run:  # noqa: PLR0911  (one line a kind of logic)
        if isinstance(logic, Literal):
            try:
                run = ready(parse(logic.text, self.names))
            except GuihuaError as error:
                self.remarks.append(f"{name}：{error.title} {error.hint}")
                return lambda scope: None
            return (lambda scope: self._fitted(run(scope), logic.type, name)) if logic.type else run
        if isinstance(logic, Table):
            return self._table(logic, name)
        if isinstance(logic, Boxed):
            return self._boxed(logic, name)
        if isinstance(logic, Invocation):
            function = ready(parse(logic.function, self.names))
            bindings = [(n, self._run(inner, name)) for n, inner in logic.bindings]
            return lambda scope: call(function(scope), [b(scope) for _, b in bindings], [n for n, _ in bindings])
        if isinstance(logic, Definition):
            return self._definition(logic, name)
        if isinstance(logic, Members):
            items = [self._run(inner, name) for inner in logic.items]
            return lambda scope: [item(scope) for item in items]
        if isinstance(logic, Relation):
            rows = [[self._run(cell, name) for cell in row] for row in logic.rows]
            return lambda scope: [{c: cell(scope) for c, cell in zip(logic.columns, row, strict=False)} for row in rows]
        return self._shaped(logic, name)

    def _table(self, logic: Table, name: str) -> Run:
        table = ReadyTable(self._typed(logic), self.names, name)

        def run(scope: Mapping[str, Value]) -> Value:
            hits, reason = table.hits(scope)
            value, reason = (None, reason) if reason else table.answer(hits, scope)
            clauses = tuple(logic.rules[i].clause for i in hits if logic.rules[i].clause)
            self.trace.append(Step(name, tuple(i + 1 for i in hits), clauses, value))
            if reason:
                self.remarks.append(f"{name}：{reason}")
            return value

        return run

    def _typed(self, table: Table) -> Table:
        """The table with the values that a column may have taken from its type where the column itself names none."""
        from dataclasses import replace

        outputs = []
        for output in table.outputs:
            kind = self.types.get(plain_name(output.type))
            allowed = next((t.allowed for t in self.model.types if kind is not None and t.name == kind.name), "")
            outputs.append(replace(output, values=output.values or allowed))
        return replace(table, outputs=tuple(outputs))

    def _boxed(self, logic: Boxed, name: str) -> Run:
        entries = [(n, kind, self._run(inner, n or name)) for n, kind, inner in logic.entries]

        def run(scope: Mapping[str, Value]) -> Value:
            inner, made = dict(scope), {}
            for entry, kind, body in entries:
                value = self._fitted(body(inner), kind, entry) if kind else body(inner)
                if not entry:
                    return value
                made[entry] = inner[entry] = value
            return made

        return run

    def _definition(self, logic: Definition, name: str) -> Run:
        parameters = tuple(n for n, _ in logic.parameters)
        if logic.body is None or logic.kind not in ("FEEL", ""):
            return lambda scope: Function(parameters, lambda *a: None, name)
        body = self._run(logic.body, name)

        def run(scope: Mapping[str, Value]) -> Value:
            def inner(*arguments: Value) -> Value:
                if len(arguments) != len(parameters):
                    return None
                bound = {}
                for (n, kind), value in zip(logic.parameters, arguments, strict=True):
                    bound[n] = self._fitted(value, kind, n) if kind else value
                    if bound[n] is None and value is not None:
                        return None
                return body({**scope, **bound})

            return Function(parameters, inner, name)

        return run

    def _shaped(self, logic: Shaped, name: str) -> Run:
        parts = [self._run(part, name) for part in logic.parts]
        if logic.kind == "if":
            return lambda scope: parts[1](scope) if parts[0](scope) is True else parts[2](scope)

        def run(scope: Mapping[str, Value]) -> Value:
            found = parts[0](scope)
            if found is None:
                return None if logic.kind != "filter" else []
            items = found if isinstance(found, list) else [found]
            if logic.kind == "filter":
                return [
                    i for i in items if parts[1]({**scope, **(i if isinstance(i, dict) else {}), "item": i}) is True
                ]
            made: list[Value] = []
            for item in items:
                made.append(parts[1]({**scope, logic.variable: item, "partial": list(made)}))
            if logic.kind == "for":
                return made
            function: Any = FUNCTIONS["all" if logic.kind == "every" else "any"]
            return function.call(made)

        return run

    def _absent(self, name: str) -> GuihuaError:
        there = [d.name for d in self.model.decisions]
        return GuihuaError(
            "RULE-ABSENT", f"模型里没有 the model has no {name!r}", f"有 there are: {'、'.join(there[:10])}"
        )


@dataclass
class _Lazy:
    """What an imported model gives: its functions and the values asked for so far."""

    decider: Decider
    given: Mapping[str, Value]
    made: dict[str, Value] = field(default_factory=dict)

    def opened(self) -> dict[str, Value]:
        """As a context that expressions can look into."""
        return {**self.given, **self.made}


def _open(known: dict[str, Value]) -> dict[str, Value]:
    if not any(type(v) is _Lazy for v in known.values()):
        return known
    found = {k: v.opened() if isinstance(v, _Lazy) else v for k, v in known.items()}
    if "" in found and isinstance(found[""], dict):
        found.update(found[""])
    return found


def _member_names(kind: Type) -> set[str]:
    return {m.name for m in kind.members}.union(*(_member_names(m) for m in kind.members))


def _logic_names(logic: Logic | None) -> set[str]:  # noqa: PLR0911  (one line a kind)
    if isinstance(logic, Boxed):
        return {n for n, _, _ in logic.entries if n}.union(*(_logic_names(inner) for _, _, inner in logic.entries))
    if isinstance(logic, Definition):
        return {n for n, _ in logic.parameters} | _logic_names(logic.body)
    if isinstance(logic, Relation):
        return set(logic.columns)
    if isinstance(logic, Table):
        return {o.name for o in logic.outputs if o.name}
    if isinstance(logic, Members):
        return set().union(*(_logic_names(inner) for inner in logic.items))
    if isinstance(logic, Invocation):
        return {n for n, _ in logic.bindings}.union(*(_logic_names(inner) for _, inner in logic.bindings))
    if isinstance(logic, Shaped):
        names = {logic.variable} if logic.variable else set()
        return names.union(*(_logic_names(inner) for inner in logic.parts))
    return set()

"""Three-valued answers: what rules say with the facts at hand, and which facts would decide where they do not.

A fact that is not known may have any value. Every datum is cut into the finitely many kinds of value that the tables
tell apart; the answer is *decided* where it is the same for all of them. Where it is not, the smallest sets of missing
facts are given that decide it, whatever the other missing ones are. A dated parameter without a value on the day makes
the answer *not defined*, unless the answer does not hang on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations, product

from guihua.errors import GuihuaError
from guihua.rules.atoms import answers_same, kinds
from guihua.rules.dmn.deciding import Answer, Decider, Step, decider
from guihua.rules.dmn.model import Boxed, Definition, Logic, Table
from guihua.rules.feel import tree
from guihua.rules.feel.evaluator import holds
from guihua.rules.feel.functions import NAMES
from guihua.rules.feel.parser import parse, parse_tests
from guihua.rules.feel.types import plain_name
from guihua.rules.feel.values import Value, text_of
from guihua.rules.parameters import Dated
from guihua.rules.rulefile import RuleFile
from guihua.rules.soundness import parameter_scope

MOST = 20_000
"""So many completions of the missing facts are tried; beyond it the answer is left open and says so."""


class Status(StrEnum):
    """How an answer stands."""

    DECIDED = "decided"
    UNKNOWN = "unknown"
    UNDEFINED = "undefined"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Used:
    """A dated parameter that went into an answer; value None: not defined on the day."""

    name: str
    value: str | None
    start: date | None = None
    end: date | None = None
    source: str = ""
    clause: str = ""
    checked: str = ""
    zh: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """An answer with its trace.

    value     as FEEL has it; None unless decided
    possible  the answers that the missing facts still leave open, as texts
    needs     smallest sets of missing facts that decide the answer
    trace     the tables that were gone through, with the rows that held and their clauses
    checked   whether a person has held the rules' numbers against the original
    """

    decision: str
    status: Status
    value: Value = None
    possible: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    undefined: tuple[str, ...] = ()
    parameters: tuple[Used, ...] = ()
    trace: tuple[Step, ...] = ()
    remarks: tuple[str, ...] = ()
    checked: bool = False
    clauses: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The answer as a text; "" where there is none."""
        return "" if self.value is None else text_of(self.value)


def ask(
    rules: RuleFile, decision: str, facts: Mapping[str, Value], *, on: date | None = None, known: date | None = None
) -> Ruling:
    """What the rules answer to one decision. A fact that is absent or null is not known.

    on, known   the day whose parameters hold, as known on a day; needed where the file has parameters
    Raises GuihuaError RULE-ABSENT (no such decision), RULE-DAY (parameters, and no day), RULE-FACT (a fact that no table asks for).
    """
    made = decider(rules.model)
    _known_facts(rules, facts)
    given = {k: v for k, v in facts.items() if v is not None}
    asked = _relevant(rules, decision, made)
    parameters, undefined = _parameters(rules, asked, on, known)
    scope = parameter_scope(rules, on, known) if on is not None else {}
    given |= {k: v for k, v in scope.items() if k in asked}
    missing = [d.name for d in rules.model.data if d.name in asked and d.name not in given]
    base = _Base(rules, decision, made, given, tuple(parameters))
    if not missing and not undefined:
        return base.settled(made.decide(decision, given))
    return _open(base, missing, undefined)


def _known_facts(rules: RuleFile, facts: Mapping[str, Value]) -> None:
    there = (
        {d.name for d in rules.model.data}
        | {d.name for d in rules.model.decisions}
        | {p.name for p in rules.parameters}
    )
    there |= {prefix for prefix, _ in rules.model.imports}
    unknown = [name for name in facts if name not in there and "." not in name]
    if unknown:
        title = f"规则里没有这项 the rules ask for nothing called {unknown[0]!r}"
        raise GuihuaError(
            "RULE-FACT", title, f"有 there are: {'、'.join(sorted(there)[:12])}", rules.where or rules.name
        )


@dataclass(frozen=True, slots=True)
class _Base:
    """What all answers to one question share."""

    rules: RuleFile
    decision: str
    made: Decider
    given: Mapping[str, Value]
    parameters: tuple[Used, ...]

    def settled(self, answer: Answer, *, remarks: Sequence[str] = ()) -> Ruling:
        """The ruling of an answer that hangs on nothing missing."""
        status = Status.DECIDED if answer.value is not None else Status.NONE
        clauses = tuple(dict.fromkeys(c for step in answer.trace for c in step.clauses))
        return Ruling(
            self.decision,
            status,
            answer.value,
            parameters=self.parameters,
            trace=answer.trace,
            remarks=(*answer.remarks, *remarks),
            checked=self.rules.is_checked,
            clauses=clauses,
        )


def _open(base: _Base, missing: Sequence[str], undefined: Sequence[str]) -> Ruling:
    """The ruling where facts or parameters are missing: all completions are tried."""
    if undefined:
        return _without_parameters(base, missing, undefined)
    cut = [_kinds_of(name, base) for name in missing]
    inexact = [name for name, found in zip(missing, cut, strict=True) if found is None]
    size = 1
    for found in cut:
        size *= len(found or ())
    if inexact or size > MOST:
        about = "、".join(inexact) or f"{len(missing)} 项 facts"
        remark = f"{about}：不能逐一试算，按缺项处理 cannot be tried exhaustively"
        return _ruling(base, Status.UNKNOWN, needs=(tuple(missing),), remarks=(remark,))
    answers = {
        row: base.made.decide(base.decision, {**base.given, **_completion(missing, cut, row)})
        for row in product(*(range(len(found or ())) for found in cut))
    }
    if answers_same(a.value for a in answers.values()):
        return base.settled(_shared(list(answers.values())))
    return _ruling(base, Status.UNKNOWN, _texts(answers.values()), needs=_smallest(missing, answers))


def _without_parameters(base: _Base, missing: Sequence[str], undefined: Sequence[str]) -> Ruling:
    """The ruling where a parameter has no value on the day: decided only where no value of it could matter."""
    rulings = []
    for row in product(*(_parameter_kinds(name, base) for name in undefined)):
        tried = replace(base, given={**base.given, **dict(zip(undefined, row, strict=True))})
        if missing:
            rulings.append(_open(tried, missing, ()))
        else:
            rulings.append(tried.settled(tried.made.decide(tried.decision, tried.given)))
    if all(r.status == Status.DECIDED for r in rulings) and answers_same(r.value for r in rulings):
        steps = tuple(step for step in rulings[0].trace if all(step in r.trace for r in rulings))
        return replace(rulings[0], trace=steps, parameters=base.parameters)
    possible = tuple(dict.fromkeys(t for r in rulings for t in (r.possible or (r.text,)) if t))
    return _ruling(base, Status.UNDEFINED, possible, undefined=tuple(undefined))


def _ruling(
    base: _Base,
    status: Status,
    possible: tuple[str, ...] = (),
    *,
    needs: tuple[tuple[str, ...], ...] = (),
    undefined: tuple[str, ...] = (),
    remarks: tuple[str, ...] = (),
) -> Ruling:
    return Ruling(
        base.decision,
        status,
        None,
        possible,
        needs,
        undefined,
        base.parameters,
        remarks=remarks,
        checked=base.rules.is_checked,
    )


def _shared(answers: Sequence[Answer]) -> Answer:
    """One answer of many that are the same: the trace keeps the steps that they share."""
    first = answers[0]
    steps = tuple(step for step in first.trace if all(step in a.trace for a in answers))
    return Answer(first.value, first.remarks if len(answers) == 1 else (), steps)


def _completion(names: Sequence[str], cut: Sequence[tuple[Value, ...] | None], row: Sequence[int]) -> dict[str, Value]:
    return {name: (found or ())[i] for name, found, i in zip(names, cut, row, strict=True)}


def _texts(answers: Iterable[Answer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text_of(a.value) for a in answers))


def _smallest(missing: Sequence[str], answers: Mapping[tuple[int, ...], Answer]) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of missing facts whose values fix the answer, whatever the rest."""
    found: list[tuple[int, ...]] = []
    for size in range(1, len(missing) + 1):
        for chosen in combinations(range(len(missing)), size):
            if any(set(smaller) <= set(chosen) for smaller in found):
                continue
            groups: dict[tuple[int, ...], set[str]] = {}
            for row, answer in answers.items():
                groups.setdefault(tuple(row[i] for i in chosen), set()).add(text_of(answer.value))
            if all(len(texts) == 1 for texts in groups.values()):
                found.append(chosen)
    return tuple(tuple(missing[i] for i in chosen) for chosen in found)


def _parameters(
    rules: RuleFile, asked: frozenset[str], on: date | None, known: date | None
) -> tuple[list[Used], list[str]]:
    wanted = [p for p in rules.parameters if p.name in asked]
    if wanted and on is None:
        raise GuihuaError(
            "RULE-DAY",
            f"{wanted[0].name} 随时间变 depends on the day",
            "写明 --on 日期 give --on DATE",
            rules.where or rules.name,
        )
    used, undefined = [], []
    for parameter in wanted:
        dated: Dated | None = parameter.on(on, known) if on is not None else None
        if dated is None:
            undefined.append(parameter.name)
            used.append(Used(parameter.name, None, zh=parameter.zh))
        else:
            used.append(
                Used(
                    parameter.name,
                    dated.value,
                    dated.start,
                    dated.end,
                    dated.source,
                    dated.clause,
                    dated.checked,
                    parameter.zh,
                )
            )
    return used, undefined


def _relevant(rules: RuleFile, decision: str, made: Decider) -> frozenset[str]:
    """Names of data and parameters that a decision hangs on, through the decisions that it requires."""
    found: set[str] = set()
    parameters = {p.name for p in rules.parameters}
    left = [decision]
    while left:
        name = left.pop()
        if name in found:
            continue
        found.add(name)
        one = rules.model.decision(name)
        if one is not None:
            left += one.requires
            left += sorted(parameters & _names(one.logic, made))
    return frozenset(found)


def _names(logic: Logic | None, made: Decider) -> frozenset[str]:
    if logic is None:
        return frozenset()
    from guihua.rules.rulefile import expressions as texts

    found: set[str] = set()
    for text in texts(logic):
        try:
            found |= tree.names_in(parse_tests(text, made.names))
        except GuihuaError:
            continue
    return frozenset(found)


def _kinds_of(name: str, base: _Base) -> tuple[Value, ...] | None:
    """Representatives of a missing fact's values; None where some expression uses it otherwise than in a test."""
    tests: list[tree.Tests] = []
    kind, allowed_text = _datum_type(name, base)
    names = base.made.names | set(base.given) | {p.name for p in base.rules.parameters}
    for decision in base.rules.model.decisions:
        if not _uses(decision.logic, name, base.made):
            continue
        found = _tests_on(decision.logic, name, names)
        if found is None:
            return None
        tests += found
    allowed = parse_tests(allowed_text, NAMES) if allowed_text else None
    every = [*tests, allowed] if allowed else tests
    cut = kinds(every, dict(base.given), type_name=kind, allowed=holds(allowed) if allowed else None)
    return None if cut.inexact else tuple(v for v in cut.values if v is not None)


def _parameter_kinds(name: str, base: _Base) -> tuple[Value, ...]:
    """For a parameter without a value: the values that it has at other times, and one beyond them."""
    from decimal import Decimal

    from guihua.rules.feel.evaluator import ready

    parameter = next(p for p in base.rules.parameters if p.name == name)
    values = [ready(parse(v.value, NAMES))({}) for v in parameter.values if v.value]
    numbers = [v for v in values if isinstance(v, Decimal)]
    return (*values, *((max(numbers) * 1000 + 1, min(numbers) / 1000) if numbers else ("其他值",)))


def _datum_type(name: str, base: _Base) -> tuple[str, str]:
    datum = next((d for d in base.rules.model.data if d.name == name), None)
    if datum is None:
        return "", ""
    defined = next((t for t in base.rules.model.types if t.name == datum.type), None)
    return (
        (plain_name(defined.reference), defined.allowed)
        if defined
        else (plain_name(datum.type), _column_values(name, base))
    )


def _column_values(name: str, base: _Base) -> str:
    for decision in base.rules.model.decisions:
        if isinstance(decision.logic, Table):
            for column in decision.logic.inputs:
                if column.expression.strip() == name and column.values:
                    return column.values
    return ""


def _uses(logic: Logic | None, name: str, made: Decider) -> bool:
    return name in _names(logic, made)


def _tests_on(logic: Logic | None, name: str, names: frozenset[str]) -> list[tree.Tests] | None:  # noqa: PLR0911  (one line a kind)
    """The tests that tables make on a name; None where it stands in another expression."""
    if isinstance(logic, Table):
        found: list[tree.Tests] = []
        for place, column in enumerate(logic.inputs):
            cells = [parse_tests(rule.when[place], names) for rule in logic.rules]
            if column.expression.strip() == name:
                found += cells
            elif name in tree.names_in(parse(column.expression, names)):
                return None
            if any(name in tree.names_in(cell) for cell in cells):
                return None
        if any(name in tree.names_in(parse(c, names)) for rule in logic.rules for c in rule.then if c):
            return None
        return found
    if isinstance(logic, Boxed):
        parts = [_tests_on(inner, name, names) for _, _, inner in logic.entries]
        return None if any(p is None for p in parts) else [t for p in parts if p is not None for t in p]
    if isinstance(logic, Definition):
        return _tests_on(logic.body, name, names)
    from guihua.rules.rulefile import expressions as texts

    found_names = frozenset().union(*(tree.names_in(parse(t, names)) for t in texts(logic))) if logic else frozenset()
    return None if name in found_names else []

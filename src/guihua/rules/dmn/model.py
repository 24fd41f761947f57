"""A decision model as records: what a .dmn file or a readable YAML table says, and nothing of how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias


class Hit(StrEnum):
    """Which rules answer when several hold."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"


SHORT: Final = {
    "U": Hit.UNIQUE,
    "A": Hit.ANY,
    "P": Hit.PRIORITY,
    "F": Hit.FIRST,
    "R": Hit.RULE_ORDER,
    "O": Hit.OUTPUT_ORDER,
    "C": Hit.COLLECT,
}
"""The letter that stands in a table's corner."""
SINGLE: Final = frozenset({Hit.UNIQUE, Hit.ANY, Hit.PRIORITY, Hit.FIRST})
"""Policies that give one answer."""


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions: its expression, the type and the values that it may have (unary tests; "": any)."""

    expression: str
    type: str = ""
    values: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """A column of answers: its name, its type, the values that it may have in their order, and the one by default."""

    name: str = ""
    type: str = ""
    values: str = ""
    default: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: a cell of tests for each input, an expression for each output, and remarks (clause, note)."""

    when: tuple[str, ...]
    then: tuple[str, ...]
    clause: str = ""
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table."""

    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    hit: Hit = Hit.UNIQUE
    aggregation: str = ""
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """An expression as text."""

    text: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Boxed:
    """A context: entries in order, each (name, type, logic); an entry without a name is the result."""

    entries: tuple[tuple[str, str, Logic], ...]


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call: the function's expression, and parameter -> logic."""

    function: str
    bindings: tuple[tuple[str, Logic], ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A function: parameters (name, type) and a body; `kind` other than FEEL is not run."""

    parameters: tuple[tuple[str, str], ...]
    body: Logic | None
    kind: str = "FEEL"


@dataclass(frozen=True, slots=True)
class Members:
    """A boxed list."""

    items: tuple[Logic, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of values: columns, and rows of logic."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Logic, ...], ...]


@dataclass(frozen=True, slots=True)
class Shaped:
    """A boxed conditional, filter or iterator: its kind (if, filter, for, some, every), its variable and its parts in order."""

    kind: str
    parts: tuple[Logic, ...]
    variable: str = ""


Logic: TypeAlias = "Table | Literal | Boxed | Invocation | Definition | Members | Relation | Shaped"


@dataclass(frozen=True, slots=True)
class Type:
    """An item definition: reference or members, a list or not, and tests on its values."""

    name: str
    reference: str = ""
    members: tuple[Type, ...] = ()
    collection: bool = False
    allowed: str = ""
    function: bool = False


@dataclass(frozen=True, slots=True)
class Datum:
    """An input datum."""

    name: str
    type: str = ""
    id: str = field(default="", compare=False)
    label: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: what it requires (names of data and decisions, of knowledge), and its logic; None: undecided."""

    name: str
    type: str = ""
    requires: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    logic: Logic | None = None
    id: str = field(default="", compare=False)
    question: str = ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a named function."""

    name: str
    definition: Definition
    type: str = ""
    knows: tuple[str, ...] = ()
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: a set of decisions called as a function of input data and decisions."""

    name: str
    output: tuple[str, ...]
    encapsulated: tuple[str, ...] = ()
    input_decisions: tuple[str, ...] = ()
    input_data: tuple[str, ...] = ()
    type: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """All of a file. `imports`: prefix -> the model that it names."""

    name: str
    namespace: str = ""
    types: tuple[Type, ...] = ()
    data: tuple[Datum, ...] = ()
    decisions: tuple[Decision, ...] = ()
    knowledge: tuple[Knowledge, ...] = ()
    services: tuple[Service, ...] = ()
    imports: tuple[tuple[str, Model], ...] = ()

    def decision(self, name: str) -> Decision | None:
        """The decision of this name."""
        return next((d for d in self.decisions if d.name == name), None)

    @property
    def valued(self) -> tuple[Datum | Decision, ...]:
        """Data and decisions: what has a value."""
        return (*self.data, *self.decisions)

    @property
    def named(self) -> tuple[Datum | Decision | Knowledge | Service, ...]:
        """Everything that has a name."""
        return (*self.data, *self.decisions, *self.knowledge, *self.services)

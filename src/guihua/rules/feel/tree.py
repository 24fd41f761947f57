"""What a FEEL expression is, as records: the parser makes them, the evaluator and the static checks read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from guihua.rules.feel.values import Value


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal: number, string, boolean, null, date, time or duration. `of`: its type, for 1 is not true, nor 1.0 1."""

    value: Value
    of: str = field(init=False, repr=False, default="")

    def __post_init__(self) -> None:
        of = str(self.value) if isinstance(self.value, Decimal) else ""
        object.__setattr__(self, "of", f"{type(self.value).__name__} {of}")


@dataclass(frozen=True, slots=True)
class Name:
    """A variable by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and an operator: + - * / ** and or = != < <= > >=."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negation:
    """An operand with a minus before it."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Between:
    """operand between low and high, both taken in."""

    operand: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In:
    """operand in (tests)."""

    operand: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """operand instance of a type, as written."""

    operand: Node
    type: str


@dataclass(frozen=True, slots=True)
class Path:
    """operand.name."""

    operand: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    """operand[condition]: members that meet it, or the member at a place."""

    operand: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A call with arguments by place, or by name where `names` is filled."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RangeOf:
    """A range between two expressions; an end None is open."""

    start: Node | None
    end: Node | None
    start_included: bool = True
    end_included: bool = True


@dataclass(frozen=True, slots=True)
class Compare:
    """A unary test: an operator and an operand, on the value tested."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of expressions."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf:
    """A context: names with their expressions, each seen by the next."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class If:
    """if … then … else …."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class For:
    """for … in … return …; an iteration over lists, ranges, or from one number to another (`until`)."""

    iterations: tuple[tuple[str, Node, Node | None], ...]
    result: Node


@dataclass(frozen=True, slots=True)
class Quantified:
    """some/every … in … satisfies …."""

    every: bool
    iterations: tuple[tuple[str, Node, Node | None], ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """function(parameters) body; `types` as written, "" where none."""

    parameters: tuple[str, ...]
    body: Node
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tests:
    """Unary tests of a cell: one of them must hold, or none where negated; no tests: anything (-)."""

    tests: tuple[Node, ...]
    negated: bool = False


Node: TypeAlias = (
    "Constant | Name | Binary | Negation | Between | In | InstanceOf | Path | Filter | Call | RangeOf | Compare | ListOf"
    " | ContextOf | If | For | Quantified | FunctionOf | Tests"
)


def names_in(node: object) -> frozenset[str]:
    """All names that stand in an expression, bound ones included."""
    if isinstance(node, Name):
        return frozenset({node.name})
    if isinstance(node, tuple):
        return frozenset().union(*(names_in(item) for item in node))
    fields = getattr(node, "__dataclass_fields__", None)
    if not fields or isinstance(node, Constant):
        return frozenset()
    return frozenset().union(*(names_in(getattr(node, field)) for field in fields))

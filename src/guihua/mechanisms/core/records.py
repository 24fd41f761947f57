"""What a mechanism takes and gives, as records. Every cell is a text: a number its digits, a date 2021-06-30, "" unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from guihua.errors import GuihuaError
from guihua.proof.canonical import Json, record_bytes
from guihua.proof.hashes import digest
from guihua.rules.rulefile import RuleFile


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    type      text, number, integer, date, boolean, choice
    required  a row without it is refused; unit: as the plan's units write it
    """

    name: str
    zh: str = ""
    en: str = ""
    type: str = "text"
    unit: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What people call it."""
        return self.zh or self.name

    def meant_by(self, text: str) -> bool:
        """Is this the column that a sheet's head means?"""
        bare = text.strip()
        return bare in (self.name, self.zh, self.en, *self.aliases) and bare != ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns, its rows of texts."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    zh: str = ""

    def place(self, column: str) -> int:
        """Where a column stands. Raises GuihuaError RUN-COLUMN where the table has none such."""
        for i, found in enumerate(self.columns):
            if found.name == column:
                return i
        there = "、".join(c.title for c in self.columns)
        raise GuihuaError(
            "RUN-COLUMN", f"{self.zh or self.name} 没有这一栏 has no column {column!r}", f"有 there are: {there}"
        )

    def has(self, column: str) -> bool:
        """Has it a column of this name?"""
        return any(found.name == column for found in self.columns)

    def column(self, column: str) -> tuple[str, ...]:
        """All cells of one column."""
        at = self.place(column)
        return tuple(row[at] for row in self.rows)

    def records(self) -> Iterator[dict[str, str]]:
        """The rows, each with its columns' names."""
        names = [c.name for c in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    @property
    def digest(self) -> str:
        """The digest of its content (columns' names and rows, in order)."""
        return str(digest(record_bytes([self.name, [c.name for c in self.columns], [list(r) for r in self.rows]])))


@dataclass(frozen=True, slots=True)
class Input:
    """What a mechanism takes: a table (a sheet that goes out and comes back), a ledger's objects, or another run's outcome.

    kind   table, ledger, run
    of     the ledger or the mechanism; "" for a table
    where  conditions on a ledger's objects: field, values
    key    columns that together name a row once; () for none
    """

    name: str
    kind: str
    columns: tuple[Column, ...]
    zh: str = ""
    en: str = ""
    of: str = ""
    table: str = ""
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    key: tuple[str, ...] = ()
    optional: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Frozen:
    """An input as it was taken: its rows, and where they came from (a file's name, a ledger at its head)."""

    table: Table
    source: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A figure that a mechanism gives: an expression over its inputs and outcome."""

    name: str
    zh: str
    en: str
    unit: str
    expression: str
    indicator: str = ""
    system: str = "监测"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as worked out; "" where it could not be."""

    name: str
    value: str
    zh: str = ""
    unit: str = ""
    indicator: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class EffectRule:
    """Which acts on a ledger an outcome proposes: for each row of a table where `when` holds, with values set by expressions."""

    ledger: str
    act: str
    table: str
    when: str
    set: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """One proposed act on a ledger: people take it."""

    ledger: str
    act: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that a mechanism writes: title with {period}, which tables, to whom."""

    name: str
    title: str
    tables: tuple[str, ...]
    addressee: str = ""
    lead: str = ""
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A small input with the outcome that it must have; the declaration's test."""

    name: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Declaration:
    """A mechanism as declared. `settings` are for its engine, which reads them into records of its own."""

    name: str
    engine: str
    zh: str
    en: str
    about: str = ""
    serves: tuple[tuple[str, str], ...] = ()
    inputs: tuple[Input, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    who: tuple[tuple[str, str], ...] = ()
    publish: str = ""
    effects: tuple[EffectRule, ...] = ()
    feeds: tuple[Feed, ...] = ()
    papers: tuple[Paper, ...] = ()
    examples: tuple[Example, ...] = ()
    source: str = ""
    clause: str = ""
    checked: str = "no"
    valid: tuple[date | None, date | None] = (None, None)
    text: str = field(default="", compare=False, repr=False)
    where: str = field(default="", compare=False)

    def input(self, name: str) -> Input | None:
        """The input of this name."""
        return next((i for i in self.inputs if i.name == name), None)

    @property
    def digest(self) -> str:
        """The digest of the file's text: the version of the declaration."""
        from guihua.proof.hashes import text_digest

        return str(text_digest(self.text))


@dataclass(frozen=True, slots=True)
class Job:
    """All that an outcome depends on.

    period  the year or month that it is about, as written; on: the day whose rules hold; known: as known on that day
    seed    the texts that a draw starts from
    """

    declaration: Declaration
    inputs: tuple[Frozen, ...]
    rules: tuple[tuple[str, RuleFile], ...] = ()
    period: str = ""
    on: date | None = None
    known: date | None = None
    seed: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """The frozen table of an input; an empty one where an optional input was not given."""
        for frozen in self.inputs:
            if frozen.table.name == name:
                return frozen.table
        declared = self.declaration.input(name)
        if declared is None:
            raise GuihuaError(
                "RUN-INPUT", f"没有这项输入 no input is called {name!r}", "检查声明 check the declaration"
            )
        return Table(name, declared.columns, (), declared.zh)

    def given(self, name: str) -> bool:
        """Was this input given?"""
        return any(frozen.table.name == name for frozen in self.inputs)

    def rule(self, key: str) -> RuleFile:
        """The rule file under a key."""
        for name, rules in self.rules:
            if name == key:
                return rules
        raise GuihuaError(
            "RUN-RULES", f"声明里没有这套规则 no rules are called {key!r}", "检查声明 check the declaration"
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a mechanism computed: tables (the main one first), remarks for people, and the answer in short for programs."""

    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    answer: Mapping[str, Json] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """The table of this name. Raises GuihuaError RUN-TABLE."""
        for table in self.tables:
            if table.name == name:
                return table
        raise GuihuaError(
            "RUN-TABLE", f"结果里没有这张表 the outcome has no table {name!r}", "检查声明 check the declaration"
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """An outcome with what proves it."""

    outcome: Outcome
    certificate: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """One computation, whole: the job, the outcome with its certificate, figures and proposed acts, by whom, when."""

    job: Job
    decided: Decided
    figures: tuple[Figure, ...]
    effects: tuple[Effect, ...]
    by: str = ""
    at: str = ""
    previous: str = ""


def with_rows(table: Table, rows: Sequence[tuple[str, ...]]) -> Table:
    """The table with other rows."""
    return replace(table, rows=tuple(rows))


def columns(*heads: str) -> tuple[Column, ...]:
    """Columns in short: "name|中文|type|unit"."""
    found = []
    for head in heads:
        name, zh, kind, unit = (*head.split("|"), "", "", "")[:4]
        found.append(Column(name, zh, name, kind or "text", unit))
    return tuple(found)

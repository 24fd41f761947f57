"""What a ledger is, as records: its declaration (from a YAML file), its events, and what objects have come to.

Values are strings, or tuples of strings for lists, always: a number as its digits, a date as 2018-06-30, a month as
2018-06. What is unknown is absent, never "" or 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

Value: TypeAlias = "str | tuple[str, ...]"

NEW: Final = "new"
"""Stands in a transition's `from` for an object that does not exist yet."""
OWNER: Final = "owner"
LEAGUE: Final = "league"
PARTS: Final = (OWNER, LEAGUE)
"""What a body can be to an object: the one that does it; the league that divides it and signs before the region looks."""
CORRECT: Final = "correct"
VOID: Final = "void"
"""The two actions that every ledger has: replace values of an earlier event; take an earlier event out."""


class FieldType(StrEnum):
    """What a field holds, and so how it is checked."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    BODY = "body"
    BODIES = "bodies"
    LIST = "list"
    CREDIT_CODE = "credit_code"
    REGION_CODE = "region_code"
    INDUSTRY_CODE = "industry_code"
    PROJECT_CODE = "project_code"


class Means(StrEnum):
    """What a state means to the shape, whatever a ledger calls it."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    RUNNING = "running"
    BEHIND = "behind"
    MENDED = "mended"
    STANDING = "standing"
    DONE = "done"
    DROPPED = "dropped"
    LISTED = "listed"
    REMOVED = "removed"


CLOSED: Final = frozenset({Means.DONE, Means.DROPPED, Means.REMOVED})
"""Meanings after which nothing is owed."""


@dataclass(frozen=True, slots=True)
class Words:
    """One name in both languages, and other ways in which files write it."""

    zh: str
    en: str
    aliases: tuple[str, ...] = ()

    def meant_by(self, text: str) -> bool:
        """Is this what the text means?"""
        return text in (self.zh, self.en) or text in self.aliases


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a ledger.

    unit              of a number, as the plan's units write it; "" for none
    options           the values of a choice (stored as written in Chinese)
    minimum, maximum  of a number, both taken in; None for no limit
    required          must be there from the first event on
    holds             the role that the body in this field plays for the object ("owner"); "" for none
    """

    name: str
    words: Words
    type: FieldType = FieldType.TEXT
    unit: str = ""
    options: tuple[Words, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    required: bool = False
    holds: str = ""
    help: Words | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """One state that an object of the ledger can be in."""

    name: str
    words: Words
    means: Means


@dataclass(frozen=True, slots=True)
class Transition:
    """Something that someone does to an object.

    sources     states it is done from; NEW makes the object
    targets     states it may lead to; empty: the state stays
    who         roles that may do it ("owner", "league": a reporter of the body that holds the object in that part)
    needs       fields that must be filled afterwards
    evidence    at least one piece must come with it; basis: a document or a reason must
    other_than  actions whose last doer must be another person (who mends does not close)
    not_before  a date field: it is not done before that day (an embargo)
    without     fields that must be empty: another act is for objects that have them
    barred      what a one-vote veto may forbid (评优, 等次): not done to a firm under such a veto but with a basis
    """

    name: str
    words: Words
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    who: tuple[str, ...]
    needs: tuple[str, ...] = ()
    evidence: bool = False
    basis: bool = False
    other_than: tuple[str, ...] = ()
    not_before: str = ""
    barred: str = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """A number of days between two dates, worked out whenever it is asked for and stored nowhere.

    start, end   date fields; without an end it runs to the day of the question
    less         a whole-number field of days that do not count (暂停工作日); where it is not known none are taken off
    """

    name: str
    words: Words
    start: str
    end: str
    working: bool = True
    less: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is owed while an object is in one of some states.

    field    the date stands in this field; or
    days     so many days (or as many as `days_field` says) after the object entered the state, or after the date in
             `start`; working days or calendar days; `plus`: a whole-number field of days that put it off
    """

    name: str
    words: Words
    states: tuple[str, ...]
    field: str = ""
    days: int = 0
    days_field: str = ""
    start: str = ""
    working: bool = True
    plus: str = ""


class Test(StrEnum):
    """How a feed's condition compares."""

    IS = "is"
    NOT = "not"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"
    FILLED = "filled"
    BEFORE = "before"
    AFTER = "after"
    YEAR = "year"
    IN = "in"
    NOT_IN = "not_in"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a feed on a field (or on the state, where field is "state").

    before, after   a date or "as_of", neither taken in; year: a year, "as_of" or "as_of-1"
    in, not_in      "vetoes.name": among the values of this field of what stands in another ledger
    """

    field: str
    test: Test
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A figure that the ledger publishes: which objects, counted or summed, for which indicator of the plan.

    measure    count, sum (of the field `of`), share (objects meeting `where` among those meeting `among`, in %), or
               quotient (the sum of `of` by the sum of the field `by`, times `times`; objects that lack one count in neither)
    variable   the plan's concept expression, "" where the plan has no such target; also: other expressions of it
    target     the plan's section and sentence it serves, in short
    """

    name: str
    words: Words
    measure: str
    unit: str
    where: tuple[Condition, ...]
    among: tuple[Condition, ...] = ()
    of: str = ""
    by: str = ""
    times: str = "1"
    variable: str = ""
    indicator: str = ""
    target: str = ""
    also: tuple[str, ...] = ()

    @property
    def reads(self) -> frozenset[str]:
        """The other ledgers whose state it reads."""
        conditions = (*self.where, *self.among)
        return frozenset(c.values[0].partition(".")[0] for c in conditions if c.test in (Test.IN, Test.NOT_IN))


@dataclass(frozen=True, slots=True)
class Band:
    """One grade: its name, and the conditions of which one is enough."""

    name: str
    any_of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Grading:
    """A grade worked out of numbers whenever it is asked for: the first band of which a condition is met, else the last.

    source   the rule and its document
    """

    name: str
    words: Words
    bands: tuple[Band, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """Objects as they would stand on a day, and the figures that they give: a test of the declaration.

    rows       each with `state` and values of fields; elsewhere: values of other ledgers' fields ("vetoes.name")
    gives      feed -> value, "" for none
    """

    words: str
    on: date
    rows: tuple[Mapping[str, Value], ...]
    gives: Mapping[str, str]
    elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormHead:
    """The head of a reporting form (表号, 制定机关, 批准/备案文号, 有效期); empty parts are not settled yet."""

    number: str = ""
    authority: str = ""
    approval: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger as declared: everything that its file says, its shape's parts included.

    key      fields whose values make an object's id; one field: its value is the id
    serves   sentences of the plan that the ledger is for, in short, with their section
    edits    fields that a body fills in its sheet; the others are shown locked
    reports  the action that a sheet's row stands for
    version  the digest of its declaration (`declaration.version_of`)
    """

    name: str
    shape: str
    words: Words
    about: Words
    fields: tuple[Field, ...]
    states: tuple[Status, ...]
    transitions: tuple[Transition, ...]
    key: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    derived: tuple[Derived, ...] = ()
    gradings: tuple[Grading, ...] = ()
    examples: tuple[Example, ...] = ()
    feeds: tuple[Feed, ...] = ()
    documents: tuple[str, ...] = ()
    serves: tuple[tuple[str, str], ...] = ()
    form: FormHead = FormHead()
    edits: tuple[str, ...] = ()
    reports: str = ""
    monthly: bool = False
    digest: str = "sha256"
    source: str = ""
    version: str = ""
    _named: tuple[dict[str, Field], dict[str, Status], dict[str, Transition]] = field(
        init=False, repr=False, compare=False, hash=False
    )

    def __post_init__(self) -> None:
        named: tuple[dict[str, Field], dict[str, Status], dict[str, Transition]] = (
            {f.name: f for f in self.fields},
            {s.name: s for s in self.states},
            {t.name: t for t in self.transitions},
        )
        object.__setattr__(self, "_named", named)

    def field(self, name: str) -> Field | None:
        """The field of this name."""
        return self._named[0].get(name)

    def status(self, name: str) -> Status | None:
        """The state of this name."""
        return self._named[1].get(name)

    def transition(self, name: str) -> Transition | None:
        """The transition of this name."""
        return self._named[2].get(name)

    def meaning(self, state: str) -> Means | None:
        """What a state means to the shape."""
        found = self.status(state)
        return found.means if found else None

    @property
    def holders(self) -> tuple[str, ...]:
        """Fields that name the bodies to which an object belongs."""
        return self.seats(OWNER)

    def seats(self, *parts: str) -> tuple[str, ...]:
        """Fields that name bodies in one of these parts (owner, league); in any part where none is named."""
        return tuple(f.name for f in self.fields if f.holds and (not parts or f.holds in parts))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence: its name and the digest of its bytes ("sha256:…"); the bytes stay where people keep them."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a person (a name or an account), the body they act for, and in which role."""

    by: str
    body: str = ""
    role: str = "planner"


@dataclass(frozen=True, slots=True)
class Event:
    """One act on one object.

    at        the day of the act; recorded: when it was written down (RFC 3339)
    to        the state it leads to, "" where the state stays
    values    fields set by it; None clears one
    corrects  of CORRECT and VOID: the id of the event that is put right
    declared  the version of the ledger's declaration that it was done under; "" of events older than that was kept
    """

    ledger: str
    subject: str
    action: str
    at: date
    recorded: str
    actor: Actor
    to: str = ""
    values: Mapping[str, Value | None] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    basis: str = ""
    corrects: str = ""
    digest: str = "sha256"
    declared: str = ""


@dataclass(frozen=True, slots=True)
class Stamped:
    """An event in its log: position and id (the hash of its record)."""

    position: int
    id: str
    event: Event


@dataclass(frozen=True, slots=True)
class State:
    """What the events of one object come to.

    since     day it entered its state; last: day of its newest event; events: how many count
    sources   field -> position of the event that set it last: the trail from a figure to an act
    people    action -> who did it last
    entered   position of the event that led into the state
    """

    subject: str
    state: str
    values: Mapping[str, Value]
    since: date
    last: date
    events: int
    entered: int
    sources: Mapping[str, int]
    people: Mapping[str, str]

    def text(self, name: str) -> str:
        """A field as one string, "" where it is unknown; lists joined by 、."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else "、".join(value)

    def many(self, name: str) -> tuple[str, ...]:
        """A field as a list, empty where it is unknown."""
        value = self.values.get(name, ())
        return (value,) if isinstance(value, str) else value

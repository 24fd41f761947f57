"""The records that reading produces: statements, commitments, mentions, each pointing to its characters."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from guihua.plan.periods import Period
from guihua.plan.quantity import Quantity
from guihua.proof.exact import check_year, parse_decimal

ADDED = "added"
"""The rule of a statement that a person added: no rule of reading made it."""


class Kind(StrEnum):
    """目标 promised, 现状 achieved, 政策参数 a rule's parameter."""

    TARGET = "target"
    FACT = "fact"
    POLICY = "policy"


class Form(StrEnum):
    """What the number says of the indicator (design: table of words)."""

    LEVEL = "level"
    SHARE = "share"
    GROWTH = "growth"
    CHANGE = "change"
    CHANGE_ABS = "change_abs"
    CHANGE_PP = "change_pp"
    RATIO = "ratio"
    CUMULATIVE = "cumulative"
    OTHER = "other"


class Comparator(StrEnum):
    """How the value binds."""

    EQ = "eq"
    REACH = "reach"
    ABOUT = "about"
    GE = "ge"
    LE = "le"
    GT = "gt"
    LT = "lt"
    BETWEEN = "between"


class Direction(StrEnum):
    """Which way is meant; UNKNOWN is said, never guessed."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


class Nature(StrEnum):
    """约束性, 预期性, 文中未标明."""

    BINDING = "binding"
    EXPECTED = "expected"
    UNSTATED = "unstated"


class Price(StrEnum):
    """现价, 可比价, 未说明; none: the figure has no price (tonnes, counts)."""

    CURRENT = "current"
    COMPARABLE = "comparable"
    UNSTATED = "unstated"
    NONE = "none"


class Origin(StrEnum):
    """Where a slot came from."""

    STATED = "stated"
    CARRIED = "carried"
    DEFAULTED = "defaulted"
    GUESSED = "guessed"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bar that belongs to the indicator: 超500亿元 in 超500亿元工业园区达到25个.

    value is a magnitude string in unit; indicator is what is measured against it, None where the text leaves it out.
    """

    indicator: str | None
    comparator: Comparator
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often the rule was right on annotated text: right of n; below 10 the word is "untested"."""

    right: int = 0
    n: int = 0

    @property
    def tested(self) -> bool:
        """At least ten annotated cases."""
        return self.n >= 10

    def __str__(self) -> str:
        return f"{self.right}/{self.n}" if self.tested else "untested"


@dataclass(frozen=True, slots=True)
class Statement:
    """One quantified assertion of the text (表述). Field names are those of the plan file and of JSON lines.

    value          magnitudes as written, () where the text gives none; falls are positive with direction DOWN
    unit           as written, NFKC-normalised; "" where none is written
    indicator      the label, composed so that it reads alone
    measure, subject, whole   the compositional indicator: share(measure[subject], whole)
    population, region        what `scope` (as written) means: 规模以上, 城市; region code GB/T 2260 ("150000")
    year, base_year           of the observation or target and of its base
    period, base_period       first and last year, both taken in
    start, end     character offsets of quote in the plan's text, end exclusive; text[start:end] == quote always
    stated         slot name → Origin, for the slots that were filled
    rule           the reading rule that made it; tokens: one letter a token of its clause
    unsure         why its reading is less sure: "layout" (cells guessed from where the words stand), "numeral" (digits
                   damaged by scanning); "" otherwise
    adjusted       the document of a mid-term adjustment that this statement's slots already follow; "" for none
    doubtful       slots that were defaulted or guessed and that a person should look at first; () is no mark
    main           a main target (主要指标): of an indicator table or a target chapter
    group          the category cell of its table row (经济发展, 资源环境); never part of the label
    """

    id: str
    kind: Kind
    form: Form
    comparator: Comparator
    value: tuple[str, ...]
    unit: str
    indicator: str
    quote: str
    start: int
    end: int
    value_start: int
    value_end: int
    section: str = ""
    measure: str = ""
    subject: str = ""
    whole: str = ""
    population: str = ""
    region: str = ""
    scope: str = ""
    price: Price = Price.UNSTATED
    year: int | None = None
    base_year: int | None = None
    period: tuple[int, int] | None = None
    base_period: tuple[int, int] | None = None
    base_value: str | None = None
    direction: Direction = Direction.UNKNOWN
    modifier: str = ""
    nature: Nature = Nature.UNSTATED
    threshold: Threshold | None = None
    stated: tuple[tuple[str, Origin], ...] = ()
    rule: str = ""
    tokens: str = ""
    evidence: Evidence = field(default_factory=Evidence)
    supersedes: str = ""
    unsure: str = ""
    adjusted: str = ""
    doubtful: tuple[str, ...] = ()
    main: bool = False
    group: str = ""

    def __repr__(self) -> str:
        value = "–".join(self.value)
        return f"<Statement {self.id} {self.kind.value}: {self.indicator} {self.comparator.value} {value}{self.unit} {self.year or ''}>".replace(
            " >", ">"
        )

    @property
    def number(self) -> Decimal | None:
        """The value in `unit`, exactly as printed; None where there is none, or two (`low`, `high`)."""
        return Decimal(self.value[0]) if len(self.value) == 1 else None

    @property
    def low(self) -> Decimal | None:
        """The lower end of a range, else the value itself."""
        return min(map(Decimal, self.value)) if self.value else None

    @property
    def high(self) -> Decimal | None:
        """The upper end of a range, else the value itself."""
        return max(map(Decimal, self.value)) if self.value else None

    @property
    def of_period(self) -> Period | None:
        """The years that it speaks of: the year of its value, or the period of its growth; None where the text says none."""
        if self.period is not None:
            return Period.years(*self.period)
        return Period.years(self.year) if self.year is not None else None

    @property
    def quantity(self) -> Quantity | None:
        """Value and unit as a typed quantity; None where the text gives no value."""
        return Quantity(self.value, self.unit) if self.value else None

    @property
    def variable(self) -> str:
        """The quantity that it speaks of, for joining with other statements and with statistics.

        "share(value_added[coal], value_added[industry])", "count[parks]{revenue>50000000000元}". Population and region
        are slots of their own: whoever compares must compare them too.
        """
        from guihua.plan.concepts import variable

        return variable(self.measure, self.subject, self.whole, self.threshold)

    def origin(self, slot: str) -> Origin | None:
        """Where this slot came from, None where it is empty."""
        return dict(self.stated).get(slot)


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something the plan will do, without a number (任务): 建立…平台, 推行…制度, 完善…机制.

    action is the verb, object what is made or kept; bodies who is named; year by when (None: no date in the text).
    """

    id: str
    action: str
    object: str
    quote: str
    start: int
    end: int
    section: str = ""
    kind: str = ""
    bodies: tuple[str, ...] = ()
    year: int | None = None
    rule: str = ""
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A named thing in the text (region, park, organisation, industry, programme …) linked to a concept where known."""

    name: str
    kind: str
    start: int
    end: int
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A run of digits or numerals that reading could not place: the recall alarm."""

    text: str
    start: int
    end: int
    reason: str = ""


def statement_id(section: str, quote: str, value_text: str, ordinal: int) -> str:
    """section + 8 hex of SHA-256(normalised quote, value text, ordinal). Never a running number.

    ordinal tells apart statements with the same quote and value text within one section (0, 1, …).
    """
    normal = "".join(unicodedata.normalize("NFKC", quote).split())
    value = "".join(unicodedata.normalize("NFKC", value_text).split())
    digest = hashlib.sha256("\x1f".join((normal, value, str(ordinal))).encode("utf-8")).hexdigest()
    return f"{section or '0'}-{digest[:8]}"


def check_bounds(statement: Statement) -> Statement:
    """The statement, where its years and magnitudes can be reckoned with. GuihuaError PROOF-YEAR or PROOF-MAGNITUDE else.

    A file from elsewhere may say anything: 1e999999999 or the year 10^15 would keep a computer busy for ever.
    """
    years = (statement.year, statement.base_year, *(statement.period or ()), *(statement.base_period or ()))
    for year in years:
        if year is not None:
            check_year(year)
    bar = statement.threshold.value if statement.threshold else None
    for magnitude in (*statement.value, statement.base_value, bar):
        if magnitude:
            parse_decimal(magnitude)
    return statement

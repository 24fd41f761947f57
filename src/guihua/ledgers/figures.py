"""Figures of a ledger: counted, summed or shared out of its objects as of a day, with the events behind each.

A condition on a value that is not known is neither met nor failed: such an object is listed as missing and the figure
says that it is incomplete (a count is then a lower bound). Nothing unknown counts as zero: of a ledger in which
nothing stood by that day, no figure is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import CLOSED, Condition, Derived, Feed, Grading, Ledger, Means, State, Test, Words
from guihua.plan.calendar import Calendar, calendar

if TYPE_CHECKING:
    from guihua.plan.plan import Plan
    from guihua.plan.statement import Statement
    from guihua.proof.heads import Head
    from guihua.statistics.observation import Observation

Elsewhere: TypeAlias = Callable[[str], frozenset[str]]
"""Values of a field ("vetoes.name") of what stands in another ledger."""
_TENTH: Final = Decimal("0.1")
_FINE: Final = Decimal("0.0001")
_COMPARE: Final[Mapping[Test, Callable[[Decimal, Decimal], bool]]] = {
    Test.GT: lambda a, b: a > b,
    Test.GE: lambda a, b: a >= b,
    Test.LT: lambda a, b: a < b,
    Test.LE: lambda a, b: a <= b,
}


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not known of an object and would be needed: its id and the field."""

    subject: str
    field: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its trail.

    value      digits, in `unit`; None where nothing can be said (a share of nothing, a sum of which no part is known,
               a day before the ledger's first record)
    subjects   the objects counted; events: ids of the events that made them count
    gaps       objects that could not be placed, with the field that is not known; complete: there are none
    part, whole  of a share: how many of how many
    """

    ledger: str
    feed: str
    words: Words
    value: str | None
    unit: str
    as_of: date
    subjects: tuple[str, ...]
    events: tuple[str, ...]
    gaps: tuple[Gap, ...]
    variable: str = ""
    indicator: str = ""
    target: str = ""
    part: int | None = None
    whole: int | None = None

    @property
    def complete(self) -> bool:
        """Nothing was missing."""
        return not self.gaps


def figures(
    journal: Journal, as_of: date, *, known: str = "", others: Mapping[str, Ledger] | None = None
) -> tuple[Figure, ...]:
    """All figures of a ledger as of a day, as known at a moment ("" for now).

    others: the declarations of the ledgers that its feeds read; a feed that reads one which is not given says nothing.
    """
    if not journal.ledger.feeds:
        return ()

    def elsewhere(place: str) -> frozenset[str]:
        name, _, field = place.partition(".")
        other = (others or {}).get(name)
        return standing_values(Journal(journal.store, other), field, as_of, known) if other else frozenset()

    states = journal.states(as_of=as_of, known=known)
    standing = {s: state for s, state in states.items() if stands(journal.ledger, state, as_of)}
    found = [evaluate(journal.ledger, feed, standing, as_of, journal.ids, elsewhere) for feed in journal.ledger.feeds]
    said = [states and feed.reads <= set(others or {}) for feed in journal.ledger.feeds]
    return tuple(f if told else unsaid(f) for f, told in zip(found, said, strict=True))


def standing_values(journal: Journal, field: str, as_of: date, known: str = "") -> frozenset[str]:
    """The values of a field over all objects of a ledger that stand on a day and are not closed."""
    ledger = journal.ledger
    states = journal.states(as_of=as_of, known=known).values()
    open_ = (s for s in states if stands(ledger, s, as_of) and ledger.meaning(s.state) not in CLOSED)
    return frozenset(value for s in open_ for value in s.many(field))


def unsaid(figure: Figure) -> Figure:
    """The figure of a ledger that held nothing by that day: neither kept nor empty can be told, so no value."""
    return replace(figure, value=None, part=None, whole=None)


def evaluate(
    ledger: Ledger,
    feed: Feed,
    states: Mapping[str, State],
    as_of: date,
    ids: Callable[[Iterable[int]], Mapping[int, str]],
    elsewhere: Elsewhere = lambda place: frozenset(),
) -> Figure:
    """One figure out of the states of a day; `ids` gives the ids of events at positions."""
    inside, unknown = _select(ledger, feed.where, states, as_of, elsewhere)
    part: int | None = None
    whole: int | None = None
    value: str | None = str(len(inside))
    if feed.measure == "sum":
        unknown += [Gap(s, feed.of) for s in inside if feed.of not in states[s].values]
        known = [states[s].text(feed.of) for s in inside if feed.of in states[s].values]
        value = _sum(known) if known or not inside else None
    elif feed.measure == "quotient":
        unknown += [Gap(s, n) for s in inside for n in (feed.of, feed.by) if n not in states[s].values]
        both = [states[s] for s in inside if feed.of in states[s].values and feed.by in states[s].values]
        value = _quotient(feed, both)
    elif feed.measure == "share":
        among, more = _select(ledger, feed.among, states, as_of, elsewhere)
        part, whole = len(set(inside) & set(among)), len(among)
        unknown = list(dict.fromkeys([*unknown, *more]))
        value = _share(part, whole)
    positions = {p for s in inside for p in _trail(ledger, feed, states[s])}
    return Figure(
        ledger=ledger.name,
        feed=feed.name,
        words=feed.words,
        value=value,
        unit=feed.unit,
        as_of=as_of,
        subjects=tuple(inside),
        events=tuple(i for _, i in sorted(ids(positions).items())),
        gaps=tuple(unknown),
        variable=feed.variable,
        indicator=feed.indicator,
        target=feed.target,
        part=part,
        whole=whole,
    )


def gaps(journal: Journal, fields: Iterable[str] = ()) -> tuple[Gap, ...]:
    """What is not known of the objects that still count: of the fields named, else of those that figures rest on."""
    rests = {
        n for feed in journal.ledger.feeds for n in (*(c.field for c in (*feed.where, *feed.among)), feed.of, feed.by)
    }
    wanted = tuple(fields) or tuple(f.name for f in journal.ledger.fields if f.name in rests)
    return tuple(
        Gap(subject, name)
        for subject, state in journal.states().items()
        if journal.ledger.meaning(state.state) not in (Means.REMOVED, Means.DROPPED)
        for name in wanted
        if name not in state.values
    )


def stands(ledger: Ledger, state: State, day: date) -> bool:
    """Does an object count on a day? In a registry: within its validity, and not revoked by then."""
    if ledger.shape != "registry":
        return True
    text = day.isoformat()
    begin = state.text("valid_from") or state.text("listed_on")
    end, revoked = state.text("valid_to"), state.text("revoked_on")
    return begin <= text and (not end or text <= end) and (not revoked or text < revoked)


def derive(item: Derived, state: State, as_of: date, days: Calendar | None = None) -> str:
    """A derived number of days of an object, "" where a date or a year of the calendar is not known."""
    start, end = state.text(item.start), state.text(item.end)
    if not start:
        return ""
    first, last = date.fromisoformat(start), date.fromisoformat(end) if end else as_of
    found = (days or calendar()).between(first, last) if item.working else (last - first).days
    off = int(state.text(item.less) or 0) if item.less else 0
    return "" if found is None else str(max(0, found - off))


def grade(ledger: Ledger, item: Grading, state: State, as_of: date) -> str:
    """The grade of an object: the first band of which a condition is met; "" where no band's numbers are known."""
    known = False
    for band in item.bands:
        answers = [meets(ledger, state, c, as_of) for c in band.any_of]
        if any(answers):
            return band.name
        known = known or any(answer is not None for answer in answers)
    return item.bands[-1].name if known else ""


def meets(
    ledger: Ledger,
    state: State,
    condition: Condition,
    as_of: date,
    elsewhere: Elsewhere = lambda place: frozenset(),
) -> bool | None:
    """Does an object meet a condition? None: a value is not known."""
    if condition.field == "state":
        return (state.state in condition.values) is (condition.test is Test.IS)
    text = _value(ledger, state, condition.field, as_of)
    if condition.test is Test.FILLED:
        return bool(text) is (condition.values[0] != "False")
    return _tested(condition, text, state.many(condition.field) or (text,), as_of, elsewhere) if text else None


def _tested(condition: Condition, text: str, own: Sequence[str], as_of: date, elsewhere: Elsewhere) -> bool:
    """A known value against a condition."""
    if condition.test in _COMPARE:
        return _COMPARE[condition.test](Decimal(text), Decimal(condition.values[0]))
    if condition.test in (Test.BEFORE, Test.AFTER, Test.YEAR):
        return _dated(condition, text, as_of)
    if condition.test in (Test.IN, Test.NOT_IN):
        return bool(elsewhere(condition.values[0]).intersection(own)) is (condition.test is Test.IN)
    return (text in condition.values) is (condition.test is Test.IS)


def _value(ledger: Ledger, state: State, name: str, as_of: date) -> str:
    """A field's value, a derived number of days, or a grade."""
    derived = next((d for d in ledger.derived if d.name == name), None)
    if derived:
        return derive(derived, state, as_of)
    grading = next((g for g in ledger.gradings if g.name == name), None)
    return grade(ledger, grading, state, as_of) if grading else state.text(name)


def _dated(condition: Condition, text: str, as_of: date) -> bool:
    """A date or month against a day, or its year against a year; written as ISO dates are, so that text compares."""
    given = condition.values[0]
    if condition.test is Test.YEAR:
        year = as_of.year + int(given.removeprefix("as_of") or 0) if given.startswith("as_of") else int(given)
        return int(text[:4]) == year
    day = as_of.isoformat() if given == "as_of" else given
    return text < day if condition.test is Test.BEFORE else text > day


def serving(ledger: Ledger, plan: Plan) -> dict[str, Statement]:
    """The plan's counting targets that the ledger's figures answer: feed -> statement, by indicator."""
    from guihua.plan.concepts import resolve

    found: dict[str, Statement] = {}
    for feed in ledger.feeds:
        if feed.indicator:
            wanted = (feed.variable, *feed.also)
            match = next((s for s in plan.targets if resolve(s.indicator).variable in wanted), None)
            if match:
                found[feed.name] = match
    return found


def observations(found: Sequence[Figure], head: Head, region: str, publisher: str) -> list[Observation]:
    """Complete figures of one day that the plan has an indicator for, as observations; their source names the log's head.

    A count is a stock: as of 31 December it stands for the year, as of another day for its month. Incomplete ones are
    left out: a lower bound is no observation.
    """
    from guihua.plan.periods import Period
    from guihua.statistics.observation import DateTrust, Grade, Observation, Span, Transformation

    day = next((f.as_of for f in found), date.min)
    year_end = (day.month, day.day) == (12, 31)
    period = Period.years(day.year) if year_end else Period(day.year, day.month, day.year, day.month)
    return [
        Observation(
            id="",
            region=region,
            variable=f.variable,
            indicator=f.indicator,
            period=period,
            span=Span.SINGLE,
            value=f.value,
            unit=f.unit,
            transformation=Transformation.SHARE if f.part is not None else Transformation.LEVEL,
            system="监测",
            publisher=publisher,
            published=f.as_of,
            date_trust=DateTrust.EXACT,
            vintage_note=f"台账 {f.ledger}.{f.feed}",
            source=f"ledger:{f.ledger}/{f.feed}?size={head.size}&root={head.root}",
            grade=Grade.OFFICIAL,
            publish_level="internal",
        )
        for f in found
        if f.complete and f.value is not None and f.variable
    ]


def _select(
    ledger: Ledger,
    conditions: tuple[Condition, ...],
    states: Mapping[str, State],
    as_of: date,
    elsewhere: Elsewhere,
) -> tuple[list[str], list[Gap]]:
    inside: list[str] = []
    unknown: list[Gap] = []
    for subject, state in states.items():
        answers = [(c, meets(ledger, state, c, as_of, elsewhere)) for c in conditions]
        if any(answer is False for _, answer in answers):
            continue
        open_ = [c for c, answer in answers if answer is None]
        if open_:
            unknown.append(Gap(subject, open_[0].field))
        else:
            inside.append(subject)
    return inside, unknown


def _trail(ledger: Ledger, feed: Feed, state: State) -> Iterable[int]:
    """Positions of the events that an object's counting rests on."""
    yield state.entered
    names = {c.field for c in (*feed.where, *feed.among)} | {feed.of, feed.by}
    for derived in ledger.derived:
        if derived.name in names:
            names |= {derived.start, derived.end, derived.less}
    for grading in ledger.gradings:
        if grading.name in names:
            names |= {c.field for band in grading.bands for c in band.any_of}
    yield from (state.sources[n] for n in names if n in state.sources)


def _sum(texts: Iterable[str]) -> str:
    return format(sum((Decimal(t) for t in texts if t), Decimal(0)), "f")


def _quotient(feed: Feed, states: Sequence[State]) -> str | None:
    """The sums divided, to four places without trailing noughts; None where the divisor is nought or nothing is known."""
    below = sum((Decimal(s.text(feed.by)) for s in states), Decimal(0))
    if not states or not below:
        return None
    above = sum((Decimal(s.text(feed.of)) for s in states), Decimal(0)) * Decimal(feed.times)
    return format((above / below).quantize(_FINE, ROUND_HALF_UP).normalize(), "f")


def _share(part: int, whole: int) -> str | None:
    if not whole:
        return None
    return str((Decimal(100 * part) / Decimal(whole)).quantize(_TENTH, ROUND_HALF_UP))

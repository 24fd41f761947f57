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
from typing import TYPE_CHECKING, Final

from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Condition, Derived, Feed, Ledger, Means, State, Test, Words
from guihua.plan.calendar import Calendar, calendar

if TYPE_CHECKING:
    from guihua.plan.plan import Plan
    from guihua.plan.statement import Statement
    from guihua.proof.heads import Head
    from guihua.statistics.observation import Observation

_TENTH: Final = Decimal("0.1")
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


def figures(journal: Journal, as_of: date, *, known: str = "") -> tuple[Figure, ...]:
    """All figures of a ledger as of a day, as known at a moment ("" for now)."""
    if not journal.ledger.feeds:
        return ()
    states = journal.states(as_of=as_of, known=known)
    standing = {s: state for s, state in states.items() if stands(journal.ledger, state, as_of)}
    found = (evaluate(journal.ledger, feed, standing, as_of, journal.ids) for feed in journal.ledger.feeds)
    return tuple(f if states else unsaid(f) for f in found)


def unsaid(figure: Figure) -> Figure:
    """The figure of a ledger that held nothing by that day: neither kept nor empty can be told, so no value."""
    return replace(figure, value=None, part=None, whole=None)


def evaluate(
    ledger: Ledger,
    feed: Feed,
    states: Mapping[str, State],
    as_of: date,
    ids: Callable[[Iterable[int]], Mapping[int, str]],
) -> Figure:
    """One figure out of the states of a day; `ids` gives the ids of events at positions."""
    inside, unknown = _select(ledger, feed.where, states, as_of)
    part: int | None = None
    whole: int | None = None
    value: str | None = str(len(inside))
    if feed.measure == "sum":
        unknown += [Gap(s, feed.of) for s in inside if feed.of not in states[s].values]
        known = [states[s].text(feed.of) for s in inside if feed.of in states[s].values]
        value = _sum(known) if known or not inside else None
    elif feed.measure == "share":
        among, more = _select(ledger, feed.among, states, as_of)
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
    rests = {n for feed in journal.ledger.feeds for n in (*(c.field for c in (*feed.where, *feed.among)), feed.of)}
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
    if not item.working:
        return str((last - first).days)
    found = (days or calendar()).between(first, last)
    return "" if found is None else str(found)


def meets(ledger: Ledger, state: State, condition: Condition, as_of: date) -> bool | None:
    """Does an object meet a condition? None: a value is not known."""
    if condition.field == "state":
        return (state.state in condition.values) is (condition.test is Test.IS)
    derived = next((d for d in ledger.derived if d.name == condition.field), None)
    text = derive(derived, state, as_of) if derived else state.text(condition.field)
    if condition.test is Test.FILLED:
        return bool(text)
    if not text:
        return None
    if condition.test in _COMPARE:
        return _COMPARE[condition.test](Decimal(text), Decimal(condition.values[0]))
    return (text in condition.values) is (condition.test is Test.IS)


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
    ledger: Ledger, conditions: tuple[Condition, ...], states: Mapping[str, State], as_of: date
) -> tuple[list[str], list[Gap]]:
    inside: list[str] = []
    unknown: list[Gap] = []
    for subject, state in states.items():
        answers = [(c, meets(ledger, state, c, as_of)) for c in conditions]
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
    names = {c.field for c in (*feed.where, *feed.among)} | {feed.of}
    for derived in ledger.derived:
        if derived.name in names:
            names |= {derived.start, derived.end}
    yield from (state.sources[n] for n in names if n in state.sources)


def _sum(texts: Iterable[str]) -> str:
    return format(sum((Decimal(t) for t in texts if t), Decimal(0)), "f")


def _share(part: int, whole: int) -> str | None:
    if not whole:
        return None
    return str((Decimal(100 * part) / Decimal(whole)).quantize(_TENTH, ROUND_HALF_UP))

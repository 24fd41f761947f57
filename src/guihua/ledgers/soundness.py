"""Does a ledger hold together? Checked when it is loaded, so that no office finds out half a year later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from guihua.ledgers.ledger import CLOSED, CORRECT, NEW, PARTS, VOID, Condition, Feed, FieldType, Ledger, Means, Test

ROLES: Final = frozenset(
    {"administrator", "planner", "owner", "league", "reporter", "reviewer", "leader", "secrecy", "evaluator", "system"}
)
EVALUATION: Final = (
    "programme",
    "self_notice",
    "commission",
    "consultation",
    "submission",
    "issue",
    "adoption",
    "merged",
)
"""The papers of an evaluation, in the order in which they are written."""
DOCUMENTS: Final = frozenset({"circular", "reminder", "slip", "assignment", "closing", *EVALUATION})
MEASURES: Final = frozenset({"count", "sum", "share", "quotient"})
NEEDED: Final = {
    "task": (Means.WAITING, Means.RUNNING, Means.DONE),
    "registry": (Means.LISTED, Means.REMOVED),
    "problem": (Means.WAITING, Means.RUNNING, Means.MENDED, Means.DONE),
}
"""What each shape must be able to tell apart, to count and to draw up documents."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def faults(ledger: Ledger) -> list[str]:
    """Everything that does not hold together in a ledger, in words for its author; empty where it is sound."""
    return [
        *_names(ledger),
        *_flow(ledger),
        *_transitions(ledger),
        *_fields(ledger),
        *_deadlines(ledger),
        *_feeds(ledger),
        *_gradings(ledger),
        *_examples(ledger),
        *_shape(ledger),
    ]


def reachable(ledger: Ledger) -> frozenset[str]:
    """States that an object can come into, from nothing."""
    return frozenset(_closure({NEW}, ledger) - {NEW})


def _closure(start: set[str], ledger: Ledger) -> set[str]:
    found, fresh = set(start), set(start)
    while fresh:
        fresh = {t for tr in ledger.transitions if found & set(tr.sources) for t in tr.targets} - found
        found |= fresh
    return found


def _names(ledger: Ledger) -> Iterable[str]:
    for what, names in (
        ("field", [f.name for f in ledger.fields]),
        ("state", [s.name for s in ledger.states]),
        ("transition", [t.name for t in ledger.transitions]),
        ("feed", [f.name for f in ledger.feeds]),
    ):
        for name in names:
            if not _NAME.fullmatch(name):
                yield f"{what} {name!r}: names are small letters, digits and _"
            if names.count(name) > 1:
                yield f"{what} {name} stands twice"
    if not _NAME.fullmatch(ledger.name):
        yield f"ledger {ledger.name!r}: names are small letters, digits and _"
    labels = [f.words.zh for f in ledger.fields]
    yield from (f"two fields are headed {label}" for label in labels if labels.count(label) > 1)


def _flow(ledger: Ledger) -> Iterable[str]:
    names = {s.name for s in ledger.states}
    for transition in ledger.transitions:
        for name in (*transition.sources, *transition.targets):
            if name not in names | {NEW}:
                yield f"transition {transition.name}: no state is called {name}"
        if NEW in transition.targets:
            yield f"transition {transition.name} leads back to nothing"
        if NEW in transition.sources and not transition.targets:
            yield f"transition {transition.name} makes an object without a state"
    found = reachable(ledger)
    yield from (f"state {name} is never reached" for name in sorted(names - found))
    for transition in ledger.transitions:
        if not (set(transition.sources) & (found | {NEW})):
            yield f"transition {transition.name} is dead: none of its states is ever reached"
    ends = {s.name for s in ledger.states if s.means in CLOSED}
    for name in sorted(found - ends):
        if not _closure({name}, ledger) & ends:
            yield f"no end can be reached from state {name}"


def _transitions(ledger: Ledger) -> Iterable[str]:
    fields = {f.name for f in ledger.fields}
    actions = {t.name for t in ledger.transitions}
    for t in ledger.transitions:
        if t.name in (CORRECT, VOID):
            yield f"transition {t.name}: every ledger has it already"
        if not t.who:
            yield f"transition {t.name}: nobody may do it"
        yield from (f"transition {t.name}: no role is called {r}" for r in t.who if r not in ROLES)
        yield from (f"transition {t.name}: no field is called {n}" for n in t.needs if n not in fields)
        yield from (f"transition {t.name}: nothing done is called {n}" for n in t.other_than if n not in actions)
        if t.not_before and _date_missing(ledger, t.not_before):
            yield f"transition {t.name}: {t.not_before} is no date of this ledger"
        yield from (f"transition {t.name}: no field is called {n}" for n in t.without if n not in fields)
        for part in (p for p in PARTS if p in t.who and not ledger.seats(p)):
            yield f"transition {t.name}: no field says who the {part} is (holds: {part})"


def _fields(ledger: Ledger) -> Iterable[str]:
    from guihua.plan.units import find_unit

    names = {f.name for f in ledger.fields}
    for f in ledger.fields:
        if f.type is FieldType.CHOICE and not f.options:
            yield f"field {f.name}: a choice without options"
        if f.unit and f.type not in (FieldType.NUMBER, FieldType.INTEGER):
            yield f"field {f.name}: only numbers have units"
        if f.unit and find_unit(f.unit) is None:
            yield f"field {f.name}: no unit is called {f.unit}"
        if f.holds and f.type not in (FieldType.BODY, FieldType.BODIES):
            yield f"field {f.name}: only a body can hold an object"
        if f.holds and f.holds not in PARTS:
            yield f"field {f.name}: holds is one of {', '.join(PARTS)}"
    yield from (f"key: no field is called {n}" for n in ledger.key if n not in names)
    yield from (f"edits: no field is called {n}" for n in ledger.edits if n not in names)
    yield from (f"no document is called {n}" for n in ledger.documents if n not in DOCUMENTS)
    if ledger.transition(ledger.reports) is None:
        yield f"reports: no transition is called {ledger.reports}"


def _deadlines(ledger: Ledger) -> Iterable[str]:
    names = {s.name for s in ledger.states}
    for d in ledger.deadlines:
        yield from (f"deadline {d.name}: no state is called {s}" for s in d.states if s not in names)
        for name in filter(None, (d.field, d.start)):
            if _date_missing(ledger, name):
                yield f"deadline {d.name}: {name} is no date of this ledger"
        if d.days_field and (ledger.field(d.days_field) is None):
            yield f"deadline {d.name}: no field is called {d.days_field}"
        if d.plus and _whole_missing(ledger, d.plus):
            yield f"deadline {d.name}: {d.plus} is no whole number of this ledger"
        if not d.field and not d.days_field and d.days <= 0:
            yield f"deadline {d.name}: neither a date nor a number of days"

    for derived in ledger.derived:
        for name in (derived.start, derived.end):
            if _date_missing(ledger, name):
                yield f"derived {derived.name}: {name} is no date of this ledger"
        if derived.less and _whole_missing(ledger, derived.less):
            yield f"derived {derived.name}: {derived.less} is no whole number of this ledger"


def _date_missing(ledger: Ledger, name: str) -> bool:
    found = ledger.field(name)
    return found is None or found.type is not FieldType.DATE


def _whole_missing(ledger: Ledger, name: str) -> bool:
    found = ledger.field(name)
    return found is None or found.type is not FieldType.INTEGER


def _feeds(ledger: Ledger) -> Iterable[str]:
    from guihua.plan.concepts import measure_names

    states = {s.name for s in ledger.states}
    derived = {d.name for d in ledger.derived}
    for feed in ledger.feeds:
        if feed.measure not in MEASURES:
            yield f"feed {feed.name}: no measure is called {feed.measure}"
        if (feed.measure in ("sum", "quotient")) != bool(feed.of):
            yield f"feed {feed.name}: a sum or a quotient, and nothing else, is of a field"
        if (feed.measure == "quotient") != bool(feed.by):
            yield f"feed {feed.name}: a quotient, and only a quotient, is by a field"
        yield from _quotient(ledger, feed)
        if (feed.measure == "share") != bool(feed.among):
            yield f"feed {feed.name}: a share, and only a share, is among others"
        of = ledger.field(feed.of)
        if feed.of and (of is None or of.type not in (FieldType.NUMBER, FieldType.INTEGER)):
            yield f"feed {feed.name}: {feed.of} is no number of this ledger"
        for c in (*feed.where, *feed.among):
            field = ledger.field(c.field)
            yield from _condition(ledger, feed, c)
            if c.field == "state":
                yield from (f"feed {feed.name}: no state is called {v}" for v in c.values if v not in states)
            elif field is None and c.field not in derived | {g.name for g in ledger.gradings}:
                yield f"feed {feed.name}: no field is called {c.field}"
            elif field and c.test in (Test.IS, Test.NOT) and field.type is FieldType.CHOICE:
                options = {o.zh for o in field.options}
                yield from (f"feed {feed.name}: {v} is no option of {c.field}" for v in c.values if v not in options)
        if feed.indicator and not feed.indicator.endswith(measure_names()):
            yield f"feed {feed.name}: no indicator is called {feed.indicator}"


def _quotient(ledger: Ledger, feed: Feed) -> Iterable[str]:
    below = ledger.field(feed.by)
    if feed.by.replace(".", "").isdigit():
        yield f"feed {feed.name}: divided by {feed.by}, which is no field; a constant goes into times"
    elif feed.by and (below is None or below.type not in (FieldType.NUMBER, FieldType.INTEGER)):
        yield f"feed {feed.name}: {feed.by} is no number of this ledger"
    if below is not None and below.maximum is not None and Decimal(below.maximum) <= 0:
        yield f"feed {feed.name}: {feed.by} is never above zero, nothing can be divided by it"
    try:
        if not Decimal(feed.times):
            yield f"feed {feed.name}: times zero"
    except InvalidOperation:
        yield f"feed {feed.name}: times {feed.times!r} is no number"


def _condition(ledger: Ledger, feed: Feed, c: Condition) -> Iterable[str]:
    field = ledger.field(c.field)
    if c.test in (Test.BEFORE, Test.AFTER, Test.YEAR):
        if field is None or field.type not in (FieldType.DATE, FieldType.MONTH):
            yield f"feed {feed.name}: {c.field} is no date of this ledger"
        wanted = r"\d{4}|as_of-\d{1,2}" if c.test is Test.YEAR else r"\d{4}-\d{2}(?:-\d{2})?"
        if c.values[0] != "as_of" and not re.fullmatch(wanted, c.values[0]):
            yield f"feed {feed.name}: {c.values[0]} is no {'year' if c.test is Test.YEAR else 'date'}"
    if c.test in (Test.IN, Test.NOT_IN) and not re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", c.values[0]):
        yield f"feed {feed.name}: {c.values[0]} names no field of another ledger (ledger.field)"


def _gradings(ledger: Ledger) -> Iterable[str]:
    for grading in ledger.gradings:
        if ledger.field(grading.name) is not None:
            yield f"grading {grading.name}: a field has that name"
        for c in (c for band in grading.bands for c in band.any_of):
            field = ledger.field(c.field)
            if field is None or field.type not in (FieldType.NUMBER, FieldType.INTEGER):
                yield f"grading {grading.name}: {c.field} is no number of this ledger"


def _examples(ledger: Ledger) -> Iterable[str]:
    fields, states, feeds = (
        {f.name for f in ledger.fields},
        {s.name for s in ledger.states},
        {f.name for f in ledger.feeds},
    )
    for example in ledger.examples:
        for row in example.rows:
            yield from (f"example {example.words}: no field is called {n}" for n in row if n not in fields | {"state"})
            if row.get("state") not in states:
                yield f"example {example.words}: no state is called {row.get('state')}"
        yield from (f"example {example.words}: no feed is called {n}" for n in example.gives if n not in feeds)


def faults_together(ledgers: Mapping[str, Ledger]) -> list[tuple[str, str]]:
    """(ledger, fault) of ledgers that do not go together: two that feed one indicator, reads that lead nowhere or in a circle."""
    circles = [(loop[0], f"reads in a circle: {' → '.join(loop)}") for loop in _loops(ledgers)]
    reads = [(name, fault) for name, ledger in sorted(ledgers.items()) for fault in _reads(ledger, ledgers)]
    return [*_fed_twice(ledgers), *reads, *circles]


def _fed_twice(ledgers: Mapping[str, Ledger]) -> Iterable[tuple[str, str]]:
    fed: dict[str, str] = {}
    for name, ledger in sorted(ledgers.items()):
        for feed in ledger.feeds:
            if feed.variable and fed.setdefault(feed.variable, name) != name:
                yield name, f"{fed[feed.variable]} and {name} both feed {feed.indicator}"


def _reads(ledger: Ledger, ledgers: Mapping[str, Ledger]) -> Iterable[str]:
    for feed in ledger.feeds:
        for c in (c for c in (*feed.where, *feed.among) if c.test in (Test.IN, Test.NOT_IN)):
            other, _, field = c.values[0].partition(".")
            if other not in ledgers:
                yield f"{ledger.name}.{feed.name} reads {other}, which is no ledger"
            elif ledgers[other].field(field) is None:
                yield f"{ledger.name}.{feed.name} reads {field}, which is no field of {other}"


def _loops(ledgers: Mapping[str, Ledger]) -> list[list[str]]:
    """One way round each circle of reads."""
    reads = {n: sorted(set().union(*(f.reads for f in x.feeds)) & set(ledgers)) for n, x in ledgers.items()}
    done: set[str] = set()
    found: list[list[str]] = []

    def walk(name: str, path: list[str]) -> None:
        if name in path:
            found.append([*path[path.index(name) :], name])
        elif name not in done:
            for other in reads[name]:
                walk(other, [*path, name])
            done.add(name)

    for name in sorted(reads):
        walk(name, [])
    return found


def _shape(ledger: Ledger) -> Iterable[str]:
    means = {s.means for s in ledger.states}
    for needed in NEEDED.get(ledger.shape, ()):
        if needed not in means:
            yield f"a {ledger.shape} ledger needs a state that means {needed.value}"
    if ledger.shape != "problem":
        return
    mending = {t.name for t in ledger.transitions for s in t.targets if ledger.meaning(s) is Means.MENDED}
    for t in ledger.transitions:
        closes = any(ledger.meaning(s) is Means.DONE for s in t.targets)
        if closes and not mending & set(t.other_than):
            yield f"transition {t.name}: who mended may close; name the mending in other_than"

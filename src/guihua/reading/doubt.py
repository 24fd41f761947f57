"""Which slots of a statement a person should look at first: those that were set by default or guessed, and labels that clash.

A default that follows from a clear rule (a heading's year, a report's own year, a plan's last year) is no doubt. A label is guessed where
the text names no measure and the reader composed one. Pure: it changes no slot, it only says which are doubtful.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from guihua.plan.regions import find_region
from guihua.plan.statement import Comparator, Kind, Origin, Statement
from guihua.reading.compiler import label_patterns, wording_patterns

SLOTS = ("kind", "year", "base_year", "indicator")
_SENTENCE = 200
"""Characters before a figure in which its sentence may name a place."""
_WHOLE_NAME = 4
"""Characters of a name that says what is counted without whose it is."""
NEAR = 400
"""Characters within which two figures under one label are of two things, or one is a slip."""
_COMPOSED = frozenset(("right", "share", "both"))
"""Where a rule takes the label from behind the number, or from the whole clause."""
_UNSETTLED = frozenset((Origin.DEFAULTED, Origin.GUESSED))


def label_origin(label: str, origin: Origin, form: str, place: str, unit: str, before: str = "") -> Origin:
    """Whether a label stands so in the text or was guessed.

    place: where its rule found it (left, right, share, both, part, gap); before: the words of its clause before the figure.
    """
    patterns = label_patterns()
    if len(label) < 3 or label in patterns.generic or wording_patterns().debris.search(label):
        return Origin.GUESSED
    if label.startswith("占") or label.count("占") > 1 or "分别" in label:
        return Origin.GUESSED  # no whole, two wholes, or several things at once
    named = patterns.measure.search(label) or patterns.counted.search(label)
    if place in _COMPOSED and not (named and label in before) and (form != "level" or origin is Origin.STATED):
        return Origin.GUESSED
    if form == "level" and not named and not unit.endswith("元"):
        return Origin.GUESSED
    if "占" in label and form not in ("share", "change_pp", "other"):
        return Origin.GUESSED  # a share's label kept for what is none
    return origin


def doubts(
    stated: dict[str, Origin], kind: Kind, year: int | None, clear: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """The slots to look at, by where they came from; the year of a fact or a promise that nothing tells is one of them.

    clear: slots whose default follows from a clear rule.
    """
    unsettled = {slot for slot in SLOTS if stated.get(slot) in _UNSETTLED and slot not in clear}
    if year is None and kind is not Kind.POLICY:
        unsettled.add("year")
    return tuple(slot for slot in SLOTS if slot in unsettled)


def told_apart(statements: list[Statement], text: str = "") -> list[Statement]:
    """The statements, where one label has two values near one another with what tells them apart, or else marked.

    What tells them apart is a part of the year (上半年, 前三季度) or a place named in the sentence of each.
    """
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, s in enumerate(statements):
        if s.value:
            alike[s.indicator, s.unit, s.form, s.kind, s.year, s.base_year, s.threshold].append(i)
    clashing: dict[int, None] = {}
    for places in alike.values():
        for i, j in pairwise(places):
            a, b = statements[i], statements[j]
            if a.value != b.value and b.value_start - a.value_start < NEAR and not (_within(a, b) or _within(b, a)):
                clashing |= {i: None, j: None}
    if not clashing:
        return statements
    named = {i: _difference(statements[i], text) for i in clashing}
    shared = Counter((statements[i].indicator, word) for i, word in named.items())
    told = list(statements)
    for i in clashing:
        s, word = statements[i], named[i]
        apart = bool(word) and shared[s.indicator, word] == 1 and word not in s.indicator
        bare = (
            label_patterns().partly.sub("", s.indicator, count=1)
            if label_patterns().partly.match(word)
            else s.indicator
        )
        told[i] = replace(s, indicator=word + bare) if apart else _marked(s)
    return told


def _difference(statement: Statement, text: str) -> str:
    """The part of the year or the place that the sentence names last before the figure; "" for none."""
    end = statement.value_start
    floor = max(0, end - _SENTENCE)
    begin = max(floor, text.rfind("。", floor, end) + 1, text.rfind("\n", floor, end) + 1)
    said = text[begin:end]
    patterns = label_patterns()
    if found := patterns.partly.findall(text, max(begin, statement.start), end):
        return str(found[-1])
    return next((name for name in reversed(patterns.named_place.findall(said)) if find_region(name)), "")


def named_in_full(statements: list[Statement]) -> list[Statement]:
    """The statements, those that leave out of a name whose it is, which the text has said of the same thing before, with it.

    中国驰名商标74件 … 驰名商标110件: one thing has one name.
    """
    full: dict[tuple[str, str], str] = {}
    named: list[Statement] = []
    for s in statements:
        owner = label_patterns().whose_name.match(s.indicator)
        if owner and len(s.indicator) - owner.end() >= _WHOLE_NAME:
            full.setdefault((s.indicator[owner.end() :], s.unit), s.indicator)
        name = full.get((s.indicator, s.unit))
        named.append(replace(s, indicator=name) if name else s)
    return named


_FLOORS, _CEILINGS = (Comparator.GT, Comparator.GE), (Comparator.LT, Comparator.LE)


def _within(bound: Statement, figure: Statement) -> bool:
    """Whether one figure only bounds the other, so that both are of one thing: 突破500亿元大关，达到526亿元; 2万元以上10万元以下."""
    if bound.comparator in _FLOORS and figure.comparator in _CEILINGS:
        return True
    exact = figure.comparator in (Comparator.EQ, Comparator.REACH)
    if not exact or len(bound.value) != 1 or len(figure.value) != 1:
        return False
    limit, reached = Decimal(bound.value[0]), Decimal(figure.value[0])
    if bound.comparator in _FLOORS:
        return reached >= limit
    return bound.comparator in _CEILINGS and reached <= limit


def _marked(statement: Statement) -> Statement:
    if "indicator" in statement.doubtful:
        return statement
    return replace(statement, doubtful=(*statement.doubtful, "indicator"))

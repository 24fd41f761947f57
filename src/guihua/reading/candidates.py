"""Every label that a figure could be given, and by which way: candidates, filter, choice.

The ways stand in order of strength (labelling, restoring). The reader takes the first that gives a label; this module goes on asking,
adds what the places around the clause would say (heading, zone, the clause before, the noun after, the act), and drops what no label is.
Pure: a text and a place in it in, labels out. For whoever asks why a label was chosen, and for counting how often the right one is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from guihua.reading.compiler import label_patterns, wording_patterns
from guihua.reading.documents.document import Document
from guihua.reading.labelling import labellings
from guihua.reading.labels import clean, counted_noun, region_label
from guihua.reading.memory import Here, word
from guihua.reading.reader import place_of
from guihua.reading.restoring import topic_before
from guihua.reading.stated import counted
from guihua.reading.wording import balanced, worded

LONGEST = 60
"""Characters of a label; what is longer is a clause."""


class Given(NamedTuple):
    """A label that could be given. by: the way that made it; chosen: the reader gave it."""

    label: str
    by: str
    chosen: bool


def candidates(source: str | Document, offset: int, chosen: str = "") -> tuple[Given, ...]:
    """The labels that the figure at the offset could be given, the strongest way first; () where no sentence asserts it.

    chosen: the label that it has, which is marked; the first where none is told. Errors: as of document_from_string.
    """
    here = place_of(source, offset)
    if here is None:
        return ()
    found = dict(_worded(here, offset))
    first = chosen or next(iter(found), "")
    found = {first: found.get(first, "together"), **found} if first else found
    return tuple(Given(label, by, label == first) for label, by in found.items())


def _worded(here: Here, offset: int) -> Iterator[tuple[str, str]]:
    """(label, way) without doubles, the first way of each; those that are no labels left out."""
    number = here.tokens.numbers[here.reading.members[-1]]
    k = next((k for k, i in enumerate(here.reading.members) if here.tokens.starts[i] >= offset), 0)
    seen: set[str] = set()
    for label, by in _all(here, k):
        given = worded(label, number.unit, here.reading.rule.form)
        if given not in seen and _reads_alone(given):
            seen.add(given)
            yield given, by


def _reads_alone(label: str) -> bool:
    """The filter: brackets are paired, and nothing shows that the label was cut in the wrong place."""
    cut = wording_patterns().debris.search(label) or label_patterns().figures.search(label)
    return 1 < len(label) <= LONGEST and not cut and balanced(label) == label


def _all(here: Here, k: int) -> Iterator[tuple[str, str]]:
    """The reader's own ways, then each of their labels with what stands around the clause."""
    own: list[str] = []
    for labelled in labellings(here):
        label = labelled.labels[min(k, len(labelled.labels) - 1)]
        if label:
            own.append(label)
            yield label, labelled.by
            if labelled.said:
                yield labelled.said + label, "scope"
    heads = list(dict.fromkeys(_around(here)))
    for label in own[:1]:
        for head, by in heads:
            if head not in label:
                yield counted(here, head + label), by
    for head, by in heads:
        yield counted(here, head), by


def _around(here: Here) -> Iterator[tuple[str, str]]:
    """(words, where they stand) that may say whose the figure is, or what is counted."""
    tokens, reading = here.tokens, here.reading
    at = tokens.starts[reading.members[0]]
    if zone := here.page.subjects.at(at):
        yield zone, "zone"
    heading = here.frame.heading(at)
    if owner := label_patterns().heading_owner.search(heading):
        yield owner["owner"], "heading"
    if before := here.memory.joint:
        measure = label_patterns().measure.search(before)
        yield before, "label-before"
        yield (before[: measure.start()] if measure and measure.start() else before.removesuffix("数")), "thing-before"
    if topic := topic_before(here, subject=True)[0]:
        yield topic, "clause-before"
    if noun := counted_noun(here.text, tokens, *reading.after):
        yield noun, "noun-after"
    acts = [i for i in range(reading.clause[0], reading.members[0]) if tokens.kinds[i] in "Xi"]
    yield from ((word(here, i), "act") for i in acts)
    if words := clean(here.text[tokens.starts[reading.clause[0]] : at])[0]:
        yield words, "clause"
    if words := region_label(here.text, tokens, *reading.region)[0]:
        yield words, "region"

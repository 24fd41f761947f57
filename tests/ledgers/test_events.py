"""Events and states as bytes: canonical, read back, and refused where they are none."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.ledgers.events import event_bytes, read_event, read_state, state_bytes
from guihua.ledgers.ledger import Actor, Event, Evidence, State
from guihua.proof.canonical import record_bytes

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
VALUES = st.one_of(TEXT, st.lists(TEXT, max_size=3).map(tuple))
EVENTS = st.builds(
    Event,
    ledger=NAMES,
    subject=TEXT,
    action=NAMES,
    at=st.dates(),
    recorded=TEXT,
    actor=st.builds(Actor, TEXT, TEXT, NAMES),
    to=NAMES,
    values=st.dictionaries(NAMES, st.one_of(VALUES, st.none()), max_size=4),
    evidence=st.lists(st.builds(Evidence, TEXT, TEXT), max_size=2).map(tuple),
    basis=TEXT,
    corrects=TEXT,
    digest=st.sampled_from(["sha256", "sm3"]),
)
STATES = st.builds(
    State,
    subject=TEXT,
    state=NAMES,
    values=st.dictionaries(NAMES, VALUES, max_size=4),
    since=st.dates(),
    last=st.dates(),
    events=st.integers(1, 10**6),
    entered=st.integers(0, 10**6),
    sources=st.dictionaries(NAMES, st.integers(0, 10**6), max_size=4),
    people=st.dictionaries(NAMES, TEXT, max_size=3),
)


@given(EVENTS)
def test_an_event_reads_back_and_its_bytes_are_canonical(event: Event) -> None:
    body = event_bytes(event)
    assert read_event(body) == event
    assert record_bytes(json.loads(body)) == body


@given(STATES)
def test_a_state_reads_back_and_its_bytes_are_canonical(state: State) -> None:
    body = state_bytes(state)
    assert read_state(state.subject, body) == state
    assert record_bytes(json.loads(body)) == body


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"at":"2018-02-30"}', b"\xff", b'{"set":{"a":1}}'])
def test_bytes_that_are_no_event_are_an_error(body: bytes) -> None:
    with pytest.raises(GuihuaError, match="no event"):
        read_event(body)
    with pytest.raises(GuihuaError, match="not readable"):
        read_state("a", body)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(GuihuaError, match="half a character"):
        event_bytes(Event("tasks", "\ud800", "assign", date(2018, 1, 1), "", Actor("a")))

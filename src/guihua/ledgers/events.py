"""Events as bytes and back, and the fold that makes states of them. Pure: no store, no declaration, no clock."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from guihua.errors import GuihuaError
from guihua.ledgers.ledger import CORRECT, VOID, Actor, Event, Evidence, Stamped, State, Value
from guihua.proof.canonical import Json

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def fold(stamped: Sequence[Stamped], *, until: date | None = None, known: str = "") -> State | None:
    """What the events of one object come to; None where nothing is left of them.

    Events count in the order of their days, of one day in the order of the log, so that a late entry takes its place.
    A correction takes effect where the corrected event stands. `until` leaves out later days, `known` what was
    recorded after that moment (RFC 3339, compared as text).
    """
    state: State | None = None
    for item in effective(stamped, known=known):
        if until is not None and item.event.at > until:
            break
        state = step(state, item)
    return state


def effective(stamped: Iterable[Stamped], *, known: str = "") -> list[Stamped]:
    """The events that count, in the order in which they count, with corrections worked in and voided ones left out."""
    acts: dict[str, Stamped] = {}
    fixes: list[Stamped] = []
    for item in stamped:
        if known and item.event.recorded > known:
            continue
        if item.event.action in (CORRECT, VOID):
            fixes.append(item)
        else:
            acts[item.id] = item
    for fix in sorted(fixes, key=lambda s: s.position):
        original = acts.get(fix.event.corrects)
        if original is None:
            continue
        if fix.event.action == VOID:
            del acts[original.id]
        else:
            acts[original.id] = _corrected(original, fix)
    return sorted(acts.values(), key=lambda s: (s.event.at, s.position))


def step(state: State | None, item: Stamped) -> State:
    """One event more. The first event of an object makes it."""
    event = item.event
    values = dict(state.values) if state else {}
    sources = dict(state.sources) if state else {}
    for name, value in event.values.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value
        sources[name] = item.position
    people = {**(state.people if state else {}), event.action: event.actor.by}
    if state is not None and (not event.to or event.to == state.state):
        return State(
            state.subject, state.state, values, state.since, event.at, state.events + 1, state.entered, sources, people
        )
    count = state.events + 1 if state else 1
    return State(event.subject, event.to, values, event.at, event.at, count, item.position, sources, people)


def event_bytes(event: Event) -> bytes:
    """Canonical bytes of an event: what is hashed and stored. Empty parts are left out."""
    found: dict[str, Json] = {
        "ledger": event.ledger,
        "subject": event.subject,
        "action": event.action,
        "at": event.at.isoformat(),
        "recorded": event.recorded,
        "by": event.actor.by,
        "role": event.actor.role,
        "digest": event.digest,
    }
    optional: dict[str, Json] = {
        "body": event.actor.body,
        "to": event.to,
        "basis": event.basis,
        "corrects": event.corrects,
        "declared": event.declared,
        "set": {name: list(v) if isinstance(v, tuple) else v for name, v in event.values.items()},
        "evidence": [{"name": e.name, "digest": e.digest} for e in event.evidence],
    }
    found.update({name: value for name, value in optional.items() if value})
    return _canonical(found)


def read_event(body: bytes) -> Event:
    """An event from its bytes. Raises GuihuaError LG-EVENT where they are none."""
    try:
        found = json.loads(body)
        return Event(
            ledger=found["ledger"],
            subject=found["subject"],
            action=found["action"],
            at=date.fromisoformat(found["at"]),
            recorded=found["recorded"],
            actor=Actor(found["by"], found.get("body", ""), found["role"]),
            to=found.get("to", ""),
            values={name: _value(value) for name, value in found["set"].items()} if "set" in found else {},
            evidence=tuple(Evidence(e["name"], e["digest"]) for e in found.get("evidence", ())),
            basis=found.get("basis", ""),
            corrects=found.get("corrects", ""),
            digest=found["digest"],
            declared=found.get("declared", ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GuihuaError(
            "LG-EVENT",
            "日志里有一条不是记录 a record of the log is no event",
            f"日志已损坏 the log is damaged: {error}",
            body[:60].decode("utf-8", "replace"),
        ) from None


def state_bytes(state: State) -> bytes:
    """A state as canonical JSON, for the store."""
    return _canonical(
        {
            "state": state.state,
            "values": {name: list(v) if isinstance(v, tuple) else v for name, v in state.values.items()},
            "since": state.since.isoformat(),
            "last": state.last.isoformat(),
            "events": state.events,
            "entered": state.entered,
            "sources": dict(state.sources),
            "people": dict(state.people),
        }
    )


def read_state(subject: str, body: bytes) -> State:
    """A state from the store. Raises GuihuaError LG-STATE where the bytes are none."""
    try:
        found = json.loads(body)
        return State(
            subject,
            found["state"],
            {name: tuple(v) if isinstance(v, list) else v for name, v in found["values"].items()},
            date.fromisoformat(found["since"]),
            date.fromisoformat(found["last"]),
            found["events"],
            found["entered"],
            found["sources"],
            found["people"],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GuihuaError(
            "LG-STATE",
            "存下的状态读不出来 a stored state is not readable",
            f"guihua ledger verify 指出损坏处 names what is damaged: {error}",
            subject,
        ) from None


def _canonical(found: dict[str, Json]) -> bytes:
    """Canonical JSON (RFC 8785) of records whose keys are ASCII and whose values are strings and small integers.

    For these the library's encoder, in C, writes the very bytes of `proof.canonical.record_bytes`, twenty times faster;
    a test holds the two together.
    """
    try:
        return _ENCODER.encode(found).encode("utf-8")
    except UnicodeEncodeError:
        raise GuihuaError(
            "PF002",
            "半个字符 half a character",
            "文本里有单独的代理码，不是 Unicode 文本 the text holds a lone surrogate; it is no Unicode text",
        ) from None


def _corrected(original: Stamped, fix: Stamped) -> Stamped:
    event, change = original.event, fix.event
    merged: Mapping[str, Value | None] = {**event.values, **change.values}
    whole = replace(event, values=merged, evidence=event.evidence + change.evidence)
    return Stamped(original.position, original.id, whole)


def _value(value: object) -> Value | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    raise ValueError("a value is a string, a list of strings, or null")

"""May this be done? One event against its ledger and against what the object is before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from guihua.errors import GuihuaError
from guihua.ledgers.records import CORRECT, NEW, VOID, Event, Ledger, State, Transition, Value
from guihua.ledgers.values import Wrong, check
from guihua.proof.hashes import parse_digest

SameBody: TypeAlias = Callable[[str, str], bool]
"""Does the first body act for the second (the same, or its successor)?"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an event is refused: a code of `words.yaml`, the object, and a detail; `wrong` for a value."""

    code: str
    subject: str
    detail: str = ""
    wrong: Wrong | None = None

    def error(self) -> GuihuaError:
        """As the error to raise."""
        code = self.wrong.code if self.wrong else self.code
        detail = f"{self.wrong.field}: {self.wrong.written} {self.wrong.detail}" if self.wrong else self.detail
        return GuihuaError(f"LG-{code.upper()}", TITLES.get(self.code, self.code), detail.strip(), self.subject)


TITLES = {
    "ledger": "the event belongs to another ledger",
    "action": "the ledger knows no such action",
    "exists": "the object is there already",
    "absent": "there is no such object",
    "source": "this cannot be done from the object's state",
    "target": "the action does not lead to that state",
    "role": "this role may not do it",
    "owner": "only the body that holds the object may do it",
    "same-person": "another person must do it",
    "needs": "something that the action needs is missing",
    "evidence": "evidence must come with it",
    "basis": "a document or a reason must come with it",
    "field": "the ledger has no such field",
    "value": "a value cannot be kept",
    "digest": "evidence needs a digest (sha256: and 64 digits)",
    "person": "who does it must be named",
    "corrects": "the event to be put right is not among the object's events",
    "too-early": "it is not done before the day that the object names",
    "order": "a later event would no longer fit",
}


def same_name(acting: str, holding: str) -> bool:
    """Bodies are the same where their names are."""
    return acting == holding


def refusals(ledger: Ledger, before: State | None, event: Event, same_body: SameBody = same_name) -> list[Refusal]:
    """Everything that speaks against an event; empty where it may be done."""
    if event.ledger != ledger.name:
        return [Refusal("ledger", event.subject, event.ledger)]
    found = [*_who(event), *_values(ledger, event)]
    if event.action in (CORRECT, VOID):
        return [*found, *_putting_right(event, before)]
    transition = ledger.transition(event.action)
    if transition is None:
        return [*found, Refusal("action", event.subject, event.action)]
    found += _flow(transition, before, event)
    if found:
        return found
    return [*_may(ledger, transition, before, event, same_body), *_demands(ledger, transition, before, event)]


def _who(event: Event) -> Iterable[Refusal]:
    if not event.actor.by.strip():
        yield Refusal("person", event.subject)
    for evidence in event.evidence:
        try:
            parse_digest(evidence.digest)
        except GuihuaError:
            yield Refusal("digest", event.subject, evidence.name)


def _values(ledger: Ledger, event: Event) -> Iterable[Refusal]:
    for name, value in event.values.items():
        field = ledger.field(name)
        if field is None:
            yield Refusal("field", event.subject, name)
        elif value is not None:
            wrong = check(field, value)
            if wrong:
                yield Refusal("value", event.subject, wrong=wrong)


def _putting_right(event: Event, before: State | None) -> Iterable[Refusal]:
    if before is None:
        yield Refusal("absent", event.subject)
    if event.actor.role not in ("planner", "administrator"):
        yield Refusal("role", event.subject, event.actor.role)
    if not event.basis.strip():
        yield Refusal("basis", event.subject)
    if event.to or (event.action == VOID and event.values):
        yield Refusal("target", event.subject, event.action)


def _flow(transition: Transition, before: State | None, event: Event) -> list[Refusal]:
    state = before.state if before else NEW
    if state not in transition.sources:
        if before is None:
            return [Refusal("absent", event.subject)]
        return [Refusal("exists" if transition.sources == (NEW,) else "source", event.subject, state)]
    if event.to not in transition.targets and (transition.targets or event.to):
        return [Refusal("target", event.subject, event.to)]
    return []


def _may(
    ledger: Ledger, transition: Transition, before: State | None, event: Event, same_body: SameBody
) -> Iterable[Refusal]:
    role = event.actor.role
    others = [a for a in transition.other_than if before and before.people.get(a) == event.actor.by]
    yield from (Refusal("same-person", event.subject, action) for action in others)
    if role in transition.who or role == "administrator":
        return
    if "owner" not in transition.who or role != "reporter":
        yield Refusal("role", event.subject, role)
        return
    held = [
        body for name in ledger.holders for body in (before.many(name) if before else _many(event.values.get(name)))
    ]
    if not any(same_body(event.actor.body, body) for body in held):
        yield Refusal("owner", event.subject, "、".join(held))


def _many(value: Value | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def _demands(ledger: Ledger, transition: Transition, before: State | None, event: Event) -> Iterable[Refusal]:
    needed = [*transition.needs, *(f.name for f in ledger.fields if f.required)]
    for name in dict.fromkeys(needed):
        after = event.values[name] if name in event.values else (before.values.get(name) if before else None)
        if not after:
            yield Refusal("needs", event.subject, name)
    if transition.evidence and not event.evidence:
        yield Refusal("evidence", event.subject)
    if transition.basis and not event.basis.strip():
        yield Refusal("basis", event.subject)
    day = before.text(transition.not_before) if before and transition.not_before else ""
    if day > event.at.isoformat():
        yield Refusal("too-early", event.subject, day)

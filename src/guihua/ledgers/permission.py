"""May this be done? One event against its ledger and against what the object is before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from guihua.errors import GuihuaError
from guihua.ledgers.ledger import CORRECT, NEW, PARTS, VOID, Event, Ledger, State, Transition, Value
from guihua.ledgers.values import Wrong, check
from guihua.proof.hashes import parse_digest

SameBody: TypeAlias = Callable[[str, str], bool]
"""Does the first body act for the second (the same, or its successor)?"""


Barred: TypeAlias = "Callable[[Mapping[str, Value | None], str, date], str]"
"""What forbids an act of this kind (评优) to an object with these values on a day, in words; "" for nothing."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an event is refused: a code of `words.yaml`, the object, and a detail; `wrong` for a value."""

    code: str
    subject: str
    detail: str = ""
    wrong: Wrong | None = None

    def error(self, ledger: Ledger) -> GuihuaError:
        """As the error to raise: what is wrong in both languages, of which object."""
        from guihua.ledgers.wording import explain

        code = self.wrong.code if self.wrong else self.code
        title = f"{explain(ledger, self)} {explain(ledger, self, 'en')}"
        return GuihuaError(f"LG-{code.upper()}", title, HINTS.get(self.code, ""), f"{ledger.name} {self.subject}")


CODES: Final = (
    "ledger", "action", "exists", "absent", "source", "target", "role", "owner", "same-person", "needs", "evidence",
    "basis", "field", "value", "digest", "person", "corrects", "too-early", "order", "veto", "not-with",
)  # fmt: skip
"""Everything that can speak against an event; the words are in `words.yaml`."""

HINTS: Final = {
    "source": "guihua ledger state 看当前状态 shows where it stands",
    "role": "用 --role 说明角色 say in which role with --role",
    "owner": "用 --as-body 说明代表的单位 say for which body with --as-body",
    "same-person": "由另一人办理 let another person do it",
    "needs": "用 --set 栏目=内容 补上 give it with --set field=value",
    "evidence": "用 --evidence 附文件 attach a file with --evidence",
    "basis": "用 --basis 写明依据 give --basis",
    "veto": "有文件推翻的用 --basis 写明文号和理由 overrule it with --basis: document and reason",
    "order": "先更正或撤销之后的记录 put the later events right first",
}


def not_barred(values: Mapping[str, Value | None], kind: str, day: date) -> str:
    """Nothing is barred where no register of vetoes is asked."""
    return ""


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
    parts = [part for part in PARTS if part in transition.who]
    if not parts or role != "reporter":
        yield Refusal("role", event.subject, role)
        return
    held = [
        body
        for name in ledger.seats(*parts)
        for body in (before.many(name) if before else _many(event.values.get(name)))
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
    for name in transition.without:
        if event.values.get(name) or (before is not None and before.values.get(name)):
            yield Refusal("not-with", event.subject, name)
    if transition.evidence and not event.evidence:
        yield Refusal("evidence", event.subject)
    if transition.basis and not event.basis.strip():
        yield Refusal("basis", event.subject)
    day = before.text(transition.not_before) if before and transition.not_before else ""
    if day > event.at.isoformat():
        yield Refusal("too-early", event.subject, day)

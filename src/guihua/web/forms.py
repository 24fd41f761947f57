"""Forms made from a ledger's declaration: one input a field, its kept form or what is wrong with it at its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from guihua.ledgers.ledger import Evidence, Field, FieldType, Ledger, State, Transition, Value
from guihua.ledgers.values import Wrong, normal
from guihua.web.uploads import Upload

TYPES = {
    FieldType.DATE: "date",
    FieldType.MONTH: "month",
    FieldType.CHOICE: "choice",
    FieldType.LIST: "lines",
    FieldType.BODIES: "lines",
    FieldType.BODY: "body",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One input: the field, how it is asked for, what stands in it, what is wrong."""

    field: Field
    kind: str
    value: str
    needed: bool
    wrong: str = ""


def asked(
    of: Ledger,
    action: Transition,
    state: State | None,
    sent: QueryDict | None = None,
    wrong: Mapping[str, str] | None = None,
) -> tuple[Asked, ...]:
    """The inputs of an action: what it needs first, then what may be filled with it."""
    names = fields_of(of, action, state)
    needed = {*action.needs, *(f.name for f in of.fields if f.required)} if state is None else set(action.needs)
    return tuple(
        Asked(
            f,
            TYPES.get(f.type, "text"),
            (sent.get(f"f-{f.name}", "") if sent is not None else state.text(f.name) if state else ""),
            f.name in needed,
            (wrong or {}).get(f.name, ""),
        )
        for name in names
        if (f := of.field(name)) is not None
    )


def fields_of(of: Ledger, action: Transition, state: State | None) -> tuple[str, ...]:
    """A new object asks for all its fields; a report for those that the body fills; anything else for what it needs."""
    if state is None:
        return tuple(f.name for f in of.fields)
    if action.name == of.reports or (of.edits and "owner" in action.who):
        return tuple(dict.fromkeys((*action.needs, *of.edits)))
    return action.needs


def taken(
    of: Ledger, action: Transition, state: State | None, sent: QueryDict
) -> tuple[dict[str, Value | None], dict[str, str]]:
    """What was filled in, in its kept form, and what is wrong, both by field. What did not change is left out."""
    values: dict[str, Value | None] = {}
    wrong: dict[str, str] = {}
    for name in fields_of(of, action, state):
        field = of.field(name)
        if field is None or f"f-{name}" not in sent:
            continue
        raw = sent[f"f-{name}"].replace("\r\n", "\n").strip()
        if state is not None and raw == state.text(name).strip():
            continue
        found = normal(field, raw)
        if isinstance(found, Wrong):
            wrong[name] = f"{found.written} {found.detail}".strip() or found.code
        elif found is not None or state is not None:
            values[name] = found
    for name in action.needs:
        if (
            name not in wrong
            and name in fields_of(of, action, state)
            and not values.get(name)
            and not (state and state.values.get(name))
        ):
            wrong[name] = "*"
    return values, wrong


def evidence(uploads: tuple[Upload, ...]) -> tuple[Evidence, ...]:
    """Files sent with an act: their names and digests go into the log, the bytes stay in the store's uploads."""
    return tuple(Evidence(u.name, f"sha256:{u.sha256}") for u in uploads)

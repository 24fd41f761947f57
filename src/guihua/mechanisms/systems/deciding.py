"""What a person decides on a system, as events of the ledger `systems`: confirmed, given a home, merged, found to be none."""

from __future__ import annotations

from datetime import date

from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, Value


def decision(
    journal: Journal,
    subject: str,
    at: date,
    actor: Actor,
    *,
    act: str,
    title: str = "",
    home: str = "",
    body: str = "",
    into: str = "",
    basis: str = "",
) -> list[Event]:
    """The events of one decision; recording them is the caller's. act: list (confirm), merge or revoke.

    What was not in the ledger yet is confirmed first, so that a merger or a removal has something to end.
    """
    recorded, before = now(), journal.state(subject)
    said: dict[str, Value | None] = {"home": home, "body": body, "title": title}
    values = {name: value for name, value in said.items() if value}
    events: list[Event] = []
    if before is None:
        first: dict[str, Value | None] = {"name": subject, **values}
        events.append(Event(journal.ledger.name, subject, "list", at, recorded, actor, "listed", first))
    elif act == "list":
        events.append(Event(journal.ledger.name, subject, "amend", at, recorded, actor, "", values, basis=basis))
    if act == "merge":
        more: dict[str, Value | None] = {"successor": into}
        events.append(Event(journal.ledger.name, subject, "merge", at, recorded, actor, "merged", more, basis=basis))
    if act == "revoke":
        more = {"revoked_on": at.isoformat()}
        events.append(Event(journal.ledger.name, subject, "revoke", at, recorded, actor, "revoked", more, basis=basis))
    return events

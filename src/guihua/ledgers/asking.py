"""Asking bodies for a form of a period: one object each in the ledger of submissions, with the league that signs it first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from guihua.errors import GuihuaError
from guihua.ledgers.groups import group_of
from guihua.ledgers.importing import object_id
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, State, Value
from guihua.ledgers.register import Register
from guihua.statistics.report_forms import ReportForm


def ask(
    journal: Journal,
    known: Register,
    form: ReportForm,
    bodies: Sequence[str],
    month: str,
    due: date,
    at: date,
    actor: Actor,
) -> list[State]:
    """Ask bodies (names, or words for all of a kind such as 各盟市) for a form; all or none. Returns the new objects.

    A body that hangs below a league is asked with its league's name: the league signs before the region looks.
    Errors: BODIES-NONE (有关盟市 is no list), BODIES-STRANGER (a body that a filled register does not know), LG-….
    """
    names = [name for words in bodies for name in _meant(words, known)]
    recorded = now()
    events = []
    for name in dict.fromkeys(names):
        values = asked_values(form, name, month, due, known)
        subject = object_id(journal.ledger, values)
        events.append(Event(journal.ledger.name, subject, "ask", at, recorded, actor, "due", values))
    journal.record(events)
    states = journal.states()
    return [states[e.subject] for e in events]


def asked_values(form: ReportForm, body: str, month: str, due: date, known: Register) -> dict[str, Value | None]:
    """What is written down when a body is asked: the form's head, the body, its league, the period, the time limit."""
    values: dict[str, Value | None] = {
        "task": form.zh, "form_number": form.number, "authority": form.authority, "approval": form.approval,
        "form_valid_to": form.valid_until, "lead": body, "month": month, "due": due.isoformat(),
        "league": known.league_of(body),
    }  # fmt: skip
    return {name: value for name, value in values.items() if value}


def _meant(words: str, known: Register) -> list[str]:
    group = group_of(words)
    if group is None:
        entry = known.find(words)
        if entry is None and known.entries:
            raise GuihuaError(
                "BODIES-STRANGER",
                f"机构名录里没有这个单位 the register knows no such body: {words}",
                "guihua bodies list",
                words,
            )
        return [entry.name if entry is not None else words]
    found = [e.name for e in known.of_kind(group.kind)]
    if not group.sure or not found:
        raise GuihuaError(
            "BODIES-NONE",
            f"“{words}”不能确定是哪些单位 these words are no list of bodies",
            "写明单位；“各盟市”要先登记机构名录 name the bodies; for 各盟市 register them first",
            words,
        )
    return found

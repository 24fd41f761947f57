"""The evaluation as a process: its recorded steps, and the opinions of every round with what became of each.

Steps are events of the ledger `evaluation_work`; opinions are objects of `evaluation_opinions`, beside the project's
file of opinions. Self-evaluations that come back can be entered here, each line once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guihua.reporting.material import Opinion, StepLine

if TYPE_CHECKING:
    from guihua.ledgers.ledger import Actor, Event, State
    from guihua.storage import Store

WORK: Final = "evaluation_work"
OPINIONS: Final = "evaluation_opinions"
SELF: Final = "自评"
_FINDINGS: Final = ("third_finding", "experts_finding", "opinion")
_BODIES: Final = ("third_party", "experts", "bodies", "consulted")


def step_lines(store: Store, as_of: date, folder: Path | None, lang: str) -> tuple[StepLine, ...]:
    """The steps of the newest evaluation that was begun by the day, oldest first; () where none was recorded."""
    from guihua.ledgers.declaration import load_ledgers
    from guihua.ledgers.journal import Journal

    ledger = load_ledgers(folder if folder is not None and folder.exists() else None).get(WORK)
    if ledger is None:
        return ()
    journal = Journal(store, ledger)
    states = journal.states(as_of=as_of) if journal.head() is not None else {}
    if not states:
        return ()
    newest = max(states.values(), key=lambda s: (s.last, s.subject))
    made = (item.event for item in journal.history(newest.subject) if item.event.at <= as_of)
    found = []
    for event in sorted(made, key=lambda e: e.at):
        act = ledger.transition(event.action)
        if act is not None:
            word = act.words.zh if lang == "zh" else act.words.en
            found.append(_step(event, word))
    return tuple(found)


def opinion_lines(store: Store, as_of: date, folder: Path | None) -> tuple[Opinion, ...]:
    """The opinions in the ledger on the day, with what was taken; () where there are none."""
    from guihua.ledgers.declaration import load_ledgers
    from guihua.ledgers.journal import Journal

    ledger = load_ledgers(folder if folder is not None and folder.exists() else None).get(OPINIONS)
    if ledger is None:
        return ()
    journal = Journal(store, ledger)
    if journal.head() is None:
        return ()
    return tuple(_opinion(s) for s in journal.states(as_of=as_of).values())


def all_opinions(kept: Sequence[Opinion], entered: Sequence[Opinion]) -> tuple[Opinion, ...]:
    """Those of the project's file and those of the ledger, each once: what the ledger says of an opinion stands."""
    there = {(o.body, o.subject, o.opinion) for o in entered}
    return (*entered, *(o for o in kept if (o.body, o.subject, o.opinion) not in there))


def enter_opinions(
    store: Store, opinions: Iterable[Opinion], at: date, actor: Actor, folder: Path | None = None, *, rounds: str = SELF
) -> int:
    """Enter opinions as waiting for an answer; those that are there already are left. Returns how many are new.

    Raises GuihuaError LG-… where the ledger refuses one.
    """
    from guihua.ledgers.declaration import load_ledgers
    from guihua.ledgers.importing import object_id
    from guihua.ledgers.journal import Journal, now
    from guihua.ledgers.ledger import Event

    ledger = load_ledgers(folder if folder is not None and folder.exists() else None)[OPINIONS]
    journal = Journal(store, ledger)
    known = journal.states()
    events: dict[str, Event] = {}
    for o in opinions:
        values = {
            "task": o.opinion, "round": o.round or rounds, "body": o.body, "subject": o.subject, "about": o.about
        }  # fmt: skip
        subject = object_id(ledger, values)
        if subject not in known:
            given = {name: value for name, value in values.items() if value}
            events[subject] = Event(OPINIONS, subject, "receive", at, now(), actor, "received", given)
    if events:
        journal.record(list(events.values()))
    return len(events)


def _step(event: Event, word: str) -> StepLine:
    values = event.values
    document = _text(values, "document") or _text(values, "basis_document") or event.basis
    who = [w for name in _BODIES if (w := _text(values, name))]
    note = next((w for name in _FINDINGS if (w := _text(values, name))), "")
    return StepLine(word, event.at.isoformat(), "、".join(who), document, note)


def _text(values: object, name: str) -> str:
    value = values.get(name) if isinstance(values, dict) else None
    return "" if value is None else value if isinstance(value, str) else "、".join(value)


_ADOPTED: Final = {"taken": "采纳", "partly": "部分采纳", "declined": "不采纳", "noted": "已了解"}


def _opinion(state: State) -> Opinion:
    return Opinion(
        state.text("body"),
        state.text("subject"),
        state.text("task"),
        _ADOPTED.get(state.state, ""),
        state.text("reason"),
        state.text("about"),
        state.text("round"),
    )

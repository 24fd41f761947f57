"""Task → result → indicator: what was done, told in sentences made from the ledgers, for the report's chapters.

A sentence says who led, what was to be done, what came of it, by which proof, and which of the plan's indicators it serves.
Only what the log holds is told: a task counts as done by its event, with its day; nothing is inferred.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guihua.view.phrases import partial_day

if TYPE_CHECKING:
    from guihua.ledgers.journal import Journal
    from guihua.ledgers.ledger import Event, State
    from guihua.storage import Store

TOLD: Final = ("tasks", "oversight")
"""The ledgers whose finished objects are told."""


@dataclass(frozen=True, slots=True)
class Done:
    """One result. sentence: as the report prints it; event: position of the event in the ledger's log; proofs: names of its evidence."""

    ledger: str
    subject: str
    sentence: str
    body: str
    task: str
    result: str
    on: date
    section: str
    targets: tuple[str, ...]
    proofs: tuple[str, ...]
    event: int


def done_lines(
    store: Store, as_of: date, folder: Path | None = None, *, since: date | None = None, lang: str = "zh"
) -> tuple[Done, ...]:
    """What was finished up to a day (from `since` on), in the order of the plan's sections, then of days; () where nothing was."""
    from guihua.ledgers.declaration import load_ledgers
    from guihua.ledgers.journal import Journal
    from guihua.ledgers.ledger import Means

    ledgers = load_ledgers(folder if folder is not None and folder.exists() else None)
    found = []
    for name in TOLD:
        if name not in ledgers:
            continue
        journal = Journal(store, ledgers[name])
        for state in journal.states(as_of=as_of).values():
            done = journal.ledger.meaning(state.state) is Means.DONE
            if done and (since is None or state.since >= since):
                found.append(_line(journal, state, lang))
    return tuple(sorted(found, key=lambda d: (_order(d.section), d.on, d.subject)))


def by_target(lines: tuple[Done, ...]) -> dict[str, tuple[Done, ...]]:
    """The results that serve each indicator, by its name."""
    names = dict.fromkeys(target for line in lines for target in line.targets)
    return {name: tuple(line for line in lines if name in line.targets) for name in names}


def _line(journal: Journal, state: State, lang: str) -> Done:
    event, position = _finishing(journal, state)
    body = "、".join(state.many("lead") or state.many("owner"))
    task = (state.text("measure") or state.text("task") or state.text("problem")).rstrip("。；;")
    result = (state.text("deliverable") or state.text("result")).rstrip("。；;")
    proofs = tuple(e.name for e in event.evidence)
    targets = state.many("targets")
    told = (_zh if lang == "zh" else _en)(body, task, result, state, proofs, targets)
    return Done(
        journal.ledger.name, state.subject, told, body, task, result, state.since, state.text("section"), targets, proofs,
        position,
    )  # fmt: skip


def _zh(body: str, task: str, result: str, state: State, proofs: tuple[str, ...], targets: tuple[str, ...]) -> str:
    day = partial_day(state.since.isoformat())
    told = f"{body}牵头的“{task}”已于{day}完成" if body else f"“{task}”已于{day}完成"
    told += f"，成果为{result}" if result else ""
    progress = state.text("progress").strip().rstrip("。；;")
    told += f"：{progress}" if progress and progress != result else ""
    told += f"（佐证：{'、'.join(proofs)}）" if proofs else ""
    told += f"，服务于{'、'.join(targets)}" if targets else ""
    return told + "。"


def _en(body: str, task: str, result: str, state: State, proofs: tuple[str, ...], targets: tuple[str, ...]) -> str:
    told = (
        f"“{task}”, led by {body}, was finished on {state.since}" if body else f"“{task}” was finished on {state.since}"
    )
    told += f"; its result: {result}" if result else ""
    progress = state.text("progress").strip().rstrip("。；;")
    told += f" ({progress})" if progress and progress != result else ""
    told += f" [evidence: {', '.join(proofs)}]" if proofs else ""
    told += f"; it serves {', '.join(targets)}" if targets else ""
    return told + "."


def _finishing(journal: Journal, state: State) -> tuple[Event, int]:
    """The event that led into the state, with its place in the log; evidence of the body's own report where the close has none."""
    history = journal.history(state.subject)
    at = next(item for item in history if item.position == state.entered)
    if at.event.evidence:
        return at.event, at.position
    with_proof = [item for item in history if item.event.evidence and item.event.action in ("finish", "feedback")]
    return (with_proof[-1].event if with_proof else at.event), at.position


def _order(section: str) -> tuple[int, ...]:
    return tuple(int(part) for part in section.split(".") if part.isdigit()) or (999,)

"""Tasks, major projects and open problems as lines of a report, from the project's ledgers as of a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.reporting.material import ProblemLine, TaskLine
from guihua.view.phrases import partial_day

if TYPE_CHECKING:
    from guihua.ledgers.bodies import Bodies
    from guihua.ledgers.ledger import Ledger, State
    from guihua.proof.bundle import Subject
    from guihua.storage import Store


def task_lines(store: Store, as_of: date, folder: Path | None, lang: str) -> tuple[TaskLine, ...] | None:
    """The tasks of the division of work; None where nothing was ever recorded in their ledger."""
    return _tasks(store, "tasks", as_of, folder, lang)


def project_lines(store: Store, as_of: date, folder: Path | None, lang: str) -> tuple[TaskLine, ...] | None:
    """The major projects; None where nothing was ever recorded."""
    return _tasks(store, "projects", as_of, folder, lang)


def problem_lines(store: Store, as_of: date, folder: Path | None, lang: str) -> tuple[ProblemLine, ...] | None:
    """The problems that are not closed, of every ledger of the problem shape; None where none was ever recorded."""
    from guihua.ledgers.ledger import CLOSED

    lines: list[ProblemLine] = []
    seen = False
    for ledger in _ledgers(folder).values():
        if ledger.shape != "problem":
            continue
        states = _states(store, ledger, as_of)
        seen = seen or states is not None
        for subject, state in (states or {}).items():
            if ledger.meaning(state.state) not in CLOSED:
                lines.append(
                    ProblemLine(
                        subject,
                        state.text("problem"),
                        state.text("owner"),
                        partial_day(state.text("due"), lang),
                        _word(ledger, state, lang),
                        ledger.words.zh if lang == "zh" else ledger.words.en,
                        _late(ledger, state, as_of),
                    )
                )
    return tuple(lines) if seen else None


def ledger_heads(store: Store, folder: Path | None) -> tuple[Subject, ...]:
    """The heads of the logs that a report's lines are read from: "tasks@48", the first 48 records of the tasks."""
    from guihua.proof.bundle import Subject
    from guihua.storage import log

    read = {"tasks", "projects", "bodies", *(n for n, ledger in _ledgers(folder).items() if ledger.shape == "problem")}
    heads = (log.head(store, name) for name in sorted(read & set(log.ledgers(store))))
    return tuple(Subject("ledger", head.root, f"{head.log}@{head.size}") for head in heads if head is not None)


def _tasks(store: Store, name: str, as_of: date, folder: Path | None, lang: str) -> tuple[TaskLine, ...] | None:
    from guihua.ledgers.sheets import in_order
    from guihua.reporting.done_lines import done_lines

    ledger = _ledgers(folder).get(name)
    states = _states(store, ledger, as_of) if ledger is not None else None
    if ledger is None or states is None:
        return None
    known = _known_bodies(store, as_of, folder)
    done = {d.subject: d.sentence for d in done_lines(store, as_of, lang=lang)} if name == "tasks" else {}
    return tuple(
        TaskLine(
            state.subject,
            "：".join(x for x in (state.text("task"), state.text("measure")) if x),
            _bodies(state),
            _when(state, lang),
            _word(ledger, state, lang),
            state.text("progress") or state.text("works"),
            _names(state, known),
            str(ledger.meaning(state.state) or ""),
            state.text("section"),
            state.text("sentence"),
            state.many("targets"),
            state.text("problem"),
            state.text("next_step"),
            _late(ledger, state, as_of),
            done.get(state.subject, ""),
        )
        for state in in_order(states)
    )


def _known_bodies(store: Store, as_of: date, folder: Path | None) -> Bodies:
    """The register of bodies on the day; an empty one where there is none."""
    from guihua.ledgers.bodies import Bodies, bodies
    from guihua.ledgers.journal import Journal

    ledger = _ledgers(folder).get("bodies")
    return bodies(Journal(store, ledger), as_of) if ledger is not None else Bodies()


def _names(state: State, known: Bodies) -> tuple[str, ...]:
    full = [body for held in state.many("lead") for body in (known.full(held), *known.current(held))]
    return tuple(dict.fromkeys([*full, *(short for short, name in known.names.items() if name in full)]))


def _ledgers(folder: Path | None) -> dict[str, Ledger]:
    from guihua.ledgers.declaration import load_ledgers

    return load_ledgers(folder if folder is not None and folder.exists() else None)


def _states(store: Store, ledger: Ledger, as_of: date) -> dict[str, State] | None:
    """The ledger's objects on the day; None where its log is empty."""
    from guihua.ledgers.journal import Journal

    journal = Journal(store, ledger)
    return journal.states(as_of=as_of) if journal.head() is not None else None


def _when(state: State, lang: str) -> str:
    """The time limit as the division of work words it (2018年上半年); in English the day that it means."""
    exact = partial_day(state.text("due") or state.text("node_due"), lang)
    worded = state.text("due_text")
    return (worded or exact) if lang == "zh" else exact


def _bodies(state: State) -> str:
    lead = state.values.get("lead", "")
    return "、".join(lead) if isinstance(lead, tuple) else str(lead)


def _late(ledger: Ledger, state: State, as_of: date) -> bool:
    """Whether its time limit is past while it is still owed."""
    from guihua.ledgers.ledger import CLOSED
    from guihua.plan.periods import last_day

    due = state.text("due") or state.text("node_due")
    return bool(due) and ledger.meaning(state.state) not in CLOSED and last_day(due) < as_of


def _word(ledger: Ledger, state: State, lang: str) -> str:
    status = ledger.status(state.state)
    if status is None:
        return state.state
    return status.words.zh if lang == "zh" else status.words.en

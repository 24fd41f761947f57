"""What homes there are, and which have been used: ledgers with records, runs that are kept, links with an import, forms reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from guihua.ledgers.figures import figures
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Ledger, State
from guihua.mechanisms.core.declaration import load_mechanisms
from guihua.mechanisms.core.keeping import kept
from guihua.mechanisms.core.records import Run
from guihua.mechanisms.systems.homes import links
from guihua.statistics.report_forms import load_forms
from guihua.storage import Store

REPORTED: Final = ("accepted", "published")
"""States of a submission in which its form has brought figures."""
MADE: Final = "示例生成"
"""Who records what a generator made up: rows of this person are shown as made."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What homes there are and what stands behind each.

    known     every home that resolves: "ledger:parks", "run:double-random", "link:approval", "form:NM-01" (a project's)
    used      those whose last run, sheet or import is kept; made: those of which everything was made up
    figures   home -> its figures in words
    tasks     the tasks of the ledger of tasks; decided: what people decided, by the id of the sentence
    """

    known: frozenset[str]
    used: frozenset[str] = frozenset()
    made: frozenset[str] = frozenset()
    figures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tasks: tuple[State, ...] = ()
    decided: Mapping[str, State] = field(default_factory=dict)
    observed: frozenset[str] = frozenset()


def standing(ledgers: Mapping[str, Ledger], store: Store | None, root: Path | None, as_of: date) -> Standing:
    """What is there and what was used. store, root: the project's, None where there is none (then nothing is used)."""
    runs = tuple(load_mechanisms(root / "mechanisms" if root is not None else None))
    forms = load_forms(root / "forms") if root is not None else {}
    known = frozenset(
        [
            *(f"ledger:{n}" for n in ledgers),
            *(f"run:{n}" for n in runs),
            *(f"link:{x.name}" for x in links()),
            *(f"form:{n}" for n in forms),
        ]
    )
    ran = {f"run:{name}": last for name in runs if root is not None and (last := _last_run(root, name)) is not None}
    made = {name for name, last in ran.items() if last.by.startswith(MADE)}
    told = {name: tuple(f"{f.zh} {f.value}{f.unit}" for f in last.figures if f.value) for name, last in ran.items()}
    if store is None:
        return Standing(known, frozenset(ran), frozenset(made), told)
    journals = {name: Journal(store, ledger) for name, ledger in ledgers.items()}
    filled = {name: journal for name, journal in journals.items() if journal.head() is not None}
    linked = _states(journals.get("links"))
    imported = {
        f"link:{x.name}" for x in links() if (s := linked.get(x.name)) and (not x.into or s.text("imported_on"))
    }
    reported = {
        f"form:{s.text('form_number')}" for s in _states(journals.get("submission")).values() if s.state in REPORTED
    }
    made |= {f"ledger:{name}" for name, journal in filled.items() if _all_made(journal)}
    made |= {f"link:{name}" for name, state in linked.items() if _is_made(state)}
    return Standing(
        known,
        frozenset({*ran, *imported, *(reported & known), *(f"ledger:{n}" for n in filled)}),
        frozenset(made),
        told | {f"ledger:{n}": _said(journal, as_of, ledgers) for n, journal in filled.items() if journal.ledger.feeds},
        tuple(_states(journals.get("tasks")).values()),
        _states(journals.get("systems")),
        _observed(store),
    )


def _last_run(root: Path, name: str) -> Run | None:
    """The newest kept run of a mechanism that can still be read."""
    return next((one.run for one in kept(root / "runs", name) if one.run is not None), None)


def _states(journal: Journal | None) -> dict[str, State]:
    return journal.states() if journal is not None else {}


def _all_made(journal: Journal) -> bool:
    states = journal.states().values()
    return bool(states) and all(_is_made(state) for state in states)


def _is_made(state: State) -> bool:
    return bool(state.people) and all(person.startswith(MADE) for person in state.people.values())


def _said(journal: Journal, as_of: date, ledgers: Mapping[str, Ledger]) -> tuple[str, ...]:
    """The figures of a ledger in words, those of which nothing can be said left out."""
    return tuple(
        f"{f.words.zh} {'≥' if f.gaps else ''}{f.value}{f.unit}"
        for f in figures(journal, as_of, others=ledgers)
        if f.value is not None
    )


def _observed(store: Store) -> frozenset[str]:
    """The variables of which the store holds a figure."""
    return frozenset(str(row[0]) for row in store.execute("SELECT DISTINCT variable FROM series"))

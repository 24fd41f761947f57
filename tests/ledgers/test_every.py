"""Every declared ledger: loads, is sound, is worded in both languages, and can be filled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import strategies as st

from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.due import due
from guihua.ledgers.figures import evaluate, figures, stands
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import NEW, Actor, Event, Evidence, FieldType, Ledger, State, Value
from guihua.ledgers.soundness import reachable
from guihua.proof.hashes import digest
from guihua.storage import Store

LEDGERS = load_ledgers()
EXPECTED = {
    "tasks", "parks", "brands", "laboratories", "alliances", "zones", "renovation", "green", "frontrunners", "firsts", "capacity",
    "projects", "approvals", "promises", "environment", "hazards", "inspections", "submission", "release", "bodies", "regions", "vetoes",
}  # fmt: skip


def sample(ledger: Ledger, number: int) -> dict[str, Value | None]:
    """A value for every field, the same each time."""
    kinds: dict[FieldType, Value] = {
        FieldType.NUMBER: str(10 + number),
        FieldType.INTEGER: str(2015 + number),
        FieldType.DATE: (date(2017, 5, 1) + timedelta(number)).isoformat(),
        FieldType.MONTH: "2018-05",
        FieldType.BODY: "甲厅",
        FieldType.BODIES: ("甲厅", "乙局"),
        FieldType.LIST: ("一", "二"),
        FieldType.CREDIT_CODE: "91350100M000100Y43" if number % 2 else "91310115591693856A",
        FieldType.REGION_CODE: "150100" if number % 2 else "150200",
        FieldType.INDUSTRY_CODE: "C26",
        FieldType.PROJECT_CODE: f"2017-150122-26-03-01234{number % 10}",
    }
    skip = {"revoked_on", "valid_to"}
    return {
        f.name: f.options[number % len(f.options)].zh
        if f.options
        else f.maximum
        if f.maximum is not None and float(f.maximum) < 100
        else kinds.get(f.type, f"{f.words.zh}{number}")
        for f in ledger.fields
        if f.name not in skip
    }


def populated(journal: Journal, count: int) -> None:
    """Bring objects into a ledger, each by its first creating act."""
    ledger = journal.ledger
    makers = [t for t in ledger.transitions if NEW in t.sources]
    maker = next((t for t in makers if "planner" in t.who), makers[0])
    role = "planner" if "planner" in maker.who else "reporter"  # of the league that the sample names
    journal.record(
        [
            Event(
                ledger.name, f"对象{n}", maker.name, date(2018, 1, 1), f"2018-01-01T00:00:00.{n:06}+08:00",
                Actor("甲", "甲厅", role), maker.targets[0], sample(ledger, n),
                (Evidence("a", str(digest(b"a"))),), "依据",
            )
            for n in range(count)
        ]
    )  # fmt: skip


def test_the_mechanisms_of_the_plan_are_declared() -> None:
    assert set(LEDGERS) >= EXPECTED
    assert len(LEDGERS) >= 17
    assert {ledger.shape for ledger in LEDGERS.values()} == {"task", "registry", "problem"}


@pytest.mark.parametrize("name", sorted(LEDGERS))
def test_every_ledger_can_be_filled_counted_and_asked_what_is_due(name: str, store: Store) -> None:
    ledger = LEDGERS[name]
    assert reachable(ledger) == {s.name for s in ledger.states}
    assert ledger.words.zh != ledger.words.en and ledger.about.zh
    journal = Journal(store, ledger)
    populated(journal, 3)
    states = journal.states()
    assert len(states) == 3
    for figure in figures(journal, date(2018, 2, 1), others=LEDGERS):
        assert figure.complete
        assert len(figure.events) >= (1 if figure.subjects else 0)
        assert all(journal.event(i).event.subject in figure.subjects for i in figure.events)
    for item in due(ledger, states, date(2018, 2, 1)):
        assert (item.day is None) == (item.overdue is None)


@pytest.mark.parametrize(
    ("name", "number"), [(name, i) for name, ledger in sorted(LEDGERS.items()) for i in range(len(ledger.examples))]
)
def test_every_example_gives_its_figures(name: str, number: int) -> None:
    ledger = LEDGERS[name]
    example = ledger.examples[number]
    states = {
        f"例{i}": State(
            f"例{i}",
            str(row["state"]),
            {n: v for n, v in row.items() if n != "state"},
            example.on,
            example.on,
            1,
            0,
            {},
            {},
        )
        for i, row in enumerate(example.rows)
    }
    standing = {s: state for s, state in states.items() if stands(ledger, state, example.on)}

    def elsewhere(place: str) -> frozenset[str]:
        return frozenset(example.elsewhere.get(place, ()))

    found = {
        f.name: evaluate(ledger, f, standing, example.on, lambda ps: {}, elsewhere).value or "" for f in ledger.feeds
    }
    assert {feed: found[feed] for feed in example.gives} == dict(example.gives)


def test_what_an_office_keeps_for_the_plan_has_examples() -> None:
    assert len(LEDGERS) >= 78
    assert len([ledger for ledger in LEDGERS.values() if ledger.examples]) >= 50


def test_the_counting_targets_of_the_plan_are_fed() -> None:
    fed = {f.indicator for ledger in LEDGERS.values() for f in ledger.feeds if f.target}
    assert len(fed) == 15  # fourteen with a number, and one (over 100 billion yuan) that the plan leaves open


def test_samples_are_drawn_for_every_type_of_field() -> None:
    from tests.ledgers.acts import values

    types = {f.type for ledger in LEDGERS.values() for f in ledger.fields}
    assert types == set(FieldType)
    for ledger in LEDGERS.values():
        assert all(isinstance(values(f), st.SearchStrategy) for f in ledger.fields)

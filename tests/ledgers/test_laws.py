"""The laws of a log, once, run for every declared ledger.

Replay gives the stored state; independent events commute; a correction touches its own object only; what is refused
leaves no trace; any changed byte is found.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import CORRECT, VOID, Actor, Event, Ledger, State
from guihua.storage import Store, open_store
from tests.ledgers.acts import acts, values

LEDGERS = load_ledgers()
RUNS = count()


@pytest.fixture(scope="module")
def stores() -> Iterator[tuple[Store, Store]]:
    with (
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as two,
        open_store(one) as first,
        open_store(two) as second,
    ):
        for store in (first, second):
            store.execute("PRAGMA synchronous = OFF")  # the laws, not the disk, are tried here
        yield first, second


def by_id(journal: Journal) -> dict[str, tuple[object, ...]]:
    """States with ids instead of positions, so that two logs can be compared."""
    ids = {item.position: item.id for item in journal.events()}
    return {
        subject: (
            s.state, s.values, s.since, s.last, s.events, ids[s.entered], {n: ids[p] for n, p in s.sources.items()}, s.people,
        )
        for subject, s in journal.states().items()
    }  # fmt: skip


def machine(ledger: Ledger, first: Store, second: Store) -> type[RuleBasedStateMachine]:
    """A state machine over one ledger; every example has a log of its own."""

    class Office(RuleBasedStateMachine):
        @initialize()
        def begin(self) -> None:
            self.ledger = replace(ledger, name=f"{ledger.name}_{next(RUNS)}")
            self.journal = Journal(first, self.ledger)
            self.accepted: list[Event] = []
            self.number = 0

        def next_number(self) -> int:
            self.number += 1
            return self.number

        @rule(data=st.data())
        def do(self, data: st.DataObject) -> None:
            subject = data.draw(st.sampled_from(["a", "b", "c"]))
            event = data.draw(acts(self.ledger, subject, self.journal.state(subject), self.next_number()))
            if event is not None:
                self.record(event)

        @rule(data=st.data())
        def do_something_forbidden(self, data: st.DataObject) -> None:
            transition = data.draw(st.sampled_from(self.ledger.transitions))
            day, recorded = date(2017, 1, 1), f"2019-01-01T00:00:00.{self.next_number():06}+08:00"
            self.record(
                Event(self.ledger.name, "a", transition.name, day, recorded, Actor("", "无关单位", "evaluator"))
            )

        @rule(data=st.data())
        def put_right(self, data: st.DataObject) -> None:
            past = [i for i in self.journal.events() if i.event.action not in (CORRECT, VOID)]
            if not past:
                return
            item = data.draw(st.sampled_from(past))
            changed = {n: v for n, v in item.event.values.items() if v is not None}
            action = data.draw(st.sampled_from([CORRECT, VOID])) if changed else VOID
            new = {}
            if action == CORRECT:
                name = data.draw(st.sampled_from(sorted(changed)))
                field = self.ledger.field(name)
                assert field is not None
                new = {name: data.draw(values(field))}
            recorded = f"2019-01-01T00:00:00.{self.next_number():06}+08:00"
            self.record(
                Event(
                    self.ledger.name,
                    item.event.subject,
                    action,
                    date(2019, 1, 1),
                    recorded,
                    Actor("丁", "", "planner"),
                    values=new,
                    basis="核对原件",
                    corrects=item.id,
                )
            )

        def record(self, event: Event) -> None:
            before, head = self.journal.states(), self.journal.head()
            if self.journal.check([event]):
                with pytest.raises(GuihuaError):
                    self.journal.record([event])
                assert self.journal.states() == before
                assert self.journal.head() == head
                return
            changed = self.journal.record([event])
            after = self.journal.states()
            assert {s for s in after if after[s] != before.get(s)} <= {event.subject}
            assert after[event.subject] == changed[event.subject]
            self.accepted.append(event)

        def teardown(self) -> None:
            if not hasattr(self, "accepted") or not self.accepted:
                return
            assert self.journal.verify().faults == ()
            stored = self.journal.states()
            assert self.journal.states(as_of=date.max) == stored
            self.journal.rebuild()
            assert self.journal.states() == stored
            other = Journal(second, self.ledger)
            for subject in ("c", "a", "b"):  # another order, objects apart: they are independent
                other.record([e for e in self.accepted if e.subject == subject])
            assert by_id(other) == by_id(self.journal)

    return Office


@pytest.mark.parametrize("name", sorted(LEDGERS))
def test_the_laws_hold_for_every_declared_ledger(name: str, stores: tuple[Store, Store]) -> None:
    run_state_machine_as_test(
        machine(LEDGERS[name], *stores),
        settings=settings(
            max_examples=6,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


def small_log(store: Store, ledger: Ledger) -> Journal:
    journal = Journal(store, ledger)
    planner = Actor("甲", "牵头部门", "planner")
    for n, subject in enumerate(("园区一", "园区二", "园区一")):
        action, to = ("list", "listed") if n < 2 else ("amend", "")
        found = {"name": subject} if n < 2 else {"output": "355"}
        recorded = f"2018-05-0{n + 1}T09:00:00+08:00"
        journal.record([Event(ledger.name, subject, action, date(2018, 5, n + 1), recorded, planner, to, found)])
    return journal


@pytest.mark.parametrize(
    ("table", "column", "keys"),
    [
        ("log_entry", "body", "position"),
        ("log_entry", "leaf", "position"),
        ("log_entry", "subject", "position"),
        ("log_head", "root", "size"),
        ("log_head", "edge", "size"),
        ("log_head", "digest", "size"),
        ("log_head", "recorded", "size"),
        ("log_state", "body", "subject"),
        ("log_state", "subject", "subject"),
    ],
)
def test_any_changed_byte_is_found(tmp_path: Path, table: str, column: str, keys: str) -> None:
    with open_store(tmp_path) as store:
        small_log(store, LEDGERS["parks"])
    raw = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    raw.execute("PRAGMA synchronous = OFF")
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    rows = raw.execute(f"SELECT {keys}, {column} FROM {table}").fetchall()
    tried = 0
    with open_store(tmp_path) as store:
        journal = Journal(store, LEDGERS["parks"])
        assert journal.verify().faults == ()
        for key, value in rows:
            data = value if isinstance(value, bytes) else value.encode()
            for place in range(len(data)):
                changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
                try:
                    spelled: object = changed if isinstance(value, bytes) else changed.decode()
                except UnicodeDecodeError:
                    continue
                raw.execute(f"UPDATE {table} SET {column} = ? WHERE {keys} = ?", (spelled, key))
                assert journal.verify().faults, (table, column, place)
                back = spelled if column == keys else key
                raw.execute(f"UPDATE {table} SET {column} = ? WHERE {keys} = ?", (value, back))
                tried += 1
        assert journal.verify().faults == ()
    assert tried > 10
    raw.close()


def test_rows_taken_away_are_found(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        journal = small_log(store, LEDGERS["parks"])
        head = journal.head()
        assert head is not None
        store.execute("DROP TRIGGER log_entry_delete")
        store.execute("DROP TRIGGER log_head_delete")
        store.execute("DELETE FROM log_entry WHERE position = 2")
        assert journal.verify().faults
        store.execute("DELETE FROM log_head WHERE size = 3")
        journal.rebuild()
        assert journal.verify().faults == ()  # a shorter log is whole in itself …
        assert not journal.extends(head)  # … which is why heads are kept elsewhere


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE log_entry SET body = '{}' WHERE position = 1",
        "DELETE FROM log_entry WHERE position = 1",
        "INSERT OR REPLACE INTO log_entry SELECT ledger, position, subject, x'00', '{}' FROM log_entry WHERE position = 1",
        "INSERT OR REPLACE INTO log_entry SELECT ledger, 3, subject, leaf, '{}' FROM log_entry WHERE position = 1",
        "INSERT INTO log_entry SELECT ledger, 9, subject, x'00', '{}' FROM log_entry WHERE position = 1",
        "UPDATE log_head SET recorded = ''",
        "DELETE FROM log_head",
        "INSERT OR REPLACE INTO log_head SELECT ledger, size, root, digest, edge, '' FROM log_head WHERE size = 1",
    ],
)
def test_the_database_refuses_what_would_rewrite_the_log(tmp_path: Path, sql: str) -> None:
    with open_store(tmp_path) as store:
        journal = small_log(store, LEDGERS["parks"])
        with pytest.raises(sqlite3.IntegrityError, match="log"):
            store.execute(sql)
        assert journal.verify().faults == ()


def test_a_late_entry_takes_its_place_and_a_head_extends_the_earlier_one(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        journal = small_log(store, LEDGERS["parks"])
        earlier = journal.head()
        late = Event(
            "parks", "园区一", "amend", date(2018, 5, 2), "2018-06-01T09:00:00+08:00", Actor("乙", "", "planner"),
            values={"output": "300", "area": "12.5"},
        )  # fmt: skip
        journal.record([late])
        state = journal.state("园区一")
        assert isinstance(state, State)
        assert (state.text("output"), state.text("area")) == ("355", "12.5")
        assert journal.states(as_of=date(2018, 5, 2))["园区一"].text("output") == "300"
        assert journal.states(known="2018-05-31")["园区一"].text("area") == ""
        assert earlier is not None and journal.extends(earlier)
        item, head, path = journal.prove(journal.history("园区一")[0].id)
        assert head.size == 4 and item.position == 0 and len(path) == 2


def test_the_same_event_twice_is_refused_and_nothing_is_added(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        journal = small_log(store, LEDGERS["parks"])
        again = journal.history("园区一")[1].event
        with pytest.raises(GuihuaError, match="already"):
            journal.record([again])
        head = journal.head()
        assert head is not None and head.size == 3

"""The append-only log on every backend: order, heads, proofs, refusals, and all or none."""

from __future__ import annotations

from datetime import date

import pytest

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Actor, Event
from guihua.proof import merkle
from guihua.storage import Store, log

RECORDS = [log.Record(f"事项{i % 3}", f'{{"n":"{i}"}}'.encode()) for i in range(7)]


def test_records_keep_their_order_and_every_append_leaves_a_head(store: Store) -> None:
    log.append(store, "a", RECORDS[:4], "t1")
    log.append(store, "b", RECORDS[:1], "t2")
    log.append(store, "a", RECORDS[4:], "t3")
    assert log.append(store, "a", [], "t4") == []
    entries = list(log.read(store, "a"))
    assert [(e.position, e.subject, e.body) for e in entries] == [(i, r.subject, r.body) for i, r in enumerate(RECORDS)]
    assert [e.position for e in log.read(store, "a", start=5)] == [5, 6]
    first, newest = log.head(store, "a", 4), log.head(store, "a")
    assert first is not None and newest is not None
    assert (first.size, first.at, newest.size, newest.at) == (4, "t1", 7, "t3")
    leaves = [e.leaf for e in entries]
    assert newest.root.value == merkle.root(leaves)
    path = merkle.consistency(leaves, 4)
    assert merkle.consistent(4, 7, first.root.value, newest.root.value, path)
    assert log.ledgers(store) == ["a", "b"]
    assert log.audit(store, "a").faults == log.audit(store, "b").faults == ()


def test_records_are_found_by_subject_and_by_the_beginning_of_their_id(store: Store) -> None:
    entries = log.append(store, "a", RECORDS, "t")
    assert [e.position for e in log.read_subject(store, "a", "事项1")] == [1, 4]
    assert log.find(store, "a", entries[5].id[:12]) == entries[5]
    assert log.ids(store, "a", [5, 2, 99]) == {2: entries[2].id, 5: entries[5].id}
    for wrong in ("00" * 32, "abc", "xyz", ""):
        with pytest.raises(GuihuaError, match="no such record"):
            log.find(store, "a", wrong)


def test_a_record_that_is_there_already_keeps_the_whole_batch_out(store: Store) -> None:
    log.append(store, "a", RECORDS[:2], "t")
    for batch in ([RECORDS[3], RECORDS[1]], [RECORDS[3], RECORDS[3]]):
        with pytest.raises(GuihuaError, match="already"):
            log.append(store, "a", batch, "t")
    assert len(list(log.read(store, "a"))) == 2


def test_a_log_keeps_the_digest_it_began_with(store: Store) -> None:
    log.append(store, "a", RECORDS[:1], "t", digest="sm3")
    head = log.head(store, "a")
    assert head is not None and head.root.name == "sm3"
    assert log.audit(store, "a").faults == ()
    with pytest.raises(GuihuaError, match="hashed by sm3"):
        log.append(store, "a", RECORDS[1:2], "t")


def test_an_interrupted_transaction_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        log.append(store, "a", RECORDS, "t")
        raise RuntimeError
    assert list(log.read(store, "a")) == []
    assert log.head(store, "a") is None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE log_entry SET body = '{}'",
        "DELETE FROM log_entry",
        "UPDATE log_head SET recorded = 'x'",
        "DELETE FROM log_head",
    ],
)
def test_the_database_refuses_changes(store: Store, sql: str) -> None:
    log.append(store, "a", RECORDS, "t")
    with pytest.raises(Exception, match="append-only"):
        store.execute(sql)
    assert log.audit(store, "a").faults == ()


def test_truncating_is_refused_too(store: Store) -> None:
    if store.backend == "sqlite":
        with pytest.raises(Exception, match="append-only"):
            store.execute("DELETE FROM log_entry WHERE 1 = 1 OR position > -1")
            log.append(store, "a", RECORDS, "t")
            store.execute("DELETE FROM log_entry WHERE 1 = 1 OR position > -1")
        return
    for table in ("log_entry", "log_head"):
        with pytest.raises(Exception, match="append-only"):
            store.execute(f"TRUNCATE {table}")


def test_states_can_be_thrown_away_and_made_again(store: Store) -> None:
    journal = Journal(store, load_ledgers()["parks"])
    planner = Actor("甲", "牵头部门", "planner")
    events = [
        Event("parks", f"园区{i:05}", "list", date(2018, 1, 1), f"t{i:05}", planner, "listed", {"name": f"园区{i}"})
        for i in range(1200)
    ]
    journal.record(events)
    before = journal.states()
    assert len(before) == 1200
    with store.transaction():
        store.execute("DELETE FROM log_state")
    assert journal.verify().faults
    assert journal.rebuild() == 1200
    assert journal.states() == before
    assert journal.verify().faults == ()

"""Task → result → indicator, in sentences made from the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, Evidence
from guihua.proof.hashes import digest
from guihua.reporting.done_lines import by_target, done_lines
from guihua.storage import Store, open_store

PLANNER = Actor("甲", "甲厅", "planner")


def _filled(tmp_path: Path) -> Store:
    store = open_store(tmp_path / "store", create=True)
    journal = Journal(store, load_ledgers()["tasks"])
    values = {
        "task": "平台建设", "measure": "建立公共服务平台。", "lead": ("甲厅",), "deliverable": "平台上线", "section": "3.2",
        "targets": ("企业上云数",), "due": "2018-06-30",
    }  # fmt: skip
    later = {**values, "measure": "培育示范企业", "section": "3.10"}
    journal.record(
        [
            Event("tasks", one, "assign", date(2018, 1, 1), now(), PLANNER, "not_started", v)
            for one, v in (("a", values), ("b", later))
        ]
    )
    proof = (Evidence("上线公告.pdf", str(digest(b"x"))),)
    for one, day in (("a", date(2018, 6, 20)), ("b", date(2018, 3, 1))):
        said = {"progress": "已接入企业120户。"} if one == "a" else {}
        journal.record([Event("tasks", one, "finish", day, now(), PLANNER, "done", said, proof)])
    return store


def test_what_was_done_is_told_with_body_result_proof_and_indicator(tmp_path: Path) -> None:
    store = _filled(tmp_path)
    first, second = done_lines(store, date(2018, 12, 31))
    assert first.sentence == (
        "甲厅牵头的“建立公共服务平台”已于2018年6月20日完成，成果为平台上线：已接入企业120户（佐证：上线公告.pdf），服务于企业上云数。"
    )
    assert (first.section, second.section) == ("3.2", "3.10")  # as the plan counts, not as text sorts
    assert by_target((first, second)) == {"企业上云数": (first, second)}


def test_only_what_was_finished_by_the_day_is_told(tmp_path: Path) -> None:
    store = _filled(tmp_path)
    assert [d.subject for d in done_lines(store, date(2018, 4, 1))] == ["b"]
    assert done_lines(store, date(2018, 2, 1)) == ()
    assert [d.subject for d in done_lines(store, date(2018, 12, 31), since=date(2018, 6, 1))] == ["a"]
    assert "was finished on 2018-06-20" in done_lines(store, date(2018, 12, 31), lang="en")[0].sentence

"""The worker's reminders: once a day, to the person concerned, gone when the matter is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from guihua.web import desk
from guihua.web.principal import Principal
from guihua.web.reminded import reminded
from guihua.web.work import morning

PLANNER = Principal("planner", "own", "计划", "甲盟工信局")
OWN, FOREIGN = Principal("reporter", "own", "甲", "甲盟工信局"), Principal("reporter", "foreign", "乙", "乙盟工信局")
PAST = (date.today() - timedelta(days=2)).isoformat()


@pytest.fixture
def late(root: Any, bodies: Any) -> Iterator[str]:
    """A form that the body `own` has not handed in."""
    import shutil

    from guihua.web import results

    of = desk.ledger("submission")
    ask = of.transition("ask")
    assert ask is not None
    values: dict[str, Any] = {
        "task": "示例月报", "form_number": f"示例{date.today()}", "lead": "甲盟工信局", "month": "2018-05", "due": PAST,
    }  # fmt: skip
    yield desk.act(of, "sub-1", ask, PLANNER, values, (), "").subject
    results.store(results.project()).close()
    results._HERE.store = None
    for path in (root / "store").glob("store.db*"):
        path.unlink()
    shutil.rmtree(root / "store" / "parts", ignore_errors=True)


def test_reminders_are_made_once_and_reach_the_body_and_the_planner(late: str, person: Any) -> None:
    assert not reminded(OWN)
    morning.once_a_day()
    morning.once_a_day()
    assert [(t.state.subject, t.reminder.text("stage")) for t in reminded(OWN)] == [(late, "逾期")]
    assert [t.state.subject for t in reminded(PLANNER)] == [late]
    assert not reminded(FOREIGN)
    book = desk.journal(desk.ledger("reminders"))
    assert len(book.states()) == 1 and book.verify().faults == ()
    assert "示例月报" in person("reporter").get("/reminders/").content.decode()
    assert "示例月报" not in person("reporter", "foreign").get("/reminders/").content.decode()
    assert "已提醒" in person("planner").get("/ledgers/submission/").content.decode()


def test_a_matter_that_was_settled_since_is_not_told_of(late: str) -> None:
    morning.make(date.today())
    of = desk.ledger("submission")
    waive = of.transition("waive")
    assert waive is not None and reminded(OWN)
    desk.act(of, late, waive, PLANNER, {}, (), "示例1号")
    assert not reminded(OWN)
    assert morning.make(date.today()) == (0, 1)

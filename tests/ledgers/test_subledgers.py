"""一级抓一级: a league divides its tasks among its departments; the region sees what the league released, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.importing import import_file
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, Value
from guihua.ledgers.subledgers import by_task, is_inner, released, undivided
from guihua.storage import open_store
from tests.ledgers.conftest import PLANNER

LEDGERS = load_ledgers()
LEAGUE = Actor("乙", "包头市", "reporter")
OFFICE = Actor("丙", "包头市能源局", "reporter")
PARTS: tuple[tuple[str, ...], ...] = (
    ("上级任务编号", "承担的任务", "盟市", "分解事项", "承办部门", "完成时限"),
    ("T1", "平台建设", "包头市", "建设分平台", "包头市能源局", "2018-06-30"),
    ("T1", "平台建设", "包头市", "落实资金", "包头市财政局", "2018-06-30"),
)


@pytest.fixture
def inner(tmp_path: Path, table: Callable[..., Path]) -> Journal:
    journal = Journal(open_store(tmp_path / "store", create=True), LEDGERS["league_tasks"])
    import_file(journal, table(PARTS), date(2018, 2, 1), LEAGUE)
    return journal


def act(journal: Journal, lead: str, action: str, on: str, to: str, actor: Actor, **values: Value | None) -> None:
    subject = next(s.subject for s in journal.states().values() if s.text("lead") == lead)
    journal.record([Event("league_tasks", subject, action, date.fromisoformat(on), now(), actor, to, values)])


def test_the_league_divides_by_a_table_and_departments_report(inner: Journal) -> None:
    act(inner, "包头市能源局", "report", "2018-03-01", "on_course", OFFICE, month="2018-02", progress="选址完成")
    assert {s.text("lead"): s.state for s in inner.states().values()} == {
        "包头市能源局": "on_course",
        "包头市财政局": "divided",
    }
    assert inner.verify().faults == ()


@pytest.mark.parametrize("actor", [PLANNER, Actor("丁", "鄂尔多斯市", "reporter")])
def test_nobody_else_divides_a_leagues_tasks(inner: Journal, table: Callable[..., Path], actor: Actor) -> None:
    rows = (PARTS[0], ("T2", "别的", "包头市", "别的", "包头市能源局", "2018-06-30"))
    with pytest.raises(GuihuaError):
        import_file(inner, table(rows, "二.xlsx"), date(2018, 2, 1), actor)
    assert len(inner.states()) == 2


def test_the_region_sees_the_last_released_version_and_nothing_after_it(inner: Journal) -> None:
    assert is_inner(inner.ledger) and not is_inner(LEDGERS["tasks"]) and not is_inner(LEDGERS["release"])
    assert released(inner) == {}
    act(inner, "包头市能源局", "report", "2018-03-01", "on_course", OFFICE, month="2018-02", progress="选址完成")
    act(inner, "包头市能源局", "release", "2018-03-05", "", LEAGUE)
    act(inner, "包头市能源局", "report", "2018-04-01", "behind", OFFICE, month="2018-03", progress="施工停滞")
    (seen,) = released(inner).values()
    assert (seen.state, seen.text("progress")) == ("on_course", "选址完成")
    act(inner, "包头市能源局", "release", "2018-04-05", "", LEAGUE)
    (seen,) = released(inner).values()
    assert (seen.state, seen.text("progress")) == ("behind", "施工停滞")
    assert next(iter(released(inner, date(2018, 3, 31)).values())).text("progress") == "选址完成"


def test_who_reported_does_not_release(inner: Journal) -> None:
    act(inner, "包头市能源局", "report", "2018-03-01", "on_course", OFFICE, month="2018-02", progress="选址完成")
    with pytest.raises(GuihuaError, match="LG-OWNER"):
        act(inner, "包头市能源局", "release", "2018-03-05", "", Actor("戊", "包头市能源局", "reporter"))
    with pytest.raises(GuihuaError, match="LG-SAME-PERSON"):
        act(inner, "包头市能源局", "release", "2018-03-05", "", Actor("丙", "包头市", "reporter"))


def test_what_leagues_released_is_told_by_task(inner: Journal) -> None:
    act(inner, "包头市能源局", "report", "2018-03-01", "behind", OFFICE, month="2018-02", progress="选址未定")
    for lead in ("包头市能源局", "包头市财政局"):
        act(inner, lead, "release", "2018-03-05", "", LEAGUE)
    (share,) = by_task(inner)["T1"]
    assert (share.league, share.parts, share.done, share.behind) == ("包头市", 2, 0, 1)
    assert share.said == ("包头市能源局：选址未定",) and share.released == date(2018, 3, 5)


def test_a_league_is_told_what_it_has_not_divided(inner: Journal) -> None:
    tasks = Journal(inner.store, LEDGERS["tasks"])
    for one, lead, others in (("T1", "甲厅", ("包头市",)), ("T3", "包头市", ()), ("T4", "甲厅", ("乙局",))):
        values: dict[str, Value | None] = {"task": one, "lead": (lead,), "others": others or None, "due": "2018-12-31"}
        kept = {k: v for k, v in values.items() if v}
        tasks.record([Event("tasks", one, "assign", date(2018, 1, 1), now(), PLANNER, "not_started", kept)])
    assert [s.subject for s in undivided(tasks, inner, "包头市")] == ["T3"]
